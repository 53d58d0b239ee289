// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drill/drill_load.h"

#include <pthread.h>

#include <algorithm>
#include <chrono>

#include "core/engine/pipeline.h"
#include "core/engine/replay_source.h"
#include "core/feed/sim/fast_output.h"
#include "core/risk/clock.h"

namespace bw::app {
namespace {

constexpr std::int64_t kMarketSeconds = 60;
constexpr double kMarketRate = 5;  // a denser market, so that one minute of it is not repeated each second
constexpr auto kTick = std::chrono::milliseconds(1);

/// Nobody looks at it.
class NoSink final : public engine::EngineSink {
public:
    void onItem(const api::DisplayItem&) override {}
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest) override {}
    [[nodiscard]] bool wantsItems() const override { return false; }
};

std::int64_t nowNs() {
    const risk::SystemRiskClock clock;
    return clock.mono().ns;
}

}  // namespace

Result<std::unique_ptr<DrillLoad>> DrillLoad::make(const std::string& dir, double msgs_per_s) {
    std::unique_ptr<DrillLoad> load(new DrillLoad(msgs_per_s));
    sim::FastOptions market;
    market.rate = kMarketRate;
    market.seconds = kMarketSeconds;
    market.out_dir = dir;
    const auto written = sim::writeFast(market);
    if (!written) return written.error();
    engine::ReplayOptions options;
    options.paths = {dir + "/demo.usdm.BTCUSDT.ts-json"};
    options.format = "ts-json";
    options.venue = "binance.usdm";
    const auto source = engine::ReplaySource::open(options);
    if (!source) return source.error();
    engine::ReplayItem item;
    for (;;) {
        const auto more = (*source)->next(item);
        if (!more) return more.error();
        if (!*more) break;
        Message message;
        message.wall = item.frame.recv_wall;
        message.mono = item.frame.recv_mono;
        message.is_timer = item.kind != engine::ReplayItem::Kind::Frame;
        if (!message.is_timer) {
            message.source = item.frame.source;
            message.bytes = item.frame.bytes;
        }
        load->m_messages.push_back(std::move(message));
    }
    if (load->m_messages.empty()) return Error{Code::FileEmpty, "drill.load", dir + ": the market has no message"};
    return load;
}

void DrillLoad::start() {
    m_begin_ns = nowNs();
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "drill-load");
        run();
    });
}

void DrillLoad::stop() {
    if (!m_thread.joinable()) return;
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
    m_end_ns = nowNs();
}

double DrillLoad::msgsPerSecond() const {
    const std::int64_t ns = (m_end_ns != 0 ? m_end_ns : nowNs()) - m_begin_ns;
    return m_begin_ns == 0 || ns <= 0 ? 0 : static_cast<double>(m_done.load()) * 1e9 / static_cast<double>(ns);
}

void DrillLoad::run() {
    NoSink sink;
    auto pipeline = std::make_unique<engine::Pipeline>(engine::EngineConfig{}, sink);
    std::size_t at = 0;
    std::uint64_t done = 0;
    for (;;) {
        const double due = m_rate * static_cast<double>(nowNs() - m_begin_ns) * 1e-9;
        // At most 50 ms of it at once: a machine that cannot keep up is told by the rate it came to.
        for (std::uint64_t n = 0; static_cast<double>(done) < due && static_cast<double>(n) < m_rate * .05; ++at) {
            if (at == m_messages.size()) {
                at = 0;
                pipeline = std::make_unique<engine::Pipeline>(engine::EngineConfig{}, sink);
            }
            const Message& message = m_messages[at];
            if (message.is_timer) {
                pipeline->onTimer(message.wall, message.mono);
                continue;
            }
            FrameView frame;
            frame.source = message.source;
            frame.recv_wall = message.wall;
            frame.recv_mono = message.mono;
            frame.bytes = message.bytes;
            static_cast<void>(pipeline->onFrame(frame));
            ++done;
            ++n;
        }
        pipeline->publish();
        m_done.store(done);
        std::unique_lock lock(m_mutex);
        if (m_wake.wait_for(lock, kTick, [this] { return m_stop; })) return;
    }
}

}  // namespace bw::app

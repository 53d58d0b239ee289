// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTest>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/replay_source.h"
#include "core/engine/runner.h"
#include "core/feed/sim/demo_market.h"
#include "core/feed/transport/net_thread.h"
#include "core/journal/lock.h"
#include "core/journal/writer.h"
#include "tests/support/equations.h"

namespace bw::test {

/// Real sockets from a demo market to an engine with a journal. The engine is stepped by the test's thread, so that the
/// test may look into it; the net thread is a thread.
class LiveRig {
public:
    LiveRig() : inbox(clock), queue(inbox.addQueue()), net(clock, queue, requests, board) {}
    ~LiveRig() { stop(); }

    /// Short times: silence is STALE after 0.7 s and ends a line after 1.5 s.
    [[nodiscard]] static feed::LinePolicy shortLine() {
        feed::LinePolicy line;
        line.connect_timeout_ms = 2'000;
        line.first_data_ms = 2'000;
        line.stale_ms = 700;
        line.reconnect_ms = 1'500;
        line.backoff_base_ms = 100;
        line.backoff_max_ms = 400;
        return line;
    }
    [[nodiscard]] static feed::BinanceMarketConfig market(const sim::DemoMarket& demo, sim::Venue venue,
                                                          std::uint16_t ws_port = 0) {
        feed::BinanceMarketConfig out;
        out.venue_market = venue == sim::Venue::Usdm ? "demo.usdm" : "demo.spot";
        out.symbols = {"BTCUSDT"};
        if (venue == sim::Venue::Usdm) out.symbols.emplace_back("ETHUSDT");
        const std::string port = std::to_string(ws_port == 0 ? demo.wsPort() : ws_port);
        const std::string path = venue == sim::Venue::Usdm ? "/public/stream" : "/stream";
        feed::BinanceEntry entry;
        entry.name = "pub";
        entry.url = "ws://127.0.0.1:" + port + path;
        entry.streams = {"depth@100ms", "bookTicker", "trade"};
        out.entries = {entry};
        out.rest.url = demo.restBase().toStdString();
        out.rest.prefix = venue == sim::Venue::Usdm ? "/fapi/v1" : "/api/v3";
        out.rest.weight_limit = 6'000;
        out.rest.klines_limit = 0;
        out.rest.clock_period_ms = 0;
        out.line = shortLine();
        return out;
    }
    [[nodiscard]] Status start(std::vector<feed::BinanceMarketConfig> markets, const std::string& dir = {}) {
        std::unique_ptr<journal::Writer> journal;
        if (!dir.empty()) {
            auto lock = journal::DirLock::take(dir, "test", "0", clock.wall());
            if (!lock) return lock.error();
            m_lock = std::make_unique<journal::DirLock>(std::move(*lock));
            journal::WriterOptions options;
            options.dir = dir + "/journal";
            options.version = "test";
            options.now_wall = clock.wall();
            options.now_mono = clock.mono();
            auto writer = journal::Writer::open(options, *m_lock);
            if (!writer) return writer.error();
            journal = std::move(*writer);
        }
        engine::RunnerOptions options;
        runner = std::make_unique<engine::EngineRunner>(options, clock, inbox, requests, board, std::move(journal));
        feed::NetConfig config;
        config.binance = std::move(markets);
        config.seed = 7;
        config.pause_ms = 0;  // a loaded machine is not one that slept
        return net.start(std::move(config));
    }
    void stop() {
        net.stop();
        if (runner) turn();
        if (runner) runner->stop("test");
    }

    /// Works off what is there and keeps what the engine says.
    void turn() {
        while (runner->step() > 0) {
        }
        api::DisplayItem item;
        while (runner->nextItem(item)) {
            if (item.kind != api::DisplayItem::Kind::Gap) continue;
            if (item.gap.close == GapClose::Open) opened.push_back(item.gap);
            else closed.push_back(item.gap);
        }
        api::Notice notice;
        while (runner->nextNotice(notice)) {
        }
        if (breach.empty()) breach = breachOf(runner->pipeline());
    }
    template <class Condition>
    [[nodiscard]] bool waitFor(Condition condition, int ms) {
        return QTest::qWaitFor([&] { turn(); return condition(); }, ms);
    }
    [[nodiscard]] const engine::Instrument* find(std::string_view id) const {
        const engine::Pipeline& pipeline = runner->pipeline();
        for (int i = 0; i < pipeline.instrumentCount(); ++i)
            if (pipeline.instrument(i).id() == id) return &pipeline.instrument(i);
        return nullptr;
    }
    [[nodiscard]] bool isSynced(std::string_view id) const {
        const engine::Instrument* in = find(id);
        return in != nullptr && in->sync().synced();
    }
    [[nodiscard]] bool usdmSynced() const { return isSynced("demo.usdm.BTCUSDT") && isSynced("demo.usdm.ETHUSDT"); }
    [[nodiscard]] FeedState state(const std::string& source) const {
        for (const feed::FeedStatusRow& row : board.rows())
            if (row.source == source) return row.state;
        return FeedState::Down;
    }
    /// Gaps opened of one instrument and stream.
    [[nodiscard]] std::vector<api::GapRow> gapsOf(std::string_view id, StreamKind stream) const {
        const engine::Instrument* in = find(id);
        std::vector<api::GapRow> out;
        for (const api::GapRow& gap : opened)
            if (in != nullptr && gap.instrument == in->index() && gap.stream == stream) out.push_back(gap);
        return out;
    }

    feed::SystemClock clock;
    feed::Inbox inbox;
    feed::FrameQueue& queue;
    feed::RequestQueue requests;
    feed::FeedStatusBoard board;
    std::unique_ptr<engine::EngineRunner> runner;
    feed::NetThread net;
    std::vector<api::GapRow> opened, closed;
    std::string breach;

private:
    std::unique_ptr<journal::DirLock> m_lock;
};

/// The messages of one source ("demo.usdm/pub"), in order, from a journal that is closed.
inline std::vector<std::string> messagesOf(const std::string& dir, std::string_view source) {
    engine::ReplayOptions options;
    options.paths = {dir + "/journal"};
    std::vector<std::string> out;
    auto replay = engine::ReplaySource::open(options);
    if (!replay) return out;
    engine::ReplayItem item;
    while (true) {
        const auto more = (*replay)->next(item);
        if (!more || !*more) return out;
        const std::string_view name = item.frame.source;
        if (item.kind == engine::ReplayItem::Kind::Frame && name.starts_with(source) && !name.ends_with('!') &&
            item.frame.bytes.starts_with(R"({"stream")"))
            out.emplace_back(item.frame.bytes);
    }
}

}  // namespace bw::test

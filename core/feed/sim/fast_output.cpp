// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/fast_output.h"

#include <fstream>
#include <system_error>

#include "core/feed/sim/binance_wire.h"
#include "core/feed/sim/market_model.h"
#include "core/feed/sim/mt5_gateway.h"
#include "core/feed/sim/text.h"
#include "core/feed/sim/truth.h"

namespace bw::sim {
namespace {

constexpr std::int64_t kSnapshotAfterMs = 250;
constexpr std::int64_t kTravelNs = 2 * kNsPerMs;  // from the venue to the recorder
constexpr int kTickSlot = kStreamCount;

/// One output file, written on the caller's thread.
class LineFile {
public:
    explicit LineFile(std::filesystem::path path)
        : m_path(std::move(path)), m_out(m_path, std::ios::binary | std::ios::trunc) {}
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] bool isOpen() const { return m_out.is_open(); }
    /// Stamps rise strictly: two messages of one millisecond keep their order.
    void write(std::int64_t event_ms, std::string_view json) {
        m_last_ns = std::max(m_last_ns + 1000, event_ms * kNsPerMs + kTravelNs);
        m_line.clear();
        appendInt(m_line, m_last_ns);
        m_line += ' ';
        m_line += json;
        m_line += '\n';
        writeRaw(m_line);
    }
    void writeRaw(std::string_view text) {
        m_out.write(text.data(), static_cast<std::streamsize>(text.size()));
        ++m_lines;
    }
    [[nodiscard]] bool close() {
        m_out.close();
        return !m_out.fail();
    }
    [[nodiscard]] std::uint64_t lines() const { return m_lines; }

private:
    std::filesystem::path m_path;
    std::ofstream m_out;
    std::string m_line;
    std::int64_t m_last_ns = 0;
    std::uint64_t m_lines = 0;
};

/// The whole run, on the caller's thread.
class FastWriter final : public EventSink {
public:
    explicit FastWriter(const FastOptions& options)
        : m_options(options),
          m_injector(options.faults, options.fault_probability, options.seed),
          m_gateway(options.dialect, options.start_ms, &m_injector) {
        for (int i = 0; i < kBookCount; ++i)
            m_files.emplace_back(options.out_dir /
                                 (instrumentId(instruments()[static_cast<std::size_t>(i)]) + ".ts-json"));
        m_files.emplace_back(options.out_dir / "mt5.demo.ts-json");
        m_files.emplace_back(options.out_dir / "truth.jsonl");
        if (options.faults.empty() && options.fault_probability <= 0.0) return;
        m_files.emplace_back(options.out_dir / "faults.jsonl");
        m_injector.on_injected = [this](const InjectedFault& fault) {
            m_line.clear();
            appendFaultLine(m_line, fault);
            m_files.back().writeRaw(m_line);
        };
    }
    [[nodiscard]] std::vector<LineFile>& files() { return m_files; }
    [[nodiscard]] const FaultInjector& injector() const { return m_injector; }

    void run() {
        MarketModel model(m_options.seed, m_options.rate, m_options.start_ms);
        const std::int64_t end_ms = m_options.start_ms + m_options.seconds * 1000;
        while (model.nowMs() < end_ms) {
            gatewayTimers(model);
            marketFaults(model);
            model.step(*this);
            if (model.nowMs() == m_options.start_ms + kSnapshotAfterMs) snapshots(model);
        }
    }

    void onTrade(const SimInstrument& instrument, const SimTrade& trade) override {
        m_message.text.clear();
        appendTrade(m_message.text, instrument, trade, TimeUnit::Ms);
        pass(instrument, Stream::Trade, trade.id, trade.time_ms);
    }
    void onTop(const SimInstrument& instrument, const SimTop& top) override {
        m_message.text.clear();
        appendTop(m_message.text, instrument, top);
        pass(instrument, Stream::Top, top.update_id, top.time_ms);
    }
    void onDepth(const SimInstrument& instrument, const DepthUpdate& update, DepthSpeed speed) override {
        if (speed != DepthSpeed::Ms100) return;
        m_message.text.clear();
        appendDepth(m_message.text, instrument, update, Stream::Depth100, TimeUnit::Ms);
        pass(instrument, Stream::Depth100, update.last_id, update.time_ms);
    }
    void onBar(const SimInstrument&, const Bar&, bool, std::int64_t) override {}  // a recording has no kline stream
    void onTick(const SimInstrument& instrument, const SimTick& tick) override {
        m_gateway.tick(tick.time_ms, instrument, tick, [&](std::uint64_t seq, const WireMessage& made) {
            ++m_ticks_sent;
            m_injector.pass(tick.time_ms - m_options.start_ms, instrument, kTickSlot, "tick", seq, made,
                            [&](const WireMessage& message) { m_files[kBookCount].write(tick.time_ms, message.text); });
        });
    }
    void onTruth(const TruthRecord& record) override {
        std::string line;
        appendTruthLine(line, record);
        m_files[kBookCount + 1].writeRaw(line);
    }

private:
    void pass(const SimInstrument& instrument, Stream stream, std::uint64_t id, std::int64_t time_ms) {
        LineFile& file = m_files[static_cast<std::size_t>(instrument.index)];
        m_injector.pass(time_ms - m_options.start_ms, instrument, static_cast<int>(stream), streamSuffix(stream), id,
                        m_message, [&](const WireMessage& message) { file.write(time_ms, message.text); });
    }
    /// Of lines and REST a recording knows nothing: those faults stay undone.
    void marketFaults(MarketModel& model) {
        const std::int64_t at_ms = model.nowMs() - m_options.start_ms;
        for (const Fault& fault : m_injector.takeDue(at_ms)) {
            if (fault.kind == FaultKind::EpochChange) m_gateway.restart(model.nowMs());
            if (fault.kind == FaultKind::SeqReset) resetIds(fault, model, m_gateway);
            if (fault.kind != FaultKind::Flood) continue;
            m_flood_until_ms = at_ms + fault.ms;
            model.setRate(m_options.rate * kFloodFactor);
        }
        if (m_flood_until_ms == 0 || at_ms < m_flood_until_ms) return;
        m_flood_until_ms = 0;
        model.setRate(m_options.rate);
    }
    void snapshots(const MarketModel& model) {
        std::string body;
        for (int i = 0; i < kBookCount; ++i) {
            const SimInstrument& instrument = instruments()[static_cast<std::size_t>(i)];
            body.clear();
            appendSnapshotBody(body, instrument, model.book(instrument).snapshot(1000));
            m_files[static_cast<std::size_t>(i)].write(model.nowMs(), body);
        }
    }
    void gatewayTimers(const MarketModel& model) {
        m_gateway.poll(model.nowMs(), m_ticks_sent, 0,
                       [&](const WireMessage& message) { m_files[kBookCount].write(model.nowMs(), message.text); });
    }

    const FastOptions& m_options;
    FaultInjector m_injector;
    GatewayModel m_gateway;
    std::vector<LineFile> m_files;
    WireMessage m_message;
    std::uint64_t m_ticks_sent = 0;
    std::int64_t m_flood_until_ms = 0;
    std::string m_line;  // reused
};

}  // namespace

Result<FastResult> writeFast(const FastOptions& options) {
    std::error_code failure;
    std::filesystem::create_directories(options.out_dir, failure);
    if (failure) return Error{Code::DirUnusable, "sim.fast.out", options.out_dir.string() + ": " + failure.message()};
    FastWriter writer(options);
    for (const LineFile& file : writer.files())
        if (!file.isOpen()) return Error{Code::FileOpen, "sim.fast.out", file.path().string()};
    writer.run();
    FastResult result;
    for (LineFile& file : writer.files()) {
        if (!file.close()) return Error{Code::FileWrite, "sim.fast.out", file.path().string()};
        result.lines += file.lines();
        result.files.push_back(file.path());
    }
    result.injected = writer.injector().injected();
    return result;
}

}  // namespace bw::sim

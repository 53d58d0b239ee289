// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/views.h"
#include "core/engine/context.h"
#include "core/engine/source_table.h"
#include "core/model/histogram.h"
#include "core/risk/alerts/alert_engine.h"

namespace bw::engine {

/// What the alerts remember of one line. Engine thread.
struct LineWatch {
    MonoTime first_seen;
    bool stream = false;               // data are expected to come by themselves: no REST, no files, no control lines
    // Errors with no success between: a success is a frame that was taken.
    std::uint64_t run = 0, taken_then = 0;
    // The last 5 min in steps of 10 s, for the error rate.
    struct Step {
        std::int64_t index = -1;
        std::uint64_t frames = 0, rejected = 0;  // totals when it began
    };
    std::array<Step, 31> steps{};
    // Venue to receive, the last 60 s in steps of 10 s. Made by the first sample.
    struct Latency {
        std::array<Histogram, 6> slots;
        std::array<std::int64_t, 6> index{-1, -1, -1, -1, -1, -1};
    };
    std::unique_ptr<Latency> latency;
};

/// Gathers what the alert rules look at, each second of frame time, and tells what they find: notices, ledger lines, the
/// view, and events for the delivery. A function of the frames, so a replay raises the same alerts. Engine thread. Costs
/// nothing per frame but a latency sample of every eighth.
///
/// Metrics of the process (memory, CPU, queues) come from `ops.metrics!` control frames, once a second; they are unknown
/// 5 s after the last one.
class AlertDesk {
public:
    AlertDesk(const EngineConfig& config, EngineSink& sink, Ledger& ledger);
    ~AlertDesk();

    /// A frame of this line was rejected, or a connection of it failed: the rare path.
    void onFailure(Line& line, const Context& ctx);
    /// Of a stream with the venue's clock.
    void onLatency(Line& line, EventTime sent, const FrameView& frame);
    /// `metrics`, `alert.cmd` and `latch` frames; others are not ours.
    void onControl(std::string_view kind, std::string_view json, const Context& ctx);

    /// The second is over: onTimer() is wanted.
    [[nodiscard]] bool due(const Context& ctx) const { return ctx.mono >= m_next; }
    /// Room for the view of the order desk, to be filled before onTimer().
    [[nodiscard]] api::TradeView& tradeDraft() { return *m_trade; }
    struct Market {
        int instruments = 0;
        std::function<const std::string&(int index)> id;
        std::function<bool(int index, StreamKind kind)> starved;
    };
    void onTimer(const Context& ctx, std::deque<Line>& lines, const Market& market);

    /// A value that holds until it is told again; nullopt: unknown.
    void set(std::string_view metric, std::string_view labels, std::optional<double> value);
    /// The same, and judged at once: events that do not wait for the second.
    void setNow(std::string_view metric, std::string_view labels, double value, const Context& ctx);

    /// Grows when fill() would give something else, times left aside.
    [[nodiscard]] std::uint64_t version() const { return m_rules.version(); }
    void fill(api::AlertsView& out) const;
    /// Some mute runs down: what fill() gives changes by itself.
    [[nodiscard]] bool counting() const { return !m_rules.mutes(m_mono).empty(); }
    [[nodiscard]] const risk::AlertEngine& rules() const { return m_rules; }

private:
    using Key = std::pair<std::string, std::string>;  // metric, labels
    struct Told {
        std::optional<double> value;
        MonoTime until;  // ns 0: for ever
    };
    void watchLine(const Line& line, LineWatch& watch, const Context& ctx);
    [[nodiscard]] LineWatch* watchOf(Line& line, MonoTime now);
    void watchStreams(const Market& market);
    void watchClock(const Context& ctx);
    void watchTrade();
    void watchGateway(const api::GatewayRow& row, const std::string& labels);
    void onMetrics(std::string_view json, const Context& ctx);
    void onCommand(std::string_view json, const Context& ctx);
    void onLatch(std::string_view json, const Context& ctx);
    /// 1 for what holds now, 0 for what held before and does no more.
    void setRaised(std::string_view metric, std::map<std::string, bool>& now);
    void flush(const Context& ctx);
    [[nodiscard]] risk::AlertEvent eventOf(const risk::AlertChange& change) const;

    EngineSink& m_sink;
    Ledger& m_ledger;
    risk::AlertEngine m_rules;
    std::unique_ptr<api::TradeView> m_trade;
    std::map<Key, Told> m_told;   // bound: kToldMax, then new ones are left out
    std::map<std::string, std::map<std::string, bool>, std::less<>> m_raised;  // by metric: labels that were raised once
    std::deque<LineWatch> m_watches;
    MonoTime m_next, m_last;
    WallTime m_last_wall, m_wall;
    MonoTime m_mono;
    std::string m_latch = "ACTIVE", m_trip_id;
    std::string m_latch_unnamed;  // label of a trip whose cause was not said yet; empty: none
    struct Rounds {
        std::int64_t age_ms = -1;
        int failed = 0;
    };
    std::map<std::string, Rounds, std::less<>> m_rounds;  // reconciliation, by route
};

}  // namespace bw::engine

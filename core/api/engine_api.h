// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/latest.h"
#include "core/api/views.h"
#include "core/model/result.h"

namespace bw::api {

/// What the first-run page and the connection dialog ask for. One of them is in force at a time in this version.
struct SourceChoice {
    enum class Kind : std::uint8_t { Demo, Mt5Gateway, BinanceLive, Recording } kind = Kind::Demo;
    std::string endpoint;                // Mt5Gateway: "tcp://127.0.0.1:5556"
    std::vector<std::string> symbols;    // BinanceLive: "binance.usdm.BTCUSDT"
    std::string path, format, venue;     // Recording: file or folder; format as on the command line; venue where needed
    double speed = 1;                    // Recording: 0 = max
};

struct RunInfo {
    RunMode mode = RunMode::Demo;
    std::string engine_name, version, data_dir, log_path, journal_dir, endpoint_summary;
    bool first_run = false;              // no source was ever chosen: show the first-run page
};

struct ResetTicket {
    std::string nonce;                   // hand back to resetCommit within 60 s
    std::string trip_id;                 // the operator types "RESET " + its first six characters
    std::vector<std::string> blockers;   // codes with detail; empty: may commit
};

/// Everything the GUI (and later a remote client) may ask of a running engine. All calls are made on the GUI thread;
/// none of them blocks. One reader: the Latest<> buffers have one consumer.
class EngineApi {
public:
    virtual ~EngineApi() = default;

    // --- pulled at frame rate
    [[nodiscard]] virtual int instrumentCount() const = 0;  // only grows while a source runs; 0 right after a switch
    [[nodiscard]] virtual Latest<MarketView>& market(int index) = 0;
    [[nodiscard]] virtual Latest<FeedsView>& feeds() = 0;
    [[nodiscard]] virtual Latest<EngineView>& engine() = 0;
    [[nodiscard]] virtual RiskView risk() = 0;              // cheap copy, at most some microseconds
    /// Orders, positions, limits, routes; at most 10 a second.
    [[nodiscard]] virtual Latest<TradeView>& trade() = 0;
    [[nodiscard]] virtual Latest<AlertsView>& alerts() = 0;
    /// Next step of the display history, false when there is none. Bound 32,768, reject newest, counted (EngineView).
    virtual bool nextItem(DisplayItem& out) = 0;
    /// Next signal or outcome, in order, never merged. Bound 4,096, reject newest, counted (EngineView::signals_dropped).
    virtual bool nextSignal(SignalItem& out) = 0;
    /// The live scoreboard, at most once a second.
    [[nodiscard]] virtual Latest<ScoreView>& scores() = 0;
    /// Next notice, in order. Bound 4,096, reject newest; a loss is itself a notice (UI_NOTICE_OVERFLOW).
    virtual bool nextNotice(Notice& out) = 0;
    /// Counts up while the engine thread lives; no change for 2 s means "engine not responding".
    [[nodiscard]] virtual std::uint64_t heartbeat() const = 0;
    [[nodiscard]] virtual MonoTime now() const = 0;         // the clock of all *_mono fields
    [[nodiscard]] virtual WallTime wallNow() const = 0;
    [[nodiscard]] virtual RunInfo runInfo() const = 0;

    // --- commands
    /// Sets the latch flag at once and returns; never waits. `channel`: "button", "shortcut", "tray".
    virtual void kill(std::string_view channel, std::string_view reason) = 0;
    [[nodiscard]] virtual Result<ResetTicket> resetPrepare() = 0;
    /// Key derivation takes some 50 ms; called from a worker by the GUI.
    [[nodiscard]] virtual Status resetCommit(std::string_view nonce, std::string_view typed, std::string_view reason,
                                             std::string_view key) = 0;
    [[nodiscard]] virtual Status setResetKey(std::string_view old_key, std::string_view new_key) = 0;
    virtual void resync(int instrument) = 0;
    /// What a screen really painted goes to the as-seen log. Bound 4,096, reject newest, counted; never waits.
    struct Seen {
        std::string event_id;         // signalId()
        WallTime painted;
        std::string_view view;        // "chart", "signals": a literal
        double score = 0;
        Probability p;                // of the first horizon, as shown
    };
    virtual void seen(const Seen& painted) = 0;
    // --- orders and risk. Each one is a journaled command: Ok means it was handed over, the answer comes as a view or a
    //     notice. Refusals that are certain at once come back here (LATCH_HALTED, NOT_ARMED, ORDER_FORM ...).
    struct OrderTicket {
        std::string route = std::string(kPaperRoute);
        int instrument = -1;
        OrderSide side = OrderSide::Buy;
        OrderType type = OrderType::Market;
        Tif tif = Tif::Gtc;
        std::string qty, price, stop, sl, tp;   // decimal text as typed; empty: none
        bool reduce_only = false;
        std::string ticket;                     // hedging: the position to reduce
    };
    /// The client_id under which the order will be found.
    [[nodiscard]] virtual Result<std::string> submitOrder(const OrderTicket& ticket) = 0;
    [[nodiscard]] virtual Status cancelOrder(std::string_view client_id) = 0;
    /// Empty route: all of them.
    [[nodiscard]] virtual Status cancelAll(std::string_view route) = 0;
    /// Smaller quantity or another price of a working order.
    [[nodiscard]] virtual Status replaceOrder(std::string_view client_id, std::string_view qty, std::string_view price) = 0;
    /// Closes positions one by one, reduce-only; works while HALTED. `typed` must be "FLATTEN " + route (+ " " + instrument).
    [[nodiscard]] virtual Status flatten(std::string_view route, std::string_view instrument, std::string_view typed) = 0;
    [[nodiscard]] virtual Status arm(std::string_view route, std::string_view typed_route) = 0;
    [[nodiscard]] virtual Status disarm(std::string_view route) = 0;
    /// From ACTIVE to REDUCING.
    virtual void reduceOnly(std::string_view reason) = 0;
    /// Halts one venue, instrument or source; durable, left by the same two keyed steps.
    [[nodiscard]] virtual Status haltScope(RiskView::Scope::Kind kind, std::string_view key, std::string_view reason) = 0;
    [[nodiscard]] virtual Status closeBreaker(std::string_view instrument, std::string_view reason) = 0;
    [[nodiscard]] virtual Status resolveUnknown(std::string_view client_id, std::string_view reason) = 0;
    [[nodiscard]] virtual Status resetPaper(std::string_view reason) = 0;
    [[nodiscard]] virtual Status acknowledgeAlert(std::uint64_t alert_id) = 0;
    /// Empty rule: everything; `minutes` 15, 60, 480 (at most 1440), 0 ends the mute.
    [[nodiscard]] virtual Status muteAlert(std::string_view rule, std::string_view labels, int minutes) = 0;

    // --- kill drill: measured on a loopback gateway of its own, never the real latch
    struct DrillStep {
        std::string name;
        std::uint64_t count = 0;
        double min_ms = 0, p50_ms = 0, p95_ms = 0, p99_ms = -1, max_ms = 0, budget_ms = 0;  // p99 -1: fewer than 100
    };
    struct DrillReport {
        WallTime started;
        bool pass = false;
        Code code = Code::Ok;                   // why not
        int rounds = 0, orders = 0;
        double load_msgs_per_s = 0;
        std::uint64_t sent_after_fence = 0, verified = 0;  // verified rounds
        std::vector<DrillStep> steps;
    };
    struct DrillStatus {
        bool running = false;
        double progress = 0;                    // 0..1
        bool overdue = false;                   // amber: none good within 24 h while orders are possible
        std::vector<DrillReport> history;       // newest first, at most 400
    };
    /// Cheap while nothing changed. `version` grows with every change.
    [[nodiscard]] virtual std::uint64_t drillVersion() const = 0;
    [[nodiscard]] virtual DrillStatus drill() = 0;
    [[nodiscard]] virtual Status startDrill() = 0;

    /// Stops the running source and starts another; views restart from nothing (DisplayItem::ClearHistory).
    virtual Status chooseSource(const SourceChoice& choice) = 0;

    // --- results of evaluate, tune, calibrate and backtest under <data_dir>/research
    struct ResearchRun {
        std::string name;             // folder, "evaluation-20261121T181500Z"
        std::string kind;             // evaluation, tuning, calibration, backtest
        WallTime finished;
    };
    /// Newest first, at most 1,000. Called from a worker by the GUI.
    [[nodiscard]] virtual std::vector<ResearchRun> researchRuns() = 0;
    /// The JSON report of a run, as its command wrote it. Called from a worker by the GUI.
    [[nodiscard]] virtual Result<std::string> researchReport(std::string_view name) = 0;

    // --- documents of the GUI (layout, settings): bytes by name, written atomically
    [[nodiscard]] virtual Result<std::string> loadDocument(std::string_view name) = 0;
    [[nodiscard]] virtual Status saveDocument(std::string_view name, std::string_view bytes) = 0;
    /// The last lines of the program's log, newest last: level, wall ns, text.
    struct LogLine {
        WallTime wall;
        Severity severity = Severity::Info;
        std::string text;
    };
    virtual bool nextLogLine(LogLine& out) = 0;
};

}  // namespace bw::api

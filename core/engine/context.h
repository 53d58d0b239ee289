// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/views.h"
#include "core/engine/gap_ledger.h"
#include "core/engine/ledger.h"
#include "core/engine/score_book.h"
#include "core/feed/transport/requests.h"
#include "core/risk/alerts/alert_engine.h"
#include "core/risk/alerts/alert_event.h"
#include "core/risk/latch_file.h"
#include "core/model/risk_keys.h"
#include "core/signal/sample.h"
#include "core/signal/signal_config.h"

namespace bw::engine {

/// What research sees of the signals and nobody else needs. Engine thread.
class ResearchTap {
public:
    virtual ~ResearchTap() = default;
    virtual void onSample(int instrument, int sampling, const signal::Sample& sample) = 0;
    virtual void onEvent(int instrument, int sampling, const SignalEvent& event) = 0;
    virtual void onSuppressed(int instrument, int sampling, const SignalEvent& event, Reason reason) = 0;
    virtual void onWithheld(int instrument, int sampling, const signal::WithheldPair& pair) = 0;
    virtual void onControl(int instrument, int sampling, const signal::ControlPair& pair) = 0;
    /// Every best quote the signals took, event time.
    virtual void onQuote(int instrument, std::int64_t t_ns, const Quote& quote) = 0;
    virtual void onTrade(int instrument, std::int64_t t_ns, Price price, Qty qty, Side side) = 0;
};

/// One line for the audit of the engine, written off the engine thread.
struct AuditLine {
    std::string action, actor, channel;
    Code cause = Code::Ok;
    std::string reason, detail;
};

/// Where the engine's results go. Called on the engine thread; must not block.
class EngineSink {
public:
    virtual ~EngineSink() = default;
    virtual void onItem(const api::DisplayItem& item) = 0;
    virtual void onNotice(api::Notice notice) = 0;
    /// Signals and their outcomes, in order. Who shows none may leave it.
    virtual void onSignal(const api::SignalItem&) {}
    /// nullptr: no research. Constant while the engine lives.
    [[nodiscard]] virtual ResearchTap* research() { return nullptr; }
    /// What the engine asks of the network. In replay requests are counted and not executed: the answers are recorded.
    virtual void onRequest(feed::FeedRequest request) = 0;
    // Orders and risk: live only. Replay executes none of it, what came of it is recorded.
    /// To the route's thread. False: it cannot take any more, which a `risk.reply` frame must tell the engine.
    [[nodiscard]] virtual bool onRouteRequest(const RouteRequest&) { return true; }
    virtual void onTrip(Code /*cause*/, risk::LatchState, std::string_view /*reason*/, bool /*simulated*/) {}
    /// Only reducing orders on one instrument from now on, durably.
    virtual void onReduceInstrument(std::string_view /*instrument*/, Code /*cause*/, std::string_view /*reason*/) {}
    virtual void onAudit(AuditLine) {}
    /// A transition or a command of the alerts, for their delivery.
    virtual void onAlert(const risk::AlertEvent&) {}
    /// The day state of a route's account changed: to be saved.
    virtual void onDayState(std::string_view /*route*/, std::string_view /*json*/) {}
    /// False: nobody draws, so display items need not be made (headless, replay).
    [[nodiscard]] virtual bool wantsItems() const = 0;
};

/// Time stamps between the stages of one frame. Off (now == nullptr) in replay and on frames that are not sampled.
struct StageStamps {
    std::int64_t (*now)() = nullptr;  // steady clock, ns; used for latency figures only, never for a decision
    std::int64_t start = 0, decoded = 0, booked = 0, signalled = 0;
    void markDecoded() {
        if (now) decoded = now();
    }
    void markBooked() {
        if (now) booked = now();
    }
};

/// What every part of the engine shares while one frame is worked on.
struct Context {
    WallTime wall;
    MonoTime mono;
    std::uint64_t conn = 0;               // connection of the frame (StreamWatch); 0: REST, timers, files
    const MonoTime* line_last = nullptr;  // newest message of its line
    StageStamps stamps;
    EngineSink* sink = nullptr;
    GapLedger* gaps = nullptr;
    Ledger* ledger = nullptr;
    ScoreBook* scores = nullptr;
    ResearchTap* tap = nullptr;
};

/// book, top, tick 10 s; trade 150 s; kline 60 s; mark 5 s; funding, open interest 180 s; liquidations may stay away;
/// long/short ratios 900 s; volatility index 180 s.
inline constexpr std::array<std::int64_t, kStreamKinds> kStarveNs = {
    10 * kNsPerSec, 10 * kNsPerSec,  150 * kNsPerSec, 10 * kNsPerSec, 60 * kNsPerSec, 5 * kNsPerSec,
    180 * kNsPerSec, 180 * kNsPerSec, 0,               900 * kNsPerSec, 180 * kNsPerSec};

/// A route of orders as the engine needs to know it.
struct RouteSetting {
    std::string name, endpoint;
    std::string instruments;           // its symbols are ours behind this prefix: "mt5.demo" + "." + "EURUSD"
    bool enabled = false, allow_unverifiable = false, allow_plain = false;
    Dialect pinned = Dialect::Unknown;
};

struct EngineConfig {
    std::vector<risk::AlertRule> alert_rules = risk::baselineAlertRules();
    RiskConfig risk;
    std::vector<RouteSetting> routes;
    signal::SignalConfig signals;
    /// Texts of the files that signals.rules and signals.calibration were read from: what a journal keeps of them.
    std::vector<std::string> params_texts;
    std::string calibration_text;
    std::int64_t watermark_ns = 500 * kNsPerMs;
    std::size_t buffer_len = 5'000;
    int resync_max = 10;
    std::int64_t resync_window_ns = 60 * kNsPerSec;
    std::size_t levels_max = 20'000;
    std::int64_t audit_ns = 300 * kNsPerSec;  // a book is held against a fresh snapshot this often; 0: never
    std::map<std::string, std::string> mt5_time_zones;  // gateway -> zone of its broker's clock; absent: "auto"
    /// A stream silent for longer, while its line delivers, is STARVED; 0: never (feeds spec 4). By StreamKind.
    std::array<std::int64_t, kStreamKinds> starve_ns = kStarveNs;
    int default_price_digits = kDefaultDigits, default_qty_digits = kDefaultDigits;  // --exponents
    /// The configuration as one JSON object: what the journal's CONFIG record holds.
    [[nodiscard]] std::string toJson() const;
    /// The reverse; unknown members are ignored, absent ones keep their default.
    [[nodiscard]] static EngineConfig fromJson(std::string_view json);
};

}  // namespace bw::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/model/fixed.h"
#include "core/model/histogram.h"
#include "core/model/order.h"
#include "core/model/signal.h"
#include "core/model/times.h"
#include "core/model/types.h"

namespace bw::api {

/// Text inside a view: fixed room, no allocation, cut at the end if it does not fit.
template <std::size_t N>
class ShortText {
public:
    ShortText() = default;
    ShortText(std::string_view text) { *this = text; }  // implicit: `view.id = "demo.usdm.BTCUSDT";`
    ShortText& operator=(std::string_view text) noexcept {
        m_size = static_cast<std::uint8_t>(std::min(text.size(), N));
        if (m_size != 0) std::memcpy(m_text.data(), text.data(), m_size);  // an empty view may point nowhere
        return *this;
    }
    [[nodiscard]] std::string_view view() const noexcept { return {m_text.data(), m_size}; }
    friend bool operator==(const ShortText& a, const ShortText& b) noexcept { return a.view() == b.view(); }

private:
    static_assert(N < 256);
    std::array<char, N> m_text{};
    std::uint8_t m_size = 0;
};

inline constexpr int kDepthShown = 20;
inline constexpr int kOfiLevels = 5;

/// One bar of 1 s or 60 s. Prices are trades where the instrument has a tape, else bids (MT5 quotes). Quantities are in
/// units of 10^-qty_digits of the instrument.
struct Bar {
    enum Flag : std::uint8_t {
        Closed = 1,       // else still forming
        TradeGap = 2,     // a gap in the trades (or ticks) touches it: volume, delta and CVD are partial
        BookGap = 4,      // the book was not usable throughout: OFI is withheld where it was not
        Backfilled = 8,   // from the venue's history, not seen live: flow fields are absent
        Late = 16,        // revised by an event that came after the close
    };
    EventTime open_time;
    std::int32_t period_s = 0;
    std::uint8_t flags = 0;
    std::uint32_t count = 0;  // trades or ticks
    Price open, high, low, close;
    std::int64_t volume = 0, buy = 0, sell = 0;  // volume also holds trades of unknown side
    std::int64_t cvd = 0;                        // running CVD at the end of the bar
    std::int64_t ofi_l1 = 0;                     // sum of e_0 inside the bar (Cont, Kukanov, Stoikov)
    double ofi_l5 = 0;                           // weighted five-level OFI inside the bar, same units
    std::uint32_t ofi_updates = 0;               // 0: nothing to show (withheld or no book)
};

/// Counters and age of one stream of one instrument.
struct StreamView {
    bool expected = false;      // the source provides it
    FeedState state = FeedState::Connecting;
    MonoTime last_mono;         // ns == 0: nothing yet
    std::uint64_t messages = 0;
    std::uint64_t gaps = 0;     // opened since start
    std::uint32_t open_gaps = 0;
};

/// The newest of each low-rate data set. A time of 0 ns: nothing yet. Decimals keep the venue's own precision.
struct LowRateView {
    EventTime mark_time, funding_time, open_interest_time, liquidation_time, long_short_time, vol_index_time;
    Decimal mark, index, funding_rate, open_interest, liquidation_price, liquidation_qty, long_short, vol_index;
    bool has_index = false;
    EventTime next_funding;         // ns 0: not said
    Side liquidation_side = Side::Unknown;
    std::uint64_t liquidations = 0, duplicates = 0;
};

/// One sample of the signal series as charts draw it (signals spec 0.2). Absent values say why.
struct FlowPoint {
    std::int64_t index = 0;        // per sampling
    EventTime time;
    int sampling = 0;              // place in signals.samplings
    std::int32_t segment = 0;
    std::int64_t price2 = 0;       // twice the price, price units
    std::int64_t delta = 0, cvd = 0;
    double ofi = 0;                // weighted, quantity units
    Stat z_ofi, z_cvd, fused, consistency;
    double fusion_score = 0;
    FusionLevel level = FusionLevel::Neutral;
    Scenario scenario = Scenario::None;
    bool empty = false, trade_priced = false;
};

/// The signal state of one instrument: the newest sample of its first sampling and what is still missing.
struct FlowView {
    ShortText<15> sampling;        // "1s"; empty: no samples yet
    FlowPoint point;
    std::int32_t warmup_have = 0, warmup_need = 0;  // samples of this segment, of the divergence warm-up
    double tps = 0;                // trades a second over the scenario's window
    Reason scenario_reason = Reason::Warmup;
    Session session = Session::Tokyo;
    DaySession day_session = DaySession::Day;
    double z_hi = 0, fusion_buy = 0, fusion_strong = 0;  // thresholds in force
    std::uint64_t params_hash = 0;
    std::uint64_t events = 0, suppressed = 0, withheld = 0;  // since start
    double unknown_share = 0;      // of the last sample's quantity
    bool has_event = false;
    SignalEvent last_event;
};

/// A signal as it reaches the screen; never merged, never changed. `wall` is the receive time of the frame that made it.
struct SignalItem {
    enum class Kind : std::uint8_t { Event, Suppressed, Withheld, Outcome } kind = Kind::Event;
    int instrument = -1;
    ShortText<15> sampling;
    WallTime wall;
    MonoTime mono;                 // receive time of that frame
    std::uint64_t ledger_seq = 0;  // line of the ledger
    Reason reason = Reason::None;  // Suppressed, Withheld
    SignalEvent event;             // Event, Suppressed; of Withheld only a, b, detect and segment
    SignalOutcome outcome;         // Outcome
};

/// One line of the scoreboard: only events as they were emitted (signals spec 9). Figures are hidden below `n_min`.
struct ScoreRow {
    int instrument = -1;           // -1: all
    Channel channel = Channel::Count;     // Count: all
    SignalType type = SignalType::Count;  // Count: all
    Grade grade = Grade::Count;           // Count: all
    int horizon = 10;
    bool last_500 = false;         // else since the first line of the ledger
    std::uint32_t n = 0, hits = 0, misses = 0, ties = 0, unlabelled = 0;
    double acc_strict = 0, acc_ex_ties = 0, wilson_lo = 0, wilson_hi = 0;  // interval of acc_ex_ties
    double p0 = 0;                 // running base rate of the same sides
    double gross_bps = 0;
    bool has_brier = false;        // any calibrated p among them
    double brier = 0, skill = 0;
    bool drifted = false;
};
struct ReliabilityBin {
    double p_mean = 0, rate = 0, lo = 0, hi = 0;
    std::uint32_t n = 0;
};
struct ScoreView {
    static constexpr int kRowsMax = 256;
    std::uint64_t version = 0;
    std::uint32_t n_min = 0;
    int count = 0;
    std::uint32_t rows_dropped = 0;  // did not fit
    std::array<ScoreRow, kRowsMax> rows{};
    std::array<std::array<ReliabilityBin, 10>, kHorizons> reliability{};  // equal-width bins of p; n == 0: empty
};

/// What the engine publishes per instrument. Immutable once published; units of 10^-price_digits and 10^-qty_digits.
struct MarketView {
    std::uint64_t version = 0;
    ShortText<63> id;      // venue.market.symbol
    ShortText<31> pair;    // "BTC-USDT"
    ShortText<15> qty_unit;
    int price_digits = 0, qty_digits = 0;  // of the units below
    int price_shown = 2, qty_shown = 2;    // decimals worth showing (tick and step size)
    bool demo = false;
    bool has_book = false;   // the source sends depth
    bool has_tape = false;   // the source sends trades; without them CVD is absent, never 0

    WallTime newest_wall;    // receive time of the newest frame in this view
    MonoTime newest_mono;
    EventTime event_time;    // newest venue time; see time_quality
    TimeQuality time_quality = TimeQuality::Missing;

    BookState book_state = BookState::Empty;
    std::uint32_t gen = 0;
    int bid_count = 0, ask_count = 0;  // filled below
    std::array<Level, kDepthShown> bids{}, asks{};
    std::uint32_t bid_levels = 0, ask_levels = 0;  // held in all
    Quote top;               // newest best bid and ask, from the venue's own top of book or the rebuilt book

    bool has_last = false;
    Price last;
    Qty last_qty;
    Side last_side = Side::Unknown;
    Price first, high, low;  // of this run; `first` is the base of the change

    std::int64_t volume = 0, buy = 0, sell = 0, unknown = 0;
    std::int64_t cvd = 0;
    std::int64_t ofi_l1 = 0;           // since start
    bool ofi_withheld = false;         // book not usable now
    Bar second;                        // the forming 1 s and 60 s bars
    Bar minute;

    std::array<StreamView, kStreamKinds> streams{};  // by StreamKind
    std::uint64_t trades = 0, missing_ids = 0, duplicates = 0, excluded = 0, ticks = 0;
    std::uint64_t book_updates = 0, resyncs = 0, crossed = 0;
    std::uint64_t ticker_compared = 0, ticker_equal = 0;
    std::uint64_t checksums_ok = 0, checksums_bad = 0;
    std::uint64_t backfilled = 0;      // trades that came from the venue's history into a gap
    LowRateView low_rate;
    FlowView flow;
    std::uint64_t rejects = 0;
    [[nodiscard]] const StreamView& stream(StreamKind kind) const { return streams[static_cast<std::size_t>(kind)]; }
};

/// One connection. Written by the thread that owns it, published by the engine.
struct FeedRow {
    ShortText<47> source;     // "demo.usdm/pub"
    ShortText<111> endpoint;
    ShortText<15> dialect;    // MT5 only
    FeedState state = FeedState::Down;
    Code error = Code::Ok;    // of the last failure
    ShortText<95> detail;
    MonoTime since_mono;
    MonoTime last_mono;       // last message
    std::uint32_t connects = 0;
    std::int64_t retry_ms = 0;  // DOWN: until the next attempt
    std::uint64_t frames = 0, bytes = 0, applied = 0, rejected = 0, in_gap = 0, control = 0;
};
struct FeedsView {
    static constexpr int kRowsMax = 64;
    int count = 0;
    std::array<FeedRow, kRowsMax> rows{};
};

/// Stages from the venue to the screen (workstation spec 3.10). Paint is measured and held by the GUI.
enum class Stage : std::uint8_t {
    VenueToReceive,  // receive minus event time; holds the clock offset
    Queue,           // receive to engine
    Journal,
    Decode,
    Book,            // decode end to book and trades applied
    Signal,
    Publish,
    ReceiveToSignal,
    ReceiveToView,   // receive to published view
    Count
};
[[nodiscard]] std::string_view stageName(Stage stage) noexcept;

/// Engine-wide figures, published twice a second.
struct EngineView {
    std::uint64_t version = 0;
    std::array<Histogram, static_cast<std::size_t>(Stage::Count)> latency{};
    Histogram journal_sync;
    std::uint64_t frames = 0, applied = 0, rejected = 0, in_gap = 0, control = 0, buffered = 0;
    std::uint64_t queue_len = 0, queue_len_max = 0, queue_capacity = 0, queue_dropped = 0;
    std::uint64_t display_dropped = 0, notice_dropped = 0, request_dropped = 0, signals_dropped = 0;
    std::uint64_t journal_seq = 0, journal_durable_seq = 0, journal_bytes = 0;
    bool recording = false;
    Code journal_error = Code::Ok;  // why not recording
    std::uint64_t ledger_lines = 0;
    WallTime wall;
    bool replay_done = false;
    double replay_progress = -1;    // 0..1; -1: not a replay
};

/// A gap as the screen and the ledger know it.
struct GapRow {
    std::uint64_t gap_id = 0;       // per run, from 1
    int instrument = -1;            // index, -1: all ("*")
    StreamKind stream = StreamKind::All;
    GapCause cause = GapCause::Sequence;
    GapClose close = GapClose::Open;
    std::uint64_t first_missing = 0, last_missing = 0;  // 0, 0: not known (streams without ids)
    WallTime from, to;              // receive time; to.ns == 0 while open
    EventTime from_event, to_event; // venue time where known
};

struct TradeRow {
    EventTime time;
    WallTime recv_wall;
    TimeQuality quality = TimeQuality::Missing;
    Price price;
    Qty qty;
    Side side = Side::Unknown;
    SideSource side_source = SideSource::Unknown;
    bool excluded = false;
    std::uint64_t trade_id = 0;  // 0: none
};

/// One step of the display history; small enough to be copied.
struct DisplayItem {
    enum class Kind : std::uint8_t { Trade, Bar, Gap, Flow, ClearHistory } kind = Kind::Trade;
    int instrument = -1;
    TradeRow trade;
    Bar bar;
    GapRow gap;
    FlowPoint flow;
};

/// What must not be merged. The texts are made (and translated) by who shows them, from code and parameters.
struct Notice {
    enum class Kind : std::uint8_t {
        GapOpened,    // instrument, stream, code_name(cause), a = first_missing, b = last_missing
        GapClosed,    // instrument, stream, text = cause, text2 = how, a = width
        BookState,    // instrument, text = state name, text2 = cause
        FeedState,    // source text, text2 = state name, code
        Rejects,      // code, source text, a = count (folded: at most one a second per code)
        Latch,        // code = cause, text = state name, text2 = reason
        Journal,      // code, text
        QueueDrop,    // source text, a = n
        Config,       // code, text
        Order,        // code, text = client_id, text2 = "state detail", instrument
        Risk,         // code, text = what, text2 = detail: refusals, breakers, reconciliation, gateway, drill
        Alert,        // code = AlertFiring or AlertResolved, text = rule, text2 = words, a = alert_id, b = AlertSeverity
        Signal,       // instrument, code (SignalAnomaly, PriceAnomaly, FusionChange, ZQuality, SideSuspect, SignalDrift), text, text2
        Info          // code, text
    } kind = Kind::Info;
    std::uint64_t seq = 0;
    WallTime wall;
    Severity severity = Severity::Info;
    Code code = Code::Ok;
    int instrument = -1;
    StreamKind stream = StreamKind::All;
    ShortText<63> text;
    ShortText<127> text2;
    std::int64_t a = 0, b = 0;
};

/// The kill latch as shown (risk spec 8).
struct RiskStep {
    ShortText<15> name;     // flag, fence, durable, companion; per route: sent, acknowledged, queried, verified
    ShortText<31> route;    // empty: of the process
    ShortText<95> detail;   // "durable (fallback)", an error, "unsupported"
    enum class State : std::uint8_t { Pending, Done, Failed, NotApplicable } state = State::Pending;
    std::int64_t since_trip_ns = -1;
};
struct RiskView {
    enum class State : std::uint8_t { Active, Reducing, Halted, Unknown } state = State::Unknown;
    Code cause = Code::Starting;
    ShortText<127> reason;
    ShortText<47> actor;
    WallTime since;
    ShortText<32> trip_id;  // hex
    bool durable = false;
    bool key_set = false;   // a reset key exists
    bool simulated = false; // the latch of the simulated namespace
    bool armed = false;
    bool flat = false;      // every route verified, or none: the only green end of a stop
    std::uint64_t also_count = 0;
    int step_count = 0;
    std::array<RiskStep, 40> steps{};
    struct Scope {
        enum class Kind : std::uint8_t { Venue = 1, Instrument, Source } kind = Kind::Venue;
        bool halted = false;  // else reducing
        ShortText<47> key;
        WallTime since;
    };
    int scope_count = 0;
    std::array<Scope, 62> scopes{};
    ShortText<191> latch_path;
    ShortText<191> lock_dir;
    std::uint64_t audit_lines = 0;
    struct Thread {
        ShortText<15> name;
        std::int64_t age_ns = -1;
    };
    int thread_count = 0;
    std::array<Thread, 12> threads{};
};

/// One line of "used / limit" (risk spec 2.1). Absent values are unknown, never 0.
struct LimitRow {
    enum class State : std::uint8_t { Off, Ok, Warn, Breach, Unknown } state = State::Unknown;
    ShortText<7> id;        // "L01"; tiers and parts: "L03", "L03r", "L11t"
    ShortText<15> unit;     // "USD", "bp", "orders"
    ShortText<47> subject;  // instrument, group ...; empty: the whole account
    bool has_value = false;
    double value = 0, limit = 0;     // for drawing and text; the decision is exact
    std::int64_t used_bp = -1;       // value / limit; -1: unknown
    std::int64_t window_ms = 0;      // 0: none
    int streak = 0, streak_need = 0; // readings in a row
    std::int64_t age_ms = -1;        // of the input
};

struct AccountRow {
    ShortText<31> route;
    ShortText<15> currency, account;
    bool has_equity = false, has_day = false, has_margin = false;
    double equity = 0, balance = 0, day_pnl = 0, day_start = 0, hwm = 0;
    std::int64_t drawdown_bp = -1, margin_level_bp = -1, age_ms = -1;
    Code quality = Code::RiskInputStale;  // Ok: fresh
};

struct OrderRow {
    ShortText<23> client_id, venue_id;
    ShortText<31> route;
    ShortText<63> instrument;
    OrderSide side = OrderSide::Buy;
    OrderType type = OrderType::Market;
    Tif tif = Tif::Gtc;
    OrderState state = OrderState::New;
    int price_digits = 0, qty_digits = 0;
    Qty qty, filled;
    bool has_price = false, has_stop = false, has_sl = false, has_tp = false, has_avg = false;
    Price price, stop, sl, tp, avg;
    bool reduces = false, external = false;
    Code code = Code::Ok;
    ShortText<127> text;
    WallTime created, changed;
};

struct PositionRow {
    ShortText<31> route;
    ShortText<63> instrument;
    ShortText<23> ticket;   // hedging accounts
    bool is_long = true, external = false, drift = false;
    int price_digits = 0, qty_digits = 0;
    Qty qty;                // positive
    Price open;
    bool has_mark = false, has_pnl = false;
    Price mark;
    double pnl = 0, realized = 0, notional = 0;  // account currency
};

struct BreakerRow {
    enum class State : std::uint8_t { Closed, Open, HalfOpen } state = State::Closed;
    ShortText<63> instrument;
    int losing_run = 0, trips_today = 0;
    double day_loss = 0;
    std::int64_t reopens_in_ms = -1;  // -1: not by itself before the day rolls
};

struct GatewayRow {
    ShortText<31> route;
    ShortText<63> endpoint;
    Dialect dialect = Dialect::Unknown;
    RouteHealth health = RouteHealth::Unknown;
    bool enabled = false, armed = false, secure = false, reconciled = false, polls_slowly = false, can_cancel = false;
    std::uint8_t trade_mode = 2;
    Code error = Code::Ok;
    std::uint32_t fail_count = 0, timeouts = 0;
    std::uint64_t ping_count = 0, rejects = 0;
    std::int64_t ping_p50_ns = -1, ping_p95_ns = -1, ping_p99_ns = -1, ping_max_ns = -1;
    std::int64_t offset_ns = 0, offset_error_ns = -1, last_reply_age_ms = -1;
    enum class Recon : std::uint8_t { None, Success, Partial, Degraded, Failed, Impossible } recon = Recon::None;
    std::int64_t recon_age_ms = -1;
    std::uint32_t findings = 0;
};

/// Orders, positions, limits and routes as the engine decides on them; at most 10 a second.
struct TradeView {
    static constexpr int kLimitsMax = 64, kOrdersMax = 256, kPositionsMax = 128, kBreakersMax = 64, kGatewaysMax = 8;
    std::uint64_t version = 0;
    ExecutionMode mode = ExecutionMode::Off;
    int why_not_count = 0;  // why no order may be sent now
    std::array<Code, 12> why_not{};
    ShortText<191> config_problem;
    ShortText<7> session;   // of client ids
    int limit_count = 0, account_count = 0, order_count = 0, position_count = 0, breaker_count = 0, gateway_count = 0;
    std::array<LimitRow, kLimitsMax> limits{};
    std::array<AccountRow, kGatewaysMax> accounts{};
    std::array<OrderRow, kOrdersMax> orders{};        // live ones first, then the newest
    std::array<PositionRow, kPositionsMax> positions{};
    std::array<BreakerRow, kBreakersMax> breakers{};
    std::array<GatewayRow, kGatewaysMax> gateways{};
    std::uint32_t orders_1s = 0, orders_60s = 0, orders_today = 0, cancels_today = 0, rejects_today = 0;
    std::uint64_t unknown_orders = 0;
    std::uint32_t rows_dropped = 0;                   // did not fit into this view; the engine holds them
};

/// One alert: rule and labels are its identity (risk spec 5).
struct AlertRow {
    enum class State : std::uint8_t { Pending, Firing, Resolved } state = State::Firing;
    std::uint64_t alert_id = 0;     // of this firing, per run
    ShortText<31> rule;
    ShortText<95> labels;           // "source=demo.usdm/pub"; empty: none
    AlertSeverity severity = AlertSeverity::Warning;
    bool has_value = false;
    double value = 0, threshold = 0;
    WallTime since, ended;          // ended.ns == 0: not yet
    bool acknowledged = false;
    ShortText<31> ack_actor;
    WallTime ack_at;
    std::int64_t muted_ms = 0;      // left; 0: not muted
    ShortText<127> text;            // English, for logs and the webhook; the GUI words it by rule
};
struct AlertsView {
    static constexpr int kRowsMax = 256;
    std::uint64_t version = 0;
    int count = 0;                  // firing first, then resolved, newest first
    std::array<AlertRow, kRowsMax> rows{};
    std::uint32_t firing[4] = {};   // by severity
    std::uint32_t unacknowledged = 0;
    std::uint64_t webhook_sent = 0, webhook_failed = 0, webhook_dropped = 0;
    bool webhook_configured = false;
    int mute_count = 0;
    struct Mute {
        ShortText<31> rule;         // empty: everything
        ShortText<95> labels;
        std::int64_t left_ms = 0;
    };
    std::array<Mute, 32> mutes{};
};

}  // namespace bw::api

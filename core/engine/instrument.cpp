// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/instrument.h"

#include <algorithm>

#include "core/feed/okx/book_text.h"
#include "core/model/hash.h"

namespace bw::engine {
namespace {

using api::Bar;
using api::GapRow;
using api::Notice;

book::SyncLimits limitsOf(const EngineConfig& config) {
    book::SyncLimits limits;
    limits.buffer_len = config.buffer_len;
    limits.resync_max = config.resync_max;
    limits.resync_window_ns = config.resync_window_ns;
    limits.levels_max = config.levels_max;
    return limits;
}

// A damaged stamp must not close the bars of years to come: a leap ahead of all other stamps and of our own clock is
// believed when it is the third in a row, or the first after a broken line. Old ticks that are published again, faster
// than they came, are behind our clock and never doubted.
constexpr std::int64_t kLeapNs = 30 * kNsPerSec;
constexpr std::int64_t kTickerBehindNs = 2 * kNsPerSec;

}  // namespace

Instrument::Instrument(int index, std::string id, std::string venue_market, std::string symbol, const EngineConfig& config)
    : m_index(index), m_id(std::move(id)), m_venue_market(std::move(venue_market)), m_symbol(std::move(symbol)),
      m_pair(pairOf(m_symbol)), m_rules(venueRulesOf(m_venue_market)), m_mt5(m_rules.quotes_only),
      m_digits{config.default_price_digits, config.default_qty_digits}, m_weights(config.signals.weights),
      m_watermark_ns(config.watermark_ns), m_sync(*this, limitsOf(config)), m_audit_ns(config.audit_ns), m_starve_ns(config.starve_ns) {
    if (m_rules.in_band_book) m_sync.setInBand();
    if (m_rules.ticker_same_id) m_match.setRule(book::TickerMatch::Rule::SameId);
    m_has_tape = !m_mt5;
    if (!config.signals.samplings.empty()) m_signals = std::make_unique<SignalDesk>(index, m_id, m_symbol, config.signals);
}

Instrument::~Instrument() = default;

VenueRules venueRulesOf(std::string_view venue_market) {
    VenueRules rules;
    const bool okx = venue_market.starts_with("okx.");
    rules.in_band_book = rules.ticker_same_id = okx || venue_market.starts_with("deribit.");
    rules.ticker_by_time = venue_market.starts_with("deribit.");
    rules.ids_of_last = okx;
    rules.quotes_only = venue_market.starts_with("mt5.");
    return rules;
}

std::int64_t Instrument::orderTime(EventTime t, const Context& ctx) {
    std::int64_t order = ctx.wall.ns;
    if (t.ns != 0) {
        if (m_event_time.ns == 0) {
            m_max_order_ns = 0;  // receive times stood in only until the first event time
        } else if (const std::int64_t now = m_max_order_ns + (ctx.mono - m_max_order_mono);
                   t.ns - now > kLeapNs && t.ns - ctx.wall.ns > kLeapNs && m_leaps++ < kLeapsDoubted) {
            return now;
        }
        m_leaps = 0;
        order = t.ns;
        m_event_time = t;
        m_quality = m_mt5 ? TimeQuality::Broker : TimeQuality::Exchange;
    } else if (m_event_time.ns != 0) {
        return order;  // receive time must not move a watermark that event times drive
    }
    if (order > m_max_order_ns) {
        m_max_order_ns = order;
        m_max_order_mono = ctx.mono;
    }
    return order;
}

// --- book

FrameClass Instrument::onDepth(feed::Message& message, Context& ctx, Code& code) {
    touch(StreamKind::Book, ctx);
    m_ctx = &ctx;
    m_sync.onDepth(message.depth, ctx.mono, m_outcome);
    const FrameClass frame_class = m_outcome.frame_class;
    code = frame_class == FrameClass::Rejected ? m_outcome.code : Code::Ok;
    afterSync(m_outcome, ctx);
    if (m_mismatch) [[unlikely]] checkMismatch(ctx);
    if (!m_sync.synced()) [[unlikely]] askSnapshot(ctx, "sync");
    return frame_class;
}

FrameClass Instrument::onSnapshot(feed::Message& message, std::uint32_t gen_asked, Context& ctx, Code& code) {
    touch(StreamKind::Book, ctx);
    m_ctx = &ctx;
    m_sync.onSnapshot(message.depth.last_id, message.depth.bids, message.depth.asks, gen_asked, ctx.mono, m_outcome);
    const FrameClass frame_class = m_outcome.frame_class;
    code = frame_class == FrameClass::Rejected ? m_outcome.code : Code::Ok;
    afterSync(m_outcome, ctx);
    if (m_mismatch) checkMismatch(ctx);
    return frame_class;
}

void Instrument::afterSync(const book::SyncOutcome& out, Context& ctx) {
    m_released.applied += out.released_applied;
    m_released.in_gap += out.released_in_gap;
    m_released.rejected += out.released_rejected;
    m_rejects += out.released_rejected;
    if (!out.recovered && !out.broke && !out.new_generation) [[likely]] return;
    if (out.recovered) closeBookGap(out.how, ctx);
    if (out.new_generation || out.recovered)
        notice(Notice::Kind::BookState, Severity::Info, Code::Ok, bookStateName(m_sync.state()),
               out.recovered ? gapCloseName(out.how) : "snapshot", ctx);
    if (out.broke) openBookGap(out, ctx);
}

void Instrument::readLevels() {
    const book::OrderBook& b = m_sync.book();
    m_levels.bid_count = b.bids.top(m_levels.bids.data(), signal::kOfiLevels);
    m_levels.ask_count = b.asks.top(m_levels.asks.data(), signal::kOfiLevels);
}

/// The first book of a generation is what the next one is compared with; it yields no OFI itself.
void Instrument::onBookGeneration() {
    m_ofi_book.onGap();
    m_audit.abandon();
    m_match.forgetWaiting();
    readLevels();
    m_ofi_book.onBook(m_levels);
    if (m_signals) m_signals->at(*m_ctx).onBookBack();
}

/// OFI and the ticker check, once per applied event. Never reached with a broken book.
void Instrument::onBookApplied(const book::DepthEvent& event) {
    Context& ctx = *m_ctx;
    ctx.stamps.markBooked();
    const std::int64_t order = orderTime(event.event_time, ctx);
    if (m_ofi_book.unaffected(m_sync.bestBidTouched(), m_sync.bestAskTouched())) {
        if (m_signals) m_signals->at(ctx).onBook(order, {});
    } else {
        readLevels();
        const auto& e = m_ofi_book.onBook(m_levels);
        if (m_signals) m_signals->at(ctx).onBook(order, e);
        double weighted = 0;
        for (std::size_t k = 0; k < e.size(); ++k) weighted += m_weights[k] * static_cast<double>(e[k]);
        const std::int64_t e_l1 = m_has_ticker ? 0 : e[0];  // L1 comes from the venue's ticker where there is one
        m_seconds.onOfi(order, e_l1, weighted);
        m_minutes.onOfi(order, e_l1, weighted);
    }
    const signal::TopLevels& levels = m_ofi_book.levels();
    const Quote top{levels.bids[0], levels.asks[0], levels.bid_count > 0, levels.ask_count > 0};
    if (!m_has_ticker) signalQuote(order, top, ctx);
    const std::uint64_t id =
        m_rules.ticker_by_time ? static_cast<std::uint64_t>(event.event_time.ns / kNsPerMs) : m_sync.lastId();
    m_mismatch |= m_match.onDepth(id, top, ctx.mono);
    if (m_audit.running()) [[unlikely]] onAuditResult(m_audit.onApplied(event, m_sync.book(), ctx.mono));
}

void Instrument::checkMismatch(Context& ctx) {
    m_mismatch = false;
    const GapCause cause = std::exchange(m_mismatch_cause, GapCause::TickerMismatch);
    m_sync.breakChain(cause, ctx.mono, m_outcome);
    afterSync(m_outcome, ctx);
    askSnapshot(ctx, gapCauseName(cause));
}

void Instrument::openBookGap(const book::SyncOutcome& out, Context& ctx) {
    m_ofi_book.onGap();
    if (m_signals) m_signals->at(ctx).onBookBreak(Reason::Gap);
    m_audit.abandon();
    m_match.forgetWaiting();
    m_seconds.setGap(Bar::BookGap, true);
    m_minutes.setGap(Bar::BookGap, true);
    if (m_book_gap_id != 0) return;  // one break, one gap: what follows before the book is back belongs to it
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Book;
    gap.cause = out.cause;
    gap.first_missing = out.first_missing;
    gap.last_missing = out.last_missing;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++m_counters.book_gaps;
    ++stream(StreamKind::Book).gaps;
    ++stream(StreamKind::Book).open_gaps;
    m_book_gap_id = ctx.gaps->open(gap);
    dirty = true;
}

void Instrument::closeBookGap(GapClose how, Context& ctx) {
    m_seconds.setGap(Bar::BookGap, false);
    m_minutes.setGap(Bar::BookGap, false);
    if (m_book_gap_id == 0) return;
    ctx.gaps->close(m_book_gap_id, how, ctx.wall, m_event_time);
    m_book_gap_id = 0;
    --stream(StreamKind::Book).open_gaps;
    dirty = true;
}

void Instrument::onAuditResult(book::BookAudit::Result result) {
    using Result = book::BookAudit::Result;
    if (result == Result::Waiting || result == Result::Abandoned) return;
    ++m_counters.audits;
    m_counters.audits_equal += result == Result::Equal;
    if (result == Result::Equal) return;
    m_counters.audit_differences += m_audit.differences();
    m_mismatch = true;
    m_mismatch_cause = GapCause::AuditMismatch;
}

void Instrument::onAudit(const feed::Message& message, Context& ctx) {
    if (!m_sync.synced()) return;
    onAuditResult(m_audit.onSnapshot(message.depth, m_sync.book(), m_sync.lastId(), ctx.mono));
    if (m_mismatch) checkMismatch(ctx);
}

/// On timers, spread over the instruments so that they do not ask at once.
void Instrument::askAudit(Context& ctx) {
    if (m_audit_ns == 0 || m_rules.in_band_book || m_mt5 || !m_sync.synced()) return;
    if (m_next_audit.ns == 0)
        m_next_audit = ctx.mono + m_audit_ns / 2 + static_cast<std::int64_t>(fnv1a(m_id) % static_cast<std::uint64_t>(m_audit_ns / 2 + 1));
    if (ctx.mono < m_next_audit) return;
    m_next_audit = ctx.mono + m_audit_ns;
    m_audit.begin(m_sync.lastId(), ctx.mono);
    feed::FeedRequest request;
    request.kind = feed::FeedRequest::Kind::Audit;
    request.instrument = m_id;
    request.stream = "depth";
    request.reason = "audit";
    ctx.sink->onRequest(std::move(request));
}

void Instrument::askSnapshot(Context& ctx, std::string_view reason) {
    if (!m_sync.wantsSnapshot(ctx.mono)) return;
    feed::FeedRequest request;
    request.kind = m_rules.in_band_book ? feed::FeedRequest::Kind::Resubscribe : feed::FeedRequest::Kind::Snapshot;
    request.instrument = m_id;
    request.stream = m_rules.in_band_book ? "book" : "depth";
    request.gen = m_sync.generationWanted();
    request.reason = reason;
    ctx.sink->onRequest(std::move(request));
}

void Instrument::onResyncWish(Context& ctx) {
    if (m_mt5) return;
    m_sync.breakChain(GapCause::Manual, ctx.mono, m_outcome);
    afterSync(m_outcome, ctx);
    askSnapshot(ctx, "manual");
}

// --- top of book and trades

/// The ids began again below the newest one: what came since is lost, and nothing before is comparable.
void Instrument::restartTicker(Context& ctx) {
    m_ofi_top.onGap();
    if (m_signals) m_signals->at(ctx).onQuoteBreak(Reason::Gap);
    m_match.restart();
    GapRow gap;
    gap.instrument = m_index;
    gap.stream = StreamKind::Top;
    gap.cause = GapCause::Sequence;
    gap.from = ctx.wall;
    gap.from_event = m_event_time;
    ++stream(StreamKind::Top).gaps;
    ctx.gaps->close(ctx.gaps->open(gap), GapClose::Unfillable, ctx.wall, m_event_time);
}

void Instrument::onTicker(const feed::Message& message, Context& ctx) {
    touch(StreamKind::Top, ctx);
    ++m_counters.tickers;
    // Deribit quotes carry a time, not an id: two of one millisecond are two quotes.
    const bool duplicate = m_has_ticker && (m_rules.ticker_same_id ? message.id != 0 && message.id < m_ticker_last_id
                                                                   : message.id <= m_ticker_last_id);
    if (duplicate) {
        ++m_counters.ticker_duplicates;
        if (!m_ticker_behind.onBehind(message.id, ctx.mono, kTickerBehindNs)) [[likely]] return;
        restartTicker(ctx);
    }
    m_ticker_behind.reset();
    m_has_ticker = true;
    m_ticker_last_id = message.id;
    m_ticker = message.quote;
    ctx.stamps.markBooked();
    const std::int64_t order = orderTime(message.event_time, ctx);
    const std::int64_t e = m_ofi_top.onQuote(message.quote);
    if (e != 0) {
        m_seconds.onOfi(order, e, 0);
        m_minutes.onOfi(order, e, 0);
    }
    signalQuote(order, message.quote, ctx);
    if (m_match.onTicker(message.id, message.quote, ctx.mono)) checkMismatch(ctx);
}

// --- time

void Instrument::onTimer(Context& ctx) {
    m_sync.onTimer(ctx.mono, m_outcome);
    if (m_outcome.broke) afterSync(m_outcome, ctx);
    if (!m_mt5 && !m_sync.synced() && m_sync.state() != BookState::Empty) askSnapshot(ctx, "timer");
    if (m_match.onTimer(ctx.mono)) checkMismatch(ctx);
    if (!m_trade_gaps.empty()) [[unlikely]] askTrades(ctx);
    watchStreams(ctx);
    askAudit(ctx);
    if (m_max_order_ns == 0) return;
    const std::int64_t now = m_max_order_ns + (ctx.mono - m_max_order_mono);
    signalTime(now, ctx);
    const std::int64_t watermark = now - m_watermark_ns;
    const auto emit = [&](const Bar& bar) { emitBar(bar, ctx); };
    m_seconds.onTimer(watermark, emit);
    m_minutes.onTimer(watermark, emit);
}

/// The signals' clock where nothing comes; markets with hours begin anew when they open or close.
void Instrument::signalTime(std::int64_t now_ns, Context& ctx) {
    if (!m_signals) return;
    signal::Chain& chain = m_signals->at(ctx);
    chain.onTime(now_ns);
    const SessionReset wish = chain.config().sampling.reset_on_session;
    if (!m_mt5 || wish == SessionReset::No) return;
    const bool open = marketOpen(ctx);
    if (open != m_market_open) chain.onSessionChange();
    m_market_open = open;
}

void Instrument::finish(Context& ctx) {
    m_sync.finish(m_outcome);
    afterSync(m_outcome, ctx);
    m_match.finish();
}

void Instrument::emitForming(Context& ctx) {
    for (const BarBuilder* bars : {&m_seconds, &m_minutes})
        for (const Bar& bar : bars->kept())
            if (!(bar.flags & Bar::Closed)) {
                api::DisplayItem item;
                item.kind = api::DisplayItem::Kind::Bar;
                item.instrument = m_index;
                item.bar = bar;
                ctx.sink->onItem(item);
            }
}

void Instrument::notice(Notice::Kind kind, Severity severity, Code code, std::string_view text, std::string_view text2,
                        Context& ctx) const {
    Notice n;
    n.kind = kind;
    n.wall = ctx.wall;
    n.severity = severity;
    n.code = code;
    n.instrument = m_index;
    n.stream = StreamKind::Book;
    n.text = text;
    n.text2 = text2;
    ctx.sink->onNotice(n);
}

}  // namespace bw::engine

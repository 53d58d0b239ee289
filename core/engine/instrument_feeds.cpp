// SPDX-License-Identifier: GPL-3.0-or-later
// What the connections do to an instrument, books that come in band, and the low-rate data sets.
#include <algorithm>

#include "core/engine/instrument.h"
#include "core/feed/okx/book_text.h"

namespace bw::engine {
namespace {

using api::Notice;

constexpr int kBadSnapshotsMax = 3;  // then the venue's checksum is not believed any more
constexpr int kAnomaliesMax = 3;     // Deribit: contradictions in one generation

}  // namespace

// --- connections

void Instrument::breakBook(GapCause cause, Context& ctx) {
    m_sync.breakChain(cause, ctx.mono, m_outcome);
    afterSync(m_outcome, ctx);
}

void Instrument::onLineBroken(GapCause cause, Context& ctx) {
    m_ofi_top.onGap();
    m_leaps = kLeapsDoubted;  // time may have passed unseen: a steady clock does not count sleep
    if (m_mt5) {
        m_watch.onLineLost();
        onTickGap(cause, 0, 0, ctx);
        return;
    }
    breakBook(cause, ctx);
    breakTrades(cause, ctx);
    if (m_signals) m_signals->at(ctx).onQuoteBreak(Reason::Gap);
}

void Instrument::onConnectionLost(std::uint64_t conn, GapCause cause, Loss loss, Context& ctx) {
    using Closed = StreamWatch::Closed;
    bool any = false;
    for (std::size_t i = 0; i < kStreamKinds; ++i) {
        const auto kind = static_cast<StreamKind>(i);
        const Closed closed = m_watch.onClosed(kind, conn, loss == Loss::Frames);
        if (closed == Closed::Switched && kind == StreamKind::Book) {
            m_ctx = &ctx;
            m_sync.endOverlap(ctx.mono, m_outcome);
            afterSync(m_outcome, ctx);
        }
        if (closed != Closed::Broken) continue;
        if (loss == Loss::Planned) {
            if (kind == StreamKind::Book) m_sync.onHandover();
            continue;
        }
        any = true;
        switch (kind) {
            case StreamKind::Book: breakBook(cause, ctx); break;
            case StreamKind::Top:
                m_ofi_top.onGap();
                if (m_signals) m_signals->at(ctx).onQuoteBreak(Reason::Gap);
                break;
            case StreamKind::Trade: breakTrades(cause, ctx); break;
            case StreamKind::Tick: onTickGap(cause, 0, 0, ctx); break;
            default: break;  // each element of the others stands for itself
        }
    }
    if (any) m_leaps = kLeapsDoubted;
    dirty = dirty || any;
}

void Instrument::onLineBack(Context& ctx) {
    if (!m_mt5 && !m_sync.synced()) askSnapshot(ctx, "reconnect");
}

void Instrument::watchStreams(Context& ctx) {
    for (std::size_t i = 0; i < kStreamKinds; ++i) {
        const auto kind = static_cast<StreamKind>(i);
        if (!m_watch.stream(kind).expected) continue;
        const StreamWatch::Due due = m_watch.onTimer(kind, ctx.mono, m_starve_ns[i], marketOpen(ctx));
        if (due.begins || due.again || due.ends) {
            Notice n;
            n.kind = Notice::Kind::Info;
            n.wall = ctx.wall;
            n.severity = due.ends ? Severity::Info : due.critical ? Severity::Critical : Severity::Warning;
            n.code = Code::DataStarved;
            n.instrument = m_index;
            n.stream = kind;
            n.text = streamKindName(kind);
            n.text2 = due.ends ? "LIVE" : "STARVED";
            n.a = due.age_ns / kNsPerMs;
            ctx.sink->onNotice(n);
            dirty = true;
        }
        if (!due.resubscribe && !due.reconnect) continue;
        feed::FeedRequest request;
        request.kind = due.reconnect ? feed::FeedRequest::Kind::Reconnect : feed::FeedRequest::Kind::Resubscribe;
        request.instrument = m_id;
        request.stream = requestName(kind);
        request.reason = "starved";
        ctx.sink->onRequest(std::move(request));
    }
}

/// The beginning of the venue's stream name (FeedRequest::stream).
std::string_view Instrument::requestName(StreamKind kind) const {
    const bool binance = !m_rules.in_band_book;
    switch (kind) {
        case StreamKind::Book: return binance ? "depth" : "book";
        case StreamKind::Top: return binance ? "bookTicker" : m_rules.ticker_by_time ? "quote" : "bbo-tbt";
        case StreamKind::Trade: return binance && m_tape == Tape::Aggregate ? "aggTrade" : binance ? "trade" : "trades";
        case StreamKind::Kline: return binance ? "kline" : "candle";
        case StreamKind::Mark: return binance ? "markPrice" : m_rules.ticker_by_time ? "ticker" : "mark-price";
        case StreamKind::Funding: return binance ? "markPrice" : m_rules.ticker_by_time ? "ticker" : "funding-rate";
        case StreamKind::OpenInterest: return m_rules.ticker_by_time ? "ticker" : "open-interest";
        case StreamKind::Liquidation: return binance ? "forceOrder" : "liquidation-orders";
        case StreamKind::VolIndex: return "deribit_volatility_index";
        case StreamKind::LongShort:
        case StreamKind::Tick:
        case StreamKind::All: break;
    }
    return "";
}

// --- books in band

/// The venue's checksum over the digits it wrote, before anything of the message is used.
bool Instrument::checksumHolds(const feed::Message& message, Context& ctx) {
    using Result = feed::okx::BookText::Result;
    if (!message.has_checksum) {
        ++m_counters.checksums_absent;
        if (m_book_text) m_book_text->reset();
        return true;
    }
    if (!m_book_text) m_book_text = std::make_unique<feed::okx::BookText>();
    const Result result = m_book_text->apply(message);
    const bool snapshot = message.kind == feed::Kind::Snapshot;
    if (result == Result::Unchecked) return true;
    if (result == Result::Match) {
        ++m_counters.checksums_ok;
        if (snapshot) m_bad_snapshots = 0;
        return true;
    }
    ++m_counters.checksums_bad;
    if (m_checksum_off) return true;
    m_book_text->reset();
    if (!snapshot || ++m_bad_snapshots < kBadSnapshotsMax) return false;
    m_checksum_off = true;
    notice(Notice::Kind::Info, Severity::Critical, Code::ChecksumUntrusted, "book", "", ctx);
    return true;
}

/// `new` on a held price, `change` or `delete` on an absent one: the book and the venue disagree.
void Instrument::countAnomalies(const feed::Message& message) {
    const auto side = [&](const book::BookSide& held, const std::vector<Level>& levels,
                          const std::vector<feed::LevelAction>& actions) {
        for (std::size_t i = 0; i < actions.size(); ++i)
            if ((actions[i] == feed::LevelAction::New) == (held.at(levels[i].price).units != 0)) ++m_anomalies;
    };
    const int before = m_anomalies;
    side(m_sync.book().bids, message.depth.bids, message.bid_actions);
    side(m_sync.book().asks, message.depth.asks, message.ask_actions);
    m_counters.level_anomalies += static_cast<std::uint64_t>(m_anomalies - before);
}

FrameClass Instrument::onInBand(const feed::Message& message, Context& ctx, Code& code) {
    touch(StreamKind::Book, ctx);
    m_ctx = &ctx;
    if (message.kind == feed::Kind::Image) {
        m_sync.onImage(message.depth, m_outcome);
    } else {
        const bool snapshot = message.kind == feed::Kind::Snapshot;
        const bool chains = m_sync.synced() && (!message.chained || message.depth.prev_id == m_sync.lastId());
        if ((snapshot || chains) && !checksumHolds(message, ctx)) {
            code = Code::Checksum;
            breakBook(GapCause::Checksum, ctx);
            askSnapshot(ctx, "checksum");
            return FrameClass::Rejected;
        }
        if (snapshot) m_anomalies = 0;
        else if (chains) countAnomalies(message);
        if (snapshot) m_sync.onChainSnapshot(message.depth, ctx.mono, m_outcome);
        else m_sync.onChained(message.depth, message.chained, ctx.mono, m_outcome);
    }
    const FrameClass frame_class = m_outcome.frame_class;
    code = frame_class == FrameClass::Rejected ? m_outcome.code : Code::Ok;
    afterSync(m_outcome, ctx);
    if (m_mismatch) [[unlikely]] checkMismatch(ctx);
    if (m_anomalies >= kAnomaliesMax) [[unlikely]] {
        m_anomalies = 0;
        notice(Notice::Kind::Info, Severity::Warning, Code::LevelAnomaly, "book", "", ctx);
        breakBook(GapCause::AuditMismatch, ctx);
    }
    if (!m_sync.synced()) [[unlikely]] askSnapshot(ctx, "sync");
    return frame_class;
}

// --- low-rate data

void Instrument::onKline(const feed::Kline& kline, Context& ctx) {
    if (kline.period_s != 60) return;  // other periods are the archive's
    const feed::Kline& k = m_kline;
    if (kline.open_time == k.open_time) {
        if (k.is_closed && kline.is_closed == k.is_closed && kline.count == k.count && kline.volume == k.volume && kline.close == k.close) {
            ++m_counters.low_rate_duplicates;
            return;
        }
        if (k.is_closed) {  // a closed bar never opens again: the later message is dropped
            notice(Notice::Kind::Info, Severity::Warning, Code::KlineReopened, "kline", "", ctx);
            return;
        }
    } else if (kline.open_time < k.open_time) {
        ++m_counters.low_rate_duplicates;
        return;
    }
    ++m_counters.klines;
    m_counters.klines_closed += kline.is_closed;
    m_kline = kline;
}

void Instrument::onLowRate(const feed::LowRate& item, Context& ctx) {
    touch(feed::streamOf(item), ctx);
    ++m_counters.low_rate;
    api::LowRateView& v = m_low_rate;
    // Equal instrument, set and event time: told twice, by a stream and a poll say.
    const auto fresh = [&](EventTime& newest) {
        if (item.time.ns != 0 && item.time <= newest) {
            ++v.duplicates;
            ++m_counters.low_rate_duplicates;
            return false;
        }
        newest = item.time.ns != 0 ? item.time : EventTime{ctx.wall.ns};
        return true;
    };
    if (const auto* kline = std::get_if<feed::Kline>(&item.value)) {
        onKline(*kline, ctx);
    } else if (const auto* mark = std::get_if<feed::Mark>(&item.value)) {
        if (!fresh(v.mark_time)) return;
        if (mark->has_mark) v.mark = mark->mark;
        v.has_index = v.has_index || mark->has_index;
        if (mark->has_index) v.index = mark->index;
    } else if (const auto* funding = std::get_if<feed::Funding>(&item.value)) {
        if (item.time.ns == 0 && funding->interval_h != 0) return;  // the interval alone
        if (!fresh(v.funding_time)) return;
        v.funding_rate = funding->rate;
        if (funding->funding_time.ns != 0) v.next_funding = funding->funding_time;
    } else if (const auto* oi = std::get_if<feed::OpenInterest>(&item.value)) {
        if (fresh(v.open_interest_time)) v.open_interest = oi->oi;
    } else if (const auto* liquidation = std::get_if<feed::Liquidation>(&item.value)) {
        ++v.liquidations;
        v.liquidation_time = item.time;
        v.liquidation_price = liquidation->price;
        v.liquidation_qty = liquidation->qty;
        v.liquidation_side = liquidation->side;
    } else if (const auto* ratio = std::get_if<feed::LongShort>(&item.value)) {
        if (ratio->basis == feed::LongShort::Basis::AllAccount && fresh(v.long_short_time)) v.long_short = ratio->ratio;
    } else if (const auto* vol = std::get_if<feed::VolIndex>(&item.value)) {
        if (fresh(v.vol_index_time)) v.vol_index = vol->value;
    }
}

}  // namespace bw::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/pipeline.h"

#include <algorithm>

#include "core/model/sha256.h"

namespace bw::engine {

using api::Notice;
using feed::Kind;

const Pipeline::PendingRest Pipeline::kNoRest{};

namespace {
/// MT5 stamps are of the broker's zone, and polled.
bool hasVenueClock(Route route) {
    return route == Route::BinanceStream || route == Route::OkxStream || route == Route::DeribitStream;
}
/// "risk.cmd!", "risk.latch!", "route.mt5.demo!"
bool isRiskSource(std::string_view source) { return source.starts_with("risk.") || source.starts_with("route."); }
}  // namespace

Pipeline::Pipeline(EngineConfig config, EngineSink& sink, Ledger::Sink ledger_sink)
    : m_config(std::move(config)), m_sink(sink), m_ledger(std::move(ledger_sink)), m_scores(m_config.signals.evaluate),
      m_gaps([this](const api::GapRow& gap) { onGap(gap); }),
      m_risk(m_config, m_sink, m_ledger,
             {[this](std::string_view id) { return byId(id); },
              [this](std::string_view id) {
                  const auto found = m_catalogue.find(id);
                  return found == m_catalogue.end() ? nullptr : &found->second;
              }}),
      m_alerts(m_config, m_sink, m_ledger) {
    m_ctx.sink = &m_sink;
    m_ctx.gaps = &m_gaps;
    m_ctx.ledger = &m_ledger;
    m_ctx.scores = &m_scores;
    m_ctx.tap = m_sink.research();
    m_ledger.append("\"kind\":\"header\",\"v\":1,\"config\":\"" + hex(sha256(m_config.toJson())) + "\"");
}

Pipeline::~Pipeline() = default;

FrameClass Pipeline::onFrame(const FrameView& frame, StageStamps stamps) {
    ++m_counters.frames;
    m_ctx.wall = frame.recv_wall;
    if (frame.recv_mono > m_ctx.mono) m_ctx.mono = frame.recv_mono;  // two I/O threads: never run backwards
    m_ctx.stamps = stamps;
    Source& source = m_sources.of(frame.source);
    Line& line = *source.line;
    ++line.frames;
    m_ctx.conn = source.conn;
    m_ctx.line_last = &line.last_mono;
    Code code = Code::Ok;
    const FrameClass frame_class = dispatch(source, frame, code);
    if (source.route != Route::Control && source.route != Route::Timer) line.last_mono = m_ctx.mono;
    const auto index = static_cast<std::size_t>(frame_class);
    ++m_counters.classes[index];
    ++line.classes[index];
    if (code != Code::Ok) [[unlikely]] reject(code, source, frame);
    if (m_resolved != nullptr) {
        settle(*m_resolved);
        if (stamps.now) measure(frame);
        if (m_risk.active()) [[unlikely]] m_risk.afterFrame(*m_resolved, m_ctx);
        if ((line.frames & 7) == 0 && hasVenueClock(source.route)) m_alerts.onLatency(line, m_message.event_time, frame);
    }
    return frame_class;
}

FrameClass Pipeline::onUnreadable(const FrameView& frame, Code code) {
    ++m_counters.frames;
    m_ctx.wall = frame.recv_wall;
    Source& source = m_sources.of(frame.source);
    ++source.line->frames;
    ++m_counters.classes[static_cast<std::size_t>(FrameClass::Rejected)];
    ++source.line->classes[static_cast<std::size_t>(FrameClass::Rejected)];
    reject(code, source, frame);
    return FrameClass::Rejected;
}

/// Frames that left a book's buffer get their class now.
void Pipeline::settle(Instrument& instrument) {
    const Instrument::Released r = instrument.takeReleased();
    if (r.applied == 0 && r.in_gap == 0 && r.rejected == 0) [[likely]] return;
    const auto move = [&](FrameClass to, std::uint64_t n) {
        for (auto* classes : {&m_counters.classes, &instrument.book_line->classes}) {
            (*classes)[static_cast<std::size_t>(FrameClass::Buffered)] -= n;
            (*classes)[static_cast<std::size_t>(to)] += n;
        }
    };
    move(FrameClass::Applied, r.applied);
    move(FrameClass::InGap, r.in_gap);
    move(FrameClass::Rejected, r.rejected);
    m_counters.rejects[static_cast<std::size_t>(Code::Crossed)] += r.rejected;
}

void Pipeline::measure(const FrameView& frame) {
    StageStamps& s = m_ctx.stamps;
    s.signalled = s.now();
    if (s.booked == 0) s.booked = s.signalled;
    if (s.decoded != 0) {
        latency(api::Stage::Decode).add(s.decoded - s.start);
        latency(api::Stage::Book).add(s.booked - s.decoded);
        latency(api::Stage::Signal).add(s.signalled - s.booked);
    }
    latency(api::Stage::ReceiveToSignal).add(s.signalled - frame.recv_mono.ns);
    if (m_message.event_time.ns != 0)
        latency(api::Stage::VenueToReceive).add(frame.recv_wall.ns - m_message.event_time.ns);
}

FrameClass Pipeline::dispatch(Source& source, const FrameView& frame, Code& code) {
    m_resolved = nullptr;
    switch (source.route) {
        case Route::BinanceStream: return onBinance(source, frame, code);
        case Route::Timer: timers(); return FrameClass::Control;
        case Route::Mt5Ticks: return onMt5(source, frame, code);
        case Route::Mt5Csv: return onMt5Csv(source, frame, code);
        case Route::Csv: return onCsv(source, frame, code);
        case Route::OkxStream:
        case Route::DeribitStream: return onVenue(source, frame, code);
        case Route::BinanceRest:
        case Route::OkxRest:
        case Route::DeribitRest: return onRest(source, frame, code);
        case Route::Control: return onControl(source, frame, code);
        case Route::Unknown: break;
    }
    code = Code::StreamUnknown;
    return FrameClass::Rejected;
}

// --- instruments

Instrument* Pipeline::find(Line& line, std::string_view symbol) {
    if (line.last != nullptr && line.last->symbol() == symbol) [[likely]] return line.last;
    const auto it = line.by_symbol.find(symbol);
    return it == line.by_symbol.end() ? nullptr : line.last = it->second;
}

/// Streams and REST answers of a market are different lines of the same instruments.
Instrument* Pipeline::make(Line& line, std::string_view symbol) {
    if (!keyOf(line, symbol)) return nullptr;
    Instrument* found = byId(m_key);
    if (found == nullptr) found = add(m_key, symbol);
    if (found == nullptr) return nullptr;
    line.by_symbol.emplace(symbol, found);
    return line.last = found;
}

/// nullptr: there is no room for another one.
Instrument* Pipeline::add(const std::string& id, std::string_view symbol) {
    const int index = m_count.load(std::memory_order_relaxed);
    if (index == kInstrumentsMax) return nullptr;
    auto instrument = std::make_unique<Instrument>(index, id, id.substr(0, id.size() - symbol.size() - 1),
                                                   std::string(symbol), m_config);
    if (const auto it = m_catalogue.find(id); it != m_catalogue.end()) {
        instrument->setDigits(it->second.digits);
        instrument->setUnits(it->second.qty_unit.empty() ? it->second.base : it->second.qty_unit);
    }
    Instrument* added = instrument.get();
    m_by_id.emplace(id, added);
    m_instruments[static_cast<std::size_t>(index)] = std::move(instrument);
    m_count.store(index + 1, std::memory_order_release);
    return added;
}

/// "btc_usd" of a venue's volatility index: no symbol of its catalogue.
Instrument* Pipeline::makeIndex(Line& line, std::string_view name) {
    return add(line.venue_market + ".index." + std::string(name), name);
}

Instrument* Pipeline::findOrMake(Line& line, std::string_view symbol) {
    Instrument* found = find(line, symbol);
    return found != nullptr ? found : make(line, symbol);
}

bool Pipeline::keyOf(const Line& line, std::string_view symbol) {
    m_key.assign(line.venue_market).append(".");
    if (line.market_of != nullptr) {
        const std::string_view market = line.market_of(symbol);
        if (market.empty()) return false;
        m_key.append(market).append(".");
    }
    m_key.append(symbol);
    return true;
}

bool Pipeline::belongs(const Instrument& instrument, const Line& line) const {
    const std::string& market = instrument.venueMarket();
    return market == line.venue_market || (line.market_of != nullptr && market.starts_with(line.venue_market + "."));
}

Instrument* Pipeline::byId(std::string_view id) {
    const auto it = m_by_id.find(id);
    return it == m_by_id.end() ? nullptr : it->second;
}

/// The instrument of a snapshot that names none: there must be exactly one of that market.
Instrument* Pipeline::onlyOne(std::string_view venue_market) {
    Instrument* found = nullptr;
    for (int i = 0; i < instrumentCount(); ++i) {
        Instrument& candidate = instrument(i);
        if (candidate.venueMarket() != venue_market) continue;
        if (found != nullptr) return nullptr;
        found = &candidate;
    }
    return found;
}

/// Digits for a symbol of the frame in hand. An instrument that is not known yet is made only when its first message
/// has been read without an error.
const feed::Digits* Pipeline::resolve(std::string_view symbol) {
    Line& line = *m_resolve_line;
    if (symbol.empty()) {
        m_key.assign(line.venue_market).append(".").append(m_snapshot_symbol);
        m_resolved = !m_rest_instrument.empty()   ? byId(m_rest_instrument)
                     : !m_snapshot_symbol.empty() ? byId(m_key)
                                                  : onlyOne(line.venue_market);
        return m_resolved != nullptr ? &m_resolved->useDigits() : nullptr;
    }
    m_resolved = find(line, symbol);
    if (m_resolved != nullptr) [[likely]] return &m_resolved->useDigits();
    if (!keyOf(line, symbol)) return nullptr;
    if (Instrument* known = byId(m_key)) {
        m_resolved = known;
        line.by_symbol.emplace(symbol, known);
        return &known->useDigits();
    }
    const auto it = m_catalogue.find(m_key);
    m_new_digits = it != m_catalogue.end()
                       ? Instrument::roomFor(it->second.digits)
                       : feed::Digits{m_config.default_price_digits, m_config.default_qty_digits};
    return &m_new_digits;
}

// --- Binance

FrameClass Pipeline::onBinance(Source& source, const FrameView& frame, Code& code) {
    m_resolve_line = source.line;
    m_rest_instrument = {};
    code = m_binance.decode(frame.bytes, *this, m_message);
    m_ctx.stamps.markDecoded();
    if (code != Code::Ok) [[unlikely]] {
        if (m_resolved != nullptr) m_resolved->onRejected();
        return FrameClass::Rejected;
    }
    if (m_message.kind == Kind::Depth || m_message.kind == Kind::BookTicker || m_message.kind == Kind::Trade) [[likely]]
        return onBinanceEvent(source, code);
    return onMessage(source, kNoRest, code);
}

/// What nearly every frame is.
FrameClass Pipeline::onBinanceEvent(Source& source, Code& code) {
    if (m_resolved == nullptr) [[unlikely]] {
        m_resolved = make(*source.line, m_message.symbol);
        if (m_resolved == nullptr) {
            code = Code::TooManyInstruments;
            return FrameClass::Rejected;
        }
        static_cast<void>(m_resolved->useDigits());  // this message is scaled by them: a catalogue comes too late now
    }
    switch (m_message.kind) {
        case Kind::BookTicker: m_resolved->onTicker(m_message, m_ctx); return FrameClass::Applied;
        case Kind::Trade: m_resolved->onTrade(m_message.trade, m_ctx); return FrameClass::Applied;
        default: m_resolved->book_line = source.line; return m_resolved->onDepth(m_message, m_ctx, code);
    }
}

// --- time and the end

void Pipeline::timers() {
    for (int i = 0; i < instrumentCount(); ++i) instrument(i).onTimer(m_ctx);
    m_risk.onTimer(m_ctx);
    if (m_alerts.due(m_ctx)) alertTimers();
}

void Pipeline::alertTimers() {
    m_risk.fill(m_alerts.tradeDraft(), m_ctx);
    m_alerts.onTimer(m_ctx, m_sources.lines(),
                     {instrumentCount(), [this](int i) -> const std::string& { return instrument(i).id(); },
                      [this](int i, StreamKind kind) { return instrument(i).starved(kind); }});
}

void Pipeline::onTimer(WallTime wall, MonoTime mono) {
    m_ctx.wall = wall;
    if (mono > m_ctx.mono) m_ctx.mono = mono;
    m_ctx.stamps = {};
    timers();
}

void Pipeline::onJournalGap(GapCause cause, WallTime wall, MonoTime mono) {
    m_ctx.wall = wall;
    if (mono > m_ctx.mono) m_ctx.mono = mono;
    for (int i = 0; i < instrumentCount(); ++i) {
        instrument(i).endUnrecorded();
        instrument(i).onLineBroken(cause, m_ctx);
    }
}

void Pipeline::onUnrecorded(const FrameView& frame) {
    Source& source = m_sources.of(frame.source);
    if (source.route == Route::Control && isRiskSource(frame.source)) {
        onFrame(frame);  // a cancel or an answer of a route is worth more than an equal replay; the gap says that there is none
        return;
    }
    m_resolved = nullptr;
    m_resolve_line = source.line;
    m_rest_instrument = {};
    if (source.route == Route::BinanceStream) {
        if (m_binance.decode(frame.bytes, *this, m_message) != Code::Ok || m_resolved == nullptr) return;
        if (m_message.kind == Kind::BookTicker) m_resolved->showUnrecorded(&m_message.quote, nullptr, frame.recv_wall, frame.recv_mono);
        if (m_message.kind == Kind::Trade) m_resolved->showUnrecorded(nullptr, &m_message.trade.price, frame.recv_wall, frame.recv_mono);
    } else if (source.route == Route::Mt5Ticks && source.line->mt5) {
        if (source.line->mt5->decode(frame.bytes, frame.recv_wall, m_mt5) != Code::Ok) return;
        if (m_mt5.kind != feed::mt5::Message::Kind::Tick) return;
        if (Instrument* in = find(*source.line, m_mt5.tick.symbol))
            in->showUnrecorded(&m_mt5.tick.quote, m_mt5.tick.quote.has_bid ? &m_mt5.tick.quote.bid.price : nullptr,
                               frame.recv_wall, frame.recv_mono);
    }
}

void Pipeline::finish() {
    for (int i = 0; i < instrumentCount(); ++i) {
        instrument(i).finish(m_ctx);
        settle(instrument(i));
    }
}

void Pipeline::emitForming() {
    for (int i = 0; i < instrumentCount(); ++i) instrument(i).emitForming(m_ctx);
}

int Pipeline::publish() {
    int published = 0;
    for (int i = 0; i < instrumentCount(); ++i) {
        Instrument& in = instrument(i);
        if (!in.dirty) continue;
        in.fillView(in.view.draft());
        in.view.publish();
        in.dirty = false;
        ++published;
    }
    return published;
}

void Pipeline::fillScores(api::ScoreView& out) const {
    out.version = m_scores.version();
    out.n_min = m_scores.nMin();
    out.count = 0;
    out.rows_dropped = 0;
    for (const signal::ScoreLine& line : m_scores.board().rows()) {
        int index = -1;
        if (line.instrument >= 0) {
            const auto it = m_by_id.find(m_scores.name(line.instrument));
            if (it == m_by_id.end()) continue;
            index = it->second->index();
        }
        if (out.count == api::ScoreView::kRowsMax) {
            ++out.rows_dropped;
            continue;
        }
        api::ScoreRow& row = out.rows[static_cast<std::size_t>(out.count++)];
        row = {index, line.channel, line.type, line.grade, line.horizon, line.last_500, line.n, line.hits, line.misses, line.ties,
               line.unlabelled, line.acc_strict, line.acc_ex_ties, line.wilson_lo, line.wilson_hi, line.p0, line.gross_bps,
               line.has_brier, line.brier, line.skill, false};
        for (std::size_t h = 0; h < kHorizons; ++h)
            if (index >= 0 && line.horizon == kHorizonSamples[h])
                if (const SignalDesk* desk = instrument(index).signals())
                    for (int s = 0; s < desk->chain().count(); ++s) row.drifted = row.drifted || desk->chain().series(s).drifted(static_cast<int>(h));
    }
    const auto bins = m_scores.board().reliability();
    for (std::size_t h = 0; h < bins.size(); ++h)
        for (std::size_t b = 0; b < bins[h].size(); ++b)
            out.reliability[h][b] = {bins[h][b].p_mean, bins[h][b].rate, bins[h][b].lo, bins[h][b].hi, bins[h][b].n};
}

// --- gaps and rejections

void Pipeline::onGap(const api::GapRow& gap) {
    const bool opened = gap.close == GapClose::Open;
    const std::string id = gap.instrument >= 0 ? instrument(gap.instrument).id() : "*";
    m_ledger.append("\"kind\":\"gap\",\"id\":" + std::to_string(gap.gap_id) + ",\"instrument\":\"" + id +
                    "\",\"stream\":\"" + std::string(streamKindName(gap.stream)) + "\",\"cause\":\"" +
                    std::string(gapCauseName(gap.cause)) + "\",\"close\":\"" + std::string(gapCloseName(gap.close)) +
                    "\",\"first\":" + std::to_string(gap.first_missing) + ",\"last\":" + std::to_string(gap.last_missing) +
                    ",\"from\":" + std::to_string(gap.from.ns) + ",\"to\":" + std::to_string(gap.to.ns));
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Gap;
    item.instrument = gap.instrument;
    item.gap = gap;
    m_sink.onItem(item);  // gaps are never left out, whoever looks
    if (opened && gap.gap_id <= m_last_gap_told) return;  // its bounds became known: no second opening
    m_last_gap_told = std::max(m_last_gap_told, gap.gap_id);
    Notice notice;
    notice.kind = opened ? Notice::Kind::GapOpened : Notice::Kind::GapClosed;
    notice.wall = opened ? gap.from : gap.to;
    notice.severity = opened ? Severity::Warning : Severity::Info;
    notice.instrument = gap.instrument;
    notice.stream = gap.stream;
    notice.text = gapCauseName(gap.cause);
    notice.text2 = gapCloseName(gap.close);
    notice.a = static_cast<std::int64_t>(gap.first_missing);
    notice.b = static_cast<std::int64_t>(gap.last_missing);
    m_sink.onNotice(notice);
}

void Pipeline::reject(Code code, const Source& source, const FrameView& frame) {
    ++m_counters.rejects[static_cast<std::size_t>(code)];
    m_alerts.onFailure(*source.line, m_ctx);
    FoldedReject& folded = m_folded[static_cast<std::size_t>(code)];
    ++folded.count;
    if (folded.told.ns != 0 && m_ctx.mono - folded.told < kNsPerSec) return;  // at most one notice a second per code
    Notice notice;
    notice.kind = Notice::Kind::Rejects;
    notice.wall = m_ctx.wall;
    notice.severity = Severity::Warning;
    notice.code = code;
    notice.text = source.name;
    notice.text2 = frame.bytes;
    notice.a = static_cast<std::int64_t>(folded.count);
    m_sink.onNotice(notice);
    folded.count = 0;
    folded.told = m_ctx.mono;
}

}  // namespace bw::engine

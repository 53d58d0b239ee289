// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/feeds/feed_rows.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/hub.h"
#include "ui/panes/common/pane_header.h"
#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FeedRows)
};
using Look = TableColumn::Look;
using Cell = TextRow::Cell;

struct Ranked {
    int badness = 0;
    TextRow row;
};

std::vector<TextRow> worstFirst(std::vector<Ranked> ranked) {
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked& a, const Ranked& b) { return a.badness > b.badness; });
    std::vector<TextRow> out;
    out.reserve(ranked.size());
    for (Ranked& one : ranked) out.push_back(std::move(one.row));
    return out;
}

struct State {
    int badness;
    Loudness loudness;
};
State stateOf(FeedState state) {
    switch (state) {
        case FeedState::Down:
            return {4, Loudness::Critical};
        case FeedState::Starved:
            return {3, Loudness::Attention};
        case FeedState::Stale:
            return {2, Loudness::NotLive};
        case FeedState::Connecting:
            return {1, Loudness::NotLive};
        case FeedState::Live:
            return {0, Loudness::Quiet};
    }
    return {0, Loudness::Quiet};
}

Cell stateCell(Loudness loudness, const QString& word, const QString& tooltip = {}) {
    return {stateGlyph(loudness) + QLatin1Char(' ') + word,
            loudness == Loudness::Quiet ? Token::Text : stateToken(loudness), tooltip};
}

Cell counter(std::uint64_t value, Token bad = Token::Text) {
    return {format::count(value), value == 0 ? Token::Text3 : bad, {}};
}

Cell rateCell(double rate) {
    return {rate < 0 ? format::missing() : format::rate(rate), Token::Text, {}};
}

/// "proxy_auth · 407 from 10.0.0.1:3128"
QString errorOf(const api::FeedRow& feed) {
    const QString detail = format::text(feed.detail.view());
    return format::text(codeName(feed.error)) + (detail.isEmpty() ? QString() : QStringLiteral(" · ") + detail);
}

QString errorTip(const api::FeedRow& feed) {
    QStringList lines{texts::codeText(feed.error), format::text(feed.detail.view()), texts::codeHelp(feed.error)};
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

RateMeter::Rate RateMeter::measure(const QString& key, MonoTime now, std::uint64_t messages, std::uint64_t bytes) {
    Reading& last = m_readings[key];
    const bool restarted = messages < last.messages || bytes < last.bytes;
    if (last.at.ns == 0 || restarted) {
        last = {now, messages, bytes, {}};
        return last.rate;
    }
    const std::int64_t passed_ns = now - last.at;
    if (passed_ns < kNsPerSec) return last.rate;
    const double seconds = static_cast<double>(passed_ns) / 1e9;
    const Rate rate{static_cast<double>(messages - last.messages) / seconds,
                    static_cast<double>(bytes - last.bytes) / seconds};
    last = {now, messages, bytes, rate};
    return rate;
}

std::vector<TableColumn> sourceColumns() {
    return {
        {Words::tr("source"), Look::Text, 15, 0, {}},
        {Words::tr("endpoint"), Look::Stretch, 15, 1, {}},
        {Words::tr("state"), Look::Text, 12, 0, {}},
        {Words::tr("age"), Look::Number, 6, 0, Words::tr("Since the last message")},
        {Words::tr("msg/s"), Look::Number, 6, 0, {}},
        {Words::tr("kB/s"), Look::Number, 6, 4, {}},
        {Words::tr("frames"), Look::Number, 9, 2, {}},
        {Words::tr("rejected"), Look::Number, 8, 0, Words::tr("Frames that were refused, each with a code in the log")},
        {Words::tr("in gap"), Look::Number, 6, 4, Words::tr("Frames that arrived while their stream was in a gap")},
        {Words::tr("connects"), Look::Number, 8, 5, {}},
        {Words::tr("last error"), Look::Stretch, 18, 1, {}},
        {Words::tr("retry"), Look::Number, 6, 3, Words::tr("Until the next attempt")}};
}

std::vector<TextRow> sourceRows(const Hub& hub, RateMeter& rates) {
    std::vector<Ranked> out;
    const api::FeedsView& feeds = hub.feeds();
    const MonoTime now = hub.api().now();
    for (int i = 0; i < feeds.count; ++i) {
        const api::FeedRow& feed = feeds.rows.at(static_cast<std::size_t>(i));
        const State state = stateOf(feed.state);
        const QString source = format::text(feed.source.view());
        const RateMeter::Rate rate =
            rates.measure(source + QLatin1Char('#') + QString::number(i), now, feed.frames, feed.bytes);
        const QString since = Words::tr("for %1").arg(format::steadyAge(hub.ageNs(feed.since_mono)));
        QString dialect = format::text(feed.dialect.view());
        if (!dialect.isEmpty()) dialect = QStringLiteral(" · ") + dialect;
        TextRow row;
        row.id = source + QLatin1Char('#') + QString::number(i);
        row.tag = i;
        const bool failed = feed.error != Code::Ok;
        const bool waits = feed.state == FeedState::Down && feed.retry_ms > 0;
        row.cells = {{source, Token::Text, {}},
                     {format::text(feed.endpoint.view()) + dialect, Token::Text2, {}},
                     stateCell(state.loudness, texts::feedState(feed.state), since),
                     {format::steadyAge(hub.ageNs(feed.last_mono)),
                      state.badness == 0 ? Token::Text2 : stateToken(state.loudness),
                      {}},
                     rateCell(rate.messages),
                     rateCell(rate.bytes < 0 ? rate.bytes : rate.bytes / 1e3),
                     counter(feed.frames),
                     counter(feed.rejected, Token::Crit),
                     counter(feed.in_gap, Token::Attn),
                     counter(feed.connects),
                     {failed ? errorOf(feed) : QString(), state.badness == 0 ? Token::Text2 : Token::Crit,
                      failed ? errorTip(feed) : QString()},
                     {waits ? format::duration(feed.retry_ms * kNsPerMs) : QString(), Token::Text2, {}}};
        out.push_back({state.badness * 2 + (feed.rejected > 0 ? 1 : 0), std::move(row)});
    }
    return worstFirst(std::move(out));
}

std::vector<TableColumn> streamColumns() {
    return {
        {Words::tr("instrument"), Look::Stretch, 18, 0, {}},
        {Words::tr("stream"), Look::Text, 12, 0, {}},
        {Words::tr("state"), Look::Text, 13, 0, {}},
        {Words::tr("age"), Look::Number, 6, 0, Words::tr("Since the last message")},
        {Words::tr("integrity"), Look::Ribbon, 16, 0,
         Words::tr("The gap ledger of the last 24 hours, or of the last hour while the run is younger")},
        {Words::tr("messages"), Look::Number, 10, 4, {}},
        {Words::tr("msg/s"), Look::Number, 6, 1, {}},
        {Words::tr("gaps"), Look::Number, 5, 0, Words::tr("Opened since start")},
        {Words::tr("resyncs"), Look::Number, 7, 2, Words::tr("Times the book was rebuilt from a new snapshot")},
        {Words::tr("checksums"), Look::Number, 11, 3, Words::tr("Checksums of the venue that held and that did not")},
        {Words::tr("ticker"), Look::Number, 13, 5,
         Words::tr("Best quotes of the rebuilt book that equal the venue's ticker, of those compared")},
        {Words::tr("missing"), Look::Number, 7, 1, Words::tr("Trade ids that did not come")},
        {Words::tr("filled"), Look::Number, 7, 3, Words::tr("Trades fetched from the venue's history into a gap")},
        {Words::tr("twice"), Look::Number, 6, 4, Words::tr("Trades that came again and were dropped")},
        {Words::tr("gen"), Look::Number, 4, 6, Words::tr("Generation of the book: +1 with each snapshot")},
        {Words::tr("levels"), Look::Number, 6, 6, Words::tr("Levels held on both sides")}};
}

namespace {

struct StreamState {
    int badness = 0;
    Cell cell;
};

StreamState streamState(const Hub& hub, int instrument, StreamKind kind) {
    const api::MarketView& view = hub.market(instrument);
    const api::StreamView& stream = view.stream(kind);
    const FeedState state = streamStateOf(hub, instrument, kind);
    const QString word = texts::feedState(state), help = texts::streamHelp(state);
    if (state == FeedState::Down) return {6, stateCell(Loudness::Critical, word, help)};
    if (stream.open_gaps > 0 || (kind == StreamKind::Book && view.book_state == BookState::Gap))
        return {5, stateCell(Loudness::Critical, texts::bookState(BookState::Gap),
                             Words::tr("Messages are missing: see the gaps page"))};
    if (state == FeedState::Starved) return {4, stateCell(Loudness::Attention, word, help)};
    if (state == FeedState::Stale) return {3, stateCell(Loudness::NotLive, word, help)};
    if (state == FeedState::Connecting) return {1, stateCell(Loudness::NotLive, word, help)};
    if (kind != StreamKind::Book) return {0, stateCell(Loudness::Quiet, word)};
    const bool usable = view.book_state != BookState::Empty && view.book_state != BookState::Buffering;
    return {usable ? 0 : 2, stateCell(usable ? Loudness::Quiet : Loudness::NotLive, texts::bookState(view.book_state),
                                      texts::bookHelp(view.book_state))};
}

Cell outOf(std::uint64_t good, std::uint64_t all) {
    if (all == 0) return {};
    return {format::count(good) + QLatin1Char('/') + format::count(all), good == all ? Token::Text2 : Token::Crit, {}};
}

Ranked streamRow(const Hub& hub, RateMeter& rates, StreamRibbons& ribbons, std::int64_t span_ns, int instrument,
                 StreamKind kind) {
    const api::MarketView& view = hub.market(instrument);
    const api::StreamView& stream = view.stream(kind);
    const bool is_book = kind == StreamKind::Book, is_trade = kind == StreamKind::Trade;
    StreamState state = streamState(hub, instrument, kind);
    const QString name = hub.instrumentName(instrument);
    TextRow row;
    row.id = name + QLatin1Char('/') + QString::number(static_cast<int>(kind));
    row.tag = instrument;
    const RateMeter::Rate rate = rates.measure(row.id, hub.api().now(), stream.messages, 0);
    const RibbonPtr ribbon = ribbons.of(hub, instrument, kind, span_ns);
    const Cell none;
    Cell checksums;
    if (is_book && view.checksums_ok + view.checksums_bad > 0)
        checksums = {format::count(view.checksums_ok) + QLatin1Char('/') + format::count(view.checksums_bad),
                     view.checksums_bad == 0 ? Token::Text2 : Token::Crit,
                     {}};
    row.cells = {
        {name, Token::Text, {}},
        {texts::streamKind(kind), Token::Text2, {}},
        std::move(state.cell),
        {format::steadyAge(hub.ageNs(stream.last_mono)), state.badness == 0 ? Token::Text2 : Token::NotLive, {}},
        {ribbonWords(*ribbon), Token::Text2, ribbonTip(*ribbon), ribbon},
        counter(stream.messages),
        rateCell(rate.messages),
        counter(stream.gaps, stream.open_gaps > 0 ? Token::Crit : Token::Attn),
        is_book ? counter(view.resyncs, Token::Attn) : none,
        std::move(checksums),
        is_book ? outOf(view.ticker_equal, view.ticker_compared) : none,
        is_trade ? counter(view.missing_ids, Token::Crit) : none,
        is_trade ? counter(view.backfilled, Token::NotLive) : none,
        is_trade ? counter(view.duplicates) : none,
        is_book ? Cell{QString::number(view.gen), Token::Text2, {}} : none,
        is_book ? Cell{format::count(view.bid_levels + view.ask_levels), Token::Text2, {}} : none};
    return {state.badness, std::move(row)};
}

}  // namespace

std::vector<TextRow> streamRows(const Hub& hub, RateMeter& rates, StreamRibbons& ribbons) {
    std::vector<Ranked> out;
    const std::int64_t span_ns = ribbonSpanNs(hub);
    for (int i = 0; i < hub.count(); ++i)
        for (std::size_t kind = 0; kind < kStreamKinds; ++kind)
            if (hub.market(i).streams[kind].expected)
                out.push_back(streamRow(hub, rates, ribbons, span_ns, i, static_cast<StreamKind>(kind)));
    return worstFirst(std::move(out));
}

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// Text tables: trades, quotes and bars of recordings.
#include <simdjson.h>

#include "core/engine/pipeline.h"

namespace bw::engine {

namespace csv = feed::csv;
using csv::Content;

Code CsvFiles::onHeader(std::string_view name, std::string_view json) {
    simdjson::dom::parser parser;
    simdjson::dom::element ctl;
    if (parser.parse(json.data(), json.size()).get(ctl) != simdjson::SUCCESS) return Code::JsonSyntax;
    const auto text = [&](const char* key) {
        std::string_view out;
        return ctl[key].get_string().get(out) == simdjson::SUCCESS ? out : std::string_view{};
    };
    const auto integer = [&](const char* key) {
        std::int64_t out = 0;
        return ctl[key].get_int64().get(out) == simdjson::SUCCESS ? out : 0;
    };
    for (const Content content : {Content::Trades, Content::Ticks, Content::Klines}) {
        if (text("content") != csv::contentName(content)) continue;
        auto columns = csv::Columns::fromHeader(text("header"), content);
        if (!columns) return columns.error().code;
        if (name.ends_with('!')) name.remove_suffix(1);
        if (m_files.size() >= kFilesMax && m_files.find(name) == m_files.end()) return Code::Size;
        constexpr std::int64_t kDaysMax = 4'102'444'800'000;  // 2100, in ms
        const std::int64_t day_ms = integer("day_ms");
        const std::int64_t period_s = integer("period_s");
        csv::FileFacts facts;
        if (day_ms > 0 && day_ms < kDaysMax) facts.day_ns = day_ms * kNsPerMs;
        if (period_s > 0 && period_s <= 366 * 86'400) facts.period_s = static_cast<std::int32_t>(period_s);
        m_files.insert_or_assign(std::string(name), CsvFile{std::move(*columns), facts, std::string(text("symbol"))});
        return Code::Ok;
    }
    return Code::FieldType;
}

FrameClass Pipeline::onCsv(Source& source, const FrameView& frame, Code& code) {
    const CsvFile* const file = m_csv.of(source.name);
    if (file == nullptr) {
        code = Code::StreamUnknown;
        return FrameClass::Rejected;
    }
    code = file->columns.split(frame.bytes, m_csv.cells);
    if (code != Code::Ok) return FrameClass::Rejected;
    std::string_view symbol = m_csv.cells[csv::Field::Symbol];
    if (symbol.empty()) symbol = file->symbol;
    if (symbol.empty()) symbol = m_snapshot_symbol;
    m_resolve_line = source.line;
    m_rest_instrument = {};
    const feed::Digits* const digits = symbol.empty() ? nullptr : resolve(symbol);
    if (digits == nullptr) {
        code = Code::SymbolUnknown;
        return FrameClass::Rejected;
    }
    feed::Kline bar;
    csv::Tick row;
    feed::Trade& trade = m_message.trade;
    const Content content = file->columns.content();
    code = content == Content::Trades  ? csv::decodeTrade(m_csv.cells, file->columns, file->facts, *digits, trade)
           : content == Content::Ticks ? csv::decodeTick(m_csv.cells, file->columns, file->facts, *digits, row)
                                       : csv::decodeKline(m_csv.cells, file->columns, file->facts, *digits, bar);
    m_ctx.stamps.markDecoded();
    if (code == Code::Ok && m_resolved == nullptr) {
        m_resolved = make(*source.line, symbol);
        if (m_resolved == nullptr) code = Code::TooManyInstruments;
        else static_cast<void>(m_resolved->useDigits());
    }
    if (code != Code::Ok) {
        if (m_resolved != nullptr) m_resolved->onRejected();
        return FrameClass::Rejected;
    }
    if (content == Content::Trades) {
        m_message.event_time = trade.time;  // for the latency figure
        m_resolved->onTrade(trade, m_ctx);
    } else if (content == Content::Ticks) {
        feed::mt5::Tick& tick = m_mt5.tick;
        tick = {};
        tick.dialect = feed::mt5::Dialect::Csv;
        tick.quote = row.quote;
        tick.last = row.last;
        tick.has_last = row.has_last;
        tick.volume = row.volume;
        tick.has_volume = row.has_volume;
        tick.time = row.time;
        tick.stamp_ns = row.time.ns;
        tick.quality = TimeQuality::Broker;
        m_message.event_time = row.time;
        m_resolved->onTick(tick, m_ctx);
    } else {
        m_resolved->onBar(bar, m_ctx);
    }
    return FrameClass::Applied;
}

/// A bar of a recording: told as it is. It moves no tape and no CVD, which live from trades.
void Instrument::onBar(const feed::Kline& kline, Context& ctx) {
    touch(StreamKind::Kline, ctx);
    const feed::Kline& k = m_kline;
    if (kline.open_time == k.open_time && kline.period_s == k.period_s && kline.is_closed == k.is_closed &&
        kline.count == k.count && kline.volume == k.volume && kline.close == k.close) {
        ++m_counters.low_rate_duplicates;  // two files that overlap
        return;
    }
    m_kline = kline;
    ++m_counters.klines;
    m_counters.klines_closed += kline.is_closed;
    const auto p = [&](Price v) { return formatUnits(v.units, m_digits.price); };
    ctx.ledger->append("\"kind\":\"kline\",\"instrument\":\"" + m_id + "\",\"period_s\":" + std::to_string(kline.period_s) +
                       ",\"t\":" + std::to_string(kline.open_time.ns) + ",\"o\":\"" + p(kline.open) + "\",\"high\":\"" +
                       p(kline.high) + "\",\"low\":\"" + p(kline.low) + "\",\"c\":\"" + p(kline.close) + "\",\"n\":" +
                       std::to_string(kline.count) + ",\"volume\":\"" + formatUnits(kline.volume.units, m_digits.qty) +
                       "\",\"closed\":" + (kline.is_closed ? "true" : "false"));
    if (!ctx.sink->wantsItems()) return;
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Bar;
    item.instrument = m_index;
    api::Bar& bar = item.bar;
    bar.open_time = kline.open_time;
    bar.period_s = kline.period_s;
    if (kline.is_closed) bar.flags = api::Bar::Closed;
    bar.count = kline.count;
    bar.open = kline.open;
    bar.high = kline.high;
    bar.low = kline.low;
    bar.close = kline.close;
    bar.volume = kline.volume.units;
    bar.buy = kline.taker_buy.units;
    bar.sell = kline.has_taker ? kline.volume.units - kline.taker_buy.units : 0;
    ctx.sink->onItem(item);
}

}  // namespace bw::engine

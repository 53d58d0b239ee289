// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/report.h"

#include <string_view>
#include <utility>

#include "core/model/json_writer.h"

namespace bw::engine {
namespace {

/// "5m", "1h", "1d", "1w"; seconds where nothing rounder fits.
std::string periodName(std::int32_t period_s) {
    for (const auto& [length_s, letter] : {std::pair{604'800, "w"}, std::pair{86'400, "d"}, std::pair{3'600, "h"}, std::pair{60, "m"}})
        if (period_s % length_s == 0) return std::to_string(period_s / length_s) + letter;
    return std::to_string(period_s) + "s";
}

void level(JsonWriter& json, std::string_view name, bool has, const Level& best, const feed::Digits& digits) {
    if (!has) {
        json.raw(name, "null");
        return;
    }
    json.raw(name, "[\"" + formatUnitsTrimmed(best.price.units, digits.price) + "\",\"" +
                       formatUnitsTrimmed(best.qty.units, digits.qty) + "\"]");
}

void book(JsonWriter& json, const Instrument& in) {
    const book::BookSync& sync = in.sync();
    const Quote top = sync.book().top();
    json.open("book").str("state", bookStateName(sync.state())).num("updates", sync.updates());
    level(json, "best_bid", top.has_bid, top.bid, in.digits());
    level(json, "best_ask", top.has_ask, top.ask, in.digits());
    json.raw("levels", "[" + std::to_string(sync.book().bids.size()) + "," + std::to_string(sync.book().asks.size()) + "]");
    json.num("gaps", in.counters().book_gaps).num("resyncs", sync.resyncs()).num("superseded", sync.superseded());
    json.num("checksums_ok", in.counters().checksums_ok).num("checksums_bad", in.counters().checksums_bad);
    json.num("checksums_absent", in.inBandBook() ? in.counters().checksums_absent : sync.updates());
    json.num("snapshots", sync.generation()).num("level_anomalies", in.counters().level_anomalies);
    json.num("crossed", sync.crossedCount());
    json.open("audit").num("compared", in.counters().audits).num("equal", in.counters().audits_equal);
    json.num("differences", in.counters().audit_differences).close();
    json.open("ticker_match").num("compared", in.match().compared()).num("equal", in.match().equal()).close().close();
}

void trades(JsonWriter& json, const Instrument& in) {
    const Instrument::Counters& c = in.counters();
    const auto qty = [&](Int128 units) { return formatUnitsTrimmed(units, in.digits().qty); };
    json.open("trades").num("count", c.trades).num("first_id", in.ids().first()).num("last_id", in.ids().last());
    json.num("missing_ids", in.ids().missing()).num("duplicates", in.ids().duplicates()).num("excluded", c.excluded);
    json.num("backfilled", c.backfilled);
    json.openList("missing");
    for (const auto& [first, last] : in.ids().missingRanges())
        json.raw({}, "[" + std::to_string(first) + "," + std::to_string(last) + "," + std::to_string(last - first + 1) + "]");
    json.close(']');
    json.open("excluded_by_reason");
    for (const auto& [reason, n] : c.excluded_by_reason) json.num(reason, n);
    json.close().str("buy_qty", qty(in.cvd().buy())).str("sell_qty", qty(in.cvd().sell()));
    json.str("unknown_qty", qty(in.cvd().unknown())).str("cvd", qty(in.cvd().level())).close();
}

void signals(JsonWriter& json, const Instrument& in) {
    const SignalDesk::Counters c = in.signals() != nullptr ? in.signals()->counters() : SignalDesk::Counters{};
    json.open("signals").num("count", c.events).open("by_type");
    for (std::size_t i = 0; i < c.by_type.size(); ++i)
        if (c.by_type[i] != 0) json.num(signalTypeName(static_cast<SignalType>(i)), c.by_type[i]);
    json.close().num("withheld_by_gap", c.withheld).num("suppressed", c.suppressed).close();
}

void instrument(JsonWriter& json, const Instrument& in, const BarBook& bars) {
    json.open().str("id", in.id());
    book(json, in);
    trades(json, in);
    json.str("ofi_l1", formatUnitsTrimmed(in.ofiL1(), in.digits().qty));
    json.open("klines").open("1m").num("count", bars.count(in.index())).num("gaps", bars.gaps(in.index())).close();
    for (const std::int32_t period_s : bars.otherPeriods(in.index()))
        json.open(periodName(period_s)).num("count", bars.count(in.index(), period_s)).num("gaps", bars.gaps(in.index(), period_s)).close();
    json.close();
    const feed::mt5::TickCounters& t = in.ticks();
    json.open("ticks").num("count", t.count).num("crossed", t.crossed).num("duplicates", t.duplicates);
    json.num("out_of_order", t.out_of_order).close();
    json.open("low_rate").num("count", in.counters().low_rate).num("duplicates", in.counters().low_rate_duplicates);
    json.num("klines", in.counters().klines).num("klines_closed", in.counters().klines_closed);
    json.num("liquidations", in.liquidations()).close();
    signals(json, in);
    json.close();
}

void latency(JsonWriter& json, const Pipeline& pipeline) {
    json.open("latency_ns");
    for (std::size_t i = 0; i < static_cast<std::size_t>(api::Stage::Count); ++i) {
        const Histogram& h = pipeline.latency(static_cast<api::Stage>(i));
        if (h.count() == 0) continue;
        const auto q = [&](double p) { return static_cast<std::uint64_t>(h.quantile(p)); };
        json.open(api::stageName(static_cast<api::Stage>(i))).num("p50", q(.5)).num("p95", q(.95)).num("p99", q(.99));
        json.num("p999", q(.999)).num("n", h.count()).close();
    }
    json.close();
}

}  // namespace

const BarBook::Bars& BarBook::bars(int instrument, std::int32_t period_s) const {
    static const Bars kNone;
    const auto of = m_bars.find(instrument);
    if (of == m_bars.end()) return kNone;
    const auto it = of->second.find(period_s);
    return it == of->second.end() ? kNone : it->second;
}

std::size_t BarBook::count(int instrument, std::int32_t period_s) const { return bars(instrument, period_s).size(); }

std::size_t BarBook::gaps(int instrument, std::int32_t period_s) const {
    const Bars& all = bars(instrument, period_s);
    std::size_t runs = 0;
    std::int64_t expected = all.empty() ? 0 : all.begin()->first;
    for (const auto& [open_ns, bar] : all) {
        runs += open_ns != expected;
        expected = open_ns + period_s * kNsPerSec;
    }
    return runs;
}

std::vector<std::int32_t> BarBook::otherPeriods(int instrument) const {
    std::vector<std::int32_t> out;
    if (const auto of = m_bars.find(instrument); of != m_bars.end())
        for (const auto& [period_s, bars] : of->second)
            if (period_s != 60) out.push_back(period_s);
    return out;
}

std::string BarBook::csv(const Pipeline& pipeline) const {
    std::string out = "instrument,open_time_ms,open,high,low,close,volume,buy,sell,count\n";
    for (const auto& [index, periods] : m_bars) {
        const Instrument& in = pipeline.instrument(index);
        const auto price = [&](Price p) { return formatUnitsTrimmed(p.units, in.digits().price); };
        const auto qty = [&](std::int64_t units) { return formatUnitsTrimmed(units, in.digits().qty); };
        for (const auto& [open_ns, bar] : bars(index, 60))
            out += in.id() + "," + std::to_string(open_ns / kNsPerMs) + "," + price(bar.open) + "," + price(bar.high) + "," +
                   price(bar.low) + "," + price(bar.close) + "," + qty(bar.volume) + "," + qty(bar.buy) + "," +
                   qty(bar.sell) + "," + std::to_string(bar.count) + "\n";
    }
    return out;
}

std::string makeReport(const ReportInput& input) {
    const Pipeline::Counters& c = input.pipeline.counters();
    const auto classes = [&](FrameClass f) { return c.classes[static_cast<std::size_t>(f)]; };
    const std::uint64_t frames = c.frames - input.timer_frames;
    JsonWriter json;
    json.open().num("frames", frames).num("applied", classes(FrameClass::Applied));
    json.num("rejected", classes(FrameClass::Rejected)).num("in_gap", classes(FrameClass::InGap));
    json.num("control", classes(FrameClass::Control) - input.timer_frames);
    json.open("rejects_by_code");
    for (std::size_t i = 0; i < c.rejects.size(); ++i)
        if (c.rejects[i] != 0) json.num(codeName(static_cast<Code>(i)), c.rejects[i]);
    json.close().number("wall_seconds", input.wall_seconds, 6);
    json.number("frames_per_second", input.wall_seconds > 0 ? static_cast<double>(frames) / input.wall_seconds : 0, 0);
    json.str("ledger_sha256", input.pipeline.ledger().sha256Hex());
    json.openList("instruments");
    for (int i = 0; i < input.pipeline.instrumentCount(); ++i) instrument(json, input.pipeline.instrument(i), input.bars);
    json.close(']');
    latency(json, input.pipeline);
    json.close();
    return json.take();
}

}  // namespace bw::engine

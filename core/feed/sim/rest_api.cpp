// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/rest_api.h"

#include <algorithm>
#include <limits>

#include "core/feed/sim/binance_wire.h"
#include "core/model/hash.h"

namespace bw::sim {
namespace {

HttpReply refusal(int status, int code, const char* text) {
    return {status, QByteArrayLiteral("{\"code\":") + QByteArray::number(code) + ",\"msg\":\"" + text + "\"}", {}};
}

HttpReply reply(const std::string& body) {
    return {200, QByteArray(body.data(), static_cast<qsizetype>(body.size())), {}};
}

qint64 number(const QUrlQuery& query, const QString& name, qint64 fallback) {
    bool is_number = false;
    const qint64 value = query.queryItemValue(name).toLongLong(&is_number);
    return is_number ? value : fallback;
}

int limitOf(const QUrlQuery& query, int fallback, int max) {
    return static_cast<int>(std::clamp<qint64>(number(query, QStringLiteral("limit"), fallback), 1, max));
}

HttpReply trades(const BookMarket& book, const QUrlQuery& query) {
    const auto& all = book.trades();
    const auto limit = static_cast<std::size_t>(limitOf(query, 500, 1000));
    const qint64 from_id = number(query, QStringLiteral("fromId"), -1);
    // Ids are contiguous, so the place of one is a subtraction. Ids no longer held are left out, as the venue does.
    std::size_t first = all.size() > limit ? all.size() - limit : 0;
    if (from_id >= 0 && !all.empty()) {
        const auto wanted = static_cast<std::uint64_t>(from_id);
        first = wanted <= all.front().id ? 0 : static_cast<std::size_t>(wanted - all.front().id);
    }
    std::vector<SimTrade> page;
    for (std::size_t i = first; i < all.size() && page.size() < limit; ++i) page.push_back(all[i]);
    std::string out;
    appendTradesBody(out, book.instrument(), page);
    return reply(out);
}

HttpReply klines(const BookMarket& book, const QUrlQuery& query) {
    if (query.queryItemValue(QStringLiteral("interval")) != QLatin1String("1m"))
        return refusal(400, -1120, "Invalid interval.");
    const qint64 start_ms = number(query, QStringLiteral("startTime"), 0);
    const qint64 end_ms = number(query, QStringLiteral("endTime"), std::numeric_limits<qint64>::max());
    const auto limit = static_cast<std::size_t>(limitOf(query, 500, 1500));
    std::vector<Bar> page;
    for (const Bar& bar : book.bars())
        if (bar.open_ms >= start_ms && bar.open_ms <= end_ms) page.push_back(bar);
    if (page.size() > limit) {  // with a start the oldest, without one the newest
        if (start_ms > 0)
            page.resize(limit);
        else
            page.erase(page.begin(), page.end() - static_cast<std::ptrdiff_t>(limit));
    }
    std::string out;
    appendKlinesBody(out, book.instrument(), page);
    return reply(out);
}

HttpReply aggTrades(const BookMarket& book, const QUrlQuery& query) {
    const auto& all = book.aggTrades();
    const auto limit = static_cast<std::size_t>(limitOf(query, 500, 1000));
    const qint64 from_id = number(query, QStringLiteral("fromId"), -1);
    const qint64 start_ms = number(query, QStringLiteral("startTime"), -1);
    const qint64 end_ms = number(query, QStringLiteral("endTime"), std::numeric_limits<qint64>::max());
    std::vector<SimAggTrade> page;
    for (const SimAggTrade& agg : all) {
        if (from_id >= 0 && agg.id < static_cast<std::uint64_t>(from_id)) continue;
        if (agg.time_ms < start_ms || agg.time_ms > end_ms) continue;
        page.push_back(agg);
    }
    if (page.size() > limit) {  // with a start the oldest, without one the newest
        if (from_id >= 0 || start_ms >= 0)
            page.resize(limit);
        else
            page.erase(page.begin(), page.end() - static_cast<std::ptrdiff_t>(limit));
    }
    std::string out;
    appendAggTradesBody(out, book.instrument(), page);
    return reply(out);
}

/// Of each 5 minutes up to now: made from the instrument, the set and the time alone.
HttpReply ratios(const SimInstrument& instrument, const QString& set, const QUrlQuery& query, std::int64_t now_ms) {
    constexpr std::int64_t kPeriodMs = 300'000;
    if (query.queryItemValue(QStringLiteral("period")) != QLatin1String("5m"))
        return refusal(400, -1130, "Data sent for parameter 'period' is not valid.");
    std::vector<SimRatio> page;
    for (int i = limitOf(query, 30, 500) - 1; i >= 0; --i) {
        const std::int64_t time_ms = floorTo(now_ms, kPeriodMs) - i * kPeriodMs;
        const std::uint64_t hash = fnv1a(set.toStdString() + std::string(instrument.symbol) + std::to_string(time_ms));
        page.push_back({time_ms, 4'000 + static_cast<std::int64_t>(hash % 2'500)});
    }
    std::string out;
    appendRatiosBody(out, instrument, page);
    return reply(out);
}

int depthWeight(Venue venue, int limit) {
    if (venue == Venue::Spot) return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
    return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}

HttpReply faulty(const Fault& fault) {
    HttpReply out = refusal(fault.code, fault.code == 429 || fault.code == 418 ? -1003 : -1000, "Made by the simulator.");
    if (fault.retry_after_s > 0) out.headers.emplace_back("Retry-After", QByteArray::number(fault.retry_after_s));
    return out;
}

}  // namespace

RestApi::RestApi(const MarketModel& model, FaultInjector* faults) : m_model(model), m_faults(faults) {
    for (int i = 0; i < kBookCount; ++i)
        m_first.push_back(model.book(instruments()[static_cast<std::size_t>(i)]).snapshot(1000));
}

HttpReply RestApi::answer(const QString& path, const QUrlQuery& query) {
    ++m_requests;
    const QString spot = QStringLiteral("/api/v3/"), usdm = QStringLiteral("/fapi/v1/"),
                  data = QStringLiteral("/futures/data/");
    const bool is_spot = path.startsWith(spot);
    if (!is_spot && !path.startsWith(usdm) && !path.startsWith(data)) return refusal(404, -1000, "Path not found.");
    const Venue venue = is_spot ? Venue::Spot : Venue::Usdm;
    const QString name = path.startsWith(data) ? path.mid(data.size()) : path.mid(is_spot ? spot.size() : usdm.size());
    int weight = 1;
    HttpReply result;
    std::optional<Fault> fault;
    if (m_faults != nullptr) {
        const SimInstrument* instrument =
            findBySymbol(venue, query.queryItemValue(QStringLiteral("symbol")).toStdString());
        fault = m_faults->takeRest(m_model.nowMs() - m_model.startMs(), instrument, name.toStdString());
    }
    if (fault && fault->kind == FaultKind::RestStatus) {
        result = faulty(*fault);
    } else {
        result = body(venue, name, query, weight);
        if (fault && result.status == 200 && fault->kind == FaultKind::SnapshotLate)
            result.delay_ms = static_cast<int>(fault->ms);
        if (fault && result.status == 200 && fault->kind == FaultKind::SnapshotOld) {
            const SimInstrument& instrument =
                *findBySymbol(venue, query.queryItemValue(QStringLiteral("symbol")).toStdString());
            std::string out;
            appendSnapshotBody(out, instrument, m_first[static_cast<std::size_t>(instrument.index)]);
            result.body = QByteArray::fromStdString(out);
        }
    }
    result.headers.emplace_back(QByteArrayLiteral("X-MBX-USED-WEIGHT-1M"),
                                QByteArray::number(useWeight(venue, weight)));
    return result;
}

HttpReply RestApi::body(Venue venue, const QString& name, const QUrlQuery& query, int& weight) const {
    const bool is_spot = venue == Venue::Spot;
    std::string out;
    if (name == QLatin1String("time")) {
        appendTimeBody(out, m_model.nowMs());
        return reply(out);
    }
    if (name == QLatin1String("exchangeInfo")) {
        weight = is_spot ? 20 : 1;
        appendExchangeInfoBody(out, venue, m_model.nowMs());
        return reply(out);
    }
    if (name == QLatin1String("fundingInfo") && !is_spot) {
        appendFundingInfoBody(out);
        return reply(out);
    }
    const QStringList known{QStringLiteral("depth"), QStringLiteral("trades"), QStringLiteral("historicalTrades"),
                            QStringLiteral("klines"), QStringLiteral("aggTrades")};
    const QStringList futures{QStringLiteral("premiumIndex"),
                              QStringLiteral("openInterest"),
                              QStringLiteral("topLongShortPositionRatio"),
                              QStringLiteral("topLongShortAccountRatio"),
                              QStringLiteral("globalLongShortAccountRatio")};
    const bool is_futures = !is_spot && futures.contains(name);
    if (!known.contains(name) && !is_futures) return refusal(404, -1000, "Path not found.");
    const SimInstrument* instrument =
        findBySymbol(venue, query.queryItemValue(QStringLiteral("symbol")).toStdString());
    if (instrument == nullptr) return refusal(400, -1121, "Invalid symbol.");
    return is_futures ? futuresBody(*instrument, name, query, weight) : instrumentBody(*instrument, name, query, weight);
}

HttpReply RestApi::instrumentBody(const SimInstrument& instrument, const QString& name, const QUrlQuery& query,
                                  int& weight) const {
    const bool is_spot = instrument.venue == Venue::Spot;
    const BookMarket& book = m_model.book(instrument);
    if (name == QLatin1String("depth")) {
        const int limit = limitOf(query, is_spot ? 100 : 500, is_spot ? 5000 : 1000);
        weight = depthWeight(instrument.venue, limit);
        std::string out;
        appendSnapshotBody(out, instrument, book.snapshot(limit));
        return reply(out);
    }
    if (name == QLatin1String("klines")) {
        weight = 2;
        return klines(book, query);
    }
    if (name == QLatin1String("aggTrades")) {
        weight = is_spot ? 4 : 20;
        return aggTrades(book, query);
    }
    const bool is_historical = name == QLatin1String("historicalTrades");
    weight = is_spot ? 25 : is_historical ? 20 : 5;
    return trades(book, query);
}

HttpReply RestApi::futuresBody(const SimInstrument& instrument, const QString& name, const QUrlQuery& query,
                               int& weight) const {
    const BookMarket& book = m_model.book(instrument);
    std::string out;
    if (name == QLatin1String("premiumIndex")) {
        appendPremiumBody(out, instrument, book.mark(m_model.nowMs()));
        return reply(out);
    }
    if (name == QLatin1String("openInterest")) {
        appendOpenInterestBody(out, instrument, book.openInterest(), m_model.nowMs());
        return reply(out);
    }
    weight = 0;
    return ratios(instrument, name, query, m_model.nowMs());
}

int RestApi::useWeight(Venue venue, int weight) {
    const std::size_t host = venue == Venue::Spot ? 0 : 1;
    const std::int64_t minute_ms = floorTo(m_model.nowMs(), kBarMs);
    if (m_minute_ms[host] != minute_ms) m_used[host] = 0;
    m_minute_ms[host] = minute_ms;
    return m_used[host] += weight;
}

}  // namespace bw::sim

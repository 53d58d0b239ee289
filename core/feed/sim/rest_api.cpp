// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/rest_api.h"

#include <algorithm>
#include <limits>

#include "core/feed/sim/binance_wire.h"

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

int depthWeight(Venue venue, int limit) {
    if (venue == Venue::Spot) return limit <= 100 ? 5 : limit <= 500 ? 25 : limit <= 1000 ? 50 : 250;
    return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}

}  // namespace

HttpReply RestApi::answer(const QString& path, const QUrlQuery& query) {
    ++m_requests;
    const QString spot = QStringLiteral("/api/v3/"), usdm = QStringLiteral("/fapi/v1/");
    if (!path.startsWith(spot) && !path.startsWith(usdm)) return refusal(404, -1000, "Path not found.");
    const Venue venue = path.startsWith(spot) ? Venue::Spot : Venue::Usdm;
    int weight = 1;
    HttpReply result = body(venue, path.mid(venue == Venue::Spot ? spot.size() : usdm.size()), query, weight);
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
    const QStringList known{QStringLiteral("depth"), QStringLiteral("trades"), QStringLiteral("historicalTrades"),
                            QStringLiteral("klines")};
    if (!known.contains(name)) return refusal(404, -1000, "Path not found.");
    const std::string symbol = query.queryItemValue(QStringLiteral("symbol")).toStdString();
    const SimInstrument* instrument = findBySymbol(venue, symbol);
    if (instrument == nullptr) return refusal(400, -1121, "Invalid symbol.");
    const BookMarket& book = m_model.book(*instrument);
    if (name == QLatin1String("depth")) {
        const int limit = limitOf(query, is_spot ? 100 : 500, is_spot ? 5000 : 1000);
        weight = depthWeight(venue, limit);
        appendSnapshotBody(out, *instrument, book.snapshot(limit));
        return reply(out);
    }
    if (name == QLatin1String("klines")) {
        weight = 2;
        return klines(book, query);
    }
    const bool is_historical = name == QLatin1String("historicalTrades");
    weight = is_spot ? 25 : is_historical ? 20 : 5;
    return trades(book, query);
}

int RestApi::useWeight(Venue venue, int weight) {
    const std::size_t host = venue == Venue::Spot ? 0 : 1;
    const std::int64_t minute_ms = floorTo(m_model.nowMs(), kBarMs);
    if (m_minute_ms[host] != minute_ms) m_used[host] = 0;
    m_minute_ms[host] = minute_ms;
    return m_used[host] += weight;
}

}  // namespace bw::sim

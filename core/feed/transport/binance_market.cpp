// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/binance_market.h"

#include <QString>
#include <QUrl>
#include <algorithm>

namespace bw::feed {
namespace {

/// Lower case in stream names; only ASCII letters have a case here.
std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::string streamName(const std::string& symbol, const std::string& stream) {
    return stream.starts_with('!') ? stream : lower(symbol) + "@" + stream;
}

std::string query(const std::string& symbol) {
    return "symbol=" + QUrl::toPercentEncoding(QString::fromStdString(symbol)).toStdString();
}

}  // namespace

BinanceMarket::BinanceMarket(NetShared& shared, BinanceMarketConfig config, WeightLimiter& limiter)
    : m_shared(shared), m_config(std::move(config)), m_rest(shared, m_config.rest, m_config.venue_market, limiter) {
    for (const BinanceEntry& entry : m_config.entries) addLines(entry);
    if (m_config.rest.catalogue_at_start) m_rest.submit(catalogueJob());
    if (m_config.rest.klines_limit > 0) askHistory();
}

void BinanceMarket::addLines(const BinanceEntry& entry) {
    const auto connections = std::make_shared<std::uint32_t>(0);
    WsConnection::Config line{m_config.venue_market + "/" + entry.name, entry.url, {}, m_config.line};
    const auto flush = [&] {
        if (line.streams.empty()) return;
        m_lines.push_back(std::make_unique<WsConnection>(m_shared, line, connections));
        line.streams.clear();
    };
    for (const std::string& stream : entry.streams)
        if (stream.starts_with('!')) line.streams.push_back(stream);
    for (const std::string& symbol : m_config.symbols) {
        // The streams of one instrument share a line, so that it breaks and mends as a whole.
        if (line.streams.size() + entry.streams.size() > m_config.streams_per_line) flush();
        for (const std::string& stream : entry.streams)
            if (!stream.starts_with('!')) line.streams.push_back(streamName(symbol, stream));
    }
    flush();
}

void BinanceMarket::askHistory() {
    for (const std::string& symbol : m_config.symbols) {
        RestJob job = klinesJob(symbol, 0);
        job.until_done = true;
        hold(std::move(job));
    }
}

void BinanceMarket::tick() {
    for (const auto& line : m_lines) line->tick();
    const auto held = std::stable_partition(m_held.begin(), m_held.end(),
                                            [this](const RestJob& job) { return !linesReady(job.instrument); });
    for (auto it = held; it != m_held.end(); ++it) m_rest.submit(std::move(*it));
    m_held.erase(held, m_held.end());
    m_rest.tick();
}

void BinanceMarket::stop() {
    m_held.clear();
    for (const auto& line : m_lines) line->stop();
    m_rest.stop();
}

bool BinanceMarket::owns(std::string_view id) const {
    const std::string& market = m_config.venue_market;
    return id == market || (id.size() > market.size() + 1 && id.starts_with(market) && id[market.size()] == '.');
}

std::string BinanceMarket::symbolOf(std::string_view instrument) const {
    if (instrument.size() <= m_config.venue_market.size()) return {};
    std::string symbol(instrument.substr(m_config.venue_market.size() + 1));
    const bool known = std::find(m_config.symbols.begin(), m_config.symbols.end(), symbol) != m_config.symbols.end();
    return known ? symbol : std::string{};
}

std::vector<std::string> BinanceMarket::streamsOf(const std::string& symbol, std::string_view prefix) const {
    std::vector<std::string> names;
    for (const BinanceEntry& entry : m_config.entries)
        for (const std::string& stream : entry.streams)
            if (!stream.starts_with('!') && stream.starts_with(prefix)) names.push_back(streamName(symbol, stream));
    return names;
}

bool BinanceMarket::linesReady(const std::string& instrument) const {
    const std::vector<std::string> names = streamsOf(symbolOf(instrument), {});
    return std::all_of(names.begin(), names.end(), [this](const std::string& name) {
        return std::any_of(m_lines.begin(), m_lines.end(),
                           [&name](const auto& line) { return line->carries(name) && line->ready(); });
    });
}

void BinanceMarket::hold(RestJob job) {
    const auto same = std::find_if(m_held.begin(), m_held.end(), [&job](const RestJob& other) {
        return other.purpose == job.purpose && other.instrument == job.instrument;
    });
    if (same == m_held.end())
        m_held.push_back(std::move(job));
    else
        *same = std::move(job);
}

RestJob BinanceMarket::snapshotJob(const std::string& symbol, std::uint32_t gen) const {
    RestJob job;
    job.purpose = "snapshot";
    job.instrument = m_config.venue_market + "." + symbol;
    job.gen = gen;
    job.path =
        m_config.rest.prefix + "/depth?" + query(symbol) + "&limit=" + std::to_string(m_config.rest.snapshot_limit);
    job.weight = m_config.rest.snapshot_weight;
    job.order = RestJob::Snapshot;
    job.bytes_max = RestClient::kBodyBytesMax;
    return job;
}

RestJob BinanceMarket::klinesJob(const std::string& symbol, std::uint32_t gen) const {
    RestJob job;
    job.purpose = "klines";
    job.instrument = m_config.venue_market + "." + symbol;
    job.gen = gen;
    job.path = m_config.rest.prefix + "/klines?" + query(symbol) +
               "&interval=1m&limit=" + std::to_string(std::max(1, m_config.rest.klines_limit));
    job.weight = m_config.rest.klines_weight;
    job.order = RestJob::History;
    job.bytes_max = RestClient::kBodyBytesMax;
    return job;
}

RestJob BinanceMarket::catalogueJob() const {
    RestJob job;
    job.purpose = "catalogue";
    job.path = m_config.rest.prefix + "/exchangeInfo";
    job.weight = m_config.rest.catalogue_weight;
    job.order = RestJob::Poll;
    job.bytes_max = RestClient::kCatalogueBytesMax;
    job.until_done = true;
    return job;
}

bool BinanceMarket::serve(const FeedRequest& request) {
    const std::string symbol = symbolOf(request.instrument);
    const MonoTime due = m_shared.clock.mono() + request.delay_ms * kNsPerMs;
    switch (request.kind) {
        case FeedRequest::Kind::Snapshot:
        case FeedRequest::Kind::Klines: {
            if (symbol.empty()) return false;
            const bool snapshot = request.kind == FeedRequest::Kind::Snapshot;
            RestJob job = snapshot ? snapshotJob(symbol, request.gen) : klinesJob(symbol, request.gen);
            job.due = due;
            hold(std::move(job));
            return true;
        }
        case FeedRequest::Kind::Catalogue: {
            RestJob job = catalogueJob();
            job.due = due;
            m_rest.submit(std::move(job));
            return true;
        }
        case FeedRequest::Kind::Resubscribe: {
            if (symbol.empty()) return false;
            const std::vector<std::string> names = streamsOf(symbol, request.stream);
            for (const auto& line : m_lines) line->resubscribe(names);
            return !names.empty();
        }
        case FeedRequest::Kind::Reconnect: {
            if (symbol.empty() && request.instrument != m_config.venue_market) return false;
            const std::vector<std::string> names =
                symbol.empty() ? std::vector<std::string>{} : streamsOf(symbol, request.stream);
            for (const auto& line : m_lines) {
                const bool meant = symbol.empty() || std::any_of(names.begin(), names.end(), [&line](const auto& name) {
                                       return line->carries(name);
                                   });
                if (meant) line->reconnect(request.reason);
            }
            return symbol.empty() || !names.empty();
        }
        case FeedRequest::Kind::Trades:
        case FeedRequest::Kind::Audit: return false;
    }
    return false;
}

}  // namespace bw::feed

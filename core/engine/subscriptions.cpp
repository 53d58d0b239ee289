// SPDX-License-Identifier: GPL-3.0-or-later
// What was subscribed is what is expected: a stream that never comes is missed from its subscription on, live and in
// replay alike.
#include <simdjson.h>

#include <algorithm>

#include "core/engine/pipeline.h"

namespace bw::engine {
namespace {

namespace dom = simdjson::dom;

bool binanceKind(std::string_view stream, StreamKind& out) {
    if (stream.starts_with("depth")) out = StreamKind::Book;
    else if (stream == "bookTicker") out = StreamKind::Top;
    else if (stream == "trade" || stream == "aggTrade") out = StreamKind::Trade;
    else if (stream.starts_with("kline_")) out = StreamKind::Kline;
    else if (stream.starts_with("markPrice")) out = StreamKind::Mark;
    else if (stream == "forceOrder") out = StreamKind::Liquidation;
    else return false;
    return true;
}

bool okxKind(std::string_view channel, StreamKind& out) {
    if (channel.starts_with("books")) out = StreamKind::Book;
    else if (channel == "bbo-tbt") out = StreamKind::Top;
    else if (channel == "trades" || channel == "trades-all") out = StreamKind::Trade;
    else if (channel.starts_with("candle")) out = StreamKind::Kline;
    else if (channel == "funding-rate") out = StreamKind::Funding;
    else if (channel == "open-interest") out = StreamKind::OpenInterest;
    else return false;  // mark prices come when they change
    return true;
}

bool deribitKind(std::string_view channel, StreamKind& out) {
    if (channel == "book") out = StreamKind::Book;
    else if (channel == "trades") out = StreamKind::Trade;
    else return false;  // quotes and tickers come when they change
    return true;
}

}  // namespace

void Pipeline::onSent(Source& source, std::string_view sent) {
    dom::parser parser;
    dom::element root;
    if (parser.parse(sent.data(), sent.size()).get(root) != simdjson::SUCCESS) return;  // OKX "ping"
    Line& line = *source.line;
    StreamKind kind{};
    const auto expect = [&](std::string_view symbol) {
        if (Instrument* in = findOrMake(line, symbol)) in->onSubscribed(kind, m_ctx);
    };
    std::string_view method, text;
    dom::array list;
    if (root["method"].get_string().get(method) != simdjson::SUCCESS && root["op"].get_string().get(method) != simdjson::SUCCESS)
        return;
    if (method == "SUBSCRIBE" && root["params"].get_array().get(list) == simdjson::SUCCESS) {
        for (const dom::element name : list) {
            if (name.get_string().get(text) != simdjson::SUCCESS) continue;
            const std::size_t at = text.find('@');
            if (at == std::string_view::npos || at == 0 || text.front() == '!' || !binanceKind(text.substr(at + 1), kind)) continue;
            std::string symbol(text.substr(0, at));
            std::transform(symbol.begin(), symbol.end(), symbol.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
            expect(symbol);
        }
    } else if (method == "subscribe" && root["args"].get_array().get(list) == simdjson::SUCCESS) {
        for (const dom::element arg : list) {
            std::string_view symbol;
            if (arg["channel"].get_string().get(text) == simdjson::SUCCESS &&
                arg["instId"].get_string().get(symbol) == simdjson::SUCCESS && okxKind(text, kind))
                expect(symbol);
        }
    } else if (method == "public/subscribe" && root["params"]["channels"].get_array().get(list) == simdjson::SUCCESS) {
        for (const dom::element name : list) {
            if (name.get_string().get(text) != simdjson::SUCCESS) continue;
            const std::size_t first = text.find('.');
            const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
            if (second == std::string_view::npos || !deribitKind(text.substr(0, first), kind)) continue;
            expect(text.substr(first + 1, second - first - 1));
        }
    }
}

}  // namespace bw::engine

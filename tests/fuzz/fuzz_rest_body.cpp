// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: a REST body is a coded refusal, or a message, bars or instruments that keep the promises of Check: times in
// 2000..2100 or none, nothing negative that cannot be, digits in range, names there. What stands behind the body changes
// nothing, and neither does a decoder that served before.
#include <algorithm>
#include <array>

#include "core/feed/binance/decoder.h"
#include "core/feed/deribit/decoder.h"
#include "core/feed/okx/decoder.h"
#include "tests/fuzz/checks.h"

namespace bw::fuzz {
namespace {

enum class Venue : std::uint8_t { Binance, Okx, Deribit };

/// The first byte of an input says whose body it is and what it was asked for; corpus.py has the same letters.
struct Request {
    char letter;
    Venue venue;
    std::string_view purpose;
};
constexpr std::array<Request, 29> kRequests = {{
    {'a', Venue::Binance, "snapshot"},       {'b', Venue::Binance, "trades"},        {'c', Venue::Binance, "open_interest"},
    {'d', Venue::Binance, "mark"},           {'e', Venue::Binance, "funding_info"},  {'f', Venue::Binance, "ratio_position"},
    {'g', Venue::Binance, "ratio_account"},  {'h', Venue::Binance, "ratio_all"},     {'i', Venue::Binance, "time"},
    {'j', Venue::Binance, "bars"},           {'k', Venue::Binance, "catalogue"},     {'l', Venue::Okx, "trades"},
    {'m', Venue::Okx, "funding"},            {'n', Venue::Okx, "open_interest"},     {'o', Venue::Okx, "mark"},
    {'p', Venue::Okx, "ratio_position"},     {'q', Venue::Okx, "ratio_account"},     {'r', Venue::Okx, "ratio_all"},
    {'s', Venue::Okx, "klines"},             {'t', Venue::Okx, "klines_1H"},         {'u', Venue::Okx, "catalogue"},
    {'v', Venue::Deribit, "trades"},         {'w', Venue::Deribit, "vol_index"},     {'x', Venue::Deribit, "ticker"},
    {'y', Venue::Deribit, "book_summary"},   {'z', Venue::Deribit, "time"},          {'A', Venue::Deribit, "catalogue"},
    {'B', Venue::Okx, "no such purpose"},    {'C', Venue::Deribit, "no such purpose"},
}};

const Request& requestOf(char letter) {
    const auto at = std::find_if(kRequests.begin(), kRequests.end(), [letter](const Request& r) { return r.letter == letter; });
    return at != kRequests.end() ? *at : kRequests[static_cast<unsigned char>(letter) % kRequests.size()];
}

/// A list of values instead of a message, twice with one decoder.
template <class Item, class Decode, class Each>
Finding listBothWays(std::string_view input, Decode&& decode, Each&& each) {
    std::vector<Item> items;
    Code codes[2] = {};
    std::size_t counts[2] = {};
    for (std::size_t i = 0; i < 2; ++i) {
        const Frame frame(input, i == 0 ? '\0' : ' ');
        codes[i] = decode(frame.view(), items);
        counts[i] = items.size();
        Check check(frame.view());
        check.code(codes[i]);
        if (codes[i] == Code::Ok)
            for (const Item& item : items) each(check, item);
        if (!check.finding().empty()) return check.finding();
    }
    const bool same = codes[0] == codes[1] && (codes[0] != Code::Ok || counts[0] == counts[1]);
    return same ? Finding{} : "two lists by the byte behind the body";
}

template <class Decoder>
Finding catalogue(std::string_view body) {
    Decoder decoder;
    return listBothWays<feed::InstrumentSpec>(
        body,
        [&decoder](std::string_view bytes, std::vector<feed::InstrumentSpec>& out) {
            std::size_t skipped = 0;
            return decoder.decodeCatalogue(bytes, out, skipped);
        },
        [](Check& check, const feed::InstrumentSpec& spec) { check.spec(spec); });
}

Finding bars(std::string_view body) {
    feed::binance::Decoder decoder;
    return listBothWays<feed::Kline>(
        body, [&decoder](std::string_view bytes, std::vector<feed::Kline>& out) { return decoder.decodeKlines(bytes, {}, out); },
        [](Check& check, const feed::Kline& bar) { check.bar(bar, /*differences=*/false); });
}

template <class Decoder>
Finding reply(std::string_view purpose, std::string_view body) {
    if (purpose == "catalogue") return catalogue<Decoder>(body);
    Decoder decoder;
    return decodeBothWays(body, [&](std::string_view bytes, feed::SymbolResolver& symbols, feed::Message& out) {
        return decoder.decodeRest(purpose, bytes, symbols, out);
    });
}

}  // namespace

Finding restBody(std::string_view input) {
    if (input.empty()) return {};
    const Request& request = requestOf(input.front());
    const std::string_view body = input.substr(1);
    if (request.purpose == "bars") return bars(body);
    switch (request.venue) {
        case Venue::Binance: return reply<feed::binance::Decoder>(request.purpose, body);
        case Venue::Okx: return reply<feed::okx::Decoder>(request.purpose, body);
        default: return reply<feed::deribit::Decoder>(request.purpose, body);
    }
}

}  // namespace bw::fuzz

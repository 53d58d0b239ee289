// SPDX-License-Identifier: GPL-3.0-or-later
#include "mutate.h"

#include <string_view>
#include <utility>

#include "binance_test.h"

namespace bw::feed::binance::test {

const std::vector<std::string>& mutationCorpus() {
    static const std::vector<std::string> kCorpus = {
        wrapped(
            "btcusdt@depth@100ms",
            R"({"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":50093239189,"u":50093239202,"b":[["61737.63000000","0.00000000"]],"a":[["61837.64000000","1.54698000"]]})"),
        wrapped(
            "btcusd_perp@depth@0ms",
            R"({"e":"depthUpdate","E":1723161257440,"T":1723161257432,"s":"BTCUSD_PERP","ps":"BTCUSD","U":1007198631260,"u":1007198631565,"pu":1007198631198,"b":[["61773.6","1001"],["61773.5","2"]],"a":[]})"),
        wrapped(
            "btcusdt@bookTicker",
            R"({"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"})"),
        wrapped(
            "ethusdt@trade",
            R"({"e":"trade","E":1596034530241,"T":1596034530235,"s":"ETHUSDT","t":73701056,"p":"2366.55","q":"0.070","X":"INSURANCE_FUND","m":true})"),
        wrapped(
            "btcusdt@aggTrade",
            R"({"e":"aggTrade","E":1791391082024,"a":3478018549,"s":"BTCUSDT","p":"83434.40","q":"0.016","nq":"0.016","f":8154045700,"l":8154045704,"T":1791391081874,"m":true,"st":1})"),
        wrapped(
            "btcusdt@kline_1m",
            R"({"e":"kline","E":1653818762502,"s":"BTCUSDT","k":{"t":1653818760000,"T":1653818819999,"s":"BTCUSDT","i":"1m","f":1384844002,"L":1384844032,"o":"29038.46","c":"29038.47","h":"29038.47","l":"29038.46","v":"0.20926","n":31,"x":false,"q":"6076.58918","V":"0.10436","Q":"3030.45473","B":"0"}})"),
        wrapped(
            "btcusdt@markPrice@1s",
            R"({"e":"markPriceUpdate","E":1790757114000,"s":"BTCUSDT","p":"83018.14569565","ap":"83018.1","P":"83205.55947150","i":"83062.53108696","r":"-0.00001012","T":1790784000000,"st":1})"),
        wrapped(
            "!markPrice@arr",
            R"([{"e":"markPriceUpdate","E":1790757114000,"s":"BTCUSDT","p":"83018.1","r":"0.0","T":1790784000000},{"e":"markPriceUpdate","E":1790757114000,"s":"NOPEUSDT","p":"1","T":0},{"e":"markPriceUpdate","E":1790757114000,"s":"BTCUSDT_260327","p":"83019.1","r":"","T":0}])"),
        wrapped(
            "ilvusdt@forceOrder",
            R"({"e":"forceOrder","E":1791391083124,"o":{"s":"ILVUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"116.5","p":"3.80300","ap":"3.85642","X":"FILLED","l":"25.2","z":"116.5","T":1791391082119,"ps":"ILVUSDT","st":1}})"),
        wrapped("btcusdt@depth5@100ms", R"({"lastUpdateId":160,"bids":[["0.0024","10"]],"asks":[["0.0026","100"],["0.0027","0"]]})"),
        wrapped(
            "runeusd_perp@depth5",
            R"({"e":"depthUpdate","E":1648006221596,"T":1648006221340,"s":"RUNEUSD_PERP","ps":"RUNEUSD","U":395028983849,"u":395028983849,"pu":-1,"b":[],"a":[["8.4400","2"]]})"),
        wrapped(
            "bnbbtc@trade",
            R"({"e":"trade","E":1554076800945,"s":"BNBBTC","t":40756030,"p":"0.00426990","q":"33.82000000","b":133829535,"a":133829504,"T":1554076800940,"m":false,"M":true})"),
        wrapped("btcusdt@miniTicker", R"({"e":"24hrMiniTicker","E":1672515782136,"s":"BTCUSDT","c":"0.0025","o":"0.0010","v":"10000","q":"18"})"),
        wrapped("!contractInfo", R"({"e":"contractInfo","E":1669356423908,"s":"IOTAUSDT","ct":"PERPETUAL","bks":[{"bs":1,"mmr":0.01}]})"),
        R"({"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"]]})",
        R"({"lastUpdateId":1027024,"E":1723161257835,"T":1723161257823,"symbol":"BTCUSD_PERP","pair":"BTCUSD","bids":[["61804.7","35"]],"asks":[["61804.8","7"]]})",
        R"({"result":null,"id":17})",
        R"({"error":{"code":2,"msg":"Invalid request"},"id":17})",
        R"({"e":"serverShutdown","E":1770123456789})"};
    return kCorpus;
}

namespace {

/// The bounds of one `,"key":value` somewhere in the text, so that its removal mostly leaves JSON; empty if there is none.
std::pair<std::size_t, std::size_t> field(const std::string& text, Random& random) {
    const std::size_t from = text.find(",\"", random.below(text.size() + 1));
    const std::size_t to = from == std::string::npos ? from : text.find_first_of(",}]", from + 1);
    return to == std::string::npos ? std::pair<std::size_t, std::size_t>{0, 0} : std::pair{from, to};
}

void mutateField(std::string& text, Random& random) {
    const auto [from, to] = field(text, random);
    if (to == 0) return;
    const std::string piece = text.substr(from, to - from);
    switch (random.below(4)) {
        case 0: text.erase(from, to - from); break;           // missing
        case 1: text.insert(to, piece); break;                // twice
        case 2: {                                             // elsewhere
            text.erase(from, to - from);
            const auto [other, behind] = field(text, random);
            if (behind != 0) text.insert(other, piece);
            break;
        }
        default: text[from + 2] = "ETUuatbBApqmsXklno"[random.below(18)]; break;  // under another name
    }
}

}  // namespace

void mutate(std::string& text, Random& random) {
    static constexpr std::string_view kBites[] = {
        "\"",      "{", "}",  "[",    "]",    ",",    ":",  "\\", " ",       "\n",   "-",
        ".",       "0", "e5", "null", "true", "\"\"", "[]", "{}", "\\u005a", "\xff", "\"s\":\"ETHUSDT\",",
        "\"u\":1,", "\"e\":\"trade\",", "\"x\":{\"y\":[1,null]},"};
    for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
        const std::size_t at = random.below(text.size() + 1);
        switch (random.below(10)) {
            case 0:
                if (at < text.size())
                    text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << random.below(8)));
                break;
            case 1:
                if (at < text.size()) text[at] = static_cast<char>(random.below(256));
                break;
            case 2:
                text.resize(at);
                break;
            case 3:
                text.erase(at, 1 + random.below(12));
                break;
            case 4:
                text.insert(at, kBites[random.below(std::size(kBites))]);
                break;
            case 5:
                if (at < text.size()) text[at] = static_cast<char>('0' + random.below(10));
                break;
            case 6:
            case 7:
            case 8:
                mutateField(text, random);
                break;
            default:
                text.insert(at, text.substr(random.below(text.size() + 1), random.below(30)));
                break;
        }
    }
}

}  // namespace bw::feed::binance::test

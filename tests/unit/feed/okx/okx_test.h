// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/feed/formats/line_reader.h"
#include "core/feed/okx/decoder.h"
#include "core/model/frame.h"

namespace bw::feed::okx::test {

/// Scales every symbol alike, but for NOPE-USDT, which nobody knows. The empty one is what a REST reply was asked for.
class Symbols final : public SymbolResolver {
public:
    explicit Symbols(Digits digits = {}) : m_digits(digits) {}
    const Digits* resolve(std::string_view symbol) override {
        ++asked;
        last = symbol;
        return symbol == "NOPE-USDT" ? nullptr : &m_digits;
    }
    int asked = 0;
    std::string last;

private:
    Digits m_digits;
};

/// Decodes texts; the message's views hold until the next call.
struct Bench {
    explicit Bench(Digits digits = {}) : symbols(digits) {}
    Code operator()(std::string_view text) {
        bytes = FrameBytes(text);
        return decoder.decode(bytes.view(), symbols, message);
    }
    Code rest(std::string_view purpose, std::string_view text) {
        bytes = FrameBytes(text);
        return decoder.decodeRest(purpose, bytes.view(), symbols, message);
    }
    Symbols symbols;
    Decoder decoder;
    Message message;
    FrameBytes bytes;
};

// The messages of feeds spec 7, in its order.
inline constexpr std::string_view kAck = R"({"event":"subscribe","arg":{"channel":"trades","instId":"BTC-USDT"},"connId":"a4d3ae55"})";
inline constexpr std::string_view kRefused = R"({"event":"error","code":"60018","msg":"Wrong URL or channel","connId":"439535f1"})";
inline constexpr std::string_view kNotice =
    R"({"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a4d3ae55"})";
inline constexpr std::string_view kUpdate =
    R"({"arg":{"channel":"books","instId":"BTC-USDT"},"action":"update","data":[{"asks":[["30247.5","0","0","0"],["30254.8","0.635","0","1"]],"bids":[],"ts":"1652459225464","checksum":0,"prevSeqId":123456,"seqId":123457}]})";
inline constexpr std::string_view kTop =
    R"({"arg":{"channel":"bbo-tbt","instId":"BTC-USDT"},"data":[{"asks":[["8476.98","415","0","13"]],"bids":[["8476.97","256","0","12"]],"ts":"1597026383085","seqId":123456}]})";
inline constexpr std::string_view kImage =
    R"({"arg":{"channel":"books5","instId":"BTC-USD-220624-50000-C"},"data":[{"asks":[["0.001","606","0","2"]],"bids":[],"instId":"BTC-USD-220624-50000-C","ts":"1654387553361"}]})";
inline constexpr std::string_view kTrades =
    R"({"arg":{"channel":"trades","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","tradeId":"130639474","px":"42219.9","sz":"0.12060306","side":"buy","ts":"1630048897897","count":"3"}]})";
inline constexpr std::string_view kTicker =
    R"({"arg":{"channel":"tickers","instId":"BTC-USDT"},"data":[{"instType":"SPOT","instId":"BTC-USDT","last":"9999.99","lastSz":"0.1","askPx":"9999.99","askSz":"11","bidPx":"8888.88","bidSz":"5","ts":"1597026383085"}]})";
inline constexpr std::string_view kFunding =
    R"({"arg":{"channel":"funding-rate","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","fundingRate":"0.0001","nextFundingRate":"","fundingTime":"1744590349506","nextFundingTime":"1744619149506","ts":"1744590349506"}]})";
inline constexpr std::string_view kInterest =
    R"({"arg":{"channel":"open-interest","instId":"LTC-USD-SWAP"},"data":[{"instType":"SWAP","instId":"LTC-USD-SWAP","oi":"5000","oiCcy":"555.55","ts":"1597026383085"}]})";
inline constexpr std::string_view kLiquidation =
    R"({"arg":{"channel":"liquidation-orders","instType":"SWAP"},"data":[{"details":[{"bkLoss":"0","bkPx":"0.09859","ccy":"","posSide":"short","side":"buy","sz":"10975","ts":"1789678209470"}],"instFamily":"MINA-USDT","instId":"MINA-USDT-SWAP","instType":"SWAP","uly":"MINA-USDT"}]})";
inline constexpr std::string_view kCandle =
    R"({"arg":{"channel":"candle1m","instId":"BTC-USDT-SWAP"},"data":[["1662716640000","20702.4","20710","20702.3","20703.8","4070","40.7","842000.1","0"]]})";
inline constexpr std::string_view kSnapshot =
    R"({"arg":{"channel":"books","instId":"BTC-USDT"},"action":"snapshot","data":[{"asks":[["8476.98","415","0","13"],["8477","7","0","2"]],"bids":[["8476.97","256","0","12"],["8475.55","101","0","1"]],"ts":"1597026383085","checksum":-855196043,"prevSeqId":-1,"seqId":123456}]})";
inline constexpr std::string_view kMark =
    R"({"arg":{"channel":"mark-price","instId":"FIL-USDT-220325"},"data":[{"instId":"FIL-USDT-220325","instType":"FUTURES","markPx":"36.232","ts":"1640131204676"}]})";
inline constexpr std::string_view kIndex =
    R"({"arg":{"channel":"index-tickers","instId":"FIL-USDT"},"data":[{"instId":"FIL-USDT","idxPx":"35.583","open24h":"34.558","ts":"1640140200581"}]})";

/// Empty where there are none.
inline std::filesystem::path sharedData() {
    const char* const shared = std::getenv("BELLWETHER_SHARED");
    const std::filesystem::path data = std::filesystem::path(shared != nullptr ? shared : "") / "data";
    return shared != nullptr && std::filesystem::exists(data) ? data : std::filesystem::path();
}

/// Calls `line(text)` for each line of a file, compressed or not; false when it cannot be read.
inline bool forEachLine(const std::filesystem::path& path, const std::function<void(std::string_view)>& line) {
    auto source = ByteSource::open(path);
    if (!source) return false;
    LineReader reader(std::move(*source), path.string());
    for (std::string_view text;;) {
        const auto more = reader.next(text);
        if (!more) return false;
        if (!*more) return true;
        line(text);
    }
}

/// The message of one line of a recorded session, "<epoch s>: {…}"; empty for a header line.
inline std::string_view sessionMessage(std::string_view line) {
    const std::size_t at = line.find(": ");
    return line.starts_with("wss://") || at == std::string_view::npos ? std::string_view{} : line.substr(at + 2);
}

/// The message of one line of messages/okx.jsonl, {"kind":"books","msg":{…}}, and its kind.
inline std::string_view fixtureMessage(std::string_view line, std::string_view& kind) {
    constexpr std::string_view kBefore = "{\"kind\":\"", kBetween = "\",\"msg\":";
    const std::size_t at = line.find(kBetween);
    if (!line.starts_with(kBefore) || at == std::string_view::npos || !line.ends_with('}')) return {};
    kind = line.substr(kBefore.size(), at - kBefore.size());
    line.remove_prefix(at + kBetween.size());
    line.remove_suffix(1);
    return line;
}

}  // namespace bw::feed::okx::test

// SPDX-License-Identifier: GPL-3.0-or-later
// Apart from the test, and no raw strings: half a brace in one of them hides the class from moc.
#pragma once
#include <string>

#include "engine_test.h"

namespace bw::engine::test {

inline std::string okxBook(const char* action, std::int64_t prev, std::int64_t seq, const char* bids, const char* asks,
                           const char* extra = "") {
    return std::string("{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT-SWAP\"},\"action\":\"") + action +
           "\",\"data\":[{\"asks\":" + asks + ",\"bids\":" + bids + ",\"ts\":\"" + stampText(0) +
           "\",\"prevSeqId\":" + std::to_string(prev) + ",\"seqId\":" + std::to_string(seq) + extra + "}]}";
}
inline const char* const kBids = "[[\"100\",\"2\",\"0\",\"1\"],[\"99\",\"3\",\"0\",\"1\"]]";
inline const char* const kAsks = "[[\"101\",\"1\",\"0\",\"1\"],[\"102\",\"4\",\"0\",\"1\"]]";

inline std::string okxTrade(std::uint64_t id, int count, const char* side = "buy") {
    return "{\"arg\":{\"channel\":\"trades\",\"instId\":\"BTC-USDT-SWAP\"},\"data\":[{\"instId\":\"BTC-USDT-SWAP\","
           "\"tradeId\":\"" +
           std::to_string(id) + "\",\"px\":\"100.5\",\"sz\":\"2\",\"side\":\"" + side + "\",\"ts\":\"" + stampText(0) +
           "\",\"count\":\"" + std::to_string(count) + "\"}]}";
}
inline std::string deribitBook(const char* type, std::uint64_t prev, std::uint64_t id, const char* bids,
                               const char* asks) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{\"channel\":\"book.BTC-PERPETUAL.100ms\","
           "\"data\":{\"timestamp\":" +
           stampText(0) + ",\"type\":\"" + type + "\",\"prev_change_id\":" + std::to_string(prev) +
           ",\"change_id\":" + std::to_string(id) + ",\"instrument_name\":\"BTC-PERPETUAL\",\"bids\":" + bids +
           ",\"asks\":" + asks + "}}}";
}

struct Okx : Engine {
    FrameClass in(std::string_view text) { return frame("okx/pub#1", text); }
    Okx& synced() {
        in(okxBook("snapshot", -1, 100, kBids, kAsks));
        return *this;
    }
};
struct Deribit : Engine {
    FrameClass in(std::string_view text) { return frame("deribit/ws#1", text); }
    Deribit& synced() {
        in(deribitBook("snapshot", 0, 500, "[[\"new\",100.0,10.0],[\"new\",99.0,20.0]]", "[[\"new\",101.0,10.0]]"));
        return *this;
    }
};

inline const char* const kSubscribed =
    "{\"ctl\":\"sent\",\"text\":\"{\\\"op\\\":\\\"subscribe\\\",\\\"args\\\":[{\\\"channel\\\":\\\"books\\\","
    "\\\"instId\\\":\\\"BTC-USDT-SWAP\\\"},{\\\"channel\\\":\\\"trades\\\",\\\"instId\\\":\\\"BTC-USDT-SWAP\\\"},{"
    "\\\"channel\\\":\\\"books\\\",\\\"instId\\\":\\\"ETH-USDT-SWAP\\\"}]}\"}";
inline const char* const kFunding =
    "{\"arg\":{\"channel\":\"funding-rate\",\"instId\":\"BTC-USDT-SWAP\"},\"data\":[{\"instId\":\"BTC-USDT-SWAP\","
    "\"fundingRate\":\"0.0001\",\"nextFundingRate\":\"\",\"fundingTime\":\"1744590349506\",\"nextFundingTime\":"
    "\"1744619149506\",\"ts\":\"1744590349506\"}]}";
inline const char* const kLiquidation =
    "{\"arg\":{\"channel\":\"liquidation-orders\",\"instType\":\"SWAP\"},\"data\":[{\"details\":[{\"bkLoss\":\"0\","
    "\"bkPx\":\"0.09859\",\"ccy\":\"\",\"posSide\":\"short\",\"side\":\"buy\",\"sz\":\"10975\",\"ts\":"
    "\"1789678209470\"}],\"instFamily\":\"MINA-USDT\",\"instId\":\"MINA-USDT-SWAP\",\"instType\":\"SWAP\",\"uly\":"
    "\"MINA-USDT\"}]}";
inline const char* const kEmptyBook =
    "{\"arg\":{\"channel\":\"books\",\"instId\":\"ETH-USDT-SWAP\"},\"action\":\"snapshot\",\"data\":[{\"asks\":[],"
    "\"bids\":[],\"ts\":\"1700000000000\",\"prevSeqId\":-1,\"seqId\":5}]}";

}  // namespace bw::engine::test

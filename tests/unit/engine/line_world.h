// SPDX-License-Identifier: GPL-3.0-or-later
// Apart from the test: its raw strings would hide the class from moc.
#pragma once
#include <string>

#include "engine_test.h"

namespace bw::engine::test {

inline std::string history(std::uint64_t first, std::uint64_t last) {
    std::string text = "[";
    for (std::uint64_t id = first; id <= last; ++id)
        text += (id == first ? "" : ",") + std::string("{\"id\":") + std::to_string(id) +
                ",\"price\":\"100.5\",\"qty\":\"1\",\"quoteQty\":\"100.5\",\"time\":" + stampText(0) +
                ",\"isBuyerMaker\":true}";
    return text + "]";
}

struct World : Engine {
    using Engine::Engine;
    FrameClass on(int k, std::string_view text) { return frame("binance.usdm/pub#" + std::to_string(k), text); }
    void close(int k, std::string_view reason = "") {
        frame("binance.usdm/pub#" + std::to_string(k) + "!",
              R"({"ctl":"close","code":1000,"by":"self","reason":")" + std::string(reason) + "\"}");
    }
    void page(std::uint64_t first, std::uint64_t last, std::uint64_t from_id, bool is_last) {
        frame("binance.usdm/rest!",
              R"({"ctl":"rest","purpose":"trades","instrument":"binance.usdm.BTCUSDT","status":200,"from_id":)" +
                  std::to_string(from_id) + R"(,"last":)" + (is_last ? "true" : "false") + "}");
        frame("binance.usdm/rest", history(first, last));
    }
    void timers(std::int64_t ms) {
        for (const std::int64_t end = now_ms + ms; now_ms < end; now_ms += 100) frame("timer", R"({"ctl":"tick"})");
    }
    [[nodiscard]] std::int64_t sells() { return static_cast<std::int64_t>(instrument().cvd().sell() / kPow10[8]); }
};

inline const char* const kMarketClosed = R"({"ctl":"close","code":1006,"by":"peer","reason":""})";
inline const char* const kHandover = R"({"ctl":"handover","from":"binance.usdm/pub#1","to":"binance.usdm/pub#2"})";
inline const char* const kEmptyPage =
    R"({"ctl":"rest","purpose":"trades","instrument":"binance.usdm.BTCUSDT","status":200,"from_id":1001,"last":true})";
inline const char* const kFailsForNow =
    R"({"ctl":"fail","code":"http_503","purpose":"trades","instrument":"binance.usdm.BTCUSDT","from_id":1001,"retry_ms":2000})";
inline const char* const kFails =
    R"({"ctl":"fail","code":"http_400","purpose":"trades","instrument":"binance.usdm.BTCUSDT","from_id":1001,"to_id":1003})";
inline std::string agg(std::uint64_t id, std::uint64_t first, std::uint64_t last) {
    return wrap("btcusdt@aggTrade",
                "{\"e\":\"aggTrade\",\"E\":" + stampText(0) + ",\"a\":" + std::to_string(id) +
                    ",\"s\":\"BTCUSDT\",\"p\":\"100.5\",\"q\":\"2\",\"nq\":\"2\",\"f\":" + std::to_string(first) +
                    ",\"l\":" + std::to_string(last) + ",\"T\":" + stampText(0) + ",\"m\":true}");
}

}  // namespace bw::engine::test

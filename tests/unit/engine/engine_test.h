// SPDX-License-Identifier: GPL-3.0-or-later
// A pipeline driven by hand, and messages for it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/pipeline.h"

namespace bw::engine::test {

inline constexpr std::int64_t kWallNs = 1'700'000'000 * kNsPerSec;

inline std::string wrap(std::string_view stream, std::string_view data) {
    return "{\"stream\":\"" + std::string(stream) + "\",\"data\":" + std::string(data) + "}";
}
/// `at_ms`: event time after the start of the test's world.
inline std::string stampText(std::int64_t at_ms) {
    return std::to_string(kWallNs / kNsPerMs + at_ms);
}
inline std::string depth(std::uint64_t prev, std::uint64_t last, std::string_view bids, std::string_view asks,
                         std::int64_t at_ms = 0) {
    return wrap("btcusdt@depth@100ms", "{\"e\":\"depthUpdate\",\"E\":" + stampText(at_ms) + ",\"T\":" +
                                           stampText(at_ms) + ",\"s\":\"BTCUSDT\",\"U\":" + std::to_string(prev + 1) +
                                           ",\"u\":" + std::to_string(last) + ",\"pu\":" + std::to_string(prev) +
                                           ",\"b\":" + std::string(bids) + ",\"a\":" + std::string(asks) + "}");
}
inline std::string tradeText(std::uint64_t id, std::string_view price, std::string_view qty, bool buyer_is_maker,
                         std::int64_t at_ms = 0) {
    return wrap("btcusdt@trade", "{\"e\":\"trade\",\"E\":" + stampText(at_ms) + ",\"T\":" + stampText(at_ms) +
                                     ",\"s\":\"BTCUSDT\",\"t\":" + std::to_string(id) + ",\"p\":\"" +
                                     std::string(price) + "\",\"q\":\"" + std::string(qty) +
                                     "\",\"X\":\"MARKET\",\"m\":" + (buyer_is_maker ? "true" : "false") + "}");
}
inline std::string ticker(std::uint64_t id, std::string_view bid, std::string_view bid_qty, std::string_view ask,
                          std::string_view ask_qty, std::int64_t at_ms = 0) {
    return wrap("btcusdt@bookTicker",
                "{\"e\":\"bookTicker\",\"u\":" + std::to_string(id) + ",\"s\":\"BTCUSDT\",\"b\":\"" + std::string(bid) +
                    "\",\"B\":\"" + std::string(bid_qty) + "\",\"a\":\"" + std::string(ask) + "\",\"A\":\"" +
                    std::string(ask_qty) + "\",\"T\":" + stampText(at_ms) + ",\"E\":" + stampText(at_ms) + "}");
}
inline std::string snapshot(std::uint64_t last) {
    return "{\"lastUpdateId\":" + std::to_string(last) +
           ",\"bids\":[[\"100.0\",\"1\"],[\"99.0\",\"2\"]],\"asks\":[[\"101.0\",\"1\"],[\"102.0\",\"2\"]]}";
}

struct RecordingSink final : EngineSink {
    std::vector<api::GapRow> gaps;
    std::vector<api::Notice> notices;
    std::vector<feed::FeedRequest> requests;
    std::vector<api::DisplayItem> items;
    void onItem(const api::DisplayItem& item) override {
        if (item.kind == api::DisplayItem::Kind::Gap)
            gaps.push_back(item.gap);
        else
            items.push_back(item);
    }
    void onNotice(api::Notice notice) override { notices.push_back(notice); }
    void onRequest(feed::FeedRequest request) override { requests.push_back(std::move(request)); }
    [[nodiscard]] bool wantsItems() const override { return true; }
};

/// One market, "binance.usdm", and its clock.
struct Engine {
    RecordingSink sink;
    std::string ledger;
    Pipeline pipeline;
    std::int64_t now_ms = 0;

    explicit Engine(EngineConfig config = {})
        : pipeline(std::move(config), sink, [this](std::string_view line) { ledger += line; }) {}

    FrameClass frame(std::string_view source, std::string_view text) {
        const FrameBytes bytes(text);
        return pipeline.onFrame({source, {kWallNs + now_ms * kNsPerMs}, {kNsPerSec + now_ms * kNsPerMs}, bytes.view()});
    }
    FrameClass stream(std::string_view text) { return frame("binance.usdm/pub#1", text); }
    FrameClass control(std::string_view text) { return frame("binance.usdm/pub#1!", text); }
    FrameClass answer(std::uint64_t last, std::uint32_t gen = 0) {
        frame("binance.usdm/rest!",
              "{\"ctl\":\"rest\",\"purpose\":\"snapshot\",\"instrument\":\"binance.usdm.BTCUSDT\",\"gen\":" +
                  std::to_string(gen) + ",\"status\":200}");
        return frame("binance.usdm/rest", snapshot(last));
    }
    /// A book at id 100 and one trade, 1000.
    Engine& running() {
        stream(depth(80, 90, "[]", "[]"));
        answer(100);
        stream(tradeText(1'000, "100.5", "1", false));
        return *this;
    }
    [[nodiscard]] Instrument& instrument() { return pipeline.instrument(0); }
    [[nodiscard]] std::uint64_t classOf(FrameClass c) const {
        return pipeline.counters().classes[static_cast<std::size_t>(c)];
    }
    [[nodiscard]] std::uint64_t rejectsOf(Code c) const {
        return pipeline.counters().rejects[static_cast<std::size_t>(c)];
    }
    [[nodiscard]] bool balanced() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t n : pipeline.counters().classes) sum += n;
        return sum == pipeline.counters().frames;
    }
};

}  // namespace bw::engine::test

// SPDX-License-Identifier: GPL-3.0-or-later
// The demo market and an engine on one simulated clock: texts, REST answers and faults are those of `bellwether sim`.
#pragma once
#include <QUrlQuery>
#include <array>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/pipeline.h"
#include "core/feed/sim/binance_wire.h"
#include "core/feed/sim/market_model.h"
#include "core/feed/sim/mt5_gateway.h"
#include "core/feed/sim/rest_api.h"
#include "tests/support/equations.h"

namespace bw::test {

/// A gap as it was announced, and how it closed.
struct SeenGap {
    api::GapRow opened, closed;
    std::int64_t at_ms = 0;
    std::uint32_t gen = 0, gen_closed = 0;  // of the book
};

/// Steps the market by 10 ms and hands what leaves the fault injector to the engine. Requests are answered 50 to 250 ms
/// later. After each frame the equations hold, and now and then each synced book is the market's.
class SimWorld final : private sim::EventSink, private engine::EngineSink {
public:
    SimWorld(std::uint64_t seed, std::vector<sim::Fault> faults, double rate = 1.0);
    void run(std::int64_t ms);
    void finish();

    std::string breach;
    std::vector<SeenGap> gaps;
    std::vector<sim::InjectedFault> injected;
    std::uint64_t frames = 0, books_compared = 0, requests = 0, refused = 0;
    bool levels_may_lie = false;  // corrupt_value: a book may differ from the market's until it is found

    [[nodiscard]] engine::Pipeline& pipeline() { return m_pipeline; }
    [[nodiscard]] const engine::Instrument* find(std::string_view id) const;
    [[nodiscard]] std::int64_t nowMs() const { return m_model.nowMs() - m_model.startMs(); }

private:
    struct Answer {
        std::int64_t due_ms = 0;
        feed::FeedRequest request;
    };
    void send(std::string_view source, std::string_view bytes);
    void pass(const sim::SimInstrument& instrument, sim::Stream stream, std::uint64_t id, const std::string& text);
    void sendTick(const sim::WireMessage& message);
    void answer(const Answer& answer);
    void lineFaults();
    void check();
    void compareBook(const sim::SimInstrument& instrument, const sim::DepthUpdate& update);
    [[nodiscard]] std::string source(const sim::SimInstrument& instrument) const;

    void onTrade(const sim::SimInstrument& instrument, const sim::SimTrade& trade) override;
    void onTop(const sim::SimInstrument& instrument, const sim::SimTop& top) override;
    void onDepth(const sim::SimInstrument& instrument, const sim::DepthUpdate& update, sim::DepthSpeed speed) override;
    void onBar(const sim::SimInstrument&, const sim::Bar&, bool, std::int64_t) override {}
    void onTick(const sim::SimInstrument& instrument, const sim::SimTick& tick) override;
    void onTruth(const sim::TruthRecord&) override {}
    void onItem(const api::DisplayItem& item) override;
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest request) override;
    [[nodiscard]] bool wantsItems() const override { return true; }

    const double m_rate;
    sim::MarketModel m_model;
    sim::FaultInjector m_injector;
    sim::RestApi m_rest;
    sim::GatewayModel m_gateway;
    engine::Pipeline m_pipeline;
    Random m_random;
    std::deque<Answer> m_answers;
    int m_connection = 1;
    std::int64_t m_down_until_ms = 0, m_flood_until_ms = 0;
    std::uint64_t m_ticks = 0;
};

}  // namespace bw::test

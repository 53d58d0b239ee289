// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/engine/context.h"
#include "core/feed/event.h"
#include "core/trade/desk.h"

namespace bw::engine {

class Instrument;

/// The order desk inside the engine: hands it the frames that concern it, the market as the engine knows it, and takes its
/// wishes out to the sink. Engine thread. Costs one comparison a frame while no paper order or position exists.
class RiskDesk final : private trade::DeskPort {
public:
    struct Market {
        std::function<Instrument*(std::string_view id)> instrument;
        std::function<const feed::InstrumentSpec*(std::string_view id)> catalogue;
    };
    RiskDesk(const EngineConfig& config, EngineSink& sink, Ledger& ledger, Market market);
    ~RiskDesk() override;

    /// A control frame of kind `risk.*` or `latch`; false: not one of these. `code` says what is wrong with it.
    bool onControl(std::string_view kind, std::string_view json, const Context& ctx, Code& code);
    void onTimer(const Context& ctx);
    void onPaused(const Context& ctx) { m_desk.onPaused(timeOf(ctx)); }
    /// After a frame of this instrument.
    void afterFrame(Instrument& instrument, const Context& ctx);
    /// Some instrument is wanted; afterFrame() need not be called else.
    [[nodiscard]] bool active() const { return m_active; }

    void fill(api::TradeView& out, const Context& ctx) const { m_desk.fill(out, timeOf(ctx)); }
    [[nodiscard]] const trade::TradeDesk& desk() const { return m_desk; }
    /// The view of the last full second of frame time: what alerts are judged by.
    [[nodiscard]] const api::TradeView& secondView() const { return *m_second; }
    /// Bit i: the cause kStandable[i] still stands or cannot be measured (reset blockers).
    [[nodiscard]] std::uint64_t standing(const Context& ctx) const;
    static constexpr Code kStandable[] = {Code::LimitDailyLoss, Code::LimitDailyLossBp, Code::LimitDrawdown,    Code::RiskInputLost,
                                          Code::BreakersMany,   Code::Drift,            Code::HeartbeatFailure, Code::LimitOrderRate,
                                          Code::LimitOrderBurst};

private:
    [[nodiscard]] static trade::DeskTime timeOf(const Context& ctx) { return {ctx.wall, ctx.mono}; }
    // --- trade::DeskPort
    [[nodiscard]] const TradeSpec* spec(std::string_view instrument) override;
    [[nodiscard]] trade::MarketFacts market(std::string_view instrument) override;
    [[nodiscard]] std::string instrumentOf(std::string_view route, std::string_view symbol) override;
    [[nodiscard]] bool send(const RouteRequest& request) override;
    void trip(Code cause, risk::LatchState target, std::string_view reason, bool simulated) override;
    void notice(api::Notice notice) override;
    void ledger(std::string_view members) override;
    void audit(std::string_view action, std::string_view actor, std::string_view channel, Code cause, std::string_view reason,
               std::string_view detail) override;
    void save(std::string_view route, std::string_view json) override;

    void refresh();
    void eachSecond(const Context& ctx);
    void watchIntegrity(const Context& ctx);
    void sampleVolatility(const Context& ctx);
    [[nodiscard]] std::optional<double> volatility(std::string_view instrument) const;

    struct Returns {  // of the mid, minute by minute
        std::vector<double> logs;  // newest last, at most 61
    };

    const EngineConfig& m_config;
    EngineSink& m_sink;
    Ledger& m_ledger;
    Market m_market;
    std::map<std::string, TradeSpec, std::less<>> m_specs;
    std::map<std::string, Returns, std::less<>> m_returns;
    struct Unsound {
        MonoTime since;
        bool told = false;
    };
    std::map<std::string, Unsound, std::less<>> m_unsound;  // instruments with a position whose market cannot be trusted
    std::unique_ptr<api::TradeView> m_second = std::make_unique<api::TradeView>();
    std::int64_t m_next_second = 0, m_next_minute = 0;
    MonoTime m_now;
    WallTime m_wall;
    bool m_active = false;
    trade::TradeDesk m_desk;
};

}  // namespace bw::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/risk_desk.h"

#include <algorithm>
#include <cmath>

#include "core/engine/instrument.h"
#include "core/engine/risk_frames.h"
#include "core/feed/order/route_frames.h"

namespace bw::engine {
namespace {

constexpr std::size_t kReturnsMax = 60;
constexpr int kReturnsMin = 30;
constexpr double kMinutesAYear = 525'600;

trade::DeskConfig deskConfigOf(const EngineConfig& config) {
    trade::DeskConfig out;
    out.risk = config.risk;
    for (const RouteSetting& route : config.routes)
        out.routes.push_back({route.name, route.endpoint, route.enabled, route.allow_unverifiable, route.allow_plain, route.pinned});
    return out;
}

/// One step of the catalogue's precision in the units of the instrument, which may be finer.
std::int64_t stepUnits(int units_digits, int step_digits) {
    return step_digits > units_digits ? 0 : kPow10[units_digits - step_digits];
}

/// mantissa * 10^exponent in units of 10^-digits; 0: not said, or not a whole number of them.
std::int64_t unitsOf(const Decimal& value, int digits) {
    const int shift = digits + value.exponent;
    if (value.mantissa <= 0 || shift < 0 || shift > kDigitsMax || value.mantissa > kMantissaMax / kPow10[shift]) return 0;
    return value.mantissa * kPow10[shift];
}

}  // namespace

RiskDesk::RiskDesk(const EngineConfig& config, EngineSink& sink, Ledger& ledger, Market market)
    : m_config(config), m_sink(sink), m_ledger(ledger), m_market(std::move(market)), m_desk(deskConfigOf(config), *this) {}

RiskDesk::~RiskDesk() = default;

bool RiskDesk::onControl(std::string_view kind, std::string_view json, const Context& ctx, Code& code) {
    m_now = ctx.mono;
    m_wall = ctx.wall;
    const auto take = [&](const auto& decoded, auto&& use) {
        if (!decoded) code = decoded.error().code;
        else use(*decoded);
    };
    const trade::DeskTime now = timeOf(ctx);
    if (kind == "latch") m_desk.onLatch(decodeLatch(json), now);
    else if (kind == "risk.cmd") take(decodeCommand(json), [&](const auto& command) { m_desk.onCommand(command, now); });
    else if (kind == "risk.reply") take(feed::decodeReply(json), [&](const auto& reply) { m_desk.onReply(reply, now); });
    else if (kind == "risk.snapshot") take(feed::decodeSnapshot(json), [&](const auto& snapshot) { m_desk.onSnapshot(snapshot, now); });
    else if (kind == "risk.account") take(feed::decodeReading(json), [&](const auto& reading) { m_desk.onReading(reading, now); });
    else if (kind == "risk.route") take(feed::decodeStatus(json), [&](const auto& status) { m_desk.onRoute(status, now); });
    else return false;
    refresh();
    return true;
}

void RiskDesk::onTimer(const Context& ctx) {
    m_now = ctx.mono;
    m_wall = ctx.wall;
    if (m_config.risk.limits.max_volatility_ann_bp > 0) sampleVolatility(ctx);
    m_desk.onTimer(timeOf(ctx));
    eachSecond(ctx);
    refresh();
}

void RiskDesk::eachSecond(const Context& ctx) {
    const std::int64_t second = floorDiv(ctx.mono.ns, kNsPerSec);
    if (second < m_next_second) return;
    m_next_second = second + 1;
    m_desk.fill(*m_second, timeOf(ctx));
    watchIntegrity(ctx);
}

/// Risk spec 1.6, integrity: a position over a market that stays broken for 30 s may only shrink. The gate is closed for
/// the instrument from the first moment; this makes it last.
void RiskDesk::watchIntegrity(const Context& ctx) {
    constexpr std::int64_t kPatienceNs = 30 * kNsPerSec;
    std::map<std::string, Unsound, std::less<>> now;
    for (int i = 0; i < m_second->position_count; ++i) {
        const api::PositionRow& position = m_second->positions[static_cast<std::size_t>(i)];
        const auto armed = [&](const api::GatewayRow& row) { return row.armed && row.route == position.route; };
        if (std::none_of(m_second->gateways.begin(), m_second->gateways.begin() + m_second->gateway_count, armed)) continue;
        const std::string id(position.instrument.view());
        const Instrument* instrument = m_market.instrument(id);
        if (instrument == nullptr || instrument->marketUsable()) continue;
        const auto known = m_unsound.find(id);
        Unsound unsound = known == m_unsound.end() ? Unsound{ctx.mono, false} : known->second;
        if (!unsound.told && ctx.mono - unsound.since >= kPatienceNs) {
            unsound.told = true;
            m_sink.onReduceInstrument(id, Code::IntegrityBook, "a position stands and its market is broken for 30 s");
        }
        now.emplace(id, unsound);
    }
    m_unsound.swap(now);
}

void RiskDesk::refresh() { m_active = !m_desk.idle(); }

void RiskDesk::afterFrame(Instrument& instrument, const Context& ctx) {
    const bool wanted = m_desk.wants(instrument.id());
    instrument.watchPrints(wanted);
    if (!wanted) return;
    m_now = ctx.mono;
    m_wall = ctx.wall;
    for (const Level& print : instrument.takePrints()) m_desk.onPrint(instrument.id(), print.price, print.qty, timeOf(ctx));
    m_desk.onMarket(instrument.id(), timeOf(ctx));
    refresh();
}

const TradeSpec* RiskDesk::spec(std::string_view id) {
    Instrument* instrument = m_market.instrument(id);
    if (instrument == nullptr) return nullptr;
    TradeSpec spec;
    spec.instrument = id;
    spec.price_digits = instrument->digits().price;
    spec.qty_digits = instrument->digits().qty;
    const std::string pair = pairOf(instrument->symbol());
    const std::size_t dash = pair.find('-');
    spec.base = pair.substr(0, dash);
    if (dash != std::string::npos) spec.quote = pair.substr(dash + 1);
    if (instrument->quotesOnly()) {
        spec.qty_unit = "lots";
        spec.contract_size = instrument->contractSize();  // mantissa 0 until the gateway says it: unknown
        spec.qty_step = spec.qty_min = {unitsOf(instrument->volumeStep(), spec.qty_digits)};
        spec.tick = {unitsOf(instrument->pricePoint(), spec.price_digits)};
    } else if (const feed::InstrumentSpec* known = m_market.catalogue(id)) {
        if (!known->base.empty()) spec.base = known->base;
        if (!known->quote.empty()) spec.quote = known->quote;
        spec.qty_unit = known->qty_unit.empty() ? known->base : known->qty_unit;
        if (known->contract_value.mantissa != 0) spec.contract_size = known->contract_value;
        spec.inverse = known->contract_value.mantissa != 0 && known->contract_ccy == spec.quote;
        spec.tick = {stepUnits(spec.price_digits, known->digits.price)};
        spec.qty_step = spec.qty_min = {stepUnits(spec.qty_digits, known->digits.qty)};
    } else if (instrument->venueMarket().ends_with("coinm")) {
        spec.contract_size = {0, 0};
        spec.inverse = true;
    }
    TradeSpec& kept = m_specs[std::string(id)];
    kept = std::move(spec);
    return &kept;
}

trade::MarketFacts RiskDesk::market(std::string_view id) {
    trade::MarketFacts out;
    Instrument* instrument = m_market.instrument(id);
    if (instrument == nullptr) return out;
    const Quote top = instrument->quote();
    if (top.has_bid) out.bid = top.bid.price;
    if (top.has_ask) out.ask = top.ask.price;
    if (const MonoTime told = instrument->quoteMono(); told.ns != 0) out.quote_age_ms = (m_now - told) / kNsPerMs;
    out.book_valid = instrument->marketUsable();
    out.has_depth = instrument->hasBook() && instrument->sync().synced();
    out.depth = [instrument](OrderSide side, int max) {
        std::vector<Level> levels(static_cast<std::size_t>(std::max(0, max)));
        const book::OrderBook& book = instrument->sync().book();
        const int count = side == OrderSide::Buy ? book.asks.top(levels.data(), max) : book.bids.top(levels.data(), max);
        levels.resize(static_cast<std::size_t>(count));
        return levels;
    };
    out.volatility_ann_bp = volatility(id);
    return out;
}

std::string RiskDesk::instrumentOf(std::string_view route, std::string_view symbol) {
    for (const RouteSetting& one : m_config.routes) {
        if (one.name != route) continue;
        std::string id = one.instruments + "." + std::string(symbol);
        return m_market.instrument(id) != nullptr ? id : std::string();
    }
    return {};
}

bool RiskDesk::send(const RouteRequest& request) { return m_sink.onRouteRequest(request); }
void RiskDesk::trip(Code cause, risk::LatchState target, std::string_view reason, bool simulated) {
    m_sink.onTrip(cause, target, reason, simulated);
}
void RiskDesk::notice(api::Notice notice) {
    notice.wall = m_wall;
    m_sink.onNotice(notice);
}
void RiskDesk::ledger(std::string_view members) { m_ledger.append(members); }
void RiskDesk::audit(std::string_view action, std::string_view actor, std::string_view channel, Code cause, std::string_view reason,
                     std::string_view detail) {
    m_sink.onAudit({std::string(action), std::string(actor), std::string(channel), cause, std::string(reason), std::string(detail)});
}
void RiskDesk::save(std::string_view route, std::string_view json) { m_sink.onDayState(route, json); }

std::uint64_t RiskDesk::standing(const Context& ctx) const {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < std::size(kStandable); ++i)
        if (m_desk.causeStands(kStandable[i], timeOf(ctx))) out |= std::uint64_t{1} << i;
    return out;
}

/// The mid of each full minute of frame time, while the limit is on. The one place where risk uses a double.
void RiskDesk::sampleVolatility(const Context& ctx) {
    const std::int64_t minute = floorDiv(ctx.wall.ns, kNsPerMin);
    if (minute < m_next_minute) return;
    m_next_minute = minute + 1;
    for (auto& [id, spec] : m_specs) {
        Instrument* instrument = m_market.instrument(id);
        if (instrument == nullptr) continue;
        const Quote top = instrument->quote();
        std::vector<double>& logs = m_returns[id].logs;
        if (!top.has_bid || !top.has_ask || top.bid.price.units <= 0 || !instrument->marketUsable()) {
            logs.clear();  // a hole in the minutes: the returns begin again
            continue;
        }
        logs.push_back(std::log((toDouble(top.bid.price.units, spec.price_digits) + toDouble(top.ask.price.units, spec.price_digits)) / 2));
        if (logs.size() > kReturnsMax + 1) logs.erase(logs.begin());
    }
}

/// source: standard deviation of one-minute log returns, scaled by the square root of the minutes of a year
std::optional<double> RiskDesk::volatility(std::string_view id) const {
    const auto found = m_returns.find(id);
    if (found == m_returns.end()) return std::nullopt;
    const std::vector<double>& logs = found->second.logs;
    const auto n = static_cast<int>(logs.size()) - 1;
    if (n < kReturnsMin) return std::nullopt;
    double mean = 0, square = 0;
    for (std::size_t i = 1; i < logs.size(); ++i) mean += (logs[i] - logs[i - 1]) / n;
    for (std::size_t i = 1; i < logs.size(); ++i) square += (logs[i] - logs[i - 1] - mean) * (logs[i] - logs[i - 1] - mean);
    return std::sqrt(square / (n - 1) * kMinutesAYear) * 10'000;
}

}  // namespace bw::engine

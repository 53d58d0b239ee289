// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/limits/day_state.h"

#include "core/model/crc32c.h"
#include "core/model/json_writer.h"
#include "core/risk/flat_json.h"

namespace bw::risk {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kBreakersMax = 10'000;
constexpr std::string_view kCrcKey = ",\"crc32c\":";

using Breaker = SymbolBreakers::Breaker;

std::string breakerKey(std::int64_t index, std::string_view name) {
    return "b" + std::to_string(index) + "." + std::string(name);
}

void writeBreaker(JsonWriter& out, std::int64_t index, std::string_view instrument, const Breaker& breaker, MonoTime now) {
    const std::int64_t left_ns = breaker.tripped && !breaker.stuck && breaker.reopens > now ? breaker.reopens - now : 0;
    out.str(breakerKey(index, "instrument"), instrument)
        .integer(breakerKey(index, "tripped"), breaker.stuck ? 2 : breaker.tripped ? 1 : 0)
        .integer(breakerKey(index, "left_ns"), left_ns)
        .integer(breakerKey(index, "losing_run"), breaker.losing_run)
        .integer(breakerKey(index, "trips_today"), breaker.trips_today)
        .integer(breakerKey(index, "day_loss"), breaker.day_loss.units)
        .integer(breakerKey(index, "trial_orders"), breaker.trial_orders)
        .integer(breakerKey(index, "trial_wins"), breaker.trial_wins);
}

/// Reads whole numbers of one object and remembers whether all were there and in range. Stack-local.
class Numbers {
public:
    explicit Numbers(const FlatJson& json) : m_json(json) {}
    std::int64_t get(std::string_view key, std::int64_t min, std::int64_t max) {
        std::int64_t value = min;
        m_good = m_json.number(key, value) && value >= min && value <= max && m_good;
        return value;
    }
    Money money(std::string_view key, std::int64_t min = -kMantissaMax) { return {get(key, min, kMantissaMax)}; }
    [[nodiscard]] bool good() const { return m_good; }

private:
    const FlatJson& m_json;
    bool m_good = true;
};

Breaker readBreaker(Numbers& in, std::int64_t index, MonoTime now) {
    constexpr std::int64_t kCountMax = 1'000'000'000;
    Breaker out;
    const std::int64_t tripped = in.get(breakerKey(index, "tripped"), 0, 2);
    out.tripped = tripped > 0;
    out.stuck = tripped == 2;
    out.reopens = now + in.get(breakerKey(index, "left_ns"), 0, kMantissaMax);
    out.losing_run = static_cast<int>(in.get(breakerKey(index, "losing_run"), 0, kCountMax));
    out.trips_today = static_cast<int>(in.get(breakerKey(index, "trips_today"), 0, kCountMax));
    out.day_loss = in.money(breakerKey(index, "day_loss"), 0);
    out.trial_orders = static_cast<int>(in.get(breakerKey(index, "trial_orders"), 0, kCountMax));
    out.trial_wins = static_cast<int>(in.get(breakerKey(index, "trial_wins"), 0, kCountMax));
    return out;
}

// The text without its CRC; false when that does not match.
bool crcGood(std::string_view json, std::string& body) {
    const std::size_t at = json.rfind(kCrcKey);
    if (at == std::string_view::npos) return false;
    body = std::string(json.substr(0, at)) + "}";
    return json == body.substr(0, at) + std::string(kCrcKey) + std::to_string(crc32c(body.data(), body.size())) + "}";
}

}  // namespace

std::string dayStateText(const GateState& state, GateTime now) {
    if (!state.equity.day()) return {};
    const EquityWatch::Day& day = *state.equity.day();
    JsonWriter out;
    out.open()
        .integer("version", kVersion)
        .integer("day", day.day)
        .integer("roll_min", state.table.limits.day_roll_min)
        .integer("day_start", day.start.units)
        .integer("deposits", day.deposits.units)
        .integer("hwm", day.hwm.units)
        .integer("expected_balance", day.expected_balance.units)
        .integer("trades", state.trades_today)
        .num("breakers", state.breakers.all().size());
    std::int64_t index = 0;
    for (const auto& [instrument, breaker] : state.breakers.all()) writeBreaker(out, index++, instrument, breaker, now.mono);
    std::string body = out.close().take();
    const std::string crc = std::to_string(crc32c(body.data(), body.size()));
    body.pop_back();
    return body + std::string(kCrcKey) + crc + "}";
}

bool restoreDayState(GateState& state, std::string_view json, GateTime now) {
    std::string body;
    if (!crcGood(json, body)) return false;
    const Result<FlatJson> read = FlatJson::parse(body);
    if (!read) return false;
    Numbers in(*read);
    EquityWatch::Day day;
    in.get("version", kVersion, kVersion);
    in.get("roll_min", state.table.limits.day_roll_min, state.table.limits.day_roll_min);
    day.day = in.get("day", -1'000'000, 1'000'000);
    day.start = in.money("day_start");
    day.deposits = in.money("deposits");
    day.hwm = in.money("hwm", 1);
    day.expected_balance = in.money("expected_balance");
    const std::int64_t trades = in.get("trades", 0, kMantissaMax), breakers = in.get("breakers", 0, kBreakersMax);
    std::vector<std::pair<std::string, Breaker>> list;
    for (std::int64_t i = 0; i < breakers && in.good(); ++i)
        list.emplace_back(read->text(breakerKey(i, "instrument")), readBreaker(in, i, now.mono));
    if (!in.good()) return false;
    const bool today = day.day == state.equity.dayNow(now.wall);
    state.equity.restore(day, today);
    if (!today) return false;
    state.trades_today += trades;
    for (auto& [instrument, breaker] : list) state.breakers.restore(std::move(instrument), breaker);
    return true;
}

}  // namespace bw::risk

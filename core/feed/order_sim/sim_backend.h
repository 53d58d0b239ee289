// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bitset>
#include <memory>
#include <string>
#include <string_view>

#include "core/feed/order_sim/sim_fields.h"
#include "core/feed/order_sim/sim_options.h"
#include "core/feed/order_sim/sim_truth.h"
#include "core/feed/order_sim/sim_venue.h"
#include "core/feed/transport/clock.h"
#include "core/model/random.h"

namespace bw::sim {

/// What falls on one request.
class MoodDraw {
public:
    [[nodiscard]] bool operator[](Mood mood) const { return m_set[static_cast<std::size_t>(mood)]; }
    void set(Mood mood, bool on = true) { m_set[static_cast<std::size_t>(mood)] = on; }
    void clear() { m_set.reset(); }
    /// It decides what is carried out, or what the reply says; the rest only decides when and whether the reply goes.
    [[nodiscard]] bool any() const { return m_set.any(); }

private:
    std::bitset<kMoods> m_set;
};

/// The gateway's hands: the venue, the log of what was done, and the moods that bear on it. Any one thread.
class SimBackend {
public:
    SimBackend(const OrderSimOptions& options, const feed::Clock& clock);

    struct Opened {
        VenueAnswer answer;      // what is told
        VenueAnswer truth;       // what is true; the store keeps this one
        bool hide_ticket = false;
        bool lying = false;      // the status says FILLED
    };
    [[nodiscard]] Opened open(SimVenue::Request request, const MoodDraw& moods);
    /// A request to open that the gateway turns away itself, or answers from its store.
    void refused(const SimVenue::Request& request, std::string_view why, bool repeated = false);
    [[nodiscard]] VenueAnswer cancel(std::string_view ticket, std::string_view client_id, const MoodDraw& moods);
    /// Returns how many, or -1 when the market refuses.
    int cancelAll(std::optional<std::int64_t> magic, const MoodDraw& moods);
    [[nodiscard]] VenueAnswer modify(const SimFields& body, const MoodDraw& moods);
    [[nodiscard]] VenueAnswer close(std::string_view ticket, std::optional<Qty> qty, const MoodDraw& moods);
    /// `type` is BUY, SELL, BUY_LIMIT, SELL_STOP … or, with `side`, MARKET, LIMIT, STOP. False: neither.
    [[nodiscard]] static bool readRequest(const SimFields& fields, SimVenue::Request& out);

    [[nodiscard]] std::int64_t nowMs() const;  // the gateway's own clock, since 1970
    [[nodiscard]] std::string isoNow() const;  // with milliseconds and Z

    const OrderSimOptions& options;
    const feed::Clock& clock;
    SimVenue venue;
    SimTruth truth;
    Random random;
};

/// One dialect's texts. Any one thread.
class WireDialect {
public:
    virtual ~WireDialect() = default;
    /// The reply to one request. `fields` holds its members, none where it was no JSON object.
    [[nodiscard]] virtual std::string answer(std::string_view text, const SimFields& fields, const MoodDraw& moods) = 0;
    /// The gateway process starts again: what lived in its memory is gone.
    virtual void restart() {}
    /// Resets the gateway's own KILL latch (v6).
    virtual void resetKill() {}
    /// Which of its requests an action is, for forced moods: the text of `action`, or of `cmd`.
    [[nodiscard]] static std::string_view actionOf(const SimFields& fields);
    [[nodiscard]] static bool isProbe(const SimFields& fields) { return fields["cmd"] == "GET_SYMBOL_INFO"; }
};

[[nodiscard]] std::unique_ptr<WireDialect> makeBareEa(SimBackend& backend);    // p0
[[nodiscard]] std::unique_ptr<WireDialect> makeP1(SimBackend& backend);
[[nodiscard]] std::unique_ptr<WireDialect> makeP2(SimBackend& backend);
[[nodiscard]] std::unique_ptr<WireDialect> makeP3(SimBackend& backend);
[[nodiscard]] std::unique_ptr<WireDialect> makeV6(SimBackend& backend);

[[nodiscard]] std::string text8(std::int64_t units);  // 1e-8 units as the shortest decimal
[[nodiscard]] std::string typeText(OrderSide side, OrderType type);  // "BUY", "SELL_LIMIT"

}  // namespace bw::sim

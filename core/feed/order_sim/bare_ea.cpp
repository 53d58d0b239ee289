// SPDX-License-Identifier: GPL-3.0-or-later
// The three plain dialects: p0, the bare EA that takes almost anything for a trade, p1 and p2.
#include "core/feed/order_sim/sim_backend.h"
#include "core/model/fixed.h"
#include "core/model/json_writer.h"

namespace bw::sim {
namespace {

/// REP without ids. With Mood::Dumb any text that holds `action` or `magic` trades the smallest volume; else it is only
/// counted, and refused.
class BareEa final : public WireDialect {
public:
    explicit BareEa(SimBackend& backend) : m_backend(backend) {}

    std::string answer(std::string_view text, const SimFields& fields, const MoodDraw& moods) override {
        if (text.find("action") != std::string_view::npos || text.find("magic") != std::string_view::npos)
            return trade(moods);
        if (!isProbe(fields)) return error("Unknown");
        const SimVenue::Quote* quote = m_backend.venue.quote(fields["symbol"]);
        if (quote == nullptr) return error("Symbol Not Found");
        JsonWriter json;
        json.open().str("status", "OK").open("data").str("symbol", quote->name);
        json.raw("bid", text8(quote->bid.units)).raw("ask", text8(quote->ask.units)).close().close();
        return json.take();
    }

private:
    std::string trade(const MoodDraw& moods) {
        ++m_backend.truth.trade_attempts;
        if (!moods[Mood::Dumb] || m_backend.options.symbols.empty()) return error("Trade Failed");
        const SimVenue::Quote* quote = m_backend.venue.quote(m_backend.options.symbols.front().name);
        SimVenue::Request request;
        request.symbol = quote->name;
        request.qty = quote->qty_min;
        const SimBackend::Opened opened = m_backend.open(std::move(request), moods);
        if (!opened.truth.changed) return error("Trade Failed");
        JsonWriter json;
        json.open().str("status", "OK").raw("ticket", opened.truth.ticket).close();
        return json.take();
    }
    static std::string error(std::string_view text) {
        JsonWriter json;
        json.open().str("status", "ERROR").str("msg", text).close();
        return json.take();
    }
    SimBackend& m_backend;
};

/// `req_id` comes back; KILL_SWITCH closes positions.
class P1 final : public WireDialect {
public:
    explicit P1(SimBackend& backend) : m_backend(backend) {}

    std::string answer(std::string_view, const SimFields& fields, const MoodDraw& moods) override {
        JsonWriter json;
        json.open().str("req_id", fields["req_id"]);
        const std::string_view action = fields["action"];
        if (action == "PING") {
            json.str("status", "SUCCESS").str("server_time", m_backend.isoNow());
        } else if (action == "KILL_SWITCH") {
            ++m_backend.truth.trade_attempts;
            const std::vector<SimPosition> open = m_backend.venue.positions();
            for (const SimPosition& position : open) (void)m_backend.close(position.ticket, std::nullopt, moods);
            json.str("status", "SUCCESS").num("closed", open.size());
        } else {
            if (action == "OPEN_ORDER") ++m_backend.truth.trade_attempts;
            json.str("status", "ERROR").str("message", "unknown action");
        }
        return json.close().take();
    }

private:
    SimBackend& m_backend;
};

/// `error` and `retcode`; no ids, no cancel, no query.
class P2 final : public WireDialect {
public:
    explicit P2(SimBackend& backend) : m_backend(backend) {}

    std::string answer(std::string_view, const SimFields& fields, const MoodDraw& moods) override {
        if (fields["action"] != "ORDER_SEND") return reply(true, "0", "Unknown action", -1);
        SimFields payload;
        SimVenue::Request request;
        if (!payload.read(fields["payload"]) || !payload["type"].starts_with("OP_") ||
            !SimBackend::readRequest(payload, request) || request.type != OrderType::Market) {
            m_backend.refused(request, "payload");
            return reply(true, "0", "Invalid payload", -2);
        }
        if (request.symbol.size() < 6 || request.symbol.size() > 10 || request.qty.units < kPow10[kSimDigits - 2] ||
            request.qty.units > 100 * kPow10[kSimDigits] || request.qty.units % kPow10[kSimDigits - 2] != 0) {
            m_backend.refused(request, "range");
            return reply(true, "0", "Invalid symbol or volume", -3);
        }
        const SimBackend::Opened opened = m_backend.open(std::move(request), moods);
        const VenueAnswer& told = opened.answer;
        if (opened.lying) return reply(false, "123456", "FILLED", told.retcode);
        const bool good = told.retcode >= 10008 && told.retcode <= 10010;
        if (opened.hide_ticket) return reply(false, "0", "FILLED", 0, true);
        return reply(!good, told.ticket.empty() ? "0" : told.ticket, good ? "Order executed" : "Order failed", told.retcode,
                     false, told.price);
    }

private:
    static std::string reply(bool error, std::string_view ticket, std::string_view text, int retcode,
                             bool no_retcode = false, Price price = {}) {
        JsonWriter json;
        json.open().flag("error", error).raw("ticket", ticket).str("msg", text);
        if (!no_retcode) json.integer("retcode", retcode);
        if (price.units > 0) json.open("data").raw("price", text8(price.units)).close();
        else json.null("data");
        return json.close().take();
    }
    SimBackend& m_backend;
};

}  // namespace

std::unique_ptr<WireDialect> makeBareEa(SimBackend& backend) {
    return std::make_unique<BareEa>(backend);
}
std::unique_ptr<WireDialect> makeP1(SimBackend& backend) {
    return std::make_unique<P1>(backend);
}
std::unique_ptr<WireDialect> makeP2(SimBackend& backend) {
    return std::make_unique<P2>(backend);
}

}  // namespace bw::sim

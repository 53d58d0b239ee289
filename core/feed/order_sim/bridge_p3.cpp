// SPDX-License-Identifier: GPL-3.0-or-later
// Dialect p3: `uuid` comes back, `error_code` says what is wrong; no cancel, no list of orders.
#include "core/feed/order_sim/sim_backend.h"
#include "core/model/fixed.h"
#include "core/model/json_writer.h"
#include "core/model/sha256.h"

namespace bw::sim {
namespace {

class P3 final : public WireDialect {
public:
    explicit P3(SimBackend& backend) : m_backend(backend) {}

    std::string answer(std::string_view, const SimFields& fields, const MoodDraw& moods) override {
        const std::string_view uuid = fields["uuid"], action = fields["action"];
        if (uuid.empty() && action.empty()) return error(uuid, "INVALID_JSON", "no JSON object");
        if (action == "OPEN") return open(uuid, fields, moods);
        if (action == "CLOSE") return close(uuid, fields, moods);
        if (action == "SYNC_ALL") return syncAll(uuid);
        if (action == "GET_ACCOUNT" || action == "GET_POSITIONS" || action == "PING") return query(uuid, action);
        return error(uuid, "UNKNOWN_ACTION", "unknown action");
    }

private:
    static JsonWriter begin(std::string_view uuid, std::string_view status) {
        JsonWriter json;
        json.open().str("uuid", uuid).str("status", status);
        return json;
    }
    static std::string error(std::string_view uuid, std::string_view code, std::string_view text, int retcode = 0) {
        JsonWriter json = begin(uuid, "ERROR");
        json.str("error_code", code).str("error_msg", text);
        if (retcode != 0) json.integer("retcode", retcode);
        return json.close().take();
    }

    /// First 8 hex of sha256 over the compact JSON of six members, numbers as they were written.
    static bool signatureFits(const SimFields& fields) {
        const std::string_view given = fields["risk_signature"];
        if (!given.starts_with("RISK_PASS:")) return false;
        const auto number = [&](std::string_view name) { return fields.has(name) ? fields[name] : std::string_view("null"); };
        JsonWriter json;
        json.open().raw("price", number("price")).raw("sl", number("sl")).str("symbol", fields["symbol"]);
        json.raw("tp", number("tp")).str("type", fields["type"]).raw("volume", number("volume")).close();
        const std::string want = hex(sha256(json.take())).substr(0, 8);
        const std::size_t second = given.find(':', 10);
        return second != std::string_view::npos && given.substr(10, second - 10) == want && given.size() == second + 21;
    }

    std::string open(std::string_view uuid, const SimFields& fields, const MoodDraw& moods) {
        SimVenue::Request request;
        if (!SimBackend::readRequest(fields, request)) {
            m_backend.refused(request, "INVALID_TYPE");
            return error(uuid, "INVALID_TYPE", "type");
        }
        if (!signatureFits(fields)) {
            m_backend.refused(request, "RISK_SIGNATURE_INVALID");
            ++m_backend.truth.refusals["RISK_SIGNATURE_INVALID"];
            return error(uuid, "RISK_SIGNATURE_INVALID", "the signature does not fit the order");
        }
        const SimBackend::Opened opened = m_backend.open(std::move(request), moods);
        const VenueAnswer& told = opened.answer;
        if (opened.lying || opened.hide_ticket) {
            JsonWriter json = begin(uuid, "FILLED");
            if (opened.lying) json.raw("ticket", "123456").integer("retcode", told.retcode);
            return json.close().take();
        }
        if (told.retcode < 10008 || told.retcode > 10010)
            return error(uuid, "MT5_ORDER_FAILED", "order_send failed", told.retcode);
        JsonWriter json = begin(uuid, "FILLED");
        json.raw("ticket", told.ticket).raw("volume", text8(told.filled.units)).raw("price", text8(told.price.units));
        json.str("execution_time", m_backend.isoNow()).integer("retcode", told.retcode);
        return json.close().take();
    }

    std::string close(std::string_view uuid, const SimFields& fields, const MoodDraw& moods) {
        const VenueAnswer answer = m_backend.close(fields["ticket"], std::nullopt, moods);
        if (answer.retcode != 10009) return error(uuid, "MT5_CLOSE_FAILED", "close failed", answer.retcode);
        JsonWriter json = begin(uuid, "ok");
        json.raw("ticket", answer.ticket).raw("close_price", text8(answer.price.units)).integer("retcode", 10009);
        return json.close().take();
    }

    void positions(JsonWriter& json) const {
        json.openList("positions");
        for (const SimPosition& p : m_backend.venue.positions()) {
            json.open().str("symbol", p.symbol).raw("ticket", p.ticket).raw("volume", text8(p.qty.units));
            json.raw("profit", text8(m_backend.venue.profitOf(p).units));
            json.raw("price_current", text8(m_backend.venue.closePrice(p).units)).raw("price_open", text8(p.open_price.units));
            json.str("type", typeText(p.side, OrderType::Market)).integer("time_open", p.opened_s);
            // As MetaTrader keeps it: the comment of the first fill.
            json.str("comment", p.client_id).integer("magic", p.magic).close();
        }
        json.closeList();
    }

    std::string level(const SimVenue::Account& account) const {
        if (account.margin.units == 0) return "0";
        return formatUnitsTrimmed(static_cast<Int128>(account.equity.units) * 10'000 / account.margin.units, 2);
    }

    std::string syncAll(std::string_view uuid) const {
        const SimVenue::Account account = m_backend.venue.account();
        JsonWriter json = begin(uuid, "ok");
        json.open("account").raw("balance", text8(account.balance.units)).raw("equity", text8(account.equity.units));
        json.raw("margin_free", text8(account.equity.units - account.margin.units));
        json.raw("margin_used", text8(account.margin.units)).raw("margin_level", level(account));
        json.integer("leverage", m_backend.options.account.leverage).close();
        positions(json);
        return json.close().take();
    }

    std::string query(std::string_view uuid, std::string_view action) const {
        JsonWriter json = begin(uuid, "ok");
        if (action == "PING") {
            json.str("server_time", m_backend.isoNow()).raw("latency_ms", "0.1");
        } else if (action == "GET_POSITIONS") {
            positions(json);
        } else {
            const SimVenue::Account account = m_backend.venue.account();
            json.raw("balance", text8(account.balance.units)).raw("equity", text8(account.equity.units));
            json.raw("margin", text8(account.margin.units));
            json.raw("free_margin", text8(account.equity.units - account.margin.units)).raw("margin_level", level(account));
            json.str("currency", m_backend.options.account.currency);
        }
        return json.close().take();
    }

    SimBackend& m_backend;
};

}  // namespace

std::unique_ptr<WireDialect> makeP3(SimBackend& backend) {
    return std::make_unique<P3>(backend);
}

}  // namespace bw::sim

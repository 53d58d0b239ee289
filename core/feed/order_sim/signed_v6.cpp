// SPDX-License-Identifier: GPL-3.0-or-later
// Dialect v6: signed envelopes, a store of outcomes by client id, a KILL latch of its own.
#include <charconv>
#include <map>

#include "core/feed/order_sim/sim_backend.h"
#include "core/model/json_writer.h"
#include "core/model/sha256.h"

namespace bw::sim {
namespace {

constexpr std::int64_t kWindowMs = 5'000, kNonceKeptMs = 60'000, kOutcomeKeptMs = 24LL * 3600 * 1000;

struct Outcome {
    VenueAnswer answer;
    std::int64_t at_ms = 0;
};

class V6 final : public WireDialect {
public:
    explicit V6(SimBackend& backend) : m_backend(backend) { newSession(); }

    std::string answer(std::string_view, const SimFields& fields, const MoodDraw& moods) override {
        Reply reply;
        if (isProbe(fields)) {
            reply.id = fields["uuid"];
            reply.action = "HELLO";
            reply.body = hello();
            return write(reply, moods);
        }
        reply.id = fields["id"];
        reply.action = fields["action"];
        reply.re = fields["nonce"];
        if (const std::string_view no = refusal(fields); !no.empty()) {
            ++m_backend.truth.refusals[std::string(no)];
            if (reply.action == "OPEN") noteRefused(fields, no);
            reply.code = no;
            return write(reply, moods);
        }
        SimFields body;
        if (!body.read(fields["body"])) reply.code = "INVALID_JSON";
        else act(body, moods, reply);
        return write(reply, moods);
    }

    void restart() override {
        newSession();
        m_nonces.clear();  // a message of before names another session
    }
    void resetKill() override { m_backend.truth.killed = false; }

private:
    struct Reply {
        std::string id, action, re, code, body = "{}";
        int retcode = 0;
    };

    void newSession() {
        m_last_session = m_session;
        m_session = "s" + hexNumber(m_backend.random.next());
    }
    static std::string hexNumber(std::uint64_t value) {
        char room[17];
        const auto end = std::to_chars(room, room + sizeof room, value, 16);
        return {room, end.ptr};
    }

    [[nodiscard]] std::string_view refusal(const SimFields& f) {
        std::string text("6\n");
        for (const char* name : {"session", "id", "action", "ts_ms", "nonce", "expires_ms"}) text.append(f[name]) += '\n';
        text += f["body"];
        if (!equalConstantTime(f["mac"], hex(hmacSha256(m_backend.options.key, text)))) return "MAC_BAD";
        if (f["session"] != m_session) return "SESSION_OLD";
        const std::int64_t now = m_backend.nowMs(), ts = f.integer("ts_ms").value_or(0);
        if (ts - now > kWindowMs || now - ts > kWindowMs) return "TS_WINDOW";
        std::erase_if(m_nonces, [&](const auto& item) { return now - item.second > kNonceKeptMs; });
        if (!f.has("nonce") || !m_nonces.emplace(f["nonce"], now).second) return "NONCE_REUSED";
        if (now > f.integer("expires_ms").value_or(0)) return "EXPIRED";
        return {};
    }

    void noteRefused(const SimFields& fields, std::string_view why) {
        SimFields body;
        SimVenue::Request request;
        if (body.read(fields["body"])) (void)SimBackend::readRequest(body, request);
        m_backend.refused(request, why);
    }

    void act(const SimFields& body, const MoodDraw& moods, Reply& reply) {
        const std::string_view action = reply.action;
        if (action == "OPEN") open(body, moods, reply);
        else if (action == "MODIFY") told(m_backend.modify(body, moods), reply);
        else if (action == "CANCEL") cancel(body, moods, reply);
        else if (action == "CANCEL_ALL") cancelAll(body, moods, reply);
        else if (action == "CLOSE") close(body, moods, reply);
        else if (action == "GET_ORDER") getOrder(body, reply);
        else if (action == "PING") reply.body = "{}";
        else if (action == "KILL" || action == "KILL_STATUS") kill(action == "KILL", reply);
        else if (action == "GET_ACCOUNT" || action == "GET_POSITIONS" || action == "GET_ORDERS" || action == "SYNC_ALL")
            reply.body = lists(action);
        else reply.code = "UNKNOWN_ACTION";
    }

    void kill(bool engage, Reply& reply) {
        if (engage) {
            ++m_backend.truth.kills;
            m_backend.truth.killed = true;
        }
        reply.body = m_backend.truth.killed ? R"({"killed":true})" : R"({"killed":false})";
    }

    static void told(const VenueAnswer& answer, Reply& reply) {
        reply.retcode = answer.retcode;
        if (answer.retcode < 10008 || answer.retcode > 10010) reply.code = codeOf(answer.retcode);
        JsonWriter json;
        json.open();
        if (!answer.ticket.empty()) json.str("ticket", answer.ticket);
        json.str("volume", text8(answer.filled.units));
        if (answer.price.units > 0) json.str("price", text8(answer.price.units));
        reply.body = json.close().take();
    }
    static std::string codeOf(int retcode) {
        switch (retcode) {
            case 10018: return "MARKET_CLOSED";
            case 10025: return "NO_CHANGES";
            case 10023: return "ORDER_CHANGED";
            case 10035: case 10036: return "NOT_FOUND";
            default: return "REFUSED";
        }
    }

    void open(const SimFields& body, const MoodDraw& moods, Reply& reply) {
        SimVenue::Request request;
        if (!SimBackend::readRequest(body, request) || request.client_id.empty()) {
            m_backend.refused(request, "MISSING_FIELD");
            reply.code = request.client_id.empty() ? "MISSING_CLIENT_ID" : "MISSING_TYPE";
            return;
        }
        const std::int64_t now = m_backend.nowMs();
        std::erase_if(m_outcomes, [&](const auto& item) { return now - item.second.at_ms > kOutcomeKeptMs; });
        if (const auto known = m_outcomes.find(request.client_id); known != m_outcomes.end()) {
            m_backend.refused(request, "repeat", /*repeated=*/true);
            return told(known->second.answer, reply);
        }
        if (m_backend.truth.killed) {
            m_backend.refused(request, "KILLED");
            const VenueAnswer no{10017, {}, {}, {}, false};
            m_outcomes[request.client_id] = {no, now};
            told(no, reply);
            reply.code = "KILLED";
            return;
        }
        const std::string client_id = request.client_id;
        const SimBackend::Opened opened = m_backend.open(std::move(request), moods);
        m_outcomes[client_id] = {opened.truth, now};
        told(opened.answer, reply);
        if (opened.lying) {
            reply.code.clear();
            reply.body = R"({"state":"FILLED","ticket":"123456","volume":"0.01","price":"1.1"})";
        } else if (opened.hide_ticket) {
            reply.code.clear();
            reply.retcode = 0;
            reply.body = R"({"state":"FILLED"})";
        }
    }

    void cancel(const SimFields& body, const MoodDraw& moods, Reply& reply) {
        const VenueAnswer answer = m_backend.cancel(body["ticket"], body["client_id"], moods);
        told(answer, reply);
    }

    void cancelAll(const SimFields& body, const MoodDraw& moods, Reply& reply) {
        std::optional<std::int64_t> magic;
        if (body["scope"] != "account") magic = body.integer("magic").value_or(0);
        const int count = m_backend.cancelAll(magic, moods);
        int left = 0;
        for (const SimOrder& order : m_backend.venue.orders()) left += order.working() && (!magic || order.magic == *magic);
        reply.retcode = count >= 0 ? 10009 : 10018;
        if (count < 0) reply.code = "MARKET_CLOSED";
        JsonWriter json;
        json.open().integer("cancelled", count < 0 ? 0 : count).integer("refused", left);
        reply.body = json.close().take();
    }

    void close(const SimFields& body, const MoodDraw& moods, Reply& reply) {
        std::optional<Qty> qty;
        if (const auto units = body.units("volume")) qty = Qty{*units};
        told(m_backend.close(body["ticket"], qty, moods), reply);
    }

    void getOrder(const SimFields& body, Reply& reply) {
        const std::string client_id(body["client_id"]);
        const SimOrder* order = m_backend.venue.find({}, client_id);
        const auto known = m_outcomes.find(client_id);
        JsonWriter json;
        json.open().flag("found", order != nullptr || known != m_outcomes.end()).str("client_id", client_id);
        if (order != nullptr) {
            static constexpr std::string_view kStates[] = {"WORKING", "PARTIAL", "FILLED", "CANCELLED", "REJECTED"};
            json.str("state", kStates[static_cast<std::size_t>(order->state)]).str("ticket", order->ticket);
            json.str("volume", text8(order->filled.units));
            if (order->avg_price.units > 0) json.str("price", text8(order->avg_price.units));
            reply.retcode = 10009;
        } else if (known != m_outcomes.end()) {
            json.str("state", "REJECTED").integer("retcode", known->second.answer.retcode);
        }
        reply.body = json.close().take();
    }

    void account(JsonWriter& json) const {
        const SimVenue::Account account = m_backend.venue.account();
        const SimAccount& facts = m_backend.options.account;
        json.open("account").str("login", facts.login).str("currency", facts.currency);
        json.str("balance", text8(account.balance.units)).str("equity", text8(account.equity.units));
        json.str("margin_free", text8(account.equity.units - account.margin.units));
        json.str("margin_used", text8(account.margin.units));
        const Int128 level = account.margin.units == 0 ? 0 : static_cast<Int128>(account.equity.units) * 10'000 / account.margin.units;
        json.str("margin_level", formatUnitsTrimmed(level, 2)).integer("leverage", facts.leverage);
        json.integer("trade_mode", facts.trade_mode).close();
    }
    void positions(JsonWriter& json) const {
        json.openList("positions");
        for (const SimPosition& p : m_backend.venue.positions()) {
            json.open().str("symbol", p.symbol).str("ticket", p.ticket).str("type", typeText(p.side, OrderType::Market));
            json.str("volume", text8(p.qty.units)).str("price_open", text8(p.open_price.units));
            json.str("price_current", text8(m_backend.venue.closePrice(p).units));
            json.str("profit", text8(m_backend.venue.profitOf(p).units)).str("client_id", p.client_id);
            json.integer("magic", p.magic).integer("time_open", p.opened_s).close();
        }
        json.closeList();
    }
    void orders(JsonWriter& json) const {
        json.openList("orders");
        for (const SimOrder& o : m_backend.venue.orders()) {
            if (!o.working()) continue;
            json.open().str("symbol", o.symbol).str("ticket", o.ticket).str("client_id", o.client_id);
            json.str("type", typeText(o.side, o.type)).str("volume", text8(o.qty.units)).str("filled", text8(o.filled.units));
            json.str("price", text8(o.price.units)).integer("magic", o.magic).close();
        }
        json.closeList();
    }
    [[nodiscard]] std::string lists(std::string_view action) const {
        const bool all = action == "SYNC_ALL";
        JsonWriter json;
        json.open().integer("as_of_ms", m_backend.nowMs());
        if (all || action == "GET_ACCOUNT") account(json);
        if (all || action == "GET_POSITIONS") positions(json);
        if (all || action == "GET_ORDERS") orders(json);
        return json.close().take();
    }
    [[nodiscard]] std::string hello() const {
        const SimAccount& facts = m_backend.options.account;
        JsonWriter json;
        json.open().str("account", facts.login).integer("trade_mode", facts.trade_mode).str("currency", facts.currency);
        json.openList("features").str("", "cancel").str("", "modify").str("", "kill").closeList();
        return json.integer("deadman_ms", 0).close().take();
    }

    /// The reply's own words are signed too, before the body (core/feed/order/v6_envelope.h writes the wire down).
    [[nodiscard]] std::string write(const Reply& reply, const MoodDraw& moods) {
        const std::string& session = moods[Mood::OldSession] && !m_last_session.empty() ? m_last_session : m_session;
        const std::string nonce = hexNumber(m_backend.random.next() | 1ULL << 63) + hexNumber(m_backend.random.next() | 1ULL << 63);
        const std::string ts = std::to_string(m_backend.nowMs()), expires = std::to_string(m_backend.nowMs() + kWindowMs);
        const std::string_view status = reply.code.empty() ? "ok" : "error";
        const std::string retcode = std::to_string(reply.retcode);
        std::string text("6\n");
        for (const std::string_view line : {std::string_view(session), std::string_view(reply.id), std::string_view(reply.action),
                                            std::string_view(ts), std::string_view(nonce), std::string_view(expires),
                                            std::string_view(reply.re), status, std::string_view(reply.code),
                                            std::string_view(retcode)})
            text.append(line) += '\n';
        text += reply.body;
        std::string mac = hex(hmacSha256(m_backend.options.key, text));
        if (moods[Mood::BadMac]) mac.front() = mac.front() == '0' ? '1' : '0';
        JsonWriter json;
        json.open().num("v", 6).str("id", reply.id).str("session", session).str("action", reply.action).raw("ts_ms", ts);
        json.str("nonce", nonce).raw("expires_ms", expires).str("status", status).str("code", reply.code);
        json.raw("retcode", retcode).str("re", reply.re).str("body", reply.body);
        if (!moods[Mood::Unsigned]) json.str("mac", mac);
        return json.close().take();
    }

    SimBackend& m_backend;
    std::string m_session, m_last_session;
    std::map<std::string, std::int64_t, std::less<>> m_nonces;  // seen at, ms; kept 60 s
    std::map<std::string, Outcome, std::less<>> m_outcomes;     // kept 24 h, over restarts
};

}  // namespace

std::unique_ptr<WireDialect> makeV6(SimBackend& backend) {
    return std::make_unique<V6>(backend);
}

}  // namespace bw::sim

// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <utility>

#include "core/feed/order/dialect.h"
#include "core/feed/order/venue_codes.h"
#include "core/model/json_writer.h"

namespace bw::feed {
namespace {

using Outcome = RouteReply::Outcome;

constexpr std::string_view actionOf(Act act) {
    switch (act) {
        case Act::Ping: return "PING";
        case Act::Account: return "GET_ACCOUNT";
        case Act::SyncAll: return "SYNC_ALL";
        case Act::QueryOrder: return "GET_ORDER";
        case Act::Open: return "OPEN";
        case Act::Modify: return "MODIFY";
        case Act::Cancel: return "CANCEL";
        case Act::CancelAll: return "CANCEL_ALL";
        case Act::Close: return "CLOSE";
        case Act::Kill: return "KILL";
        case Act::Probe: break;
    }
    return "HELLO";
}

/// Writes body members; the first number that is none spoils it all.
class Body {
public:
    Body() { m_json.open(); }
    Body& text(std::string_view name, std::string_view value) {
        m_json.str(name, cleanText(value, 256));
        return *this;
    }
    Body& number(std::string_view name, std::string_view value) {
        if (value.empty()) return *this;
        if (const auto shortest = shortNumber(value))
            m_json.raw(name, *shortest);
        else
            m_good = false;
        return *this;
    }
    Body& integer(std::string_view name, std::int64_t value) {
        m_json.integer(name, value);
        return *this;
    }
    Body& flag(std::string_view name, bool value) {
        m_json.flag(name, value);
        return *this;
    }
    [[nodiscard]] Result<std::string> take() {
        if (!m_good) return Error{Code::OrderForm, "route.v6", "not a number"};
        return m_json.close().take();
    }

private:
    JsonWriter m_json;
    bool m_good = true;
};

Result<std::string> bodyOf(const Ask& ask) {
    const RouteRequest& r = ask.request;
    Body body;
    switch (ask.act) {
        case Act::Open:
            if (r.qty.empty()) return Error{Code::OrderForm, "route.v6", "no quantity"};
            body.text("client_id", r.client_id).text("symbol", r.symbol).text("type", orderWord(r)).number("volume", r.qty);
            // a stop order is triggered at its stop price
            body.number("price", r.type == OrderType::Stop && r.price.empty() ? r.stop : r.price).number("sl", r.sl).number("tp", r.tp);
            body.text("tif", tifName(r.tif)).integer("magic", r.magic);
            break;
        case Act::Modify:
            body.text("client_id", r.client_id).text("ticket", r.venue_id).number("volume", r.qty).number("price", r.price);
            body.number("sl", r.sl).number("tp", r.tp);
            break;
        case Act::Cancel: body.text("client_id", r.client_id).text("ticket", r.venue_id); break;
        case Act::Close: body.text("ticket", r.venue_id).number("volume", r.qty); break;
        case Act::QueryOrder: body.text("client_id", r.client_id); break;
        case Act::CancelAll:
            body.text("scope", ask.whole_account ? "account" : "own").integer("magic", ask.magic);
            body.flag("keep_protective", ask.keep_protective);
            break;
        case Act::Kill: body.text("reason", "kill latch"); break;
        case Act::Ping:
            if (ask.deadman_ms > 0) body.integer("deadman_ms", ask.deadman_ms);
            break;
        default: break;
    }
    return body.take();
}

void takeFill(const JsonTree& body, Answer& answer) {
    answer.venue_id = body["ticket"].plain();
    answer.filled_qty = body["volume"].plain();
    answer.avg_price = body["price"].plain();
}

void answerTrade(const Ask& ask, const v6::Envelope& reply, const JsonTree& body, Answer& answer) {
    Verdict verdict = verdictOfRetcode(reply.retcode);
    if (reply.retcode == 0) {
        // CANCEL_ALL and KILL are the gateway's own acts: no retcode of the venue is due
        const bool own = ask.act == Act::CancelAll || ask.act == Act::Kill;
        if (reply.status != "ok")
            verdict = verdictOfWord(reply.code);
        else if (own)
            verdict = {Outcome::Ok, Code::Ok};
    }
    answer.outcome = verdict.outcome;
    answer.code = verdict.code;
    answer.text = mendText(reply.retcode, verdict.code);
    if (answer.text.empty()) answer.text = cleanText(reply.code, 200);
    takeFill(body, answer);
    fitToRequest(ask, answer);
    const bool placed = answer.outcome == Outcome::Filled || answer.outcome == Outcome::Partial || answer.outcome == Outcome::Working;
    if (ask.act == Act::Open && placed && answer.venue_id.empty()) {  // nothing to find it by again
        answer.outcome = Outcome::Unknown;
        answer.code = Code::OutcomeUnknown;
    }
}

void answerOrder(const JsonTree& body, Answer& answer) {
    answer.outcome = Outcome::Failed;
    answer.code = Code::QueryFailed;
    if (body["found"].type != JsonTree::Type::Bool) return;
    if (!body["found"].isTrue()) {
        answer.code = Code::OrderNotFound;
        return;
    }
    static constexpr std::array<std::pair<std::string_view, Outcome>, 5> kStates{{{"WORKING", Outcome::Working},
                                                                                  {"PARTIAL", Outcome::Partial},
                                                                                  {"FILLED", Outcome::Filled},
                                                                                  {"CANCELLED", Outcome::Cancelled},
                                                                                  {"REJECTED", Outcome::Rejected}}};
    for (const auto& [word, outcome] : kStates) {
        if (body["state"].text != word) continue;
        answer.outcome = outcome;
        answer.code = outcome == Outcome::Rejected ? Code::VenueRejected : Code::Ok;
        takeFill(body, answer);
    }
}

}  // namespace

namespace v6 {

Result<std::string> requestText(const Ask& ask) {
    auto body = bodyOf(ask);
    if (!body) return body.error();
    Envelope e;
    e.id = ask.id;
    e.session = ask.session;
    e.action = actionOf(ask.act);
    e.ts_ms = ask.gateway_ms;
    e.nonce = ask.nonce;
    e.expires_ms = ask.expires_ms;
    e.body = std::move(*body);
    e.mac = macOf(e, ask.key);
    return encode(e);
}

}  // namespace v6

Code checkV6(const Ask& ask, const JsonTree& reply, v6::Envelope& out) {
    auto envelope = v6::decode(reply);
    if (!envelope) return envelope.error().code;
    if (!v6::macFits(*envelope, ask.key)) return Code::ReplyMacBad;
    if (!envelope->is_reply || envelope->id != ask.id || envelope->action != actionOf(ask.act) || envelope->re != ask.nonce)
        return Code::ReplyUnmatched;
    if (envelope->session != ask.session && envelope->code != "SESSION_OLD") return Code::SessionOld;
    out = std::move(*envelope);
    return Code::Ok;
}

Answer answerV6(const Ask& ask, const v6::Envelope& reply) {
    Answer answer;
    answer.retcode = reply.retcode;
    answer.server_ms = reply.ts_ms;
    const auto parsed = parseJson(reply.body);
    const JsonTree body = parsed ? *parsed : JsonTree{};
    if (changesVenue(ask.act)) {
        answerTrade(ask, reply, body, answer);
        return answer;
    }
    answer.outcome = Outcome::Failed;
    answer.code = Code::QueryFailed;
    if (reply.status != "ok" || !parsed) {
        if (const Verdict verdict = verdictOfWord(reply.code); verdict.code != Code::OutcomeUnknown) answer.code = verdict.code;
        answer.text = cleanText(reply.code, 200);
        return answer;
    }
    switch (ask.act) {
        case Act::QueryOrder: answerOrder(body, answer); break;
        case Act::Account:
            if (!body["account"].isObject()) break;
            answer.reading = readAccount(body["account"]);
            answer.reading->reply_id = reply.nonce;
            answer.reading->venue_ts_ms = reply.ts_ms;
            answer.outcome = Outcome::Ok;
            answer.code = Code::Ok;
            break;
        case Act::SyncAll: {
            RouteSnapshot snapshot;
            if (!readSnapshot(body, /*with_orders=*/true, snapshot)) break;
            if (!body["as_of_ms"].integer(snapshot.as_of_ms)) snapshot.as_of_ms = reply.ts_ms;
            snapshot.account.reply_id = reply.nonce;
            snapshot.account.venue_ts_ms = snapshot.as_of_ms;
            answer.snapshot = std::move(snapshot);
            answer.outcome = Outcome::Ok;
            answer.code = Code::Ok;
            break;
        }
        default:
            answer.outcome = Outcome::Ok;
            answer.code = Code::Ok;
            break;
    }
    return answer;
}

}  // namespace bw::feed

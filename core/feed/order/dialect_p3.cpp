// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/dialect.h"

#include "core/feed/order/venue_codes.h"
#include "core/model/json_writer.h"
#include "core/model/sha256.h"

namespace bw::feed {
namespace {

using Outcome = RouteReply::Outcome;

/// The number or the word of a refusal; false if the reply names none.
bool readError(const JsonTree& reply, std::int64_t& retcode, std::string& word) {
    retcode = 0;
    if (!reply["retcode"].integer(retcode)) retcode = 0;
    const JsonTree& error = reply["error_code"];
    std::int64_t number = 0;
    if (error.integer(number)) {
        if (retcode == 0) retcode = number;
        return number != 0 || retcode != 0;
    }
    word = error.plain();
    return !word.empty() || retcode != 0;
}

std::string wordsOf(const JsonTree& reply, const std::string& word) {
    for (const std::string_view name : {"error_msg", "error_message", "message", "msg"})
        if (const std::string text = reply[name].plain(); !text.empty()) return cleanText(text, 200);
    return cleanText(word, 200);
}

bool isSuccess(const JsonTree& reply) {
    const std::string status = reply["status"].plain();
    return status == "ok" || status == "OK" || status == "SUCCESS" || status == "success";
}

void answerTrade(const Ask& ask, const JsonTree& reply, bool has_error, const std::string& word, Answer& answer) {
    const bool is_close = ask.act == Act::Close;
    Verdict verdict;
    if (answer.retcode != 0)
        verdict = verdictOfRetcode(answer.retcode);
    else if (has_error)
        verdict = verdictOfWord(word);
    else if (const std::string status = reply["status"].plain(); is_close ? reply.has("close_price") : status == "FILLED")
        verdict = {Outcome::Filled, Code::Ok};  // without a retcode the ticket has to carry it
    answer.outcome = verdict.outcome;
    answer.code = verdict.code;
    answer.venue_id = reply["ticket"].plain();
    answer.filled_qty = reply["volume"].plain();
    answer.avg_price = reply[is_close ? "close_price" : "price"].plain();
    if (const std::string_view mend = mendText(answer.retcode, verdict.code); !mend.empty()) answer.text = mend;
    fitToRequest(ask, answer);
    const bool placed = answer.outcome == Outcome::Filled || answer.outcome == Outcome::Partial || answer.outcome == Outcome::Working;
    if (!is_close && placed && answer.venue_id.empty()) {
        answer.outcome = Outcome::Unknown;
        answer.code = Code::OutcomeUnknown;
    }
}

void answerQuery(const Ask& ask, const JsonTree& reply, Answer& answer) {
    if (ask.act == Act::Ping) {
        if (!isSuccess(reply)) return;
        if (!reply["server_time"].integer(answer.server_ms)) answer.server_ms = 0;
        if (answer.server_ms != 0 && answer.server_ms < 100'000'000'000) answer.server_ms *= 1'000;  // in seconds
    } else if (ask.act == Act::Account) {
        const JsonTree& account = reply["account"].isObject() ? reply["account"] : reply;
        if (!account.has("equity")) return;
        answer.reading = readAccount(account);
        answer.reading->reply_id = ask.id;
    } else {
        RouteSnapshot snapshot;
        if (!readSnapshot(reply, /*with_orders=*/false, snapshot)) return;
        snapshot.account.reply_id = ask.id;
        answer.snapshot = std::move(snapshot);
    }
    answer.outcome = Outcome::Ok;
    answer.code = Code::Ok;
}

/// Tickets are numbers at the venue.
void putTicket(JsonWriter& json, const std::string& ticket) {
    const bool digits = !ticket.empty() && ticket.find_first_not_of("0123456789") == std::string::npos && ticket.size() < 20;
    if (digits && (ticket.size() == 1 || ticket.front() != '0'))
        json.raw("ticket", ticket);
    else
        json.str("ticket", cleanText(ticket, 64));
}

}  // namespace

std::string riskSignature(std::string_view price, std::string_view sl, std::string_view symbol, std::string_view tp, std::string_view type,
                          std::string_view volume, WallTime wall) {
    JsonWriter json;
    json.open().raw("price", price).raw("sl", sl).str("symbol", symbol).raw("tp", tp).str("type", type).raw("volume", volume).close();
    return "RISK_PASS:" + hex(sha256(json.take())).substr(0, 8) + ":" + isoTime(wall);
}

namespace p3 {

Result<std::string> requestText(const Ask& ask) {
    const RouteRequest& r = ask.request;
    JsonWriter json;
    json.open().str("uuid", ask.id);
    const auto action = [&](std::string_view name) { json.str("action", name).str("timestamp", isoTime(ask.wall)); };
    switch (ask.act) {
        case Act::Ping: action("PING"); break;
        case Act::Account: action("GET_ACCOUNT"); break;
        case Act::SyncAll:
            action("SYNC_ALL");
            json.integer("magic_number", ask.magic);
            break;
        case Act::Close:
            if (r.venue_id.empty()) return Error{Code::OrderForm, "route.p3", "CLOSE needs the position's ticket"};
            action("CLOSE");
            putTicket(json, r.venue_id);
            break;
        default: {
            if (r.type != OrderType::Market)
                return Error{Code::OrderNotCancellable, "route.p3", "a resting order could not be cancelled"};
            const auto volume = shortNumber(r.qty), price = shortNumber(r.price), sl = shortNumber(r.sl), tp = shortNumber(r.tp);
            if (r.qty.empty() || !volume || !price || !sl || !tp) return Error{Code::OrderForm, "route.p3", "not a number"};
            const std::string type = orderWord(r), symbol = cleanText(r.symbol, 64);
            action("OPEN");
            json.str("symbol", symbol).str("type", type).raw("volume", *volume).raw("price", *price).raw("sl", *sl).raw("tp", *tp);
            json.str("comment", cleanText(r.client_id, 31)).integer("magic", r.magic);
            json.str("risk_signature", riskSignature(*price, *sl, symbol, *tp, type, *volume, ask.wall));
            break;
        }
    }
    return json.close().take();
}

Answer answer(const Ask& ask, const JsonTree& reply) {
    Answer answer;
    std::string word;
    const bool has_error = readError(reply, answer.retcode, word);
    if (changesVenue(ask.act)) {
        answer.text = wordsOf(reply, word);
        answerTrade(ask, reply, has_error, word, answer);
        return answer;
    }
    answer.outcome = Outcome::Failed;
    answer.code = Code::QueryFailed;
    if (has_error) {
        if (const Verdict verdict = verdictOfWord(word); verdict.code != Code::OutcomeUnknown) answer.code = verdict.code;
        answer.text = wordsOf(reply, word);
        return answer;
    }
    answerQuery(ask, reply, answer);
    return answer;
}

}  // namespace p3
}  // namespace bw::feed

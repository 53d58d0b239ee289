// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/dialect.h"

#include "core/feed/order/venue_codes.h"
#include "core/feed/plain_text.h"
#include "core/model/json_writer.h"

namespace bw::feed::p2 {
namespace {

using Outcome = RouteReply::Outcome;

constexpr std::size_t kSymbolMin = 6, kSymbolMax = 10;
constexpr int kVolumeDigits = 2;
constexpr std::int64_t kVolumeMax = 10'000;  // hundredths of a lot

}  // namespace

Result<std::string> requestText(const Ask& ask) {
    const RouteRequest& r = ask.request;
    if (r.type != OrderType::Market) return Error{Code::OrderNotCancellable, "route.p2", "a resting order could not be cancelled"};
    if (r.symbol.size() < kSymbolMin || r.symbol.size() > kSymbolMax)
        return Error{Code::OrderInstrument, "route.p2", "this gateway takes symbols of 6 to 10 characters"};
    std::int64_t hundredths = 0;
    const auto volume = shortNumber(r.qty), sl = shortNumber(r.sl), tp = shortNumber(r.tp);
    if (r.qty.empty() || !volume || !sl || !tp) return Error{Code::OrderForm, "route.p2", "not a number"};
    if (parseUnits(*volume, kVolumeDigits, hundredths) != Code::Ok || hundredths < 1 || hundredths > kVolumeMax)
        return Error{Code::OrderQtyRange, "route.p2", "this gateway takes 0.01 to 100 lots in steps of 0.01"};
    JsonWriter json;
    json.open().str("action", "ORDER_SEND").str("req_id", ask.id).str("timestamp", isoTime(ask.wall)).open("payload");
    json.str("symbol", cleanText(r.symbol, kSymbolMax)).str("type", r.side == OrderSide::Buy ? "OP_BUY" : "OP_SELL").raw("volume", *volume);
    json.integer("magic", r.magic).str("comment", cleanText(r.client_id, 31)).raw("sl", *sl).raw("tp", *tp).close();
    return json.close().take();
}

Answer answer(const Ask& ask, const JsonTree& reply) {
    Answer answer;
    if (!reply["retcode"].integer(answer.retcode)) answer.retcode = 0;
    const std::string word = reply["msg"].plain();
    // Without a retcode even "no error" proves nothing; a word of refusal may.
    const Verdict verdict = answer.retcode != 0         ? verdictOfRetcode(answer.retcode)
                            : reply["error"].isTrue() ? verdictOfWord(word)
                                                      : Verdict{};
    answer.outcome = verdict.outcome;
    answer.code = verdict.code;
    answer.venue_id = reply["ticket"].plain();
    if (answer.venue_id == "0") answer.venue_id.clear();
    answer.filled_qty = reply["data"]["volume"].plain();
    answer.avg_price = reply["data"]["price"].plain();
    answer.text = mendText(answer.retcode, verdict.code);
    if (answer.text.empty()) answer.text = cleanText(word, 200);
    fitToRequest(ask, answer);
    return answer;
}

}  // namespace bw::feed::p2

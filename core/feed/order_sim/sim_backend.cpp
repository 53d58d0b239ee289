// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order_sim/sim_backend.h"

#include <chrono>
#include <cstdio>

#include "core/model/fixed.h"

namespace bw::sim {
namespace {

constexpr int kRefusals[] = {10004, 10006, 10013, 10014, 10018, 10019, 10021, 10024, 10027, 10033};

bool typeOf(std::string_view type, std::string_view side, SimVenue::Request& out) {
    if (type.starts_with("OP_")) type.remove_prefix(3);
    std::string whole(type);
    if (!side.empty()) {  // side apart: "buy" and "limit"
        whole = std::string(side) + (type == "market" || type == "MARKET" || type.empty() ? "" : "_" + std::string(type));
    }
    for (char& c : whole)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    std::string_view rest = whole;
    if (rest.starts_with("BUY")) {
        out.side = OrderSide::Buy;
        rest.remove_prefix(3);
    } else if (rest.starts_with("SELL")) {
        out.side = OrderSide::Sell;
        rest.remove_prefix(4);
    } else {
        return false;
    }
    if (rest.empty()) out.type = OrderType::Market;
    else if (rest == "_LIMIT") out.type = OrderType::Limit;
    else if (rest == "_STOP") out.type = OrderType::Stop;
    else return false;
    return true;
}

}  // namespace

std::string text8(std::int64_t units) {
    return formatUnitsTrimmed(units, kSimDigits);
}

std::string typeText(OrderSide side, OrderType type) {
    std::string text = side == OrderSide::Buy ? "BUY" : "SELL";
    if (type != OrderType::Market) text += type == OrderType::Limit ? "_LIMIT" : "_STOP";
    return text;
}

std::string_view WireDialect::actionOf(const SimFields& fields) {
    return fields.has("action") ? fields["action"] : fields["cmd"];
}

SimBackend::SimBackend(const OrderSimOptions& options_in, const feed::Clock& clock_in)
    : options(options_in), clock(clock_in), venue(options_in), random(options_in.seed) {}

std::int64_t SimBackend::nowMs() const {
    return clock.wall().ns / kNsPerMs + options.clock_offset_ms;
}

std::string SimBackend::isoNow() const {
    using namespace std::chrono;
    const sys_time<milliseconds> now{milliseconds(nowMs())};
    const sys_days day = floor<days>(now);
    const year_month_day date(day);
    const hh_mm_ss time(now - day);
    char room[40];
    std::snprintf(room, sizeof room, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    return room;
}

bool SimBackend::readRequest(const SimFields& fields, SimVenue::Request& out) {
    out.client_id = fields.has("client_id") ? fields["client_id"] : fields["comment"];
    out.symbol = fields["symbol"];
    if (!typeOf(fields["type"], fields["side"], out)) return false;
    out.qty.units = fields.units("volume").value_or(0);
    // A stop order's trigger may stand as `stop`; all else is `price`.
    const char* const price = out.type == OrderType::Stop && fields.units("stop").value_or(0) > 0 ? "stop" : "price";
    out.price.units = fields.units(price).value_or(0);
    out.sl.units = fields.units("sl").value_or(0);
    out.tp.units = fields.units("tp").value_or(0);
    out.magic = fields.integer("magic").value_or(0);
    out.ioc = fields["tif"] == "ioc" || fields["tif"] == "IOC";
    return true;
}

void SimBackend::refused(const SimVenue::Request& request, std::string_view why, bool repeated) {
    truth.attempts.push_back({request.client_id, request.symbol, request.side, request.type, request.qty, clock.mono(),
                              false, repeated, std::string(why)});
}

SimBackend::Opened SimBackend::open(SimVenue::Request request, const MoodDraw& moods) {
    request.half = moods[Mood::Partial];
    request.now_s = nowMs() / 1000;
    Opened opened;
    const bool doubt = moods[Mood::Doubt], no_ticket = moods[Mood::NoTicket];
    int refuse = 0;
    if (moods[Mood::Lying]) refuse = 10013;
    else if (moods[Mood::Reject]) refuse = kRefusals[random.below(std::size(kRefusals))];
    else if (doubt && random.below(2) == 0) refuse = 10012;
    else if (no_ticket && random.below(2) == 0) refuse = 10006;
    if (refuse != 0) {
        opened.truth.retcode = refuse;
        refused(request, "mood");
    } else {
        opened.truth = venue.open(request);
        if (opened.truth.changed) {
            truth.attempts.push_back({request.client_id, request.symbol, request.side, request.type, request.qty,
                                      clock.mono(), true, false, {}});
            ++truth.executions[request.client_id];
        } else {
            refused(request, std::to_string(opened.truth.retcode));
        }
    }
    opened.answer = opened.truth;
    if (doubt) opened.answer = {10012, {}, {}, {}, false};
    opened.lying = moods[Mood::Lying];
    opened.hide_ticket = no_ticket;
    return opened;
}

VenueAnswer SimBackend::cancel(std::string_view ticket, std::string_view client_id, const MoodDraw& moods) {
    VenueAnswer answer;
    if (moods[Mood::RefuseCancel]) answer.retcode = 10018;
    else answer = venue.cancel(ticket, client_id);
    truth.cancels.push_back({std::string(client_id), std::string(ticket), clock.mono(), answer.changed,
                             answer.retcode == 10009 ? "" : std::to_string(answer.retcode)});
    return answer;
}

int SimBackend::cancelAll(std::optional<std::int64_t> magic, const MoodDraw& moods) {
    const int count = moods[Mood::RefuseCancel] ? -1 : venue.cancelAll(magic);
    truth.cancels.push_back({{}, {}, clock.mono(), count >= 0, count >= 0 ? "" : "10018"});
    return count;
}

VenueAnswer SimBackend::modify(const SimFields& body, const MoodDraw& moods) {
    if (moods[Mood::Reject]) return {kRefusals[random.below(std::size(kRefusals))], {}, {}, {}, false};
    std::optional<Qty> qty;
    std::optional<Price> price;
    if (const auto units = body.units("volume"); units && *units > 0) qty = Qty{*units};
    if (const auto units = body.units("price"); units && *units > 0) price = Price{*units};
    else if (const auto stop = body.units("stop"); stop && *stop > 0) price = Price{*stop};
    return venue.modify(body["ticket"], body["client_id"], qty, price);
}

VenueAnswer SimBackend::close(std::string_view ticket, std::optional<Qty> qty, const MoodDraw& moods) {
    if (moods[Mood::Reject]) return {10018, {}, {}, {}, false};
    return venue.close(ticket, qty);
}

}  // namespace bw::sim

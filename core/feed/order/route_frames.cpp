// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/route_frames.h"

#include <limits>
#include <utility>

#include "core/feed/order/json_tree.h"
#include "core/model/json_writer.h"

namespace bw::feed {
namespace {

constexpr std::size_t kTextMax = 4'096;  // of one field: a venue's words never make a frame grow without bound

/// A text field; an empty one is left out, which reads back as empty.
void put(JsonWriter& json, std::string_view name, std::string_view value) {
    if (!value.empty()) json.str(name, cleanText(value, kTextMax));
}
void put(JsonWriter& json, std::string_view name, bool value) {
    if (value) json.flag(name, true);
}

/// Reads the fields of one object; the first bad one is kept and the rest are read for nothing.
class Fields {
public:
    explicit Fields(const JsonTree& tree) : m_tree(tree) {}

    Fields& text(std::string_view name, std::string& out) {
        const JsonTree& value = m_tree[name];
        if (value.type == JsonTree::Type::Text)
            out = value.text;
        else if (value.type != JsonTree::Type::Absent)
            fail(Code::FieldType, name);
        return *this;
    }
    Fields& flag(std::string_view name, bool& out) {
        const JsonTree& value = m_tree[name];
        if (value.type == JsonTree::Type::Bool)
            out = value.isTrue();
        else if (value.type != JsonTree::Type::Absent)
            fail(Code::FieldType, name);
        return *this;
    }
    template <class T>
    Fields& number(std::string_view name, T& out) {
        const JsonTree& value = m_tree[name];
        if (value.type == JsonTree::Type::Absent) return fail(Code::FieldMissing, name);
        if (value.type != JsonTree::Type::Number) return fail(Code::FieldType, name);
        bool read = false;
        if constexpr (std::is_signed_v<T>) {
            read = value.integer(out);
        } else {
            std::uint64_t wide = 0;
            read = value.natural(wide) && wide <= std::numeric_limits<T>::max();
            if (read) out = static_cast<T>(wide);
        }
        return read ? *this : fail(Code::FieldType, name);
    }
    /// One of an enum's names; `nameOf` prints value 0, 1, ... up to `count`.
    template <class Enum, class NameOf>
    Fields& choice(std::string_view name, Enum& out, int count, NameOf nameOf) {
        const JsonTree& value = m_tree[name];
        if (value.type == JsonTree::Type::Absent) return fail(Code::FieldMissing, name);
        for (int i = 0; i < count && value.type == JsonTree::Type::Text; ++i) {
            if (nameOf(static_cast<Enum>(i)) != value.text) continue;
            out = static_cast<Enum>(i);
            return *this;
        }
        return fail(Code::FieldType, name);
    }
    Fields& code(std::string_view name, Code& out) {
        const JsonTree& value = m_tree[name];
        if (value.type == JsonTree::Type::Absent) return fail(Code::FieldMissing, name);
        return value.isText() && codeFromName(value.text, out) ? *this : fail(Code::FieldType, name);
    }
    Fields& fail(Code code, std::string_view name) {
        if (m_code == Code::Ok) {
            m_code = code;
            m_field = name;
        }
        return *this;
    }
    [[nodiscard]] bool isGood() const { return m_code == Code::Ok; }
    [[nodiscard]] Error error() const { return {m_code, "route.frame", m_field}; }

private:
    const JsonTree& m_tree;
    Code m_code = Code::Ok;
    std::string m_field;
};

/// The tree of a frame of this kind. JsonSyntax for what is no JSON at all, whatever the reason.
Result<JsonTree> frameOf(std::string_view json, std::string_view ctl) {
    auto tree = parseJson(json);
    if (!tree) return Error{Code::JsonSyntax, "route.frame", std::string(codeName(tree.error().code))};
    const JsonTree& name = (*tree)["ctl"];
    if (name.type == JsonTree::Type::Absent) return Error{Code::FieldMissing, "route.frame", "ctl"};
    if (!name.isText() || name.text != ctl) return Error{Code::FieldType, "route.frame", "ctl"};
    return tree;
}

void putReading(JsonWriter& json, const AccountReading& r) {
    put(json, "route", r.route);
    put(json, "reply_id", r.reply_id);
    put(json, "equity", r.equity);
    put(json, "balance", r.balance);
    put(json, "margin_used", r.margin_used);
    put(json, "margin_level", r.margin_level);
    put(json, "currency", r.currency);
    put(json, "balance_op", r.balance_op);
    put(json, "account", r.account);
    json.integer("venue_ts_ms", r.venue_ts_ms);
}
void takeReading(Fields& fields, AccountReading& r) {
    fields.text("route", r.route).text("reply_id", r.reply_id).text("equity", r.equity).text("balance", r.balance);
    fields.text("margin_used", r.margin_used).text("margin_level", r.margin_level).text("currency", r.currency);
    fields.text("balance_op", r.balance_op).text("account", r.account).number("venue_ts_ms", r.venue_ts_ms);
}

void putPosition(JsonWriter& json, const RoutePosition& p) {
    json.open();
    put(json, "symbol", p.symbol);
    put(json, "ticket", p.ticket);
    put(json, "qty", p.qty);
    put(json, "open_price", p.open_price);
    put(json, "current_price", p.current_price);
    put(json, "profit", p.profit);
    put(json, "client_id", p.client_id);
    json.str("side", orderSideName(p.side)).integer("magic", p.magic).close();
}
void takePosition(Fields& fields, RoutePosition& p) {
    fields.text("symbol", p.symbol).text("ticket", p.ticket).text("qty", p.qty).text("open_price", p.open_price);
    fields.text("current_price", p.current_price).text("profit", p.profit).text("client_id", p.client_id);
    fields.choice("side", p.side, 2, orderSideName).number("magic", p.magic);
}

void putOrder(JsonWriter& json, const RouteOrder& o) {
    json.open();
    put(json, "symbol", o.symbol);
    put(json, "venue_id", o.venue_id);
    put(json, "client_id", o.client_id);
    put(json, "qty", o.qty);
    put(json, "filled", o.filled);
    put(json, "price", o.price);
    json.str("side", orderSideName(o.side)).str("type", orderTypeName(o.type)).integer("magic", o.magic).close();
}
void takeOrder(Fields& fields, RouteOrder& o) {
    fields.text("symbol", o.symbol).text("venue_id", o.venue_id).text("client_id", o.client_id).text("qty", o.qty);
    fields.text("filled", o.filled).text("price", o.price).choice("side", o.side, 2, orderSideName);
    fields.choice("type", o.type, 3, orderTypeName).number("magic", o.magic);
}

/// A list of objects that may be absent; absent and empty are two things.
template <class T>
Status takeList(const JsonTree& list, std::string_view name, bool& has, std::vector<T>& out, void (*take)(Fields&, T&)) {
    has = list.type != JsonTree::Type::Absent;
    if (!has) return Done{};
    if (!list.isList()) return Error{Code::FieldType, "route.frame", std::string(name)};
    out.reserve(list.members.size());
    for (const auto& [unused, item] : list.members) {
        if (!item.isObject()) return Error{Code::FieldType, "route.frame", std::string(name)};
        Fields fields(item);
        take(fields, out.emplace_back());
        if (!fields.isGood()) return fields.error();
    }
    return Done{};
}

}  // namespace

std::string encode(const RouteReply& r) {
    JsonWriter json;
    json.open().str("ctl", "risk.reply");
    put(json, "route", r.route);
    json.num("request", r.request).str("op", routeOpName(r.op)).str("outcome", routeOutcomeName(r.outcome));
    json.str("code", codeName(r.code)).integer("retcode", r.retcode);
    put(json, "client_id", r.client_id);
    put(json, "venue_id", r.venue_id);
    put(json, "filled_qty", r.filled_qty);
    put(json, "avg_price", r.avg_price);
    put(json, "text", r.text);
    put(json, "late", r.late);
    return json.integer("rtt_ns", r.rtt_ns).close().take();
}

std::string encode(const AccountReading& reading) {
    JsonWriter json;
    json.open().str("ctl", "risk.account");
    putReading(json, reading);
    return json.close().take();
}

std::string encode(const RouteSnapshot& s) {
    JsonWriter json;
    json.open().str("ctl", "risk.snapshot");
    put(json, "route", s.route);
    json.num("request", s.request).integer("as_of_ms", s.as_of_ms).open("account");
    putReading(json, s.account);
    json.close();
    if (s.has_positions) {
        json.openList("positions");
        for (const RoutePosition& p : s.positions) putPosition(json, p);
        json.closeList();
    }
    if (s.has_orders) {
        json.openList("orders");
        for (const RouteOrder& o : s.orders) putOrder(json, o);
        json.closeList();
    }
    return json.close().take();
}

std::string encode(const RouteStatus& s) {
    JsonWriter json;
    json.open().str("ctl", "risk.route");
    put(json, "route", s.route);
    put(json, "endpoint", s.endpoint);
    json.str("dialect", dialectName(s.dialect)).str("health", routeHealthName(s.health));
    put(json, "secure", s.secure);
    put(json, "authentic", s.authentic);
    json.num("trade_mode", s.trade_mode).str("error", codeName(s.error)).num("session", s.session);
    json.num("fail_count", s.fail_count).num("timeouts", s.timeouts);
    json.integer("ping_p50_ns", s.ping_p50_ns).integer("ping_p95_ns", s.ping_p95_ns).integer("ping_p99_ns", s.ping_p99_ns);
    json.integer("ping_max_ns", s.ping_max_ns).num("ping_count", s.ping_count);
    json.integer("offset_ns", s.offset_ns).integer("offset_error_ns", s.offset_error_ns);
    json.integer("last_reply_age_ns", s.last_reply_age_ns);
    put(json, "polls_slowly", s.polls_slowly);
    return json.num("rejects", s.rejects).close().take();
}

Result<RouteReply> decodeReply(std::string_view json) {
    const auto tree = frameOf(json, "risk.reply");
    if (!tree) return tree.error();
    RouteReply r;
    Fields fields(*tree);
    fields.text("route", r.route).number("request", r.request).choice("op", r.op, kRouteOps, routeOpName);
    fields.choice("outcome", r.outcome, 10, routeOutcomeName).code("code", r.code).number("retcode", r.retcode);
    fields.text("client_id", r.client_id).text("venue_id", r.venue_id).text("filled_qty", r.filled_qty);
    fields.text("avg_price", r.avg_price).text("text", r.text).flag("late", r.late).number("rtt_ns", r.rtt_ns);
    if (!fields.isGood()) return fields.error();
    return r;
}

Result<AccountReading> decodeReading(std::string_view json) {
    const auto tree = frameOf(json, "risk.account");
    if (!tree) return tree.error();
    AccountReading reading;
    Fields fields(*tree);
    takeReading(fields, reading);
    if (!fields.isGood()) return fields.error();
    return reading;
}

Result<RouteSnapshot> decodeSnapshot(std::string_view json) {
    const auto tree = frameOf(json, "risk.snapshot");
    if (!tree) return tree.error();
    RouteSnapshot s;
    Fields fields(*tree);
    fields.text("route", s.route).number("request", s.request).number("as_of_ms", s.as_of_ms);
    const JsonTree& account = (*tree)["account"];
    if (!account.isObject())
        fields.fail(account.type == JsonTree::Type::Absent ? Code::FieldMissing : Code::FieldType, "account");
    if (!fields.isGood()) return fields.error();
    Fields inner(account);
    takeReading(inner, s.account);
    if (!inner.isGood()) return inner.error();
    if (const Status done = takeList((*tree)["positions"], "positions", s.has_positions, s.positions, takePosition); !done)
        return done.error();
    if (const Status done = takeList((*tree)["orders"], "orders", s.has_orders, s.orders, takeOrder); !done) return done.error();
    return s;
}

Result<RouteStatus> decodeStatus(std::string_view json) {
    const auto tree = frameOf(json, "risk.route");
    if (!tree) return tree.error();
    RouteStatus s;
    Fields fields(*tree);
    fields.text("route", s.route).text("endpoint", s.endpoint).choice("dialect", s.dialect, 6, dialectName);
    fields.choice("health", s.health, 4, routeHealthName).flag("secure", s.secure).flag("authentic", s.authentic);
    fields.number("trade_mode", s.trade_mode).code("error", s.error).number("session", s.session);
    fields.number("fail_count", s.fail_count).number("timeouts", s.timeouts).number("ping_p50_ns", s.ping_p50_ns);
    fields.number("ping_p95_ns", s.ping_p95_ns).number("ping_p99_ns", s.ping_p99_ns).number("ping_max_ns", s.ping_max_ns);
    fields.number("ping_count", s.ping_count).number("offset_ns", s.offset_ns).number("offset_error_ns", s.offset_error_ns);
    fields.number("last_reply_age_ns", s.last_reply_age_ns).flag("polls_slowly", s.polls_slowly).number("rejects", s.rejects);
    if (!fields.isGood()) return fields.error();
    return s;
}

}  // namespace bw::feed

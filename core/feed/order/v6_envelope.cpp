// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order/v6_envelope.h"

#include <algorithm>

#include "core/model/json_writer.h"
#include "core/model/sha256.h"

namespace bw::feed::v6 {
namespace {

bool isPlain(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
}

Code take(const JsonTree& tree, std::string_view name, bool needed, std::string& out) {
    const JsonTree& value = tree[name];
    if (value.type == JsonTree::Type::Absent || (!needed && value.type == JsonTree::Type::Null))
        return needed ? Code::FieldMissing : Code::Ok;
    if (!value.isText() || (name != "body" && !isPlain(value.text))) return Code::FieldType;
    out = value.text;
    return Code::Ok;
}

Code take(const JsonTree& tree, std::string_view name, bool needed, std::int64_t& out) {
    const JsonTree& value = tree[name];
    if (value.type == JsonTree::Type::Absent || (!needed && value.type == JsonTree::Type::Null))
        return needed ? Code::FieldMissing : Code::Ok;
    return value.type == JsonTree::Type::Number && value.integer(out) ? Code::Ok : Code::FieldType;
}

}  // namespace

std::string signedText(const Envelope& e) {
    std::string text = "6\n";
    const auto line = [&text](std::string_view value) { text.append(value).append("\n"); };
    line(e.session);
    line(e.id);
    line(e.action);
    line(std::to_string(e.ts_ms));
    line(e.nonce);
    line(std::to_string(e.expires_ms));
    if (e.is_reply) {
        line(e.re);
        line(e.status);
        line(e.code);
        line(std::to_string(e.retcode));
    }
    return text += e.body;
}

std::string macOf(const Envelope& envelope, std::string_view key) { return hex(hmacSha256(key, signedText(envelope))); }

bool macFits(const Envelope& envelope, std::string_view key) {
    return !key.empty() && !envelope.mac.empty() && equalConstantTime(envelope.mac, macOf(envelope, key));
}

std::string encode(const Envelope& e) {
    JsonWriter json;
    json.open().num("v", 6).str("id", e.id).str("session", e.session).str("action", e.action).integer("ts_ms", e.ts_ms);
    json.str("nonce", e.nonce).integer("expires_ms", e.expires_ms);
    if (e.is_reply) json.str("status", e.status).str("code", e.code).integer("retcode", e.retcode).str("re", e.re);
    json.str("body", e.body);
    if (!e.mac.empty()) json.str("mac", e.mac);
    return json.close().take();
}

Result<Envelope> decode(const JsonTree& tree) {
    Envelope e;
    e.is_reply = tree.has("status");
    Code code = Code::Ok;
    std::string_view where;
    const auto field = [&](std::string_view name, bool needed, auto& out) {
        if (code != Code::Ok) return;
        code = take(tree, name, needed, out);
        where = name;
    };
    std::int64_t version = 0;
    field("v", true, version);
    field("id", true, e.id);
    field("session", true, e.session);
    field("action", true, e.action);
    field("ts_ms", true, e.ts_ms);
    field("nonce", true, e.nonce);
    field("expires_ms", true, e.expires_ms);
    field("body", true, e.body);
    field("mac", false, e.mac);
    if (e.is_reply) {
        field("status", true, e.status);
        field("code", false, e.code);
        field("retcode", false, e.retcode);
        field("re", false, e.re);
    }
    if (code == Code::Ok && version != 6) {
        code = Code::FieldType;
        where = "v";
    }
    if (code != Code::Ok) return Error{code, "v6.envelope", std::string(where)};
    return e;
}

}  // namespace bw::feed::v6

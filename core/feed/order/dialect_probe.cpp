// SPDX-License-Identifier: GPL-3.0-or-later
// The probe and what its answer shows. p0 and p1 are known by this alone: they are watched and never traded with.
#include "core/feed/order/dialect.h"

namespace bw::feed {
namespace {

/// HELLO: signed over the probe's id.
ProbeResult readHello(const JsonTree& reply, std::string_view id, std::string_view key) {
    ProbeResult result;
    result.dialect = Dialect::V6;
    result.error = Code::GatewayUnauthentic;
    const auto hello = v6::decode(reply);
    if (!hello || !v6::macFits(*hello, key) || !hello->is_reply || hello->id != id || hello->action != "HELLO" || hello->status != "ok" ||
        hello->session.empty())
        return result;
    result.error = Code::Ok;
    result.session = hello->session;
    result.server_ms = hello->ts_ms;
    if (const auto body = parseJson(hello->body)) {
        result.account = maskedAccount((*body)["account"].plain());
        std::uint64_t mode = 2;
        if ((*body)["trade_mode"].natural(mode) && mode < 2) result.trade_mode = static_cast<std::uint8_t>(mode);
    }
    return result;
}

bool isBareEa(const JsonTree& reply) {
    const std::string status = reply["status"].plain(), word = reply["msg"].plain();
    if (status == "OK") return reply["data"].has("bid") && reply["data"].has("ask");
    return status == "ERROR" && (word == "Unknown" || word == "Symbol Not Found");
}

Dialect dialectOf(const JsonTree& reply, std::string_view id) {
    const std::string status = reply["status"].plain();
    if (reply["uuid"].plain() == id && reply.has("error_code")) return Dialect::P3;
    if (reply["req_id"].plain() == id && (status == "SUCCESS" || status == "ERROR")) return Dialect::P1;
    if (reply["error"].type == JsonTree::Type::Bool && reply.has("retcode")) return Dialect::P2;
    if (isBareEa(reply)) return Dialect::P0;
    return Dialect::Unknown;
}

}  // namespace

ProbeResult readProbe(const JsonTree& reply, std::string_view id, std::string_view key) {
    std::uint64_t version = 0;
    if (reply["v"].natural(version) && version == 6) return readHello(reply, id, key);
    ProbeResult result;
    result.dialect = dialectOf(reply, id);
    if (result.dialect != Dialect::Unknown) result.error = Code::Ok;
    return result;
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/risk_frames.h"

#include <simdjson.h>

#include <array>

#include "core/model/json_writer.h"

namespace bw::engine {
namespace {

using trade::TradeCommand;
namespace dom = simdjson::dom;

/// The plain text members of a command, in the order they are written.
constexpr std::array<std::pair<std::string_view, std::string TradeCommand::*>, 12> kTexts{{
    {"qty", &TradeCommand::qty},
    {"price", &TradeCommand::price},
    {"stop", &TradeCommand::stop},
    {"sl", &TradeCommand::sl},
    {"tp", &TradeCommand::tp},
    {"client_id", &TradeCommand::client_id},
    {"route", &TradeCommand::route},
    {"subject", &TradeCommand::subject},
    {"text", &TradeCommand::text},
    {"reason", &TradeCommand::reason},
    {"actor", &TradeCommand::actor},
    {"channel", &TradeCommand::channel},
}};

bool take(const dom::element& json, std::string_view key, std::string& out) {
    const auto member = json[key];
    if (member.error() == simdjson::NO_SUCH_FIELD) return true;
    std::string_view text;
    if (member.get_string().get(text) != simdjson::SUCCESS) return false;
    out = text;
    return true;
}

void writeIntent(JsonWriter& json, const OrderIntent& intent) {
    json.open("intent")
        .str("id", intent.client_id)
        .str("route", intent.route)
        .str("instrument", intent.instrument)
        .str("side", orderSideName(intent.side))
        .str("type", orderTypeName(intent.type))
        .str("tif", tifName(intent.tif))
        .flag("reduce_only", intent.reduce_only)
        .str("ticket", intent.ticket)
        .integer("magic", intent.magic)
        .str("source", intent.source)
        .integer("created", intent.created.ns)
        .close();
}

/// Quantity and prices are texts of the command: only the desk knows the instrument's digits.
bool readIntent(const dom::element& root, OrderIntent& out) {
    dom::element json;
    if (root["intent"].get(json) != simdjson::SUCCESS) return false;
    std::string side, type, tif;
    const bool texts = take(json, "id", out.client_id) && take(json, "route", out.route) && take(json, "instrument", out.instrument) &&
                       take(json, "side", side) && take(json, "type", type) && take(json, "tif", tif) &&
                       take(json, "ticket", out.ticket) && take(json, "source", out.source);
    return texts && orderSideFromName(side, out.side) && orderTypeFromName(type, out.type) && tifFromName(tif, out.tif) &&
           json["reduce_only"].get_bool().get(out.reduce_only) == simdjson::SUCCESS &&
           json["magic"].get_int64().get(out.magic) == simdjson::SUCCESS &&
           json["created"].get_int64().get(out.created.ns) == simdjson::SUCCESS;
}

}  // namespace

std::string encodeCommand(const TradeCommand& command) {
    JsonWriter json;
    json.open().str("ctl", "risk.cmd").str("cmd", tradeCommandName(command.kind));
    if (command.kind == TradeCommand::Kind::Submit || command.kind == TradeCommand::Kind::Replace) writeIntent(json, command.intent);
    for (const auto& [key, member] : kTexts)
        if (!(command.*member).empty()) json.str(key, command.*member);
    return json.close().take();
}

Result<TradeCommand> decodeCommand(std::string_view text) {
    dom::parser parser;
    dom::element json;
    if (parser.parse(text.data(), text.size()).get(json) != simdjson::SUCCESS) return Error{Code::JsonSyntax, "risk.cmd", ""};
    TradeCommand out;
    std::string name;
    if (!take(json, "cmd", name) || !tradeCommandFromName(name, out.kind)) return Error{Code::FieldMissing, "risk.cmd", "cmd"};
    for (const auto& [key, member] : kTexts)
        if (!take(json, key, out.*member)) return Error{Code::FieldType, "risk.cmd", std::string(key)};
    const bool has_intent = out.kind == TradeCommand::Kind::Submit || out.kind == TradeCommand::Kind::Replace;
    if (has_intent && !readIntent(json, out.intent)) return Error{Code::FieldType, "risk.cmd", "intent"};
    return out;
}

trade::LatchFacts decodeLatch(std::string_view text) {
    trade::LatchFacts out;
    dom::parser parser;
    dom::element json;
    if (parser.parse(text.data(), text.size()).get(json) != simdjson::SUCCESS) return out;
    const auto state = [&json](std::string_view key) {
        std::string name;
        if (!take(json, key, name)) return risk::LatchState::Halted;
        for (const risk::LatchState one : {risk::LatchState::Active, risk::LatchState::Reducing})
            if (risk::latchStateName(one) == name) return one;
        return risk::LatchState::Halted;
    };
    out.real = state("state");
    // Recordings of versions that had one latch only.
    out.simulated = json["sim_state"].error() == simdjson::SUCCESS ? state("sim_state") : out.real;
    dom::array scopes;
    if (json["scopes"].get_array().get(scopes) != simdjson::SUCCESS) return out;
    for (const dom::element scope : scopes) {
        trade::LatchFacts::Scope one;
        std::int64_t kind = 0;
        if (scope["kind"].get_int64().get(kind) != simdjson::SUCCESS || !take(scope, "key", one.key)) continue;
        one.kind = static_cast<std::uint8_t>(kind);
        one.halted = true;
        if (bool halted = true; scope["halted"].get_bool().get(halted) == simdjson::SUCCESS) one.halted = halted;
        out.scopes.push_back(std::move(one));
    }
    return out;
}

}  // namespace bw::engine

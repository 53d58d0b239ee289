// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/order_sim/sim_fields.h"

#include <simdjson.h>

#include "core/feed/order_sim/sim_truth.h"
#include "core/model/fixed.h"

namespace bw::sim {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

bool SimFields::read(std::string_view json) {
    m_members.clear();
    static thread_local simdjson::ondemand::parser parser;
    static thread_local simdjson::dom::parser whole;  // checks the text to its end, which the other one does not
    const simdjson::padded_string padded(json);
    if (whole.parse(padded).error() != simdjson::SUCCESS) return false;
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS || document.get_object().get(object) != simdjson::SUCCESS)
        return false;
    std::vector<std::pair<std::string, std::string>> members;
    for (auto&& item : object) {
        simdjson::ondemand::field field;
        std::string_view name;
        if (std::move(item).get(field) != simdjson::SUCCESS || field.unescaped_key().get(name) != simdjson::SUCCESS) return false;
        std::string key(name);
        simdjson::ondemand::json_type type{};
        if (field.value().type().get(type) != simdjson::SUCCESS) return false;
        std::string_view value;
        if (type == simdjson::ondemand::json_type::string) {
            if (field.value().get_string().get(value) != simdjson::SUCCESS) return false;
        } else if (type == simdjson::ondemand::json_type::object || type == simdjson::ondemand::json_type::array) {
            if (simdjson::to_json_string(field.value()).get(value) != simdjson::SUCCESS) return false;
        } else {
            value = trimmed(field.value().raw_json_token());
            if (value == "null") value = {};
        }
        members.emplace_back(std::move(key), std::string(value));
    }
    m_members = std::move(members);
    return true;
}

std::string_view SimFields::operator[](std::string_view name) const {
    for (const auto& [key, value] : m_members)
        if (key == name) return value;
    return {};
}

std::optional<std::int64_t> SimFields::integer(std::string_view name) const {
    std::int64_t value = 0;
    const std::string_view text = (*this)[name];
    if (text.empty() || parseUnits(text, 0, value) != Code::Ok) return std::nullopt;
    return value;
}

std::optional<std::int64_t> SimFields::units(std::string_view name) const {
    std::int64_t value = 0;
    const std::string_view text = (*this)[name];
    if (text.empty() || parseUnits(text, kSimDigits, value) != Code::Ok) return std::nullopt;
    return value;
}

}  // namespace bw::sim

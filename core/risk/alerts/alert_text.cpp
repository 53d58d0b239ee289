// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/alerts/alert_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace bw::risk {
namespace {

constexpr std::array<std::string_view, 6> kSigns = {">", ">=", "<", "<=", "==", "!="};
constexpr std::array<std::string_view, 6> kWords = {"gt", "ge", "lt", "le", "eq", "ne"};

/// What a trip or a limit is called by tools that listened to MT5-CRS.
struct Named {
    std::string_view key, prefix, type;
};
constexpr Named kNamed[] = {
    {"cause", "L01", "MAX_DAILY_LOSS_EXCEEDED"}, {"cause", "L02", "MAX_DAILY_LOSS_EXCEEDED"},
    {"cause", "L03", "MAX_DRAWDOWN_EXCEEDED"},   {"cause", "L04", "ORDER_RATE_EXCEEDED"},
    {"cause", "L05", "ORDER_RATE_EXCEEDED"},     {"cause", "HEARTBEAT_FAILURE", "HEARTBEAT_FAILURE"},
    {"limit", "L01", "DAILY_LOSS_WARNING"},      {"limit", "L02", "DAILY_LOSS_WARNING"},
    {"limit", "L03", "DRAWDOWN_WARNING"},        {"limit", "L04", "ORDER_RATE_WARNING"},
    {"limit", "L05", "ORDER_RATE_WARNING"},
};

}  // namespace

std::string_view labelOf(std::string_view labels, std::string_view key) {
    while (!labels.empty()) {
        const std::string_view part = labels.substr(0, labels.find(','));
        if (part.size() > key.size() && part.starts_with(key) && part[key.size()] == '=') return part.substr(key.size() + 1);
        labels.remove_prefix(std::min(labels.size(), part.size() + 1));
    }
    return {};
}

std::string alertType(const AlertRule& rule, std::string_view labels) {
    for (const Named& one : kNamed)
        if (labelOf(labels, one.key).starts_with(one.prefix)) return std::string(one.type);
    if (!rule.type.empty()) return rule.type;
    std::string type = rule.id;
    for (char& c : type)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return type;
}

std::string numberText(double value) {
    std::array<char, 64> room{};
    const auto [end, problem] = std::to_chars(room.data(), room.data() + room.size(), value);
    static_cast<void>(problem);  // 64 characters hold every double
    return {room.data(), end};
}

std::string alertText(const AlertRule& rule, std::string_view labels, std::optional<double> value) {
    std::string text = rule.id;
    if (!labels.empty()) text.append(" ").append(labels);
    text += ": ";
    text += value ? numberText(*value) : std::string("unknown");
    text.append(" (").append(rule.metric).append(" ").append(opName(rule.op)).append(" ").append(numberText(rule.threshold));
    if (rule.for_ms != 0) text.append(" for ").append(std::to_string(rule.for_ms / 1'000)).append(" s");
    return text + ")";
}

std::string_view opName(AlertRule::Op op) noexcept { return kSigns[static_cast<std::size_t>(op)]; }

bool opFromName(std::string_view name, AlertRule::Op& out) noexcept {
    for (std::size_t i = 0; i < kSigns.size(); ++i)
        if (name == kSigns[i] || name == kWords[i]) {
            out = static_cast<AlertRule::Op>(i);
            return true;
        }
    return false;
}

}  // namespace bw::risk

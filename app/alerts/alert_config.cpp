// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alerts/alert_config.h"

#include <QUrl>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>

#include "core/ops/value.h"
#include "core/risk/alerts/alert_text.h"

namespace bw::app {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kSecretMax = 4'096;

/// One element of alerts.rules. Every field is text, so that a bad one costs this rule and not the start.
class Entry {
public:
    Entry(const ops::Config& config, std::size_t index) : m_config(config), m_element("alerts.rules[" + std::to_string(index) + "]") {}
    [[nodiscard]] bool has(const char* field) const { return !text(field).empty(); }
    [[nodiscard]] const std::string& text(const char* field) const { return m_config.text(key(field)); }
    [[nodiscard]] std::string place(const char* field) const { return m_config.entries().find(key(field))->second.origin.text(); }

    template <class T>
    [[nodiscard]] Status number(const char* field, double min, double max, T& out) const {
        const std::string& from = text(field);
        double value = 0;
        const auto [end, problem] = std::from_chars(from.data(), from.data() + from.size(), value);
        const bool whole = std::is_integral_v<T>;
        if (problem != std::errc() || end != from.data() + from.size() || !std::isfinite(value) || value < min || value > max ||
            (whole && std::floor(value) < value))
            return bad(field, std::string("expected a ") + (whole ? "whole " : "") + "number, " + risk::numberText(min) + ".." + risk::numberText(max));
        out = static_cast<T>(value);
        return Done{};
    }
    [[nodiscard]] Error bad(const char* field, const std::string& how) const {
        return {Code::AlertRuleBad, "alerts.rules", key(field) + " is '" + text(field).substr(0, 40) + "'" + place(field) + ": " + how};
    }

private:
    [[nodiscard]] std::string key(const char* field) const { return m_element + "." + field; }
    const ops::Config& m_config;
    std::string m_element;
};

bool isName(std::string_view id) {
    return !id.empty() && id.size() <= 31 && std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

Status readLabels(const Entry& entry, risk::AlertRule& rule) {
    rule.labels.clear();
    std::string_view rest = entry.text("labels");
    while (!rest.empty()) {
        const std::string_view part = rest.substr(0, rest.find(','));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0) return entry.bad("labels", "expected key=value, more of them after commas");
        rule.labels[std::string(part.substr(0, equals))] = part.substr(equals + 1);
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    }
    return Done{};
}

Status readSeverity(const Entry& entry, risk::AlertRule& rule) {
    std::string wanted = entry.text("severity");
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    for (int i = 0; i <= static_cast<int>(AlertSeverity::Critical); ++i)
        if (alertSeverityName(static_cast<AlertSeverity>(i)) == wanted) {
            rule.severity = static_cast<AlertSeverity>(i);
            return Done{};
        }
    return entry.bad("severity", "expected info, warning, high or critical");
}

/// `metrics`: what the program measures. A rule over anything else would never fire.
Status apply(const Entry& entry, const std::vector<std::string>& metrics, bool is_new, risk::AlertRule& rule) {
    if (entry.has("metric")) rule.metric = entry.text("metric");
    if (std::find(metrics.begin(), metrics.end(), rule.metric) == metrics.end()) {
        std::string all;
        for (const std::string& one : metrics) all += (all.empty() ? "" : ", ") + one;
        return entry.bad("metric", "expected one of " + all);
    }
    if (is_new && !entry.has("threshold")) return entry.bad("threshold", "a new rule needs one");
    if (entry.has("op") && !risk::opFromName(entry.text("op"), rule.op)) return entry.bad("op", "expected gt, ge, lt, le, eq or ne");
    Status status = Done{};
    if (status && entry.has("threshold")) status = entry.number("threshold", -1e15, 1e15, rule.threshold);
    if (status && entry.has("for_ms")) status = entry.number("for_ms", 0, static_cast<double>(kDayMs), rule.for_ms);
    if (status && entry.has("clear_ms")) status = entry.number("clear_ms", 0, static_cast<double>(kDayMs), rule.clear_ms);
    if (status && entry.has("min_n")) status = entry.number("min_n", 0, 1e9, rule.min_n);
    if (status && entry.has("severity")) status = readSeverity(entry, rule);
    if (status && entry.has("labels")) status = readLabels(entry, rule);
    return status;
}

Result<std::string> readSecret(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(kSecretMax + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.gcount() == 0) return Error{Code::FileOpen, "alerts.webhook.secret_file", path + " is not readable or empty: the webhook is not signed"};
    text.resize(static_cast<std::size_t>(file.gcount()));
    text.resize(std::min(text.find_last_not_of("\r\n \t") + 1, text.size()));
    if (text.empty() || text.size() > kSecretMax) return Error{Code::Size, "alerts.webhook.secret_file", path + " must hold one line of at most 4096 bytes"};
    return text;
}

}  // namespace

AlertRules alertRulesOf(const ops::Config& config) {
    AlertRules out;
    out.rules = risk::baselineAlertRules();
    std::vector<std::string> metrics;
    for (const risk::AlertRule& rule : out.rules) metrics.push_back(rule.metric);
    const auto count = static_cast<std::size_t>(config.integer("alerts.rules"));
    for (std::size_t i = 0; i < count; ++i) {
        const Entry entry(config, i);
        const std::string& id = entry.text("id");
        if (!isName(id)) {
            out.refused.push_back(entry.bad("id", "expected a-z, 0-9 and _, at most 31 letters"));
            continue;
        }
        const auto known = std::find_if(out.rules.begin(), out.rules.end(), [&](const risk::AlertRule& rule) { return rule.id == id; });
        risk::AlertRule rule;
        if (known != out.rules.end()) rule = *known;
        rule.id = id;
        if (const Status status = apply(entry, metrics, known == out.rules.end(), rule); !status) {
            out.refused.push_back(status.error());
            continue;
        }
        if (known != out.rules.end()) *known = std::move(rule);
        else out.rules.push_back(std::move(rule));
    }
    return out;
}

AlertDeliveryConfig alertDeliveryOf(const ops::Config& config, bool has_window) {
    AlertDeliveryConfig out;
    out.sound = has_window && config.flag("alerts.sound.enabled");
    const char* const keys[] = {"alerts.sound.info_pct", "alerts.sound.warning_pct", "alerts.sound.high_pct", "alerts.sound.critical_pct"};
    for (std::size_t i = 0; i < std::size(keys); ++i) out.volume_pct[i] = static_cast<int>(config.integer(keys[i]));
    const std::string& url = config.text("alerts.webhook.url");
    if (url.empty()) return out;
    const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
    const bool plain = parsed.scheme() == QLatin1String("http");
    if (!parsed.isValid() || parsed.host().isEmpty() || (!plain && parsed.scheme() != QLatin1String("https"))) {
        out.problems.push_back({Code::CfgType, "alerts.webhook.url", "expected https://host/...: no webhook is sent"});
        return out;
    }
    const std::string host = parsed.host().toStdString();
    if (plain && !ops::isLoopbackHost(host) && host != "localhost")
        out.problems.push_back({Code::GatewayInsecure, "alerts.webhook.url", "plain http to another machine: anyone on the way can read the alerts; use https"});
    out.url = url;
    if (const std::string& path = config.text("alerts.webhook.secret_file"); !path.empty()) {
        auto secret = readSecret(path);
        if (secret) out.secret = *std::move(secret);
        else out.problems.push_back(secret.error());
    }
    return out;
}

}  // namespace bw::app

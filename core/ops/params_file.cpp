// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/params_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <type_traits>

#include "core/model/signal_keys.h"

namespace bw::ops {
namespace {

struct Refused {
    int line = 0;  // from 0
    std::string what;
};

[[noreturn]] void refuse(const YAML::Node& node, std::string what) { throw Refused{node.Mark().line, std::move(what)}; }

std::string textOf(const YAML::Node& node) {
    if (!node.IsScalar()) refuse(node, "a single value is expected");
    return node.Scalar();
}

void condition(ParamRule& rule, const std::string& name, const YAML::Node& node) {
    const std::string value = textOf(node);
    if (name == "symbol") {
        rule.symbol = value;
    } else if (name == "source") {
        if (value == "OFI_ONLY" || value == "OFI") rule.source = Channel::Ofi;
        else if (value == "CVD_ONLY" || value == "CVD") rule.source = Channel::Cvd;
        else if (value == "FUSION") rule.source = Channel::Fusion;
        else refuse(node, "source " + value + " is none of OFI_ONLY, CVD_ONLY, FUSION");
    } else if (name == "liquidity") {
        if (value == "active") rule.liquidity = Liquidity::Active;
        else if (value == "quiet") rule.liquidity = Liquidity::Quiet;
        else refuse(node, "liquidity " + value + " is neither active nor quiet");
    } else if (name == "session") {
        if (value == "day") rule.day_session = DaySession::Day;
        else if (value == "night") rule.day_session = DaySession::Night;
        else refuse(node, "session " + value + " is neither day nor night");
    } else {
        refuse(node, "a rule cannot depend on " + name);
    }
}

constexpr std::array<std::string_view, 16> kFileKeys = {
    "version", "description", "params", "created_at", "status", "n", "n_ind", "acc_ex_ties_10", "acc_ex_ties_20", "wilson",
    "q", "data_sha256", "family_size", "buckets", "cells", "rules"};
/// Of every bucket; a cell names its own beside it.
constexpr std::array<std::string_view, 11> kLeafKeys = {
    "params", "status", "n", "n_ind", "acc_ex_ties_10", "acc_ex_ties_20", "wilson", "q", "session", "liquidity", "source"};
constexpr std::array<std::string_view, 2> kRuleKeys = {"when", "set"};
constexpr std::array<std::string_view, 4> kConditions = {"source", "liquidity", "session", "symbol"};

/// Keys of a map: text, each once, and of these names.
void keysAmong(const YAML::Node& map, std::span<const std::string_view> known) {
    for (auto item = map.begin(); item != map.end(); ++item) {
        const std::string name = textOf(item->first);
        if (std::find(known.begin(), known.end(), name) == known.end()) refuse(item->first, "unknown key '" + name + "'");
        for (auto earlier = map.begin(); earlier != item; ++earlier)
            if (earlier->first.Scalar() == name) refuse(item->first, "key '" + name + "' given twice");
    }
}

/// What a number may be, by the table of the settings.
void checkNumber(const std::string& name, double value, const YAML::Node& name_node, const YAML::Node& value_node) {
    constexpr std::string_view kPrefix = "divergence.";
    const auto check = [&](bool whole, double least, double most) {
        if (value >= least && value <= most && (!whole || value == std::floor(value))) return;
        refuse(value_node, name + " must be " + (whole ? "a whole number" : "a number") + " in its range");
    };
#define BW_CHECK(kind, type, member, key, unit, initial, min, max, choices, env, help) \
    if (std::string_view(key).substr(kPrefix.size()) == name)                          \
        return check(std::is_integral_v<type>, static_cast<double>(min), static_cast<double>(max));
    BW_DIVERGENCE_KEYS(BW_CHECK)
#undef BW_CHECK
    refuse(name_node, "'" + name + "' is no number of the divergence settings");
}

void numbers(ParamRule& rule, const YAML::Node& params) {
    if (!params.IsMap()) refuse(params, "parameters are a map of names and numbers");
    for (const auto& item : params) {
        const std::string name = textOf(item.first);
        double value = 0;
        if (!item.second.IsScalar() || !YAML::convert<double>::decode(item.second, value)) refuse(item.second, name + " is no number");
        checkNumber(name, value, item.first, item.second);
        for (const auto& [earlier, unused] : rule.set)
            if (earlier == name) refuse(item.first, "key '" + name + "' given twice");
        rule.set.emplace_back(name, value);
    }
}

/// What a tuning found for one bucket. Its status decides whether it may have parameters.
void leaf(ParamRule rule, const YAML::Node& node, std::vector<ParamRule>& out) {
    if (!node.IsMap()) refuse(node, "a bucket is a map with status and, if it won, params");
    const YAML::Node params = node["params"];
    if (!params || params.IsNull()) return;
    const YAML::Node status = node["status"];
    const std::string word = status ? textOf(status) : std::string("significant");
    if (word != "significant" && word != "default_kept") refuse(params, "params with status " + word + "; only significant or default_kept may have them");
    numbers(rule, params);
    out.push_back(std::move(rule));
}

void buckets(const YAML::Node& node, std::vector<ParamRule>& out) {
    if (!node.IsMap()) refuse(node, "buckets are a map");
    for (const auto& dimension : node) {
        if (!dimension.second.IsMap()) refuse(dimension.first, "a dimension is a map of its values");
        for (const auto& value : dimension.second) {
            ParamRule rule;
            condition(rule, textOf(dimension.first), value.first);
            if (value.second.IsMap()) keysAmong(value.second, kLeafKeys);
            leaf(std::move(rule), value.second, out);
        }
    }
}

void cells(const YAML::Node& node, std::vector<ParamRule>& out) {
    if (!node.IsSequence()) refuse(node, "cells are a list");
    for (const auto& cell : node) {
        if (!cell.IsMap()) refuse(cell, "a cell is a map");
        keysAmong(cell, kLeafKeys);
        ParamRule rule;
        for (const char* name : {"session", "liquidity", "source"}) {
            const YAML::Node value = cell[name];
            if (!value) refuse(cell, std::string("a cell needs its ") + name);
            condition(rule, name, value);
        }
        leaf(std::move(rule), cell, out);
    }
}

void rules(const YAML::Node& node, std::vector<ParamRule>& out) {
    if (!node.IsSequence()) refuse(node, "rules are a list");
    for (const auto& item : node) {
        if (!item.IsMap()) refuse(item, "a rule is a map with `when` and `set`");
        keysAmong(item, kRuleKeys);
        ParamRule rule;
        if (const YAML::Node when = item["when"]) {
            if (!when.IsMap()) refuse(when, "`when` is a map of conditions");
            keysAmong(when, kConditions);
            for (const auto& pair : when) condition(rule, pair.first.Scalar(), pair.second);
        }
        const YAML::Node set = item["set"];
        if (!set) refuse(item, "a rule needs `set`");
        numbers(rule, set);
        out.push_back(std::move(rule));
    }
}

}  // namespace

Result<std::vector<ParamRule>> readParams(std::string_view text, std::string_view where) {
    const auto failed = [&](int line, const std::string& what) {
        return Error{Code::ParamsFile, "params", std::string(where) + ":" + std::to_string(line + 1) + ": " + what + "; mend it, or make it again with tune"};
    };
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        std::vector<ParamRule> out;
        if (root.IsSequence()) {
            rules(root, out);
            return out;
        }
        if (!root.IsMap()) return failed(0, "no parameters");
        keysAmong(root, kFileKeys);
        if (root["params"]) leaf({}, root, out);
        if (root["buckets"]) buckets(root["buckets"], out);
        if (root["cells"]) cells(root["cells"], out);
        if (root["rules"]) rules(root["rules"], out);
        return out;
    } catch (const Refused& problem) {
        return failed(problem.line, problem.what);
    } catch (const YAML::Exception& problem) {
        return failed(std::max(problem.mark.line, 0), problem.msg);
    }
}

}  // namespace bw::ops

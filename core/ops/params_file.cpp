// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/params_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

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

void numbers(ParamRule& rule, const YAML::Node& params) {
    if (!params.IsMap()) refuse(params, "parameters are a map of names and numbers");
    for (const auto& item : params) {
        double value = 0;
        if (!YAML::convert<double>::decode(item.second, value)) refuse(item.second, item.first.Scalar() + " is no number");
        rule.set.emplace_back(item.first.Scalar(), value);
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
    for (const auto& dimension : node)
        for (const auto& value : dimension.second) {
            ParamRule rule;
            condition(rule, dimension.first.Scalar(), value.first);
            leaf(std::move(rule), value.second, out);
        }
}

void cells(const YAML::Node& node, std::vector<ParamRule>& out) {
    for (const auto& cell : node) {
        ParamRule rule;
        for (const char* name : {"session", "liquidity", "source"})
            if (const YAML::Node value = cell[name]) condition(rule, name, value);
        leaf(std::move(rule), cell, out);
    }
}

void rules(const YAML::Node& node, std::vector<ParamRule>& out) {
    for (const auto& item : node) {
        ParamRule rule;
        if (const YAML::Node when = item["when"])
            for (const auto& pair : when) condition(rule, pair.first.Scalar(), pair.second);
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
    static constexpr std::array<std::string_view, 16> kKnown = {
        "version", "description", "params", "created_at", "status", "n_ind", "acc_ex_ties_10", "acc_ex_ties_20", "wilson",
        "q", "data_sha256", "family_size", "buckets", "cells", "rules", "n"};
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        std::vector<ParamRule> out;
        if (root.IsSequence()) {
            rules(root, out);
            return out;
        }
        if (!root.IsMap()) return failed(0, "no parameters");
        for (const auto& item : root)
            if (std::find(kKnown.begin(), kKnown.end(), item.first.Scalar()) == kKnown.end())
                refuse(item.first, "unknown key '" + item.first.Scalar() + "'");
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

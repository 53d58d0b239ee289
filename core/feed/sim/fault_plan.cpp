// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/fault_plan.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>

namespace bw::sim {
namespace {

constexpr std::size_t kPlanBytesMax = 1U << 20;
constexpr double kRateDefault = 0.005;
constexpr std::int64_t kFirstMs = 10'000, kEachMs = 60'000;  // spans of a short list
constexpr std::int64_t kTimeMaxMs = 30LL * 24 * 3'600'000;

enum class Takes : std::uint8_t { Rate, Length, Period };

Takes takes(FaultKind kind) {
    if (kind <= FaultKind::Crossed) return Takes::Rate;
    if (isGatewayKind(kind)) return Takes::Length;
    switch (kind) {
        case FaultKind::Stall:
        case FaultKind::Starve:
        case FaultKind::ClockSkew:
        case FaultKind::Slow:
        case FaultKind::Flood:
        case FaultKind::RestStatus:
        case FaultKind::SnapshotLate:
            return Takes::Length;
        default:
            return Takes::Period;
    }
}

std::int64_t lengthDefaultMs(FaultKind kind) {
    switch (kind) {
        case FaultKind::Starve:
            return 15'000;
        case FaultKind::Flood:
            return 2'000;
        case FaultKind::RestStatus:
            return 10'000;
        case FaultKind::SnapshotLate:
            return 8'000;
        default:
            return 5'000;
    }
}

Error refused(std::string_view item, const std::string& why) {
    return {Code::Args, "sim.fault",
            "\"" + std::string(item.substr(0, 60)) + "\" " + why +
                "; give kind[=rate%|=seconds] with kinds of: " + faultNames() + ", e.g. drop=0.5%,stall=5s"};
}

/// Plain decimals: no sign, no exponent, and nothing behind but `unit`.
bool number(std::string_view text, char unit, double& out) {
    if (text.empty() || text.back() != unit) return false;
    text.remove_suffix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, std::chars_format::fixed);
    return error == std::errc{} && end == text.data() + text.size() && out > 0.0;
}

Result<Fault> listItem(std::string_view item) {
    const std::size_t equals = item.find('=');
    const std::optional<FaultKind> kind = faultFromName(item.substr(0, equals));
    if (!kind) return refused(item, "is no fault");
    const bool is_given = equals != std::string_view::npos;
    const std::string_view value = is_given ? item.substr(equals + 1) : std::string_view{};
    Fault fault;
    fault.kind = *kind;
    double amount = 0.0;
    if (takes(*kind) == Takes::Rate) {
        if (is_given && (!number(value, '%', amount) || amount > 100.0))
            return refused(item, "needs a rate above 0 and up to 100, with %");
        fault.rate = is_given ? amount / 100.0 : kRateDefault;
        return fault;
    }
    if (is_given && (!number(value, 's', amount) || amount < 0.1 || amount > 3'600.0))
        return refused(item, "needs seconds from 0.1 to 3600, with s");
    const auto given_ms = static_cast<std::int64_t>(amount * 1000.0);
    if (takes(*kind) == Takes::Period) {
        fault.every_ms = is_given ? given_ms : kEachMs / 2;
        fault.at_ms = fault.every_ms;
        return fault;
    }
    fault.ms = is_given ? given_ms : lengthDefaultMs(*kind);
    fault.at_ms = kFirstMs;
    fault.every_ms = std::max(kEachMs, 2 * fault.ms);
    if (*kind == FaultKind::RestStatus) fault.code = 503;
    if (*kind == FaultKind::Starve) {
        fault.instrument = instrumentId(instruments().front());
        fault.stream = "depth";
    }
    return fault;
}

/// Where a plan is wrong, with its line; thrown within this file only, as yaml-cpp reports its own.
struct PlanError {
    Error error;
};
[[noreturn]] void failAt(const YAML::Mark& mark, Code code, const std::string& what) {
    throw PlanError{{code, "sim.faults", "line " + std::to_string(mark.line + 1) + ": " + what}};
}

std::int64_t whole(const YAML::Node& node, const std::string& key, std::int64_t min, std::int64_t max) {
    const std::string text = node.IsScalar() ? node.Scalar() : std::string();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        failAt(node.Mark(), Code::CfgType, key + " needs a whole number");
    if (value < min || value > max)
        failAt(node.Mark(), Code::CfgRange, key + " must be from " + std::to_string(min) + " to " + std::to_string(max));
    return value;
}

std::string word(const YAML::Node& node, const std::string& key) {
    const std::string text = node.IsScalar() ? node.Scalar() : std::string();
    const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("._-@*").find(c) != std::string_view::npos;
    });
    if (text.empty() || text.size() > 64 || !is_plain) failAt(node.Mark(), Code::CfgType, key + " needs a name or *");
    return text;
}

double share(const YAML::Node& node) {
    const std::string text = node.IsScalar() ? node.Scalar() : std::string();
    double value = -1.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + text.size() || !(value > 0.0 && value <= 1.0))
        failAt(node.Mark(), Code::CfgRange, "rate must be above 0 and up to 1");
    return value;
}

std::string knownInstrument(const YAML::Node& node) {
    const std::string text = word(node, "instrument");
    const bool is_known = text == "*" || std::any_of(instruments().begin(), instruments().end(), [&](const auto& i) {
                              return instrumentId(i) == text;
                          });
    if (!is_known) failAt(node.Mark(), Code::CfgRange, "instrument " + text + " is not in the demo market");
    return text;
}

void field(Fault& fault, const std::string& key, const YAML::Node& node) {
    if (key == "kind") {
        const std::optional<FaultKind> kind = faultFromName(word(node, key));
        if (!kind) failAt(node.Mark(), Code::CfgRange, "kind must be one of: " + faultNames());
        fault.kind = *kind;
    } else if (key == "instrument") {
        fault.instrument = knownInstrument(node);
    } else if (key == "stream") {
        fault.stream = word(node, key);
    } else if (key == "rate") {
        fault.rate = share(node);
    } else if (key == "code") {
        const bool is_reset = node.IsScalar() && node.Scalar() == "rst";
        fault.code = is_reset ? Fault::kReset : static_cast<int>(whole(node, key, 0, 4'999));
    } else if (key == "at_ms") {
        fault.at_ms = whole(node, key, 0, kTimeMaxMs);
    } else if (key == "n") {
        fault.n = whole(node, key, 1, 1'000'000'000);
    } else if (key == "ms") {
        fault.ms = whole(node, key, 1, kTimeMaxMs);
    } else if (key == "every_ms") {
        fault.every_ms = whole(node, key, 100, kTimeMaxMs);
    } else if (key == "skew_ms") {
        fault.skew_ms = whole(node, key, -3'600'000, 3'600'000);
    } else if (key == "retry_after_s") {
        fault.retry_after_s = static_cast<int>(whole(node, key, 1, 259'200));
    } else {
        failAt(node.Mark(), Code::CfgUnknownKey,
               "unknown field " + key.substr(0, 40) +
                   ": give at_ms, kind, instrument, stream, n, ms, code, rate, every_ms, skew_ms, retry_after_s");
    }
}

Fault planItem(const YAML::Node& map, std::int64_t from_ms) {
    if (!map.IsMap()) failAt(map.Mark(), Code::CfgType, "a fault is a map, e.g. {at_ms: 5000, kind: drop}");
    Fault fault;
    fault.at_ms = from_ms;
    bool has_kind = false;
    for (const auto& entry : map) {
        const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string();
        has_kind = has_kind || key == "kind";
        field(fault, key, entry.second);
    }
    if (!has_kind) failAt(map.Mark(), Code::CfgRange, "kind is missing: one of " + faultNames());
    if (takes(fault.kind) == Takes::Length && fault.ms == 0 && fault.kind != FaultKind::RestStatus)
        fault.ms = lengthDefaultMs(fault.kind);
    if (fault.kind == FaultKind::RestStatus && fault.code == 0) fault.code = 503;
    constexpr std::array<int, 5> kCloses{0, Fault::kReset, 1000, 1001, 1006};
    if (fault.kind == FaultKind::Disconnect && std::find(kCloses.begin(), kCloses.end(), fault.code) == kCloses.end())
        failAt(map.Mark(), Code::CfgRange, "code of a disconnect: 1000, 1001, 1006 or rst");
    if (fault.kind == FaultKind::RestStatus && (fault.code < 400 || fault.code > 599))
        failAt(map.Mark(), Code::CfgRange, "code of a rest_status: 400 to 599");
    return fault;
}

}  // namespace

Result<std::vector<Fault>> parseFaultList(std::string_view text) {
    std::vector<Fault> faults;
    while (true) {
        const std::size_t comma = text.find(',');
        Result<Fault> fault = listItem(text.substr(0, comma));
        if (!fault) return fault.error();
        faults.push_back(std::move(*fault));
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
    }
    if (faults.size() > FaultInjector::kFaultsMax) return Error{Code::Args, "sim.fault", "more than 1000 faults; give fewer"};
    return faults;
}

Result<std::vector<Fault>> parseFaultPlan(const std::string& yaml, std::int64_t from_ms) {
    if (yaml.size() > kPlanBytesMax) return Error{Code::CfgRange, "sim.faults", "more than 1 MiB; give a smaller plan"};
    try {
        const YAML::Node root = YAML::Load(yaml);
        std::vector<Fault> faults;
        if (root.IsMap()) faults.push_back(planItem(root, from_ms));
        else if (!root.IsSequence()) failAt(root.Mark(), Code::CfgType, "a plan is a list of faults");
        else
            for (const YAML::Node& item : root) faults.push_back(planItem(item, from_ms));
        if (faults.size() > FaultInjector::kFaultsMax)
            return Error{Code::CfgRange, "sim.faults", "more than 1000 faults; give fewer"};
        return faults;
    } catch (const PlanError& problem) {
        return problem.error;
    } catch (const YAML::Exception& problem) {
        return Error{Code::CfgSyntax, "sim.faults", "line " + std::to_string(problem.mark.line + 1) + ": " + problem.msg};
    }
}

Result<std::vector<Fault>> readFaultPlan(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return Error{Code::FileOpen, "sim.faults", path};
    std::string text(kPlanBytesMax + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    Result<std::vector<Fault>> faults = parseFaultPlan(text);
    if (!faults) return Error{faults.error().code, faults.error().where, path + " " + faults.error().detail};
    return faults;
}

}  // namespace bw::sim

// SPDX-License-Identifier: GPL-3.0-or-later
// The two layers above the file: the environment and --set.
#include <algorithm>
#include <array>
#include <charconv>

#include "core/ops/assignment.h"
#include "core/ops/yaml_reader.h"

namespace bw::ops {
namespace {
std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + separator.size());
    }
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<std::size_t> indexOf(std::string_view text) {
    std::size_t index = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (problem != std::errc() || end != text.data() + text.size() || index >= kMapListMax) return std::nullopt;
    return index;
}

// "feeds.mt5[0].ticks" and "feeds.mt5.0.ticks" are the same place.
std::vector<std::string> segmentsOf(std::string_view dotted) {
    std::vector<std::string> out;
    for (std::string& part : split(dotted, ".")) {
        const std::size_t open = part.find('[');
        if (open != std::string::npos && open > 0 && part.ends_with(']')) {
            out.push_back(part.substr(0, open));
            out.push_back(part.substr(open + 1, part.size() - open - 2));
        } else {
            out.push_back(std::move(part));
        }
    }
    return out;
}

// `any_case` names come in capitals and match a key in any letter case (market "zh_CN" is a value, not a key).
std::optional<KeyPath> resolve(const std::vector<std::string>& segments, const Origin& origin, bool any_case,
                               std::vector<Problem>& problems) {
    KeyPath path;
    for (const std::string& raw : segments) {
        const std::string segment = any_case ? lowered(raw) : raw;
        const KeySpec* here = findKey(path.pattern);
        if (here != nullptr && here->type == KeyType::MapList) {
            if (const auto index = indexOf(segment)) {
                path.key += '[' + std::to_string(*index) + ']';
                path.pattern += "[]";
                continue;
            }
        }
        const std::string pattern = path.pattern.empty() ? segment : path.pattern + '.' + segment;
        if (segment.find_first_of(".[") != std::string::npos || (findKey(pattern) == nullptr && !isSection(pattern))) {
            problems.push_back(unknownKey(path.pattern, path.key, segment, origin));
            return std::nullopt;
        }
        path.key += (path.key.empty() ? "" : ".") + segment;
        path.pattern = pattern;
    }
    path.spec = findKey(path.pattern);
    if (path.spec != nullptr) return path;
    problems.push_back({Code::CfgType, "'" + path.key + "' is a section" + origin.text(), "name one of its keys"});
    return std::nullopt;
}

void assignText(const KeyPath& path, const std::string& text, const Origin& origin, bool any_case, LayerText& out) {
    const bool list = path.spec->type == KeyType::SymbolList || path.spec->type == KeyType::NameList || path.spec->type == KeyType::PathList ||
                      path.spec->type == KeyType::NumberList;
    if (path.spec->type == KeyType::MapList || (list && trimmed(text).starts_with('['))) {
        LayerText read = readFlow(path, text, origin);
        std::move(read.assignments.begin(), read.assignments.end(), std::back_inserter(out.assignments));
        std::move(read.problems.begin(), read.problems.end(), std::back_inserter(out.problems));
        return;
    }
    Result<Value> value = Error{Code::CfgType, "config", {}};
    if (list) {
        Value elements = emptyList(*path.spec);
        value = elements;
        for (const std::string& part : split(text, ",")) {
            const Status status = appendElement(*path.spec, trimmed(part), /*quoted=*/false, elements);
            value = status ? Result<Value>(elements) : Result<Value>(status.error());
            if (!status) break;
        }
    } else {
        value = readScalar(*path.spec, text, /*quoted=*/false, any_case);
    }
    if (value)
        out.assignments.push_back({path.key, path.spec, *std::move(value), origin});
    else
        out.problems.push_back(badValue(path.key, text, value.error(), origin));
}

// Python's names of the levels, which LOG_LEVEL carries in existing set-ups.
std::string levelAlias(std::string text) {
    if (lowered(text) == "warn") return "warning";
    if (lowered(text) == "fatal") return "critical";
    return text;
}

struct Prefix {
    std::string_view text, section;
};
constexpr std::array kPrefixes{Prefix{"bellwether__", ""}, Prefix{"v13__", ""}, Prefix{"cfg__", ""},
                               Prefix{"config__", ""}, Prefix{"ofi__", "ofi"}};
}  // namespace

LayerText readEnvironment(const std::vector<std::pair<std::string, std::string>>& environment) {
    LayerText out;
    std::string gateway_host, gateway_port, gateway_source;
    for (const auto& [name, value] : environment) {
        const Origin origin{Layer::Environment, name, 0, 0};
        if (name == "ZMQ_INTERNAL_IP" || name == "ZMQ_DATA_PORT") {
            if (value.empty()) continue;
            (name == "ZMQ_DATA_PORT" ? gateway_port : gateway_host) = value;
            gateway_source = gateway_source.empty() ? name : "ZMQ_INTERNAL_IP, ZMQ_DATA_PORT";
            continue;
        }
        for (const KeySpec& spec : schema()) {                // the names of older programs (operations 5.3)
            if (spec.env != name || value.empty()) continue;  // an empty one counts as absent, as it always did
            const KeyPath path{std::string(spec.key), std::string(spec.key), &spec};
            assignText(path, name == "LOG_LEVEL" ? levelAlias(value) : value, origin, /*any_case=*/true, out);
        }
        const std::string low = lowered(name);
        for (const Prefix& prefix : kPrefixes) {
            if (!low.starts_with(prefix.text)) continue;
            std::vector<std::string> segments = split(std::string_view(name).substr(prefix.text.size()), "__");
            if (!prefix.section.empty()) segments.insert(segments.begin(), std::string(prefix.section));
            if (const auto path = resolve(segments, origin, /*any_case=*/true, out.problems))
                assignText(*path, value, origin, /*any_case=*/true, out);
        }
    }
    if (!gateway_source.empty()) {
        if (gateway_host.empty()) gateway_host = "127.0.0.1";
        if (gateway_port.empty()) gateway_port = "5556";
        const KeyPath path{"feeds.mt5[0].ticks", "feeds.mt5[].ticks", findKey("feeds.mt5[].ticks")};
        assignText(path, "tcp://" + gateway_host + ':' + gateway_port, {Layer::Environment, gateway_source, 0, 0}, true,
                   out);
    }
    return out;
}

LayerText readSets(const std::vector<std::string>& sets) {
    LayerText out;
    const Origin origin{Layer::CommandLine, "--set", 0, 0};
    for (const std::string& text : sets) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            out.problems.push_back({Code::Args, "--set " + quoteForeign(text), "write --set key=value"});
            continue;
        }
        if (const auto path =
                resolve(segmentsOf(trimmed(text.substr(0, equals))), origin, /*any_case=*/false, out.problems))
            assignText(*path, text.substr(equals + 1), origin, /*any_case=*/false, out);
    }
    return out;
}

}  // namespace bw::ops

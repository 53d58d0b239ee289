// SPDX-License-Identifier: GPL-3.0-or-later
// What configuration looks like in writing: problems, --show, the canonical form, the shipped file.
#include <algorithm>

#include "core/model/sha256.h"
#include "core/ops/assignment.h"

namespace bw::ops {

std::string_view layerName(Layer layer) noexcept {
    switch (layer) {
        case Layer::Default:
            return "default";
        case Layer::File:
            return "file";
        case Layer::Environment:
            return "environment";
        case Layer::CommandLine:
            return "command line";
    }
    return "default";
}

std::string Origin::text() const {
    if (layer == Layer::Default) return {};
    if (layer != Layer::File) return " in " + source;
    std::string out = " at " + source;
    if (line > 0) out += ':' + std::to_string(line) + ':' + std::to_string(column);
    return out;
}

std::string Problem::line() const {
    return "error: " + what + " (" + std::string(codeName(code)) + "): " + how;
}

std::string quoteForeign(std::string_view text) {
    constexpr std::size_t kForeignMax = 40;
    std::string out(text.substr(0, kForeignMax));
    while (text.size() > kForeignMax && !out.empty() && (static_cast<unsigned char>(text[out.size()]) & 0xC0) == 0x80)
        out.pop_back();  // not in the middle of a character
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return '\'' + out + (out.size() < text.size() ? "…'" : "'");
}

Problem unknownKey(std::string_view section_pattern, std::string_view path, std::string_view segment,
                   const Origin& origin) {
    std::string full(path);
    full.append(full.empty() ? "" : ".").append(segment);
    return {Code::CfgUnknownKey, "unknown key " + quoteForeign(full) + origin.text(),
            suggestion(section_pattern, segment)};
}

Problem badValue(std::string_view key, std::string_view text, const Error& error, const Origin& origin) {
    const std::string what = "value " + quoteForeign(text) + " of '" + std::string(key) + "'" + origin.text();
    return {error.code, what, error.detail, std::string(key)};
}

std::string Config::show(std::string_view prefix) const {
    std::string out;
    for (const auto& [key, entry] : m_entries) {
        if (entry.spec->type == KeyType::MapList && std::get<std::int64_t>(entry.value) > 0)
            continue;  // its elements follow
        if (!prefix.empty() && key != prefix &&
            !(key.starts_with(prefix) && (key[prefix.size()] == '.' || key[prefix.size()] == '[')))
            continue;
        const std::string value = entry.spec->type == KeyType::MapList ? "[]" : toYaml(entry.value);
        out += key + ": " + value;
        if (!entry.spec->unit.empty()) out.append(" ").append(entry.spec->unit);
        out.append("   # ").append(layerName(entry.origin.layer)).append(entry.origin.text()) += '\n';
    }
    return out;
}

std::string Config::canonicalJson() const {
    std::string out = "{";
    for (const auto& [key, entry] : m_entries) {  // std::map: byte order of the keys
        if (out.size() > 1) out += ',';
        out += '"' + key + "\":" + toJson(entry.value);
    }
    return out + '}';
}

std::string Config::hash() const {
    return hex(sha256(canonicalJson()));
}

namespace {
// "## help (what it takes)", so that one leading # is a switch and two are words.
void describe(const KeySpec& spec, const std::string& indent, std::string& out) {
    out += "##" + indent + std::string(spec.help);
    std::string takes;
    if (spec.type == KeyType::Choice) takes = std::string(spec.choices);
    if (spec.type == KeyType::Int || spec.type == KeyType::Number) {
        const std::string text = expectation(spec);
        takes = text.substr(text.find(", ") + 2);
    }
    if (!takes.empty()) out += " (" + takes + ")";
    if (!spec.env.empty()) out += ". Also by " + std::string(spec.env);
    out += '\n';
}

std::string initialText(const KeySpec& spec) {
    if (spec.initial.starts_with("venue:")) return "   # by default from venues.yaml";
    return spec.initial.empty() ? "   # by default see above" : std::string(spec.initial);
}
}  // namespace

std::string referenceYaml() {
    std::string out =
        "## SPDX-License-Identifier: GPL-3.0-or-later\n"
        "## Every setting with its default. Copy to ~/.config/bellwether/system.yaml and remove the # of what you "
        "change\n"
        "## and of the sections above it.\n";
    std::vector<std::string> open;  // the sections we are in, "mt5[]" among them
    for (const KeySpec& spec : schema()) {
        if (spec.type == KeyType::MapList) continue;  // shown by its fields
        std::vector<std::string> parts;
        for (std::string_view rest = spec.key; !rest.empty();) {
            const std::size_t dot = std::min(rest.find('.'), rest.size());
            parts.emplace_back(rest.substr(0, dot));
            rest.remove_prefix(std::min(dot + 1, rest.size()));
        }
        const std::string name = parts.back();
        parts.pop_back();
        std::size_t same = 0;
        while (same < parts.size() && same < open.size() && parts[same] == open[same]) ++same;
        for (std::size_t i = same; i < parts.size(); ++i) {
            if (i == 0) out += '\n';
            out += '#' + std::string(2 * i, ' ') + parts[i].substr(0, parts[i].find('[')) + ":\n";
        }
        const bool in_list = !parts.empty() && parts.back().ends_with("[]");
        const bool first_field = in_list && same < parts.size();
        const std::string indent(2 * (parts.size() + (in_list ? 1U : 0U)), ' ');
        describe(spec, indent.empty() ? " " : indent, out);
        const std::string head = first_field ? indent.substr(2) + "- " : indent;
        out += '#' + head + name + ": " + initialText(spec) + '\n';
        open = std::move(parts);
    }
    return out;
}

}  // namespace bw::ops

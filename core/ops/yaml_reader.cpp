// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/yaml_reader.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <map>

#include "core/ops/venues.h"

namespace bw::ops {
namespace {
constexpr int kDepthMax = 32;
constexpr std::size_t kNodesMax = 100'000;  // aliases expanded

// One document walked in file order. Caller's thread.
class Walker {
public:
    Walker(LayerText& out, Origin base) : m_out(out), m_base(std::move(base)) {}

    void map(const YAML::Node& node, const std::string& path, const std::string& pattern, int depth);
    void value(const YAML::Node& node, const KeyPath& path, int depth);

private:
    void mapList(const YAML::Node& node, const KeyPath& path, int depth);
    bool mayEnter(const YAML::Node& node, int depth);
    // Quotes and "no tag" are all a file may say about a type; a tag would let it choose another one.
    bool hasForeignTag(const YAML::Node& node, std::string_view path);
    [[nodiscard]] Origin at(const YAML::Node& node) const {
        Origin origin = m_base;
        if (origin.layer == Layer::File) {
            origin.line = node.Mark().line + 1;
            origin.column = node.Mark().column + 1;
        }
        return origin;
    }
    void bad(Code code, std::string what, const Origin& origin, std::string how) {
        m_out.problems.push_back({code, std::move(what) + origin.text(), std::move(how)});
    }

    LayerText& m_out;
    Origin m_base;
    std::size_t m_nodes = 0;
    bool m_too_large = false;
};

std::string join(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + '.' + name;
}
bool isQuoted(const YAML::Node& node) {
    return node.Tag() == "!";
}

bool Walker::mayEnter(const YAML::Node& node, int depth) {
    if (m_too_large) return false;
    if (depth <= kDepthMax && ++m_nodes <= kNodesMax) return true;
    m_too_large = true;
    bad(Code::CfgSize, "the file nests or repeats too much", at(node),
        "at most " + std::to_string(kDepthMax) + " levels and " + std::to_string(kNodesMax) +
            " values with aliases expanded");
    return false;
}

bool Walker::hasForeignTag(const YAML::Node& node, std::string_view path) {
    const std::string& tag = node.Tag();
    if (tag.empty() || tag == "?" || tag == "!") return false;
    bad(Code::CfgType, "tag " + quoteForeign(tag) + " on '" + std::string(path) + "'", at(node), "remove the tag");
    return true;
}

void Walker::map(const YAML::Node& node, const std::string& path, const std::string& pattern, int depth) {
    if (!mayEnter(node, depth) || hasForeignTag(node, path)) return;
    std::map<std::string, int> first_lines;
    for (const auto& item : node) {
        const YAML::Node& key = item.first;
        const Origin place = at(key);
        if (!key.IsScalar()) {
            bad(Code::CfgType, "a key of '" + path + "' is not text", place, "write key: value");
            continue;
        }
        const std::string& name = key.Scalar();
        const std::string full = join(path, name);
        if (name == "<<") {
            bad(Code::CfgType, "merge key in '" + path + "'", place, "write the values out");
            continue;
        }
        if (const auto [first, fresh] = first_lines.emplace(name, place.line); !fresh) {
            bad(Code::CfgDuplicateKey, "key '" + full + "' given twice,", place,
                "first on line " + std::to_string(first->second) + "; keep one");
            continue;
        }
        const std::string child = join(pattern, name);
        const KeySpec* spec = findKey(child);
        if (name.find_first_of(".[") != std::string::npos || (spec == nullptr && !isSection(child))) {
            m_out.problems.push_back(unknownKey(pattern, path, name, place));  // a dot inside a name is no path
        } else if (item.second.IsNull()) {
            const bool section = spec == nullptr;
            bad(Code::CfgEmpty, section ? "section '" + full + "' is empty" : "key '" + full + "' without a value",
                place, section ? "give it a key or remove it" : expectation(*spec));
        } else if (spec != nullptr) {
            value(item.second, {full, child, spec}, depth + 1);
        } else if (!item.second.IsMap()) {
            bad(Code::CfgType, "'" + full + "' is a section", at(item.second), "expected keys under it");
        } else {
            map(item.second, full, child, depth + 1);
        }
    }
}

void Walker::mapList(const YAML::Node& node, const KeyPath& path, int depth) {
    if (node.size() > kMapListMax) {
        bad(Code::CfgSize, "'" + path.key + "' has " + std::to_string(node.size()) + " elements", at(node),
            "at most " + std::to_string(kMapListMax));
        return;
    }
    m_out.assignments.push_back({path.key, path.spec, static_cast<std::int64_t>(node.size()), at(node)});
    std::size_t index = 0;
    for (const YAML::Node& element : node) {
        const std::string key = path.key + '[' + std::to_string(index++) + ']';
        if (element.IsMap())
            map(element, key, path.pattern + "[]", depth + 1);
        else
            bad(Code::CfgType, "'" + key + "' is not a map", at(element), expectation(*path.spec));
    }
}

void Walker::value(const YAML::Node& node, const KeyPath& path, int depth) {
    if (!mayEnter(node, depth) || hasForeignTag(node, path.key)) return;
    const Origin place = at(node);
    const bool list = path.spec->type == KeyType::SymbolList || path.spec->type == KeyType::NameList || path.spec->type == KeyType::PathList ||
                      path.spec->type == KeyType::NumberList;
    if (node.IsNull()) {
        bad(Code::CfgEmpty, "key '" + path.key + "' without a value", place, expectation(*path.spec));
    } else if (path.spec->type == KeyType::MapList && node.IsSequence()) {
        mapList(node, path, depth);
    } else if (list && node.IsSequence()) {
        Value elements = emptyList(*path.spec);
        for (const YAML::Node& element : node) {
            if (!mayEnter(element, depth + 1)) return;
            const Status status = element.IsScalar()
                                      ? appendElement(*path.spec, element.Scalar(), isQuoted(element), elements)
                                      : Status(Error{Code::CfgType, "config", expectation(*path.spec)});
            if (status) continue;
            m_out.problems.push_back(
                badValue(path.key, element.IsScalar() ? element.Scalar() : "", status.error(), at(element)));
            return;
        }
        m_out.assignments.push_back({path.key, path.spec, std::move(elements), place});
    } else if (node.IsScalar()) {
        Result<Value> read = readScalar(*path.spec, node.Scalar(), isQuoted(node));
        if (read)
            m_out.assignments.push_back({path.key, path.spec, *std::move(read), place});
        else
            m_out.problems.push_back(badValue(path.key, node.Scalar(), read.error(), place));
    } else {
        bad(Code::CfgType, "value of '" + path.key + "'", place, expectation(*path.spec));
    }
}

bool isUtf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80 ? 0 : lead >> 5 == 6 ? 1 : lead >> 4 == 14 ? 2 : lead >> 3 == 30 ? 3 : 9;
        if (more == 9 || i + more >= text.size()) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        i += more + 1;
    }
    return true;
}

Problem syntax(const Origin& base, const YAML::Exception& error) {
    Origin origin = base;
    if (origin.layer == Layer::File && !error.mark.is_null()) {
        origin.line = error.mark.line + 1;
        origin.column = error.mark.column + 1;
    }
    return {Code::CfgSyntax, "cannot read YAML" + origin.text(), error.msg};
}
}  // namespace

LayerText readYaml(std::string_view text, const std::string& file_name) {
    LayerText out;
    const Origin base{Layer::File, file_name, 0, 0};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (!isUtf8(text) || text.find('\0') != std::string_view::npos) {
        out.problems.push_back({Code::CfgSyntax, "not UTF-8 text" + base.text(), "save the file as UTF-8"});
        return out;
    }
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
        if (documents.size() > 1) {
            out.problems.push_back({Code::CfgSyntax, "more than one document" + base.text(), "remove the '---' lines"});
        } else if (!documents.empty() && documents.front().IsMap()) {
            Walker(out, base).map(documents.front(), "", "", 1);
        } else if (!documents.empty() && !documents.front().IsNull()) {
            out.problems.push_back({Code::CfgType, "the file is not a map" + base.text(), "write key: value lines"});
        }
    } catch (const YAML::Exception& error) {
        out.problems.push_back(syntax(base, error));
    }
    return out;
}

LayerText readFlow(const KeyPath& path, const std::string& text, const Origin& origin) {
    LayerText out;
    try {
        Walker(out, origin).value(YAML::Load(text), path, 1);
    } catch (const YAML::Exception& error) {
        out.problems.push_back(syntax(origin, error));
    }
    return out;
}

namespace {
void flatten(const YAML::Node& node, const std::string& path, std::map<std::string, std::string, std::less<>>& out) {
    if (node.IsScalar()) out.emplace(path, node.Scalar());
    if (!node.IsMap()) return;
    for (const auto& item : node) flatten(item.second, join(path, item.first.Scalar()), out);
}
}  // namespace

std::string venueDefault(std::string_view path) {
    // Ours, and checked by a test: a file that does not parse is a bug and may throw.
    static const auto values = [] {
        std::map<std::string, std::string, std::less<>> out;
        flatten(YAML::Load(std::string(venuesYaml())), {}, out);
        return out;
    }();
    const auto found = values.find(path);
    return found == values.end() ? std::string() : found->second;
}

}  // namespace bw::ops

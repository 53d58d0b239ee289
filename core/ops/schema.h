// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bw::ops {

enum class KeyType : std::uint8_t {
    Bool,
    Int,
    Number,
    Choice,
    Text,
    Path,      // a relative one is taken from the folder of its file, else from the working directory
    Url,       // `choices` lists the schemes; plain text only to this machine
    Endpoint,  // ZeroMQ: tcp://host:port or ipc://path
    SymbolList,
    NameList,  // as the venue writes them: "BTC-USDT-SWAP", "kline_1m", "proxy-1"
    PathList,
    NumberList,
    MapList  // a list of maps; its fields are keys of their own with "[]" in the name
};

/// One configuration key. The table of them is the only source: validation, help, the shipped file and the
/// canonical form all come from it.
struct KeySpec {
    std::string_view key;  // "journal.sync_ms"; "feeds.mt5[].name" is a field of each element
    KeyType type;
    std::string_view unit;     // "ms", "bytes", "" for none
    std::string_view initial;  // the default as YAML; "venue:<path>" is read from venues.yaml
    double min, max;           // Int, Number, elements of NumberList; otherwise unused
    std::string_view choices;  // Choice: "a|b"; Url: allowed schemes
    std::string_view env;      // an older variable that sets it, or ""
    std::string_view help;
};

/// All keys in the order in which they are shown.
[[nodiscard]] std::span<const KeySpec> schema() noexcept;
/// nullptr if there is no such key. Elements are written "[]".
[[nodiscard]] const KeySpec* findKey(std::string_view key) noexcept;
/// True for "feeds", "feeds.book", "feeds.mt5[]": a map, not a value.
[[nodiscard]] bool isSection(std::string_view path) noexcept;
/// Names directly under a section ("" is the root), without "[]", sorted, each once.
[[nodiscard]] std::vector<std::string_view> namesUnder(std::string_view section);
/// "did you mean 'sync_ms'?", or the names that exist there. `segment` is the unknown name inside `section`.
[[nodiscard]] std::string suggestion(std::string_view section, std::string_view segment);

}  // namespace bw::ops

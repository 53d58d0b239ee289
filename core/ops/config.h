// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/result.h"
#include "core/ops/schema.h"
#include "core/ops/value.h"

namespace bw::ops {

/// Low to high: a higher layer's value replaces a lower one's, lists as a whole.
enum class Layer : std::uint8_t { Default, File, Environment, CommandLine };
[[nodiscard]] std::string_view layerName(Layer layer) noexcept;

/// Where a value or a problem comes from.
struct Origin {
    Layer layer = Layer::Default;
    std::string source;        // path of the file, name of the variable
    int line = 0, column = 0;  // from 1; 0: not a file
    /// " at system.yaml:41:7", " in SYMBOLS", " in --set".
    [[nodiscard]] std::string text() const;
};

struct Problem {
    Code code = Code::Ok;
    std::string what, how;
    std::string key{};  // where the value of a key is wrong
    /// "error: unknown key 'feeds.binnance' at system.yaml:41:7 (E_CFG_UNKNOWN_KEY): did you mean 'binance'?"
    [[nodiscard]] std::string line() const;
};

struct Mt5Gateway {
    std::string name, ticks, time_zone;
    bool allow_plain = false;
    std::string curve_server_key{}, curve_public_key{}, curve_secret_file{};  // empty: no encryption
    friend bool operator==(const Mt5Gateway&, const Mt5Gateway&) = default;
};

struct Proxy {
    std::string name, type, host;  // type: "socks5" or "http"
    std::int64_t port = 0;
    friend bool operator==(const Proxy&, const Proxy&) = default;
};

/// The settings in force: every key of the schema has a value. Immutable after load(); any thread may read.
/// The getters assert that the key exists and has that type: a wrong name is a bug here, not bad input.
class Config {
public:
    struct Entry {
        const KeySpec* spec = nullptr;
        Value value;
        Origin origin;
    };

    [[nodiscard]] bool flag(std::string_view key) const;
    [[nodiscard]] std::int64_t integer(std::string_view key) const;
    [[nodiscard]] double number(std::string_view key) const;
    [[nodiscard]] const std::string& text(std::string_view key) const;  // Choice, Text, Path, Url, Endpoint
    [[nodiscard]] const std::vector<std::string>& list(std::string_view key) const;
    [[nodiscard]] const std::vector<double>& numbers(std::string_view key) const;
    [[nodiscard]] std::vector<Mt5Gateway> mt5Gateways() const;
    [[nodiscard]] std::vector<Proxy> proxies() const;

    /// ofi.weights as the signal wants them: one for each of ofi.levels, negatives 0, sum 1.
    [[nodiscard]] std::vector<double> ofiWeights() const;

    /// Nobody set it: its own default holds.
    [[nodiscard]] bool isDefault(std::string_view key) const;
    /// A real source is configured: symbols of an exchange or a MetaTrader gateway.
    [[nodiscard]] bool hasFeeds() const;
    /// feeds.demo with `auto` decided.
    [[nodiscard]] bool demoWanted() const;

    /// Values of limits and breakers that cannot be used: what stood below them stays, and live execution is refused
    /// (CFG_RISK_INVALID, risk spec 2.1). Monitoring goes on, so they do not keep the program from starting.
    [[nodiscard]] const std::vector<Problem>& riskProblems() const { return m_risk_problems; }

    /// One line a key: value, layer, place. `prefix` limits it to that key or section.
    [[nodiscard]] std::string show(std::string_view prefix = {}) const;
    /// Keys sorted, no blanks: equal settings give equal bytes, whatever layer they came from.
    [[nodiscard]] std::string canonicalJson() const;
    /// SHA-256 of canonicalJson(), lower-case hex.
    [[nodiscard]] std::string hash() const;

    [[nodiscard]] const std::map<std::string, Entry, std::less<>>& entries() const { return m_entries; }

private:
    friend class ConfigBuilder;
    [[nodiscard]] const Entry& entry(std::string_view key) const;
    std::map<std::string, Entry, std::less<>> m_entries;
    std::map<std::string, std::size_t, std::less<>> m_list_sizes;  // of the lists of maps
    std::vector<Problem> m_risk_problems;
};

struct LoadOptions {
    std::string config_path;        // --config: file, or folder with system.yaml; "" = none
    std::vector<std::string> sets;  // each --set, "a.b=c"
    std::vector<std::pair<std::string, std::string>> environment;  // normally processEnvironment()
};

struct Loaded {
    std::optional<Config> config;   // absent when there is a problem
    std::vector<Problem> problems;  // all of them, at most kProblemsMax
    std::string config_file;        // the file that was read, "" if there was none
};

inline constexpr std::size_t kProblemsMax = 100;
inline constexpr std::size_t kConfigBytesMax = 1 << 20;

/// Defaults, then the file, the environment, --set. Reads one file and nothing else; never throws.
[[nodiscard]] Loaded load(const LoadOptions& options);
[[nodiscard]] std::vector<std::pair<std::string, std::string>> processEnvironment();
/// A system.yaml with every key, commented out, with help, unit, range and default.
[[nodiscard]] std::string referenceYaml();

}  // namespace bw::ops

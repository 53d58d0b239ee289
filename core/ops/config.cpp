// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/config.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/model/assert.h"
#include "core/ops/assignment.h"
#include "core/ops/yaml_reader.h"

namespace bw::ops {
namespace fs = std::filesystem;

/// Merges the layers, fills the defaults and checks what spans several keys. Lives for one load(), caller's thread.
class ConfigBuilder {
public:
    ConfigBuilder(const LoadOptions& options, Loaded& out) : m_options(options), m_out(out) {}
    void build();

private:
    void readFile();
    void apply(LayerText&& layer);
    void put(Assignment&& assignment);
    void fillDefaults();
    void fillDefault(const KeySpec& spec, const std::string& key);
    void placeDirectories();
    void absolutePaths();
    void checkGateways();
    void checkRest();
    void setRiskProblemsApart();
    [[nodiscard]] std::string variable(std::string_view name) const;
    [[nodiscard]] std::string absolute(const std::string& path, const Origin& origin) const;
    void problem(Code code, std::string what, std::string how) {
        m_out.problems.push_back({code, std::move(what), std::move(how)});
    }

    const LoadOptions& m_options;
    Loaded& m_out;
    Config m_config;
    fs::path m_config_dir;
};

std::string ConfigBuilder::variable(std::string_view name) const {
    for (const auto& [key, value] : m_options.environment)
        if (key == name) return value;
    return {};
}

void ConfigBuilder::readFile() {
    std::string named = m_options.config_path.empty() ? variable("QS_CONFIG_PATH") : m_options.config_path;
    fs::path path = named;
    if (named.empty()) {
        const std::string xdg = variable("XDG_CONFIG_HOME"), home = variable("HOME");
        if (xdg.empty() && home.empty()) return;
        path = (xdg.empty() ? fs::path(home) / ".config" : fs::path(xdg)) / "bellwether" / "system.yaml";
    }
    std::error_code failed;
    if (fs::is_directory(path, failed)) path /= "system.yaml";
    if (named.empty() && !fs::exists(path, failed)) return;  // only the usual place may be empty
    m_out.config_file = path.string();
    m_config_dir = path.parent_path();

    std::ifstream file(path, std::ios::binary);
    if (!fs::is_regular_file(path, failed) || !file) {
        problem(Code::FileOpen, "cannot read configuration '" + path.string() + "'",
                "check the path and its permissions");
        return;
    }
    std::string text(kConfigBytesMax + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad()) {
        problem(Code::FileRead, "reading configuration '" + path.string() + "' failed", "check the disk");
    } else if (text.size() > kConfigBytesMax) {
        problem(Code::CfgSize, "configuration '" + path.string() + "' is too large", "at most 1 MiB");
    } else {
        apply(readYaml(text, path.string()));
    }
}

void ConfigBuilder::apply(LayerText&& layer) {
    std::move(layer.problems.begin(), layer.problems.end(), std::back_inserter(m_out.problems));
    for (Assignment& assignment : layer.assignments) put(std::move(assignment));
}

void ConfigBuilder::put(Assignment&& a) {
    auto& entries = m_config.m_entries;
    if (a.spec->type == KeyType::MapList) {
        const std::string prefix = a.key + '[';
        std::erase_if(entries, [&prefix](const auto& entry) { return entry.first.starts_with(prefix); });
        m_config.m_list_sizes[a.key] = static_cast<std::size_t>(std::get<std::int64_t>(a.value));
    } else if (const std::size_t open = a.key.find('['); open != std::string::npos) {
        std::size_t& size = m_config.m_list_sizes[a.key.substr(0, open)];
        const std::size_t index = std::stoul(a.key.substr(open + 1));
        if (index > size) {
            problem(Code::CfgRange, "'" + a.key + "'" + a.origin.text(),
                    "the list has " + std::to_string(size) + " elements");
            return;
        }
        size = std::max(size, index + 1);
    }
    // Inside a file a key cannot come twice; two variables can name one key, and neither outranks the other.
    if (const auto before = entries.find(a.key); before != entries.end() && a.origin.layer == Layer::Environment &&
                                                 before->second.origin.layer == Layer::Environment &&
                                                 before->second.value != a.value) {
        problem(Code::CfgConflict,
                "'" + a.key + "' has two values:" + before->second.origin.text() + " and" + a.origin.text(),
                "unset one of them");
        return;
    }
    entries.insert_or_assign(a.key, Config::Entry{a.spec, std::move(a.value), std::move(a.origin)});
}

void ConfigBuilder::fillDefault(const KeySpec& spec, const std::string& key) {
    if (m_config.m_entries.contains(key)) return;
    const bool venue = spec.initial.starts_with("venue:");
    const std::string text = venue ? venueDefault(spec.initial.substr(6)) : std::string(spec.initial);
    LayerText read;
    if (spec.initial.starts_with('[')) {
        read = readFlow({key, std::string(spec.key), &spec}, text, {});
    } else if (Result<Value> value = readScalar(spec, text, /*quoted=*/false)) {
        read.assignments.push_back({key, &spec, *std::move(value), {}});
    }
    BW_ASSERT(read.problems.empty() && !read.assignments.empty());
    put(std::move(read.assignments.front()));
}

void ConfigBuilder::fillDefaults() {
    for (const KeySpec& spec : schema()) {
        const std::string key(spec.key);
        const std::size_t open = key.find("[]");
        if (open == std::string::npos) {
            // An element set by index alone makes the list; its size then stands without an entry.
            if (spec.type == KeyType::MapList && m_config.m_list_sizes[key] > 0)
                m_config.m_entries.try_emplace(
                    key, Config::Entry{&spec, static_cast<std::int64_t>(m_config.m_list_sizes[key]), {}});
            fillDefault(spec, key);
            continue;
        }
        const std::size_t size = m_config.m_list_sizes[key.substr(0, open)];
        for (std::size_t i = 0; i < size; ++i)
            fillDefault(spec, key.substr(0, open) + '[' + std::to_string(i) + ']' + key.substr(open + 2));
    }
    for (auto& [key, size] : m_config.m_list_sizes) m_config.m_entries.at(key).value = static_cast<std::int64_t>(size);
}

void ConfigBuilder::placeDirectories() {
    auto& data_dir = m_config.m_entries.find("data_dir")->second;
    if (std::get<std::string>(data_dir.value).empty()) {
        // systemd may name several, separated by colons; the first is the main one.
        std::string place = variable("STATE_DIRECTORY");
        place = place.substr(0, place.find(':'));
        const std::string xdg = variable("XDG_DATA_HOME"), home = variable("HOME");
        if (place.empty() && !xdg.empty()) place = xdg + "/bellwether";
        if (place.empty() && !home.empty()) place = home + "/.local/share/bellwether";
        if (place.empty())
            problem(Code::CfgEmpty, "no place for 'data_dir': HOME is not set", "add --set data_dir=FOLDER");
        data_dir.value = place;
    }
    auto& log_dir = m_config.m_entries.find("logging.dir")->second;
    if (std::get<std::string>(log_dir.value).empty()) {
        std::string place = variable("LOGS_DIRECTORY");
        place = place.substr(0, place.find(':'));
        log_dir.value = place.empty() ? std::get<std::string>(data_dir.value) + "/logs" : place;
        if (place.empty()) log_dir.origin = data_dir.origin;
    }
}

std::string ConfigBuilder::absolute(const std::string& path, const Origin& origin) const {
    if (path.empty()) return path;
    if (path.starts_with("~/") && !variable("HOME").empty()) return variable("HOME") + path.substr(1);
    std::error_code failed;
    const fs::path base = origin.layer == Layer::File ? fs::absolute(m_config_dir, failed) : fs::current_path(failed);
    std::string out = (base / path).lexically_normal().string();
    if (out.size() > 1 && out.ends_with('/')) out.pop_back();
    return out;
}

void ConfigBuilder::absolutePaths() {
    for (auto& [key, entry] : m_config.m_entries) {
        if (entry.spec->type == KeyType::Path) {
            auto& path = std::get<std::string>(entry.value);
            path = absolute(path, entry.origin);
        } else if (entry.spec->type == KeyType::PathList) {
            for (std::string& path : std::get<std::vector<std::string>>(entry.value))
                path = absolute(path, entry.origin);
        }
    }
}

bool isGatewayName(std::string_view name) {
    return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// The form only; the decoder reads a named zone's rules when the feed starts.
bool isTimeZone(std::string_view zone) {
    const auto digits = [](std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; };
    if (zone == "auto" || zone == "UTC" || zone == "NY+7") return true;
    if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':' && digits(zone.substr(1, 2)) && digits(zone.substr(4)))
        return zone.substr(1, 2) <= "14" && zone.substr(4) <= "59";
    const std::size_t slash = zone.find('/');
    return slash != std::string_view::npos && slash > 0 && zone.find("..") == std::string_view::npos &&
           std::all_of(zone.begin(), zone.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
           });
}

void ConfigBuilder::checkGateways() {
    std::map<std::string, std::string, std::less<>> keys_of_names;
    const std::size_t size = m_config.m_list_sizes["feeds.mt5"];
    for (std::size_t i = 0; i < size; ++i) {
        const std::string element = "feeds.mt5[" + std::to_string(i) + ']';
        const Config::Entry& name = m_config.entry(element + ".name");
        const Config::Entry& ticks = m_config.entry(element + ".ticks");
        const Config::Entry& zone = m_config.entry(element + ".time_zone");
        const auto& name_text = std::get<std::string>(name.value);
        const auto& ticks_text = std::get<std::string>(ticks.value);
        if (!isGatewayName(name_text))
            m_out.problems.push_back(badValue(element + ".name", name_text,
                                              {Code::CfgType, "config", "1 to 32 of a-z, 0-9 and -"}, name.origin));
        if (const auto [first, fresh] = keys_of_names.emplace(name_text, element + ".name"); !fresh)
            problem(Code::CfgConflict,
                    "'" + first->second + "' and '" + element + ".name' are both " + quoteForeign(name_text) +
                        name.origin.text(),
                    "give each gateway its own name");
        if (!isTimeZone(std::get<std::string>(zone.value)))
            m_out.problems.push_back(
                badValue(element + ".time_zone", std::get<std::string>(zone.value),
                         {Code::CfgType, "config", "expected auto, UTC, NY+7, an offset such as +02:00 or a name such as Europe/Athens"}, zone.origin));
        if (m_config.text(element + ".curve_server_key").empty() && !ticks_text.starts_with("ipc://") && !isLoopbackHost(hostOf(ticks_text)) &&
            !m_config.flag(element + ".allow_plain"))
            problem(Code::CfgConflict,
                    "'" + element + ".ticks' leaves this machine" + ticks.origin.text() + " and '" + element +
                        ".allow_plain' is false",
                    "the link is not encrypted: give curve keys, or set allow_plain: true if that is meant");
    }
}

void ConfigBuilder::checkRest() {
    if (m_config.ofiWeights().empty()) {
        const Config::Entry& entry = m_config.entry("ofi.weights");
        m_out.problems.push_back(badValue(
            "ofi.weights", toYaml(entry.value),
            {Code::CfgRange, "config", "at least one weight within ofi.levels must be above 0"}, entry.origin));
    }
    const std::int64_t stale_ms = m_config.integer("feeds.supervise.stale_ms");
    const std::int64_t reconnect_ms = m_config.integer("feeds.supervise.reconnect_ms");
    if (reconnect_ms <= stale_ms) {
        const Origin& origin = m_config.entry("feeds.supervise.reconnect_ms").origin;
        problem(Code::CfgConflict,
                "'feeds.supervise.reconnect_ms' " + std::to_string(reconnect_ms) + " and 'feeds.supervise.stale_ms' " +
                    std::to_string(stale_ms) +
                    (origin.layer == Layer::Default ? m_config.entry("feeds.supervise.stale_ms").origin.text()
                                                    : origin.text()),
                "a line must be stale before it is opened anew: reconnect_ms above stale_ms");
    }
}

// A limit that cannot be read must not stop the watching of markets: only live execution is refused for it.
void ConfigBuilder::setRiskProblemsApart() {
    const auto isLimit = [](const Problem& problem) {
        return problem.key.starts_with("risk.limits.") || problem.key.starts_with("risk.breaker.");
    };
    auto& all = m_out.problems;
    const auto first = std::stable_partition(all.begin(), all.end(), [&](const Problem& problem) { return !isLimit(problem); });
    std::move(first, all.end(), std::back_inserter(m_config.m_risk_problems));
    all.erase(first, all.end());
}

void ConfigBuilder::build() {
    readFile();
    apply(readEnvironment(m_options.environment));
    apply(readSets(m_options.sets));
    setRiskProblemsApart();
    fillDefaults();
    placeDirectories();
    absolutePaths();
    checkGateways();
    checkRest();
    if (m_out.problems.size() > kProblemsMax) m_out.problems.resize(kProblemsMax);
    if (m_out.problems.empty()) m_out.config = std::move(m_config);
}

Loaded load(const LoadOptions& options) {
    Loaded out;
    ConfigBuilder(options, out).build();
    return out;
}

std::vector<std::pair<std::string, std::string>> processEnvironment() {
    std::vector<std::pair<std::string, std::string>> out;
    for (char** item = environ; item != nullptr && *item != nullptr; ++item) {
        const std::string_view text(*item);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos) out.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return out;
}

const Config::Entry& Config::entry(std::string_view key) const {
    const auto found = m_entries.find(key);
    BW_ASSERT(found != m_entries.end());
    return found->second;
}

namespace {
template <class T>
const T& typed(const Value& value) {
    const T* typed_value = std::get_if<T>(&value);
    BW_ASSERT(typed_value != nullptr);
    return *typed_value;
}
}  // namespace

bool Config::flag(std::string_view key) const {
    return typed<bool>(entry(key).value);
}
std::int64_t Config::integer(std::string_view key) const {
    return typed<std::int64_t>(entry(key).value);
}
double Config::number(std::string_view key) const {
    return typed<double>(entry(key).value);
}
const std::string& Config::text(std::string_view key) const {
    return typed<std::string>(entry(key).value);
}
const std::vector<std::string>& Config::list(std::string_view key) const {
    return typed<std::vector<std::string>>(entry(key).value);
}
const std::vector<double>& Config::numbers(std::string_view key) const {
    return typed<std::vector<double>>(entry(key).value);
}

std::vector<Mt5Gateway> Config::mt5Gateways() const {
    std::vector<Mt5Gateway> out;
    const auto size = static_cast<std::size_t>(integer("feeds.mt5"));
    for (std::size_t i = 0; i < size; ++i) {
        const std::string element = "feeds.mt5[" + std::to_string(i) + ']';
        out.push_back({text(element + ".name"), text(element + ".ticks"), text(element + ".time_zone"),
                       flag(element + ".allow_plain"), text(element + ".curve_server_key"),
                       text(element + ".curve_public_key"), text(element + ".curve_secret_file")});
    }
    return out;
}

std::vector<Proxy> Config::proxies() const {
    std::vector<Proxy> out;
    const auto size = static_cast<std::size_t>(integer("feeds.proxies"));
    for (std::size_t i = 0; i < size; ++i) {
        const std::string element = "feeds.proxies[" + std::to_string(i) + ']';
        out.push_back({text(element + ".name"), text(element + ".type"), text(element + ".host"), integer(element + ".port")});
    }
    return out;
}

std::vector<double> Config::ofiWeights() const {
    std::vector<double> weights = numbers("ofi.weights");
    weights.resize(static_cast<std::size_t>(integer("ofi.levels")));
    double sum = 0;
    for (double& weight : weights) sum += weight = std::max(weight, 0.0);
    if (!(sum > 0)) return {};  // load() has refused it
    for (double& weight : weights) weight /= sum;
    return weights;
}

bool Config::isDefault(std::string_view key) const {
    return entry(key).origin.layer == Layer::Default;
}

bool Config::hasFeeds() const {
    return integer("feeds.mt5") > 0 || !list("feeds.binance.spot.symbols").empty() ||
           !list("feeds.binance.usdm.symbols").empty() || !list("feeds.binance.coinm.symbols").empty() ||
           !list("feeds.okx.instruments").empty() || !list("feeds.deribit.instruments").empty();
}

bool Config::demoWanted() const {
    const std::string& demo = text("feeds.demo");
    return demo == "on" || (demo == "auto" && !hasFeeds());
}

}  // namespace bw::ops

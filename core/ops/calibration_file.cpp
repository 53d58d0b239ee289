// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/calibration_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "core/model/sha256.h"

namespace bw::ops {
namespace {

constexpr std::size_t kBytesMax = std::size_t{1} << 20;
constexpr std::size_t kBlocksMax = 50;      // a block holds at least a fiftieth of the events
constexpr std::size_t kHorizonsMax = 16;
constexpr std::string_view kHashKey = ",\"sha256\":\"";
constexpr std::size_t kHashDigits = 64;
constexpr double kRounding = 2e-6;          // figures are written with six decimals

/// What is wrong, to be caught at the edge of this file.
struct Fault {
    std::string what;
};

YAML::Node child(const YAML::Node& node, const std::string& name) {
    if (!node.IsMap() || !node[name]) throw Fault{"'" + name + "' is missing"};
    return node[name];
}

double number(const YAML::Node& node, const std::string& name, double low, double high) {
    const YAML::Node at = child(node, name);
    double value = 0;
    if (!at.IsScalar() || !YAML::convert<double>::decode(at, value) || !(value >= low && value <= high))
        throw Fault{"'" + name + "' is not a number of its range"};
    return value;
}

/// Null where there was nothing to measure.
double numberOrNan(const YAML::Node& node, const std::string& name, double low, double high) {
    return child(node, name).IsNull() ? std::numeric_limits<double>::quiet_NaN() : number(node, name, low, high);
}

std::uint32_t count(const YAML::Node& node, const std::string& name) {
    const double value = number(node, name, 0, 4e9);
    if (value != std::floor(value)) throw Fault{"'" + name + "' is not a count"};
    return static_cast<std::uint32_t>(value);
}

std::string text(const YAML::Node& node, const std::string& name) {
    const YAML::Node at = child(node, name);
    if (!at.IsScalar()) throw Fault{"'" + name + "' is not text"};
    return at.Scalar();
}

std::uint64_t hex16(const YAML::Node& node, const std::string& name) {
    const std::string digits = text(node, name);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() != 16 || error != std::errc{} || end != digits.data() + digits.size())
        throw Fault{"'" + name + "' is not 16 hex digits"};
    return value;
}

CalibrationStatus statusOf(const YAML::Node& node) {
    const std::string word = text(node, "status");
    for (int i = 0; i < static_cast<int>(CalibrationStatus::Count); ++i)
        if (word == calibrationStatusName(static_cast<CalibrationStatus>(i))) return static_cast<CalibrationStatus>(i);
    throw Fault{"'status' is no word of the schema"};
}

CalibrationBlock readBlock(const YAML::Node& node) {
    CalibrationBlock block;
    block.score_min = number(node, "score_min", 0, 100);
    block.score_max = number(node, "score_max", block.score_min, 100);
    block.score_mean = number(node, "score_mean", block.score_min - kRounding, block.score_max + kRounding);
    block.winrate = number(node, "winrate", 0, 1);
    block.ci_low = number(node, "ci_low", 0, block.winrate + kRounding);
    block.ci_high = number(node, "ci_high", block.winrate - kRounding, 1);
    block.expected_return = number(node, "expected_return", -1e6, 1e6);
    block.n = count(node, "n");
    block.hits = count(node, "hits");
    const double rate = block.n > 0 ? static_cast<double>(block.hits) / static_cast<double>(block.n) : -1;
    if (std::abs(rate - block.winrate) > kRounding) throw Fault{"'winrate' is not hits / n"};
    if (std::abs(number(node, "confidence", 0, 1) - (block.ci_high - block.ci_low)) > kRounding)
        throw Fault{"'confidence' is not the width of the interval"};
    return block;
}

void readBlocks(const YAML::Node& list, CalibrationHorizon& horizon) {
    if (!list.IsSequence() || list.size() > kBlocksMax) throw Fault{"'score_ranges' is not a short list"};
    for (const YAML::Node& node : list) horizon.blocks.push_back(readBlock(node));
    const bool published = horizon.status == CalibrationStatus::Published;
    if (published != (horizon.blocks.size() >= 2) || (!published && !horizon.blocks.empty()))
        throw Fault{"'score_ranges' and 'status' contradict each other"};
    for (std::size_t i = 1; i < horizon.blocks.size(); ++i) {
        const CalibrationBlock &below = horizon.blocks[i - 1], &above = horizon.blocks[i];
        if (!(below.score_max <= above.score_min && below.score_mean < above.score_mean && below.winrate <= above.winrate))
            throw Fault{"'score_ranges' do not rise"};
    }
}

CalibrationHorizon readHorizon(const std::string& name, const YAML::Node& node) {
    constexpr std::string_view kPrefix = "horizon_";
    CalibrationHorizon horizon;
    const char* const end = name.data() + name.size();
    const bool named = name.starts_with(kPrefix);
    const auto parsed = named ? std::from_chars(name.data() + kPrefix.size(), end, horizon.horizon) : std::from_chars_result{};
    if (!named || parsed.ec != std::errc{} || parsed.ptr != end || horizon.horizon < 1)
        throw Fault{"a mapping has no horizon in its name"};
    horizon.status = statusOf(node);
    readBlocks(child(node, "score_ranges"), horizon);
    horizon.spearman_corr = numberOrNan(node, "spearman_corr", -1, 1);
    horizon.spearman_p = numberOrNan(node, "spearman_p", 0, 1);
    horizon.n = count(node, "n");
    horizon.n_ind = count(node, "n_ind");
    horizon.brier = numberOrNan(node, "brier", 0, 1);
    horizon.brier_skill = numberOrNan(node, "brier_skill", -1e6, 1);
    horizon.ece = numberOrNan(node, "ece", 0, 1);
    horizon.ece_null95 = numberOrNan(node, "ece_null95", 0, 1);
    horizon.base_rate = numberOrNan(node, "base_rate", 0, 1);
    horizon.tie_share = numberOrNan(node, "tie_share", 0, 1);
    return horizon;
}

CalibrationData readAll(const YAML::Node& root) {
    if (text(root, "version") != "v1.0") throw Fault{"'version' is not v1.0"};
    CalibrationData data;
    data.id = hex16(root, "calibration_id");
    if (data.id == 0) throw Fault{"'calibration_id' is 0"};
    const YAML::Node provenance = child(root, "provenance");
    data.sampling = text(provenance, "sampling");
    data.params_hash = hex16(provenance, "params_hash");
    const YAML::Node symbols = child(provenance, "symbols");
    if (!symbols.IsSequence() || symbols.size() == 0) throw Fault{"'symbols' is not a list"};
    for (const YAML::Node& symbol : symbols) data.symbols.push_back(symbol.as<std::string>());
    const YAML::Node mappings = child(root, "mappings");
    if (!mappings.IsMap() || mappings.size() == 0 || mappings.size() > kHorizonsMax)
        throw Fault{"'mappings' is not a map of few horizons"};
    CalibrationStatus best = CalibrationStatus::Insufficient;
    for (const auto& item : mappings) {
        data.horizons.push_back(readHorizon(item.first.as<std::string>(), item.second));
        best = std::max(best, data.horizons.back().status);
    }
    if (statusOf(root) != best) throw Fault{"'status' is not that of its horizons"};
    return data;
}

Error refused(std::string what) {
    return {Code::CalibSchema, "calibration", std::move(what)};
}

}  // namespace

Result<CalibrationData> readCalibration(std::string_view file) {
    if (file.size() > kBytesMax) return refused("the file is larger than a calibration can be");
    while (!file.empty() && (file.back() == '\n' || file.back() == '\r')) file.remove_suffix(1);
    const std::size_t at = file.rfind(kHashKey);
    const std::size_t tail = kHashKey.size() + kHashDigits + 2;  // closing quote and brace
    if (at == std::string_view::npos || file.size() - at != tail || !file.ends_with("\"}"))
        return refused("its last member is not a sha256");
    const std::string content = std::string(file.substr(0, at)) + '}';
    if (hex(sha256(content)) != file.substr(at + kHashKey.size(), kHashDigits))
        return refused("its sha256 is not that of its content: the file was changed or cut");
    try {
        return readAll(YAML::Load(content));  // JSON is YAML
    } catch (const Fault& fault) {
        return refused(fault.what);
    } catch (const YAML::Exception& error) {
        return refused(error.what());
    }
}

Status checkCalibration(const CalibrationData& data, std::string_view symbol, std::string_view sampling,
                        std::uint64_t params_hash) {
    const auto mismatch = [](std::string what) { return Error{Code::CalibMismatch, "calibration", std::move(what)}; };
    if (std::find(data.symbols.begin(), data.symbols.end(), symbol) == data.symbols.end())
        return mismatch("made for other symbols than " + std::string(symbol));
    if (data.sampling != sampling) return mismatch("made for sampling " + data.sampling + ", not " + std::string(sampling));
    if (data.params_hash != params_hash) return mismatch("made for other parameters");
    return Done{};
}

}  // namespace bw::ops

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/score_book.h"

#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace bw::engine {
namespace {

constexpr std::uintmax_t kLedgersMax = 256U << 20;  // weeks; a second of reading

template <class Enum>
Enum named(std::string_view text, std::string_view (*name)(Enum) noexcept) {
    for (int i = 0; i < static_cast<int>(Enum::Count); ++i)
        if (name(static_cast<Enum>(i)) == text) return static_cast<Enum>(i);
    return Enum::Count;
}

}  // namespace

int ScoreBook::number(std::string_view instrument) {
    if (const auto it = m_numbers.find(instrument); it != m_numbers.end()) return it->second;
    const int next = static_cast<int>(m_names.size());
    m_names.emplace_back(instrument);
    m_numbers.emplace(std::string(instrument), next);
    return next;
}

bool ScoreBook::onLedgerLine(std::string_view line) {
    if (!line.starts_with("{\"kind\":\"outcome\"")) return false;
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(line.data(), line.size()).get(root) != simdjson::SUCCESS) return false;
    const auto text = [&](const char* key) {
        std::string_view out;
        return root[key].get_string().get(out) == simdjson::SUCCESS ? out : std::string_view{};
    };
    bool whole = true;
    const auto integer = [&](const char* key) {
        std::int64_t out = 0;
        whole = root[key].get_int64().get(out) == simdjson::SUCCESS && whole;
        return out;
    };
    SignalOutcome o;
    o.type = named<SignalType>(text("type"), &signalTypeName);
    o.channel = named<Channel>(text("channel"), &channelName);
    o.grade = named<Grade>(text("grade"), &gradeName);
    o.label = named<OutcomeLabel>(text("label"), &outcomeLabelName);
    o.horizon = static_cast<int>(integer("horizon"));
    o.r2 = integer("r2");
    o.price2 = integer("price2");
    double value = 0, p0 = 0;
    if (root["p"].get_double().get(value) == simdjson::SUCCESS) {
        o.p.reason = Reason::None;
        o.p.value = value;
    }
    whole = root["p0"].get_double().get(p0) == simdjson::SUCCESS && whole;
    const std::string_view instrument = text("instrument");
    if (!whole || instrument.empty() || o.type == SignalType::Count || o.channel == Channel::Count || o.grade == Grade::Count ||
        o.label == OutcomeLabel::Count)
        return false;
    onOutcome(instrument, o, p0);
    return true;
}

std::size_t ScoreBook::readLedgers(const std::string& dir) {
    namespace fs = std::filesystem;
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it(dir, error), end; !error && it != end; it.increment(error))
        if (it->path().extension() == ".jsonl") files.push_back(it->path());
    std::sort(files.begin(), files.end());  // named by the time of their beginning
    std::uintmax_t bytes = 0;
    auto first = files.end();
    while (first != files.begin()) {
        bytes += fs::file_size(*(first - 1), error);
        if (bytes > kLedgersMax) break;
        --first;
    }
    files.erase(files.begin(), first);
    std::size_t found = 0;
    std::string line;
    for (const fs::path& path : files) {
        std::ifstream in(path, std::ios::binary);
        while (std::getline(in, line)) found += onLedgerLine(line);
    }
    return found;
}

}  // namespace bw::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tape.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/feed/formats/frame_reader.h"

namespace bw::test {
namespace {

constexpr int kDigits = 8;
constexpr std::int64_t kQuietEndNs = 15 * kNsPerSec;

/// Units of 10^-8 of a plain decimal; written apart from the parser under test.
std::int64_t unitsOf(std::string_view text) {
    std::int64_t units = 0;
    int decimals = -1;
    for (const char c : text) {
        if (c == '.') {
            decimals = 0;
            continue;
        }
        units = units * 10 + (c - '0');
        if (decimals >= 0) ++decimals;
    }
    for (int d = std::max(decimals, 0); d < kDigits; ++d) units *= 10;
    return units;
}

std::uint64_t numberOf(std::string_view json, std::string_view key) {
    const std::size_t at = json.find(key);
    return at == std::string_view::npos ? 0 : std::strtoull(json.data() + at + key.size(), nullptr, 10);
}

/// [["p","q"],…] behind `key`.
std::vector<Level> levelsOf(std::string_view json, std::string_view key) {
    std::vector<Level> out;
    std::size_t at = json.find(key);
    if (at == std::string_view::npos) return out;
    at += key.size();
    const auto quoted = [&] {
        const std::size_t begin = json.find('"', at) + 1;
        const std::size_t end = json.find('"', begin);
        at = end + 1;
        return json.substr(begin, end - begin);
    };
    while (json[at] == '[' || json[at] == ',') {
        const std::int64_t price = unitsOf(quoted());
        const std::int64_t qty = unitsOf(quoted());
        out.push_back({{price}, {qty}});
        ++at;  // the bracket of the pair
    }
    return out;
}

TapeLine readLine(const feed::FileFrame& frame) {
    using Kind = TapeLine::Kind;
    const std::string_view json = frame.bytes;
    TapeLine line;
    line.wall = frame.wall;
    line.mono = frame.mono;
    line.bytes = FrameBytes(json);
    if (json.find("\"e\":\"depthUpdate\"") != std::string_view::npos) {
        line.kind = Kind::Depth;
        line.first = numberOf(json, "\"U\":");
        line.last = numberOf(json, "\"u\":");
        line.prev = json.find("\"pu\":") != std::string_view::npos ? numberOf(json, "\"pu\":") : line.first - 1;
        line.bids = levelsOf(json, "\"b\":[");
        line.asks = levelsOf(json, "\"a\":[");
    } else if (json.starts_with("{\"lastUpdateId\":")) {
        line.kind = Kind::Snapshot;
        line.last = numberOf(json, "\"lastUpdateId\":");
        line.bids = levelsOf(json, "\"bids\":[");
        line.asks = levelsOf(json, "\"asks\":[");
    } else {
        line.kind = json.find("@bookTicker") != std::string_view::npos ? Kind::Ticker : Kind::Trade;
    }
    return line;
}

FrameBytes cut(std::string_view bytes, Random& random) {
    return FrameBytes(bytes.substr(0, random.below(bytes.size())));
}

FrameBytes flipped(std::string_view bytes, Random& random) {
    FrameBytes out(bytes);
    char& hit = out.data()[random.below(bytes.size())];
    hit = static_cast<char>(static_cast<unsigned char>(hit) ^ (1U << random.below(8)));
    return out;
}

}  // namespace

Tape loadTape(const std::string& name, const std::string& venue, const std::string& symbol) {
    Tape tape;
    tape.venue = venue;
    tape.id = venue + "." + symbol;
    if (venue == "binance.coinm") tape.symbol_in_snapshot = symbol;
    const char* shared = std::getenv("BELLWETHER_SHARED");
    const auto path = std::filesystem::path(shared != nullptr ? shared : "") / "data" / "binance_raw" / (name + ".gz");
    auto reader = feed::openFile(path, "ts-json", {venue, "", 0});
    if (!reader) return tape;
    feed::FileFrame frame;
    for (auto more = (*reader)->next(frame); more && *more; more = (*reader)->next(frame)) {
        tape.lines.push_back(readLine(frame));
        if (tape.lines.back().kind == TapeLine::Kind::Depth) tape.depth.push_back(tape.lines.size() - 1);
        if (tape.lines.back().kind == TapeLine::Kind::Snapshot) tape.snapshot = tape.lines.size() - 1;
    }
    while (tape.first_chained < tape.depth.size() &&
           tape.lines[tape.depth[tape.first_chained]].last <= tape.lines[tape.snapshot].last)
        ++tape.first_chained;
    return tape;
}

void TruthBook::apply(const TapeLine& line) {
    if (line.kind == TapeLine::Kind::Snapshot) {
        bids.clear();
        asks.clear();
    } else if (line.kind != TapeLine::Kind::Depth || line.last <= last) {
        return;
    }
    last = line.last;
    const auto put = [](auto& side, const std::vector<Level>& levels) {
        for (const Level& level : levels)
            if (level.qty.units == 0)
                side.erase(level.price.units);
            else
                side[level.price.units] = level.qty.units;
    };
    put(bids, line.bids);
    put(asks, line.asks);
}

std::vector<Level> TruthBook::side(bool bid, std::size_t count) const {
    std::vector<Level> out;
    const auto take = [&](const auto& levels) {
        for (auto it = levels.begin(); it != levels.end() && out.size() < count; ++it)
            out.push_back({{it->first}, {it->second}});
    };
    if (bid)
        take(bids);
    else
        take(asks);
    return out;
}

std::string TruthBook::snapshotText(const std::string& symbol) const {
    std::string out = "{\"lastUpdateId\":" + std::to_string(last);
    if (!symbol.empty()) out += ",\"symbol\":\"" + symbol + "\"";
    const auto list = [&out](std::string_view key, const auto& levels) {
        out.append(",\"").append(key).append("\":[");
        bool first = true;
        for (const auto& [price, qty] : levels) {
            out.append(first ? "[\"" : ",[\"").append(formatUnits(price, kDigits));
            out.append("\",\"").append(formatUnits(qty, kDigits)).append("\"]");
            first = false;
        }
        out += "]";
    };
    list("bids", bids);
    list("asks", asks);
    return out + "}";
}

Plan damaged(const Tape& tape, Damage damage, double share, std::uint64_t seed) {
    Random random(seed);
    std::vector<bool> hit(tape.lines.size(), false);
    Plan plan;
    const MonoTime quiet = tape.lines.back().mono + -kQuietEndNs;
    const auto draw = [&] { return damage != Damage::None && random.uniform() < share; };
    if (damage == Damage::FlipAnywhere)
        for (std::size_t i = tape.snapshot + 1; i < tape.lines.size() && tape.lines[i].mono <= quiet; ++i) {
            hit[i] = draw();
            plan.faults += hit[i];
        }
    for (std::size_t k = tape.first_chained + 1; k + 1 < tape.depth.size(); ++k) {
        if (damage == Damage::FlipAnywhere || tape.lines[tape.depth[k]].mono > quiet) break;
        if (tape.depth[k] < tape.snapshot || !draw()) continue;
        hit[tape.depth[k]] = true;
        ++plan.faults;
        if (damage == Damage::SwapWithNext) ++k;  // its partner is moved already
    }
    plan.deliveries.reserve(tape.lines.size() + plan.faults);
    std::size_t moved = 0;  // line whose place its predecessor takes; 0: none
    std::size_t held = 0;
    std::size_t nth = 0;  // in tape.depth
    for (std::size_t i = 0; i < tape.lines.size(); ++i) {
        const TapeLine& line = tape.lines[i];
        const bool depth = line.kind == TapeLine::Kind::Depth;
        if (depth) ++nth;
        if (!hit[i]) {
            plan.deliveries.push_back({moved != 0 && moved == i ? held : i, i, false, {}});
            continue;
        }
        switch (damage) {
            case Damage::None:
                break;
            case Damage::Remove:
                break;
            case Damage::Duplicate:
                plan.deliveries.push_back({i, i, false, {}});
                plan.deliveries.push_back({i, i, false, {}});
                break;
            case Damage::SwapWithNext:
                moved = tape.depth[nth];
                held = i;
                plan.deliveries.push_back({moved, i, false, {}});
                break;
            case Damage::Cut:
                plan.deliveries.push_back({i, i, true, cut(line.bytes.view(), random)});
                break;
            case Damage::FlipBit:
            case Damage::FlipAnywhere:
                plan.deliveries.push_back({i, i, true, flipped(line.bytes.view(), random)});
                break;
        }
    }
    return plan;
}

Plan without(const Tape& tape, const std::vector<std::size_t>& lines) {
    Plan plan;
    plan.faults = lines.size();
    for (std::size_t i = 0; i < tape.lines.size(); ++i)
        if (std::find(lines.begin(), lines.end(), i) == lines.end()) plan.deliveries.push_back({i, i, false, {}});
    return plan;
}

}  // namespace bw::test

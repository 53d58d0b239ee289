// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <vector>

#include "core/feed/sim/faults.h"

namespace bw::sim {
namespace {

struct LevelText {
    std::size_t begin = 0;  // of '['
    std::string_view price, qty;
    [[nodiscard]] bool isEmpty() const { return qty.find_first_not_of("0.") == std::string_view::npos; }
};

/// The levels behind `key`, in the order of the message; our own writer's text, so the shape is known.
std::vector<LevelText> levelsOf(std::string_view text, std::string_view key, std::size_t& end) {
    std::vector<LevelText> levels;
    std::size_t at = text.find(key);
    if (at == std::string_view::npos) return levels;
    at += key.size();
    while (at < text.size() && (text[at] == '[' || text[at] == ',')) {
        if (text[at] == ',') ++at;
        LevelText level{at, {}, {}};
        std::size_t from = at + 2;
        std::size_t to = text.find('"', from);
        level.price = text.substr(from, to - from);
        from = to + 3;
        to = text.find('"', from);
        level.qty = text.substr(from, to - from);
        levels.push_back(level);
        at = to + 2;
    }
    end = at;  // of the closing bracket
    return levels;
}

bool isDepth(std::string_view text) {
    return text.find(R"("e":"depthUpdate")") != std::string_view::npos;
}

/// Levels rise within a side: the first ask and the last bid are the ones nearest to the top.
bool changeQty(std::string& text) {
    if (!isDepth(text)) return false;
    std::size_t end = 0;
    const LevelText* best = nullptr;
    const std::vector<LevelText> asks = levelsOf(text, R"("a":[)", end);
    for (auto it = asks.begin(); it != asks.end() && best == nullptr; ++it)
        if (!it->isEmpty()) best = &*it;
    const std::vector<LevelText> bids = levelsOf(text, R"("b":[)", end);
    for (auto it = bids.rbegin(); it != bids.rend() && best == nullptr; ++it)
        if (!it->isEmpty()) best = &*it;
    if (best == nullptr) return false;
    const auto place = static_cast<std::size_t>(best->qty.data() - text.data());
    text[place] = text[place] == '9' ? '8' : static_cast<char>(text[place] + 1);
    return true;
}

bool crossBook(std::string& text) {
    if (!isDepth(text)) return false;
    std::size_t asks_end = 0, bids_end = 0;
    const std::vector<LevelText> bids = levelsOf(text, R"("b":[)", bids_end);
    for (const LevelText& ask : levelsOf(text, R"("a":[)", asks_end)) {
        bool is_named = ask.isEmpty();
        for (const LevelText& bid : bids) is_named = is_named || bid.price == ask.price;
        if (is_named) continue;
        std::string level = bids.empty() ? "[\"" : ",[\"";
        level.append(ask.price).append("\",\"").append(ask.qty).append("\"]");
        text.insert(bids_end, level);
        return true;
    }
    return false;
}

/// The stamp behind `key`, which has the unit of its size (13 digits ms, 16 digits us), moved by `skew_ms`.
bool moveStamp(std::string& text, std::string_view key, std::int64_t skew_ms) {
    const std::size_t at = text.find(key);
    if (at == std::string::npos) return false;
    const char* begin = text.data() + at + key.size();
    std::int64_t stamp = 0;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), stamp);
    if (error != std::errc{} || end - begin < 13) return false;
    const std::int64_t moved = stamp + skew_ms * (end - begin >= 16 ? 1000 : 1);
    text.replace(at + key.size(), static_cast<std::size_t>(end - begin), std::to_string(moved));
    return true;
}

bool skew(std::string& text, std::int64_t skew_ms) {
    bool is_moved = moveStamp(text, R"("E":)", skew_ms);
    for (const std::string_view kind : {R"("e":"trade")", R"("e":"aggTrade")", R"("e":"depthUpdate")",
                                        R"("e":"bookTicker")"})  // elsewhere T is no time of the event
        if (text.find(kind) != std::string::npos) is_moved |= moveStamp(text, R"("T":)", skew_ms);
    if (is_moved) return true;
    return moveStamp(text, R"("time_msc":)", skew_ms) || moveStamp(text, R"("time":)", skew_ms);
}

bool damageText(std::string& text, FaultKind kind, std::int64_t skew_ms) {
    switch (kind) {
        case FaultKind::Truncate:
            text.resize(text.size() / 2);
            return true;
        case FaultKind::CorruptSyntax: {
            // The first colon: a reader that parses only what it needs meets it before any value.
            const std::size_t colon = text.find(':');
            if (colon != std::string::npos) text[colon] ^= 1;
            return colon != std::string::npos;
        }
        case FaultKind::CorruptValue:
            return changeQty(text);
        case FaultKind::Crossed:
            return crossBook(text);
        case FaultKind::ClockSkew:
            return skew(text, skew_ms);
        default:
            return false;
    }
}

}  // namespace

bool damage(WireMessage& message, FaultKind kind, std::int64_t skew_ms) {
    if (!damageText(message.text, kind, skew_ms)) return false;
    return message.text_us.empty() || damageText(message.text_us, kind, skew_ms);
}

}  // namespace bw::sim

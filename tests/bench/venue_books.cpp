// SPDX-License-Identifier: GPL-3.0-or-later
// Synthetic book streams of the venues whose snapshot comes in band.
#include <cstdio>
#include <map>

#include "core/model/random.h"
#include "tests/bench/recording.h"

namespace bw::bench {
namespace {

constexpr int kMid = 640'000;  // ticks of 0.10
constexpr int kDepth = 1'000;  // levels a side of the snapshot
constexpr int kMessages = 4'096;
constexpr std::int64_t kStartMs = 1'723'161'256'600;

/// A change of one level, true to what the book holds.
struct Change {
    int tick = 0;
    std::uint64_t lots = 0;  // thousandths
    const char* action = "new";
};

std::string priceText(int tick) { return std::to_string(tick / 10) + "." + std::to_string(tick % 10); }

std::string okxLevel(const Change& c) {
    char room[64];
    std::snprintf(room, sizeof room, "[\"%s\",\"%d.%02d\",\"0\",\"%d\"]", priceText(c.tick).c_str(), static_cast<int>(c.lots / 1000),
                  static_cast<int>(c.lots / 10 % 100), c.lots == 0 ? 0 : 1 + static_cast<int>(c.lots % 7));
    return room;
}

/// Amounts are whole dollars; large ones come with an exponent.
std::string deribitLevel(const Change& c) {
    char room[64];
    const std::uint64_t amount = c.lots * 10;
    if (amount >= 1'000'000) std::snprintf(room, sizeof room, "[\"%s\",%s,%d.%05de6]", c.action, priceText(c.tick).c_str(),
                                           static_cast<int>(amount / 1'000'000), static_cast<int>(amount % 1'000'000 / 10));
    else std::snprintf(room, sizeof room, "[\"%s\",%s,%d.0]", c.action, priceText(c.tick).c_str(), static_cast<int>(amount));
    return room;
}

/// Draws what happens near the touch; the three best ticks of a side never empty.
class Market {
public:
    std::vector<Change> snapshot(int sign) {
        std::vector<Change> out;
        for (int i = 1; i <= kDepth; ++i) out.push_back({kMid + sign * i, 100 + m_random.below(120'000), "new"});
        for (const Change& c : out) m_held[c.tick] = c.lots;
        return out;
    }
    std::vector<Change> changes(int sign, int count) {
        std::vector<Change> out;
        int depth = 0;
        while (static_cast<int>(out.size()) < count) {
            depth += 1 + static_cast<int>(m_random.below(out.size() < 3 ? 2 : 20));
            const int tick = kMid + sign * depth;
            const bool held = m_held.contains(tick);
            const bool gone = held && depth > 3 && m_random.below(4) == 0;
            const std::uint64_t lots = gone ? 0 : 10 + m_random.below(120'000);
            out.push_back({tick, lots, gone ? "delete" : held ? "change" : "new"});
            if (gone) m_held.erase(tick);
            else m_held[tick] = lots;
        }
        return out;
    }

private:
    Random m_random{40};
    std::map<int, std::uint64_t> m_held;
};

using LevelText = std::string (*)(const Change&);

std::string joined(const std::vector<Change>& changes, LevelText text) {
    std::string out;
    for (const Change& c : changes) out += (out.empty() ? "" : ",") + text(c);
    return out;
}

std::string okxMessage(int n, const std::string& bids, const std::string& asks) {
    return R"({"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":")" + std::string(n == 0 ? "snapshot" : "update") +
           R"(","data":[{"asks":[)" + asks + R"(],"bids":[)" + bids + R"(],"ts":")" + std::to_string(kStartMs + n) +
           R"(","checksum":0,"prevSeqId":)" + (n == 0 ? "-1" : std::to_string(1'000'000 + n)) + R"(,"seqId":)" +
           std::to_string(1'000'001 + n) + "}]}";
}

std::string deribitMessage(int n, const std::string& bids, const std::string& asks) {
    constexpr std::int64_t kId = 118'850'968'930;
    return R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"timestamp":)" +
           std::to_string(kStartMs + n) + R"(,"type":")" +
           (n == 0 ? "snapshot\"" : "change\",\"prev_change_id\":" + std::to_string(kId + n)) + R"(,"change_id":)" +
           std::to_string(kId + 1 + n) + R"(,"instrument_name":"BTC-PERPETUAL","bids":[)" + bids + R"(],"asks":[)" + asks + "]}}}";
}

}  // namespace

Recording syntheticVenueBook(BookVenue venue, int levels) {
    const bool okx = venue == BookVenue::Okx;
    const LevelText text = okx ? &okxLevel : &deribitLevel;
    Recording r;
    r.name = okx ? "okx" : "deribit";
    r.buffers.push_back(r.name + "/pub#1");
    Market market;
    for (int n = 0; n <= kMessages; ++n) {
        const std::string bids = joined(n == 0 ? market.snapshot(-1) : market.changes(-1, levels), text);
        const std::string asks = joined(n == 0 ? market.snapshot(1) : market.changes(1, levels), text);
        std::string message = okx ? okxMessage(n, bids, asks) : deribitMessage(n, bids, asks);
        r.bytes += message.size();
        r.buffers.push_back(message.append(kFramePadding, '\0'));
    }
    std::int64_t stamp = kStartMs * 1'000'000;
    for (std::size_t i = 1; i < r.buffers.size(); ++i, stamp += 1'000'000)
        r.frames.push_back({r.buffers[0], {stamp}, {stamp}, std::string_view(r.buffers[i]).substr(0, r.buffers[i].size() - kFramePadding)});
    return r;
}

}  // namespace bw::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/recording.h"

#include <zlib.h>

#include <algorithm>
#include <cstdio>

#include "core/model/random.h"

namespace bw::bench {
namespace {

std::string readGz(const std::string& path) {
    std::string out;
    gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) return out;
    std::vector<char> room(1 << 20);
    int n = 0;
    while ((n = gzread(file, room.data(), static_cast<unsigned>(room.size()))) > 0)
        out.append(room.data(), static_cast<std::size_t>(n));
    gzclose(file);
    return out;
}

}  // namespace

Recording loadTsJson(const std::string& path, std::string_view venue) {
    Recording r;
    r.name = venue;
    r.buffers.push_back(readGz(path));
    r.buffers.push_back(std::string(venue) + "/pub#1");
    r.buffers.push_back(std::string(venue) + "/rest");
    std::string& text = r.buffers[0];
    const std::size_t size = text.size();
    text.append(kFramePadding, '\0');
    std::int64_t mono = 0;
    for (std::size_t at = 0; at < size;) {
        const std::size_t end = std::min(text.find('\n', at), size);
        const std::size_t space = text.find(' ', at);
        const std::int64_t stamp = std::stoll(text.substr(at, space - at));
        mono = std::max(mono, stamp);
        const std::string_view json(text.data() + space + 1, end - space - 1);
        r.frames.push_back({json.starts_with("{\"lastUpdateId") ? r.buffers[2] : r.buffers[1], {stamp}, {mono}, json});
        r.bytes += json.size();
        at = end + 1;
    }
    return r;
}

Recording merge(std::string name, const std::vector<const Recording*>& parts) {
    Recording r;
    r.name = std::move(name);
    for (const Recording* part : parts) {
        r.frames.insert(r.frames.end(), part->frames.begin(), part->frames.end());
        r.bytes += part->bytes;
    }
    std::stable_sort(r.frames.begin(), r.frames.end(),
                     [](const FrameView& a, const FrameView& b) { return a.recv_mono < b.recv_mono; });
    return r;
}

Recording syntheticDepth20() {
    Recording r;
    r.name = "depth20";
    Random random(20);
    std::vector<std::string> texts;
    constexpr int kMid = 640'000;  // ticks of 0.10
    const auto level = [](int tick, std::uint64_t lots) {
        char room[64];
        std::snprintf(room, sizeof room, "[\"%d.%d0\",\"%d.%03d\"]", tick / 10, tick % 10, static_cast<int>(lots / 1000),
                      static_cast<int>(lots % 1000));
        return std::string(room);
    };
    std::string snapshot = "{\"lastUpdateId\":1000,\"E\":1723161256501,\"T\":1723161256493,\"symbol\":\"BTCUSDT\",\"bids\":[";
    for (int i = 1; i <= 1000; ++i) snapshot += (i > 1 ? "," : "") + level(kMid - i, 100 + random.below(20'000));
    snapshot += "],\"asks\":[";
    for (int i = 1; i <= 1000; ++i) snapshot += (i > 1 ? "," : "") + level(kMid + i, 100 + random.below(20'000));
    texts.push_back(snapshot + "]}");
    std::uint64_t id = 1000;
    for (int n = 0; n < 4'096; ++n) {
        std::string m = "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":1723161256599,\"T\":1723161256598,\"s\":"
                        "\"BTCUSDT\",\"U\":" + std::to_string(id + 1) + ",\"u\":" + std::to_string(id + 40) + ",\"pu\":" + std::to_string(id);
        id += 40;
        for (const int sign : {-1, 1}) {
            m += sign < 0 ? ",\"b\":[" : "],\"a\":[";
            int depth = 0;
            for (int k = 0; k < 10; ++k) {
                depth += 1 + static_cast<int>(random.below(k < 3 ? 2 : 20));
                const std::uint64_t lots = depth > 3 && random.below(4) == 0 ? 0 : 1 + random.below(20'000);
                m += (k ? "," : "") + level(kMid + sign * depth, lots);
            }
        }
        texts.push_back(m + "]}}");
    }
    r.buffers = {"binance.usdm/pub#1", "binance.usdm/rest"};
    for (std::string& text : texts) {
        r.bytes += text.size();
        text.append(kFramePadding, '\0');
        r.buffers.push_back(std::move(text));
    }
    std::int64_t stamp = 1'723'161'256'600'000'000;
    for (std::size_t i = 2; i < r.buffers.size(); ++i, stamp += 1'000'000)
        r.frames.push_back({i == 2 ? r.buffers[1] : r.buffers[0], {stamp}, {stamp},
                            std::string_view(r.buffers[i]).substr(0, r.buffers[i].size() - kFramePadding)});
    return r;
}

}  // namespace bw::bench

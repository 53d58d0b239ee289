// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/model/frame.h"

namespace bw::bench {

/// A recording in memory: frames in receive order, each with kFramePadding readable bytes behind it.
struct Recording {
    std::string name;
    std::vector<std::string> buffers;  // own the bytes
    std::vector<FrameView> frames;
    std::uint64_t bytes = 0;
    [[nodiscard]] double seconds() const {
        return frames.empty() ? 0 : static_cast<double>(frames.back().recv_wall - frames.front().recv_wall) * 1e-9;
    }
};

/// `<shared>/data/binance_raw/<file>`; empty frames when the folder is absent.
Recording loadTsJson(const std::string& path, std::string_view venue);
/// Several recordings merged by receive time.
Recording merge(std::string name, const std::vector<const Recording*>& parts);
/// 4,096 USD-M messages of 10 + 10 levels on a 1,000-level book; the first frame is the snapshot.
Recording syntheticDepth20();
/// 4,096 changes of `levels` + `levels` on a 1,000-level book; the first frame is the snapshot.
enum class BookVenue { Okx, Deribit };
Recording syntheticVenueBook(BookVenue venue, int levels);

}  // namespace bw::bench

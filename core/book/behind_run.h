// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "core/model/times.h"

namespace bw::book {

/// Tells late duplicates from a sequence that we stand ahead of. An id at or below the newest is normally a duplicate;
/// a run of rising ones with nothing newer between them means that the newest was wrong (one damaged digit), or that
/// the venue started its ids again: without this the stream would be dropped for ever and in silence. Engine thread.
class BehindRun {
public:
    /// An id at or below the newest. True: at least three rising ones over `limit_ns`; the caller starts again.
    [[nodiscard]] bool onBehind(std::uint64_t id, MonoTime now, std::int64_t limit_ns) noexcept {
        if (m_count == 0 || id <= m_last) {  // not rising: a duplicate, or what follows one more lie; count anew
            m_count = 0;
            m_since = now;
        }
        m_last = id;
        return ++m_count >= 3 && now - m_since >= limit_ns;
    }
    /// Something newer came.
    void reset() noexcept { m_count = 0; }

private:
    int m_count = 0;
    std::uint64_t m_last = 0;
    MonoTime m_since;
};

}  // namespace bw::book

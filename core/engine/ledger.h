// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/model/sha256.h"

namespace bw::engine {

/// The engine's ledger: hash-chained JSON lines, a function of the frames and the configuration alone. No wall clock of
/// its own, host, path, speed or build stands in it, so live and replay write the same bytes (signals spec 9). The last
/// members of a line are seq, prev and h = SHA-256(prev "\n" line without h). Engine thread.
class Ledger {
public:
    using Sink = std::function<void(std::string_view line_with_newline)>;
    explicit Ledger(Sink sink = {}) : m_sink(std::move(sink)), m_prev(64, '0') {}
    /// `members` is the inside of the object, e.g. "\"kind\":\"gap\",\"id\":1".
    void append(std::string_view members);
    /// SHA-256 of all bytes so far, as sha256sum prints it.
    [[nodiscard]] std::string sha256Hex() const;
    [[nodiscard]] std::uint64_t lines() const { return m_seq; }

private:
    Sink m_sink;
    Sha256 m_all;
    std::string m_prev, m_line;
    std::uint64_t m_seq = 0;
};

}  // namespace bw::engine

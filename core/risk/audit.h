// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "core/model/result.h"
#include "core/model/sha256.h"
#include "core/risk/clock.h"
#include "core/risk/latch_fs.h"

namespace bw::risk {

inline constexpr std::uint64_t kAuditRotateBytes = 16 * 1024 * 1024;

struct AuditEntry {
    std::string actor, channel, action, before, after;
    Code cause = Code::Ok;
    std::string reason, detail;  // never a key or token; the writer cannot tell one
};

/// A place in a chain; seq 0 with a zero hash is the place before the first line.
struct AuditPosition {
    std::uint64_t seq = 0;
    Digest hash{};
};

/// risk_audit.<role>.jsonl, a hash chain (risk spec 1.8): hash = sha256(prev || line without hash). Any thread: one
/// internal mutex, held over the disk write, so no caller may need an answer in bounded time; the latch calls it only
/// after the stop is durable. Other processes of the same role are kept out by a file lock, each line.
class Audit {
public:
    Audit(LatchFs& fs, const RiskClock& clock, std::string dir, std::string role, std::string version,
          std::string config_hash, std::uint64_t rotate_bytes = kAuditRotateBytes);

    /// Appends one line and syncs it. AuditUnwritable on any failure; nothing of the line counts then.
    [[nodiscard]] Status append(const AuditEntry& entry);
    /// The last line this object wrote or found; the zero place before that.
    [[nodiscard]] AuditPosition last() const;
    [[nodiscard]] const std::string& dir() const { return m_dir; }
    [[nodiscard]] std::string path() const { return m_dir + "/risk_audit." + m_role + ".jsonl"; }

private:
    [[nodiscard]] int findTail(int fd, std::uint64_t size, std::uint64_t& end, std::uint64_t& cut_bytes);
    [[nodiscard]] int followRotated();
    [[nodiscard]] int rotate();
    [[nodiscard]] std::string format(const AuditEntry& entry);
    [[nodiscard]] int writeLines(const AuditEntry& entry);

    LatchFs& m_fs;
    const RiskClock& m_clock;
    const std::string m_dir, m_role, m_version, m_config_hash;
    const std::uint64_t m_rotate_bytes;
    mutable std::mutex m_mutex;
    AuditPosition m_last;
};

struct AuditSummary {
    std::uint64_t lines = 0;
    std::uint64_t files = 0;
    AuditPosition end;
};
/// Checks one file that starts after `from`. AuditBroken names the first bad line; AuditUnwritable if it cannot be
/// read.
[[nodiscard]] Result<AuditSummary> verifyAuditFile(LatchFs& fs, const std::string& path,
                                                   const AuditPosition& from = {});
/// The whole chain of a role: rotated files in order, then the current one. No file at all is an empty, whole chain.
[[nodiscard]] Result<AuditSummary> verifyAudit(LatchFs& fs, const std::string& dir, std::string_view role);
/// Whether any chain in `dir` has the line with this hash (the slot's audit_hash, checked at start).
[[nodiscard]] bool auditContains(LatchFs& fs, const std::string& dir, const Digest& hash);

}  // namespace bw::risk

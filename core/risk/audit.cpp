// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/audit.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <vector>

#include "core/risk/text.h"

namespace bw::risk {
namespace {

constexpr std::size_t kFieldMax = 1000, kTailMax = 64 * 1024, kReadMax = 256U << 20;
constexpr int kLockWaitMs = 50;
constexpr std::string_view kPrevKey = ",\"prev\":\"", kHashKey = "\",\"hash\":\"", kSeqKey = "{\"seq\":";
constexpr std::size_t kHexSize = 64, kSuffixSize = 9 + kHexSize + 10 + kHexSize + 2;

struct ParsedLine {
    std::uint64_t seq = 0;
    std::string_view prev, hash;
    std::string_view head;  // all before ","hash"": what is hashed, but for the closing brace
};

/// By position: the writer's form is fixed, so anything else is not its line.
bool parseLine(std::string_view line, ParsedLine& out) {
    if (line.size() < kSeqKey.size() + kSuffixSize || !line.starts_with(kSeqKey) || !line.ends_with("\"}"))
        return false;
    const std::string_view suffix = line.substr(line.size() - kSuffixSize);
    if (!suffix.starts_with(kPrevKey) || suffix.substr(kPrevKey.size() + kHexSize, kHashKey.size()) != kHashKey)
        return false;
    const char* digits = line.data() + kSeqKey.size();
    const auto [end, error] = std::from_chars(digits, line.data() + line.size(), out.seq);
    if (error != std::errc() || *end != ',') return false;
    out.prev = suffix.substr(kPrevKey.size(), kHexSize);
    out.hash = suffix.substr(kPrevKey.size() + kHexSize + kHashKey.size(), kHexSize);
    out.head = line.substr(0, line.size() - kHexSize - kHashKey.size() - 2 + 1);  // keeps the quote that ends prev
    return true;
}

std::string chainHash(std::string_view prev, std::string_view head) {
    Sha256 sha;
    sha.update(prev);
    sha.update(head);
    sha.update("}");
    return hex(sha.finish());
}

bool parseDigest(std::string_view text, Digest& out) {
    std::string bytes;
    if (text.size() != kHexSize || !parseHex(text, bytes)) return false;
    std::memcpy(out.data(), bytes.data(), out.size());
    return true;
}

std::string rotatedPath(const std::string& dir, std::string_view role, int number) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), ".%06d", number);
    return dir + "/risk_audit." + std::string(role) + text.data() + ".jsonl";
}

bool present(LatchFs& fs, const std::string& path) {
    return fs.access(path, F_OK) == 0;
}

/// Rotated files in order, then the current one; only those that exist.
std::vector<std::string> chainFiles(LatchFs& fs, const std::string& dir, std::string_view role) {
    std::vector<std::string> files;
    for (int n = 1; present(fs, rotatedPath(dir, role, n)); ++n) files.push_back(rotatedPath(dir, role, n));
    const std::string current = dir + "/risk_audit." + std::string(role) + ".jsonl";
    if (present(fs, current)) files.push_back(current);
    return files;
}

}  // namespace

Audit::Audit(LatchFs& fs, const RiskClock& clock, std::string dir, std::string role, std::string version,
             std::string config_hash, std::uint64_t rotate_bytes)
    : m_fs(fs),
      m_clock(clock),
      m_dir(std::move(dir)),
      m_role(std::move(role)),
      m_version(std::move(version)),
      m_config_hash(std::move(config_hash)),
      m_rotate_bytes(rotate_bytes) {}

AuditPosition Audit::last() const {
    const std::lock_guard lock(m_mutex);
    return m_last;
}

Status Audit::append(const AuditEntry& entry) {
    const std::lock_guard lock(m_mutex);
    if (const int error = writeLines(entry); error != 0)
        return Error{Code::AuditUnwritable, "risk.audit", path() + ": " + errnoText(error)};
    return Done{};
}

/// Finds the end of the last whole line and takes the chain up from it. A torn last line was never reported as written.
int Audit::findTail(int fd, std::uint64_t size, std::uint64_t& end, std::uint64_t& cut_bytes) {
    const std::uint64_t from = size > kTailMax ? size - kTailMax : 0;
    std::string tail(static_cast<std::size_t>(size - from), '\0');
    std::size_t got = 0;
    if (const int error = m_fs.read(fd, tail.data(), tail.size(), from, got); error != 0) return error;
    tail.resize(got);
    const std::size_t newline = tail.find_last_of('\n');
    end = newline == std::string::npos ? from : from + newline + 1;
    cut_bytes = size - end;
    if (newline == std::string::npos) return from == 0 ? 0 : EBADMSG;
    const std::size_t before = newline == 0 ? std::string::npos : tail.find_last_of('\n', newline - 1);
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    ParsedLine line;
    if (!parseLine(std::string_view(tail).substr(start, newline - start), line)) return EBADMSG;
    AuditPosition place{line.seq, {}};
    if (!parseDigest(line.hash, place.hash)) return EBADMSG;
    m_last = place;
    return 0;
}

/// The current file is empty: its first line follows the last rotated one, or starts a chain.
int Audit::followRotated() {
    m_last = {};
    const std::vector<std::string> files = chainFiles(m_fs, m_dir, m_role);
    if (files.size() < 2) return 0;
    const std::string& newest = files[files.size() - 2];
    OpenFile file(m_fs);
    FileStat st;
    std::uint64_t end = 0, cut_bytes = 0;
    if (const int error = file.open(newest, O_RDONLY); error != 0) return error;
    if (const int error = m_fs.stat(newest, st); error != 0) return error;
    const int error = findTail(file.fd(), st.size, end, cut_bytes);
    return error == EBADMSG ? 0 : error;  // a foreign end: a new chain, and verify reports the break
}

int Audit::rotate() {
    int number = 1;
    while (present(m_fs, rotatedPath(m_dir, m_role, number))) ++number;
    if (const int error = m_fs.rename(path(), rotatedPath(m_dir, m_role, number)); error != 0) return error;
    return m_fs.syncDir(m_dir);
}

std::string Audit::format(const AuditEntry& entry) {
    const auto field = [](std::string_view key, std::string_view value) {
        return ",\"" + std::string(key) + "\":" + jsonQuote(value, kFieldMax);
    };
    const std::string prev = hex(m_last.hash);
    std::string head = std::string(kSeqKey) + std::to_string(m_last.seq + 1);
    head += field("ts", isoUtcMs(m_clock.wall())) + ",\"mono_ns\":" + std::to_string(m_clock.mono().ns);
    head += field("actor", entry.actor) + field("channel", entry.channel) + field("action", entry.action);
    head += field("before", entry.before) + field("after", entry.after) + field("cause", codeName(entry.cause));
    head += field("reason", entry.reason) + field("detail", entry.detail) + field("version", m_version);
    head += field("config_hash", m_config_hash) + field("prev", prev);
    const std::string hash = chainHash(prev, head);
    ++m_last.seq;
    (void)parseDigest(hash, m_last.hash);  // our own 64 hex digits
    return head + ",\"hash\":\"" + hash + "\"}\n";
}

int Audit::writeLines(const AuditEntry& entry) {
    const AuditPosition before = m_last;
    if (const int error = makeDirs(m_fs, m_dir); error != 0) return error;
    for (int attempt = 0; attempt < 4; ++attempt) {
        OpenFile file(m_fs);
        if (const int error = file.open(path(), O_RDWR | O_CREAT, 0640); error != 0) return error;
        if (const int error = lockWithin(m_fs, file.fd(), kLockWaitMs); error != 0) return error;
        FileStat st;
        if (const int error = m_fs.stat(path(), st); error == ENOENT)
            continue;  // rotated by another writer just now
        else if (error != 0)
            return error;
        std::uint64_t end = 0, cut_bytes = 0;
        const int tail_error = st.size == 0 ? 0 : findTail(file.fd(), st.size, end, cut_bytes);
        if (tail_error != 0 && tail_error != EBADMSG) return tail_error;
        if (tail_error == EBADMSG || st.size >= m_rotate_bytes) {
            // A file whose end is not ours is put aside whole; verify finds the break in it.
            if (const int error = rotate(); error != 0) return error;
            continue;
        }
        if (cut_bytes != 0) {
            if (const int error = m_fs.truncate(file.fd(), end); error != 0) return error;
        }
        if (end == 0) {
            if (const int error = followRotated(); error != 0) return error;
        }
        std::string lines;
        if (cut_bytes != 0)
            lines = format({"bellwether", m_role, "audit.repaired", "", "", Code::AuditBroken, "",
                            std::to_string(cut_bytes) + " bytes of an unfinished line cut"});
        lines += format(entry);
        int error = m_fs.write(file.fd(), lines.data(), lines.size(), end);
        if (error == 0) error = m_fs.sync(file.fd());
        if (error == 0 && end == 0) error = m_fs.syncDir(m_dir);
        if (error != 0) m_last = before;
        return error;
    }
    return EBUSY;
}

Result<AuditSummary> verifyAuditFile(LatchFs& fs, const std::string& path, const AuditPosition& from) {
    std::string text;
    if (const int error = readFile(fs, path, kReadMax, text); error != 0)
        return Error{Code::AuditUnwritable, "risk.audit", path + ": " + errnoText(error)};
    AuditSummary out{0, 1, from};
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto broken = [&](const char* why) {
            return Error{Code::AuditBroken, "risk.audit", path + " line " + std::to_string(out.lines + 1) + ": " + why};
        };
        const std::size_t newline = rest.find('\n');
        if (newline == std::string_view::npos) return broken("unfinished");
        ParsedLine line;
        if (!parseLine(rest.substr(0, newline), line)) return broken("not a line of this log");
        if (line.seq != out.end.seq + 1) return broken("lines are missing before it");
        if (line.prev != hex(out.end.hash)) return broken("does not follow the line before it");
        if (line.hash != chainHash(line.prev, line.head)) return broken("was changed");
        if (!parseDigest(line.hash, out.end.hash)) return broken("bad hash");
        out.end.seq = line.seq;
        ++out.lines;
        rest.remove_prefix(newline + 1);
    }
    return out;
}

Result<AuditSummary> verifyAudit(LatchFs& fs, const std::string& dir, std::string_view role) {
    AuditSummary out;
    for (const std::string& path : chainFiles(fs, dir, role)) {
        const Result<AuditSummary> one = verifyAuditFile(fs, path, out.end);
        if (!one) return one.error();
        out.lines += one->lines;
        ++out.files;
        out.end = one->end;
    }
    return out;
}

bool auditContains(LatchFs& fs, const std::string& dir, const Digest& hash) {
    const std::string wanted = "\"hash\":\"" + hex(hash) + "\"}";
    for (const std::string_view role : {"engine", "cli", "guard"}) {
        for (const std::string& path : chainFiles(fs, dir, role)) {
            std::string text;
            if (readFile(fs, path, kReadMax, text) == 0 && text.find(wanted) != std::string::npos) return true;
        }
    }
    return false;
}

}  // namespace bw::risk

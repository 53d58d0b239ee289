// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/companion.h"

#include <fcntl.h>

#include <cerrno>

namespace bw::risk {
namespace {

constexpr std::size_t kReasonMax = 400, kLockFileMax = 64 * 1024;

/// The rest of the first line that starts with `label`; "" if there is none.
std::string_view lineAfter(std::string_view text, std::string_view label) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.starts_with(label)) return line.substr(label.size());
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return {};
}

/// The value of "reason" in a JSON body that may nest elsewhere (`metadata`): only that one string is wanted.
std::string jsonReason(std::string_view text) {
    std::size_t at = text.find("\"reason\"");
    if (at == std::string_view::npos) return {};
    at = text.find_first_not_of(" \t\r\n:", at + 8);
    if (at == std::string_view::npos || text[at] != '"') return {};
    std::string out;
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        out.push_back(text[at]);
    }
    return at < text.size() ? oneLine(out, kReasonMax) : std::string();
}

}  // namespace

std::string formatCompanion(WallTime since, std::string_view reason, const Id128& trip_id, std::string_view version,
                            std::uint32_t pid, std::string_view host) {
    std::string text = "KILL_SWITCH_ACTIVE\n";
    text += "Timestamp: " + isoUtcMs(since) + "\n";
    text += "Reason: " + oneLine(reason, kReasonMax) + "\n";
    text += "DO NOT MODIFY - Manual reset required\n";
    text += "Trip: " + trip_id.text() + "\n";
    text += "Writer: bellwether " + oneLine(version, 40) + " pid " + std::to_string(pid) + " host " +
            oneLine(host, 64) + "\n";
    return text;
}

LockFile parseLockFile(std::string_view text) {
    LockFile out;
    const bool has_trip = parseId(lineAfter(text, "Trip: "), out.trip_id);
    out.ours = has_trip && lineAfter(text, "Writer: ").starts_with("bellwether ");
    out.reason = oneLine(lineAfter(text, "Reason: "), kReasonMax);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (out.reason.empty() && first != std::string_view::npos && text[first] == '{') out.reason = jsonReason(text);
    return out;
}

LockFile readLockFile(LatchFs& fs, const std::string& path) {
    std::string text;
    if (readFile(fs, path, kLockFileMax, text) != 0) return {};
    return parseLockFile(text);
}

Result<CompanionWrite> writeCompanion(LatchFs& fs, const std::string& path, std::string_view text, const Id128& trip_id,
                                      bool replace_ours) {
    const auto failed = [](const char* step, int error) {
        return Error{Code::LatchNotDurable, "risk.companion", std::string(step) + ": " + errnoText(error)};
    };
    OpenFile file(fs);
    const int opened = file.open(path, O_RDWR | O_CREAT | O_EXCL, 0644);
    if (opened == EEXIST) {
        const LockFile there = readLockFile(fs, path);
        if (!there.ours || there.trip_id != trip_id) return CompanionWrite::ForeignThere;
        if (!replace_ours) return CompanionWrite::AlreadyOurs;
        if (const int error = replaceFile(fs, path, text, 0644); error != 0) return failed("replace", error);
        return CompanionWrite::Written;
    }
    if (opened != 0) return failed("create", opened);
    if (const int error = fs.write(file.fd(), text.data(), text.size(), 0); error != 0) {
        // Cut short it would look foreign and block the reset. If it stays, that is what it does: stop, and ask a
        // human.
        fs.unlink(path);
        return failed("write", error);
    }
    if (const int error = fs.sync(file.fd()); error != 0) return failed("sync", error);
    if (const int error = fs.syncDir(parentDir(path)); error != 0) return failed("directory sync", error);
    return CompanionWrite::Written;
}

}  // namespace bw::risk

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/identity.h"

#include <sys/random.h>

#include <cerrno>
#include <charconv>

#include "core/journal/json_lite.h"
#include "core/model/assert.h"

namespace bw::journal {
namespace {
constexpr std::size_t kSmallMax = 4096;

std::string firstLine(const std::filesystem::path& path) {
    const Result<std::string> text = readSmallFile(path, kSmallMax);
    return text ? text->substr(0, text->find('\n')) : std::string();
}

bool parseUuid(std::string_view text, Uuid& out) {
    if (text.size() != 2 * out.size()) return false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const char* at = text.data() + 2 * i;
        const auto [stop, error] = std::from_chars(at, at + 2, out[i], 16);
        if (error != std::errc() || stop != at + 2) return false;
    }
    return true;
}
}  // namespace

Uuid randomUuid() {
    Uuid id{};
    const ssize_t got = ::getrandom(id.data(), id.size(), 0);
    BW_ASSERT(got == static_cast<ssize_t>(id.size()));  // 16 bytes never come short once the kernel has booted
    id[6] = static_cast<std::uint8_t>((id[6] & 0x0F) | 0x40);
    id[8] = static_cast<std::uint8_t>((id[8] & 0x3F) | 0x80);
    return id;
}

std::string bootId() {
    return firstLine("/proc/sys/kernel/random/boot_id");
}

std::string hostId() {
    const std::string machine = firstLine("/etc/machine-id");
    // The machine id is not to be shown to others: only a hash of it leaves the machine.
    return machine.empty() ? std::string() : hex(hmacSha256(machine, "bellwether.journal").data(), 16);
}

Result<Uuid> engineId(Files& files, const std::filesystem::path& data_dir, const Uuid& newest, const std::string& host,
                      WallTime now, std::string& notice) {
    const std::filesystem::path dir = data_dir / "state";
    const std::filesystem::path path = dir / "engine_id";
    if (Status made = makeDir(dir); !made) return made.error();
    Uuid id{};
    if (const Result<std::string> text = readSmallFile(path, kSmallMax)) {
        if (parseUuid(jsonText(*text, "engine").value_or(""), id)) {
            const std::string held = jsonText(*text, "host").value_or("");
            if (held.empty() || host.empty() || held == host) return id;
            notice = "the data_dir comes from another host: new engine id";
            id = randomUuid();
        } else {
            std::filesystem::path bad = path;
            bad += ".bad-" + std::to_string(now.ns);
            if (const int result = files.rename(path, bad); result < 0)
                return fileError(result, "journal.engine_id", bad);
            notice = "state/engine_id was unreadable, moved to " + bad.filename().string();
            id = newest;
        }
    } else {
        id = newest;
    }
    if (id == Uuid{}) id = randomUuid();
    const std::string text =
        JsonObject().number("v", 1).text("engine", hex(id.data(), id.size())).text("host", host).take();
    if (Status written = writeSmallFile(files, path, text + "\n"); !written) return written.error();
    return id;
}

}  // namespace bw::journal

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/manifest.h"

#include <fcntl.h>

#include "core/journal/json_lite.h"

namespace bw::journal {
namespace {
constexpr std::size_t kManifestMax = std::size_t{256} << 20;  // some 500,000 segments

bool decode(std::string_view line, ManifestEntry& entry) {
    bool known = false;
    const bool whole = jsonEach(line, [&](std::string_view key, std::string_view raw) {
        if (key == "v")
            known = asNumber(raw) == 1U;
        else if (key == "segment")
            entry.segment = asNumber(raw).value_or(0);
        else if (key == "file")
            entry.file = asText(raw).value_or("");
        else if (key == "state")
            entry.state = asText(raw).value_or("");
        else if (key == "first_seq")
            entry.first_seq = asNumber(raw).value_or(0);
        else if (key == "last_seq")
            entry.last_seq = asNumber(raw).value_or(0);
        else if (key == "first_wall_ns")
            entry.first_wall.ns = asSigned(raw).value_or(0);
        else if (key == "last_wall_ns")
            entry.last_wall.ns = asSigned(raw).value_or(0);
        else if (key == "records")
            entry.records = asNumber(raw).value_or(0);
        else if (key == "bytes_raw")
            entry.bytes_raw = asNumber(raw).value_or(0);
        else if (key == "sha256_raw")
            entry.sha256_raw = asText(raw).value_or("");
        else if (key == "prev_sha256")
            entry.prev_sha256 = asText(raw).value_or("");
        else if (key == "sources")
            entry.sources = raw;
        else if (key == "gaps")
            entry.gaps = asNumber(raw).value_or(0);
        else if (key == "clean")
            entry.clean = raw == "true";
    });
    return whole && known && entry.segment != 0 && !entry.file.empty() && !entry.state.empty();
}

std::string encode(const ManifestEntry& entry) {
    JsonObject json;
    json.number("v", 1).number("segment", entry.segment).text("file", entry.file).text("state", entry.state);
    json.number("first_seq", entry.first_seq);
    if (entry.state != "open") {
        json.number("last_seq", entry.last_seq)
            .signedNumber("first_wall_ns", entry.first_wall.ns)
            .signedNumber("last_wall_ns", entry.last_wall.ns)
            .number("records", entry.records)
            .number("bytes_raw", entry.bytes_raw)
            .number("bytes_stored", entry.bytes_raw)
            .text("sha256_raw", entry.sha256_raw)
            .text("sha256_stored", entry.sha256_raw)
            .text("prev_sha256", entry.prev_sha256)
            .raw("sources", entry.sources)
            .number("gaps", entry.gaps)
            .boolean("clean", entry.clean);
    }
    return json.take() + "\n";
}
}  // namespace

Status Manifest::load(const std::filesystem::path& path, const std::string& engine8) {
    m_path = path;
    m_entries.clear();
    m_size = 0;
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return Done{};
    const Result<std::string> text = readSmallFile(path, kManifestMax);
    if (!text) return text.error();
    std::string_view rest = *text;
    for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
        ManifestEntry entry;
        if (decode(rest.substr(0, end), entry) && entry.file.starts_with(engine8)) m_entries[entry.segment] = entry;
        rest.remove_prefix(end + 1);
        m_size += end + 1;
    }
    return Done{};
}

Status Manifest::append(Files& files, const ManifestEntry& entry) {
    m_entries[entry.segment] = entry;
    if (!m_fd) m_fd = Fd(files.open(m_path, O_WRONLY | O_CREAT));
    if (!m_fd) return Error{Code::FileWrite, "journal.manifest", m_path.string()};
    const std::string line = encode(entry);
    int result = writeAll(files, m_fd.get(), line, m_size);
    // A torn old tail longer than the new line would survive behind it.
    if (result == 0) result = files.truncate(m_fd.get(), m_size + line.size());
    // An open segment is scanned whether its line survives or not.
    if (result == 0 && entry.state != "open") result = files.sync(m_fd.get());
    if (result < 0) return fileError(result, "journal.manifest", m_path);
    m_size += line.size();
    return Done{};
}

}  // namespace bw::journal

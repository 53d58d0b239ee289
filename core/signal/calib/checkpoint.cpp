// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/calib/checkpoint.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/model/sha256.h"

namespace bw::signal::calib {
namespace {

constexpr std::string_view kPiece = "{\"piece\":";
constexpr std::string_view kValues = ",\"v\":[";
constexpr std::string_view kSum = "],\"sum\":\"";
constexpr std::size_t kSumDigits = 16;

Error failed(Code code, const std::filesystem::path& path) {
    return {code, "tune.checkpoint", path.filename().string() + ": " + std::strerror(errno)};
}

bool writeAll(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t put = ::write(fd, text.data(), text.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    return ::fsync(fd) == 0;
}

bool readAll(int fd, std::string& out) {
    char room[1 << 16];
    for (;;) {
        const ssize_t got = ::read(fd, room, sizeof room);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        out.append(room, static_cast<std::size_t>(got));
    }
}

std::string headerOf(std::string_view key) {
    return "{\"checkpoint\":1,\"key\":\"" + std::string(key) + "\"}\n";
}

std::string sumOf(std::string_view text) {
    const Digest digest = sha256(text);
    return hex(digest.data(), kSumDigits / 2);
}

std::string lineOf(std::size_t piece, const std::vector<double>& numbers) {
    std::string line = std::string(kPiece) + std::to_string(piece) + std::string(kValues);
    char room[40];
    for (const double number : numbers) {
        if (line.back() != '[') line += ',';
        if (std::isnan(number)) {
            line += "null";
            continue;
        }
        const auto [end, error] = std::to_chars(room, room + sizeof room, number);  // shortest that reads back exactly
        line.append(room, error == std::errc{} ? end : room);
    }
    const std::string sum = sumOf(line);
    return line + std::string(kSum) + sum + "\"}\n";
}

/// A line without its end; false: damaged.
bool readLine(std::string_view line, std::size_t& piece, std::vector<double>& numbers) {
    const std::size_t tail = kSum.size() + kSumDigits + 2;
    if (line.size() < tail || !line.starts_with(kPiece) || !line.ends_with("\"}")) return false;
    const std::string_view body = line.substr(0, line.size() - tail), rest = line.substr(body.size());
    if (!rest.starts_with(kSum) || rest.substr(kSum.size(), kSumDigits) != sumOf(body)) return false;
    const char* at = body.data() + kPiece.size();
    const char* const end = body.data() + body.size();
    const auto number = std::from_chars(at, end, piece);
    at = number.ptr;
    if (number.ec != std::errc{} || !std::string_view(at, static_cast<std::size_t>(end - at)).starts_with(kValues)) return false;
    for (at += kValues.size(); at < end; ++at) {  // over the comma
        if (*at == 'n') {
            numbers.push_back(std::numeric_limits<double>::quiet_NaN());
            at += 4;
            continue;
        }
        double value = 0;
        const auto read = std::from_chars(at, end, value);
        if (read.ec != std::errc{}) return false;
        numbers.push_back(value);
        at = read.ptr;
    }
    return true;
}

}  // namespace

Checkpoint::~Checkpoint() {
    if (m_fd >= 0) ::close(m_fd);
}

Result<Checkpoint> Checkpoint::open(const std::filesystem::path& path, std::string_view key) {
    Checkpoint file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_APPEND, 0640));
    if (file.m_fd < 0) return failed(Code::FileOpen, path);
    std::string text;
    if (!readAll(file.m_fd, text)) return failed(Code::FileOpen, path);
    const std::string header = headerOf(key);
    if (!text.starts_with(header)) {
        if (::ftruncate(file.m_fd, 0) != 0 || !writeAll(file.m_fd, header)) return failed(Code::FileWrite, path);
        return file;
    }
    std::size_t good = header.size();
    for (;;) {
        const std::size_t end = text.find('\n', good);
        std::size_t piece = 0;
        std::vector<double> numbers;
        if (end == std::string::npos || !readLine(std::string_view(text).substr(good, end - good), piece, numbers)) break;
        file.m_done[piece] = std::move(numbers);
        good = end + 1;
    }
    if (good < text.size() && ::ftruncate(file.m_fd, static_cast<off_t>(good)) != 0) return failed(Code::FileWrite, path);
    return file;
}

Status Checkpoint::append(std::size_t piece, const std::vector<double>& numbers) {
    if (!writeAll(m_fd, lineOf(piece, numbers))) return failed(Code::FileWrite, "checkpoint");
    return Done{};
}

}  // namespace bw::signal::calib

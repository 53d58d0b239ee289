// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/verify_ledger.h"

#include <fstream>

#include "core/model/sha256.h"

namespace bw::engine {
namespace {

constexpr std::string_view kSeq = ",\"seq\":", kPrev = ",\"prev\":\"", kHash = ",\"h\":\"";
constexpr std::size_t kHex = 64;

/// The line must end exactly as Ledger::append ends it.
bool holds(std::string_view line, std::uint64_t seq, std::string& prev) {
    const std::size_t tail = kHash.size() + kHex + 2;  // ,"h":"<64>"}
    if (line.size() < tail || !line.starts_with("{") || !line.ends_with("\"}")) return false;
    const std::string_view body = line.substr(0, line.size() - tail);
    const std::string_view hash = line.substr(line.size() - 2 - kHex, kHex);
    if (line.substr(body.size(), kHash.size()) != kHash) return false;
    const std::string ending = std::string(kSeq) + std::to_string(seq) + std::string(kPrev) + prev + "\"";
    if (!body.ends_with(ending)) return false;
    Sha256 h;
    h.update(prev);
    h.update("\n");
    h.update(body);
    h.update("}");
    prev = hex(h.finish());
    return prev == hash;
}

}  // namespace

Result<std::uint64_t> verifyLedger(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return Error{Code::FileOpen, "ledger.verify", path + " cannot be opened"};
    std::string line, prev(kHex, '0');
    std::uint64_t number = 0;
    while (std::getline(in, line)) {
        ++number;
        if (in.eof() || !holds(line, number, prev)) return number;  // eof: no newline behind it
    }
    if (in.bad()) return Error{Code::FileRead, "ledger.verify", path + " cannot be read"};
    return std::uint64_t{0};
}

}  // namespace bw::engine

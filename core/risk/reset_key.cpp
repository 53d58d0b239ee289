// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/reset_key.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/model/sha256.h"
#include "core/risk/flat_json.h"
#include "core/risk/text.h"

namespace bw::risk {
namespace {

constexpr std::size_t kFileMax = 4096, kKeyMin = 8;
constexpr std::int64_t kRoundsMin = 1000, kRoundsMax = 10'000'000;
constexpr std::string_view kSetHint = "set one with: bellwether kill --set-key";

struct StoredKey {
    std::string salt, hash;
    std::uint32_t rounds = 0;
};
struct Tries {
    std::int64_t failures = 0;
    std::int64_t locked_until_wall_ns = 0;
};

Error refuse(Code code, std::string detail) {
    return {code, "risk.reset_key", std::move(detail)};
}

std::string digestText(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Result<StoredKey> readKey(LatchFs& fs, const std::string& path) {
    const auto unusable = [&path](std::string why) { return refuse(Code::ResetNoKey, path + ": " + why); };
    FileStat st;
    std::string text;
    if (const int error = fs.stat(path, st); error != 0)
        return error == ENOENT ? refuse(Code::ResetNoKey, "no reset key is set; " + std::string(kSetHint))
                               : unusable(errnoText(error));
    if (!st.regular || (st.mode & 0077U) != 0) return unusable("must be a plain file with mode 0600");
    if (const int error = readFile(fs, path, kFileMax, text); error != 0) return unusable(errnoText(error));
    const Result<FlatJson> json = FlatJson::parse(text);
    StoredKey key;
    std::int64_t rounds = 0;
    if (!json || json->text("alg") != "pbkdf2-hmac-sha256" || !json->number("rounds", rounds) || rounds < kRoundsMin ||
        rounds > kRoundsMax || !parseHex(json->text("salt"), key.salt) || key.salt.size() != 16 ||
        !parseHex(json->text("hash"), key.hash) || key.hash.size() != Digest().size())
        return unusable("cannot be understood; remove it and " + std::string(kSetHint));
    key.rounds = static_cast<std::uint32_t>(rounds);
    return key;
}

/// An unreadable file counts as locked: deleting its content must not give five more tries.
Tries readTries(LatchFs& fs, const std::string& path, std::int64_t now_ns) {
    Tries tries;
    std::string text;
    const int error = readFile(fs, path, kFileMax, text);
    if (error == ENOENT) return tries;
    const Result<FlatJson> json = error == 0 ? FlatJson::parse(text) : Result<FlatJson>(refuse(Code::FileRead, ""));
    if (!json || !json->number("failures", tries.failures) ||
        !json->number("locked_until_ns", tries.locked_until_wall_ns))
        return {kResetTriesMax, now_ns + kResetLockNs};
    // A clock that was set back must not lock for longer than the rule says.
    tries.locked_until_wall_ns = std::min(tries.locked_until_wall_ns, now_ns + kResetLockNs);
    if (tries.locked_until_wall_ns != 0 && tries.locked_until_wall_ns <= now_ns) return {};
    return tries;
}

int writeTries(LatchFs& fs, const std::string& path, const Tries& tries) {
    FlatJson json;
    json.set("failures", tries.failures).set("locked_until_ns", tries.locked_until_wall_ns);
    if (const int error = makeDirs(fs, parentDir(path)); error != 0) return error;
    return replaceFile(fs, path, json.dump(), 0600);
}

}  // namespace

bool resetKeySet(LatchFs& fs, const LatchPaths& paths) {
    FileStat st;
    return fs.stat(paths.reset_key, st) != ENOENT;
}

std::int64_t resetLockedNs(LatchFs& fs, const RiskClock& clock, const LatchPaths& paths) {
    const std::int64_t now_ns = clock.wall().ns;
    return std::max<std::int64_t>(0, readTries(fs, paths.reset_tries, now_ns).locked_until_wall_ns - now_ns);
}

Status checkResetKey(LatchFs& fs, const RiskClock& clock, const LatchPaths& paths, std::string_view key) {
    const std::int64_t now_ns = clock.wall().ns;
    Tries tries = readTries(fs, paths.reset_tries, now_ns);
    if (tries.locked_until_wall_ns > now_ns)
        return refuse(Code::ResetLocked, "too many wrong keys; wait " +
                                             std::to_string((tries.locked_until_wall_ns - now_ns) / kNsPerSec + 1) +
                                             " s");
    const Result<StoredKey> stored = readKey(fs, paths.reset_key);
    if (!stored) return stored.error();
    if (key.empty()) return refuse(Code::ResetNoKey, "the reset key is required");
    ++tries.failures;
    if (tries.failures >= kResetTriesMax) tries.locked_until_wall_ns = now_ns + kResetLockNs;
    if (const int error = writeTries(fs, paths.reset_tries, tries); error != 0)
        return refuse(Code::LatchDirUnusable, paths.reset_tries + ": " + errnoText(error));
    if (!equalConstantTime(digestText(pbkdf2Sha256(key, stored->salt, stored->rounds)), stored->hash))
        return refuse(Code::ResetKeyWrong, tries.failures >= kResetTriesMax
                                               ? "wrong key; resets are locked for 300 s"
                                               : "wrong key, try " + std::to_string(tries.failures) + " of 5");
    if (const int error = writeTries(fs, paths.reset_tries, {}); error != 0)
        return refuse(Code::LatchDirUnusable, paths.reset_tries + ": " + errnoText(error));
    return Done{};
}

Status setResetKey(LatchFs& fs, const RiskClock& clock, const LatchPaths& paths, std::string_view old_key,
                   std::string_view new_key, std::uint32_t rounds) {
    if (new_key.size() < kKeyMin) return refuse(Code::Args, "a reset key needs at least 8 characters");
    if (resetKeySet(fs, paths))
        if (Status old_ok = checkResetKey(fs, clock, paths, old_key); !old_ok) return old_ok;
    const Id128 salt = randomId();
    const std::string salt_bytes(reinterpret_cast<const char*>(salt.bytes.data()), salt.bytes.size());
    FlatJson json;
    json.set("alg", "pbkdf2-hmac-sha256").set("rounds", std::int64_t{rounds}).set("salt", salt.text());
    json.set("hash", hex(pbkdf2Sha256(new_key, salt_bytes, rounds)));
    int error = makeDirs(fs, parentDir(paths.reset_key));
    if (error == 0) error = replaceFile(fs, paths.reset_key, json.dump(), 0600);
    if (error != 0) return refuse(Code::LatchDirUnusable, paths.reset_key + ": " + errnoText(error));
    return Done{};
}

}  // namespace bw::risk

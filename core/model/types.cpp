// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/types.h"

#include <array>

namespace bw {
namespace {
template <class Enum, std::size_t N>
std::string_view nameOf(Enum value, const std::array<std::string_view, N>& names) noexcept {
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : std::string_view("?");
}
constexpr std::array<std::string_view, 7> kBookStates = {"empty",   "buffering", "synced", "gap",
                                                         "limited", "image",     "polled"};
constexpr std::array<std::string_view, kStreamKinds + 1> kStreams = {
    "book", "top", "trade", "tick", "kline", "mark", "funding", "open_interest", "liquidation", "long_short", "vol_index", "*"};
constexpr std::array<std::string_view, 21> kCauses = {
    "sequence",        "reject",      "checksum",    "crossed", "ticker_mismatch", "audit_mismatch", "disconnect",
    "silent",          "resume",      "queue_drop",  "gateway_restart", "no_snapshot", "spec_change", "limited",
    "journal_full",    "journal_corrupt", "journal_missing", "stopped", "crash", "power_loss", "manual"};
constexpr std::array<std::string_view, 6> kCloses = {"open",    "filled",    "partial",
                                                     "bridged", "reordered", "unfillable"};
constexpr std::array<std::string_view, 4> kAlertSeverities = {"INFO", "WARNING", "HIGH", "CRITICAL"};
constexpr std::array<std::string_view, 5> kFeeds = {"DOWN", "CONNECTING", "LIVE", "STALE", "STARVED"};
}  // namespace

std::string_view bookStateName(BookState state) noexcept { return nameOf(state, kBookStates); }
std::string_view streamKindName(StreamKind kind) noexcept { return nameOf(kind, kStreams); }
std::string_view gapCauseName(GapCause cause) noexcept { return nameOf(cause, kCauses); }
std::string_view gapCloseName(GapClose close) noexcept { return nameOf(close, kCloses); }
std::string_view alertSeverityName(AlertSeverity severity) noexcept { return nameOf(severity, kAlertSeverities); }
std::string_view feedStateName(FeedState state) noexcept { return nameOf(state, kFeeds); }

}  // namespace bw

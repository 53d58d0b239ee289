// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/risk/latch_file.h"

namespace bw::risk {

enum class ScopeKind : std::uint8_t { Venue = 1, Instrument = 2, Source = 3 };
[[nodiscard]] std::string_view scopeKindName(ScopeKind kind) noexcept;  // "venue"
[[nodiscard]] bool scopeKindFromName(std::string_view name, ScopeKind& out) noexcept;
/// The state of a scope entry as the file stores it, 2 reduce or 3 halt; only these two limit a part.
inline constexpr std::uint8_t kScopeReduce = 2, kScopeHalt = 3;

/// The parts that are stopped, as of one version. Never changes once it is published: any thread.
struct ScopeTable {
    std::uint64_t version = 0;
    std::vector<LatchScope> scopes;  // at most kScopesMax
    /// What the strictest entry that covers the order leaves open. A venue covers the instruments whose id is the key or
    /// starts with the key and a dot ("binance" and "binance.usdm" cover "binance.usdm.BTCUSDT").
    [[nodiscard]] LatchState level(std::string_view instrument, std::string_view source) const noexcept;
};

/// The table of the stopped parts. now() is wait-free and valid as long as this object: replaced tables are kept, one
/// per act of a person or a sticky finding. All else takes a mutex that is never held over a file.
class ScopeBook {
public:
    ScopeBook();
    [[nodiscard]] const ScopeTable& now() const noexcept { return *m_now.load(std::memory_order_seq_cst); }
    enum class Added : std::uint8_t { Changed, Covered, Full };
    /// The strictest state of an entry wins. Full: a 63rd entry; nothing was changed.
    [[nodiscard]] Added add(const LatchScope& scope);
    /// False when the table is no longer of this version.
    [[nodiscard]] bool replace(std::uint64_t version, std::vector<LatchScope> scopes);

private:
    void publish(std::vector<LatchScope> scopes);
    std::mutex m_mutex;
    std::vector<std::unique_ptr<const ScopeTable>> m_tables;
    std::atomic<const ScopeTable*> m_now{nullptr};
};

/// A key that fits into the slot: over 48 bytes it widens to its venue, the part before the first '.' or '/'. Args when
/// that does not fit either or the key is empty.
[[nodiscard]] Result<LatchScope> scopeFor(ScopeKind kind, std::string_view key, std::uint8_t state,
                                          std::int64_t since_wall_ns);
/// "venue:binance", "instrument:mt5.demo.EURUSD": how a reset names one.
[[nodiscard]] std::string scopeText(const LatchScope& scope);

}  // namespace bw::risk

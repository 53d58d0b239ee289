// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/latch_scopes.h"

#include <algorithm>

namespace bw::risk {
namespace {

constexpr std::size_t kKeyMax = 48;

bool covers(const LatchScope& scope, std::string_view instrument, std::string_view source) noexcept {
    switch (static_cast<ScopeKind>(scope.kind)) {
        case ScopeKind::Venue:
            return instrument.starts_with(scope.key) &&
                   (instrument.size() == scope.key.size() || instrument[scope.key.size()] == '.');
        case ScopeKind::Instrument:
            return instrument == scope.key;
        case ScopeKind::Source:
            break;
    }
    return source == scope.key;
}

bool sameScope(const LatchScope& a, const LatchScope& b) noexcept {
    return a.kind == b.kind && a.key == b.key;
}

}  // namespace

std::string_view scopeKindName(ScopeKind kind) noexcept {
    switch (kind) {
        case ScopeKind::Venue:
            return "venue";
        case ScopeKind::Instrument:
            return "instrument";
        case ScopeKind::Source:
            break;
    }
    return "source";
}

bool scopeKindFromName(std::string_view name, ScopeKind& out) noexcept {
    for (const ScopeKind kind : {ScopeKind::Venue, ScopeKind::Instrument, ScopeKind::Source})
        if (scopeKindName(kind) == name) {
            out = kind;
            return true;
        }
    return false;
}

LatchState ScopeTable::level(std::string_view instrument, std::string_view source) const noexcept {
    LatchState out = LatchState::Active;
    for (const LatchScope& scope : scopes) {
        if (!covers(scope, instrument, source)) continue;
        if (scope.state == kScopeHalt) return LatchState::Halted;
        out = LatchState::Reducing;
    }
    return out;
}

ScopeBook::ScopeBook() {
    publish({});
}

void ScopeBook::publish(std::vector<LatchScope> scopes) {
    const ScopeTable* old = m_now.load();
    m_tables.push_back(
        std::make_unique<const ScopeTable>(ScopeTable{old == nullptr ? 1 : old->version + 1, std::move(scopes)}));
    m_now.store(m_tables.back().get(), std::memory_order_seq_cst);
}

ScopeBook::Added ScopeBook::add(const LatchScope& scope) {
    const std::lock_guard lock(m_mutex);
    std::vector<LatchScope> scopes = now().scopes;
    const auto have =
        std::find_if(scopes.begin(), scopes.end(), [&](const LatchScope& one) { return sameScope(one, scope); });
    if (have != scopes.end()) {
        if (have->state >= scope.state) return Added::Covered;
        *have = scope;
    } else {
        if (scopes.size() >= kScopesMax) return Added::Full;
        scopes.push_back(scope);
    }
    publish(std::move(scopes));
    return Added::Changed;
}

bool ScopeBook::replace(std::uint64_t version, std::vector<LatchScope> scopes) {
    const std::lock_guard lock(m_mutex);
    if (now().version != version) return false;
    publish(std::move(scopes));
    return true;
}

Result<LatchScope> scopeFor(ScopeKind kind, std::string_view key, std::uint8_t state, std::int64_t since_wall_ns) {
    if (key.size() > kKeyMax) {
        kind = ScopeKind::Venue;
        key = key.substr(0, key.find_first_of("./"));
    }
    if (key.empty() || key.size() > kKeyMax)
        return Error{Code::Args, "risk.scope", "a key of 1 to 48 bytes"};
    return LatchScope{static_cast<std::uint8_t>(kind), state, since_wall_ns, std::string(key)};
}

std::string scopeText(const LatchScope& scope) {
    return std::string(scopeKindName(static_cast<ScopeKind>(scope.kind))) + ":" + scope.key;
}

}  // namespace bw::risk

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/faults.h"

#include <utility>

#include "core/feed/sim/draw.h"

namespace bw::sim {
namespace {

constexpr std::pair<std::string_view, FaultKind> kNames[] = {{"drop", FaultKind::Drop},
                                                             {"swap", FaultKind::Swap},
                                                             {"duplicate", FaultKind::Duplicate},
                                                             {"corrupt_syntax", FaultKind::CorruptSyntax},
                                                             {"truncate", FaultKind::Truncate},
                                                             {"stall", FaultKind::Stall},
                                                             {"disconnect", FaultKind::Disconnect}};

bool streamMatches(std::string_view wanted, std::string_view stream) {
    return wanted == "*" || wanted == stream || wanted == stream.substr(0, stream.find_first_of("@_"));
}

void damage(std::string& text, FaultKind kind) {
    if (kind == FaultKind::Truncate) {
        text.resize(text.size() / 2);
        return;
    }
    // The first colon: a reader that parses only what it needs meets it before any value.
    if (const std::size_t colon = text.find(':'); colon != std::string::npos) text[colon] ^= 1;
}

}  // namespace

std::optional<FaultKind> faultFromName(std::string_view name) {
    for (const auto& [text, kind] : kNames)
        if (text == name) return kind;
    return std::nullopt;
}

std::string_view faultName(FaultKind kind) {
    for (const auto& [text, value] : kNames)
        if (value == kind) return text;
    return "";
}

FaultInjector::FaultInjector(std::vector<Fault> faults, double probability, std::uint64_t seed)
    : m_faults(std::move(faults)),
      m_probability(probability),
      m_random(seed ^ 0x6661756c74ULL),  // its own numbers: faults never change the market
      m_is_on(!m_faults.empty() || probability > 0.0) {}

std::optional<FaultKind> FaultInjector::choose(std::int64_t at_ms, const SimInstrument& instrument,
                                               std::string_view stream) {
    for (Fault& fault : m_faults) {
        if (fault.kind == FaultKind::Disconnect || at_ms < fault.at_ms || fault.n <= 0) continue;
        if (fault.kind == FaultKind::Stall && at_ms >= fault.at_ms + fault.n) continue;
        if (fault.instrument != "*" && fault.instrument != instrumentId(instrument)) continue;
        if (!streamMatches(fault.stream, stream)) continue;
        if (fault.kind != FaultKind::Stall) --fault.n;
        return fault.kind;
    }
    if (m_probability <= 0.0 || !chance(m_random, m_probability)) return std::nullopt;
    return static_cast<FaultKind>(m_random.below(static_cast<std::uint64_t>(FaultKind::Stall)));
}

WireMessage FaultInjector::damaged(WireMessage message, FaultKind kind) {
    damage(message.text, kind);
    damage(message.text_us, kind);
    return message;
}

std::vector<int> FaultInjector::takeDisconnects(std::int64_t at_ms) {
    std::vector<int> codes;
    for (Fault& fault : m_faults) {
        if (fault.kind != FaultKind::Disconnect || at_ms < fault.at_ms || fault.n <= 0) continue;
        record(at_ms, fault.kind, nullptr, "*", static_cast<std::uint64_t>(fault.n));
        codes.push_back(static_cast<int>(fault.n));
        fault.n = 0;
    }
    return codes;
}

void FaultInjector::record(std::int64_t at_ms, FaultKind kind, const SimInstrument* instrument, std::string_view stream,
                           std::uint64_t id) {
    ++m_count;
    if (m_injected.size() < kInjectedMax) m_injected.push_back({at_ms, kind, instrument, std::string(stream), id});
}

}  // namespace bw::sim

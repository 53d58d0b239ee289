// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/faults.h"

#include <algorithm>
#include <utility>

#include "core/feed/sim/draw.h"
#include "core/feed/sim/text.h"

namespace bw::sim {
namespace {

constexpr std::array<std::string_view, kFaultKinds> kNames{
    "drop",      "swap",     "duplicate", "corrupt_syntax", "truncate",    "corrupt_value", "crossed",
    "stall",     "starve",   "clock_skew", "slow",          "half_open",   "disconnect",    "shutdown",
    "seq_reset", "epoch_change", "flood", "snapshot_old",   "snapshot_late", "rest_status",
    "one_sided", "bid_above_ask", "repeat", "time_back",    "zone_jump",   "suffix",        "text_numbers",
    "other_case", "garbage", "bare_topic", "burst",         "quiet",       "silent"};

bool streamMatches(std::string_view wanted, std::string_view stream) {
    return wanted == "*" || wanted == stream || wanted == stream.substr(0, stream.find_first_of("@_"));
}

bool isMessageKind(FaultKind kind) {
    return kind <= FaultKind::Crossed;
}
bool isSpan(FaultKind kind) {
    return kind == FaultKind::Stall || kind == FaultKind::Starve || kind == FaultKind::ClockSkew;
}
bool isRest(FaultKind kind) {
    return kind >= FaultKind::SnapshotOld && kind <= FaultKind::RestStatus;
}

}  // namespace

std::optional<FaultKind> faultFromName(std::string_view name) {
    if (name == "corrupt") return FaultKind::CorruptSyntax;
    const auto it = std::find(kNames.begin(), kNames.end(), name);
    if (it == kNames.end()) return std::nullopt;
    return static_cast<FaultKind>(it - kNames.begin());
}

std::string_view faultName(FaultKind kind) {
    return kNames[static_cast<std::size_t>(kind)];
}

std::string faultNames() {
    std::string out;
    for (const std::string_view name : kNames) out.append(out.empty() ? "" : ", ").append(name);
    return out;
}

const SimInstrument* instrumentOf(const Fault& fault) {
    for (const SimInstrument& instrument : instruments())
        if (fault.instrument == instrumentId(instrument)) return &instrument;
    return nullptr;
}

void appendFaultLine(std::string& out, const InjectedFault& fault) {
    out += R"({"at_ms":)";
    appendInt(out, fault.at_ms);
    out += R"(,"kind":")";
    out += faultName(fault.kind);
    out += R"(","instrument":")";
    out += fault.instrument == nullptr ? "*" : instrumentId(*fault.instrument);
    out += R"(","stream":")";
    out += fault.stream;  // ours or checked by the reader of the plan: nothing to escape
    out += R"(","id":)";
    appendInt(out, fault.id);
    out += R"(,"value":)";
    appendInt(out, fault.value);
    out += "}\n";
}

FaultInjector::FaultInjector(std::vector<Fault> faults, double probability, std::uint64_t seed)
    : m_probability(probability),
      m_random(seed ^ 0x6661756c74ULL),  // its own numbers: faults never change the market
      m_is_on(probability > 0.0),
      m_slots(kInstrumentCount * kSlots) {
    m_faults.reserve(kFaultsMax);
    for (Fault& fault : faults)
        if (!add(std::move(fault))) break;
}

bool FaultInjector::add(Fault fault) {
    m_is_on = true;
    const auto used = std::find_if(m_faults.begin(), m_faults.end(), [](const Fault& f) { return f.n <= 0; });
    if (used != m_faults.end()) {
        m_full_n[static_cast<std::size_t>(used - m_faults.begin())] = fault.n;
        m_noted_ms[static_cast<std::size_t>(used - m_faults.begin())] = -1;
        *used = std::move(fault);
        return true;
    }
    if (m_faults.size() >= kFaultsMax) return false;
    m_full_n.push_back(fault.n);
    m_noted_ms.push_back(-1);
    m_faults.push_back(std::move(fault));
    return true;
}

bool FaultInjector::isDue(const Fault& fault, std::int64_t at_ms, const SimInstrument& instrument,
                          std::string_view stream) {
    if (at_ms < fault.at_ms || fault.n <= 0) return false;
    if (!isMessageKind(fault.kind) && !isSpan(fault.kind)) return false;
    if (fault.instrument != "*" && fault.instrument != instrumentId(instrument)) return false;
    if (!streamMatches(fault.stream, stream)) return false;
    return fault.rate <= 0.0 || chance(m_random, fault.rate);
}

/// A fault that repeats starts over, or is used up.
void FaultInjector::rearm(Fault& fault, std::int64_t at_ms) {
    if (fault.every_ms <= 0) {
        fault.n = 0;
        return;
    }
    while (fault.at_ms <= at_ms) fault.at_ms += fault.every_ms;
    fault.n = m_full_n[static_cast<std::size_t>(&fault - m_faults.data())];
}

int FaultInjector::apply(FaultKind kind, std::int64_t skew_ms, Slot& slot, const WireMessage& message) {
    switch (kind) {
        case FaultKind::Drop:
        case FaultKind::Stall:
        case FaultKind::Starve:
            return 0;
        case FaultKind::Swap:
            slot.held = message;
            return 0;
        case FaultKind::Duplicate:
            m_out[0] = m_out[1] = message;
            return 2;
        default:
            m_out[0] = message;
            return damage(m_out[0], kind, skew_ms) ? 1 : -1;
    }
}

int FaultInjector::work(std::int64_t at_ms, const SimInstrument& instrument, int stream_index, std::string_view stream,
                        std::uint64_t id, const WireMessage& message) {
    Slot& slot = m_slots[static_cast<std::size_t>(instrument.index) * kSlots + static_cast<std::size_t>(stream_index)];
    if (slot.held) {  // the second half of a swap
        m_out = {message, std::move(*slot.held)};
        slot.held.reset();
        return 2;
    }
    for (Fault& fault : m_faults) {
        if (isSpan(fault.kind) && fault.n > 0 && at_ms >= fault.at_ms + fault.ms) rearm(fault, at_ms - fault.ms);
        if (!isDue(fault, at_ms, instrument, stream)) continue;
        const int count = apply(fault.kind, fault.skew_ms, slot, message);
        if (count < 0) continue;
        if (!isSpan(fault.kind)) {
            record({at_ms, fault.kind, &instrument, std::string(stream), id, 0});
            if (fault.rate <= 0.0 && --fault.n == 0) rearm(fault, at_ms);
        } else if (slot.quiet_fault != &fault || slot.quiet_since_ms != fault.at_ms) {  // once a while and stream
            slot.quiet_fault = &fault;
            slot.quiet_since_ms = fault.at_ms;
            record({at_ms, fault.kind, &instrument, std::string(stream), id, fault.ms});
        }
        return count;
    }
    if (m_probability > 0.0 && chance(m_random, m_probability)) {
        const auto kind = static_cast<FaultKind>(m_random.below(static_cast<std::uint64_t>(FaultKind::CorruptValue)));
        if (const int count = apply(kind, 0, slot, message); count >= 0) {
            record({at_ms, kind, &instrument, std::string(stream), id, 0});
            return count;
        }
    }
    m_out[0] = message;
    return 1;
}

std::vector<Fault> FaultInjector::takeDue(std::int64_t at_ms) {
    constexpr std::array<int, 4> kCloses{1001, Fault::kReset, 1000, 1006};
    std::vector<Fault> due;
    for (Fault& fault : m_faults) {
        if (isMessageKind(fault.kind) || isSpan(fault.kind) || isRest(fault.kind) || isGatewayKind(fault.kind)) continue;
        if (at_ms < fault.at_ms || fault.n <= 0) continue;
        due.push_back(fault);
        if (fault.kind == FaultKind::Disconnect && fault.code == 0)
            due.back().code = kCloses[m_closes++ % kCloses.size()];
        record({at_ms, fault.kind, instrumentOf(fault), "*", 0, fault.kind == FaultKind::Disconnect ? due.back().code : fault.ms});
        rearm(fault, at_ms);
    }
    return due;
}

std::optional<Fault> FaultInjector::takeRest(std::int64_t at_ms, const SimInstrument* instrument,
                                             std::string_view path) {
    for (Fault& fault : m_faults) {
        if (!isRest(fault.kind) || fault.n <= 0) continue;
        if (fault.ms > 0 && fault.kind == FaultKind::RestStatus && at_ms >= fault.at_ms + fault.ms)
            rearm(fault, at_ms - fault.ms);
        if (at_ms < fault.at_ms || fault.n <= 0) continue;
        if (fault.kind != FaultKind::RestStatus && path != "depth") continue;
        if (fault.stream != "*" && fault.stream != path) continue;
        if (fault.instrument != "*" && (instrument == nullptr || fault.instrument != instrumentId(*instrument))) continue;
        const Fault taken = fault;
        const bool is_while = fault.kind == FaultKind::RestStatus && fault.ms > 0;
        record({at_ms, fault.kind, instrument, std::string(path), 0,
                fault.kind == FaultKind::RestStatus ? fault.code : fault.ms});
        if (!is_while && --fault.n == 0) rearm(fault, at_ms);
        return taken;
    }
    return std::nullopt;
}

std::uint32_t FaultInjector::gatewayFaults(std::int64_t at_ms, const SimInstrument* instrument) {
    std::uint32_t in_force = 0;
    for (std::size_t i = 0; i < m_faults.size(); ++i) {
        Fault& fault = m_faults[i];
        if (!isGatewayKind(fault.kind) || fault.n <= 0 || at_ms < fault.at_ms) continue;
        if (at_ms >= fault.at_ms + fault.ms) {
            rearm(fault, at_ms - fault.ms);
            if (fault.n <= 0 || at_ms < fault.at_ms) continue;
        }
        if (fault.instrument != "*" && (instrument == nullptr || fault.instrument != instrumentId(*instrument))) continue;
        in_force |= gatewayBit(fault.kind);
        if (std::exchange(m_noted_ms[i], fault.at_ms) != fault.at_ms)
            record({at_ms, fault.kind, instrumentOf(fault), "tick", 0, fault.ms});
    }
    return in_force;
}

void FaultInjector::record(InjectedFault fault) {
    ++m_count;
    if (on_injected) on_injected(fault);
    if (m_injected.size() < kInjectedMax) m_injected.push_back(std::move(fault));
}

}  // namespace bw::sim

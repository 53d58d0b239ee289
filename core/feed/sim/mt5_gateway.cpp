// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/mt5_gateway.h"

#include <algorithm>
#include <utility>

namespace bw::sim {
namespace {

constexpr std::int64_t kSpecMs = 60'000, kBeatMs = 1'000;
constexpr std::int64_t kHourSeconds = 3'600;

bool has(std::uint32_t moods, FaultKind kind) {
    return (moods & gatewayBit(kind)) != 0;
}

/// Our own writer's text: flat, no blanks, `"key":` before each value.
void removeField(std::string& text, std::string_view key) {
    const std::string head = ",\"" + std::string(key) + "\":";
    const std::size_t at = text.find(head);
    if (at != std::string::npos) text.erase(at, text.find_first_of(",}", at + head.size()) - at);
}

void quoteNumbers(std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i];
        if (text[i] != ':' || i == 0 || text[i - 1] != '"' || i + 1 == text.size()) continue;
        const char first = text[i + 1];
        if (first != '-' && (first < '0' || first > '9')) continue;
        const std::size_t end = std::min(text.find_first_of(",}", i), text.size());
        out += '"';
        out.append(text, i + 1, end - i - 1);
        out += '"';
        i = end - 1;
    }
    text = std::move(out);
}

void upperKeys(std::string& text) {
    std::size_t at = 0;
    while ((at = text.find("\":", at)) != std::string::npos) {
        for (std::size_t i = at; i > 0 && text[i - 1] != '"'; --i)
            if (text[i - 1] >= 'a' && text[i - 1] <= 'z') text[i - 1] = static_cast<char>(text[i - 1] - 32);
        at += 2;
    }
}

}  // namespace

GatewayModel::GatewayModel(Dialect dialect, std::int64_t start_ms, FaultInjector* injector)
    : m_wire(dialect, start_ms), m_injector(injector), m_start_ms(start_ms) {
    for (std::size_t i = 0; i < m_voices.size(); ++i) {
        Voice& voice = m_voices[i];
        voice.instrument = instruments()[kBookCount + i / 2];
        voice.name = std::string(voice.instrument.symbol) + (i % 2 == 1 ? ".s" : "");
        voice.instrument.symbol = voice.name;
    }
}

void GatewayModel::restart(std::int64_t now_ms) {
    m_wire.setEpoch(now_ms);
    resetNumbers();
}

void GatewayModel::resetNumbers() {
    for (Voice& voice : m_voices) voice.seq = 0;
}

std::uint64_t GatewayModel::lastSeq(std::string_view symbol) const {
    for (const Voice& voice : m_voices)
        if (voice.name == symbol) return voice.seq;
    return 0;
}

std::uint32_t GatewayModel::moodsAt(std::int64_t now_ms, const SimInstrument* instrument) {
    const std::uint32_t moods = m_injector == nullptr ? 0 : m_injector->gatewayFaults(now_ms - m_start_ms, instrument);
    m_wire.setZone(Mt5Wire::kZoneSeconds + (has(moods, FaultKind::ZoneJump) ? kHourSeconds : 0));
    return moods;
}

GatewayModel::Numbered& GatewayModel::next() {
    if (m_out_n == m_out.size()) m_out.emplace_back();
    return m_out[m_out_n++];
}

void GatewayModel::makeTicks(std::int64_t now_ms, const SimInstrument& instrument, const SimTick& tick) {
    m_out_n = 0;
    const std::uint32_t moods = moodsAt(now_ms, &instrument);
    if (has(moods, FaultKind::Silent) || has(moods, FaultKind::Quiet)) return;
    Voice& voice = m_voices[static_cast<std::size_t>(2 * (instrument.index - kBookCount)) +
                            (has(moods, FaultKind::Suffix) ? 1 : 0)];
    voice.used = true;
    const int count = has(moods, FaultKind::Burst) ? kBurst : has(moods, FaultKind::Repeat) ? kRepeat : 1;
    for (int i = 0; i < count; ++i) {
        SimTick sent = tick;
        if (count == kBurst) sent.ask.units += i % 3;  // no two in a row alike
        write(voice, sent, moods);
    }
}

void GatewayModel::write(Voice& voice, SimTick tick, std::uint32_t moods) {
    tick.seq = ++voice.seq;
    if (has(moods, FaultKind::TimeBack) && tick.seq % 2 == 0) tick.time_ms -= kBackMs;
    if (has(moods, FaultKind::BidAboveAsk)) std::swap(tick.bid, tick.ask);
    Numbered& out = next();
    out.seq = tick.seq;
    if (has(moods, FaultKind::BareTopic)) {
        out.message = {{}, voice.name, {}};
        return;
    }
    out.message = m_wire.tick(voice.instrument, tick);
    std::string& text = out.message.text;
    if (has(moods, FaultKind::Garbage)) text = std::string("\xff\xfe\x00{\x80", 5);
    if (has(moods, FaultKind::OneSided)) removeField(text, tick.seq % 2 == 0 ? "bid" : "ask");
    if (has(moods, FaultKind::TextNumbers)) quoteNumbers(text);
    if (has(moods, FaultKind::OtherCase)) upperKeys(text);
}

void GatewayModel::makeClockwork(std::int64_t now_ms, std::uint64_t sent, std::uint64_t send_fail) {
    m_out_n = 0;
    const std::uint32_t moods = moodsAt(now_ms, nullptr);
    if (!m_wire.hasHeartbeat() || has(moods, FaultKind::Silent)) return;
    if (now_ms >= m_spec_due_ms) {
        m_spec_due_ms = now_ms + kSpecMs;
        if (m_beat_due_ms == 0) m_beat_due_ms = now_ms + kBeatMs;
        for (std::size_t i = 0; i < m_voices.size(); ++i)
            if ((i % 2 == 0 || m_voices[i].used) && m_wire.dialectOf(m_voices[i].instrument) == Dialect::V6)
                next().message = Mt5Wire::spec(m_voices[i].instrument);
    }
    if (now_ms < m_beat_due_ms) return;
    m_beat_due_ms = now_ms + kBeatMs;
    m_seqs.clear();
    for (std::size_t i = 0; i < m_voices.size(); ++i)
        if (i % 2 == 0 || m_voices[i].used) m_seqs.push_back({&m_voices[i].instrument, m_voices[i].seq});
    next().message = m_wire.heartbeat(++m_beats, now_ms, m_seqs, sent, send_fail, !has(moods, FaultKind::Quiet));
}

}  // namespace bw::sim

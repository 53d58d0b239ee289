// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/feed/mt5/decoder.h"
#include "core/feed/mt5/seq_tracker.h"
#include "core/feed/mt5/tick_rules.h"
#include "core/feed/transport/clock.h"
#include "core/feed/transport/zmq_thread.h"

namespace bw::test {

/// A subscriber as the program has it: the zmq thread, the decoder and the rules of each symbol. Used on one thread.
class Reader {
public:
    struct Symbol {
        feed::mt5::TickRules rules;
        feed::mt5::SeqTracker seq;
        std::uint64_t received = 0, lost = 0, gaps = 0, restarts = 0, old_numbers = 0, one_sided = 0, no_time = 0;
    };

    explicit Reader(const std::string& time_zone = "auto")
        : m_queue(m_inbox.addQueue()),
          m_thread(m_clock, m_queue, m_board),
          m_decoder(*feed::mt5::GatewayZone::fromText(time_zone)) {}

    [[nodiscard]] bool start(const std::string& endpoint, const std::optional<feed::CurveKeys>& curve = {}) {
        feed::Mt5Gateway gateway;
        gateway.name = "demo";
        gateway.endpoint = endpoint;
        gateway.curve = curve;
        gateway.reconnect_min_ms = 20;
        gateway.reconnect_max_ms = 100;
        return static_cast<bool>(m_thread.start({gateway}));
    }
    void stop() { m_thread.stop(); }

    /// Works on what has arrived.
    void collect() {
        std::vector<feed::Frame> frames;
        while (m_inbox.drain(frames, 1'000) > 0) {
            for (const feed::Frame& frame : frames) take(frame);
            frames.clear();
        }
    }
    [[nodiscard]] feed::FeedStatusRow row() const { return m_board.rows().front(); }
    [[nodiscard]] std::uint64_t rejected(Code code) const {
        const auto it = rejects.find(code);
        return it == rejects.end() ? 0 : it->second;
    }

    std::map<std::string, Symbol, std::less<>> symbols;
    std::map<Code, std::uint64_t> rejects;
    feed::mt5::Heartbeat last_beat;  // its texts are gone
    std::uint64_t beats = 0, specs = 0, frames_n = 0, ticks = 0;
    std::map<feed::mt5::Dialect, std::uint64_t> dialects;

private:
    void take(const feed::Frame& frame) {
        if (frame.source->ends_with('!')) return;
        ++frames_n;
        if (const Code code = m_decoder.decode(frame.bytes.view(), frame.recv_wall, m_message); code != Code::Ok) {
            ++rejects[code];
            return;
        }
        using Kind = feed::mt5::Message::Kind;
        if (m_message.kind == Kind::Tick) takeTick(m_message.tick);
        if (m_message.kind == Kind::Spec) ++specs;
        if (m_message.kind != Kind::Heartbeat) return;
        ++beats;
        last_beat = m_message.heartbeat;
        for (const feed::mt5::SymbolSeq& entry : m_message.heartbeat.seqs)
            count(symbols[std::string(entry.symbol)],
                  symbols[std::string(entry.symbol)].seq.onHeartbeat(m_message.heartbeat.epoch, entry.seq));
    }
    void takeTick(const feed::mt5::Tick& tick) {
        Symbol& symbol = symbols[std::string(tick.symbol)];
        ++ticks;
        ++symbol.received;
        ++dialects[tick.dialect];
        if (tick.has_seq) count(symbol, symbol.seq.onMessage(tick.epoch, tick.seq));
        symbol.one_sided += tick.quote.has_bid != tick.quote.has_ask;
        symbol.no_time += tick.time.ns == 0;
        symbol.rules.onTick(tick);
    }
    static void count(Symbol& symbol, const feed::mt5::SeqTracker::Verdict& verdict) {
        using Kind = feed::mt5::SeqTracker::Kind;
        symbol.restarts += verdict.kind == Kind::NewEpoch;
        symbol.old_numbers += verdict.kind == Kind::OutOfOrder;
        if (verdict.kind != Kind::Gap) return;
        ++symbol.gaps;
        symbol.lost += verdict.last - verdict.first + 1;
    }

    const feed::SystemClock m_clock;
    feed::Inbox m_inbox{m_clock};
    feed::FrameQueue& m_queue;
    feed::FeedStatusBoard m_board;
    feed::ZmqThread m_thread;
    feed::mt5::Decoder m_decoder;
    feed::mt5::Message m_message;
};

}  // namespace bw::test

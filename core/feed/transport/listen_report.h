// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QJsonObject>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/feed/mt5/decoder.h"
#include "core/feed/mt5/seq_tracker.h"
#include "core/model/frame.h"

namespace bw::feed {

/// What `listen` learned from the messages of one publisher. One thread. At most 10,000 symbols are told apart.
class ListenReport {
public:
    struct Seen {
        bool is_tick = false;
        Code code = Code::Ok;
        std::string live_line;  // "EURUSD: 1.08500/1.08520", the first 3 ticks of each symbol; else empty
    };
    /// One message: all parts as the frame holds them.
    Seen add(const FrameView& frame);

    [[nodiscard]] std::uint64_t messages() const { return m_messages; }
    [[nodiscard]] std::uint64_t ticks() const { return m_ticks; }
    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] std::string text() const;  // lines, each with its end

private:
    struct Symbol {
        std::string dialect, keys, time_key, time_unit, zone;
        int parts = 0;
        std::uint64_t ticks = 0, gap_ids = 0, gaps = 0;
        MonoTime first, last;
        mt5::SeqTracker seq;
    };
    static constexpr std::size_t kSymbolsMax = 10'000;
    static constexpr std::uint64_t kLiveLines = 3;

    Seen addTick(const FrameView& frame, const mt5::Parts& parts);
    void addHeartbeat();
    void describe(Symbol& symbol, const mt5::Parts& parts) const;
    static void count(Symbol& symbol, const mt5::SeqTracker::Verdict& verdict);
    [[nodiscard]] std::string zoneText(const QJsonObject& body, WallTime recv_wall) const;
    [[nodiscard]] static double ratePerSecond(const Symbol& symbol);

    mt5::Decoder m_decoder;
    mt5::Message m_message;
    std::map<std::string, Symbol, std::less<>> m_symbols;
    std::map<std::string, std::uint64_t> m_rejects;
    std::uint64_t m_messages = 0, m_ticks = 0, m_heartbeats = 0, m_others = 0;
    std::string m_sample;  // the first message, readable
};

}  // namespace bw::feed

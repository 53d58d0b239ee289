// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "core/feed/mt5/decoder.h"

namespace bw::feed::mt5::test {

// The examples of feeds spec 9, character by character.
inline constexpr std::string_view kT1 = R"({"type":"TICK","symbol":"EURUSD","bid":1.08500,"ask":1.08520})";
inline constexpr std::string_view kT2 =
    R"({"type":"TICK","symbol":"EURUSD","bid":1.08500,"ask":1.08520,"time":1736906400123})";
inline constexpr std::string_view kT3 =
    R"({"symbol":"EURUSD","price":1.0851,"bid":1.0850,"ask":1.0852,"timestamp":1705329600,"source":"EODHD"})";
inline constexpr std::string_view kT4 =
    R"({"symbol":"EURUSD.s","bid":1.085,"ask":1.0852,"volume":12,"spread":0.0002,"timestamp":1705329600.5,"type":"tick"})";
inline constexpr std::string_view kV6Tick =
    R"({"v":6,"type":"tick","gw":"demo","epoch":1736899200123,"seq":48211,"symbol":"EURUSD.s","bid":1.08500,)"
    R"("ask":1.08520,"last":0,"volume":0,"volume_real":0,"flags":6,"time_msc":1736906400123,"tz_s":7200})";
inline constexpr std::string_view kV6Heartbeat =
    R"({"v":6,"type":"hb","gw":"demo","epoch":1736899200123,"n":17,"interval_ms":1000,"time_msc":1736906400900,)"
    R"("tz_s":7200,"seqs":{"EURUSD.s":48211},"sent":91233,"send_fail":0,"trade_mode":0,"connected":true})";
inline constexpr std::string_view kV6Spec =
    R"({"v":6,"type":"spec","symbol":"EURUSD.s","digits":5,"point":0.00001,"contract_size":100000,)"
    R"("volume_step":0.01,"base":"EUR","profit":"USD","sessions":[[1,"00:00","24:00"]]})";
inline constexpr std::string_view kV6Book =
    R"({"v":6,"type":"book","epoch":1736899200123,"seq":991,"symbol":"EURUSD.s","bids":[[1.08500,2.5]],)"
    R"("asks":[[1.08520,1.0]],"time_msc":1736906400123,"tz_s":7200})";
inline constexpr std::string_view kAliases =
    R"({"s":"EURUSD","p":"1.0851","b":"1.0850","a":"1.0852","t":1705329600123})";

inline constexpr std::int64_t kHourNs = 3'600 * kNsPerSec;

/// A decoder and its last message.
struct Gateway {
    explicit Gateway(GatewayZone zone = GatewayZone::fixed(0)) : decoder(zone) {}
    Code send(std::initializer_list<std::string_view> parts, std::int64_t recv_ns = 1'736'899'200'000'000'000) {
        frame = encodeParts({parts.begin(), parts.size()});
        return decoder.decode(frame.view(), WallTime{recv_ns}, message);
    }
    [[nodiscard]] const Tick& tick() const { return message.tick; }

    Decoder decoder;
    Message message;
    FrameBytes frame;  // text of the message points into it
};

}  // namespace bw::feed::mt5::test

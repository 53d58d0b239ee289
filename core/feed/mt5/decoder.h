// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <string_view>

#include "core/feed/mt5/json_fields.h"
#include "core/feed/mt5/message.h"
#include "core/feed/mt5/parts.h"
#include "core/feed/mt5/time_zone.h"
#include "core/model/fixed.h"

namespace bw::feed::mt5 {

/// Notes that reject nothing.
struct DecoderCounters {
    std::uint64_t topic_mismatch = 0;  // topic and body name different symbols; the body wins
    std::uint64_t tz_unknown = 0;      // ticks without event time because `auto` does not know the offset yet
};

/// The messages of one gateway, in any dialect (feeds spec 9), into values. Engine thread. Pure: the same frames with
/// the same receive times give the same messages. Allocates nothing once its buffers have grown.
class Decoder {
public:
    /// Digits: of every Price and Qty unit given out.
    explicit Decoder(GatewayZone zone = {}, int price_digits = kDefaultDigits, int qty_digits = kDefaultDigits);

    /// One frame, all parts with their lengths, kFramePadding readable bytes behind. `recv_wall` serves the search for
    /// the gateway's time zone and is never an event time. On a code `out` is not to be read.
    /// Codes: Parts, Size, Utf8, JsonSyntax, FieldMissing, FieldType, StreamUnknown (a `type` nobody knows), the number
    /// codes, PriceZero.
    [[nodiscard]] Code decode(std::string_view frame, WallTime recv_wall, Message& out);
    /// The same from loose parts, which need no padding: they are copied first.
    [[nodiscard]] Code decodeParts(std::span<const std::string_view> parts, WallTime recv_wall, Message& out);

    [[nodiscard]] const DecoderCounters& counters() const { return m_counters; }
    [[nodiscard]] const GatewayZone& zone() const { return m_zone; }
    /// What the server clock is ahead of UTC at an instant: the newest `tz_s`, else by the zone. False: not known yet.
    [[nodiscard]] bool serverOffset(EventTime utc, std::int64_t& offset_ns) const {
        offset_ns = m_own_offset_ns;
        return m_has_own_offset || m_zone.offsetAt(utc, offset_ns);
    }

private:
    struct Topic;
    [[nodiscard]] Code decodeBody(std::string_view topic_text, std::string_view body, WallTime recv_wall, Message& out);
    [[nodiscard]] Code readTick(Tick& out) const;
    [[nodiscard]] Code readSides(Tick& out) const;
    [[nodiscard]] Code readVolume(Tick& out) const;
    [[nodiscard]] Code readHeartbeat(Heartbeat& out) const;
    [[nodiscard]] Code readSpec(Spec& out) const;
    [[nodiscard]] Code readBook(Book& out) const;
    [[nodiscard]] Code readPrice(Field field, Price& out, bool& has) const;
    [[nodiscard]] Code readQty(Field field, Qty& out, bool& has) const;
    [[nodiscard]] Code readSymbol(const Topic& topic, Field field, std::string_view& out);
    [[nodiscard]] Dialect dialectOf(const Stamp& stamp, std::string_view type) const;
    void readTickTime(const Stamp& stamp, WallTime recv_wall, Tick& out);
    [[nodiscard]] Code readStamp(Stamp& out) const;
    /// The offset the message itself gives; false if none or not one.
    [[nodiscard]] bool ownOffset(std::int64_t& offset_ns) const;
    [[nodiscard]] EventTime utcOf(const Stamp& stamp, WallTime recv_wall) const;

    JsonFields m_fields;
    GatewayZone m_zone;
    int m_price_digits;
    int m_qty_digits;
    std::int64_t m_own_offset_ns = 0;  // the newest `tz_s`
    bool m_has_own_offset = false;
    DecoderCounters m_counters;
    FrameBytes m_scratch;
};

}  // namespace bw::feed::mt5

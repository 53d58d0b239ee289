// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/mt5/decoder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace bw::feed::mt5 {
namespace {
bool equalFolded(std::string_view text, std::string_view lower) {
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlank("\0 \t\r\n",
                                      5);  // MQL5 sends a string's terminating zero along unless told not to
    const std::size_t first = text.find_first_not_of(kBlank);
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// A word that can be a topic or a symbol, as opposed to JSON cut or damaged.
bool isBareWord(std::string_view text) {
    return text.size() <= JsonFields::kStringBytesMax && std::all_of(text.begin(), text.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte > 0x20 && byte != 0x7f && c != '"' && c != '{' && c != '}' && c != '[' && c != ']' &&
                      c != ':' && c != ',';
           });
}

constexpr std::int64_t kZoneSecondsMax = 14 * 3'600;
}  // namespace

std::string_view dialectName(Dialect dialect) noexcept {
    switch (dialect) {
        case Dialect::T1:
            return "T1";
        case Dialect::T2:
            return "T2";
        case Dialect::T3:
            return "T3";
        case Dialect::T4:
            return "T4";
        case Dialect::V6:
            return "v6";
        case Dialect::Csv:
            return "csv";
        case Dialect::Unknown:
            break;
    }
    return "unknown";
}

/// "tick.EURUSD.s": the kind, if it is one of ours, and the name behind it.
struct Decoder::Topic {
    std::string_view name;
    explicit Topic(std::string_view text) : name(text) {
        for (const std::string_view kind : {"tick", "hb", "spec", "book"}) {
            if (equalFolded(text.substr(0, kind.size()), kind) &&
                (text.size() == kind.size() || text[kind.size()] == '.')) {
                name = text.substr(std::min(text.size(), kind.size() + 1));
                return;
            }
        }
    }
};

Decoder::Decoder(GatewayZone zone, int price_digits, int qty_digits)
    : m_zone(zone), m_price_digits(price_digits), m_qty_digits(qty_digits) {}

Code Decoder::decodeParts(std::span<const std::string_view> parts, WallTime recv_wall, Message& out) {
    std::size_t size = 0;
    for (const std::string_view part : parts) size += kPartLengthBytes + part.size();
    if (size > kMessageBytesMax) return Code::Size;
    m_scratch = encodeParts(parts);
    return decode(m_scratch.view(), recv_wall, out);
}

Code Decoder::decode(std::string_view frame, WallTime recv_wall, Message& out) {
    Parts parts;
    if (const Code code = splitParts(frame, parts); code != Code::Ok) return code;
    const std::string_view first = trim(parts.first);
    const std::string_view second = trim(parts.second);
    if (!second.empty()) return decodeBody(first, second, recv_wall, out);
    // One part, or two whose second is empty: the first is the body. A bare word there is a topic without one.
    return isBareWord(first) ? Code::Parts : decodeBody({}, first, recv_wall, out);
}

Code Decoder::decodeBody(std::string_view topic_text, std::string_view body, WallTime recv_wall, Message& out) {
    out.book.bids.clear();
    out.book.asks.clear();
    out.heartbeat.seqs.clear();
    out.spec.sessions.clear();
    if (const Code code = m_fields.read(body, m_price_digits, m_qty_digits, out); code != Code::Ok) return code;

    std::string_view type;
    if (const Code code = m_fields.readText(Field::Type, type); code != Code::Ok) return code;
    const Topic topic(topic_text);
    Stamp stamp;
    const Code stamp_code = readStamp(stamp);
    if (std::int64_t offset_ns = 0; ownOffset(offset_ns)) {
        m_own_offset_ns = offset_ns;
        m_has_own_offset = true;
    }
    out.dialect = dialectOf(stamp, type);
    if (type.empty() || equalFolded(type, "tick")) {
        out.kind = Message::Kind::Tick;
        out.tick = Tick{};
        out.tick.dialect = out.dialect;
        out.tick.time_code = stamp_code;
        if (const Code code = readSymbol(topic, Field::Symbol, out.tick.symbol); code != Code::Ok) return code;
        if (const Code code = readTick(out.tick); code != Code::Ok) return code;
        readTickTime(stamp, recv_wall, out.tick);
        return Code::Ok;
    }
    if (equalFolded(type, "hb") || equalFolded(type, "heartbeat")) {
        out.kind = Message::Kind::Heartbeat;
        if (const Code code = readSymbol(topic, Field::Gw, out.heartbeat.gw); code != Code::Ok) return code;
        out.heartbeat.time = utcOf(stamp, recv_wall);
        return readHeartbeat(out.heartbeat);
    }
    if (equalFolded(type, "spec")) {
        out.kind = Message::Kind::Spec;
        if (const Code code = readSymbol(topic, Field::Symbol, out.spec.symbol); code != Code::Ok) return code;
        return readSpec(out.spec);
    }
    if (equalFolded(type, "book")) {
        out.kind = Message::Kind::Book;
        if (const Code code = readSymbol(topic, Field::Symbol, out.book.symbol); code != Code::Ok) return code;
        out.book.time = utcOf(stamp, recv_wall);
        out.book.quality = out.book.time.ns != 0 ? TimeQuality::Broker : TimeQuality::Missing;
        return readBook(out.book);
    }
    return Code::StreamUnknown;
}

Dialect Decoder::dialectOf(const Stamp& stamp, std::string_view type) const {
    // "v" is the version only beside a type; alone it is a volume that happens to be 6.
    if (std::uint64_t version = 0; !type.empty() && m_fields.has(Field::V) &&
                                   mt5::readU64(m_fields.token(Field::V), version) == Code::Ok && version == 6)
        return Dialect::V6;
    if (!m_fields.has(Field::Time)) return Dialect::T1;
    if (m_fields.has(Field::Source)) return Dialect::T3;
    return stamp.fraction || stamp.unit == StampUnit::Seconds || type == "tick" ? Dialect::T4 : Dialect::T2;
}

Code Decoder::readSymbol(const Topic& topic, Field field, std::string_view& out) {
    if (const Code code = m_fields.readText(field, out); code != Code::Ok) return code;
    if (topic.name.empty()) return out.empty() ? Code::FieldMissing : Code::Ok;
    if (out.empty()) {
        out = topic.name;  // the body was checked as UTF-8, the topic was not
        if (out.size() > JsonFields::kStringBytesMax) return Code::Size;
        return validUtf8(out) ? Code::Ok : Code::Utf8;
    }
    if (out != topic.name) ++m_counters.topic_mismatch;
    return Code::Ok;
}

Code Decoder::readPrice(Field field, Price& out, bool& has) const {
    if (const Code code = m_fields.readUnits(field, m_price_digits, out.units, has); code != Code::Ok) return code;
    if (!has || out.units > 0) return Code::Ok;
    return out.units == 0 ? Code::PriceZero : Code::NumSign;
}

Code Decoder::readQty(Field field, Qty& out, bool& has) const {
    if (const Code code = m_fields.readUnits(field, m_qty_digits, out.units, has); code != Code::Ok) return code;
    return has && out.units < 0 ? Code::NumSign : Code::Ok;
}

Code Decoder::readSides(Tick& out) const {
    Quote& quote = out.quote;
    bool has_qty = false;
    if (const Code code = readPrice(Field::Bid, quote.bid.price, quote.has_bid); code != Code::Ok) return code;
    if (const Code code = readPrice(Field::Ask, quote.ask.price, quote.has_ask); code != Code::Ok) return code;
    if (const Code code = readQty(Field::BidVolume, quote.bid.qty, has_qty); code != Code::Ok) return code;
    return readQty(Field::AskVolume, quote.ask.qty, has_qty);
}

Code Decoder::readVolume(Tick& out) const {
    Qty real;
    bool has_real = false;
    if (const Code code = readQty(Field::VolumeReal, real, has_real); code != Code::Ok) return code;
    const bool v_is_volume = out.dialect != Dialect::V6 && !m_fields.has(Field::Volume);
    if (const Code code = readQty(v_is_volume ? Field::V : Field::Volume, out.volume, out.has_volume); code != Code::Ok)
        return code;
    if (has_real && (real.units > 0 || !out.has_volume)) out.volume = real;
    out.has_volume = out.has_volume || has_real;
    return Code::Ok;
}

Code Decoder::readTick(Tick& out) const {
    if (const Code code = readSides(out); code != Code::Ok) return code;
    // A gateway without a tape sends 0 for "no last price".
    const Code last_code = readPrice(Field::Last, out.last, out.has_last);
    if (last_code == Code::PriceZero)
        out.has_last = false;
    else if (last_code != Code::Ok)
        return last_code;
    if (!out.quote.has_bid && !out.quote.has_ask && !out.has_last) return Code::FieldMissing;
    if (const Code code = readVolume(out); code != Code::Ok) return code;

    std::uint64_t number = 0;
    bool has = false;
    if (const Code code = m_fields.readU64(Field::Flags, number, has); code != Code::Ok) return code;
    if (number > std::numeric_limits<std::uint32_t>::max()) return Code::NumOverflow;
    out.flags = static_cast<std::uint32_t>(number);
    if (const Code code = m_fields.readU64(Field::Seq, out.seq, out.has_seq); code != Code::Ok) return code;
    return m_fields.readU64(Field::Epoch, out.epoch, has);
}

Code Decoder::readStamp(Stamp& out) const {
    if (!m_fields.has(Field::Time)) return Code::Ok;
    const Token& token = m_fields.token(Field::Time);
    return token.kind == Token::Kind::Container ? Code::FieldType : parseStamp(token.text, out);
}

bool Decoder::ownOffset(std::int64_t& offset_ns) const {
    if (!m_fields.has(Field::TzSeconds)) return false;
    std::int64_t seconds = 0;
    if (mt5::readUnits(m_fields.token(Field::TzSeconds), 0, seconds) != Code::Ok || seconds > kZoneSecondsMax ||
        seconds < -kZoneSecondsMax)
        return false;
    offset_ns = seconds * kNsPerSec;
    return true;
}

EventTime Decoder::utcOf(const Stamp& stamp, WallTime recv_wall) const {
    if (stamp.unit == StampUnit::None) return {};
    if (stamp.is_utc) return {stamp.ns};
    std::int64_t offset_ns = 0;
    if (!ownOffset(offset_ns) && !m_zone.offset(stamp.ns, recv_wall, offset_ns)) return {};
    const std::int64_t utc_ns = stamp.ns - offset_ns;
    return checkStampRange(utc_ns) == Code::Ok ? EventTime{utc_ns} : EventTime{};
}

void Decoder::readTickTime(const Stamp& stamp, WallTime recv_wall, Tick& out) {
    if (stamp.unit == StampUnit::None) return;
    out.stamp_ns = stamp.ns;
    out.stamp_unit = stamp.unit;
    std::int64_t offset_ns = 0;
    // A vendor stamps in UTC; v6 says its offset itself; what is left is server time.
    if (out.dialect != Dialect::T3 && !stamp.is_utc && !(out.dialect == Dialect::V6 && ownOffset(offset_ns)) &&
        !m_zone.learn(stamp.ns, recv_wall, offset_ns)) {
        ++m_counters.tz_unknown;
        return;
    }
    const std::int64_t utc_ns = stamp.ns - offset_ns;
    out.time_code = checkStampRange(utc_ns);
    if (out.time_code != Code::Ok) return;
    out.time = {utc_ns};
    out.quality = TimeQuality::Broker;
}

Code Decoder::readHeartbeat(Heartbeat& out) const {
    bool has = false;
    out.epoch = out.n = out.interval_ms = out.sent = out.send_fail = out.copy_fail = 0;
    if (m_fields.arrayCode() != Code::Ok) return m_fields.arrayCode();
    if (const Code code = m_fields.readU64(Field::Epoch, out.epoch, has); code != Code::Ok) return code;
    if (const Code code = m_fields.readU64(Field::N, out.n, has); code != Code::Ok) return code;
    if (const Code code = m_fields.readU64(Field::IntervalMs, out.interval_ms, has); code != Code::Ok) return code;
    if (const Code code = m_fields.readU64(Field::Sent, out.sent, has); code != Code::Ok) return code;
    if (const Code code = m_fields.readU64(Field::SendFail, out.send_fail, has); code != Code::Ok) return code;
    if (const Code code = m_fields.readU64(Field::CopyFail, out.copy_fail, has); code != Code::Ok) return code;
    std::uint64_t mode = 0;
    if (const Code code = m_fields.readU64(Field::TradeMode, mode, has); code != Code::Ok) return code;
    out.trade_mode = has && mode <= 2 ? static_cast<std::int32_t>(mode) : -1;
    out.connected = !m_fields.has(Field::Connected) ||
                    (m_fields.token(Field::Connected).text != "false" && m_fields.token(Field::Connected).text != "0");
    return Code::Ok;
}

Code Decoder::readSpec(Spec& out) const {
    if (m_fields.arrayCode() != Code::Ok) return m_fields.arrayCode();
    std::uint64_t digits = 0;
    bool has = false;
    if (const Code code = m_fields.readU64(Field::Digits, digits, has); code != Code::Ok) return code;
    if (!has) return Code::FieldMissing;
    if (digits > static_cast<std::uint64_t>(kDefaultDigits)) return Code::NumOverflow;
    out.digits = static_cast<int>(digits);
    out.point = out.contract_size = out.volume_step = {};
    for (const auto& [field, value] : {std::pair{Field::Point, &out.point}, std::pair{Field::ContractSize, &out.contract_size},
                                       std::pair{Field::VolumeStep, &out.volume_step}}) {
        if (const Code code = m_fields.readDecimal(field, *value); code != Code::Ok) return code;
        if (value->mantissa < 0) return Code::NumSign;  // 0: not sent
    }
    if (const Code code = m_fields.readText(Field::Base, out.base); code != Code::Ok) return code;
    return m_fields.readText(Field::Profit, out.profit);
}

Code Decoder::readBook(Book& out) const {
    if (m_fields.arrayCode() != Code::Ok) return m_fields.arrayCode();
    if (!m_fields.has(Field::Bids) && !m_fields.has(Field::Asks)) return Code::FieldMissing;
    out.seq = out.epoch = 0;
    bool has = false;
    if (const Code code = m_fields.readU64(Field::Seq, out.seq, out.has_seq); code != Code::Ok) return code;
    return m_fields.readU64(Field::Epoch, out.epoch, has);
}

}  // namespace bw::feed::mt5

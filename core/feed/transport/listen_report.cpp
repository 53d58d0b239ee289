// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/listen_report.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "core/model/code.h"

namespace bw::feed {
namespace {

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The body is the last part: the only one, or what follows the topic.
std::string_view bodyOf(const mt5::Parts& parts) {
    return parts.count == 2 ? parts.second : parts.first;
}

QJsonObject parseBody(const mt5::Parts& parts) {
    const std::string_view body = bodyOf(parts);
    return QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size()))).object();
}

const char* typeName(const QJsonValue& value) {
    switch (value.type()) {
        case QJsonValue::Bool:
            return "bool";
        case QJsonValue::Double:
            return value.toDouble() == std::floor(value.toDouble()) ? "integer" : "number";
        case QJsonValue::String:
            return "text";
        case QJsonValue::Array:
            return "list";
        case QJsonValue::Object:
            return "object";
        default:
            return "null";
    }
}

const char* unitName(StampUnit unit) {
    switch (unit) {
        case StampUnit::Seconds:
            return "s";
        case StampUnit::Millis:
            return "ms";
        case StampUnit::Micros:
            return "us";
        case StampUnit::Nanos:
            return "ns";
        case StampUnit::Text:
            return "text";
        case StampUnit::None:
            break;
    }
    return "none";
}

/// The key that carries the time, in the order of feeds spec 9, whatever its letter case.
std::string timeKey(const QJsonObject& body) {
    for (const char* name : {"time_msc", "time", "timestamp", "ts", "t"})
        for (auto it = body.begin(); it != body.end(); ++it)
            if (it.key().compare(QLatin1String(name), Qt::CaseInsensitive) == 0) return it.key().toStdString();
    return {};
}

/// Decimals of the first number after `"key":`, so that 1.08500 is shown as it was sent; 0 if there is none.
int decimalsOf(std::string_view body, std::string_view key) {
    const std::size_t at = body.find("\"" + std::string(key) + "\":");
    if (at == std::string_view::npos) return 0;
    const std::string_view value = body.substr(at + key.size() + 3);
    const std::string_view number = value.substr(0, value.find_first_of(",}"));
    const std::size_t point = number.find('.');
    if (point == std::string_view::npos) return 0;
    return static_cast<int>(std::count_if(number.begin() + static_cast<std::ptrdiff_t>(point), number.end(),
                                          [](char c) { return c >= '0' && c <= '9'; }));
}

/// The price with at least `decimals` decimals.
std::string priceText(Price price, int decimals) {
    std::string text = formatUnits(price.units, kDefaultDigits);
    const std::size_t point = text.find('.');
    const std::size_t least = point + 1 + static_cast<std::size_t>(std::clamp(decimals, 0, kDefaultDigits));
    while (text.size() > least && text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

std::string sampleOf(std::string_view frame) {
    constexpr qsizetype kShown = 512;
    QString text;
    while (frame.size() >= mt5::kPartLengthBytes) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < mt5::kPartLengthBytes; ++i)
            length |= static_cast<std::size_t>(static_cast<unsigned char>(frame[i])) << (8 * i);
        frame.remove_prefix(mt5::kPartLengthBytes);
        length = std::min(length, frame.size());
        if (!text.isEmpty()) text += QLatin1String(" | ");
        text += toQString(frame.substr(0, std::min<std::size_t>(length, 4 * kShown)));
        frame.remove_prefix(length);
    }
    for (QChar& c : text)
        if (!c.isPrint() && !c.isSurrogate()) c = QChar::ReplacementCharacter;
    return text.left(kShown).toStdString();
}

std::string offsetText(std::int64_t offset_s) {
    std::array<char, 16> text{};
    const std::int64_t minutes = std::abs(offset_s) / 60;
    std::snprintf(text.data(), text.size(), "%c%02d:%02d", offset_s < 0 ? '-' : '+', static_cast<int>(minutes / 60),
                  static_cast<int>(minutes % 60));
    return text.data();
}

}  // namespace

ListenReport::Seen ListenReport::add(const FrameView& frame) {
    ++m_messages;
    if (m_sample.empty()) m_sample = sampleOf(frame.bytes);
    mt5::Parts parts;
    Code code = mt5::splitParts(frame.bytes, parts);
    if (code == Code::Ok) code = m_decoder.decode(frame.bytes, frame.recv_wall, m_message);
    if (code != Code::Ok) {
        ++m_rejects[std::string(codeName(code))];
        return {false, code, {}};
    }
    if (m_message.kind == mt5::Message::Kind::Tick) return addTick(frame, parts);
    if (m_message.kind == mt5::Message::Kind::Heartbeat)
        addHeartbeat();
    else
        ++m_others;
    return {};
}

ListenReport::Seen ListenReport::addTick(const FrameView& frame, const mt5::Parts& parts) {
    ++m_ticks;
    const mt5::Tick& tick = m_message.tick;
    Seen seen{true, Code::Ok, {}};
    auto it = m_symbols.find(tick.symbol);
    if (it == m_symbols.end()) {
        if (m_symbols.size() >= kSymbolsMax) return seen;
        it = m_symbols.emplace(std::string(tick.symbol), Symbol{}).first;
        it->second.first = frame.recv_mono;
        describe(it->second, parts);
    }
    Symbol& symbol = it->second;
    symbol.last = frame.recv_mono;
    if (tick.has_seq) count(symbol, symbol.seq.onMessage(tick.epoch, tick.seq));
    if (const std::string zone = zoneText(parseBody(parts), frame.recv_wall); !symbol.time_key.empty() && symbol.zone != zone)
        symbol.zone = zone;  // `auto` finds it after a while
    if (++symbol.ticks > kLiveLines) return seen;
    const std::string_view body = bodyOf(parts);
    const int decimals =
        std::max({decimalsOf(body, "bid"), decimalsOf(body, "ask"), decimalsOf(body, "b"), decimalsOf(body, "a")});
    seen.live_line = it->first + ": " + (tick.quote.has_bid ? priceText(tick.quote.bid.price, decimals) : "-") + "/" +
                     (tick.quote.has_ask ? priceText(tick.quote.ask.price, decimals) : "-");
    return seen;
}

void ListenReport::addHeartbeat() {
    ++m_heartbeats;
    for (const mt5::SymbolSeq& entry : m_message.heartbeat.seqs)
        if (const auto it = m_symbols.find(entry.symbol); it != m_symbols.end())
            count(it->second, it->second.seq.onHeartbeat(m_message.heartbeat.epoch, entry.seq));
}

void ListenReport::count(Symbol& symbol, const mt5::SeqTracker::Verdict& verdict) {
    if (verdict.kind != mt5::SeqTracker::Kind::Gap) return;
    ++symbol.gaps;
    symbol.gap_ids += verdict.last - verdict.first + 1;
}

void ListenReport::describe(Symbol& symbol, const mt5::Parts& parts) const {
    const QJsonObject body = parseBody(parts);
    symbol.dialect = mt5::dialectName(m_message.tick.dialect);
    symbol.parts = parts.count;
    for (auto it = body.begin(); it != body.end(); ++it)
        symbol.keys += (symbol.keys.empty() ? "" : ", ") + it.key().toStdString() + " " + typeName(it.value());
    symbol.time_key = timeKey(body);
    symbol.time_unit = unitName(m_message.tick.stamp_unit);
}

std::string ListenReport::zoneText(const QJsonObject& body, WallTime recv_wall) const {
    const mt5::Tick& tick = m_message.tick;
    if (tick.dialect == mt5::Dialect::T3) return "UTC";
    const QJsonValue own = body[QLatin1String("tz_s")];
    if (own.isDouble()) return offsetText(static_cast<std::int64_t>(own.toDouble()));
    std::int64_t offset_ns = 0;
    if (m_decoder.zone().offset(tick.stamp_ns, recv_wall, offset_ns)) return offsetText(offset_ns / kNsPerSec);
    if (tick.stamp_ns == 0 || !mt5::GatewayZone::toOffset(tick.stamp_ns - recv_wall.ns, offset_ns)) return "not known yet";
    return offsetText(offset_ns / kNsPerSec) + " by this tick";  // a few more make it sure
}

double ListenReport::ratePerSecond(const Symbol& symbol) {
    const std::int64_t span_ns = symbol.last - symbol.first;
    if (symbol.ticks < 2 || span_ns <= 0) return 0;
    return static_cast<double>(symbol.ticks - 1) * 1e9 / static_cast<double>(span_ns);
}

QJsonObject ListenReport::json() const {
    QJsonArray symbols;
    for (const auto& [name, s] : m_symbols) {
        symbols.append(QJsonObject{{QStringLiteral("symbol"), QString::fromStdString(name)},
                                   {QStringLiteral("dialect"), QString::fromStdString(s.dialect)},
                                   {QStringLiteral("parts"), s.parts},
                                   {QStringLiteral("ticks"), static_cast<qint64>(s.ticks)},
                                   {QStringLiteral("rate_per_s"), ratePerSecond(s)},
                                   {QStringLiteral("keys"), QString::fromStdString(s.keys)},
                                   {QStringLiteral("time_key"), QString::fromStdString(s.time_key)},
                                   {QStringLiteral("time_unit"), QString::fromStdString(s.time_unit)},
                                   {QStringLiteral("zone"), QString::fromStdString(s.zone)},
                                   {QStringLiteral("gaps"), static_cast<qint64>(s.gaps)},
                                   {QStringLiteral("gap_ids"), static_cast<qint64>(s.gap_ids)}});
    }
    QJsonObject rejects;
    for (const auto& [code, n] : m_rejects) rejects[QString::fromStdString(code)] = static_cast<qint64>(n);
    return {{QStringLiteral("messages"), static_cast<qint64>(m_messages)},
            {QStringLiteral("ticks"), static_cast<qint64>(m_ticks)},
            {QStringLiteral("heartbeats"), static_cast<qint64>(m_heartbeats)},
            {QStringLiteral("others"), static_cast<qint64>(m_others)},
            {QStringLiteral("symbols"), symbols},
            {QStringLiteral("rejects_by_code"), rejects},
            {QStringLiteral("sample"), QString::fromStdString(m_sample)}};
}

std::string ListenReport::text() const {
    std::string text = std::to_string(m_messages) + " messages: " + std::to_string(m_ticks) + " ticks, " +
                       std::to_string(m_heartbeats) + " heartbeats, " + std::to_string(m_others) + " others\n";
    for (const auto& [name, s] : m_symbols) {
        std::array<char, 32> rate{};
        std::snprintf(rate.data(), rate.size(), "%.2f", ratePerSecond(s));
        text += name + ": dialect " + s.dialect + ", " + std::to_string(s.parts) +
                (s.parts == 1 ? " part, " : " parts, ") + std::to_string(s.ticks) + " ticks, " + rate.data() +
                "/s, seq gaps " + std::to_string(s.gaps) + " (" + std::to_string(s.gap_ids) + " lost)\n";
        text += "  keys: " + s.keys + "\n";
        text += s.time_key.empty() ? "  time: none\n"
                                   : "  time: " + s.time_key + " in " + s.time_unit + ", zone " + s.zone + "\n";
    }
    for (const auto& [code, n] : m_rejects) text += "rejected " + std::to_string(n) + ": " + code + "\n";
    if (!m_sample.empty()) text += "sample: " + m_sample + "\n";
    return text;
}

}  // namespace bw::feed

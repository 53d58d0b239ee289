// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/okx_protocol.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>

namespace bw::feed {
namespace {

constexpr std::array<std::string_view, 6> kMarkets = {"SPOT", "MARGIN", "SWAP", "FUTURES", "OPTION", "ANY"};

std::string argOf(std::string_view name) {
    const std::size_t colon = name.find(':');
    const std::string_view value = colon == std::string_view::npos ? std::string_view{} : name.substr(colon + 1);
    std::string text = "{\"channel\":\"" + std::string(name.substr(0, colon)) + "\"";
    if (!value.empty()) {
        const bool market = std::find(kMarkets.begin(), kMarkets.end(), value) != kMarkets.end();
        text += market ? ",\"instType\":\"" : ",\"instId\":\"";
        text += std::string(value) + "\"";
    }
    return text + "}";
}

/// The name an `arg` belongs to; without a value if it lost the key that narrows it.
std::string nameOf(const QJsonObject& arg) {
    std::string name = arg[QLatin1String("channel")].toString().toStdString();
    for (const char* key : {"instId", "instType"})
        if (const QString value = arg[QLatin1String(key)].toString(); !value.isEmpty())
            return name + ":" + value.toStdString();
    return name;
}

}  // namespace

LineProtocol::Outbound OkxProtocol::command(Command command, std::vector<std::string>& names) {
    const bool subscribe = command == Command::Subscribe;
    std::string text = subscribe ? R"({"op":"subscribe","args":[)" : R"({"op":"unsubscribe","args":[)";
    std::size_t count = 0;
    for (; count < names.size(); ++count) {
        const std::string arg = argOf(names[count]);
        if (count > 0 && text.size() + arg.size() + 3 > kMessageBytesMax) break;
        if (count > 0) text += ',';
        text += arg;
        if (subscribe) {
            m_asked.insert(names[count]);
            m_unanswered.insert(names[count]);
        }
    }
    names.erase(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    return {text + "]}"};
}

LineProtocol::Inbound OkxProtocol::read(std::string_view bytes, MonoTime) {
    const std::string_view head = bytes.substr(0, 512);
    Inbound in;
    if (head.find("\"event\"") != std::string_view::npos) return readEvent(bytes);
    in.is_data = head.find("\"data\"") != std::string_view::npos;
    return in;
}

LineProtocol::Inbound OkxProtocol::readEvent(std::string_view bytes) {
    Inbound in;
    const QJsonObject message =
        QJsonDocument::fromJson(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))).object();
    const QString event = message[QLatin1String("event")].toString();
    if (event == QLatin1String("subscribe")) {
        const std::string name = nameOf(message[QLatin1String("arg")].toObject());
        m_unanswered.erase(name);
        if (m_asked.contains(name)) return in;
        // An answer to something nobody asked: the venue dropped the key that narrows it.
        in.notice = Code::SubscriptionWidened;
        in.detail = bytes.substr(0, 200);
        const std::string channel = name.substr(0, name.find(':')) + ":";
        std::erase_if(m_unanswered, [&channel](const std::string& other) { return other.starts_with(channel); });
    } else if (event == QLatin1String("error")) {
        in.notice = Code::SubscribeRefused;
        in.detail = bytes.substr(0, 200);
        m_unanswered.clear();  // the venue does not say which one it means
    } else if (event == QLatin1String("notice")) {
        in.closes_soon = message[QLatin1String("code")].toString() == QLatin1String("64008");
    }
    return in;
}

std::string_view OkxProtocol::streamOf(std::string_view bytes) const {
    // Only the argument counts: the data may name instruments as well.
    const std::string_view arg = bytes.substr(0, std::min<std::size_t>(bytes.find('}'), 512));
    const std::string_view channel = quotedAfter(arg, "\"channel\":\"");
    std::string_view value = quotedAfter(arg, "\"instId\":\"");
    if (value.empty()) value = quotedAfter(arg, "\"instType\":\"");
    if (channel.empty()) return {};
    m_stream.assign(channel);
    if (!value.empty()) m_stream.append(":").append(value);
    return m_stream;
}

}  // namespace bw::feed

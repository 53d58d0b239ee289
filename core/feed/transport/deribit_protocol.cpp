// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/deribit_protocol.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <algorithm>

namespace bw::feed {
namespace {

constexpr int kTooManyRequests = 10'028;
constexpr std::int64_t kLoginRetryNs = 60 * kNsPerSec;

QString toQString(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string rpc(std::uint64_t id, std::string_view method, std::string_view params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id) + ",\"method\":\"" + std::string(method) +
           "\",\"params\":{" + std::string(params) + "}}";
}

/// The bytes with the value of each token written ***.
std::string withoutTokens(std::string_view bytes) {
    std::string text(bytes);
    for (const std::string_view key : {"\"access_token\":\"", "\"refresh_token\":\""}) {
        const std::size_t at = text.find(key);
        if (at == std::string::npos) continue;
        const std::size_t begin = at + key.size();
        text.replace(begin, std::min(text.find('"', begin), text.size()) - begin, "***");
    }
    return text;
}

}  // namespace

LineProtocol::Outbound DeribitProtocol::login() {
    m_login_id = m_next_id++;
    const auto params = [this](std::string_view secret) {
        QJsonObject text{{QLatin1String("grant_type"), QLatin1String("client_credentials")},
                         {QLatin1String("client_id"), toQString(m_client_id)},
                         {QLatin1String("client_secret"), toQString(secret)}};
        const QByteArray json = QJsonDocument(text).toJson(QJsonDocument::Compact);
        return std::string(json.constData() + 1, static_cast<std::size_t>(json.size()) - 2);
    };
    return {rpc(m_login_id, "public/auth", params(m_client_secret)), rpc(m_login_id, "public/auth", params("***"))};
}

std::optional<LineProtocol::Outbound> DeribitProtocol::announce(MonoTime now) {
    if (!m_heartbeat_set) {
        m_heartbeat_set = true;
        return Outbound{rpc(m_next_id++, "public/set_heartbeat", "\"interval\":10")};
    }
    if (!m_client_id.empty() && m_login_id == 0 && now >= m_login_due) return login();
    return std::nullopt;
}

LineProtocol::Outbound DeribitProtocol::command(Command command, std::vector<std::string>& names) {
    const bool subscribe = command == Command::Subscribe;
    const std::size_t count = std::min(names.size(), kBatch);
    std::vector<std::string> taken(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    names.erase(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    std::string params = "\"channels\":[";
    for (std::size_t i = 0; i < count; ++i) {
        params += i == 0 ? "\"" : ",\"";
        params += taken[i] + "\"";
    }
    const std::uint64_t id = m_next_id++;
    if (subscribe) m_asked.emplace(id, std::move(taken));
    return {rpc(id, subscribe ? "public/subscribe" : "public/unsubscribe", params + "]")};
}

LineProtocol::Inbound DeribitProtocol::read(std::string_view bytes, MonoTime now) {
    const std::string_view head = bytes.substr(0, 512);
    Inbound in;
    in.is_data = head.find("\"method\":\"subscription\"") != std::string_view::npos;
    if (in.is_data) return in;
    if (head.find("\"method\":\"heartbeat\"") != std::string_view::npos) {
        if (head.find("\"test_request\"") != std::string_view::npos) in.reply = rpc(m_next_id++, "public/test", "");
        return in;
    }
    return readAnswer(bytes, now);
}

LineProtocol::Inbound DeribitProtocol::readAnswer(std::string_view bytes, MonoTime now) {
    Inbound in;
    const QJsonObject message =
        QJsonDocument::fromJson(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))).object();
    const auto id = static_cast<std::uint64_t>(message[QLatin1String("id")].toInteger());
    const QJsonObject error = message[QLatin1String("error")].toObject();
    if (id != 0 && id == m_login_id) {
        const qint64 expires_s = message[QLatin1String("result")][QLatin1String("expires_in")].toInteger();
        readLogin(bytes, !error.isEmpty(), expires_s, now, in);
        return in;
    }
    const auto asked = m_asked.find(id);
    if (asked == m_asked.end()) return in;
    if (error[QLatin1String("code")].toInteger() == kTooManyRequests) {
        in.again = std::move(asked->second);
        in.pause_ms = m_pause_ms;
        m_pause_ms = std::min(2 * m_pause_ms, kPauseMaxMs);
    } else if (!error.isEmpty()) {
        in.notice = Code::SubscribeRefused;
        in.detail = bytes.substr(0, 200);
    } else {
        m_pause_ms = kPauseMs;
        QSet<QString> accepted;
        for (const QJsonValue name : message[QLatin1String("result")].toArray()) accepted.insert(name.toString());
        for (const std::string& name : asked->second) {
            if (accepted.contains(toQString(name))) continue;
            in.notice = Code::SubscribeRefused;
            if (in.detail.size() < 200) in.detail += (in.detail.empty() ? "" : ", ") + name;
        }
    }
    m_asked.erase(asked);
    return in;
}

void DeribitProtocol::readLogin(std::string_view bytes, bool refused, std::int64_t expires_s, MonoTime now,
                                Inbound& in) {
    m_login_id = 0;
    m_login_answered = true;  // refused as well: what needs no login shall run
    in.recorded = withoutTokens(bytes);
    if (refused) {
        in.notice = Code::SubscribeRefused;
        in.detail = in.recorded.substr(0, 200);
        m_login_due = now + kLoginRetryNs;
    } else {
        m_login_due = now + std::max<std::int64_t>(60, expires_s * 8 / 10) * kNsPerSec;
    }
}

std::string_view DeribitProtocol::streamOf(std::string_view bytes) const {
    return quotedAfter(bytes, "\"channel\":\"");
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/tls.h"

#include <QByteArray>
#include <QFile>
#include <QSslKey>
#include <QSslSocket>
#include <algorithm>

namespace bw::feed {
namespace {

bool readPin(const std::string& text, Digest& out) {
    const QByteArray bytes = QByteArray::fromStdString(text);
    QByteArray raw;
    if (bytes.size() == 64) {
        raw = QByteArray::fromHex(bytes);
        if (raw.toHex() != bytes.toLower()) return false;
    } else {
        const auto decoded = QByteArray::fromBase64Encoding(bytes, QByteArray::AbortOnBase64DecodingErrors);
        if (!decoded) return false;
        raw = *decoded;
    }
    if (raw.size() != static_cast<qsizetype>(out.size())) return false;
    std::copy(raw.begin(), raw.end(), out.begin());
    return true;
}

Result<QList<QSslCertificate>> readCaFile(const std::string& path) {
    QFile file(QString::fromStdString(path));
    constexpr qint64 kBytesMax = 4 << 20;
    if (!file.open(QIODevice::ReadOnly))
        return Error{Code::FileOpen, "tls.ca_file", path + ": " + file.errorString().toStdString()};
    const QList<QSslCertificate> found = QSslCertificate::fromData(file.read(kBytesMax), QSsl::Pem);
    if (found.isEmpty()) return Error{Code::FileFormat, "tls.ca_file", path + ": no PEM certificate in it"};
    return found;
}

}  // namespace

TlsPolicy::TlsPolicy() : m_configuration(QSslConfiguration::defaultConfiguration()) {
    m_configuration.setProtocol(QSsl::TlsV1_2OrLater);
    m_configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    // A resumed session shows no certificate: one that expired or changed would go unseen.
    m_configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    m_configuration.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    m_configuration.setSslOption(QSsl::SslOptionDisableSessionPersistence, true);
}

Result<TlsPolicy> TlsPolicy::make(const TlsConfig& config) {
    TlsPolicy policy;
    if (!config.ca_file.empty()) {
        const auto extra = readCaFile(config.ca_file);
        if (!extra) return extra.error();
        policy.m_configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + *extra);
    }
    for (const TlsPins& entry : config.pins) {
        const std::string host = QString::fromStdString(entry.host).toLower().toStdString();
        if (entry.sha256.size() < 2)
            return Error{Code::CfgRange, "tls.pins", entry.host + ": at least two pins, so that a key can be replaced"};
        std::vector<Digest> digests;
        for (const std::string& text : entry.sha256) {
            Digest digest{};
            if (!readPin(text, digest))
                return Error{Code::CfgSyntax, "tls.pins",
                             entry.host + ": " + text.substr(0, 80) + " is no SHA-256 in hex or base64"};
            digests.push_back(digest);
        }
        if (!policy.m_pins.try_emplace(host, std::move(digests)).second)
            return Error{Code::CfgConflict, "tls.pins", entry.host + ": named twice"};
    }
    return policy;
}

Status TlsPolicy::check(const std::string& host, const QSslCertificate& peer) const {
    const auto found = m_pins.find(host);
    if (found == m_pins.end()) return Done{};
    const QByteArray key = peer.publicKey().toDer();  // empty for a kind of key that Qt cannot read: no match
    const Digest digest = sha256({key.constData(), static_cast<std::size_t>(key.size())});
    if (!key.isEmpty() && std::find(found->second.begin(), found->second.end(), digest) != found->second.end())
        return Done{};
    return Error{Code::TlsPin, "tls.pin", host + ": its key " + hex(digest) + " is none of the pinned ones"};
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/net_fault.h"

#include <QRegularExpression>
#include <QSslSocket>

namespace bw::feed {
namespace {

NetFault faultOfTls(const QString& text, const QList<QSslError>& ssl_errors) {
    std::string word = "tls_handshake";
    for (const QSslError& error : ssl_errors) {
        switch (error.error()) {
            case QSslError::CertificateExpired:
                word = "tls_expired";
                break;
            case QSslError::CertificateNotYetValid:
                word = "tls_not_yet";
                break;
            case QSslError::HostNameMismatch:
                word = "tls_host";
                break;
            case QSslError::SelfSignedCertificate:
                word = "tls_self_signed";
                break;
            case QSslError::SelfSignedCertificateInChain:
            case QSslError::UnableToGetLocalIssuerCertificate:
            case QSslError::UnableToVerifyFirstCertificate:
            case QSslError::CertificateUntrusted:
                word = "tls_untrusted";
                break;
            default:
                continue;
        }
        break;
    }
    if (ssl_errors.isEmpty() && text.contains(QLatin1String("version"), Qt::CaseInsensitive)) word = "tls_version";
    return {Code::Tls, word, shortText(text), 0};
}

}  // namespace

std::string shortText(const QString& text) {
    constexpr std::size_t kMaxBytes = 200;
    std::string utf8 = text.toStdString();
    if (utf8.size() <= kMaxBytes) return utf8;
    std::size_t end = kMaxBytes;
    while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80) --end;
    utf8.resize(end);
    return utf8;
}

NetFault faultOfStatus(int http_status, const QString& detail) {
    return {Code::HttpStatus, "http_" + std::to_string(http_status), shortText(detail), http_status};
}

NetFault faultOfSocket(QAbstractSocket::SocketError error, const QString& text, const QList<QSslError>& ssl_errors) {
    // A refused handshake reaches us as text alone.
    static const QRegularExpression kStatus(QStringLiteral("http status code: ([0-9]{3})"),
                                            QRegularExpression::CaseInsensitiveOption);
    if (const QRegularExpressionMatch match = kStatus.match(text); match.hasMatch())
        return faultOfStatus(match.captured(1).toInt(), text);
    switch (error) {
        case QAbstractSocket::HostNotFoundError:
            return {Code::Dns, "dns", shortText(text), 0};
        case QAbstractSocket::SocketTimeoutError:
            return {Code::Timeout, "timeout", shortText(text), 0};
        case QAbstractSocket::SslHandshakeFailedError:
        case QAbstractSocket::SslInternalError:
        case QAbstractSocket::SslInvalidUserDataError:
            return faultOfTls(text, ssl_errors);
        default:
            return {Code::Connect, "connect", shortText(text), 0};
    }
}

NetFault faultOfReply(QNetworkReply::NetworkError error, const QString& text, const QList<QSslError>& ssl_errors) {
    switch (error) {
        case QNetworkReply::HostNotFoundError:
            return {Code::Dns, "dns", shortText(text), 0};
        case QNetworkReply::TimeoutError:
        case QNetworkReply::OperationCanceledError:
            return {Code::Timeout, "timeout", shortText(text), 0};
        case QNetworkReply::SslHandshakeFailedError:
            return faultOfTls(text, ssl_errors);
        default:
            return {Code::Connect, "connect", shortText(text), 0};
    }
}

QSslConfiguration strictTls() {
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    return tls;
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/net_fault.h"

#include <QRegularExpression>

namespace bw::feed {
namespace {

NetFault named(Code code, const QString& text) {
    return {code, std::string(codeName(code)), shortText(text), 0};
}

/// The lower one is told when a certificate has several faults: without trust its dates and names mean nothing.
int rank(Code code) {
    switch (code) {
        case Code::TlsSelfSigned: return 0;
        case Code::TlsUntrusted: return 1;
        case Code::TlsExpired: return 2;
        case Code::TlsNotYet: return 3;
        case Code::TlsHost: return 4;
        default: return 5;
    }
}

Code codeOf(QSslError::SslError error) {
    switch (error) {
        case QSslError::CertificateExpired: return Code::TlsExpired;
        case QSslError::CertificateNotYetValid: return Code::TlsNotYet;
        case QSslError::HostNameMismatch: return Code::TlsHost;
        case QSslError::SelfSignedCertificate: return Code::TlsSelfSigned;
        case QSslError::NoError:
        case QSslError::NoPeerCertificate:
        case QSslError::NoSslSupport: return Code::TlsHandshake;
        default: return Code::TlsUntrusted;  // an issuer not found, a weak key or signature, a wrong purpose
    }
}

NetFault faultOfTls(const QString& text, const QList<QSslError>& ssl_errors) {
    Code code = Code::TlsHandshake;
    for (const QSslError& error : ssl_errors)
        if (const Code one = codeOf(error.error()); rank(one) < rank(code)) code = one;
    // Without a certificate to blame there is only the text of the library.
    if (ssl_errors.isEmpty() && (text.contains(QLatin1String("protocol version"), Qt::CaseInsensitive) ||
                                 text.contains(QLatin1String("unsupported protocol"), Qt::CaseInsensitive)))
        code = Code::TlsVersion;
    return named(code, text);
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
    if (http_status == 407) return named(Code::ProxyAuth, detail);  // no word of the venue
    return {Code::HttpStatus, "http_" + std::to_string(http_status), shortText(detail), http_status};
}

NetFault faultOfSocket(QAbstractSocket::SocketError error, const QString& text, const QList<QSslError>& ssl_errors,
                       bool in_handshake) {
    // A refused handshake reaches us as text alone.
    static const QRegularExpression kStatus(QStringLiteral("http status code: ([0-9]{3})"),
                                            QRegularExpression::CaseInsensitiveOption);
    if (const QRegularExpressionMatch match = kStatus.match(text); match.hasMatch())
        return faultOfStatus(match.captured(1).toInt(), text);
    // QWebSocket keeps these two texts for status 400 alone.
    if (text.contains(QLatin1String("Unknown error condition")) || text.contains(QLatin1String("requests a version")))
        return faultOfStatus(400, text);
    if (!ssl_errors.isEmpty()) return faultOfTls(text, ssl_errors);
    switch (error) {
        case QAbstractSocket::HostNotFoundError: return named(Code::Dns, text);
        case QAbstractSocket::SocketTimeoutError: return named(Code::Timeout, text);
        case QAbstractSocket::SslHandshakeFailedError:
        case QAbstractSocket::SslInternalError:
        case QAbstractSocket::SslInvalidUserDataError: return faultOfTls(text, ssl_errors);
        case QAbstractSocket::RemoteHostClosedError:
            return named(in_handshake ? Code::TlsHandshake : Code::Connect, text);
        case QAbstractSocket::ProxyAuthenticationRequiredError: return named(Code::ProxyAuth, text);
        case QAbstractSocket::ProxyConnectionRefusedError:
        case QAbstractSocket::ProxyConnectionClosedError:
        case QAbstractSocket::ProxyConnectionTimeoutError:
        case QAbstractSocket::ProxyNotFoundError:
        case QAbstractSocket::ProxyProtocolError: return named(Code::ProxyRefused, text);
        default: return named(Code::Connect, text);
    }
}

NetFault faultOfReply(QNetworkReply::NetworkError error, const QString& text, const QList<QSslError>& ssl_errors,
                      bool in_handshake, QNetworkProxy::ProxyType proxy) {
    if (!ssl_errors.isEmpty()) return faultOfTls(text, ssl_errors);
    // Qt has no code of its own for a proxy that is not there. A SOCKS one also passes on that the venue refused it.
    const bool refused = proxy == QNetworkProxy::HttpProxy && error == QNetworkReply::ConnectionRefusedError;
    if (refused || (proxy != QNetworkProxy::NoProxy && error == QNetworkReply::UnknownNetworkError &&
                    text.contains(QLatin1String("proxy"), Qt::CaseInsensitive)))
        return named(Code::ProxyRefused, text);
    switch (error) {
        case QNetworkReply::HostNotFoundError: return named(Code::Dns, text);
        case QNetworkReply::TimeoutError:
        case QNetworkReply::OperationCanceledError: return named(Code::Timeout, text);
        case QNetworkReply::SslHandshakeFailedError: return faultOfTls(text, ssl_errors);
        case QNetworkReply::RemoteHostClosedError:
            return named(in_handshake ? Code::TlsHandshake : Code::Connect, text);
        case QNetworkReply::ProxyAuthenticationRequiredError: return named(Code::ProxyAuth, text);
        case QNetworkReply::ProxyConnectionRefusedError:
        case QNetworkReply::ProxyConnectionClosedError:
        case QNetworkReply::ProxyNotFoundError:
        case QNetworkReply::ProxyTimeoutError:
        case QNetworkReply::UnknownProxyError: return named(Code::ProxyRefused, text);
        default: return named(Code::Connect, text);
    }
}

NetFault faultOfPin(const Error& error) {
    return named(error.code, QString::fromStdString(error.detail));
}

}  // namespace bw::feed

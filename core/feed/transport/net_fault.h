// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractSocket>
#include <QList>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslError>
#include <QString>
#include <string>

#include "core/model/code.h"
#include "core/model/result.h"

namespace bw::feed {

/// Why a line or a request failed: our Code, the word of the control frame ("http_429", "tls_expired") and a detail.
struct NetFault {
    Code code = Code::Ok;
    std::string word;
    std::string detail;
    int http_status = 0;
};

/// Cuts to 200 bytes on a UTF-8 boundary.
[[nodiscard]] std::string shortText(const QString& text);

[[nodiscard]] NetFault faultOfStatus(int http_status, const QString& detail);
/// `ssl_errors` are those the socket reported before it gave up; they name the certificate's fault. `in_handshake`: TLS
/// was asked for and not yet established, so that a cut is the handshake's.
[[nodiscard]] NetFault faultOfSocket(QAbstractSocket::SocketError error, const QString& text,
                                     const QList<QSslError>& ssl_errors, bool in_handshake = false);
[[nodiscard]] NetFault faultOfReply(QNetworkReply::NetworkError error, const QString& text,
                                    const QList<QSslError>& ssl_errors, bool in_handshake = false,
                                    QNetworkProxy::ProxyType proxy = QNetworkProxy::NoProxy);
[[nodiscard]] NetFault faultOfPin(const Error& error);

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslError>
#include <memory>
#include <string>
#include <vector>

#include "core/feed/transport/ws_connection.h"

class QNetworkReply;

namespace bw::feed {

/// Asks the time of a venue through each proxy every 60 s, first at once, and keeps the book and a status row for each:
/// source "proxy/<name>". Nothing of it is recorded. One request under way for each proxy. Net thread.
class ProxyHealth : public QObject {
public:
    /// `url` is a whole one: "https://host/fapi/v1/time". Empty: nothing is asked.
    ProxyHealth(NetShared& shared, const std::string& url);
    ~ProxyHealth() override;
    void tick();  // every 50 ms

private:
    struct Check {
        std::unique_ptr<QNetworkAccessManager> manager;  // of its own, so that no connection is shared
        QNetworkReply* reply = nullptr;                  // under way
        QList<QSslError> ssl_errors;
        MonoTime sent, due;
        FeedStatusRow row;
        std::size_t row_index = 0;
    };
    void send(std::size_t index, MonoTime now);
    void onFinished(std::size_t index);

    static constexpr int kTimeoutMs = 10'000;
    NetShared& m_shared;
    const std::string m_url;
    std::vector<Check> m_checks;  // by the index of the book
};

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/venue_rules.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QUrl>
#include <algorithm>

namespace bw::feed {

std::string_view nameInId(std::string_view id) {
    const std::size_t first = id.find('.');
    const std::size_t second = first == std::string_view::npos ? first : id.find('.', first + 1);
    return second == std::string_view::npos ? std::string_view{} : id.substr(second + 1);
}

std::string queryText(const std::string& text) {
    return QUrl::toPercentEncoding(QString::fromStdString(text)).toStdString();
}

std::optional<PageSpan> pageSpan(std::string_view body, const std::vector<const char*>& path, const char* key,
                                 const char* time_key) {
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray(body.data(), static_cast<qsizetype>(body.size())));
    QJsonValue list = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    for (const char* const part : path) list = list.toObject().value(QLatin1String(part));
    if (!list.isArray()) return std::nullopt;
    const auto number = [](const QJsonValue& value) {
        return value.isString() ? value.toString().toLongLong() : value.toInteger();
    };
    PageSpan span;
    for (const QJsonValue item : list.toArray()) {
        const QJsonObject trade = item.toObject();
        const qint64 id = number(trade.value(QLatin1String(key)));
        const qint64 time_ms = number(trade.value(QLatin1String(time_key)));
        if (id < 0 || !trade.contains(QLatin1String(key))) return std::nullopt;
        const auto unsigned_id = static_cast<std::uint64_t>(id);
        if (span.count == 0) span = {0, unsigned_id, unsigned_id, time_ms, time_ms};
        span.lowest = std::min(span.lowest, unsigned_id);
        span.highest = std::max(span.highest, unsigned_id);
        span.oldest_ms = std::min<std::int64_t>(span.oldest_ms, time_ms);
        span.newest_ms = std::max<std::int64_t>(span.newest_ms, time_ms);
        ++span.count;
    }
    return span;
}

}  // namespace bw::feed

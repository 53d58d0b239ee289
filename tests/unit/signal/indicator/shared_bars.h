// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDate>
#include <QDateTime>
#include <QFile>
#include <QTimeZone>
#include <vector>

#include "core/signal/indicator/bar.h"

namespace bw::test {

inline QString indicatorFolder() { return qEnvironmentVariable("BELLWETHER_SHARED") + QStringLiteral("/data/indicators/"); }

inline std::int64_t dayNs(const QString& text) {
    QDate date;
    for (const auto& [format, century] : {std::pair{"yyyy-MM-dd", 0}, {"MM/dd/yyyy", 0}, {"MM/dd/yy", 100}}) {
        date = QDate::fromString(text, QLatin1String(format));
        if (date.isValid()) {
            date = date.addYears(century);
            break;
        }
    }
    return date.isValid() ? QDateTime(date, QTime(0, 0), QTimeZone::utc()).toMSecsSinceEpoch() * kNsPerMs : -1;
}

/// Bars of a session calendar, so of no fixed length; a row that is no bar at all has a close of -1.
inline std::vector<indicator::Bar> readBars(const QString& name, int price_digits) {
    QFile file(indicatorFolder() + name);
    std::vector<indicator::Bar> bars;
    if (!file.open(QIODevice::ReadOnly)) return bars;
    (void)file.readLine();
    while (!file.atEnd()) {
        const QList<QByteArray> cells = file.readLine().trimmed().split(',');
        if (cells.size() != 6) continue;
        indicator::Bar bar;
        bar.open_time_ns = dayNs(QString::fromLatin1(cells[0]));
        std::int64_t* const fields[] = {&bar.open, &bar.high, &bar.low, &bar.close, &bar.volume};
        for (int i = 0; i < 5; ++i)
            if (parseUnits({cells[i + 1].constData(), size_t(cells[i + 1].size())}, i < 4 ? price_digits : 0, *fields[i]) != Code::Ok) bar.close = -1;
        bars.push_back(bar);
    }
    return bars;
}

}  // namespace bw::test

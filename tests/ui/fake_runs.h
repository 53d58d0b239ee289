// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFile>

#include "tests/ui/fake_engine.h"

namespace bw::uitest {

/// One run of each kind with the reports of tests/ui/data under `source_dir`, an hour apart, the evaluation the newest;
/// named "<kind>-20260301T140327Z".
inline void addRuns(FakeEngine& engine, const QString& source_dir) {
    std::int64_t ago_ns = 0;
    for (const char* kind : {"evaluation", "tuning", "calibration", "backtest"}) {
        QFile file(source_dir + QStringLiteral("/tests/ui/data/%1.json").arg(QLatin1StringView(kind)));
        if (!file.open(QIODevice::ReadOnly)) continue;
        const std::string name = std::string(kind) + "-20260301T140327Z";
        engine.runs.push_back({name, kind, WallTime{engine.wallNow().ns - ago_ns}});
        engine.reports[name] = file.readAll().toStdString();
        ago_ns += 3'600 * kNsPerSec;
    }
}

}  // namespace bw::uitest

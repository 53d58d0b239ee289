// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTemporaryDir>
#include <memory>
#include <vector>

#include "app/triggers/kill_port.h"
#include "core/risk/latch.h"
#include "core/risk/watchdog.h"
#include "tests/unit/risk/hook_fs.h"

namespace bw::test {

/// A real latch with its watchdog thread in a folder of its own, behind the port that the triggers know.
struct KillBench {
    QTemporaryDir dir;
    risk::test::HookFs fs;
    risk::SystemRiskClock clock;
    std::unique_ptr<risk::KillLatch> latch;
    std::unique_ptr<risk::Watchdog> watchdog;

    KillBench() {
        risk::LatchConfig config;
        config.paths = risk::test::benchPaths(dir.path().toStdString());
        config.version = "0.1.0";
        config.host = "desk";
        latch = std::make_unique<risk::KillLatch>(fs, clock, nullptr, config);
        latch->load({});
        watchdog = std::make_unique<risk::Watchdog>(*latch, clock, risk::WatchdogConfig{}, risk::LatchHooks{});
    }
    [[nodiscard]] app::KillPort port() const {
        risk::KillLatch* at = latch.get();
        return {[at](Code cause, std::string_view actor, std::string_view reason) { return at->trip(cause, actor, reason); },
                {},
                [at] { return at->snapshot(); },
                [at] {
                    const risk::LatchView view = at->snapshot();
                    return QJsonObject{{QStringLiteral("state"), QString::fromUtf8(risk::latchStateName(at->state()).data())},
                                       {QStringLiteral("durable"), view.durable},
                                       {QStringLiteral("reason"), QString::fromStdString(view.reason)}};
                }};
    }
};

}  // namespace bw::test

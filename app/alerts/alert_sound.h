// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <array>
#include <functional>
#include <string>

#include "core/model/code.h"
#include "core/model/types.h"

namespace bw::app {

/// Makes a short tone of each severity heard: by the system's player (pw-play, paplay or aplay), else by the terminal's
/// bell. Its own process, so that neither a minimised window nor a missing device holds anything up; a sound that is asked
/// for while one plays is left out. One thread, with an event loop.
class AlertSound final : public QObject {
    Q_OBJECT
public:
    /// `volume_pct` by AlertSeverity, 0: silent. `on_problem`: told once, when there is no player that works.
    AlertSound(const int (&volume_pct)[4], std::function<void(Code, const std::string&)> on_problem);
    ~AlertSound() override;
    void play(AlertSeverity severity);

    /// 16-bit mono WAV of that severity's tones.
    [[nodiscard]] static QByteArray wave(AlertSeverity severity, int volume_pct);

private:
    void start();
    void nextPlayer();
    void bell();
    std::array<int, 4> m_volume{};
    std::function<void(Code, const std::string&)> m_on_problem;
    QTemporaryDir m_dir;
    QStringList m_players;       // those that are installed; one that fails is taken out
    QProcess m_process;
    QString m_file;
    bool m_told = false;
};

}  // namespace bw::app

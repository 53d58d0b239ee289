// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alerts/alert_sound.h"

#include <unistd.h>

#include <QFile>
#include <QStandardPaths>
#include <QtEndian>
#include <cmath>
#include <numbers>

namespace bw::app {
namespace {

constexpr int kRate = 22'050;
/// Count and pitch tell the severity apart without a screen.
struct Tones {
    int count;
    double low_hz, high_hz;
};
constexpr std::array<Tones, 4> kTones = {{{1, 523, 523}, {2, 659, 659}, {3, 880, 880}, {5, 880, 1'175}}};

template <class T>
void put(QByteArray& out, T value) {
    const T little = qToLittleEndian(value);
    out.append(reinterpret_cast<const char*>(&little), sizeof little);
}

}  // namespace

AlertSound::AlertSound(const int (&volume_pct)[4], std::function<void(Code, const std::string&)> on_problem)
    : m_on_problem(std::move(on_problem)), m_process(this) {
    for (std::size_t i = 0; i < m_volume.size(); ++i) m_volume[i] = volume_pct[i];
    for (const char* player : {"pw-play", "paplay", "aplay"})
        if (const QString path = QStandardPaths::findExecutable(QString::fromLatin1(player)); !path.isEmpty()) m_players.append(path);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus how) {
        if (how != QProcess::NormalExit || code != 0) nextPlayer();
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) nextPlayer();
    });
}

AlertSound::~AlertSound() {
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.kill();
    m_process.waitForFinished(1'000);
}

QByteArray AlertSound::wave(AlertSeverity severity, int volume_pct) {
    const Tones& tones = kTones[static_cast<std::size_t>(severity)];
    constexpr int kTone = kRate * 12 / 100, kPause = kRate * 8 / 100, kEdge = kRate / 100;
    QByteArray samples;
    for (int n = 0; n < tones.count; ++n) {
        const double hz = n % 2 == 0 ? tones.low_hz : tones.high_hz;
        for (int i = 0; i < kTone; ++i) {
            const double edge = std::min({1.0, i / static_cast<double>(kEdge), (kTone - i) / static_cast<double>(kEdge)});
            const double value = std::sin(2 * std::numbers::pi * hz * i / kRate) * edge * 0.8 * volume_pct / 100.0;
            put(samples, static_cast<qint16>(value * 32'767));
        }
        for (int i = 0; i < kPause; ++i) put(samples, qint16{0});
    }
    QByteArray out("RIFF");
    put(out, static_cast<quint32>(36 + samples.size()));
    out.append("WAVEfmt ");
    put(out, quint32{16});
    put(out, quint16{1});
    put(out, quint16{1});
    put(out, quint32{kRate});
    put(out, quint32{kRate * 2});
    put(out, quint16{2});
    put(out, quint16{16});
    out.append("data");
    put(out, static_cast<quint32>(samples.size()));
    return out.append(samples);
}

void AlertSound::play(AlertSeverity severity) {
    const auto index = static_cast<std::size_t>(severity);
    if (m_volume[index] == 0 || m_process.state() != QProcess::NotRunning) return;
    m_file = m_dir.filePath(QString::number(index) + QStringLiteral(".wav"));
    if (QFile file(m_file); !file.exists()) {
        const QByteArray bytes = wave(severity, m_volume[index]);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            file.remove();
            bell();
            return;
        }
    }
    start();
}

void AlertSound::start() {
    if (m_players.isEmpty()) {
        bell();
        return;
    }
    m_process.start(m_players.first(), {m_file});
}

/// A player without its server or device is of no use later either.
void AlertSound::nextPlayer() {
    if (!m_players.isEmpty()) m_players.removeFirst();
    start();
}

void AlertSound::bell() {
    if (::isatty(STDERR_FILENO) != 0) static_cast<void>(!::write(STDERR_FILENO, "\a", 1));
    if (std::exchange(m_told, true)) return;
    m_on_problem(Code::Unsupported, "no sound: pw-play, paplay or aplay with a working device is needed; the terminal's bell is rung instead");
}

}  // namespace bw::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace bw::ui {

class ElidedLabel;
class Hub;
class Theme;

/// The status bar, 24 px in three fixed thirds: where the focused data come from, how honest they are, how the machine
/// does. Refreshed once a second. GUI thread.
class StatusStrip : public QWidget {
    Q_OBJECT
public:
    StatusStrip(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    void refresh();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void refreshSource();
    void refreshHonesty();
    void refreshMachine();
    Hub& m_hub;
    Theme& m_theme;
    ElidedLabel* m_source = nullptr;
    ElidedLabel* m_honesty = nullptr;
    ElidedLabel* m_machine = nullptr;
    std::int64_t m_rate_at_ns = 0;
    std::uint64_t m_frames_before = 0, m_bytes_before = 0;
    double m_frames_per_s = -1, m_bytes_per_s = -1;
};

}  // namespace bw::ui

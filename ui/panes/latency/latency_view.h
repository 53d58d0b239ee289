// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/panes/latency/latency_canvas.h"
#include "ui/view.h"

class QButtonGroup;

namespace bw::ui {

class FlatButton;

/// Where the time goes between the venue and the painted pixel. GUI thread.
class LatencyView : public View {
    Q_OBJECT
public:
    LatencyView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("latency"); }
    [[nodiscard]] QString title() const override { return tr("Latency"); }
    [[nodiscard]] int rateHz() const override { return 2; }
    void refresh() override;
    void retranslate() override;

private:
    void showModel();
    PaneHeader* m_header = nullptr;
    QButtonGroup* m_windows = nullptr;
    FlatButton* m_reset = nullptr;
    LatencyCanvas* m_canvas = nullptr;
    LatencyModel m_model;
    std::uint64_t m_version = 0, m_painted = 0;
    bool m_started = false;
};

}  // namespace bw::ui

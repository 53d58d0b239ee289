// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/chart/chart_canvas.h"
#include "ui/panes/common/freshness.h"
#include "ui/panes/common/stream_ribbon.h"
#include "ui/view.h"

class QButtonGroup;

namespace bw::ui {

class FlatButton;

/// Price chart of the focused instrument. GUI thread.
class ChartView : public View {
    Q_OBJECT
public:
    ChartView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("chart"); }
    [[nodiscard]] QString title() const override { return tr("Chart"); }
    [[nodiscard]] int rateHz() const override { return 20; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] ChartCanvas& canvas() { return *m_canvas; }
    void setPeriod(int period_s);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What the picture on screen was made of.
    struct Seen {
        std::uint64_t version = 0, history = 0, gaps = 0, signals = 0, chosen = 0;
        int instrument = -1;
        bool stale = false;
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    void rebuild();
    void updateHeader(const Freshness& freshness);
    void placeLiveButton();
    void centreOn(std::uint64_t signal);
    [[nodiscard]] QString emptyMessage(const Freshness& freshness) const;
    PaneHeader* m_header = nullptr;
    ChartCanvas* m_canvas = nullptr;
    QButtonGroup* m_periods = nullptr;
    FlatButton *m_live = nullptr, *m_hindsight = nullptr;
    Seen m_seen;
    StreamRibbons m_ribbons;
};

}  // namespace bw::ui

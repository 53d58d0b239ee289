// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/freshness.h"
#include "ui/panes/common/stream_ribbon.h"
#include "ui/panes/flow/flow_canvas.h"
#include "ui/panes/flow/z_canvas.h"
#include "ui/view.h"

class QButtonGroup;
class QLabel;
class QStackedWidget;

namespace bw::ui {

class FlatButton;

/// Order flow of the focused instrument: its scores (OFI z, CVD z, fusion), or the raw CVD, OFI and delta. GUI thread.
class FlowView : public View {
    Q_OBJECT
public:
    enum class Mode { Scores, Raw };
    FlowView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("flow"); }
    [[nodiscard]] QString title() const override { return tr("Order flow"); }
    [[nodiscard]] int rateHz() const override { return 10; }
    void refresh() override;
    void retranslate() override;
    void setMode(Mode mode);
    [[nodiscard]] FlowCanvas& canvas() { return *m_canvas; }
    [[nodiscard]] ZCanvas& scores() { return *m_scores; }

private:
    struct Seen {
        std::uint64_t version = 0, history = 0, gaps = 0;
        int instrument = -1;
        bool stale = false;
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    void rebuild();
    void updateShare();
    [[nodiscard]] bool isRaw() const;
    PaneHeader* m_header = nullptr;
    QStackedWidget* m_stack = nullptr;
    ZCanvas* m_scores = nullptr;
    FlowCanvas* m_canvas = nullptr;
    QButtonGroup *m_modes = nullptr, *m_periods = nullptr;
    std::array<FlatButton*, kZLanes> m_z_lanes{};
    std::array<FlatButton*, kLanes> m_lanes{};
    FlatButton* m_running = nullptr;
    QLabel* m_share = nullptr;
    Seen m_seen;
    StreamRibbons m_ribbons;
    MonoTime m_share_mono;
    int m_share_instrument = -1;
};

}  // namespace bw::ui

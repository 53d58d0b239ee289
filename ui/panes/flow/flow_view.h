// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/freshness.h"
#include "ui/panes/common/stream_ribbon.h"
#include "ui/panes/flow/flow_canvas.h"
#include "ui/view.h"

class QButtonGroup;
class QLabel;

namespace bw::ui {

class FlatButton;

/// Order flow of the focused instrument: CVD, OFI, delta. GUI thread.
class FlowView : public View {
    Q_OBJECT
public:
    FlowView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("flow"); }
    [[nodiscard]] QString title() const override { return tr("Order flow"); }
    [[nodiscard]] int rateHz() const override { return 10; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] FlowCanvas& canvas() { return *m_canvas; }

private:
    struct Seen {
        std::uint64_t version = 0, history = 0, gaps = 0;
        int instrument = -1;
        bool stale = false;
        friend bool operator==(const Seen&, const Seen&) = default;
    };
    void rebuild();
    void updateShare();
    PaneHeader* m_header = nullptr;
    FlowCanvas* m_canvas = nullptr;
    QButtonGroup* m_periods = nullptr;
    std::array<FlatButton*, kLanes> m_lanes{};
    FlatButton* m_running = nullptr;
    QLabel* m_share = nullptr;
    Seen m_seen;
    StreamRibbons m_ribbons;
    MonoTime m_share_mono;
    int m_share_instrument = -1;
};

}  // namespace bw::ui

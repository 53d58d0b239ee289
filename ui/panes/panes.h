// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace bw::ui {

class Hub;
class Theme;
class View;

/// The data views. Each follows Hub::focused(); the parent owns what is returned. GUI thread.
[[nodiscard]] View* makeChartView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeFlowView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeResearchView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeLatencyView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeFeedsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeSignalsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeSignalDetailView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeScoreboardView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeOrdersView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makePositionsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeAlertsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeDrillView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
[[nodiscard]] View* makeLogView(Hub& hub, Theme& theme, QWidget* parent = nullptr);

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/view.h"

class QPushButton;

namespace bw::ui {

class TablePage;

/// Positions with their marks and the accounts they belong to; flatten is typed, scoped and works while stopped. GUI
/// thread.
class PositionsView : public View {
    Q_OBJECT
public:
    PositionsView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("positions"); }
    [[nodiscard]] QString title() const override { return tr("Positions"); }
    [[nodiscard]] int rateHz() const override { return 5; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] TablePage& page() { return *m_page; }

private:
    void refreshButtons();
    [[nodiscard]] const api::PositionRow* current() const;
    void askFlatten(const QString& route, const QString& instrument);
    void askResetPaper();
    PaneHeader* m_header = nullptr;
    TablePage* m_page = nullptr;
    QPushButton *m_flatten = nullptr, *m_flatten_route = nullptr, *m_reset_paper = nullptr;
    std::uint64_t m_version = ~std::uint64_t{0};
};

}  // namespace bw::ui

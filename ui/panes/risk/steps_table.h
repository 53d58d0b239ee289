// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "core/api/views.h"

namespace bw::ui {

class Theme;

/// The steps of a stop: name, target, measured time, state in glyph and word. GUI thread.
class StepsTable : public QWidget {
    Q_OBJECT
public:
    explicit StepsTable(Theme& theme, QWidget* parent = nullptr);
    void show(const api::RiskView& risk);
    void retranslate();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString name, target, measured, state;
        api::RiskStep::State kind = api::RiskStep::State::Pending;
        friend bool operator==(const Row&, const Row&) = default;
    };
    [[nodiscard]] int rowHeight() const;
    Theme& m_theme;
    std::vector<Row> m_rows;
};

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "core/api/views.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace bw::ui {

/// The steps of a stop, those of the process and then those of each route: name, target, measured time, state in glyph
/// and word. Handed over is not done, and nothing is green before the stop ended flat. GUI thread.
class StepsTable : public QWidget {
    Q_OBJECT
public:
    explicit StepsTable(Theme& theme, QWidget* parent = nullptr);
    void show(const api::RiskView& risk);
    void retranslate();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// The rows as "name|measured|state", for tests and screen readers.
    [[nodiscard]] QStringList texts() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString name, target, measured, state;
        Icon icon = Icon::Pending;
        Token token = Token::Text2;
        bool head = false;  // the name of a route above its steps, or what the venue said below one
        friend bool operator==(const Row&, const Row&) = default;
    };
    [[nodiscard]] int rowHeight() const;
    Theme& m_theme;
    std::vector<Row> m_rows;
};

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "ui/theme/theme.h"

namespace bw::ui {

class Hub;

/// One figure that comes seldom: mark price, funding, open interest … What is absent says so.
struct MarketFigure {
    QString label, value, age, tooltip;
    Token token = Token::Text;
    friend bool operator==(const MarketFigure&, const MarketFigure&) = default;
};
/// The newest of each data set of an instrument, always the same rows in the same order. Ages are by the venue's time.
[[nodiscard]] std::vector<MarketFigure> marketFigures(const Hub& hub, int instrument, format::UnitWords words);

/// The figures of the focused instrument under the watchlist. GUI thread. Repaints only what changed.
class MarketDataBox : public QWidget {
    Q_OBJECT
public:
    MarketDataBox(const Hub& hub, Theme& theme, QWidget* parent = nullptr);
    void refresh();
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] QRect rowRect(std::size_t row) const;
    const Hub& m_hub;
    Theme& m_theme;
    QString m_title;
    std::vector<MarketFigure> m_figures;
};

}  // namespace bw::ui

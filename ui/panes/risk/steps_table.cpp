// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/risk/steps_table.h"

#include <QPainter>

#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

/// Targets of workstation spec 6; the others have none.
QString targetOf(std::string_view step) {
    if (step == "flag") return QStringLiteral("≤ 10 µs");
    if (step == "durable") return QStringLiteral("≤ 10 ms");
    return {};
}

struct Look {
    Icon icon;
    Token token;
};
Look lookOf(api::RiskStep::State state) {
    switch (state) {
        case api::RiskStep::State::Done:
            return {Icon::Check, Token::Ok};
        case api::RiskStep::State::Failed:
            return {Icon::Cross, Token::Crit};
        case api::RiskStep::State::NotApplicable:
            return {Icon::Dash, Token::Text3};
        case api::RiskStep::State::Pending:
            break;
    }
    return {Icon::Pending, Token::Text2};
}

}  // namespace

StepsTable::StepsTable(Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void StepsTable::show(const api::RiskView& risk) {
    std::vector<Row> fresh;
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.step_count) && i < risk.steps.size(); ++i) {
        const api::RiskStep& step = risk.steps[i];
        fresh.push_back({texts::killStep(step.name.view()), targetOf(step.name.view()),
                         step.since_trip_ns < 0 ? format::missing() : format::duration(step.since_trip_ns),
                         texts::stepState(step.state), step.state});
    }
    if (fresh == m_rows) return;
    const bool resized = fresh.size() != m_rows.size();
    m_rows = std::move(fresh);
    if (resized) updateGeometry();
    update();
}

void StepsTable::retranslate() {
    m_rows.clear();
    update();
}

int StepsTable::rowHeight() const {
    return m_theme.px(22);
}
QSize StepsTable::sizeHint() const {
    return {m_theme.px(320), rowHeight() * static_cast<int>(std::max<std::size_t>(m_rows.size(), 1))};
}
QSize StepsTable::minimumSizeHint() const {
    return {m_theme.px(240), sizeHint().height()};
}

void StepsTable::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_rows.empty()) {
        painter.setFont(m_theme.uiFont(9.5));
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, tr("Nothing was stopped in this run."));
        return;
    }
    const QFont words = m_theme.uiFont(9.5), numbers = m_theme.numberFont(9.5);
    const int icon = m_theme.px(14), height = rowHeight();
    const QFontMetrics digits(numbers);
    const int measured_width = digits.horizontalAdvance(QStringLiteral("0,000 ms"));
    const int target_width = digits.horizontalAdvance(QStringLiteral("≤ 10 µs")) + 12;
    int state_width = 0;
    for (const Row& row : m_rows)
        state_width = std::max(state_width, QFontMetrics(words).horizontalAdvance(row.state) + 14);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        const Look look = lookOf(row.kind);
        const int y = static_cast<int>(i) * height;
        paintIcon(painter, look.icon, QRectF(0, y + (height - icon) / 2, icon, icon), m_theme.color(look.token));
        int right = width();
        painter.setFont(words);
        painter.setPen(m_theme.color(look.token));
        painter.drawText(QRect(right - state_width + 12, y, state_width - 12, height), Qt::AlignLeft | Qt::AlignVCenter,
                         row.state);
        right -= state_width;
        painter.setFont(numbers);
        painter.setPen(m_theme.color(Token::Text));
        painter.drawText(QRect(right - measured_width, y, measured_width, height), Qt::AlignRight | Qt::AlignVCenter,
                         row.measured);
        right -= measured_width;
        painter.setPen(m_theme.color(Token::Text3));
        painter.drawText(QRect(right - target_width, y, target_width, height), Qt::AlignRight | Qt::AlignVCenter,
                         row.target);
        right -= target_width;
        painter.setFont(words);
        painter.setPen(m_theme.color(Token::Text2));
        const int left = icon + 8;
        painter.drawText(QRect(left, y, right - left, height), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(words).elidedText(row.name, Qt::ElideRight, right - left));
    }
}

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/risk/steps_table.h"

#include <QPainter>

#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

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
    QString word;
};
Look lookOf(const api::RiskStep& step, bool flat) {
    using State = api::RiskStep::State;
    const QString word = texts::stepState(step.state);
    switch (step.state) {
        case State::Done:
            // Handing a request over proves nothing: an arrow, not a check.
            if (step.name.view() == "sent") return {Icon::Arrow, Token::Text2, texts::killStep(step.name.view())};
            return {Icon::Check, flat ? Token::Ok : Token::Text, word};
        case State::Failed:
            return {Icon::Cross, Token::Crit, word};
        case State::NotApplicable:
            return {Icon::Dash, Token::Text3, word};
        case State::Pending:
            break;
    }
    return {Icon::Pending, Token::Text2, word};
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
    std::string_view route;
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.step_count) && i < risk.steps.size(); ++i) {
        const api::RiskStep& step = risk.steps[i];
        if (step.route.view() != route && !step.route.view().empty())
            fresh.push_back({format::text(step.route.view()), {}, {}, {}, Icon::Dash, Token::Text2, /*head=*/true});
        route = step.route.view();
        const Look look = lookOf(step, risk.flat);
        const QString detail = ui::texts::routeOutcome(step.detail.view());
        fresh.push_back({ui::texts::killStep(step.name.view()), targetOf(step.name.view()),
                         step.since_trip_ns < 0 ? format::missing() : format::duration(step.since_trip_ns), look.word,
                         look.icon, look.token, /*head=*/false});
        if (!detail.isEmpty()) fresh.push_back({detail, {}, {}, {}, Icon::Dash, look.token, /*head=*/true});
    }
    if (fresh == m_rows) return;
    const bool resized = fresh.size() != m_rows.size();
    m_rows = std::move(fresh);
    setAccessibleDescription(texts().join(QLatin1Char('\n')));
    QStringList details;
    for (const Row& row : m_rows)
        if (row.head) details << row.name;
    setToolTip(details.join(QLatin1Char('\n')));
    if (resized) updateGeometry();
    update();
}

void StepsTable::retranslate() {
    m_rows.clear();
    update();
}

QStringList StepsTable::texts() const {
    QStringList out;
    for (const Row& row : m_rows) out << QStringLiteral("%1|%2|%3").arg(row.name, row.measured, row.state);
    return out;
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
    state_width = std::min(state_width, width() * 45 / 100);
    const int targets = width() < m_theme.px(420) ? 0 : target_width;  // a narrow pane keeps name, time and state
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const Row& row = m_rows[i];
        const int y = static_cast<int>(i) * height;
        painter.setFont(words);
        if (row.head) {
            const bool route = row.token == Token::Text2;
            const int indent = route ? 0 : icon + 8;
            painter.setPen(m_theme.color(route ? Token::Text3 : row.token));
            painter.drawText(QRect(indent, y, width() - indent, height), Qt::AlignLeft | Qt::AlignVCenter,
                             QFontMetrics(words).elidedText(row.name, Qt::ElideRight, width() - indent));
            continue;
        }
        paintIcon(painter, row.icon, QRectF(0, y + (height - icon) / 2, icon, icon), m_theme.color(row.token));
        int right = width();
        painter.setPen(m_theme.color(row.token));
        painter.drawText(QRect(right - state_width + 12, y, state_width - 12, height), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(words).elidedText(row.state, Qt::ElideRight, state_width - 12));
        right -= state_width;
        painter.setFont(numbers);
        painter.setPen(m_theme.color(Token::Text));
        painter.drawText(QRect(right - measured_width, y, measured_width, height), Qt::AlignRight | Qt::AlignVCenter,
                         row.measured);
        right -= measured_width;
        painter.setPen(m_theme.color(Token::Text3));
        if (targets > 0)
            painter.drawText(QRect(right - targets, y, targets, height), Qt::AlignRight | Qt::AlignVCenter, row.target);
        right -= targets;
        painter.setFont(words);
        painter.setPen(m_theme.color(Token::Text2));
        const int left = icon + 8;
        painter.drawText(QRect(left, y, right - left, height), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(words).elidedText(row.name, Qt::ElideRight, right - left));
    }
}

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/log/log_view.h"

#include <QButtonGroup>
#include <QLineEdit>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/theme/format.h"

namespace bw::ui {

LogView::LogView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_levels = m_header->addChoice({QString(), QString(), QString()}, 0, tr("Level"), [this](int) { applyFilter(); });
    m_header->addGap(8);
    m_filter = new QLineEdit(this);
    m_filter->setClearButtonEnabled(true);
    m_filter->setFrame(false);
    m_filter->setMinimumWidth(60);
    m_filter->setMaximumWidth(280);
    m_header->addControl(m_filter, 1);
    m_header->addGap(8);
    m_follow = m_header->addToggle({}, true, [this](bool on) {
        if (on) m_table->scrollToBottom();
    });
    m_pause = m_header->addToggle({}, false, [this](bool on) {
        m_seen_at_pause = m_hub.noticesSeen() + m_hub.logLinesSeen();
        if (!on) readNew();
        updateState();
    });
    m_header->addGap(-1);
    m_table = new DataTable(theme, this);
    m_table->setModel(&m_model);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_table, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &LogView::applyFilter);
    // Scrolling up stops following, the bottom starts it again.
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_scrolling) m_follow->setChecked(value >= m_table->verticalScrollBar()->maximum());
    });
    connect(&theme, &Theme::changed, this, &LogView::retranslate);
    retranslate();
}

void LogView::retranslate() {
    const QStringList levels{tr("All"), tr("Warnings"), tr("Critical")};
    for (int i = 0; i < levels.size(); ++i) {
        m_levels->button(i)->setText(levels.at(i));
        m_levels->button(i)->setAccessibleName(levels.at(i));
        m_levels->button(i)->updateGeometry();
    }
    m_header->setSubject(tr("Log"));
    m_filter->setPlaceholderText(tr("Filter by text or code"));
    m_filter->setAccessibleName(tr("Filter by text or code"));
    m_filter->setFont(m_theme.uiFont(9));
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Base, m_theme.color(Token::Bg2));
    m_filter->setPalette(palette);
    m_follow->setText(tr("Follow"));
    m_follow->setToolTip(tr("Keep the newest line in sight"));
    m_pause->setText(tr("Pause"));
    m_pause->setToolTip(tr("Hold the list still; what arrives is kept and shown afterwards"));
    m_follow->updateGeometry();
    m_pause->updateGeometry();
    m_table->setAccessibleName(tr("Log"));
    m_table->setEmptyText(tr("No line matches."));
    // Sentences were made in the language of their time: make them again.
    m_model.clear();
    m_reader.restart();
    readNew();
}

void LogView::refresh() {
    if (!m_pause->isChecked()) readNew();
    updateState();
}

void LogView::readNew() {
    std::uint64_t lost = 0;
    std::vector<LogEntry> entries = m_reader.read(m_hub, lost);
    m_model.addLost(lost);
    if (entries.empty()) return;
    m_scrolling = true;
    m_model.append(std::move(entries));
    if (m_follow->isChecked()) m_table->scrollToBottom();
    m_scrolling = false;
}

void LogView::applyFilter() {
    static constexpr Severity kLeast[] = {Severity::Info, Severity::Warning, Severity::Critical};
    m_scrolling = true;
    m_model.setFilter(kLeast[std::clamp(m_levels->checkedId(), 0, 2)], m_filter->text().trimmed());
    if (m_follow->isChecked()) m_table->scrollToBottom();
    m_scrolling = false;
    updateState();
}

void LogView::updateState() {
    if (m_pause->isChecked()) {
        const std::uint64_t waiting = m_hub.noticesSeen() + m_hub.logLinesSeen() - m_seen_at_pause;
        m_header->setState({tr("paused · %1 new").arg(format::count(waiting)), Loudness::Attention});
        return;
    }
    const auto shown = static_cast<std::uint64_t>(m_model.rowCount());
    QString words = shown == m_model.held()
                        ? tr("%1 lines").arg(format::count(shown))
                        : tr("%1 of %2 lines").arg(format::count(shown), format::count(m_model.held()));
    if (m_model.lost() > 0) words += QStringLiteral(" · ") + tr("%1 older dropped").arg(format::count(m_model.lost()));
    m_header->setState({words, Loudness::Quiet});
}

View* makeLogView(Hub& hub, Theme& theme, QWidget* parent) {
    return new LogView(hub, theme, parent);
}

}  // namespace bw::ui

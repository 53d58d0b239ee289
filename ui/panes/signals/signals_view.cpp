// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/signals/signals_view.h"

#include <QLineEdit>
#include <QShortcut>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/theme/format.h"

namespace bw::ui {

SignalsView::SignalsView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent), m_model(hub) {
    m_header = new PaneHeader(theme, this);
    m_withheld = m_header->addToggle({}, true, [this](bool) { applyFilter(); });
    m_suppressed = m_header->addToggle({}, true, [this](bool) { applyFilter(); });
    m_header->addGap(8);
    m_filter = new QLineEdit(this);
    m_filter->setClearButtonEnabled(true);
    m_filter->setFrame(false);
    m_filter->setMinimumWidth(60);
    m_filter->setMaximumWidth(240);
    m_header->addControl(m_filter, 1);
    m_header->addGap(-1);
    m_table = new DataTable(theme, this);
    m_table->setModel(&m_model);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_table, 1);
    setFocusProxy(m_table);
    connect(m_filter, &QLineEdit::textChanged, this, &SignalsView::applyFilter);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        if (now.isValid() && !m_restoring) m_hub.chooseSignal(m_model.serialAt(now.row()));
    });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &SignalsView::restoreChoice);
    connect(&hub, &Hub::signalChosen, this, &SignalsView::restoreChoice);
    connect(m_table, &DataTable::rowsPainted, this, [this](int first, int last) {
        for (int row = first; row <= last; ++row) m_hub.painted(m_model.serialAt(row), "signals");
    });
    auto* find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_filter, [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
    connect(&theme, &Theme::changed, this, &SignalsView::retranslate);
    retranslate();
}

void SignalsView::retranslate() {
    m_header->setSubject(tr("Signals"));
    m_withheld->setText(tr("Withheld"));
    m_withheld->setToolTip(tr("Show pairs of pivots that a gap came between: they were not judged"));
    m_suppressed->setText(tr("Suppressed"));
    m_suppressed->setToolTip(tr("Show divergences that were not emitted: score too low, or cooldown"));
    for (FlatButton* button : {m_withheld, m_suppressed}) button->updateGeometry();
    m_filter->setPlaceholderText(tr("Filter (Ctrl+F)"));
    m_filter->setAccessibleName(tr("Filter the signals by any text in a row"));
    m_filter->setFont(m_theme.uiFont(9));
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Base, m_theme.color(Token::Bg2));
    m_filter->setPalette(palette);
    m_table->setAccessibleName(tr("Signals"));
    m_model.retranslate();
    refresh();
}

void SignalsView::refresh() {
    m_model.update();
    m_table->setEmptyText(emptyText());
    updateState();
}

void SignalsView::applyFilter() {
    m_model.setFilter({!m_withheld->isChecked(), !m_suppressed->isChecked(), m_filter->text().trimmed()});
    m_table->setEmptyText(emptyText());
    updateState();
}

void SignalsView::restoreChoice() {
    const int row = m_model.rowOf(m_hub.chosenSignal());
    if (row < 0 || m_table->currentIndex().row() == row) return;
    m_restoring = true;
    m_table->selectRow(row);
    m_restoring = false;
}

void SignalsView::updateState() {
    const auto shown = static_cast<std::uint64_t>(m_model.rowCount());
    const std::uint64_t held = m_hub.signalLog().size();
    QString words = tr("%n signal(s)", nullptr, static_cast<int>(held));
    if (shown != held) words = tr("%1 of %2, filter on").arg(format::count(shown), format::count(held));
    if (const std::uint64_t dropped = m_hub.signalLog().dropped(); dropped > 0)
        words += QStringLiteral(" · ") + tr("%1 older dropped").arg(format::count(dropped));
    const std::uint64_t lost = m_hub.engine().signals_dropped;
    if (lost > 0)
        words += QStringLiteral(" · ") + tr("%1 did not reach the screen, see the ledger").arg(format::count(lost));
    m_header->setState({words, lost > 0 ? Loudness::Attention : Loudness::Quiet});
}

QString SignalsView::emptyText() const {
    if (m_hub.signalLog().size() > 0) return tr("No signal matches the filter.");
    std::int64_t since_ns = 0;
    int have = 0, need = 0, warming = 0, sampled = 0;
    for (int i = 0; i < m_hub.count(); ++i) {
        for (const StreamKind kind : {StreamKind::Book, StreamKind::Trade, StreamKind::Tick}) {
            const std::int64_t first_ns = m_hub.streamFirstNs(i, kind);
            if (first_ns != 0 && (since_ns == 0 || first_ns < since_ns)) since_ns = first_ns;
        }
        const api::FlowView& flow = m_hub.market(i).flow;
        if (flow.sampling.view().empty()) continue;
        ++sampled;
        if (flow.warmup_have >= flow.warmup_need) continue;
        ++warming;
        if (flow.warmup_have < have) continue;
        have = flow.warmup_have;
        need = flow.warmup_need;
    }
    if (since_ns == 0) return tr("No signal yet: no data has arrived.");
    QString out = tr("No signal since %1.").arg(format::timeOfDay(since_ns, format::Zone::Local));
    if (warming > 0)
        out += QLatin1Char(' ') +
               tr("Warm-up %1/%2 on %n symbol(s).", nullptr, warming).arg(QString::number(have), QString::number(need));
    else if (sampled == 0)
        out += QLatin1Char(' ') + tr("No sample has closed yet.");
    return out;
}

View* makeSignalsView(Hub& hub, Theme& theme, QWidget* parent) {
    return new SignalsView(hub, theme, parent);
}

}  // namespace bw::ui

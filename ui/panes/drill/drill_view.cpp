// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/drill/drill_view.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <cmath>

#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/panes.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

using Look = TableColumn::Look;
using Cell = TextRow::Cell;
using Report = api::EngineApi::DrillReport;
constexpr int kHistoryFrom = 640;  // narrower views show the last report alone

QString milliseconds(double ms) {
    if (!std::isfinite(ms) || ms < 0) return format::missing();
    return format::duration(std::llround(ms * 1e6));
}

/// What the budget is held against: the p99 of flag and durability (with few rounds the p95), else the slowest round.
double judgedMs(const api::EngineApi::DrillStep& step) {
    if (step.name != "flag" && step.name != "durable") return step.max_ms;
    return step.p99_ms >= 0 ? step.p99_ms : step.p95_ms;
}

Cell time(double ms, bool known, const QString& why = {}) {
    return {known ? milliseconds(ms) : format::missing(), known && ms >= 0 ? Token::Text : Token::Text3, why};
}

}  // namespace

DrillView::DrillView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_header->addGap(-1);
    m_steps = new TablePage(theme, this);
    m_steps->table().setSelectionMode(QAbstractItemView::NoSelection);
    m_run = m_steps->addButton("drill_run");
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("drill_progress"));
    m_progress->setRange(0, 100);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    m_progress->hide();
    m_history = new TablePage(theme, this);
    connect(m_run, &QPushButton::clicked, this, &DrillView::run);
    connect(m_history, &TablePage::chosen, this, &DrillView::showReport);
    auto* body = new QHBoxLayout;
    body->setSpacing(1);
    body->addWidget(m_steps, 3);
    body->addWidget(m_history, 2);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_progress);
    column->addLayout(body, 1);
    setFocusProxy(m_history);
    retranslate();
}

void DrillView::retranslate() {
    m_header->setSubject(tr("Drill"));
    m_run->setText(tr("Run drill"));
    m_progress->setAccessibleName(tr("Progress of the drill"));
    m_steps->table().setAccessibleName(tr("Steps of the drill"));
    m_history->table().setAccessibleName(tr("Drills so far"));
    m_steps->model().setColumns({{tr("step"), Look::Stretch, 16, 0, {}},
                                 {tr("n"), Look::Number, 6, 3, tr("Times it was measured")},
                                 {tr("min"), Look::Number, 9, 4, {}},
                                 {tr("p50"), Look::Number, 9, 1, {}},
                                 {tr("p95"), Look::Number, 9, 2, {}},
                                 {tr("p99"), Look::Number, 9, 0, tr("Needs 100 measurements")},
                                 {tr("max"), Look::Number, 9, 1, {}},
                                 {tr("budget"), Look::Number, 9, 0, {}},
                                 {tr("verdict"), Look::Text, 10, 0, {}}});
    m_history->model().setColumns({{tr("started"), Look::Text, 17, 0, tr("Local time")},
                                   {tr("verdict"), Look::Text, 10, 0, {}},
                                   {tr("rounds"), Look::Number, 7, 1, {}},
                                   {tr("why"), Look::Stretch, 16, 0, {}}});
    m_history->table().setEmptyText(tr("No drill yet."));
    m_revision = ~std::uint64_t{0};
    refresh();
}

const Report* DrillView::report() const {
    const auto& history = m_hub.drill().history;
    if (history.empty()) return nullptr;
    const int row = m_history->currentRow();
    const auto at = row < 0 ? std::size_t{0} : static_cast<std::size_t>(m_history->model().row(row).tag);
    return at < history.size() ? &history[at] : &history.front();
}

void DrillView::refresh() {
    if (m_hub.drillRevision() == m_revision) return;
    m_revision = m_hub.drillRevision();
    const api::EngineApi::DrillStatus& status = m_hub.drill();
    std::vector<TextRow> rows;
    for (std::size_t i = 0; i < status.history.size(); ++i) {
        const Report& one = status.history[i];
        TextRow row;
        row.id = QString::number(one.started.ns) + QLatin1Char('#') + QString::number(status.history.size() - i);
        row.tag = static_cast<int>(i);
        row.cells = {{format::dateTimeMs(one.started.ns, format::Zone::Local).left(16), Token::Text, {}},
                     one.pass ? Cell{QStringLiteral("✓ ") + tr("good"), Token::Text, {}}
                              : Cell{QStringLiteral("✗ ") + tr("missed"), Token::Crit, {}},
                     {QString::number(one.rounds), Token::Text2, {}},
                     {one.pass || one.code == Code::Ok ? QString() : texts::codeText(one.code), Token::Text2,
                      texts::codeHelp(one.code)}};
        rows.push_back(std::move(row));
    }
    m_history->model().setRows(std::move(rows));
    m_progress->setVisible(status.running);
    m_progress->setValue(static_cast<int>(std::lround(std::clamp(status.progress, 0.0, 1.0) * 100)));
    enableButton(*m_run, status.running ? tr("A drill is running") : QString(),
                 tr("Measures a whole stop on a gateway of its own; the real latch is not touched"));
    m_header->setState(status.running
                           ? StateWord{tr("running %1").arg(format::percent(status.progress, 0)), Loudness::Quiet}
                       : status.overdue         ? StateWord{tr("drill overdue"), Loudness::NotLive}
                       : status.history.empty() ? StateWord{tr("no drill yet"), Loudness::Quiet}
                       : status.history[0].pass ? StateWord{tr("last drill good"), Loudness::Quiet}
                                                : StateWord{tr("last drill missed its budgets"), Loudness::Critical},
                       status.overdue ? texts::codeHelp(Code::DrillOverdue) : QString());
    showReport();
}

void DrillView::showReport() {
    const Report* shown = report();
    std::vector<TextRow> rows;
    if (shown == nullptr) {
        m_steps->setLine({});
        m_steps->table().setEmptyText(
            tr("Run a drill: it measures every step of a stop and returns to normal by itself."));
        m_steps->model().setRows({});
        return;
    }
    const QString few = tr("Fewer than 100 measurements");
    for (const api::EngineApi::DrillStep& step : shown->steps) {
        const bool measured = step.count > 0;
        const double judged = judgedMs(step);
        const bool judgeable = measured && step.budget_ms > 0, missed = judgeable && judged > step.budget_ms;
        TextRow row;
        row.id = QString::fromStdString(step.name);
        row.cells = {{texts::drillStep(step.name), Token::Text, row.id},
                     {format::count(step.count), Token::Text2, {}},
                     time(step.min_ms, measured),
                     time(step.p50_ms, measured),
                     time(step.p95_ms, measured),
                     time(step.p99_ms, measured, step.p99_ms < 0 ? few : QString()),
                     time(step.max_ms, measured),
                     step.budget_ms > 0 ? Cell{QStringLiteral("≤ ") + milliseconds(step.budget_ms), Token::Text2, {}}
                                        : Cell{QString(), Token::Text3, {}},
                     !measured   ? Cell{QStringLiteral("– ") + tr("not reached"), Token::Attn, {}}
                     : missed    ? Cell{QStringLiteral("✗ ") + tr("missed"), Token::Crit, {}}
                     : judgeable ? Cell{QStringLiteral("✓ ") + tr("held"), Token::Text, {}}
                                 : Cell{QString(), Token::Text3, {}}};
        rows.push_back(std::move(row));
    }
    m_steps->model().setRows(std::move(rows));
    const auto share = shown->rounds > 0 ? static_cast<double>(shown->verified) / shown->rounds : -1;
    QStringList parts{
        shown->pass ? QStringLiteral("✓ ") + tr("good") : QStringLiteral("✗ ") + texts::codeText(shown->code),
        tr("%n round(s)", nullptr, shown->rounds),
        tr("verified %1").arg(share < 0 ? format::missing() : format::percent(share, 1)),
        tr("outbound after the fence: %1").arg(format::count(shown->sent_after_fence))};
    if (shown->load_msgs_per_s > 0) parts << tr("load %1 msg/s").arg(format::rate(shown->load_msgs_per_s));
    m_steps->setLine(parts.join(QStringLiteral(" · ")),
                     shown->pass && shown->sent_after_fence == 0 ? Token::Text : Token::Crit);
}

void DrillView::run() {
    m_steps->answer(m_hub.api().startDrill(), tr("asked for a drill"));
}

QString DrillView::verdict() const {
    return m_steps->line();
}

void DrillView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    m_history->setVisible(width() >= m_theme.px(kHistoryFrom));
}

View* makeDrillView(Hub& hub, Theme& theme, QWidget* parent) {
    return new DrillView(hub, theme, parent);
}

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/scoreboard/scoreboard_view.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QLabel>

#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/panes/scoreboard/reliability_canvas.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {
constexpr int kDiagramFrom = 620;  // narrower views show the table alone
}

ScoreboardView::ScoreboardView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_groups = m_header->addChoice({{}, {}, {}, {}, {}, {}}, 0, tr("Group"), [this](int index) {
        ScoreFilter filter = m_filter;
        filter.group = static_cast<ScoreFilter::Group>(index);
        setFilter(filter);
    });
    m_header->addGap(10);
    m_horizons = m_header->addChoice({{}, {}}, 0, tr("Horizon"), [this](int index) {
        ScoreFilter filter = m_filter;
        filter.horizon = kHorizonSamples.at(static_cast<std::size_t>(index));
        setFilter(filter);
    });
    m_header->addGap(10);
    m_windows = m_header->addChoice({{}, {}}, 0, tr("Window"), [this](int index) {
        ScoreFilter filter = m_filter;
        filter.last_500 = index == 1;
        setFilter(filter);
    });
    m_header->addGap(-1);
    m_table = new DataTable(theme, this);
    m_table->setModel(&m_model);
    m_reliability = new ReliabilityCanvas(theme, this);
    m_reliability->hide();  // until there is room
    m_table->setMinimumSize(60, 40);
    m_verdict = new QLabel(this);
    m_verdict->setTextFormat(Qt::PlainText);
    m_verdict->setWordWrap(true);
    m_verdict->setContentsMargins(8, 4, 8, 4);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_verdict);
    auto* body = new QHBoxLayout;
    body->setSpacing(0);
    body->addWidget(m_table, 1);
    body->addWidget(m_reliability);
    column->addLayout(body, 1);
    setFocusProxy(m_table);
    connect(&theme, &Theme::changed, this, &ScoreboardView::retranslate);
    retranslate();
}

void ScoreboardView::retranslate() {
    const auto name = [](QButtonGroup* group, const QStringList& texts, const QString& help) {
        for (int i = 0; i < texts.size(); ++i) {
            QAbstractButton* button = group->button(i);
            button->setText(texts.at(i));
            button->setAccessibleName(help + QLatin1Char(' ') + texts.at(i));
            button->setToolTip(help);
            button->updateGeometry();
        }
    };
    name(m_groups, {tr("Overview"), tr("Symbols"), tr("Types"), tr("Channels"), tr("Grades"), tr("All rows")},
         tr("Which rows are shown"));
    name(m_horizons, {QStringLiteral("@%1").arg(kHorizonSamples[0]), QStringLiteral("@%1").arg(kHorizonSamples[1])},
         tr("Samples after the detection"));
    name(m_windows, {tr("ever"), tr("last 500")}, tr("Outcomes that count"));
    m_header->setSubject(tr("Scoreboard"));
    m_table->setAccessibleName(tr("Scoreboard"));
    m_table->setEmptyText(tr("No outcome yet. Only signals as they were emitted count, never a re-run."));
    m_reliability->setAccessibleName(tr("Reliability diagram"));
    m_verdict->setFont(m_theme.uiFont(10));
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::WindowText, m_theme.color(Token::Text));
    palette.setColor(QPalette::Window, m_theme.color(Token::Bg2));
    m_verdict->setPalette(palette);
    m_verdict->setAutoFillBackground(true);
    m_model.setColumns(scoreColumns());
    showScores();
}

void ScoreboardView::refresh() {
    if (m_hub.scores().version == m_version && m_hub.count() == m_instruments) return;
    showScores();
}

void ScoreboardView::setFilter(const ScoreFilter& filter) {
    m_filter = filter;
    m_groups->button(static_cast<int>(filter.group))->setChecked(true);
    for (std::size_t i = 0; i < kHorizonSamples.size(); ++i)
        if (kHorizonSamples[i] == filter.horizon) m_horizons->button(static_cast<int>(i))->setChecked(true);
    m_windows->button(filter.last_500 ? 1 : 0)->setChecked(true);
    showScores();
}

void ScoreboardView::showScores() {
    const api::ScoreView& scores = m_hub.scores();
    m_version = scores.version;
    m_instruments = m_hub.count();
    m_model.setRows(scoreRows(m_hub, m_filter));
    const auto horizon = static_cast<std::size_t>(
        std::find(kHorizonSamples.begin(), kHorizonSamples.end(), m_filter.horizon) - kHorizonSamples.begin());
    m_reliability->show(scores.reliability.at(horizon), scores.n_min);
    if (const QString words = scoreVerdict(scores, m_filter); m_verdict->text() != words) m_verdict->setText(words);
    StateWord state;
    if (const api::ScoreRow* total = totalOf(scores, m_filter))
        state.word = tr("%n outcome(s)", nullptr, static_cast<int>(total->n));
    bool drifted = false;
    for (std::size_t i = 0; i < static_cast<std::size_t>(scores.count); ++i)
        drifted = drifted || scores.rows.at(i).drifted;
    if (drifted) state = {tr("calibration drifted"), Loudness::Attention};
    if (scores.rows_dropped > 0)
        state = {tr("%n row(s) did not fit", nullptr, static_cast<int>(scores.rows_dropped)), Loudness::Attention};
    m_header->setState(state);
}

QString ScoreboardView::verdict() const {
    return m_verdict->text();
}

void ScoreboardView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    m_reliability->setVisible(width() >= kDiagramFrom);
    m_reliability->setSide(std::clamp(std::min(height() - 30, width() / 4), 150, 280));
}

View* makeScoreboardView(Hub& hub, Theme& theme, QWidget* parent) {
    return new ScoreboardView(hub, theme, parent);
}

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/research/research_view.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/hub.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/panes/research/report_page.h"
#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui {

ResearchView::ResearchView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_refresh = m_header->addButton({}, [this] { reload(); });
    m_header->addGap(8);
    QStringList none;
    for (int i = 0; i < kPagesMax; ++i) none.append(QString());
    m_pages = m_header->addChoice(none, 0, tr("Page"), [this](int page) { showPage(page); });
    m_header->addGap(8);
    m_copy = m_header->addButton({}, [this] { copyReport(); });
    m_header->addGap(-1);

    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(3);
    m_table = new DataTable(theme, m_split);
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumSize(80, 20);  // instead of the hints: a small pane is still a pane
    m_stack = new QStackedWidget(m_split);
    m_stack->setMinimumSize(60, 20);
    m_message = new QLabel(m_stack);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setMargin(16);
    m_message->setAutoFillBackground(true);
    m_stack->addWidget(m_message);
    m_split->addWidget(m_table);
    m_split->addWidget(m_stack);
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({236, 900});
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_split, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        const QModelIndexList rows = m_table->selectionModel()->selectedRows();
        if (!rows.isEmpty()) choose(m_model.row(rows.first().row()).id);
    });
    connect(&theme, &Theme::changed, this, &ResearchView::retranslate);
    retranslate();
}

void ResearchView::retranslate() {
    m_header->setSubject(tr("Evaluation"));
    m_refresh->setText(tr("Refresh"));
    m_refresh->setToolTip(tr("Read the list of runs again"));
    m_copy->setText(tr("Copy JSON"));
    m_copy->setToolTip(tr("Copy the report as its command wrote it"));
    for (FlatButton* button : {m_refresh, m_copy}) button->updateGeometry();
    m_table->setAccessibleName(tr("Runs"));
    m_table->setEmptyText(tr("No run yet"));
    m_model.setColumns({{tr("kind"), TableColumn::Look::Text, 12, 0, {}},
                        {tr("finished"), TableColumn::Look::Number, 11, 0, {}},
                        {tr("name"), TableColumn::Look::Stretch, 12, 1, {}}});
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Window, m_theme.color(Token::Bg1));
    palette.setColor(QPalette::WindowText, m_theme.color(Token::Text2));
    m_message->setPalette(palette);
    m_message->setFont(m_theme.uiFont(10));
    if (m_listed) showRuns(m_runs);
    m_shown.clear();  // its texts were made in the language of their time
    showReport({});
    readWanted();
    updateState();
}

void ResearchView::refresh() {
    if (!m_listed && !m_worker.busy()) reload();
}

void ResearchView::reload() {
    auto runs = std::make_shared<Runs>();
    api::EngineApi& engine = m_hub.api();
    const bool started = m_worker.run(
        [&engine, runs] {
            *runs = engine.researchRuns();
            return Status(Done{});
        },
        [this, runs](const Status&) {
            m_listed = true;
            showRuns(*runs);
            next();
        });
    m_reload_again = m_reload_again || !started;
    updateState();
}

/// What was asked for while the worker was busy.
void ResearchView::next() {
    if (std::exchange(m_reload_again, false))
        reload();
    else
        readWanted();
}

void ResearchView::showRuns(const Runs& runs) {
    m_runs = runs;
    std::vector<TextRow> rows;
    for (const api::EngineApi::ResearchRun& run : m_runs) {
        TextRow row;
        row.id = QString::fromStdString(run.name);
        const QString finished = format::dateTimeMs(run.finished.ns, format::Zone::Local);
        row.cells = {{runKind(run.kind), Token::Text, row.id, nullptr},
                     {finished.size() >= 16 ? finished.mid(5, 11) : finished, Token::Text2, finished, nullptr},
                     {row.id, Token::Text3, row.id, nullptr}};
        rows.push_back(std::move(row));
    }
    m_model.setRows(std::move(rows));
    const bool held = std::any_of(m_runs.begin(), m_runs.end(),
                                  [this](const auto& run) { return QString::fromStdString(run.name) == m_wanted; });
    if (!held) m_wanted = m_runs.empty() ? QString() : QString::fromStdString(m_runs.front().name);
    for (int i = 0; i < m_model.rowCount(); ++i)
        if (m_model.row(i).id == m_wanted) m_table->selectRow(i);
    m_table->setVisible(!m_runs.empty());
    if (m_runs.empty()) {
        m_shown.clear();
        showReport({});
    }
    updateState();
}

void ResearchView::choose(const QString& name) {
    if (name == m_wanted && name == m_shown) return;
    m_wanted = name;
    for (int i = 0; i < m_model.rowCount(); ++i)
        if (m_model.row(i).id == name && !m_table->selectionModel()->isRowSelected(i)) m_table->selectRow(i);
    readWanted();
}

void ResearchView::readWanted() {
    if (m_wanted.isEmpty() || m_wanted == m_shown || m_worker.busy()) return;
    const auto found = std::find_if(m_runs.begin(), m_runs.end(),
                                    [this](const auto& run) { return QString::fromStdString(run.name) == m_wanted; });
    if (found == m_runs.end()) return;
    struct Answer {
        Report report;
        std::shared_ptr<std::string> json = std::make_shared<std::string>();
    };
    auto answer = std::make_shared<Answer>();
    api::EngineApi& engine = m_hub.api();
    m_worker.run(
        [&engine, answer, name = found->name, kind = found->kind]() -> Status {
            Result<std::string> text = engine.researchReport(name);
            if (!text) return text.error();
            if (text->size() > kReportBytesMax) {
                answer->report.error = tr("The report is larger than 64 MiB and is not shown.");
                return Status(Done{});
            }
            *answer->json = std::move(*text);
            answer->report = readReport(kind, *answer->json);
            return Status(Done{});
        },
        [this, answer, name = m_wanted](const Status& status) {
            if (!status)
                answer->report.error = tr("The report cannot be read: %1").arg(texts::errorText(status.error()));
            m_shown = name;
            m_json = answer->json;
            if (name == m_wanted) showReport(std::move(answer->report));
            next();
            updateState();
        });
    updateState();
}

void ResearchView::showReport(Report report) {
    while (m_stack->count() > 1) {
        QWidget* page = m_stack->widget(1);
        m_stack->removeWidget(page);
        page->deleteLater();
    }
    m_report = std::move(report);
    const auto pages = std::min(m_report.pages.size(), static_cast<std::size_t>(kPagesMax));
    for (int i = 0; i < kPagesMax; ++i) {
        const bool used = static_cast<std::size_t>(i) < pages;
        QAbstractButton* button = m_pages->button(i);
        button->setVisible(used);
        if (!used) continue;
        button->setText(m_report.pages[static_cast<std::size_t>(i)].name);
        button->setAccessibleName(button->text());
        button->updateGeometry();
        m_stack->addWidget(new ReportPageWidget(m_theme, m_report.pages[static_cast<std::size_t>(i)], m_stack));
    }
    m_header->refit();
    showPage(std::clamp(m_pages->checkedId(), 0, std::max(0, static_cast<int>(pages) - 1)));
    updateState();
}

void ResearchView::showPage(int page) {
    if (page < 0 || page >= m_stack->count() - 1) {
        m_stack->setCurrentWidget(m_message);
        return;
    }
    m_pages->button(page)->setChecked(true);
    m_stack->setCurrentIndex(page + 1);
}

void ResearchView::updateState() {
    m_copy->setEnabled(!m_report.pages.empty());
    if (!m_listed) {
        m_message->setText(tr("Reading the list of runs…"));
    } else if (m_runs.empty()) {
        m_message->setText(
            tr("No run yet. Make one on the command line; it appears here when it has finished:") +
            QStringLiteral("\n\nbellwether evaluate PATH\nbellwether calibrate PATH\nbellwether tune PATH\n"
                           "bellwether backtest PATH --strategy divergence_follow"));
    } else if (!m_report.error.isEmpty()) {
        m_message->setText(m_report.error);
    } else {
        m_message->setText(m_wanted == m_shown ? tr("Choose a run.") : tr("Reading the report…"));
    }
    if (!m_report.error.isEmpty())
        m_header->setState({tr("unreadable"), Loudness::Attention}, m_report.error);
    else
        m_header->setState({m_report.verdict, Loudness::Quiet},
                           m_report.detail.isEmpty() ? m_report.verdict : m_report.detail);
}

void ResearchView::copyReport() const {
    if (m_json)
        QGuiApplication::clipboard()->setText(
            QString::fromUtf8(m_json->data(), static_cast<qsizetype>(m_json->size())));
}

View* makeResearchView(Hub& hub, Theme& theme, QWidget* parent) {
    return new ResearchView(hub, theme, parent);
}

}  // namespace bw::ui

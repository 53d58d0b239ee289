// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/risk/stop_page.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include "ui/hub.h"
#include "ui/main_window/elided_label.h"
#include "ui/panes/risk/steps_table.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

using State = api::RiskView::State;
constexpr std::int64_t kThreadLateNs = kNsPerSec;

void say(QLabel& label, const QString& text, const QColor& color) {
    if (label.text() != text) label.setText(text);
    if (label.isHidden() != text.isEmpty()) label.setVisible(!text.isEmpty());
    QPalette palette = label.palette();
    if (palette.color(QPalette::WindowText) == color) return;
    palette.setColor(QPalette::WindowText, color);
    label.setPalette(palette);
}

QLabel* wrapped(QWidget* parent, const char* name) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1StringView(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->hide();
    return label;
}

bool hasRoute(const api::RiskView& risk) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.step_count) && i < risk.steps.size(); ++i)
        if (!risk.steps[i].route.view().empty()) return true;
    return false;
}

}  // namespace

StopPage::StopPage(Hub& hub, Theme& theme, QWidget* parent) : QWidget(parent), m_hub(hub), m_theme(theme) {
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("risk_body"));
    m_flat = wrapped(body, "risk_flat");
    m_scopes = wrapped(body, "risk_scopes");
    m_steps = new StepsTable(theme, body);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    for (Fact* fact : {&m_durable, &m_latch, &m_lock, &m_audit, &m_key, &m_threads}) *fact = addFact(*grid);
    m_set_key = new QPushButton(body);
    m_set_key->setObjectName(QStringLiteral("risk_set_key"));
    m_set_key->setAutoDefault(false);
    connect(m_set_key, &QPushButton::clicked, this, &StopPage::setKeyRequested);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(12, 6, 12, 8);
    column->setSpacing(4);
    column->addWidget(m_flat);
    column->addWidget(m_steps);
    column->addWidget(m_scopes);
    column->addSpacing(6);
    column->addLayout(grid);
    column->addSpacing(4);
    column->addWidget(m_set_key, 0, Qt::AlignLeft);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(body);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

StopPage::Fact StopPage::addFact(QGridLayout& grid) {
    const Fact fact{new ElidedLabel(m_theme, 9.5, ElidedLabel::Font::Words, this),
                    new ElidedLabel(m_theme, 9.5, ElidedLabel::Font::Numbers, this)};
    fact.name->setToken(Token::Text3);
    fact.name->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    fact.value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    const int row = grid.rowCount();
    grid.addWidget(fact.name, row, 0);
    grid.addWidget(fact.value, row, 1);
    return fact;
}

void StopPage::retranslate() {
    m_durable.name->setText(tr("Latch"));
    m_latch.name->setText(tr("Latch file"));
    m_lock.name->setText(tr("Lock folder"));
    m_audit.name->setText(tr("Audit log"));
    m_key.name->setText(tr("Reset key"));
    m_threads.name->setText(tr("Threads"));
    m_steps->retranslate();
    refresh();
}

void StopPage::refresh() {
    m_steps->show(m_hub.risk());
    refreshFlat();
    refreshScopes();
    refreshFacts();
}

void StopPage::refreshFlat() {
    const api::RiskView& risk = m_hub.risk();
    if (risk.state != State::Halted || risk.step_count == 0) {
        say(*m_flat, {}, m_theme.color(Token::Text));
        return;
    }
    const bool routes = hasRoute(risk);
    if (!risk.flat) {
        say(*m_flat,
            QStringLiteral("… ") +
                (routes ? tr("Stopped, not yet flat: no route is green before the venue says that no order works.")
                        : tr("Stopping.")),
            m_theme.color(Token::Text));
        return;
    }
    say(*m_flat,
        QStringLiteral("✓ ") +
            (routes ? tr("Flat: every route says that no order works.")
                    : tr("Latched. No order route, nothing was cancelled. Tools that honour kill_switch.lock stop.")),
        m_theme.color(Token::Ok));
}

void StopPage::refreshScopes() {
    const api::RiskView& risk = m_hub.risk();
    QStringList lines;
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.scope_count) && i < risk.scopes.size(); ++i) {
        const api::RiskView::Scope& scope = risk.scopes[i];
        const QString what = QStringLiteral("%1 %2").arg(texts::scopeKind(scope.kind), format::text(scope.key.view()));
        const QString since = format::timeOfDay(scope.since.ns, format::Zone::Local);
        lines << (scope.halted ? tr("■ %1: halted since %2").arg(what, since)
                               : tr("◆ %1: reducing only since %2").arg(what, since));
    }
    say(*m_scopes, lines.join(QLatin1Char('\n')), m_theme.color(Token::Attn));
}

void StopPage::refreshFacts() {
    const api::RiskView& risk = m_hub.risk();
    m_durable.value->setText(risk.durable ? tr("✓ on disk") : tr("▲ not on disk"));
    m_durable.value->setToken(risk.durable ? Token::Text : Token::Crit);
    const auto path = [](std::string_view text) { return text.empty() ? format::missing() : format::text(text); };
    m_latch.value->setText(path(risk.latch_path.view()));
    m_lock.value->setText(path(risk.lock_dir.view()));
    m_audit.value->setText(tr("%n line(s)", nullptr, static_cast<int>(risk.audit_lines)));
    m_key.value->setText(risk.key_set ? tr("✓ set") : tr("◆ not set: a stop cannot be reset from here"));
    m_key.value->setToken(risk.key_set ? Token::Text : Token::Attn);
    QStringList threads;
    bool late = false;
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.thread_count) && i < risk.threads.size(); ++i) {
        const api::RiskView::Thread& thread = risk.threads[i];
        late = late || thread.age_ns > kThreadLateNs;
        // The exact age of a healthy thread says nothing and would repaint for ever.
        const QString age = thread.age_ns < 0               ? format::missing()
                            : thread.age_ns > kThreadLateNs ? QStringLiteral("▲ ") + format::steadyAge(thread.age_ns)
                                                            : QStringLiteral("✓");
        threads << QStringLiteral("%1 %2").arg(format::text(thread.name.view()), age);
    }
    m_threads.value->setText(threads.isEmpty() ? format::missing() : threads.join(QStringLiteral("  ")));
    m_threads.value->setToken(late ? Token::Crit : Token::Text);
    const QString label = risk.key_set ? tr("Change reset key…") : tr("Set reset key…");
    if (m_set_key->text() != label) m_set_key->setText(label);
}

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/risk/risk_pane.h"

#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/main_window/elided_label.h"
#include "ui/panes/risk/steps_table.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

using State = api::RiskView::State;
constexpr std::int64_t kThreadLateNs = kNsPerSec;

struct Look {
    QString glyph;
    Token token;
};
Look lookOf(State state) {
    switch (state) {
        case State::Active:
            return {QStringLiteral("●"), Token::Text};
        case State::Reducing:
            return {QStringLiteral("◆"), Token::Attn};
        case State::Halted:
            return {QStringLiteral("■"), Token::Crit};
        case State::Unknown:
            break;
    }
    return {QStringLiteral("▲"), Token::Crit};
}

}  // namespace

RiskPane::RiskPane(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("risk_body"));
    m_state = new ElidedLabel(theme, 28, ElidedLabel::Font::Words, body);
    m_state->setBold(true);
    m_since = new ElidedLabel(theme, 10, ElidedLabel::Font::Words, body);
    m_since->setToken(Token::Text2);
    m_why = new ElidedLabel(theme, 10, ElidedLabel::Font::Words, body);
    m_why->setToken(Token::Text2);
    m_steps = new StepsTable(theme, body);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    for (Fact* fact : {&m_durable, &m_latch, &m_lock, &m_audit, &m_key, &m_threads}) *fact = addFact(*grid);
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(12, 4, 12, 8);
    column->setSpacing(4);
    column->addWidget(m_state);
    column->addWidget(m_since);
    column->addWidget(m_why);
    column->addSpacing(6);
    column->addWidget(m_steps);
    column->addSpacing(6);
    column->addLayout(grid);
    column->addStretch(1);

    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(body);

    m_engage = new QPushButton(this);
    m_engage->setObjectName(QStringLiteral("risk_engage"));
    m_reset = new QPushButton(this);
    m_reset->setObjectName(QStringLiteral("risk_reset"));
    m_set_key = new QPushButton(this);
    m_set_key->setObjectName(QStringLiteral("risk_set_key"));
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(12, 6, 12, 8);
    buttons->setSpacing(8);
    for (QPushButton* button : {m_engage, m_reset, m_set_key}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    connect(m_engage, &QPushButton::clicked, this, &RiskPane::killRequested);
    connect(m_reset, &QPushButton::clicked, this, &RiskPane::resetRequested);
    connect(m_set_key, &QPushButton::clicked, this, &RiskPane::setKeyRequested);
    connect(&theme, &Theme::changed, this, &RiskPane::applyTheme);

    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(scroll, 1);
    outer->addLayout(buttons);
    applyTheme();
    retranslate();
}

RiskPane::Fact RiskPane::addFact(QGridLayout& grid) {
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

void RiskPane::applyTheme() {
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Window, m_theme.color(Token::Bg1));
    setPalette(palette);
    setAutoFillBackground(true);
    QPalette crit = palette;
    crit.setColor(QPalette::ButtonText, m_theme.color(Token::Crit));
    m_engage->setPalette(crit);
}

void RiskPane::retranslate() {
    m_durable.name->setText(tr("Latch"));
    m_latch.name->setText(tr("Latch file"));
    m_lock.name->setText(tr("Lock folder"));
    m_audit.name->setText(tr("Audit log"));
    m_key.name->setText(tr("Reset key"));
    m_threads.name->setText(tr("Threads"));
    m_engage->setText(tr("Engage kill"));
    m_engage->setToolTip(tr("The same as the red control in the top bar"));
    m_reset->setText(tr("Reset…"));
    m_set_key->setText(tr("Set reset key…"));
    m_steps->retranslate();
    refresh();
}

void RiskPane::refresh() {
    refreshState();
    refreshFacts();
}

void RiskPane::refreshState() {
    const api::RiskView& risk = m_hub.risk();
    const Look look = lookOf(risk.state);
    m_state->setToken(look.token);
    m_state->setText(look.glyph + QLatin1Char(' ') + texts::riskState(risk.state));
    const QString since = format::dateTimeMs(risk.since.ns, format::Zone::Local);
    const QString actor = texts::actor(risk.actor.view());
    m_since->setText(risk.since.ns == 0 ? actor.isEmpty() ? QString() : tr("by %1").arg(actor)
                     : actor.isEmpty()  ? tr("since %1").arg(since)
                                        : tr("since %1 by %2").arg(since, actor));
    // A state that was simply found good on the disk has no cause to tell.
    const QString code = risk.cause == Code::Ok ? QString() : texts::codeText(risk.cause);
    m_why->setText(risk.reason.view().empty() ? code
                                              : tr("%1, reason: %2").arg(code, texts::reason(risk.reason.view())));
    m_steps->show(risk);
    const bool halted = risk.state == State::Halted;
    m_reset->setEnabled(halted);
    const QString hint = halted ? tr("Two steps: check, then phrase, reason and key") : tr("Nothing is stopped");
    if (m_reset->toolTip() != hint) m_reset->setToolTip(hint);
}

void RiskPane::refreshFacts() {
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/risk/reset_dialog.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/hub.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

constexpr qsizetype kReasonMin = 10, kReasonMax = 500;
constexpr int kRecheckMs = 1'000;

QLabel* wrapped(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

void colorText(QLabel& label, const QColor& color) {
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, color);
    label.setPalette(palette);
}

/// Overwrites what was typed before it goes.
void forget(QLineEdit& field) {
    field.setText(QString(field.text().size(), QLatin1Char(' ')));
    field.clear();
}

}  // namespace

ResetDialog::ResetDialog(Hub& hub, Theme& theme, QWidget* parent) : QDialog(parent), m_hub(hub), m_theme(theme) {
    setObjectName(QStringLiteral("reset_dialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(buildCheck());
    m_pages->addWidget(buildCommit());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->addWidget(m_pages);
    setMinimumWidth(theme.px(520));
    m_delay.setTimerType(Qt::PreciseTimer);
    m_delay.setSingleShot(true);
    m_delay.setInterval(delayMs());
    connect(&m_delay, &QTimer::timeout, this, [this] { m_commit->setEnabled(complete() && !m_worker.busy()); });
    m_recheck.setInterval(kRecheckMs);  // the preconditions are live: a lock file may go while this is open
    connect(&m_recheck, &QTimer::timeout, this, [this] {
        if (m_pages->currentIndex() == 0) prepare();
    });
    retranslate();
    prepare();
    m_recheck.start();
}

QWidget* ResetDialog::buildCheck() {
    auto* page = new QWidget;
    m_head = wrapped(page);
    QFont large = m_theme.uiFont(14);
    large.setWeight(QFont::DemiBold);
    m_head->setFont(large);
    m_cause = wrapped(page);
    m_blockers = wrapped(page);
    m_blockers->setObjectName(QStringLiteral("reset_blockers"));
    m_next = new QPushButton(page);
    m_next->setObjectName(QStringLiteral("reset_next"));
    m_next->setDefault(true);
    m_cancel = new QPushButton(page);
    m_cancel->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_next);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_head);
    column->addWidget(m_cause);
    column->addWidget(m_blockers);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::close);
    connect(m_next, &QPushButton::clicked, this, [this] {
        m_pages->setCurrentIndex(1);
        m_phrase->setFocus();
        inputChanged();
    });
    return page;
}

QWidget* ResetDialog::buildCommit() {
    auto* page = new QWidget;
    const auto field = [page](const char* name) {
        auto* edit = new QLineEdit(page);
        edit->setObjectName(QLatin1StringView(name));
        return edit;
    };
    m_phrase_label = wrapped(page);
    m_reason_label = wrapped(page);
    m_key_label = wrapped(page);
    m_phrase = field("reset_phrase");
    m_reason = field("reset_reason");
    m_reason->setMaxLength(static_cast<int>(kReasonMax));
    m_key = field("reset_key");
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_answer = wrapped(page);
    m_answer->setObjectName(QStringLiteral("reset_answer"));
    m_back = new QPushButton(page);
    m_back->setAutoDefault(false);
    m_commit = new QPushButton(page);
    m_commit->setObjectName(QStringLiteral("reset_commit"));
    m_commit->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_commit);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_phrase_label, m_phrase, m_reason_label, m_reason,
                                                           m_key_label, m_key, m_answer})
        column->addWidget(widget);
    column->addStretch(1);
    column->addLayout(buttons);
    for (QLineEdit* edit : {m_phrase, m_reason, m_key})
        connect(edit, &QLineEdit::textChanged, this, &ResetDialog::inputChanged);
    connect(m_back, &QPushButton::clicked, this, [this] {
        forget(*m_key);
        m_pages->setCurrentIndex(0);
        prepare();
    });
    connect(m_commit, &QPushButton::clicked, this, &ResetDialog::commit);
    return page;
}

void ResetDialog::retranslate() {
    setWindowTitle(tr("Reset the stop"));
    m_head->setText(tr("Reset %1").arg(QString::fromStdString(m_hub.run().engine_name)));
    m_next->setText(tr("Next"));
    m_cancel->setText(tr("Cancel"));
    m_back->setText(tr("Back"));
    m_commit->setText(tr("Reset now"));
    m_commit->setToolTip(tr("Wakes 3 s after phrase, reason and key are there"));
    m_reason_label->setText(tr("Why is it safe to go on? 10 to 500 characters, kept in the audit log."));
    m_key_label->setText(tr("Reset key"));
    m_phrase->setAccessibleName(tr("Phrase"));
    m_reason->setAccessibleName(tr("Reason"));
    m_key->setAccessibleName(tr("Reset key"));
    showCause();
}

void ResetDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

void ResetDialog::showCause() {
    const api::RiskView& risk = m_hub.risk();
    QString text = tr("%1 since %2 by %3: %4")
                       .arg(texts::riskState(risk.state), format::dateTimeMs(risk.since.ns, format::Zone::Local),
                            texts::actor(risk.actor.view()), texts::codeText(risk.cause));
    if (!risk.reason.view().empty())
        text += QLatin1Char('\n') + tr("Reason given: %1").arg(texts::reason(risk.reason.view()));
    m_cause->setText(text);
    m_phrase_label->setText(
        tr("Type %1 exactly").arg(QStringLiteral("RESET ") + QString::fromStdString(m_ticket.trip_id.substr(0, 6))));
}

void ResetDialog::prepare() {
    const Result<api::ResetTicket> prepared = m_hub.api().resetPrepare();
    QStringList lines;
    if (!prepared) {
        lines << QStringLiteral("✗ ") + texts::errorText(prepared.error());
        m_ticket = {};
    } else {
        m_ticket = *prepared;
        for (const std::string& blocker : m_ticket.blockers)
            lines << QStringLiteral("✗ ") + QString::fromStdString(blocker);
        if (!m_hub.risk().key_set)
            lines << QStringLiteral("✗ ") + tr("No reset key is set. Set one in the Risk view first.");
    }
    const bool free = lines.isEmpty();
    if (free) lines << QStringLiteral("✓ ") + tr("Nothing blocks the reset. After it nothing restarts by itself.");
    m_blockers->setText(lines.join(QLatin1Char('\n')));
    colorText(*m_blockers, m_theme.color(free ? Token::Ok : Token::Crit));
    m_next->setEnabled(free);
    showCause();
}

bool ResetDialog::complete() const {
    const QString phrase = QStringLiteral("RESET ") + QString::fromStdString(m_ticket.trip_id.substr(0, 6));
    return m_phrase->text() == phrase && m_reason->text().trimmed().size() >= kReasonMin && !m_key->text().isEmpty();
}

void ResetDialog::inputChanged() {
    m_commit->setEnabled(false);
    if (complete())
        m_delay.start();
    else
        m_delay.stop();
}

void ResetDialog::say(const QString& text, bool bad) {
    m_answer->setText(text);
    colorText(*m_answer, m_theme.color(bad ? Token::Crit : Token::Text2));
}

void ResetDialog::commit() {
    m_commit->setEnabled(false);
    say(tr("Checking the key…"), /*bad=*/false);
    const std::string nonce = m_ticket.nonce, typed = m_phrase->text().toStdString(),
                      reason = m_reason->text().trimmed().toStdString(), key = m_key->text().toStdString();
    api::EngineApi& engine = m_hub.api();
    m_worker.run([&engine, nonce, typed, reason, key] { return engine.resetCommit(nonce, typed, reason, key); },
                 [this](const Status& status) { answered(status); });
    forget(*m_key);
}

void ResetDialog::answered(const Status& status) {
    if (status) {
        m_hub.refreshRun();
        close();
        return;
    }
    say(QStringLiteral("✗ ") + texts::errorText(status.error()), /*bad=*/true);
    const Code code = status.error().code;
    if (code == Code::ResetExpired || code == Code::ResetNotPrepared || code == Code::ResetNotHalted) {
        m_pages->setCurrentIndex(0);
        prepare();
        return;
    }
    m_key->setFocus();
}

ResetKeyDialog::ResetKeyDialog(Hub& hub, Theme& theme, QWidget* parent) : QDialog(parent), m_hub(hub), m_theme(theme) {
    setObjectName(QStringLiteral("reset_key_dialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_hint = wrapped(this);
    m_old_label = wrapped(this);
    m_new_label = wrapped(this);
    m_again_label = wrapped(this);
    m_answer = wrapped(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(6);
    column->addWidget(m_hint);
    column->addSpacing(6);
    const auto field = [&](QLabel* label, const char* name) {
        auto* edit = new QLineEdit(this);
        edit->setObjectName(QLatin1StringView(name));
        edit->setEchoMode(QLineEdit::Password);
        edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
        column->addWidget(label);
        column->addWidget(edit);
        connect(edit, &QLineEdit::textChanged, this, &ResetKeyDialog::inputChanged);
        return edit;
    };
    m_old = field(m_old_label, "key_old");
    m_new = field(m_new_label, "key_new");
    m_again = field(m_again_label, "key_again");
    m_old->setVisible(hub.risk().key_set);
    m_old_label->setVisible(hub.risk().key_set);
    m_cancel = new QPushButton(this);
    m_cancel->setAutoDefault(false);
    m_commit = new QPushButton(this);
    m_commit->setObjectName(QStringLiteral("key_commit"));
    m_commit->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_commit);
    column->addWidget(m_answer);
    column->addStretch(1);
    column->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::close);
    connect(m_commit, &QPushButton::clicked, this, &ResetKeyDialog::commit);
    setMinimumWidth(theme.px(460));
    retranslate();
    inputChanged();
}

void ResetKeyDialog::retranslate() {
    setWindowTitle(tr("Reset key"));
    m_hint->setText(
        tr("A stop can only be reset with this key. It is not stored here; if it is lost, a new one is set on the "
           "command line."));
    m_old_label->setText(tr("Present key"));
    m_new_label->setText(tr("New key, at least %n character(s)", nullptr, kKeyLengthMin));
    m_again_label->setText(tr("New key again"));
    m_cancel->setText(tr("Cancel"));
    m_commit->setText(tr("Set key"));
    m_old->setAccessibleName(tr("Present key"));
    m_new->setAccessibleName(tr("New key"));
    m_again->setAccessibleName(tr("New key again"));
}

void ResetKeyDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

void ResetKeyDialog::inputChanged() {
    const bool differ = !m_again->text().isEmpty() && m_again->text() != m_new->text();
    m_answer->setText(differ ? tr("The two new keys differ") : QString());
    colorText(*m_answer, m_theme.color(Token::Crit));
    m_commit->setEnabled(!m_worker.busy() && m_new->text().size() >= kKeyLengthMin &&
                         m_again->text() == m_new->text() && (m_old->isHidden() || !m_old->text().isEmpty()));
}

void ResetKeyDialog::commit() {
    const std::string old_key = m_old->text().toStdString(), new_key = m_new->text().toStdString();
    api::EngineApi& engine = m_hub.api();
    m_worker.run([&engine, old_key, new_key] { return engine.setResetKey(old_key, new_key); },
                 [this](const Status& status) { answered(status); });
    m_commit->setEnabled(false);
}

void ResetKeyDialog::answered(const Status& status) {
    for (QLineEdit* field : {m_old, m_new, m_again}) forget(*field);
    if (status) {
        m_hub.refreshRun();
        close();
        return;
    }
    m_answer->setText(QStringLiteral("✗ ") + texts::errorText(status.error()));
    colorText(*m_answer, m_theme.color(Token::Crit));
}

}  // namespace bw::ui

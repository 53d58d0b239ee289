// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/common/command_form.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/model/fixed.h"
#include "ui/texts.h"
#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

using Kind = CommandForm::Field::Kind;
constexpr int kReasonLengthMax = 127;

QLabel* wrapped(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QString valueOf(const QWidget* input) {
    if (const auto* combo = qobject_cast<const QComboBox*>(input)) return combo->currentData().toString();
    return static_cast<const QLineEdit*>(input)->text().trimmed();
}

}  // namespace

QString decimalProblem(const QString& text, int digits, bool zero_allowed) {
    Qty parsed;
    const std::string plain = text.trimmed().toStdString();
    const bool bare = plain.find_first_not_of("0123456789.") == std::string::npos;  // neither sign nor exponent
    switch (bare ? parse(plain, digits, parsed) : Code::NumSyntax) {
        case Code::Ok:
            break;
        case Code::NumPrecision:
            return CommandDialog::tr("at most %n digit(s) after the point", nullptr, digits);
        case Code::NumOverflow:
            return CommandDialog::tr("the number is too large");
        default:
            return CommandDialog::tr("a number such as 1234.5, without signs or separators");
    }
    return parsed.units == 0 && !zero_allowed ? CommandDialog::tr("more than zero") : QString();
}

CommandDialog::CommandDialog(Theme& theme, std::function<CommandForm()> make, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_make(std::move(make)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::NonModal);
    setMinimumWidth(theme.px(440));
    m_form = m_make();
    build();
    retranslate();
    inputChanged();
}

CommandDialog* CommandDialog::open(Theme& theme, const QString& name, std::function<CommandForm()> make,
                                   QWidget* parent) {
    if (auto* old = parent->findChild<CommandDialog*>(name)) {
        old->setObjectName(QString());
        old->close();
    }
    auto* dialog = new CommandDialog(theme, std::move(make), parent);
    dialog->setObjectName(name);
    dialog->show();
    return dialog;
}

void CommandDialog::build() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(6);
    m_text = wrapped(this);
    column->addWidget(m_text);
    column->addSpacing(6);
    for (const CommandForm::Field& field : m_form.fields) {
        auto* label = wrapped(this);
        QWidget* input = nullptr;
        if (field.kind == Kind::Choice) {
            auto* combo = new QComboBox(this);
            for (const auto& [value, words] : field.choices) combo->addItem(words, value);
            combo->setCurrentIndex(std::max(combo->findData(field.initial), 0));
            connect(combo, &QComboBox::currentIndexChanged, this, &CommandDialog::inputChanged);
            input = combo;
        } else {
            auto* edit = new QLineEdit(field.initial, this);
            if (field.kind == Kind::Reason) edit->setMaxLength(kReasonLengthMax);
            if (field.kind == Kind::Decimal) edit->setFont(m_theme.numberFont());
            connect(edit, &QLineEdit::textChanged, this, &CommandDialog::inputChanged);
            input = edit;
        }
        input->setObjectName(QStringLiteral("form_") + field.id);
        column->addWidget(label);
        column->addWidget(input);
        m_labels.push_back(label);
        m_inputs.push_back(input);
    }
    if (!m_form.phrase.isEmpty()) {
        m_phrase_label = wrapped(this);
        m_phrase = new QLineEdit(this);
        m_phrase->setObjectName(QStringLiteral("form_phrase"));
        connect(m_phrase, &QLineEdit::textChanged, this, &CommandDialog::inputChanged);
        column->addWidget(m_phrase_label);
        column->addWidget(m_phrase);
    }
    m_answer = wrapped(this);
    m_answer->setObjectName(QStringLiteral("form_answer"));
    column->addWidget(m_answer);
    column->addStretch(1);
    m_cancel = new QPushButton(this);
    m_commit = new QPushButton(this);
    m_commit->setObjectName(QStringLiteral("form_commit"));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    for (QPushButton* button : {m_cancel, m_commit}) {
        button->setAutoDefault(false);  // Enter in a field does nothing
        buttons->addWidget(button);
    }
    column->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::close);
    connect(m_commit, &QPushButton::clicked, this, &CommandDialog::commit);
}

void CommandDialog::retranslate() {
    m_form = m_make();
    setWindowTitle(m_form.title);
    m_text->setText(m_form.text);
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        m_labels[i]->setText(m_form.fields[i].label);
        m_inputs[i]->setAccessibleName(m_form.fields[i].label);
        auto* combo = qobject_cast<QComboBox*>(m_inputs[i]);
        if (combo == nullptr) continue;
        for (std::size_t c = 0; c < m_form.fields[i].choices.size(); ++c)
            combo->setItemText(static_cast<int>(c), m_form.fields[i].choices[c].second);
    }
    if (m_phrase != nullptr) {
        m_phrase_label->setText(tr("Type %1 exactly").arg(m_form.phrase));
        m_phrase->setAccessibleName(tr("Phrase"));
    }
    m_cancel->setText(tr("Cancel"));
    m_commit->setText(m_form.button);
}

void CommandDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

QString CommandDialog::problem() const {
    for (std::size_t i = 0; i < m_inputs.size(); ++i) {
        const CommandForm::Field& field = m_form.fields[i];
        const QString value = valueOf(m_inputs[i]);
        if (value.isEmpty() && field.optional) continue;
        if (field.kind == Kind::Decimal) {
            if (const QString why = decimalProblem(value, field.digits); !why.isEmpty())
                return QStringLiteral("%1: %2").arg(field.label, why);
        } else if (field.kind == Kind::Reason) {
            if (value.size() < kReasonLengthMin)
                return tr("A reason of at least %n character(s) is kept in the audit log.", nullptr, kReasonLengthMin);
        } else if (value.isEmpty()) {
            return QStringLiteral("%1: %2").arg(field.label, tr("missing"));
        }
    }
    if (m_phrase != nullptr && m_phrase->text() != m_form.phrase) return tr("The phrase is not typed yet.");
    return {};
}

CommandForm::Values CommandDialog::values() const {
    CommandForm::Values out;
    for (std::size_t i = 0; i < m_inputs.size(); ++i) out[m_form.fields[i].id] = valueOf(m_inputs[i]);
    if (m_phrase != nullptr) out[QStringLiteral("phrase")] = m_phrase->text();
    return out;
}

void CommandDialog::inputChanged() {
    if (m_commit == nullptr) return;
    const QString why = problem();
    m_commit->setEnabled(why.isEmpty());
    m_commit->setToolTip(why);
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::WindowText, m_theme.color(Token::Text2));
    m_answer->setPalette(palette);
    m_answer->setText(why);
}

void CommandDialog::commit() {
    if (!problem().isEmpty()) return;
    const Status status = m_form.act(values());
    if (status) {
        close();
        return;
    }
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::WindowText, m_theme.color(Token::Crit));
    m_answer->setPalette(palette);
    m_answer->setText(QStringLiteral("✗ ") + texts::errorText(status.error()));
}

}  // namespace bw::ui

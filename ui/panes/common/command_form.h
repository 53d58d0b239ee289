// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>
#include <functional>
#include <map>
#include <vector>

#include "core/model/result.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace bw::ui {

class Theme;

/// What a command asks of a person before it goes to the engine.
struct CommandForm {
    struct Field {
        QString id, label;
        enum class Kind : std::uint8_t { Text, Reason, Decimal, Choice } kind = Kind::Text;
        QString initial;
        std::vector<std::pair<QString, QString>> choices;  // Choice: value, words
        int digits = 8;                                    // Decimal: at most so many after the point
        bool optional = false;
    };
    using Values = std::map<QString, QString>;  // by field id; "phrase" too
    QString title, text, button;
    QString phrase;  // to be typed exactly; empty: none
    std::vector<Field> fields;
    std::function<Status(const Values&)> act;  // Ok: handed over, the dialog closes
};

inline constexpr int kReasonLengthMin = 8;

/// A non-modal dialog of a CommandForm. The button wakes when every field is well and the phrase is typed; Enter in a
/// field does nothing. A refusal stays in the dialog with its code. `make` is called again for another language.
/// GUI thread.
class CommandDialog : public QDialog {
    Q_OBJECT
public:
    CommandDialog(Theme& theme, std::function<CommandForm()> make, QWidget* parent);
    /// One at a time per parent and name: an open one of that name is replaced.
    static CommandDialog* open(Theme& theme, const QString& name, std::function<CommandForm()> make, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void retranslate();
    void inputChanged();
    [[nodiscard]] QString problem() const;
    [[nodiscard]] CommandForm::Values values() const;
    void commit();
    Theme& m_theme;
    std::function<CommandForm()> m_make;
    CommandForm m_form;
    QLabel* m_text = nullptr;
    QLabel* m_answer = nullptr;
    QLabel* m_phrase_label = nullptr;
    QLineEdit* m_phrase = nullptr;
    std::vector<QLabel*> m_labels;
    std::vector<QWidget*> m_inputs;  // QLineEdit or QComboBox, as the fields
    QPushButton *m_commit = nullptr, *m_cancel = nullptr;
};

/// What is wrong with a decimal as typed, in words; empty: fine. Only digits and one point.
[[nodiscard]] QString decimalProblem(const QString& text, int digits, bool zero_allowed = false);

}  // namespace bw::ui

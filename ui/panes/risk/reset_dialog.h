// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>
#include <QTimer>

#include "ui/worker.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace bw::ui {

class Hub;
class Theme;

/// The reset of a stop in two steps (workstation spec 6): first what happened and what still blocks, then phrase,
/// reason and key; the last button wakes 3 s after all three are there. Non-modal. The key is forgotten with each
/// answer. GUI thread; the commit itself runs on a worker.
class ResetDialog : public QDialog {
    Q_OBJECT
public:
    ResetDialog(Hub& hub, Theme& theme, QWidget* parent);
    [[nodiscard]] static constexpr int delayMs() { return 3'000; }

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildCheck();
    QWidget* buildCommit();
    void retranslate();
    void prepare();
    void showCause();
    void inputChanged();
    [[nodiscard]] bool complete() const;
    void commit();
    void answered(const Status& status);
    void say(const QString& text, bool bad);
    Hub& m_hub;
    Theme& m_theme;
    Worker m_worker;
    QTimer m_delay, m_recheck;
    api::ResetTicket m_ticket;
    QStackedWidget* m_pages = nullptr;
    QLabel* m_head = nullptr;
    QLabel* m_cause = nullptr;
    QLabel* m_blockers = nullptr;
    QLabel* m_phrase_label = nullptr;
    QLabel* m_reason_label = nullptr;
    QLabel* m_key_label = nullptr;
    QLabel* m_answer = nullptr;
    QLineEdit* m_phrase = nullptr;
    QLineEdit* m_reason = nullptr;
    QLineEdit* m_key = nullptr;
    QPushButton* m_next = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_commit = nullptr;
    QPushButton* m_cancel = nullptr;
};

/// Sets or changes the reset key: old one (if there is one), new one twice. Non-modal; the derivation runs on a worker.
class ResetKeyDialog : public QDialog {
    Q_OBJECT
public:
    ResetKeyDialog(Hub& hub, Theme& theme, QWidget* parent);
    static constexpr int kKeyLengthMin = 8;

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void inputChanged();
    void commit();
    void answered(const Status& status);
    Hub& m_hub;
    Theme& m_theme;
    Worker m_worker;
    QLabel* m_hint = nullptr;
    QLabel* m_old_label = nullptr;
    QLabel* m_new_label = nullptr;
    QLabel* m_again_label = nullptr;
    QLabel* m_answer = nullptr;
    QLineEdit* m_old = nullptr;
    QLineEdit* m_new = nullptr;
    QLineEdit* m_again = nullptr;
    QPushButton* m_commit = nullptr;
    QPushButton* m_cancel = nullptr;
};

}  // namespace bw::ui

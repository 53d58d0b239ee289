// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QStringList>
#include <memory>

class QTranslator;

namespace bw::ui {

class Theme;

/// The language in force; a change reaches every widget as QEvent::LanguageChange, without a restart. GUI thread.
class Language : public QObject {
    Q_OBJECT
public:
    explicit Language(Theme& theme, QObject* parent = nullptr);
    ~Language() override;
    /// "auto", "en" or "zh_CN"; anything else is "auto". False if a translation that should be built in is absent.
    bool set(const QString& code);
    [[nodiscard]] QString chosen() const { return m_chosen; }      // as set
    [[nodiscard]] QString resolved() const { return m_resolved; }  // "en" or "zh_CN"
    [[nodiscard]] static QStringList available();                  // codes, without "auto"
    [[nodiscard]] static QString nameOf(const QString& code);      // in the language itself

private:
    Theme& m_theme;
    QString m_chosen, m_resolved;
    std::unique_ptr<QTranslator> m_own, m_toolkit;
};

}  // namespace bw::ui

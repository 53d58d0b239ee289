// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/language.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include "ui/theme/theme.h"

namespace bw::ui {
namespace {

const QString kEn = QStringLiteral("en");
const QString kZh = QStringLiteral("zh_CN");
const QString kAuto = QStringLiteral("auto");

}  // namespace

Language::Language(Theme& theme, QObject* parent) : QObject(parent), m_theme(theme) {}

Language::~Language() = default;  // a translator that dies leaves the application by itself

QStringList Language::available() {
    return {kEn, kZh};
}

QString Language::nameOf(const QString& code) {
    return code == kZh ? QStringLiteral("简体中文") : QStringLiteral("English");
}

bool Language::set(const QString& code) {
    m_chosen = available().contains(code) ? code : kAuto;
    const bool chinese_system = QLocale::system().language() == QLocale::Chinese;
    const QString resolved = m_chosen != kAuto ? m_chosen : chinese_system ? kZh : kEn;
    if (resolved == m_resolved) return true;
    m_resolved = resolved;
    m_own.reset();
    m_toolkit.reset();
    // English has a file too: it holds the plural forms.
    m_own = std::make_unique<QTranslator>();
    const bool loaded = m_own->load(QStringLiteral(":/i18n/bellwether_%1.qm").arg(resolved));
    m_theme.setWords(resolved == kZh ? format::UnitWords::Zh : format::UnitWords::En);
    bool toolkit_loaded = true;
    if (resolved == kZh) {  // the toolkit's own words: file dialog, context menus of fields
        m_toolkit = std::make_unique<QTranslator>();
        toolkit_loaded = m_toolkit->load(QStringLiteral(":/i18n/toolkit_zh_CN.qm"));
        QCoreApplication::installTranslator(m_toolkit.get());
    }
    QCoreApplication::installTranslator(m_own.get());
    return loaded && toolkit_loaded;
}

}  // namespace bw::ui

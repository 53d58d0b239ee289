// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/source_document.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <array>

namespace bw::app {
namespace {
constexpr std::array<const char*, 4> kKinds = {"demo", "mt5", "binance", "recording"};
QString qstr(const std::string& text) { return QString::fromStdString(text); }
}  // namespace

std::string sourceToJson(const api::SourceChoice& choice) {
    QJsonArray symbols;
    for (const std::string& symbol : choice.symbols) symbols.append(qstr(symbol));
    const QJsonObject object{{QStringLiteral("schema"), 1},
                             {QStringLiteral("kind"), QLatin1String(kKinds[static_cast<std::size_t>(choice.kind)])},
                             {QStringLiteral("endpoint"), qstr(choice.endpoint)},
                             {QStringLiteral("symbols"), symbols},
                             {QStringLiteral("path"), qstr(choice.path)},
                             {QStringLiteral("format"), qstr(choice.format)},
                             {QStringLiteral("venue"), qstr(choice.venue)},
                             {QStringLiteral("speed"), choice.speed}};
    return QJsonDocument(object).toJson(QJsonDocument::Indented).toStdString();
}

std::optional<api::SourceChoice> sourceFromJson(std::string_view json) {
    const QJsonDocument doc = QJsonDocument::fromJson(QByteArray(json.data(), static_cast<qsizetype>(json.size())));
    if (!doc.isObject()) return std::nullopt;
    const QJsonObject object = doc.object();
    const QString kind = object.value(QStringLiteral("kind")).toString();
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (kind != QLatin1String(kKinds[i])) continue;
        api::SourceChoice choice;
        choice.kind = static_cast<api::SourceChoice::Kind>(i);
        choice.endpoint = object.value(QStringLiteral("endpoint")).toString().toStdString();
        for (const auto& symbol : object.value(QStringLiteral("symbols")).toArray())
            choice.symbols.push_back(symbol.toString().toStdString());
        choice.path = object.value(QStringLiteral("path")).toString().toStdString();
        choice.format = object.value(QStringLiteral("format")).toString().toStdString();
        choice.venue = object.value(QStringLiteral("venue")).toString().toStdString();
        choice.speed = object.value(QStringLiteral("speed")).toDouble(1);
        return choice;
    }
    return std::nullopt;
}

}  // namespace bw::app

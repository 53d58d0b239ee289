// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/layout_document.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>

namespace bw::ui {
namespace {

const QStringList kThemes{QStringLiteral("dark"), QStringLiteral("light")};
const QStringList kMarkets{QStringLiteral("intl"), QStringLiteral("cn"), QStringLiteral("cb")};
const QStringList kLanguages{QStringLiteral("auto"), QStringLiteral("en"), QStringLiteral("zh_CN")};

/// A flipped bit inside the base64 is still base64: the blobs carry a check of their own before the toolkit reads them.
QString checkOf(const LayoutDocument& document) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(document.geometry);
    hash.addData(QByteArrayView("|"));
    hash.addData(document.state);
    return QString::fromLatin1(hash.result().toHex().left(16));
}

bool readBlob(const QJsonObject& object, QLatin1StringView key, QByteArray& out) {
    const QJsonValue value = object.value(key);
    if (!value.isString()) return false;
    const auto decoded =
        QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded) return false;
    out = *decoded;
    return true;
}

}  // namespace

QString themeName(ThemeBase base) {
    return kThemes.at(static_cast<qsizetype>(base));
}
QString marketName(MarketPalette market) {
    return kMarkets.at(static_cast<qsizetype>(market));
}

std::string LayoutDocument::toJson() const {
    const QJsonObject object{
        {QStringLiteral("schema"), kSchema},
        {QStringLiteral("geometry"), QString::fromLatin1(geometry.toBase64())},
        {QStringLiteral("state"), QString::fromLatin1(state.toBase64())},
        {QStringLiteral("check"), checkOf(*this)},
        {QStringLiteral("language"), language},
        {QStringLiteral("theme"), themeName(base)},
        {QStringLiteral("market_colors"), marketName(market)},
        {QStringLiteral("font_scale_pct"), font_scale_pct},
        {QStringLiteral("focused"), focused},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Indented).toStdString();
}

std::optional<LayoutDocument> LayoutDocument::fromJson(std::string_view bytes) {
    if (bytes.size() > kSizeMax) return std::nullopt;
    const QJsonDocument parsed =
        QJsonDocument::fromJson(QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (!parsed.isObject()) return std::nullopt;
    const QJsonObject object = parsed.object();
    if (object.value(QLatin1StringView("schema")).toInt(-1) != kSchema) return std::nullopt;
    LayoutDocument out;
    if (!readBlob(object, QLatin1StringView("geometry"), out.geometry) ||
        !readBlob(object, QLatin1StringView("state"), out.state))
        return std::nullopt;
    if (object.value(QLatin1StringView("check")).toString() != checkOf(out)) return std::nullopt;
    out.language = object.value(QLatin1StringView("language")).toString();
    const auto theme = kThemes.indexOf(object.value(QLatin1StringView("theme")).toString());
    const auto market = kMarkets.indexOf(object.value(QLatin1StringView("market_colors")).toString());
    out.font_scale_pct = object.value(QLatin1StringView("font_scale_pct")).toInt(-1);
    out.focused = object.value(QLatin1StringView("focused")).toString();
    if (theme < 0 || market < 0 || !kLanguages.contains(out.language) || out.font_scale_pct < 80 ||
        out.font_scale_pct > 200)
        return std::nullopt;
    out.base = static_cast<ThemeBase>(theme);
    out.market = static_cast<MarketPalette>(market);
    return out;
}

}  // namespace bw::ui

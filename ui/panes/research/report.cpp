// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/research/report.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/panes/research/report_read.h"
#include "ui/signal_words.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace research {
namespace {
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

qint64 numberIn(const QString& key) {
    static const QRegularExpression kDigits(QStringLiteral("\\d+"));
    const QRegularExpressionMatch match = kDigits.match(key);
    return match.hasMatch() ? match.captured().toLongLong() : std::numeric_limits<qint64>::max();
}
}  // namespace

double number(const QJsonValue& value) {
    return value.toDouble(kNone);
}

std::uint64_t count(const QJsonValue& value) {
    const double known = value.toDouble(0);
    return known > 0 ? static_cast<std::uint64_t>(known) : 0;
}

QString countText(const QJsonValue& value) {
    return value.isDouble() ? format::count(count(value)) : format::missing();
}

QString fixedText(const QJsonValue& value, int decimals) {
    return format::number(number(value), decimals);
}

QString signedText(const QJsonValue& value, int decimals) {
    return format::number(number(value), decimals, format::Sign::Always);
}

QString percentText(const QJsonValue& value) {
    return value.isDouble() ? format::percent(value.toDouble()) : format::missing();
}

QString shareInterval(const QJsonValue& pair) {
    const double lo = number(pair[0]), hi = number(pair[1]);
    if (std::isnan(lo) || std::isnan(hi)) return {};
    return QStringLiteral("[%1–%2]").arg(format::number(lo * 100, 1), format::number(hi * 100, 1));
}

QString numberInterval(const QJsonValue& pair, int decimals) {
    const double lo = number(pair[0]), hi = number(pair[1]);
    if (std::isnan(lo) || std::isnan(hi)) return {};
    return QStringLiteral("[%1 … %2]").arg(format::number(lo, decimals), format::number(hi, decimals));
}

QString pText(const QJsonValue& value) {
    const double p = number(value);
    if (std::isnan(p)) return format::missing();
    return p < 0.001 ? QStringLiteral("< 0.001") : format::number(p, 3);
}

QString yesNo(const QJsonValue& value) {
    return !value.isBool() ? format::missing() : value.toBool() ? Words::tr("yes") : Words::tr("no");
}

QString hashText(const QJsonValue& value) {
    const QString text = value.toString();
    return text.isEmpty() ? format::missing() : text.left(12);
}

QString timeText(const QJsonValue& ns) {
    const double t = number(ns);
    if (std::isnan(t) || t == 0) return format::missing();
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(t / 1e6), Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString anyText(const QJsonValue& value) {
    switch (value.type()) {
        case QJsonValue::Bool:
            return yesNo(value);
        case QJsonValue::Double: {
            const double known = value.toDouble();
            return known == std::floor(known) && std::abs(known) < 1e15 ? QString::number(static_cast<qint64>(known))
                                                                        : QString::number(known, 'g', 6);
        }
        case QJsonValue::String:
            return value.toString();
        case QJsonValue::Array: {
            QStringList parts;
            for (const QJsonValue& part : value.toArray()) parts.append(anyText(part));
            return parts.join(QStringLiteral(", "));
        }
        case QJsonValue::Object:
            return pairsText(value);
        default:
            return format::missing();
    }
}

QString pairsText(const QJsonValue& object) {
    QStringList parts;
    const QJsonObject members = object.toObject();
    for (auto it = members.begin(); it != members.end(); ++it)
        parts.append(it.key() + QLatin1Char(' ') + anyText(it.value()));
    return parts.isEmpty() ? format::missing() : parts.join(QStringLiteral(", "));
}

QString verdictText(const QString& code) {
    if (code.isEmpty()) return format::missing();
    if (code == QLatin1String("significant")) return Words::tr("significant");
    if (code == QLatin1String("published")) return Words::tr("published");
    if (code == QLatin1String("default_kept")) return Words::tr("default kept");
    if (code == QLatin1String("ok")) return Words::tr("enough trades");
    return texts::signalReasonFromName(code.toStdString());  // insufficient, not_significant and what is unknown
}

Token verdictToken(const QString& code) {
    const bool found = code == QLatin1String("significant") || code == QLatin1String("published");
    return found ? Token::Ok : Token::Text2;
}

QString horizonText(const QString& key) {
    const qint64 digits = numberIn(key);
    if (digits == std::numeric_limits<qint64>::max()) return key;
    const bool seconds = key.endsWith(QLatin1Char('s')) && !key.endsWith(QLatin1String("samples"));
    return seconds ? QStringLiteral("%1 s").arg(digits)
                   : Words::tr("%n sample(s)", nullptr, static_cast<int>(std::min<qint64>(digits, 1'000'000)));
}

QStringList orderedKeys(const QJsonObject& object) {
    QStringList keys = object.keys();
    std::stable_sort(keys.begin(), keys.end(), [](const QString& a, const QString& b) {
        const bool a_seconds = a.endsWith(QLatin1Char('s')), b_seconds = b.endsWith(QLatin1Char('s'));
        if (a_seconds != b_seconds) return b_seconds;
        return numberIn(a) != numberIn(b) ? numberIn(a) < numberIn(b) : a < b;
    });
    return keys;
}

FigureTable::FigureTable(const QString& title, const QStringList& cases, int case_chars)
    : m_cases(static_cast<int>(cases.size())) {
    m_table.title = title;
    m_table.scrolls = true;
    m_table.columns.push_back({QString(), TableColumn::Look::Text, 4, 0, {}});
    for (const QString& one : cases) m_table.columns.push_back({one, TableColumn::Look::Number, case_chars, 0, {}});
    m_table.columns.push_back({QString(), TableColumn::Look::Stretch, 1, 0, {}});
}

TextRow FigureTable::begin(const QString& label, const QString& tooltip) {
    // In digits of the number font: Latin letters of the text font are a little narrower, Han twice as wide.
    double chars = 1;
    for (const QChar c : label) chars += c.script() == QChar::Script_Han ? 1.75 : 0.9;
    int& column = m_table.columns.front().chars;
    column = std::max(column, static_cast<int>(std::ceil(chars)));
    TextRow row;
    row.id = QString::number(m_table.rows.size());
    row.cells.push_back({label, Token::Text2, tooltip, nullptr});
    return row;
}

ReportCell cell(const QString& text, Token token, const QString& tooltip) {
    return {text, token, tooltip, nullptr};
}

}  // namespace research

QString runKind(std::string_view kind) {
    using research::Words;
    if (kind == "evaluation") return Words::tr("evaluation");
    if (kind == "tuning") return Words::tr("tuning");
    if (kind == "calibration") return Words::tr("calibration");
    if (kind == "backtest") return Words::tr("backtest");
    return format::text(kind);
}

Report readReport(std::string_view kind, std::string_view json) {
    Report out;
    QJsonParseError problem;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(json.data(), static_cast<qsizetype>(json.size())), &problem);
    if (!document.isObject()) {
        out.error = problem.error == QJsonParseError::NoError
                        ? research::Words::tr("The report is not a JSON object.")
                        : research::Words::tr("The report cannot be read: %1 at byte %2.")
                              .arg(problem.errorString())
                              .arg(problem.offset);
        return out;
    }
    const QJsonObject root = document.object();
    if (kind == "evaluation") return research::readEvaluation(root);
    if (kind == "tuning") return research::readTuning(root);
    if (kind == "calibration") return research::readCalibration(root);
    if (kind == "backtest") return research::readBacktest(root);
    out.error = research::Words::tr("This version does not know reports of the kind %1.").arg(format::text(kind));
    return out;
}

}  // namespace bw::ui

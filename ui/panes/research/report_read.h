// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

#include "ui/panes/research/report.h"

// Shared by the readers of the four reports.
namespace bw::ui::research {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Research)
};

/// NaN when the member is absent or null.
[[nodiscard]] double number(const QJsonValue& value);
/// 0 when it is absent.
[[nodiscard]] std::uint64_t count(const QJsonValue& value);

[[nodiscard]] QString countText(const QJsonValue& value);
[[nodiscard]] QString fixedText(const QJsonValue& value, int decimals);
[[nodiscard]] QString signedText(const QJsonValue& value, int decimals);
[[nodiscard]] QString percentText(const QJsonValue& value);
/// "[55.1–62.6]", percent, of a pair of shares.
[[nodiscard]] QString shareInterval(const QJsonValue& pair);
/// "[−0.3–1.9]" of a pair of numbers.
[[nodiscard]] QString numberInterval(const QJsonValue& pair, int decimals);
/// "0.032", "< 0.001".
[[nodiscard]] QString pText(const QJsonValue& value);
[[nodiscard]] QString yesNo(const QJsonValue& value);
/// The first twelve digits of a hash.
[[nodiscard]] QString hashText(const QJsonValue& value);
/// "2024-08-08 13:01" of ns since 1970.
[[nodiscard]] QString timeText(const QJsonValue& ns);
/// The member as it is: text, number, list or object in short.
[[nodiscard]] QString anyText(const QJsonValue& value);
/// "swing_L 13, z_hi 2, …" of an object.
[[nodiscard]] QString pairsText(const QJsonValue& object);

/// significant, not_significant, insufficient, published, default_kept, ok … in words.
[[nodiscard]] QString verdictText(const QString& code);
[[nodiscard]] Token verdictToken(const QString& code);
/// "10 samples", "30 s" of a horizon's key: "10", "horizon_10", "30s".
[[nodiscard]] QString horizonText(const QString& key);
/// Keys of an object by the number in them, then by text.
[[nodiscard]] QStringList orderedKeys(const QJsonObject& object);

/// A table whose rows are figures and whose columns are the cases (horizons): it stays narrow.
class FigureTable {
public:
    FigureTable(const QString& title, const QStringList& cases, int case_chars = 15);
    /// `cell(i)` gives the text of case i.
    template <class Cell>
    void add(const QString& label, const QString& tooltip, Cell cell) {
        TextRow row = begin(label, tooltip);
        for (int i = 0; i < m_cases; ++i) row.cells.push_back(cell(i));
        row.cells.emplace_back();
        m_table.rows.push_back(std::move(row));
    }
    [[nodiscard]] ReportTable take() { return std::move(m_table); }

private:
    TextRow begin(const QString& label, const QString& tooltip);
    ReportTable m_table;
    int m_cases = 0;
};
using ReportCell = TextRow::Cell;  // a plain name: the collector of texts takes a qualified one for a context
[[nodiscard]] ReportCell cell(const QString& text, Token token = Token::Text, const QString& tooltip = {});

[[nodiscard]] Report readEvaluation(const QJsonObject& root);
[[nodiscard]] Report readTuning(const QJsonObject& root);
[[nodiscard]] Report readCalibration(const QJsonObject& root);
[[nodiscard]] Report readBacktest(const QJsonObject& root);

}  // namespace bw::ui::research

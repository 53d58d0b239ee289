// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/feeds/gap_table_model.h"

#include <QCoreApplication>

#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(GapTable)
};
enum Column { From, Instrument, Stream, Cause, Ids, Missing, To, Length, How, ColumnCount };

QString idsOf(const api::GapRow& gap) {
    if (gap.first_missing == 0 && gap.last_missing == 0) return format::missing();
    if (gap.first_missing == gap.last_missing) return QString::number(gap.first_missing);
    return QString::number(gap.first_missing) + QStringLiteral("–") + QString::number(gap.last_missing);
}

QString missingOf(const api::GapRow& gap) {
    if (gap.last_missing < gap.first_missing || gap.first_missing == 0) return format::missing();
    return format::count(gap.last_missing - gap.first_missing + 1);
}

Token closeToken(GapClose close) {
    switch (close) {
        case GapClose::Open:
            return Token::Crit;
        case GapClose::Filled:
        case GapClose::Reordered:
        case GapClose::Bridged:
            return Token::Ok;
        case GapClose::Partial:
        case GapClose::Unfillable:
            break;
    }
    return Token::Attn;
}

QString cellText(const GapItem& item, int column) {
    const api::GapRow& gap = item.gap;
    const bool open = gap.close == GapClose::Open;
    switch (column) {
        case From:
            return format::timeOfDayMs(gap.from.ns, format::Zone::Local);
        case Instrument:
            return item.instrument;
        case Stream:
            return texts::streamKind(gap.stream);
        case Cause:
            return texts::gapCause(gapCauseName(gap.cause));
        case Ids:
            return idsOf(gap);
        case Missing:
            return missingOf(gap);
        case To:
            return open ? QString() : format::timeOfDayMs(gap.to.ns, format::Zone::Local);
        case Length:
            return open ? QString() : format::duration(gap.to - gap.from);
        case How:
            return open ? QStringLiteral("▲ ") + texts::gapClose(gapCloseName(gap.close))
                        : texts::gapClose(gapCloseName(gap.close));
        default:
            return {};
    }
}

}  // namespace

std::vector<TableColumn> gapColumns() {
    using Look = TableColumn::Look;
    return {{Words::tr("from"), Look::Number, 12, 0, Words::tr("Time of receipt, local zone")},
            {Words::tr("instrument"), Look::Stretch, 16, 0, {}},
            {Words::tr("stream"), Look::Text, 11, 0, {}},
            {Words::tr("cause"), Look::Text, 16, 0, {}},
            {Words::tr("missing ids"), Look::Number, 23, 3, {}},
            {Words::tr("missing"), Look::Number, 8, 1, {}},
            {Words::tr("to"), Look::Number, 12, 2, {}},
            {Words::tr("length"), Look::Number, 8, 0, {}},
            {Words::tr("closed"), Look::Text, 17, 0, Words::tr("How the gap was closed")}};
}

QVariant GapTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const GapItem& item = row(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return cellText(item, index.column());
        case Qt::ToolTipRole:
            if (index.column() == From || index.column() == To)
                return format::dateTimeMs(index.column() == From ? item.gap.from.ns : item.gap.to.ns,
                                          format::Zone::Local);
            return cellText(item, index.column());
        case kTokenRole:
            if (index.column() == How) return static_cast<int>(closeToken(item.gap.close));
            return static_cast<int>(index.column() == Stream || index.column() == To ? Token::Text2 : Token::Text);
        default:
            return {};
    }
}

}  // namespace bw::ui

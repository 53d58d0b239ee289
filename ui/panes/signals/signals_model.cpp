// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/signals/signals_model.h"

#include <algorithm>

#include "ui/hub.h"
#include "ui/panes/common/keyed_table_model.h"
#include "ui/panes/signals/signal_text.h"
#include "ui/signal_words.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

using Kind = api::SignalItem::Kind;
using Look = TableColumn::Look;

struct ColumnLook {
    Look look;
    int chars, rank;
};
constexpr ColumnLook kLooks[] = {
    {Look::Number, 12, 0}, {Look::Text, 10, 0},    {Look::Text, 13, 0}, {Look::Text, 7, 4},   {Look::Bar, 12, 0},
    {Look::Text, 20, 1},   {Look::Text, 20, 3},    {Look::Text, 7, 5},  {Look::Text, 19, 7},  {Look::Number, 4, 6},
    {Look::Text, 15, 0},   {Look::Stretch, 18, 2}, {Look::Text, 9, 9},  {Look::Number, 7, 10}};
static_assert(std::size(kLooks) == SignalsModel::ColumnCount);

}  // namespace

SignalsModel::SignalsModel(const Hub& hub, QObject* parent) : QAbstractTableModel(parent), m_hub(hub) {}

bool SignalsModel::passes(const SignalRow& row) const {
    if (m_filter.hide_withheld && row.item.kind == Kind::Withheld) return false;
    if (m_filter.hide_suppressed && row.item.kind == Kind::Suppressed) return false;
    if (m_filter.text.isEmpty()) return true;
    for (int column = 0; column < ColumnCount; ++column)
        if (text(row, column).contains(m_filter.text, Qt::CaseInsensitive)) return true;
    return false;
}

void SignalsModel::update() {
    const SignalLog& log = m_hub.signalLog();
    if (log.revision() == m_revision) return;
    const std::uint64_t before = m_revision;
    m_revision = log.revision();
    dropGone();
    // What a row says changes with its outcome: with a text filter it may come or go.
    if (!m_filter.text.isEmpty()) {
        refilter();
        return;
    }
    markChanged(before);
    addNew();
}

void SignalsModel::dropGone() {
    const std::uint64_t first = m_hub.signalLog().first();
    int keep = rowCount();
    while (keep > 0 && serialAt(keep - 1) < first) --keep;
    if (keep == rowCount()) return;
    beginRemoveRows({}, keep, rowCount() - 1);
    m_shown.resize(static_cast<std::size_t>(keep));
    endRemoveRows();
}

void SignalsModel::addNew() {
    const SignalLog& log = m_hub.signalLog();
    std::vector<std::uint64_t> fresh;
    for (std::uint64_t serial = std::max(m_seen + 1, log.first()); serial <= log.last(); ++serial)
        if (passes(*log.find(serial))) fresh.push_back(serial);
    m_seen = log.last();
    if (fresh.empty()) return;
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    m_shown.insert(m_shown.begin(), fresh.rbegin(), fresh.rend());
    endInsertRows();
}

void SignalsModel::markChanged(std::uint64_t before) {
    std::vector<int> rows;
    for (int row = 0; row < rowCount(); ++row)
        if (m_hub.signalLog().find(serialAt(row))->changed > before) rows.push_back(row);
    if (rows.size() * 2 > m_shown.size()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    for (const int row : rows) Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void SignalsModel::refilter() {
    const SignalLog& log = m_hub.signalLog();
    beginResetModel();
    m_shown.clear();
    for (std::uint64_t serial = log.first(); serial <= log.last(); ++serial)
        if (passes(*log.find(serial))) m_shown.push_front(serial);
    m_seen = log.last();
    endResetModel();
}

void SignalsModel::setFilter(const Filter& filter) {
    if (filter == m_filter) return;
    m_filter = filter;
    refilter();
}

void SignalsModel::retranslate() {
    refilter();
}

int SignalsModel::rowOf(std::uint64_t serial) const {
    const auto at = std::lower_bound(m_shown.begin(), m_shown.end(), serial, std::greater<>());
    return at != m_shown.end() && *at == serial ? static_cast<int>(at - m_shown.begin()) : -1;
}

QString SignalsModel::text(const SignalRow& row, int column) const {
    const SignalEvent& event = row.item.event;
    const bool pair = row.item.kind == Kind::Withheld;  // no type, no score: it was not judged
    switch (column) {
        case Detected:
            return format::timeOfDayMs(event.detect.t_ns, format::Zone::Local);
        case Symbol:
            return symbolText(m_hub, row.item.instrument);
        case Type:
            if (pair) return QStringLiteral("□ ") + tr("pair");
            return texts::signalGlyph(event.type) + QLatin1Char(' ') + texts::signalTypeShort(event.type);
        case Lag:
            return event.lag_samples > 0 ? QString::number(event.lag_samples) : format::missing();
        case Outcome:
            return statusText(row);
        case Reasons:
            return reasonsText(row);
        case Ledger:
            return format::count(row.item.ledger_seq);
        default:
            break;
    }
    if (pair) return format::missing();
    switch (column) {
        case ChannelName:
            return texts::channelId(event.channel);
        case Score:
            return format::number(event.score, 1);
        case P10:
            return row.judged() ? probabilityText(event.p[0]) : format::missing();
        case P20:
            return row.judged() ? probabilityText(event.p[1]) : format::missing();
        case GradeName: {
            const QString words = texts::grade(event.grade);
            return words.isEmpty() ? format::missing() : words;
        }
        case Bucket:
            return bucketText(event);
        case Params:
            return shortHash(event.params_hash);
        default:
            return {};
    }
}

QString SignalsModel::copyText(const SignalRow& row, int column) const {
    if (column == Detected) return format::isoUtc(row.item.event.detect.t_ns);
    if (column == Symbol) return m_hub.instrumentName(row.item.instrument);
    return text(row, column);
}

QString SignalsModel::tooltip(const SignalRow& row, int column) const {
    const SignalEvent& event = row.item.event;
    switch (column) {
        case Detected:
            return format::dateTimeMs(event.detect.t_ns, format::Zone::Local);
        case Symbol:
            return m_hub.instrumentName(row.item.instrument);
        case Type:
            return signalSentence(row);
        case ChannelName:
            return row.item.kind == Kind::Withheld ? QString() : texts::channelText(event.channel);
        case P10:
        case P20: {
            const auto at = static_cast<std::size_t>(column - P10);
            return row.judged() ? probabilitySentence(event.p[at], kHorizonSamples[at]) : QString();
        }
        case Bucket: {
            const QString regime = texts::scenario(event.scenario);
            return regime.isEmpty() ? texts::session(event.session)
                                    : texts::session(event.session) + QStringLiteral(", ") + regime;
        }
        case Lag:
            return lagText(event);
        default:
            return text(row, column);
    }
}

Token SignalsModel::token(const SignalRow& row, int column) const {
    if (!row.isEvent()) return Token::Text3;
    switch (column) {
        case Type:
            return typeToken(row);
        case Score:
        case Symbol:
            return Token::Text;
        case P10:
        case P20: {
            const Probability& p = row.item.event.p[static_cast<std::size_t>(column - P10)];
            return !p.has() ? Token::Text3 : noBetterThanChance(p) ? Token::Text2 : Token::Text;
        }
        case Outcome: {  // the colour of a hit only while no horizon says otherwise
            const Token first = statusToken(row, 0);
            for (std::size_t i = 1; i < row.outcomes.size(); ++i)
                if (row.outcomes[i].label != OutcomeLabel::Open && statusToken(row, i) != first) return Token::Text;
            return first;
        }
        case Params:
        case Ledger:
            return Token::Text3;
        default:
            return Token::Text2;
    }
}

QVariant SignalsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const SignalRow* row = m_hub.signalLog().find(serialAt(index.row()));
    if (row == nullptr) return {};
    switch (role) {
        case Qt::DisplayRole:
            return text(*row, index.column());
        case Qt::ToolTipRole:
            return tooltip(*row, index.column());
        case kTokenRole:
            return static_cast<int>(token(*row, index.column()));
        case kBarRole:
            return index.column() == Score && row->item.kind != Kind::Withheld ? QVariant(row->item.event.score / 100)
                                                                               : QVariant();
        case kCopyRole:
            return copyText(*row, index.column());
        default:
            return {};
    }
}

QString SignalsModel::title(int column) {
    switch (column) {
        case Detected:
            return tr("detected");
        case Symbol:
            return tr("symbol");
        case Type:
            return tr("type");
        case ChannelName:
            return tr("channel");
        case Score:
            return tr("score");
        case P10:
            return QStringLiteral("p@%1").arg(kHorizonSamples[0]);
        case P20:
            return QStringLiteral("p@%1").arg(kHorizonSamples[1]);
        case GradeName:
            return tr("grade");
        case Bucket:
            return tr("bucket");
        case Lag:
            return tr("lag");
        case Outcome:
            return tr("outcome %1 · %2").arg(kHorizonSamples[0]).arg(kHorizonSamples[1]);
        case Reasons:
            return tr("reasons");
        case Params:
            return tr("settings");
        default:
            return tr("ledger");
    }
}

QVariant SignalsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    switch (role) {
        case Qt::DisplayRole:
            return title(section);
        case kColumnRole:
            return static_cast<int>(kLooks[section].look);
        case kWidthRole:
            return kLooks[section].chars;
        case kRankRole:
            return kLooks[section].rank;
        default:
            return {};
    }
}

}  // namespace bw::ui

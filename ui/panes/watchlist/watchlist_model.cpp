// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/watchlist/watchlist_model.h"

#include <algorithm>

#include "ui/panes/watchlist/market_data.h"
#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

constexpr std::int64_t kStaleNs = 10 * kNsPerSec;

std::uint64_t messagesOf(const api::MarketView& view) {
    std::uint64_t sum = 0;
    for (const api::StreamView& stream : view.streams) sum += stream.messages;
    return sum;
}

/// What a change is measured against and the price that counts: trades, else bids.
bool referencePrice(const api::MarketView& view, Price& out) {
    if (view.has_last)
        out = view.last;
    else if (view.top.has_bid)
        out = view.top.bid.price;
    else
        return false;
    return true;
}

qint16 firstDifference(const QString& before, const QString& now) {
    if (before.size() != now.size()) return 0;
    for (qsizetype i = 0; i < now.size(); ++i)
        if (before[i] != now[i]) return static_cast<qint16>(i);
    return -1;
}

}  // namespace

WatchlistModel::WatchlistModel(Hub& hub, QObject* parent) : QAbstractTableModel(parent), m_hub(hub) {}

int WatchlistModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int WatchlistModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

const WatchlistModel::Cell& WatchlistModel::cell(int row, int column) const {
    return m_rows[static_cast<std::size_t>(row)].cells[static_cast<std::size_t>(column)];
}
const RibbonView& WatchlistModel::ribbon(int row) const {
    return *m_rows[static_cast<std::size_t>(row)].ribbon;
}
bool WatchlistModel::stale(int row) const {
    return m_rows[static_cast<std::size_t>(row)].stale;
}

QString WatchlistModel::widest(int column) {
    switch (column) {
        case Symbol:
            return QStringLiteral("BTC-USDT coinm");
        case Last:
            return QStringLiteral("64,120.50 ▲");
        case Change:
            return QStringLiteral("−12.34%");
        case Bid:
        case Ask:
            return QStringLiteral("64,120.50");
        case Spread:
            return QStringLiteral("99.9");
        case Cvd:
        case Ofi:
            return QStringLiteral("−9,999.9");
        case Rate:
            return QStringLiteral("1,230");
        case Age:
            return QStringLiteral("59 min");
        case Integrity:
            return QStringLiteral("BUFFERING ────");
        default:
            return {};
    }
}

void WatchlistModel::refresh() {
    const int count = m_hub.count();
    if (count < rowCount()) {
        beginResetModel();
        m_rows.clear();
        endResetModel();
    }
    if (count > rowCount()) {
        beginInsertRows({}, rowCount(), count - 1);
        m_rows.resize(static_cast<std::size_t>(count));
        endInsertRows();
    }
    m_dirty.assign(static_cast<std::size_t>(count), 0);
    int changed_rows = 0;
    for (int i = 0; i < count; ++i) {
        Row& held = m_rows[static_cast<std::size_t>(i)];
        Row fresh = made(i, held);
        std::uint16_t bits = 0;
        for (std::size_t c = 0; c < ColumnCount; ++c)
            if (!(fresh.cells[c] == held.cells[c])) bits = static_cast<std::uint16_t>(bits | (1U << c));
        if (fresh.stale != held.stale) bits = static_cast<std::uint16_t>((1U << ColumnCount) - 1);
        if (fresh.ribbon != held.ribbon) bits = static_cast<std::uint16_t>(bits | (1U << Integrity));
        held = std::move(fresh);
        m_dirty[static_cast<std::size_t>(i)] = bits;
        if (bits != 0) ++changed_rows;
    }
    if (changed_rows == 0) return;
    if (count > 20 && changed_rows * 2 > count) {
        Q_EMIT dataChanged(index(0, 0), index(count - 1, ColumnCount - 1), {Qt::DisplayRole});
        return;
    }
    for (int row = 0; row < count; ++row)
        for (int column = 0; column < ColumnCount; ++column)
            if ((m_dirty[static_cast<std::size_t>(row)] >> column & 1U) != 0)
                Q_EMIT dataChanged(index(row, column), index(row, column), {Qt::DisplayRole});
}

WatchlistModel::Row WatchlistModel::made(int index, const Row& before) const {
    const api::MarketView& view = m_hub.market(index);
    Row row = before;
    const QString id = format::text(view.id.view());
    row.cells[Symbol] = {view.pair.view().empty() ? id : format::text(view.pair.view())};
    row.cells[Symbol].note = id.section(QLatin1Char('.'), 1, -2);
    fillPrices(view, before, row);
    fillFlow(view, row);
    fillAge(view, before, row);
    fillIntegrity(index, view, row);
    return row;
}

void WatchlistModel::fillPrices(const api::MarketView& view, const Row& before, Row& row) const {
    const auto price = [&view](Price value) { return format::fixed(value.units, view.price_digits, view.price_shown); };
    Cell last{format::missing(), Token::Text3};
    Price reference;
    if (view.has_last) {
        const bool up = view.last_side == Side::Buy;
        last = {price(view.last), Token::Text};
        if (view.last_side != Side::Unknown) {
            last.mark = up ? 1 : -1;
            last.token = up ? Token::Up : Token::Down;
        }
    } else if (view.top.has_bid) {
        last = {price(view.top.bid.price), Token::Text, 2};
    }
    const Cell& held = before.cells[Last];
    const qint16 difference = firstDifference(held.text, last.text);
    last.bold_from = difference >= 0 ? difference : held.bold_from;
    row.cells[Last] = last;

    row.cells[Change] = {format::missing(), Token::Text3};
    if (referencePrice(view, reference) && view.first.units > 0) {
        const double change =
            static_cast<double>(reference.units - view.first.units) / static_cast<double>(view.first.units);
        const QString text = format::changePercent(change);
        const bool none = !text.startsWith(QLatin1Char('+')) && !text.startsWith(QChar(0x2212));  // rounds to zero
        row.cells[Change] = {text, none ? Token::Text2 : change > 0 ? Token::Up : Token::Down};
    }
    row.cells[Bid] =
        view.top.has_bid ? Cell{price(view.top.bid.price), Token::Text} : Cell{format::missing(), Token::Text3};
    row.cells[Ask] =
        view.top.has_ask ? Cell{price(view.top.ask.price), Token::Text} : Cell{format::missing(), Token::Text3};
    row.cells[Spread] = {format::missing(), Token::Text3};
    if (view.top.has_bid && view.top.has_ask) {
        const std::int64_t spread = view.top.ask.price.units - view.top.bid.price.units;
        const int digits = std::max(0, view.price_digits - view.price_shown);
        const bool whole = spread % kPow10[digits] == 0;
        row.cells[Spread] = {format::fixed(spread, digits, whole ? 0 : 1), spread < 0 ? Token::Crit : Token::Text2};
    }
}

void WatchlistModel::fillFlow(const api::MarketView& view, Row& row) const {
    if (view.version == 0) {
        row.cells[Cvd] = row.cells[Ofi] = {format::missing(), Token::Text3};
        return;
    }
    const auto signedQty = [&](std::int64_t units) {
        const Token token = units > 0 ? Token::Up : units < 0 ? Token::Down : Token::Text2;
        return Cell{format::compact(units, view.qty_digits, 1, m_words, format::Sign::Always), token};
    };
    row.cells[Cvd] = view.has_tape ? signedQty(view.cvd) : Cell{tr("no tape"), Token::Text3};
    if (!view.has_book)
        row.cells[Ofi] = {tr("no book"), Token::Text3};
    else if (view.ofi_withheld || view.minute.ofi_updates == 0)
        row.cells[Ofi] = {format::missing(), Token::Text3};
    else
        row.cells[Ofi] = signedQty(view.minute.ofi_l1);
}

void WatchlistModel::fillAge(const api::MarketView& view, const Row& before, Row& row) const {
    const std::int64_t now = m_hub.api().now().ns;
    const std::uint64_t messages = messagesOf(view);
    const std::int64_t span = now - before.rate_at_ns;
    if (before.rate_at_ns == 0 || messages < before.messages_before) {
        row.rate_at_ns = now;
        row.messages_before = messages;
        row.per_second = -1;
    } else if (span >= kNsPerSec) {
        row.per_second = static_cast<double>(messages - before.messages_before) * 1e9 / static_cast<double>(span);
        row.rate_at_ns = now;
        row.messages_before = messages;
    }
    row.cells[Rate] = {row.per_second < 0 ? format::missing() : format::rate(row.per_second), Token::Text2};

    const std::int64_t age = m_hub.ageNs(view.newest_mono);
    row.stale = age > kStaleNs;
    row.cells[Age] = {format::steadyAge(age), row.stale ? Token::NotLive : Token::Text2};
}

void WatchlistModel::fillIntegrity(int index, const api::MarketView& view, Row& row) const {
    Cell cell;
    if (!view.has_book) {
        cell = {view.version == 0 ? format::missing() : tr("○ quotes"), Token::Text3};
    } else {
        const QString word = texts::bookState(view.book_state);
        switch (view.book_state) {
            case BookState::Synced:
                cell = {QStringLiteral("✓ ") + word, Token::Ok};
                break;
            case BookState::Gap:
                cell = {QStringLiteral("▲ ") + word, Token::Crit};
                break;
            case BookState::Empty:
            case BookState::Buffering:
                cell = {QStringLiteral("◐ ") + word, Token::NotLive};
                break;
            case BookState::Limited:
            case BookState::Image:
            case BookState::Polled:
                cell = {QStringLiteral("◆ ") + word, Token::Text2};
                break;
        }
    }
    row.cells[Integrity] = cell;

    row.ribbon = m_ribbons.worst(m_hub, index, kFlowStreams, kRibbonHourNs);
}

QVariant WatchlistModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= ColumnCount) return {};
    const Cell& shown = cell(index.row(), index.column());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
            return shown.text;
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(index.column() == Symbol || index.column() == Integrity
                                           ? Qt::AlignLeft | Qt::AlignVCenter
                                           : Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            return toolTip(index.row(), index.column());
        default:
            return {};
    }
}

QVariant WatchlistModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(section == Symbol || section == Integrity ? Qt::AlignLeft | Qt::AlignVCenter
                                                                             : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DisplayRole) {
        const QString names[] = {tr("Symbol"), tr("Last"),   tr("Chg"),   tr("Bid"), tr("Ask"),      tr("Spread"),
                                 tr("CVD"),    tr("OFI 1m"), tr("msg/s"), tr("Age"), tr("Integrity")};
        return names[section];
    }
    if (role == Qt::ToolTipRole) {
        const QString hints[] = {
            tr("The instrument; a click shows it in the charts"),
            tr("Price of the last trade and the side that took it; where the source has no trades, the bid (b)"),
            tr("Change against the first price of this run"),
            tr("Best bid"),
            tr("Best ask"),
            tr("Ask minus bid, in ticks"),
            tr("Cumulative volume delta since start: bought minus sold by aggressors, trades of unknown side left out"),
            tr("Order-flow imbalance of the forming minute, best level (Cont, Kukanov, Stoikov)"),
            tr("Messages a second, all streams"),
            tr("Since the newest message"),
            tr("State of the book, and the last hour of the gap ledger")};
        return hints[section];
    }
    return {};
}

QString WatchlistModel::toolTip(int row, int column) const {
    const api::MarketView& view = m_hub.market(row);
    const QString id = format::text(view.id.view());
    switch (column) {
        case Symbol: {
            QStringList lines{id};
            for (const MarketFigure& figure : marketFigures(m_hub, row, m_words))
                lines.append(figure.label + QStringLiteral(": ") + figure.value +
                             (figure.age.isEmpty() ? QString() : QStringLiteral(" · ") + figure.age));
            return lines.join(QLatin1Char('\n'));
        }
        case Last:
            return view.has_last ? tr("Last trade, %1").arg(format::dateTimeMs(view.event_time.ns, format::Zone::Local))
                                 : tr("No trades at this source: the bid is shown");
        case Spread: {
            if (!view.top.has_bid || !view.top.has_ask) return tr("One side of the book is empty");
            const double bid = toDouble(view.top.bid.price.units, view.price_digits);
            const double ask = toDouble(view.top.ask.price.units, view.price_digits);
            return tr("%1 bps").arg(format::number((ask - bid) / ((ask + bid) / 2) * 1e4, 1));
        }
        case Cvd:
            return view.has_tape
                       ? tr("%1 %2, exact")
                             .arg(format::fixed(view.cvd, view.qty_digits, view.qty_digits, format::Sign::Always),
                                  format::text(view.qty_unit.view()))
                       : tr("This source sends no trades");
        case Ofi:
            if (!view.has_book) return tr("This source sends no order book");
            if (view.ofi_withheld)
                return tr("Withheld: the book is not usable now (%1)").arg(texts::bookState(view.book_state));
            return tr("%1 updates in this minute").arg(format::count(view.minute.ofi_updates));
        case Integrity:
            return ribbonTip(ribbon(row)) + QLatin1Char('\n') +
                   tr("%1 resyncs, %2 missing ids, %3 rejected")
                       .arg(format::count(view.resyncs), format::count(view.missing_ids), format::count(view.rejects));
        default:
            return {};
    }
}

void WatchlistModel::retranslate() {
    refresh();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

}  // namespace bw::ui

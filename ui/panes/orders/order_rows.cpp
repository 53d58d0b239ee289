// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/orders/order_rows.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringList>
#include <algorithm>

#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(OrderRows)
};
using Look = TableColumn::Look;
using Cell = TextRow::Cell;

Cell stateCell(const api::OrderRow& order) {
    const QString word = texts::orderState(order.state);
    // A narrow table drops the column that says why.
    const QString why = order.code == Code::Ok ? QString() : texts::codeText(order.code);
    switch (order.state) {
        case OrderState::Unknown:
            return {QStringLiteral("▲ ") + word,
                    Token::Crit,
                    Words::tr("It was sent and may have been carried out. It counts in full until it is known."),
                    nullptr,
                    -1,
                    -1,
                    /*block=*/true};
        case OrderState::Rejected:
        case OrderState::RejectedLocal:
            return {QStringLiteral("✗ ") + word, Token::Crit, why};
        case OrderState::Sending:
        case OrderState::New:
        case OrderState::CancelPending:
            return {QStringLiteral("… ") + word, Token::Text2,
                    Words::tr("Sent is not done: the venue has not answered yet")};
        case OrderState::Working:
        case OrderState::Partial:
            return {QStringLiteral("● ") + word, Token::Text, {}};
        case OrderState::Filled:
            return {QStringLiteral("✓ ") + word, Token::Text2, {}};
        case OrderState::Cancelled:
        case OrderState::Expired:
        case OrderState::ResolvedByOperator:
            break;
    }
    return {QStringLiteral("– ") + word, Token::Text3, why};
}

Cell priceCell(bool known, Price price, int digits, Token token) {
    return {known ? plainFixed(price.units, digits) : format::missing(), known ? token : Token::Text3, {}};
}

/// What the order waits for or ended with: its code, the venue's words, its protective prices.
Cell whyCell(const api::OrderRow& order) {
    QStringList parts, tip;
    if (order.external) parts << QStringLiteral("◆ ") + Words::tr("external: not sent from here");
    if (order.code != Code::Ok) {
        parts << texts::codeText(order.code);
        tip << texts::codeText(order.code);
        if (const QString help = texts::codeHelp(order.code); !help.isEmpty()) tip << help;
    }
    if (!order.text.view().empty()) parts << format::text(order.text.view());
    if (order.reduces) parts << Words::tr("reduces");
    const auto extra = [&](bool has, const QString& name, Price price) {
        if (has) parts << QStringLiteral("%1 %2").arg(name, plainFixed(price.units, order.price_digits));
    };
    extra(order.has_sl, Words::tr("stop loss"), order.sl);
    extra(order.has_tp, Words::tr("take profit"), order.tp);
    if (!order.venue_id.view().empty()) tip << Words::tr("Ticket %1").arg(format::text(order.venue_id.view()));
    const Token token = order.external ? Token::Attn : order.code != Code::Ok ? Token::Text : Token::Text2;
    if (tip.isEmpty()) tip << parts.join(QStringLiteral(" · "));
    return {parts.join(QStringLiteral(" · ")), token, tip.join(QLatin1Char('\n'))};
}

}  // namespace

QString plainFixed(std::int64_t units, int digits) {
    int shown = digits;
    while (shown > 0 && units % 10 == 0) {
        units /= 10;
        --shown;
    }
    return format::fixed(units, shown, shown);
}

std::vector<TableColumn> orderColumns() {
    return {{Words::tr("time"), Look::Text, 12, 4, Words::tr("Of the last change, local time")},
            {Words::tr("order"), Look::Text, 15, 7, {}},
            {Words::tr("route"), Look::Text, 9, 2, {}},
            {Words::tr("instrument"), Look::Stretch, 17, 0, {}},
            {Words::tr("side"), Look::Text, 6, 0, {}},
            {Words::tr("type"), Look::Text, 7, 5, {}},
            {Words::tr("filled / qty"), Look::Number, 12, 0, {}},
            {Words::tr("price"), Look::Number, 10, 1, Words::tr("Limit price, else stop price")},
            {Words::tr("average"), Look::Number, 10, 6, {}},
            {Words::tr("state"), Look::Text, 14, 0, {}},
            {Words::tr("why"), Look::Stretch, 24, 3, {}}};
}

std::vector<TextRow> orderRows(const api::TradeView& trade) {
    std::vector<TextRow> out;
    QSet<QString> seen;
    for (std::size_t i = 0; i < static_cast<std::size_t>(trade.order_count) && i < trade.orders.size(); ++i) {
        const api::OrderRow& order = trade.orders[i];
        const bool live = orderIsLive(order.state), buy = order.side == OrderSide::Buy;
        const Token quiet = live ? Token::Text : Token::Text2;
        const QString client = format::text(order.client_id.view());
        TextRow row;
        // External orders may have no id of ours; the venue's stands in.
        row.id = client.isEmpty()
                     ? format::text(order.route.view()) + QLatin1Char('/') + format::text(order.venue_id.view())
                     : client;
        if (seen.contains(row.id)) row.id += QStringLiteral("#%1").arg(i);
        seen.insert(row.id);
        row.tag = static_cast<int>(i);
        const bool stop = !order.has_price && order.has_stop;
        row.cells = {{format::timeOfDayMs(order.changed.ns, format::Zone::Local), Token::Text2,
                      Words::tr("made %1").arg(format::dateTimeMs(order.created.ns, format::Zone::Local))},
                     {client.isEmpty() ? format::text(order.venue_id.view()) : client, Token::Text2, {}},
                     {format::text(order.route.view()), Token::Text2, {}},
                     {format::text(order.instrument.view()), quiet, {}},
                     {(buy ? QStringLiteral("▲ ") : QStringLiteral("▼ ")) + texts::orderSide(order.side),
                      !live ? Token::Text2
                      : buy ? Token::Up
                            : Token::Down,
                      {}},
                     {texts::orderType(order.type), Token::Text2, texts::tif(order.tif)},
                     {QStringLiteral("%1 / %2").arg(plainFixed(order.filled.units, order.qty_digits),
                                                    plainFixed(order.qty.units, order.qty_digits)),
                      quiet,
                      {}},
                     priceCell(order.has_price || stop, stop ? order.stop : order.price, order.price_digits, quiet),
                     priceCell(order.has_avg, order.avg, order.price_digits, quiet),
                     stateCell(order),
                     whyCell(order)};
        out.push_back(std::move(row));
    }
    const auto rank = [&](const TextRow& row) {
        const OrderState state = trade.orders[static_cast<std::size_t>(row.tag)].state;
        return state == OrderState::Unknown ? 0 : orderIsLive(state) ? 1 : 2;
    };
    std::stable_sort(out.begin(), out.end(), [&](const TextRow& a, const TextRow& b) { return rank(a) < rank(b); });
    return out;
}

}  // namespace bw::ui

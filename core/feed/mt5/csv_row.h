// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

#include "core/feed/mt5/message.h"
#include "core/model/fixed.h"

namespace bw::feed::mt5 {

struct CsvRowOptions {
    int price_digits = kDefaultDigits;
    int qty_digits = kDefaultDigits;
    std::int64_t offset_s = 0;  // the file's clock ahead of UTC
};

/// One row of MetaTrader's tick export: `<DATE> <TIME> <BID> <ASK> <LAST> <VOLUME> <FLAGS>`, tab separated, without
/// line end. Pure, any thread; `out.symbol` stays empty, the row does not name it.
/// An empty cell is an absent side: the export leaves a price empty when the tick did not change it (carrySides fills
/// it). Codes: FieldMissing (fewer than four columns; no price at all; FLAGS say a side changed that is empty),
/// NumSyntax, NumPrecision, NumOverflow, NumSign, PriceZero, TimeRange. The time is part of a row: without it the row
/// is rejected.
[[nodiscard]] Code decodeMt5CsvRow(std::string_view row, const CsvRowOptions& options, Tick& out);

/// Fills the sides a row left empty, since a row's empty cell means "as before", and remembers the result in `known`
/// (one a file, empty at its start). Rows of one symbol, in file order.
void carrySides(Quote& known, Tick& tick);

}  // namespace bw::feed::mt5

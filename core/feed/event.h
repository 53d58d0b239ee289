// SPDX-License-Identifier: GPL-3.0-or-later
// Canonical events: what every venue decoder makes of a frame, and all that the engine knows of a venue (feeds spec 3).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/book/book_sync.h"
#include "core/model/code.h"
#include "core/model/types.h"

namespace bw::feed {

/// Decimals of an instrument's prices and quantities.
struct Digits {
    int price = kDefaultDigits;
    int qty = kDefaultDigits;
};

/// Says how a symbol's numbers are scaled; makes the instrument known on first sight. nullptr: not one of ours.
class SymbolResolver {
public:
    virtual ~SymbolResolver() = default;
    virtual const Digits* resolve(std::string_view symbol) = 0;
};

/// Why a trade stays out of CVD (feeds spec 3).
enum class Exclusion : std::uint8_t { None, InsuranceFund, Adl, Na, Other, Block, Combo };
[[nodiscard]] std::string_view exclusionName(Exclusion e) noexcept;

/// One trade, or one venue aggregate of `count` fills with the ids first_id..last_id. first_id 0: the id stands alone.
struct Trade {
    EventTime time;
    std::uint64_t id = 0;
    std::uint64_t first_id = 0, last_id = 0;
    Price price;
    Qty qty;
    Side side = Side::Unknown;
    Exclusion exclusion = Exclusion::None;
    std::uint32_t count = 1;
};

/// A bar as the venue makes it, live or from its history. Quote volumes keep the venue's own precision.
struct Kline {
    std::int32_t period_s = 60;
    EventTime open_time, close_time;
    Price open, high, low, close;
    Qty volume, taker_buy;
    Decimal quote_volume, taker_buy_quote;
    std::uint32_t count = 0;
    bool has_count = false, has_taker = false;  // OKX sends neither
    bool is_closed = true;
};
struct Mark {
    Decimal mark, index, settle_estimate;
    bool has_mark = false, has_index = false, has_settle = false;
};
struct Funding {
    Decimal rate, estimated_rate;
    bool has_estimate = false;
    EventTime funding_time, next_time;  // of the running period and of the one after it; ns 0: not said
    int interval_h = 0;                 // 0: not said
};
/// `oi` in the venue's unit: coins, contracts, or USD on Deribit inverse futures.
struct OpenInterest {
    Decimal oi, oi_base;
    bool has_base = false;
};
/// `side` is the liquidating order's: Sell means that a long was liquidated.
struct Liquidation {
    enum class PriceKind : std::uint8_t { Average, Order, Bankruptcy } price_kind = PriceKind::Order;
    Side side = Side::Unknown;
    Decimal price, qty;
};
struct LongShort {
    enum class Basis : std::uint8_t { TopPosition, TopAccount, AllAccount } basis = Basis::AllAccount;
    Decimal ratio, long_share, short_share;
    bool has_shares = false;
    std::int32_t period_s = 300;
};
/// One value, or one minute of it (`is_bar`).
struct VolIndex {
    Decimal value, open, high, low;
    bool is_bar = false;
};

/// One element of a low-rate data set. `symbol` points into the frame; of a VolIndex it is the currency, "btc_usd".
struct LowRate {
    std::string_view symbol;
    EventTime time;
    std::variant<Kline, Mark, Funding, OpenInterest, Liquidation, LongShort, VolIndex> value;
};
[[nodiscard]] StreamKind streamOf(const LowRate& item) noexcept;

/// A level as its venue wrote it: OKX checksums are made of these digits. Points into the frame.
struct LevelText {
    std::string_view price, qty;
};
/// What Deribit says it did to a level.
enum class LevelAction : std::uint8_t { New, Change, Delete };

enum class Kind : std::uint8_t {
    Depth,           // depth: a change with ids
    Snapshot,        // depth: the whole book; REST (Binance), or in band (OKX, Deribit)
    Image,           // depth: the best levels as they are, replaces what the stream showed before
    Trade,           // trade: one
    Trades,          // trades: several of one symbol, in venue order
    BookTicker,      // quote, id
    LowRate,         // low_rate: elements, possibly of several symbols
    Ack,             // subscription acks, heartbeats, pongs, notices: control
    Refused,         // the venue refused a request: control; note says why
    Unused,          // valid, and the configuration does not use it
    ServerShutdown,  // the venue will close this line: a new one is wanted now
    Catalogue        // instruments changed: the catalogue is to be read again
};

/// One decoded message; reused, so that nothing is allocated after warm-up. Views point into the frame.
struct Message {
    Kind kind = Kind::Ack;
    std::string_view symbol;        // empty on a Binance spot snapshot; the venue's own spelling
    EventTime event_time;           // ns 0: none
    book::DepthEvent depth;
    bool chained = true;            // depth carries ids (OKX before 2023 sent none)
    bool has_checksum = false;      // OKX, and not 0
    std::int32_t checksum = 0;
    std::vector<LevelText> bid_texts, ask_texts;        // OKX with a checksum; parallel to depth.bids, depth.asks
    std::vector<LevelAction> bid_actions, ask_actions;  // Deribit changes; parallel too
    std::uint64_t id = 0;           // BookTicker: update id; 0: none
    Quote quote;
    Trade trade;
    std::vector<Trade> trades;
    std::vector<LowRate> low_rate;
    std::uint32_t bad_elements = 0; // of a list: refused ones, while the good ones count
    Code element_code = Code::Ok;   // why the first of them was refused
    std::string_view note;          // Refused, ServerShutdown: the venue's words
    void clear();
};

/// One instrument of a venue's catalogue. Quantities stay in venue units; contract_value and contract_ccy make them money.
struct InstrumentSpec {
    std::string symbol, market, base, quote, settle;  // market: "spot", "swap", "futures", "option"; empty: the source's
    Digits digits;
    std::string qty_unit;       // "BTC", "contracts", "USD"
    Decimal contract_value;     // of one contract; mantissa 0: quantity is in base coins
    std::string contract_ccy;
    EventTime expiry;           // ns 0: none
    bool trading = true;
    bool combo = false;         // prices may be negative
};

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of the feeds specification 8. No class with moc stands here: moc loses its place in raw text.
#pragma once
#include <string_view>

namespace bw::feed::deribit::test {

inline constexpr std::string_view kBookChange =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"timestamp":1789344931639,"type":"change","prev_change_id":118850968930,"change_id":118850969743,"instrument_name":"BTC-PERPETUAL","bids":[["change",76914.0,1.0002e6],["delete",76893.0,0.0]],"asks":[["new",77023.0,10.0]]}}})";
inline constexpr std::string_view kBookSpaced =
    R"( { "jsonrpc" : "2.0" , "method" : "subscription", "params" : { "channel" : "book.BTC-PERPETUAL.100ms", "data" : {
 "timestamp" : 1789344931639 , "type" : "change", "prev_change_id" : 118850968930, "change_id" : "118850969743", "instrument_name" : "BTC-PERPETUAL",
 "bids" : [ [ "change" , 76914.0 , "1000200" ] , [ "delete" , 7.6893e4 , 0.0 ] ] , "asks" : [ [ "new", 77023, 10, "more" ] ], "other" : { "a" : [ ] } } } } )";
inline constexpr std::string_view kBookDataFirst =
    R"({"params":{"data":{"timestamp":1789344931639,"type":"change","prev_change_id":118850968930,"change_id":118850969743,"instrument_name":"BTC-PERPETUAL","bids":[["change",76914.0,1.0002e6],["delete",76893.0,0.0]],"asks":[["new",77023.0,10.0]]},"channel":"book.BTC-PERPETUAL.100ms"},"method":"subscription","jsonrpc":"2.0"})";
inline constexpr std::string_view kBookNameLast =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"bids":[["change",76914.0,1.0002e6],["delete",76893.0,0.0]],"asks":[["new",77023.0,10.0]],"timestamp":1789344931639,"type":"change","prev_change_id":118850968930,"change_id":118850969743,"instrument_name":"BTC-PERPETUAL"}}})";
inline constexpr std::string_view kBookImage =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-30SEP22.none.20.100ms","data":{"timestamp":1653982973195,"instrument_name":"BTC-30SEP22","change_id":45176371821,"bids":[[31975.0,1370.0],[31966.0,2200.0]],"asks":[[31976.5,2500.0],[31979.0,60.0]]}}})";
inline constexpr std::string_view kTrades =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[{"trade_seq":140284854,"trade_id":"267258393","timestamp":1789344933994,"price":76917.5,"amount":8450.0,"direction":"buy","contracts":845.0,"tick_direction":0,"instrument_name":"BTC-PERPETUAL","index_price":76906.67,"mark_price":76917.12,"starbase_match_id":225046781992378368}]}})";
inline constexpr std::string_view kQuote =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"quote.BTC-PERPETUAL","data":{"timestamp":1765541767174,"instrument_name":"BTC-PERPETUAL","best_bid_price":92288.0,"best_bid_amount":133440.0,"best_ask_price":92288.5,"best_ask_amount":99470.0}}})";
inline constexpr std::string_view kTicker =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-PERPETUAL.100ms","data":{"timestamp":1765541474086,"state":"open","instrument_name":"BTC-PERPETUAL","last_price":92283.5,"mark_price":92281.78,"index_price":92263.55,"open_interest":1132329370.0,"current_funding":0.0,"funding_8h":2.55e-06,"best_bid_price":92283.5,"best_ask_price":92284.0}}})";
inline constexpr std::string_view kVolIndex =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"deribit_volatility_index.btc_usd","data":{"timestamp":1619777946007,"volatility":129.36,"index_name":"btc_usd"}}})";
inline constexpr std::string_view kSubscribed =
    R"({"jsonrpc":"2.0","id":1,"result":["trades.BTC-PERPETUAL.100ms","book.BTC-PERPETUAL.100ms"],"usIn":1699999999000000,"usOut":1699999999001000,"usDiff":1000,"testnet":false})";
inline constexpr std::string_view kRefused =
    R"({"jsonrpc":"2.0","id":1,"error":{"code":10028,"message":"too_many_requests","data":null}})";

}  // namespace bw::feed::deribit::test

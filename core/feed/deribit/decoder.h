// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "core/feed/deribit/channel.h"
#include "core/feed/event.h"

namespace bw::feed::deribit {

/// Decodes Deribit's JSON-RPC 2.0: subscription messages, heartbeats, replies, and the bodies of its REST paths. Exact: no
/// number passes through double. Source: Deribit API v2 documents; message samples in feeds spec 8. Engine thread.
///
/// A book message is all or nothing. Of a list of trades or values the good elements count and the others are in
/// bad_elements. Trade.id is the trade_seq (continuity is by instrument), BookTicker's id the time stamp in ms. In `out` a
/// view points into the frame, or, where the venue wrote an escape or a refusal, into the decoder until its next call.
class Decoder {
public:
    Decoder();
    ~Decoder();
    /// `bytes` has kFramePadding readable bytes behind it. Codes of feeds spec 2.3; on an error `out` is not used.
    [[nodiscard]] Code decode(std::string_view bytes, SymbolResolver& symbols, Message& out);
    /// The reply to what was asked for `purpose`: "trades" (note is "has_more" when there are more), "vol_index" (the bars
    /// have no symbol: the request knows the currency), "ticker", "book_summary", "time". Codes also: StreamUnknown.
    [[nodiscard]] Code decodeRest(std::string_view purpose, std::string_view bytes, SymbolResolver& symbols, Message& out);
    /// public/get_instruments and get_instrument. An unreadable instrument is left out and counted in `skipped`.
    [[nodiscard]] Code decodeCatalogue(std::string_view bytes, std::vector<InstrumentSpec>& out, std::size_t& skipped);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace bw::feed::deribit

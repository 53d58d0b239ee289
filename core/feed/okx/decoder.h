// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/event.h"

namespace bw::feed::okx {

/// Decodes one frame of an OKX public or business stream, or a REST body. Exact: no number passes through double. A name
/// that stands twice in an envelope or in a book is a damaged frame (JsonSyntax). Source: OKX API v5; message samples in
/// feeds spec 7. Engine thread.
///
/// Beyond what event.h says of a Message:
///  - Depth: prev_id 0 where the venue says -1; first_id stays 0. last_id may be equal to prev_id (nothing changed) and
///    below it (the venue began anew).
///  - Trade: of `count` > 1 fills `id` is the last.
///  - Ack: symbol and note are the instId and the channel of the echoed `arg`; a key that it lost leaves them empty.
///  - Refused, ServerShutdown: id is the venue's code (60018), note its words.
///  - LowRate: the symbol of an element may be of no instrument here (liquidations come for a whole market, an index is
///    named like its spot pair); only bars ask the resolver. A bar's time is missing: the venue stamps only its opening.
class Decoder {
public:
    /// `bytes` has kFramePadding readable bytes behind it. Views in `out` hold until the next call. Codes of feeds spec
    /// 2.3; on an error `out` is not used.
    [[nodiscard]] Code decode(std::string_view bytes, SymbolResolver& symbols, Message& out);

    /// A REST reply. Purposes: "trades", "funding", "open_interest", "mark", "ratio_position", "ratio_account",
    /// "ratio_all", "klines" (one minute) and "klines_<bar>". Lists come newest first and are given oldest first; ratios
    /// carry no symbol; bars are of resolve(""). Codes also: VenueError, note and id then say why; StreamUnknown for
    /// another purpose.
    [[nodiscard]] Code decodeRest(std::string_view purpose, std::string_view bytes, SymbolResolver& symbols, Message& out);

    /// REST public/instruments, and the data of the channel of that name. An entry with unreadable steps, or of margin
    /// (spot again), is left out, counted. Codes as decodeRest.
    [[nodiscard]] Code decodeCatalogue(std::string_view bytes, std::vector<InstrumentSpec>& out, std::size_t& skipped);

private:
    /// `bytes`, or a copy of them with a byte behind it that ends every scan.
    std::string_view ended(std::string_view bytes);
    std::string m_copy;
};

/// "spot", "swap", "futures" or "option" by the form of an instId; empty when it has none of theirs. Serves before the
/// catalogue came.
[[nodiscard]] std::string_view marketOf(std::string_view inst_id);

}  // namespace bw::feed::okx

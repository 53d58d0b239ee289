// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: a frame of Binance's streams is a coded refusal, or a message that keeps the promises of Check::message: a known
// kind, prices above zero and none twice on a side, times in 2000..2100 or none, trades of something, parallel lists, views
// inside the frame or the decoder. What stands behind the frame changes nothing, and a decoder and a message that served
// before give the same again; so the quick scan and the JSON reader judge each other.
#include "core/feed/binance/decoder.h"
#include "tests/fuzz/checks.h"

namespace bw::fuzz {

Finding binanceFrame(std::string_view input) {
    feed::binance::Decoder decoder;
    return decodeBothWays(input, [&decoder](std::string_view bytes, feed::SymbolResolver& symbols, feed::Message& out) {
        return decoder.decode(bytes, symbols, out);
    });
}

}  // namespace bw::fuzz

// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: a gateway's message, of one to four parts and in any dialect, is a coded refusal or a tick, heartbeat,
// specification or book that keeps the promises below: a symbol, prices above zero, a time in 2000..2100 or none and then
// called missing, hours inside a day, no price twice. Whole frames and loose parts are judged alike.
#include <array>

#include "core/feed/mt5/decoder.h"
#include "core/feed/mt5/to_event.h"
#include "tests/fuzz/checks.h"

namespace bw::fuzz {
namespace {

namespace mt5 = feed::mt5;

/// Parts of an input stand between these, since no text of a gateway holds one; corpus.py writes it.
constexpr char kPartMark = '\x1e';
constexpr std::size_t kPartsMax = 4;
constexpr WallTime kReceived{1'736'906'400 * kNsPerSec};

mt5::GatewayZone zoneOf(unsigned choice) {
    switch (choice) {
        case 0: return mt5::GatewayZone::fixed(7'200);
        case 1: return mt5::GatewayZone();
        default: {
            auto zone = mt5::GatewayZone::fromText("NY+7");
            return zone ? *zone : mt5::GatewayZone();
        }
    }
}

void checkTick(Check& check, const mt5::Tick& tick) {
    check.text(tick.symbol, "the symbol of a tick leaves the frame");
    check.that(!tick.symbol.empty(), "a tick of no symbol");
    check.that(tick.quote.has_bid || tick.quote.has_ask || tick.has_last, "a tick of nothing");
    check.that(!tick.quote.has_bid || tick.quote.bid.price.units > 0, "a bid that is not above zero");
    check.that(!tick.quote.has_ask || tick.quote.ask.price.units > 0, "an ask that is not above zero");
    check.that(!tick.has_last || tick.last.units > 0, "a last price that is not above zero");
    check.that(tick.volume.units >= 0, "a negative volume");
    check.time(tick.time, "the time of a tick");
    check.that((tick.quality != TimeQuality::Missing) == (tick.time.ns != 0), "a time and its quality");
}

void checkSpec(Check& check, const mt5::Spec& spec) {
    check.text(spec.symbol, "the symbol of a specification leaves the frame");
    check.text(spec.base, "the base currency leaves the frame");
    check.text(spec.profit, "the profit currency leaves the frame");
    for (const mt5::Session& session : spec.sessions)
        check.that(session.day < 7 && session.open_min < session.close_min && session.close_min <= 24 * 60, "hours that are none");
    check.spec(mt5::toInstrumentSpec(spec));
}

void checkMessage(Check& check, mt5::Message& message) {
    check.that(message.dialect <= mt5::Dialect::Csv, "a dialect that is none");
    switch (message.kind) {
        case mt5::Message::Kind::Tick: checkTick(check, message.tick); break;
        case mt5::Message::Kind::Heartbeat:
            check.text(message.heartbeat.gw, "the gateway's name leaves the frame");
            check.time(message.heartbeat.time, "the time of a heartbeat");
            for (const mt5::SymbolSeq& seq : message.heartbeat.seqs) check.text(seq.symbol, "a counted symbol leaves the frame");
            break;
        case mt5::Message::Kind::Spec: checkSpec(check, message.spec); break;
        case mt5::Message::Kind::Book: {
            check.text(message.book.symbol, "the symbol of a book leaves the frame");
            check.that(!message.book.symbol.empty(), "a book of no symbol");
            book::DepthEvent depth;
            mt5::toDepth(message.book, depth);
            check.time(depth.event_time, "the time of a book");
            check.levels(depth.bids, /*differences=*/false, "a bid that is not above zero");
            check.levels(depth.asks, /*differences=*/false, "an ask that is not above zero");
            break;
        }
    }
}

/// The rest of the input behind the last mark is the last part.
std::size_t split(std::string_view input, std::array<std::string_view, kPartsMax>& parts) {
    std::size_t count = 0;
    for (;;) {
        const std::size_t at = count + 1 < kPartsMax ? input.find(kPartMark) : std::string_view::npos;
        parts[count++] = input.substr(0, at);
        if (at == std::string_view::npos) return count;
        input.remove_prefix(at + 1);
    }
}

}  // namespace

Finding mt5Message(std::string_view input) {
    if (input.empty()) return {};
    const auto choice = static_cast<unsigned char>(input.front());
    input.remove_prefix(1);
    mt5::Decoder decoder(zoneOf(choice % 3));
    mt5::Message message;
    const auto judge = [&message](std::string_view frame, Code code) {
        Check check(frame);
        check.code(code);
        if (code == Code::Ok) checkMessage(check, message);
        return check.finding();
    };
    if ((choice / 3) % 2 != 0) {  // the bytes of a frame, lengths and all
        const Frame frame(input, ' ');
        const Code code = decoder.decode(frame.view(), kReceived, message);
        return judge(frame.view(), code);
    }
    std::array<std::string_view, kPartsMax> parts;
    const std::size_t count = split(input, parts);
    const FrameBytes frame = mt5::encodeParts({parts.data(), count});
    const Code code = decoder.decode(frame.view(), kReceived, message);
    if (Finding finding = judge(frame.view(), code); !finding.empty()) return finding;
    const Code again = decoder.decodeParts({parts.data(), count}, kReceived, message);
    if (again != code) return "a frame and its parts: " + std::string(codeName(code)) + ", " + std::string(codeName(again));
    return judge({}, again);
}

}  // namespace bw::fuzz

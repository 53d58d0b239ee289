// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/event.h"
#include "core/model/frame.h"
#include "tests/fuzz/targets.h"

namespace bw::fuzz {

/// Scales every symbol alike, but for those that begin with NOPE, which nobody knows.
class Symbols final : public feed::SymbolResolver {
public:
    const feed::Digits* resolve(std::string_view symbol) override { return symbol.starts_with("NOPE") ? nullptr : &m_digits; }

private:
    feed::Digits m_digits;
};

/// The input as a frame: exactly kFramePadding readable bytes stand behind it, all of them `behind`. A zero byte ends every
/// scan, as in the program's own buffers; a blank stops none, so that only the JSON library reads such a frame.
class Frame {
public:
    Frame(std::string_view input, char behind);
    [[nodiscard]] std::string_view view() const { return m_bytes.view(); }

private:
    FrameBytes m_bytes;
};

/// The promises that every decoded value keeps. The first that is broken is kept, the rest then no longer count.
class Check {
public:
    /// `frame` may be what the views of a message point into.
    explicit Check(std::string_view frame) : m_frame(frame) {}
    void that(bool good, std::string_view what) {
        if (!good && m_finding.empty()) m_finding = what;
    }
    /// A view stands inside the frame, or elsewhere: never in the bytes behind the frame. Reads all of it.
    void text(std::string_view view, std::string_view what);
    /// 0, or from 2000 up to 2100.
    void time(EventTime time, std::string_view what);
    /// A refusal has a code that prints.
    void code(Code code);
    /// `differences`: of a combo, whose prices may be zero and below. `image`: no level may be empty.
    void levels(const std::vector<Level>& levels, bool differences, std::string_view what);
    void quote(const Quote& quote, bool differences);
    void trade(const feed::Trade& trade, bool differences);
    void bar(const feed::Kline& bar, bool differences);
    void lowRate(const feed::LowRate& item);
    void spec(const feed::InstrumentSpec& spec);
    /// All of a message that was Ok, by its kind.
    void message(const feed::Message& message);
    [[nodiscard]] const Finding& finding() const { return m_finding; }

private:
    std::string_view m_frame;
    Finding m_finding;
    std::uint64_t m_read = 0;
};

/// A hash of what the kind of a message fills.
[[nodiscard]] std::uint64_t digestOf(const feed::Message& message);

/// Decodes one frame twice, with each of the bytes behind it, the second time into the same message: the promises hold,
/// and both say the same. `decode(std::string_view, SymbolResolver&, Message&) -> Code`.
template <class Decode>
[[nodiscard]] Finding decodeBothWays(std::string_view input, Decode&& decode) {
    Symbols symbols;
    feed::Message message;
    Code codes[2] = {};
    std::uint64_t digests[2] = {};
    for (std::size_t i = 0; i < 2; ++i) {
        const Frame frame(input, i == 0 ? '\0' : ' ');
        codes[i] = decode(frame.view(), symbols, message);
        Check check(frame.view());
        check.code(codes[i]);
        if (codes[i] == Code::Ok) {
            check.message(message);
            digests[i] = digestOf(message);
        }
        if (!check.finding().empty()) return check.finding();
    }
    if (codes[0] != codes[1])
        return "two codes by the byte behind the frame: " + std::string(codeName(codes[0])) + ", " + std::string(codeName(codes[1]));
    return digests[0] == digests[1] ? Finding{} : "two messages by the byte behind the frame";
}

}  // namespace bw::fuzz

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFile>
#include <QTest>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/deribit/decoder.h"
#include "core/model/frame.h"

namespace bw::feed::deribit::test {

/// Scales every instrument alike, but for NOPE-PERPETUAL, which nobody knows.
class Symbols final : public SymbolResolver {
public:
    explicit Symbols(Digits digits = {}) : m_digits(digits) {}
    const Digits* resolve(std::string_view symbol) override {
        ++asked;
        last = symbol;
        return symbol == "NOPE-PERPETUAL" ? nullptr : &m_digits;
    }
    int asked = 0;
    std::string last;

private:
    Digits m_digits;
};

/// The frame with a byte behind it that stops no scan: only the JSON library reads it.
inline FrameBytes notPlain(std::string_view text) {
    FrameBytes frame(text);
    frame.data()[text.size()] = ' ';
    return frame;
}

inline std::string message(std::string_view channel, std::string_view data) {
    return R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":")" + std::string(channel) + R"(","data":)" +
           std::string(data) + "}}";
}

inline std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out(text);
    const std::size_t at = out.find(from);
    if (at == std::string::npos) qFatal("the test's own message lacks %s", std::string(from).c_str());
    return out.replace(at, from.size(), to);
}

inline std::string textOf(const Decimal& d) { return std::to_string(d.mantissa) + "e" + std::to_string(d.exponent); }
inline std::string textOf(const Level& level) {
    return std::to_string(level.price.units) + "x" + std::to_string(level.qty.units) + " ";
}

struct ValueText {
    std::string operator()(const Kline& k) const {
        return "kline " + std::to_string(k.period_s) + " " + std::to_string(k.open_time.ns) + " " + std::to_string(k.close_time.ns) + " " +
               std::to_string(k.open.units) + " " + std::to_string(k.high.units) + " " + std::to_string(k.low.units) + " " +
               std::to_string(k.close.units) + " " + std::to_string(k.volume.units) + " " + textOf(k.quote_volume) +
               (k.is_closed ? " closed" : "");
    }
    std::string operator()(const Mark& m) const {
        return "mark" + (m.has_mark ? " m" + textOf(m.mark) : "") + (m.has_index ? " i" + textOf(m.index) : "") +
               (m.has_settle ? " s" + textOf(m.settle_estimate) : "");
    }
    std::string operator()(const Funding& f) const {
        return "funding " + textOf(f.rate) + " " + std::to_string(f.interval_h) + (f.has_estimate ? " e" + textOf(f.estimated_rate) : "");
    }
    std::string operator()(const OpenInterest& o) const { return "oi " + textOf(o.oi) + (o.has_base ? " base" : ""); }
    std::string operator()(const Liquidation& l) const {
        return "liquidation " + std::to_string(static_cast<int>(l.side)) + " " + textOf(l.price) + " " + textOf(l.qty);
    }
    std::string operator()(const LongShort&) const { return "long short"; }
    std::string operator()(const VolIndex& v) const {
        return "vol " + textOf(v.value) + (v.is_bar ? " " + textOf(v.open) + " " + textOf(v.high) + " " + textOf(v.low) : "");
    }
};

/// All that a message says, for comparing two.
inline std::string textOf(const Message& m) {
    std::string text = std::to_string(static_cast<int>(m.kind)) + " '" + std::string(m.symbol) + "' t" + std::to_string(m.event_time.ns);
    text += " id" + std::to_string(m.id) + " note '" + std::string(m.note) + "' bad" + std::to_string(m.bad_elements);
    text += " " + std::to_string(m.depth.first_id) + "-" + std::to_string(m.depth.last_id) + "<" + std::to_string(m.depth.prev_id);
    text += " b ";
    for (const Level& level : m.depth.bids) text += textOf(level);
    text += " a ";
    for (const Level& level : m.depth.asks) text += textOf(level);
    for (const LevelAction action : m.bid_actions) text += std::to_string(static_cast<int>(action));
    text += "|";
    for (const LevelAction action : m.ask_actions) text += std::to_string(static_cast<int>(action));
    if (m.quote.has_bid) text += " bid " + textOf(m.quote.bid);
    if (m.quote.has_ask) text += " ask " + textOf(m.quote.ask);
    for (const Trade& t : m.trades)
        text += " [" + std::to_string(t.id) + " " + std::to_string(t.time.ns) + " " + std::to_string(t.price.units) + " " +
                std::to_string(t.qty.units) + " " + std::to_string(static_cast<int>(t.side)) + " " + std::string(exclusionName(t.exclusion)) + "]";
    for (const LowRate& item : m.low_rate)
        text += " {" + std::string(item.symbol) + " " + std::to_string(item.time.ns) + " " + std::visit(ValueText{}, item.value) + "}";
    return text;
}

/// One line of messages/deribit.jsonl.
struct Example {
    std::string kind, text;
};
/// Empty where the public examples are not here.
inline std::vector<Example> examples() {
    std::vector<Example> out;
    QFile file(qEnvironmentVariable("BELLWETHER_SHARED") + QStringLiteral("/data/messages/deribit.jsonl"));
    if (!file.open(QIODevice::ReadOnly)) return out;
    while (!file.atEnd()) {
        const std::string line = file.readLine().trimmed().toStdString();
        constexpr std::string_view kKind = R"({"kind":")", kMsg = R"(","msg":)";
        const std::size_t msg = line.find(kMsg);
        if (msg == std::string::npos) continue;
        const std::size_t start = msg + kMsg.size();
        out.push_back({line.substr(kKind.size(), msg - kKind.size()), line.substr(start, line.size() - start - 1)});
    }
    return out;
}

}  // namespace bw::feed::deribit::test

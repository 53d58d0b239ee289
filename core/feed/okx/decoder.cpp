// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/okx/decoder.h"

#include <simdjson.h>

#include "core/feed/okx/book_levels.h"
#include "core/feed/okx/control.h"
#include "core/feed/okx/rows.h"
#include "core/model/frame.h"

namespace bw::feed::okx {
namespace {

/// Reads one frame. The data are read where they stand when what they need is known by then, which is so in every message
/// of the venue; else they are passed over first and read at the end.
class FrameReader {
public:
    FrameReader(std::string_view bytes, SymbolResolver& symbols, Message& out) : m_json(bytes), m_context{symbols, out}, m_out(out) {}

    Code read() {
        Code code = m_json.object([this](std::string_view key) { return field(key); });
        if (code == Code::Ok) code = m_json.finish();
        if (code != Code::Ok) return code;
        if (m_envelope.event.kind != Token::Kind::Absent) return m_envelope.has_data ? Code::FieldType : readControl(m_envelope, m_out);
        if (!m_envelope.has_arg) return Code::StreamUnknown;
        if (!m_envelope.has_data) return Code::FieldMissing;
        if (m_data == nullptr) return Code::Ok;
        m_json.seek(m_data);
        return data();
    }

private:
    Code field(std::string_view key) {
        if (key == "arg") return arg();
        if (key == "data") return dataField();
        Token* const token = key == "action"  ? &m_envelope.action
                             : key == "event" ? &m_envelope.event
                             : key == "code"  ? &m_envelope.code
                             : key == "msg"   ? &m_envelope.msg
                                              : nullptr;
        if (token == nullptr) return m_json.skip();
        return token->kind == Token::Kind::Absent ? m_json.token(*token) : Code::JsonSyntax;
    }
    Code arg() {
        if (m_envelope.has_arg) return Code::JsonSyntax;
        m_envelope.has_arg = true;
        const Code code = m_json.object([this](std::string_view key) {
            if (key == "channel") return m_json.token(m_envelope.channel);
            return key == "instId" ? m_json.token(m_envelope.inst) : m_json.skip();
        });
        if (m_envelope.channel.kind == Token::Kind::Text) m_channel = channelOf(m_envelope.channel.text);
        return code;
    }
    Code dataField() {
        if (m_envelope.has_data) return Code::JsonSyntax;
        m_envelope.has_data = true;
        const bool is_book = m_channel.kind == ChannelKind::Book;
        if (m_envelope.has_arg && (!is_book || m_envelope.action.kind != Token::Kind::Absent)) [[likely]] return data();
        m_data = m_json.position();
        return m_json.skip();
    }
    Code data();
    Code unused(Kind kind) {
        m_out.kind = kind;
        m_out.symbol = words(m_envelope.inst);
        return m_json.skip();
    }
    Code book();
    Code bookFields();
    Code side(bool bids);
    Code bookNumbers();
    Code topOfBook();
    Code takeSymbol(bool needs_digits);

    JsonCursor m_json;
    Envelope m_envelope;
    Channel m_channel;
    RowContext m_context;
    Message& m_out;
    const char* m_data = nullptr;  // passed over, to be read
    bool m_has_bids = false, m_has_asks = false;
    Token m_inst, m_ts, m_checksum, m_seq, m_prev;
};

Code FrameReader::takeSymbol(bool needs_digits) {
    if (const Code code = readSymbol(m_envelope.inst, m_context.symbol); code != Code::Ok) return code;
    m_out.symbol = m_context.symbol;
    if (!needs_digits) return Code::Ok;
    m_context.digits = m_context.symbols.resolve(m_context.symbol);
    return m_context.digits == nullptr ? Code::SymbolUnknown : Code::Ok;
}

Code FrameReader::data() {
    if (m_envelope.channel.kind != Token::Kind::Text) return m_envelope.channel.has() ? Code::FieldType : Code::FieldMissing;
    const bool has_symbol = m_envelope.inst.has();
    switch (m_channel.kind) {
        case ChannelKind::Unknown: return Code::StreamUnknown;
        case ChannelKind::Unused: return unused(Kind::Unused);
        case ChannelKind::Instruments: return unused(Kind::Catalogue);
        case ChannelKind::Book:
        case ChannelKind::Image:
        case ChannelKind::TopOfBook:
            if (const Code code = takeSymbol(/*needs_digits=*/true); code != Code::Ok) return code;
            return book();
        case ChannelKind::Trades:
            // Without the instrument in `arg` the elements say it.
            if (const Code code = has_symbol ? takeSymbol(/*needs_digits=*/true) : Code::Ok; code != Code::Ok) return code;
            return readTrades(m_json, m_context);
        case ChannelKind::Candle:
            if (const Code code = takeSymbol(/*needs_digits=*/true); code != Code::Ok) return code;
            m_context.period_s = m_channel.period_s;
            return readLowRate(m_json, m_context, m_channel.kind);
        default:
            if (const Code code = has_symbol ? takeSymbol(/*needs_digits=*/false) : Code::Ok; code != Code::Ok) return code;
            return readLowRate(m_json, m_context, m_channel.kind);
    }
}

/// [{"asks":[…],"bids":[…],"ts":"…",…}]: one element.
Code FrameReader::book() {
    std::size_t count = 0;
    const Code code = m_json.array([&] { return ++count > 1 ? Code::Size : bookFields(); });
    if (code != Code::Ok) return code;
    if (count == 0 || !m_has_bids || !m_has_asks) return Code::FieldMissing;
    if (const Code bad = bookNumbers(); bad != Code::Ok) return bad;
    if (m_channel.kind == ChannelKind::TopOfBook) return topOfBook();
    if (m_channel.kind == ChannelKind::Image) {
        m_out.kind = Kind::Image;
        return Code::Ok;
    }
    const std::string_view action = words(m_envelope.action);
    if (action.empty()) return Code::FieldMissing;
    if (action != "snapshot" && action != "update") return Code::FieldType;
    m_out.kind = action == "update" ? Kind::Depth : Kind::Snapshot;
    return m_out.kind == Kind::Depth && m_out.chained && !m_prev.has() ? Code::FieldMissing : Code::Ok;
}

Code FrameReader::bookFields() {
    return m_json.object([this](std::string_view key) {
        if (key == "asks") return side(/*bids=*/false);
        if (key == "bids") return side(/*bids=*/true);
        if (key == "ts") return m_json.token(m_ts);
        if (key == "seqId") return m_json.token(m_seq);
        if (key == "prevSeqId") return m_json.token(m_prev);
        if (key == "checksum") return m_json.token(m_checksum);
        return key == "instId" ? m_json.token(m_inst) : m_json.skip();
    });
}

Code FrameReader::side(bool bids) {
    bool& seen = bids ? m_has_bids : m_has_asks;
    if (seen) return Code::JsonSyntax;
    seen = true;
    return bids ? readLevels(m_json, *m_context.digits, m_out.depth.bids, m_out.bid_texts)
                : readLevels(m_json, *m_context.digits, m_out.depth.asks, m_out.ask_texts);
}

Code FrameReader::bookNumbers() {
    m_out.event_time = m_out.depth.event_time = readTime(m_ts);
    std::string_view named;
    if (m_inst.has()) {
        if (const Code code = readSymbol(m_inst, named); code != Code::Ok) return code;
        if (named != m_out.symbol) return Code::SymbolUnknown;
    }
    m_out.chained = m_seq.has();
    if (m_out.chained) {
        if (const Code code = readU64(m_seq, m_out.depth.last_id); code != Code::Ok) return code;
    }
    if (m_prev.has() && m_prev.text != "-1") {
        if (const Code code = readU64(m_prev, m_out.depth.prev_id); code != Code::Ok) return code;
    }
    if (m_checksum.has()) {
        if (const Code code = readI32(m_checksum, m_out.checksum); code != Code::Ok) return code;
        m_out.has_checksum = m_out.checksum != 0;
    }
    if (!m_out.has_checksum) {
        m_out.bid_texts.clear();
        m_out.ask_texts.clear();
    }
    return Code::Ok;
}

/// The best levels as a quote; a side without levels, or with nothing there, is absent.
Code FrameReader::topOfBook() {
    const auto take = [](std::vector<Level>& levels, Level& best, bool& has) {
        if (!levels.empty()) best = levels.front();
        has = !levels.empty() && best.qty.units > 0;
        levels.clear();
    };
    take(m_out.depth.bids, m_out.quote.bid, m_out.quote.has_bid);
    take(m_out.depth.asks, m_out.quote.ask, m_out.quote.has_ask);
    m_out.bid_texts.clear();
    m_out.ask_texts.clear();
    m_out.has_checksum = false;
    m_out.kind = Kind::BookTicker;
    m_out.id = m_out.depth.last_id;
    return Code::Ok;
}

}  // namespace

std::string_view Decoder::ended(std::string_view bytes) {
    if (JsonCursor::endsFrame(bytes)) return bytes;
    m_copy.reserve(bytes.size() + kFramePadding);  // scans look at bytes behind the end
    m_copy.assign(bytes);
    return m_copy;
}

Code Decoder::decode(std::string_view bytes, SymbolResolver& symbols, Message& out) {
    out.clear();
    if (bytes == "pong") return Code::Ok;
    if (bytes.empty()) return Code::JsonSyntax;
    bytes = ended(bytes);
    const Code code = FrameReader(bytes, symbols, out).read();
    return code == Code::JsonSyntax && !simdjson::validate_utf8(bytes.data(), bytes.size()) ? Code::Utf8 : code;
}

std::string_view marketOf(std::string_view inst_id) {
    std::string_view parts[5];
    std::size_t count = 0;
    for (std::string_view rest = inst_id; count < 5; ++count) {
        const std::size_t dash = rest.find('-');
        parts[count] = rest.substr(0, dash);
        if (parts[count].empty()) return {};
        if (dash == std::string_view::npos) {
            ++count;
            break;
        }
        rest.remove_prefix(dash + 1);
        if (count == 4) return {};
    }
    const auto isDate = [](std::string_view text) {
        return text.size() == 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (count == 2) return "spot";
    if (count == 3 && parts[2] == "SWAP") return "swap";
    if (count == 3 && isDate(parts[2])) return "futures";
    if (count == 5 && isDate(parts[2]) && (parts[4] == "C" || parts[4] == "P")) return "option";
    return {};
}

}  // namespace bw::feed::okx

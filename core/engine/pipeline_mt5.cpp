// SPDX-License-Identifier: GPL-3.0-or-later
// MT5: gateway messages and exported tick files.
#include "core/engine/pipeline.h"
#include "core/feed/mt5/csv_row.h"

namespace bw::engine {

namespace mt5 = feed::mt5;

FrameClass Pipeline::onMt5(Source& source, const FrameView& frame, Code& code) {
    Line& line = *source.line;
    if (!line.mt5) {
        const auto named = m_config.mt5_time_zones.find(line.venue_market.substr(std::string_view("mt5.").size()));
        auto zone = mt5::GatewayZone::fromText(named == m_config.mt5_time_zones.end() ? "auto" : named->second);
        if (!zone) {  // a recording from a machine that knows more zones: its ticks then find their offset by themselves
            api::Notice notice;
            notice.wall = m_ctx.wall;
            notice.severity = Severity::Critical;
            notice.code = zone.error().code;
            notice.text = line.name;
            notice.text2 = zone.error().detail;
            m_sink.onNotice(notice);
        }
        line.mt5 = std::make_unique<mt5::Decoder>(zone ? *zone : mt5::GatewayZone{}, m_config.default_price_digits, m_config.default_qty_digits);
    }
    code = line.mt5->decode(frame.bytes, frame.recv_wall, m_mt5);
    m_ctx.stamps.markDecoded();
    if (code != Code::Ok) return FrameClass::Rejected;
    if (m_mt5.dialect != mt5::Dialect::Unknown) line.dialect = mt5::dialectName(m_mt5.dialect);
    switch (m_mt5.kind) {
        case mt5::Message::Kind::Tick: {
            m_resolved = find(line, m_mt5.tick.symbol);
            if (m_resolved == nullptr) m_resolved = make(line, m_mt5.tick.symbol);
            if (m_resolved == nullptr) {
                code = Code::TooManyInstruments;
                return FrameClass::Rejected;
            }
            m_message.event_time = m_mt5.tick.time;  // for the latency figure
            m_resolved->onTick(m_mt5.tick, m_ctx);
            return FrameClass::Applied;
        }
        case mt5::Message::Kind::Heartbeat:
            for (const mt5::SymbolSeq& seq : m_mt5.heartbeat.seqs)
                if (Instrument* instrument = find(line, seq.symbol))
                    instrument->onHeartbeat(m_mt5.heartbeat.epoch, seq.seq, m_ctx);
            return FrameClass::Control;
        case mt5::Message::Kind::Spec: {
            Instrument* instrument = find(line, m_mt5.spec.symbol);
            if (instrument == nullptr) instrument = make(line, m_mt5.spec.symbol);
            std::int64_t offset_ns = 0;
            const bool known = line.mt5->serverOffset({frame.recv_wall.ns}, offset_ns);
            if (instrument != nullptr) instrument->onSpec(m_mt5.spec, known ? std::optional(offset_ns) : std::nullopt);
            return FrameClass::Control;
        }
        case mt5::Message::Kind::Book: {
            m_resolved = find(line, m_mt5.book.symbol);
            if (m_resolved == nullptr) m_resolved = make(line, m_mt5.book.symbol);
            if (m_resolved == nullptr) {
                code = Code::TooManyInstruments;
                return FrameClass::Rejected;
            }
            m_message.event_time = m_mt5.book.time;
            return m_resolved->onTickBook(m_mt5.book, m_ctx, code);
        }
    }
    return FrameClass::Applied;
}

FrameClass Pipeline::onMt5Csv(Source& source, const FrameView& frame, Code& code) {
    mt5::Tick& tick = m_mt5.tick;
    code = mt5::decodeMt5CsvRow(frame.bytes, {m_config.default_price_digits, m_config.default_qty_digits, 0}, tick);
    m_ctx.stamps.markDecoded();
    if (code != Code::Ok) return FrameClass::Rejected;
    const std::string_view symbol = m_snapshot_symbol.empty() ? std::string_view("TICKS") : std::string_view(m_snapshot_symbol);
    m_resolved = find(*source.line, symbol);
    if (m_resolved == nullptr) m_resolved = make(*source.line, symbol);
    m_message.event_time = tick.time;
    m_resolved->onTick(tick, m_ctx);
    return FrameClass::Applied;
}

}  // namespace bw::engine

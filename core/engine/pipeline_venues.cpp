// SPDX-License-Identifier: GPL-3.0-or-later
// Messages of the exchanges beside Binance's hot three, and what REST answers.
#include "core/engine/pipeline.h"

namespace bw::engine {

using api::Notice;
using feed::Kind;

namespace {

feed::LongShort::Basis basisOf(std::string_view purpose) {
    using Basis = feed::LongShort::Basis;
    return purpose == "ratio_position" ? Basis::TopPosition : purpose == "ratio_account" ? Basis::TopAccount : Basis::AllAccount;
}

/// A poll names the currency, "deribit.index.BTC"; the stream names the index, "btc_usd".
std::string indexOf(std::string_view polled) {
    std::string id(polled);
    for (std::size_t i = id.rfind('.') + 1; i < id.size(); ++i)
        if (id[i] >= 'A' && id[i] <= 'Z') id[i] = static_cast<char>(id[i] - 'A' + 'a');
    return id + "_usd";
}

}  // namespace

Code Pipeline::decodeStream(Route route, std::string_view bytes) {
    return route == Route::OkxStream ? m_okx.decode(bytes, *this, m_message) : m_deribit.decode(bytes, *this, m_message);
}

Code Pipeline::decodeRest(Route route, std::string_view purpose, std::string_view bytes) {
    if (route == Route::OkxRest) return m_okx.decodeRest(purpose, bytes, *this, m_message);
    if (route == Route::DeribitRest) return m_deribit.decodeRest(purpose, bytes, *this, m_message);
    if (purpose == "audit") purpose = "snapshot";
    return m_binance.decodeRest(purpose, bytes, *this, m_message);
}

FrameClass Pipeline::onVenue(Source& source, const FrameView& frame, Code& code) {
    m_resolve_line = source.line;
    m_rest_instrument = {};
    code = decodeStream(source.route, frame.bytes);
    m_ctx.stamps.markDecoded();
    if (code != Code::Ok) [[unlikely]] {
        if (m_resolved != nullptr) m_resolved->onRejected();
        return FrameClass::Rejected;
    }
    return onMessage(source, kNoRest, code);
}

FrameClass Pipeline::onMessage(Source& source, const PendingRest& rest, Code& code) {
    switch (m_message.kind) {
        case Kind::Ack:
        case Kind::ServerShutdown: return FrameClass::Control;
        case Kind::Refused: return onVenueNotice(source, code);
        case Kind::Catalogue: return FrameClass::Control;  // the network thread asks for the list again by its own timer
        case Kind::Unused: return FrameClass::Applied;
        case Kind::LowRate: return onLowRate(*source.line, code);
        default: break;
    }
    if (m_resolved == nullptr && !m_message.symbol.empty()) m_resolved = findOrMake(*source.line, m_message.symbol);
    if (m_resolved == nullptr) [[unlikely]] {
        code = instrumentCount() == kInstrumentsMax ? Code::TooManyInstruments : Code::SymbolUnknown;
        return FrameClass::Rejected;
    }
    static_cast<void>(m_resolved->useDigits());
    Instrument& in = *m_resolved;
    const bool in_band = source.route == Route::OkxStream || source.route == Route::DeribitStream;
    switch (m_message.kind) {
        case Kind::BookTicker: in.onTicker(m_message, m_ctx); return FrameClass::Applied;
        case Kind::Trade: in.onTrade(m_message.trade, m_ctx); return FrameClass::Applied;
        case Kind::Trades: return onTrades(rest, code);
        case Kind::Image: return in.onInBand(m_message, m_ctx, code);
        case Kind::Depth:
            in.book_line = source.line;
            return in_band ? in.onInBand(m_message, m_ctx, code) : in.onDepth(m_message, m_ctx, code);
        case Kind::Snapshot:
            if (rest.purpose == "audit") {
                in.onAudit(m_message, m_ctx);
                return FrameClass::Applied;
            }
            return in_band ? in.onInBand(m_message, m_ctx, code) : in.onSnapshot(m_message, rest.gen, m_ctx, code);
        default: return FrameClass::Applied;
    }
}

/// The good elements of a list count; one bad one makes the frame a reject all the same.
FrameClass Pipeline::onTrades(const PendingRest& rest, Code& code) {
    Instrument& in = *m_resolved;
    if (rest.purpose == "trades") in.onBackfill(m_message.trades, rest.from_id, rest.last, m_ctx);
    else
        for (const feed::Trade& trade : m_message.trades) in.onTrade(trade, m_ctx);
    for (const feed::LowRate& item : m_message.low_rate) in.onLowRate(item, m_ctx);  // Deribit: liquidations among them
    if (m_message.bad_elements == 0) [[likely]] return FrameClass::Applied;
    in.onRejected();
    code = m_message.element_code;
    return FrameClass::Rejected;
}

/// Lists for a whole market reach the instruments that are known; an element on its own makes its instrument known.
FrameClass Pipeline::onLowRate(Line& line, Code& code) {
    const bool list = m_message.low_rate.size() > 1;
    for (const feed::LowRate& item : m_message.low_rate) {
        Instrument* in = nullptr;
        if (item.symbol.empty()) {
            in = m_rest_instrument.empty() ? nullptr : byId(m_rest_instrument);
            if (in == nullptr && std::holds_alternative<feed::VolIndex>(item.value)) in = byId(indexOf(m_rest_instrument));
        } else if (std::holds_alternative<feed::VolIndex>(item.value)) {
            in = byId(m_key.assign(line.venue_market).append(".index.").append(item.symbol));
            if (in == nullptr) in = makeIndex(line, item.symbol);
        } else if (list || std::holds_alternative<feed::Liquidation>(item.value)) {
            in = find(line, item.symbol);
            if (in == nullptr && keyOf(line, item.symbol)) in = byId(m_key);
        } else {
            in = findOrMake(line, item.symbol);
        }
        if (in == nullptr) continue;
        m_resolved = in;
        in->onLowRate(item, m_ctx);
    }
    if (m_message.bad_elements == 0) [[likely]] return FrameClass::Applied;
    code = m_message.element_code;
    return FrameClass::Rejected;
}

FrameClass Pipeline::onVenueNotice(Source& source, Code& code) {
    Notice notice;
    notice.kind = Notice::Kind::Info;
    notice.wall = m_ctx.wall;
    notice.severity = Severity::Warning;
    notice.code = Code::VenueError;
    notice.text = source.line->name;
    notice.text2 = m_message.note;
    m_sink.onNotice(notice);
    code = Code::Ok;
    return FrameClass::Control;
}

// --- REST

FrameClass Pipeline::onRest(Source& source, const FrameView& frame, Code& code) {
    PendingRest& slot = m_pending[source.line->venue_market];
    PendingRest rest = slot.valid ? slot : kNoRest;
    if (!slot.valid) rest.purpose = "snapshot";
    slot.valid = false;
    m_resolve_line = source.line;
    m_rest_instrument = rest.instrument;
    if (rest.purpose == "catalogue") return onCatalogue(source, frame, code);
    if (rest.purpose == "klines" && source.route == Route::BinanceRest) return onRestKlines(source, rest, frame, code);
    if (rest.purpose == "other") return FrameClass::Applied;  // a recorded answer that nobody here asked for
    code = decodeRest(source.route, rest.purpose, frame.bytes);
    if (code == Code::Ok && (rest.purpose == "snapshot" || rest.purpose == "audit") && m_message.kind != Kind::Snapshot) code = Code::FieldType;
    if (code != Code::Ok) {
        if (Instrument* in = byId(rest.instrument); in != nullptr && rest.purpose == "trades")
            in->onBackfillFailed(rest.from_id, m_ctx);
        return FrameClass::Rejected;
    }
    if (rest.purpose == "klines") return onHistory(source, rest, code);
    for (feed::LowRate& item : m_message.low_rate)
        if (auto* ratio = std::get_if<feed::LongShort>(&item.value)) ratio->basis = basisOf(rest.purpose);
    if (m_resolved == nullptr && m_message.symbol.empty()) m_resolved = byId(rest.instrument);
    return onMessage(source, rest, code);
}

/// Bars of the venue before the first live one.
FrameClass Pipeline::onHistory(Source& source, const PendingRest& rest, Code& code) {
    Instrument* instrument = byId(rest.instrument);
    if (instrument == nullptr) instrument = findOrMake(*source.line, rest.instrument.substr(rest.instrument.rfind('.') + 1));
    if (instrument == nullptr) {
        code = Code::SymbolUnknown;
        return FrameClass::Rejected;
    }
    m_klines.clear();
    for (const feed::LowRate& item : m_message.low_rate)
        if (const auto* kline = std::get_if<feed::Kline>(&item.value)) m_klines.push_back(*kline);
    instrument->onKlines(m_klines, m_ctx);
    return FrameClass::Applied;
}

FrameClass Pipeline::onRestKlines(Source& source, const PendingRest& rest, const FrameView& frame, Code& code) {
    Instrument* instrument = byId(rest.instrument);
    if (instrument == nullptr && !rest.instrument.starts_with(source.line->venue_market + ".")) {
        code = Code::SymbolUnknown;
        return FrameClass::Rejected;
    }
    if (instrument == nullptr)
        instrument = make(*source.line, std::string_view(rest.instrument).substr(source.line->venue_market.size() + 1));
    if (instrument == nullptr) {
        code = Code::TooManyInstruments;
        return FrameClass::Rejected;
    }
    code = m_binance.decodeKlines(frame.bytes, instrument->useDigits(), m_klines);
    if (code != Code::Ok) return FrameClass::Rejected;
    instrument->onKlines(m_klines, m_ctx);
    return FrameClass::Applied;
}

FrameClass Pipeline::onCatalogue(Source& source, const FrameView& frame, Code& code) {
    std::vector<feed::InstrumentSpec> specs;
    std::size_t skipped = 0;
    code = source.route == Route::OkxRest       ? m_okx.decodeCatalogue(frame.bytes, specs, skipped)
           : source.route == Route::DeribitRest ? m_deribit.decodeCatalogue(frame.bytes, specs, skipped)
                                                : m_binance.decodeCatalogue(frame.bytes, specs, skipped);
    if (code != Code::Ok) return FrameClass::Rejected;
    for (feed::InstrumentSpec& spec : specs) {
        std::string id = source.line->venue_market + ".";
        if (source.line->market_of != nullptr) id += spec.market + ".";
        id += spec.symbol;
        if (Instrument* known = byId(id)) {
            known->setDigits(spec.digits);
            known->setUnits(spec.qty_unit.empty() ? spec.base : spec.qty_unit);
        }
        m_catalogue.insert_or_assign(std::move(id), std::move(spec));
    }
    return FrameClass::Control;
}

}  // namespace bw::engine

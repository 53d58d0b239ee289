// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/okx/control.h"

#include "core/feed/okx/values.h"

namespace bw::feed::okx {

Code readControl(const Envelope& envelope, Message& out) {
    if (envelope.event.kind != Token::Kind::Text) return Code::FieldType;
    const std::string_view event = envelope.event.text;
    const std::string_view reason = words(envelope.msg);
    out.symbol = words(envelope.inst);
    // A code that is no number stays 0; the words remain.
    if (envelope.code.has() && readU64(envelope.code, out.id) != Code::Ok) out.id = 0;
    if (event == "subscribe" || event == "unsubscribe" || event == "login" || event == "channel-conn-count") {
        out.kind = Kind::Ack;
        out.note = words(envelope.channel);
        return Code::Ok;
    }
    if (event == "error" || event == "channel-conn-count-error") {
        out.kind = Kind::Refused;
        out.note = reason.empty() ? words(envelope.channel) : reason;
        return Code::Ok;
    }
    if (event == "notice") {
        constexpr std::uint64_t kServiceUpgrade = 64'008;
        out.kind = out.id == kServiceUpgrade ? Kind::ServerShutdown : Kind::Ack;
        out.note = reason;
        return Code::Ok;
    }
    return Code::StreamUnknown;
}

}  // namespace bw::feed::okx

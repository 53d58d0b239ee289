// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/feed/event.h"
#include "core/feed/okx/json_cursor.h"

namespace bw::feed::okx {

/// What stands around the data of a frame.
struct Envelope {
    Token channel, inst, action, event, code, msg;
    bool has_arg = false, has_data = false;
};

/// A frame with "event": acks, refusals and notices. Codes: StreamUnknown, FieldType. Engine thread.
[[nodiscard]] Code readControl(const Envelope& envelope, Message& out);

}  // namespace bw::feed::okx

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/truth.h"

#include "core/feed/sim/text.h"

namespace bw::sim {

void appendTruthLine(std::string& out, const TruthRecord& record) {
    constexpr std::string_view kStrength[] = {"weak", "mid", "strong"};
    const std::string instrument = instrumentId(*record.instrument);
    out += R"({"id":")";
    out += instrument;
    out += '#';
    appendInt(out, record.number);
    out += R"(","instrument":")";
    out += instrument;
    out += R"(","t0_ms":)";
    appendInt(out, record.t0_ms);
    out += R"(,"pivot1_ms":)";
    appendInt(out, record.pivot1_ms);
    out += R"(,"pivot2_ms":)";
    appendInt(out, record.pivot2_ms);
    out += R"(,"t_end_ms":)";
    appendInt(out, record.t_end_ms);
    out += record.bull ? R"(,"dir":"bull")" : R"(,"dir":"bear")";
    out += record.decoy ? R"(,"kind":"decoy","strength":"none")" : R"(,"kind":"regular","strength":")";
    if (!record.decoy) {
        out += kStrength[record.strength];
        out += '"';
    }
    out += record.followed ? R"(,"outcome":"followed"})" : R"(,"outcome":"failed"})";
    out += '\n';
}

}  // namespace bw::sim

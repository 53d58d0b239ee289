// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/sim/faults.h"
#include "core/model/result.h"

namespace bw::sim {

/// A short list as typed: "drop=0.5%,swap,stall=5s,disconnect=30s,corrupt". One kind has a rate in percent of the
/// messages of every stream (0.5 % when not given), or seconds: how long it lasts, once a minute (stall, starve,
/// clock_skew, slow, flood, rest_status, snapshot_late, all of a gateway), or how often it comes (the others). starve silences the depth
/// of one instrument, rest_status answers 503. errors: Args, naming the kinds
[[nodiscard]] Result<std::vector<Fault>> parseFaultList(std::string_view text);

/// A plan in YAML (JSON is YAML too): a list of maps, or one map, with the fields of Fault; `code: rst` is an RST.
///   - {at_ms: 5000, kind: drop, instrument: demo.usdm.BTCUSDT, stream: depth, n: 2}
/// Times are ms after the start, or after `from_ms` where at_ms is not given. Every field is checked, an unknown one
/// refused. errors: CfgSyntax, CfgUnknownKey, CfgType, CfgRange, each with the line
[[nodiscard]] Result<std::vector<Fault>> parseFaultPlan(const std::string& yaml, std::int64_t from_ms = 0);
/// The same from a file of at most 1 MiB. errors: those, FileOpen
[[nodiscard]] Result<std::vector<Fault>> readFaultPlan(const std::string& path);

}  // namespace bw::sim

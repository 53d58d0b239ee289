// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <vector>

#include "core/feed/sim/faults.h"
#include "core/feed/sim/mt5_wire.h"
#include "core/model/result.h"

namespace bw::sim {

/// Where an unwaited run starts when nobody says: 2025-01-15 00:00:00 UTC, a Wednesday.
inline constexpr std::int64_t kFastStartMs = 1'736'899'200'000;

struct FastOptions {
    std::uint64_t seed = 1;
    double rate = 1.0;
    Dialect dialect = Dialect::V6;
    std::int64_t seconds = 60;
    std::int64_t start_ms = kFastStartMs;
    std::vector<Fault> faults;
    double fault_probability = 0.0;
    std::filesystem::path out_dir;  // made when absent
};

struct FastResult {
    std::uint64_t lines = 0;
    std::vector<std::filesystem::path> files;
    std::vector<InjectedFault> injected;
};

/// Writes `seconds` of the demo market without waiting, in ts-json: `<receive ns> <json>` a line. One file a book
/// instrument ("demo.usdm.BTCUSDT.ts-json": depth@100ms, bookTicker, trade, and one REST snapshot after 250 ms), one
/// for the MT5 gateway ("mt5.demo.ts-json": the bodies), truth.jsonl, and with faults faults.jsonl. Equal options give
/// equal bytes. Faults of lines and of REST need a server and stay undone here. errors:
/// DirUnusable, FileOpen, FileWrite
[[nodiscard]] Result<FastResult> writeFast(const FastOptions& options);

}  // namespace bw::sim

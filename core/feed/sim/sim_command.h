// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/feed/sim/demo_market.h"

namespace bw::sim {

/// `bellwether sim`, as its options are typed.
struct SimCommandOptions {
    std::uint64_t seed = 1;
    double rate = 1.0;
    std::string dialect = "v6";           // v6, t1, t2, t3, t4, mix
    std::string ws = "127.0.0.1:9080";    // host:port; port 0 is a free one
    std::string rest = "127.0.0.1:9081";  // the same host as `ws`
    std::string ticks = "tcp://127.0.0.1:5556";
    std::string truth;  // path of truth.jsonl; --fast writes it into `out` anyway
    bool is_fast = false;
    std::int64_t seconds = 0;  // --fast: simulated time; served: stop after this time, 0 runs until Ctrl+C
    std::string out;           // --fast: directory
    std::string fault;        // short list, see parseFaultList
    std::string faults_path;  // plan in YAML, see parseFaultPlan
    std::string fault_log;    // path of faults.jsonl; --fast writes it into `out` anyway
    std::string control;      // host:port of POST /fault, the same host as `ws`; empty for none
    bool is_orders = false;   // an order gateway instead of the market; `dialect` is then p0, p1, p2, p3 or v6
    std::string orders_endpoint = "tcp://127.0.0.1:5555";
    std::string key_file;     // v6: its first line is the key
    std::string mood;         // short list, see parseMoods
};

/// Serves the demo market until Ctrl+C, or writes it with --fast. Needs a QCoreApplication when it serves and runs its
/// event loop. Addresses go to stdout, errors to stderr as `error: <what> (<code>): <how to mend it>`.
/// Returns the exit code: 0 done, 1 failed, 2 bad arguments.
[[nodiscard]] int runSimCommand(const SimCommandOptions& options);

}  // namespace bw::sim

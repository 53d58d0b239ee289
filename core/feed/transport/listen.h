// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <iosfwd>
#include <iostream>
#include <string>

namespace bw::feed {

struct ListenOptions {
    std::string endpoint;  // "tcp://127.0.0.1:5556"; empty: ZMQ_INTERNAL_IP and ZMQ_DATA_PORT, else that
    int timeout_s = 30;    // how long to listen in all
    int count = 0;         // ends earlier after so many messages; 0: no such limit
    bool json = false;     // one JSON object a line instead of text
};

/// `bellwether listen`: connects to a ZeroMQ publisher and says what is known when it is known, with ms, then a
/// summary: dialects, keys, time, rate, gaps, rejects. Blocks; interrupting it ends it with the summary. Exit code: 0
/// at least one valid tick, 1 none, 2 the endpoint cannot be right, 3 messages came and none was valid.
int runListen(const ListenOptions& options, std::ostream& out = std::cout, std::ostream& err = std::cerr);

}  // namespace bw::feed

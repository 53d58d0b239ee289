// SPDX-License-Identifier: GPL-3.0-or-later
// chaos_proxy TARGET_PORT [SEED]: listens on a free port, says `port N`, and then reads lines from stdin:
//   <knob> <value>   one of the fields of ChaosKnobs, e.g. `latency_ms 50`      rst | close   ends the connections
//   clear            all knobs to 0                                            stats         prints one line
// Answers each line with `ok` or `error: ...`. Ends with its input.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>

#include "tests/support/chaos_proxy.h"

int main(int argc, char** argv) {
    const long target = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 0;
    if (target <= 0 || target > 65'535) {
        std::fprintf(stderr, "usage: chaos_proxy TARGET_PORT [SEED]\n");
        return 2;
    }
    bw::test::ChaosProxy proxy(static_cast<std::uint16_t>(target), argc > 2 ? std::strtoull(argv[2], nullptr, 0) : 1);
    if (proxy.port() == 0) return 1;
    std::cout << "port " << proxy.port() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string name;
        std::int64_t value = -1;
        words >> name >> value;
        bw::test::ChaosKnobs knobs = proxy.knobs();
        if (name == "rst") proxy.resetAll();
        else if (name == "close") proxy.closeAll();
        else if (name == "clear") proxy.setKnobs({});
        else if (name == "stats")
            std::cout << "accepted " << proxy.accepted() << " open " << proxy.open() << " bytes " << proxy.bytesDown() << '\n';
        else if (knobs.set(name, value)) proxy.setKnobs(knobs);
        else {
            std::cout << "error: give a knob and a value from 0 up, rst, close, clear or stats" << std::endl;
            continue;
        }
        std::cout << "ok" << std::endl;
    }
    return 0;
}

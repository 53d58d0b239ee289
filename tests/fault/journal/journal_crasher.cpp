// SPDX-License-Identifier: GPL-3.0-or-later
// Appends frames to <data_dir>/journal without end and tells standard output, one line a batch, the newest sequence
// that was committed. It is there to be killed: tst_kill.cpp.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "core/journal/writer.h"
#include "core/model/random.h"

using namespace bw;
using namespace bw::journal;

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::filesystem::path data_dir = argv[1];
    Random random(std::strtoull(argv[2], nullptr, 10));
    Result<DirLock> lock = DirLock::take(data_dir, "crasher", "test", WallTime{1});
    if (!lock) return 3;
    WriterOptions options;
    options.dir = data_dir / "journal";
    options.segment_bytes = 1 << 20;
    options.sync_ms = 10;
    options.now_wall = WallTime{1'760'000'000'000'000'000};
    Result<std::unique_ptr<Writer>> opened = Writer::open(options, *lock);
    if (!opened) return 4;
    Writer& writer = **opened;
    std::string payload;
    for (std::int64_t i = 0;; ++i) {
        for (std::uint64_t n = random.below(8) + 1; n > 0; --n) {
            // Each payload names the sequence before its own: what is read back is checked against it.
            payload = std::to_string(writer.addedSeq()) + ' ';
            payload.append(random.below(600), 'x');
            if (writer.add(n % 2 ? "demo/a#1" : "demo/b#1", {options.now_wall.ns + i}, {i}, payload) != Code::Ok)
                return 5;
        }
        if (writer.commit() != Code::Ok) return 6;
        const std::string line = std::to_string(writer.lastSeq()) + '\n';
        if (::write(STDOUT_FILENO, line.data(), line.size()) != ssize_t(line.size())) return 7;
    }
}

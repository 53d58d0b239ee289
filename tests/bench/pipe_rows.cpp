// SPDX-License-Identifier: GPL-3.0-or-later
// The whole path against bare parsing of the same bytes; journal append; view hand-over.
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "core/api/latest.h"
#include "core/engine/pipeline.h"
#include "core/feed/transport/clock.h"
#include "core/journal/lock.h"
#include "core/journal/writer.h"
#include "tests/bench/ref_parse.h"
#include "tests/bench/rows.h"

namespace bw::bench {
namespace {

constexpr std::size_t kBatch = 256;  // the engine's own batch
constexpr std::int64_t kTimerNs = 100 * kNsPerMs;
volatile std::uint64_t g_sum = 0;  // keeps the reference's work from being optimised away

std::uint64_t parseAll(RefParse& parser, const Recording& recording) {
    std::uint64_t sum = 0;
    for (const FrameView& frame : recording.frames) sum += parser.parse(frame.bytes);
    g_sum = sum;
    return recording.frames.size();
}

/// From bytes to views: decode, chain, book, trades, bars, OFI, CVD, ticker match, gaps, ledger, publish. Stages are
/// stamped on one frame in 16, as the engine does under load.
std::uint64_t runPath(const Recording& recording, journal::Writer* journal) {
    NullSink sink;
    engine::Pipeline pipeline({}, sink);
    std::int64_t next_timer = 0;
    const std::vector<FrameView>& frames = recording.frames;
    for (std::size_t from = 0; from < frames.size(); from += kBatch) {
        const std::size_t to = std::min(frames.size(), from + kBatch);
        if (journal != nullptr) {
            for (std::size_t i = from; i < to; ++i)
                static_cast<void>(
                    journal->add(frames[i].source, frames[i].recv_wall, frames[i].recv_mono, frames[i].bytes));
            if (journal->commit() != Code::Ok) std::abort();
        }
        for (std::size_t i = from; i < to; ++i) {
            const FrameView& frame = frames[i];
            if (frame.recv_mono.ns >= next_timer) {
                if (next_timer != 0) pipeline.onTimer({next_timer}, {next_timer});
                next_timer = (frame.recv_mono.ns / kTimerNs + 1) * kTimerNs;
            }
            engine::StageStamps stamps;
            if ((i & 15) == 0) {
                stamps.now = &nowNs;
                stamps.start = nowNs();
            }
            pipeline.onFrame(frame, stamps);
        }
        pipeline.publish();
    }
    g_sum = pipeline.counters().frames;
    if (pipeline.counters().classes[static_cast<std::size_t>(FrameClass::Rejected)] != 0) std::abort();  // would be quicker
    return frames.size();
}

/// Messages a second through the whole path, its pairs taken with the bare parser on depth20. The floor is a rate on a host
/// whose calibration takes 350 ns or less; 0: none.
Row rateRow(std::string id, double floor, const Inputs& in, const Recording& recording, const PairOptions& options, double ref_depth20_ns) {
    RefParse parser;
    Row row = ratio(
        std::move(id), 0, options, [&] { return parseAll(parser, in.depth20); }, [&] { return runPath(recording, nullptr); });
    double subject_ns = 0;
    std::sscanf(row.raw.c_str(), "\"subject_ns\":%lf", &subject_ns);
    row.raw += ",\"ratio_to_reference\":" + std::to_string(row.value);
    row.unit = "M msg/s";
    row.value = 1e3 / subject_ns;
    row.lo = row.hi = 0;
    row.floor = floor;
    row.scaled_floor = floor * std::min(1.0, 350 / ref_depth20_ns);
    return row;
}

struct TempJournal {
    std::filesystem::path dir;
    std::optional<journal::DirLock> lock;
    std::unique_ptr<journal::Writer> writer;
    explicit TempJournal(const char* name) {
        // Memory file system: the append is measured, not the disk.
        dir = std::filesystem::path(std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp") /
              (std::string("bw_bench_") + name + "_" + std::to_string(getpid()));
        std::filesystem::remove_all(dir);
        const feed::SystemClock clock;
        auto taken = journal::DirLock::take(dir, "bench", "0", clock.wall());
        if (!taken) std::abort();
        lock.emplace(std::move(*taken));
        journal::WriterOptions options;
        options.dir = dir / "journal";
        options.disk_stop_bytes = 0;
        options.now_wall = clock.wall();
        options.now_mono = clock.mono();
        // Its journal-sync thread hashes and syncs beside the engine, as it does live: not on the pinned core.
        cpu_set_t pinned, all;
        sched_getaffinity(0, sizeof pinned, &pinned);
        CPU_ZERO(&all);
        for (long i = 0; i < sysconf(_SC_NPROCESSORS_ONLN); ++i) CPU_SET(static_cast<std::size_t>(i), &all);
        sched_setaffinity(0, sizeof all, &all);
        auto opened = journal::Writer::open(options, *lock);
        sched_setaffinity(0, sizeof pinned, &pinned);
        if (!opened) std::abort();
        writer = std::move(*opened);
    }
    /// Sealed segments are of no more use: the memory file system is small.
    void dropOld() const {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(dir / "journal"))
            if (entry.path().extension() == ".bwj") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (std::size_t i = 0; i + 3 < files.size(); ++i) std::filesystem::remove(files[i]);
    }
    ~TempJournal() {
        writer.reset();
        std::error_code ignored;
        std::filesystem::remove_all(dir, ignored);
    }
};

}  // namespace

double calibrate(const Recording& depth20) {
    RefParse parser;
    double best = 1e9;
    for (int i = 0; i < 50; ++i) {
        const std::int64_t begin = nowNs();
        const std::uint64_t n = parseAll(parser, depth20);
        best = std::min(best, static_cast<double>(nowNs() - begin) / static_cast<double>(n));
    }
    return best;
}

void pipeRows(const Inputs& in, const PairOptions& options, double ref_depth20_ns, std::vector<Row>& rows) {
    RefParse parser;
    const auto row = [&](const std::string& id, double floor, const Recording& r) {
        rows.push_back(ratio(
            id, floor, options, [&] { return parseAll(parser, r); }, [&] { return runPath(r, nullptr); }));
        std::fprintf(stderr, "  %s\n", id.c_str());
    };
    if (in.recorded()) {
        row("pipe.mixed", 0.45, in.mixed);
        row("pipe.mixed.spot", 0.45, in.spot);
        row("pipe.mixed.usdm", 0.45, in.usdm);
        row("pipe.mixed.coinm", 0.45, in.coinm);
        TempJournal temp("pipe");
        rows.push_back(ratio(
            "pipe.mixed.journal", 0.35, options, [&] { return parseAll(parser, in.mixed); },
            [&] {
                const std::uint64_t n = runPath(in.mixed, temp.writer.get());
                temp.dropOld();
                return n;
            }));
        std::fprintf(stderr, "  pipe.mixed.journal\n");
    }
    rows.push_back(rateRow("pipe.depth20", 0.8, in, in.depth20, options, ref_depth20_ns));
}

void venueRows(const Inputs& in, const PairOptions& options, double ref_depth20_ns, std::vector<Row>& rows) {
    for (const auto& [venue, name] : {std::pair{BookVenue::Okx, "decode.okx"}, std::pair{BookVenue::Deribit, "decode.deribit"}})
        for (const int levels : {10, 20}) {
            const std::string id = std::string(name) + (levels == 10 ? "" : ".40");
            const Recording recording = syntheticVenueBook(venue, levels);
            rows.push_back(rateRow(id, levels == 10 ? 0.5 : 0, in, recording, options, ref_depth20_ns));
            std::fprintf(stderr, "  %s\n", id.c_str());
        }
}

void journalRows(const Inputs& in, const PairOptions& options, std::vector<Row>& rows) {
    const Recording& r = in.recorded() ? in.usdm : in.depth20;
    TempJournal temp("append");
    // The same bytes as one buffer, written in 64 KiB blocks to a file that starts again at 256 MiB.
    std::string bytes;
    for (const FrameView& frame : r.frames) bytes.append(frame.bytes);
    const std::filesystem::path plain = temp.dir / "plain";
    const int fd = open(plain.c_str(), O_CREAT | O_RDWR | O_TRUNC, 0600);
    std::size_t at = 0;
    const auto reference = [&]() -> std::uint64_t {
        for (std::size_t from = 0; from < bytes.size(); from += 65'536) {
            const std::size_t n = std::min<std::size_t>(65'536, bytes.size() - from);
            if (pwrite(fd, bytes.data() + from, n, static_cast<off_t>(at)) != static_cast<ssize_t>(n)) std::abort();
            at += n;
        }
        if (at > (256U << 20)) {
            at = 0;
            if (ftruncate(fd, 0) != 0) std::abort();
        }
        return bytes.size();
    };
    const auto subject = [&]() -> std::uint64_t {
        std::size_t held = 0;
        for (const FrameView& frame : r.frames) {
            static_cast<void>(temp.writer->add(frame.source, frame.recv_wall, frame.recv_mono, frame.bytes));
            held += frame.bytes.size() + 40;
            if (held < 65'536) continue;
            if (temp.writer->commit() != Code::Ok) std::abort();
            held = 0;
        }
        if (temp.writer->commit() != Code::Ok) std::abort();
        temp.dropOld();
        return bytes.size();
    };
    rows.push_back(ratio("journal.append", 0.50, options, reference, subject));
    close(fd);
    std::fprintf(stderr, "  journal.append\n");
}

void viewRows(const PairOptions& options, std::vector<Row>& rows) {
    constexpr int kViews = 10'000;
    auto source = std::make_unique<api::MarketView>();
    auto plain = std::make_unique<std::array<api::MarketView, 3>>();
    auto latest = std::make_unique<api::Latest<api::MarketView>>();
    const auto reference = [&]() -> std::uint64_t {
        for (int i = 0; i < kViews; ++i) {
            std::memcpy(static_cast<void*>(&(*plain)[static_cast<std::size_t>(i % 3)]), source.get(),
                        sizeof(api::MarketView));
            asm volatile("" ::"r"(plain.get()) : "memory");
        }
        return kViews;
    };
    const auto subject = [&]() -> std::uint64_t {
        for (int i = 0; i < kViews; ++i) {
            source->version = static_cast<std::uint64_t>(i);
            latest->draft() = *source;
            latest->publish();
            g_sum = latest->take()->version;
        }
        return kViews;
    };
    rows.push_back(ratio("view.publish", 0.25, options, reference, subject));  // at most four times a plain copy
    std::fprintf(stderr, "  view.publish\n");
}

}  // namespace bw::bench

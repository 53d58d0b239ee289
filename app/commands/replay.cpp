// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "app/cli.h"
#include "app/engine_config.h"
#include "app/notice_text.h"
#include "app/session.h"
#include "app/workstation.h"
#include "core/engine/report.h"

namespace bw::app {
namespace {

/// Collects the bars; everything else a replay on the terminal does not look at is counted by the engine itself.
class ReplaySink final : public engine::EngineSink {
public:
    engine::BarBook bars;
    void onItem(const api::DisplayItem& item) override {
        if (item.kind == api::DisplayItem::Kind::Bar) bars.add(item.instrument, item.bar);
    }
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest) override {}
    [[nodiscard]] bool wantsItems() const override { return true; }
};

Status writeFile(const std::string& path, std::string_view bytes) {
    std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
    if (file == nullptr) return Error{Code::FileWrite, "replay.out", path + " cannot be written: " + std::strerror(errno)};
    const bool good = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size() && std::fflush(file) == 0;
    const int problem = errno;
    if (file != stdout) std::fclose(file);
    if (!good) return Error{Code::FileWrite, "replay.out", path + " could not be written whole: " + std::strerror(problem)};
    return Done{};
}

/// "max" is 0; nullopt for what is neither that nor a number above 0.
std::optional<double> parseSpeed(const std::string& text) {
    if (text == "max") return 0;
    double speed = 0;
    const char* end = text.data() + text.size();
    const auto [ptr, problem] = std::from_chars(text.data(), end, speed);
    if (problem != std::errc() || ptr != end || !std::isfinite(speed) || speed <= 0) return std::nullopt;
    return speed;
}

bool parseExponents(const std::string& text, engine::EngineConfig& out) {
    return std::sscanf(text.c_str(), "%d,%d", &out.default_price_digits, &out.default_qty_digits) == 2 &&
           out.default_price_digits >= 0 && out.default_price_digits <= kDefaultDigits && out.default_qty_digits >= 0 &&
           out.default_qty_digits <= kDefaultDigits;
}

struct Outcome {
    std::uint64_t made = 0;  // frames that no line of the recording stands for
    double seconds = 0;
    std::optional<Error> error;
};

Outcome drive(engine::Pipeline& pipeline, engine::ReplaySource& source, double speed) {
    Outcome out;
    Progress progress("replay");
    const auto begin = std::chrono::steady_clock::now();
    std::int64_t first_ns = 0;
    engine::ReplayItem item;
    for (std::uint64_t n = 0;; ++n) {
        const auto more = source.next(item);
        if (!more) {
            if (out.error) break;
            out.error = more.error();
            continue;
        }
        if (!*more) break;
        if (speed > 0) {
            if (first_ns == 0) first_ns = item.frame.recv_mono.ns;
            const auto due = begin + std::chrono::nanoseconds(static_cast<std::int64_t>(
                                         static_cast<double>(item.frame.recv_mono.ns - first_ns) / speed));
            if (due > std::chrono::steady_clock::now()) std::this_thread::sleep_until(due);
        }
        if (item.kind == engine::ReplayItem::Kind::Timer) pipeline.onTimer(item.frame.recv_wall, item.frame.recv_mono);
        else if (item.kind == engine::ReplayItem::Kind::JournalGap)
            pipeline.onJournalGap(item.cause, item.frame.recv_wall, item.frame.recv_mono);
        else if (item.stamp_code != Code::Ok) pipeline.onUnreadable(item.frame, item.stamp_code);
        else pipeline.onFrame(item.frame);
        out.made += item.made;
        if ((n & 0x3ff) == 0) progress.show(source.progress());
    }
    pipeline.finish();
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return out;
}

}  // namespace

int replayCommand(const ReplayCommandOptions& options, int argc, char** argv) {
    const auto config = loadConfig(options.common);
    if (!config) return kExitArgs;
    const std::optional<double> speed = parseSpeed(options.speed);
    if (!speed)
        return printError({Code::Args, "replay.speed", "--speed " + options.speed + " is no speed; give max or a number above 0"});
    if (options.gui) return replayInWindow(options, *config, *speed, argc, argv);
    auto source = engine::ReplaySource::open({options.paths, options.format, options.venue, options.symbol, options.session});
    if (!source) return printError(source.error());
    if ((*source)->sessions() > 1)
        std::fprintf(stderr, "session %d of %d in this journal (--session chooses)\n", (*source)->session(), (*source)->sessions());
    const auto configured = engineConfigOf(*config, dataDirOf(*config));
    if (!configured) return printError(configured.error());
    engine::EngineConfig engine_config = (*source)->config().value_or(*configured);
    if (!options.exponents.empty() && !parseExponents(options.exponents, engine_config))
        return printError({Code::Args, "replay.exponents", "--exponents " + options.exponents + " is not P,Q; give decimals of price and quantity, 0 to 8"});
    std::string ledger;
    ReplaySink sink;
    engine::Pipeline pipeline(engine_config, sink, [&](std::string_view line) {
        if (!options.ledger.empty()) ledger += line;
    });
    pipeline.setSnapshotSymbol((*source)->symbol());
    const Outcome outcome = drive(pipeline, **source, *speed);
    pipeline.emitForming();
    const std::string report = engine::makeReport({pipeline, sink.bars, outcome.made, outcome.seconds});
    if (!options.report.empty())
        if (const Status written = writeFile(options.report, report + "\n"); !written) return printError(written.error());
    if (!options.ledger.empty())
        if (const Status written = writeFile(options.ledger, ledger); !written) return printError(written.error());
    if (!options.klines_out.empty())
        if (const Status written = writeFile(options.klines_out, sink.bars.csv(pipeline)); !written) return printError(written.error());
    const engine::Pipeline::Counters& c = pipeline.counters();
    const std::uint64_t frames = c.frames - outcome.made;
    if (options.report != "-")
        std::printf("%llu frames in %.3f s, %.0f a second; applied %llu, rejected %llu, in gaps %llu, control %llu\nledger %s\n",
                    static_cast<unsigned long long>(frames), outcome.seconds,
                    outcome.seconds > 0 ? static_cast<double>(frames) / outcome.seconds : 0,
                    static_cast<unsigned long long>(c.classes[1]), static_cast<unsigned long long>(c.classes[2]),
                    static_cast<unsigned long long>(c.classes[3]), static_cast<unsigned long long>(c.classes[0] - outcome.made),
                    pipeline.ledger().sha256Hex().c_str());
    return outcome.error ? printError(*outcome.error) : kExitDone;
}

}  // namespace bw::app

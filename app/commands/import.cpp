// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/cli.h"
#include "app/version.h"
#include "core/engine/replay_source.h"
#include "core/feed/transport/clock.h"
#include "core/journal/lock.h"
#include "core/journal/writer.h"

namespace bw::app {
namespace {

/// Frames and the timers between them, as a live run would have recorded them: a replay of the result gives the ledger of
/// a replay of the files.
Result<std::uint64_t> copyFrames(engine::ReplaySource& source, journal::Writer& writer) {
    Progress progress("import");
    std::optional<Error> problem;
    std::uint64_t frames = 0, since_commit = 0;
    engine::ReplayItem item;
    for (;;) {
        const auto more = source.next(item);
        if (!more) {
            if (problem) break;
            problem = more.error();
            continue;
        }
        if (!*more) break;
        const bool frame = item.kind == engine::ReplayItem::Kind::Frame;
        const Code code = writer.add(item.frame.source, item.frame.recv_wall, item.frame.recv_mono, item.frame.bytes,
                                     frame ? journal::kFlagImported : std::uint8_t{0});
        if (code != Code::Ok) return Error{code, "import", "a frame could not be written: is the disk full?"};
        frames += frame;
        if (++since_commit < 256) continue;
        since_commit = 0;
        if (const Code committed = writer.commit(); committed != Code::Ok)
            return Error{committed, "import", "the journal could not be written: free space on that disk and import again"};
        progress.show(source.progress());
    }
    if (const Code committed = writer.commit(); committed != Code::Ok)
        return Error{committed, "import", "the journal could not be written: free space on that disk and import again"};
    if (problem) return *problem;
    return frames;
}

}  // namespace

int importCommand(const ImportCommandOptions& options) {
    auto source = engine::ReplaySource::open({options.paths, options.format, options.venue, options.symbol, 0});
    if (!source) return printError(source.error());
    const feed::SystemClock clock;
    auto lock = journal::DirLock::take(options.out, "import", kVersion, clock.wall());
    if (!lock) return printError(lock.error());
    journal::WriterOptions writer_options;
    writer_options.dir = options.out + "/journal";
    writer_options.version = kVersion;
    writer_options.now_wall = clock.wall();
    writer_options.now_mono = clock.mono();
    auto writer = journal::Writer::open(writer_options, *lock);
    if (!writer) return printError(writer.error());
    engine::EngineConfig config;
    if (const Code code = (*writer)->addTyped(journal::RecordType::Config, clock.wall(), clock.mono(), config.toJson());
        code != Code::Ok)
        return printError({code, "import", "the journal takes nothing: free space on that disk and import again"});
    const auto frames = copyFrames(**source, **writer);
    (*writer)->close(frames ? "imported" : "import failed", clock.wall(), clock.mono());
    if (!frames) return printError(frames.error());
    std::printf("%llu frames imported into %s/journal\n", static_cast<unsigned long long>(*frames), options.out.c_str());
    return kExitDone;
}

}  // namespace bw::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "app/cli.h"
#include "app/version.h"
#include "core/engine/replay_source.h"
#include "core/feed/formats/frame_reader.h"
#include "core/feed/transport/clock.h"
#include "core/journal/files.h"
#include "core/journal/lock.h"
#include "core/journal/writer.h"
#include "core/model/sha256.h"

namespace bw::app {
namespace {

constexpr std::size_t kImportedBytesMax = 64U << 20;

/// One recording that is in a journal, and how it was read.
struct Input {
    std::string sha256, format, venue, symbol, name;
    std::uint64_t bytes = 0;
    [[nodiscard]] bool same(const Input& other) const {
        return sha256 == other.sha256 && format == other.format && venue == other.venue && symbol == other.symbol;
    }
};

Result<Input> describe(const std::filesystem::path& path, const ImportCommandOptions& options) {
    Input out{{}, options.format, options.venue, options.symbol, path.filename().string()};
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return out;  // a pipe is read once, and always new
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{Code::FileOpen, "import", path.string() + " cannot be opened"};
    Sha256 sha;
    std::vector<char> buffer(1U << 20);
    while (file) {
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        const auto n = static_cast<std::size_t>(file.gcount());
        sha.update(buffer.data(), n);
        out.bytes += n;
    }
    if (file.bad()) return Error{Code::FileRead, "import", path.string() + " cannot be read; check the disk"};
    out.sha256 = hex(sha.finish());
    return out;
}

/// What earlier imports put into this folder's journal. Without a journal it is nothing, whatever the list says.
Result<std::vector<Input>> readImported(const std::filesystem::path& list, const std::filesystem::path& journal) {
    std::vector<Input> out;
    std::error_code error;
    if (!std::filesystem::exists(list, error) || std::filesystem::is_empty(journal, error) || error) return out;
    const auto text = journal::readSmallFile(list, kImportedBytesMax);
    if (!text) return text.error();
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(*text));
    if (!document.isObject())
        return Error{Code::FileFormat, "import", list.string() + " is damaged; move it and the journal beside it away, then import again"};
    for (const QJsonValue& value : document[QLatin1String("inputs")].toArray()) {
        const auto field = [&](const char* key) { return value[QLatin1String(key)].toString().toStdString(); };
        out.push_back({field("sha256"), field("format"), field("venue"), field("symbol"), field("name"),
                       static_cast<std::uint64_t>(value[QLatin1String("bytes")].toInteger())});
    }
    return out;
}

Status writeImported(const std::filesystem::path& list, const std::vector<Input>& inputs) {
    QJsonArray rows;
    for (const Input& input : inputs) {
        QJsonObject row{{QStringLiteral("bytes"), static_cast<qint64>(input.bytes)}};
        for (const auto& [key, text] : {std::pair{"sha256", &input.sha256}, std::pair{"format", &input.format}, std::pair{"venue", &input.venue},
                                        std::pair{"symbol", &input.symbol}, std::pair{"name", &input.name}})
            row.insert(QLatin1String(key), QString::fromStdString(*text));
        rows.append(row);
    }
    const QJsonObject root{{QStringLiteral("version"), 1}, {QStringLiteral("inputs"), rows}};
    return journal::writeSmallFile(journal::Files::system(), list, QJsonDocument(root).toJson().toStdString());
}

struct NewInputs {
    std::vector<std::string> paths;
    bool all = true;  // none of those named was known
};
/// Of the files named those whose content is not in the journal yet; they join `imported`. The others are told.
Result<NewInputs> newInputs(const ImportCommandOptions& options, std::vector<Input>& imported) {
    const auto paths = feed::recordingFiles(options.paths, options.format, options.symbol);
    if (!paths) return paths.error();
    NewInputs out;
    for (const std::filesystem::path& path : *paths) {
        auto input = describe(path, options);
        if (!input) return input.error();
        const auto known = std::find_if(imported.begin(), imported.end(), [&](const Input& other) { return other.same(*input); });
        if (known != imported.end()) {
            std::printf("%s is already imported%s%s\n", path.string().c_str(), known->name == input->name ? "" : " as ",
                        known->name == input->name ? "" : known->name.c_str());
            out.all = false;
            continue;
        }
        if (!input->sha256.empty()) imported.push_back(std::move(*input));
        out.paths.push_back(path.string());
    }
    return out;
}

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
        frames += frame && !item.made;
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
    // The files are looked at first: a wrong option must not leave a folder behind.
    auto source = engine::ReplaySource::open({options.paths, options.format, options.venue, options.symbol, 0});
    if (!source) return printError(source.error());
    const feed::SystemClock clock;
    auto lock = journal::DirLock::take(options.out, "import", kVersion, clock.wall());
    if (!lock) return printError(lock.error());
    const std::filesystem::path list = std::filesystem::path(options.out) / "imported.json";
    journal::WriterOptions writer_options;
    writer_options.dir = options.out + "/journal";
    auto imported = readImported(list, writer_options.dir);
    if (!imported) return printError(imported.error());
    const auto fresh = newInputs(options, *imported);
    if (!fresh) return printError(fresh.error());
    if (fresh->paths.empty()) {
        std::printf("nothing new: %s/journal stays as it is\n", options.out.c_str());
        return kExitDone;
    }
    if (!fresh->all) source = engine::ReplaySource::open({fresh->paths, options.format, options.venue, options.symbol, 0});
    if (!source) return printError(source.error());
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
    if (const Status listed = writeImported(list, *imported); !listed) return printError(listed.error());
    std::printf("%llu frames imported into %s/journal\n", static_cast<unsigned long long>(*frames), options.out.c_str());
    return kExitDone;
}

}  // namespace bw::app

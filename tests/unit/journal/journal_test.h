// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/journal/lock.h"
#include "core/journal/reader.h"
#include "core/journal/segment_reader.h"
#include "core/journal/writer.h"

// What the journal tests share: a data_dir, disks that fail on demand, and the whole journal as a list.
namespace bw::journal::test {

inline constexpr std::int64_t kStartNs = 1'760'000'000'000'000'000;  // 2025-10-09 08:53:20 UTC
inline WallTime wallAt(std::int64_t ms) {
    return {kStartNs + ms * kNsPerMs};
}
inline MonoTime monoAt(std::int64_t ms) {
    return {5 * kNsPerSec + ms * kNsPerMs};
}

/// In memory where the system has such a directory: for tests that rewrite a journal thousands of times.
inline QString memoryTemplate() {
    const QString shm = QStringLiteral("/dev/shm");
    return (QFileInfo(shm).isWritable() ? shm : QDir::tempPath()) + QStringLiteral("/bw-journal-XXXXXX");
}
struct DataDir {
    DataDir() = default;
    explicit DataDir(const QString& name_template) : root(name_template) {}
    QTemporaryDir root;
    std::filesystem::path path = root.path().toStdString();
    std::filesystem::path journal = path / "journal";
};

/// The real file system without waiting for the disk: for tests that open thousands of journals.
class FastFiles : public Files {
public:
    int sync(int) override { return 0; }
    int syncDir(const std::filesystem::path&) override { return 0; }
};

/// The real file system until told otherwise; the numbers are of calls that fail.
class FailFiles : public FastFiles {
public:
    std::atomic<int> write_errno{0};      // while set, nothing is written
    std::atomic<bool> write_half{false};  // the first failing write leaves half of its bytes behind
    std::atomic<int> syncs_to_fail{0};
    std::atomic<int> writes{0};
    std::atomic<bool> count_writes{false};
    std::atomic<std::uint64_t> free_bytes{0};  // what space() says; 0: the truth

    ssize_t write(int fd, const char* data, std::size_t size, std::uint64_t offset) override {
        if (count_writes) ++writes;
        if (write_errno == 0) return Files::write(fd, data, size, offset);
        if (write_half.exchange(false)) return Files::write(fd, data, size / 2, offset);
        return -write_errno;
    }
    int space(const std::filesystem::path& dir, Space& out) override {
        const int result = Files::space(dir, out);
        if (free_bytes != 0) out = {free_bytes, std::uint64_t{1} << 40};
        return result;
    }
    int sync(int fd) override {
        int left = syncs_to_fail.load();
        while (left > 0)
            if (syncs_to_fail.compare_exchange_weak(left, left - 1)) return -EIO;
        return FastFiles::sync(fd);
    }
};

inline WriterOptions optionsFor(const DataDir& dir, Files& files) {
    WriterOptions options;
    options.dir = dir.journal;
    options.sync_ms = 10;
    options.segment_bytes = std::uint64_t{1} << 20;
    options.version = "test";
    options.now_wall = wallAt(0);
    options.now_mono = monoAt(0);
    options.files = &files;
    options.boot_id = "boot-1";
    options.host_id = "host-1";
    return options;
}

/// A lock and the writer under it.
struct Session {
    DirLock lock;
    std::unique_ptr<Writer> writer;
    Writer* operator->() { return writer.get(); }

    static Session open(const DataDir& dir, WriterOptions options) {
        Result<DirLock> lock = DirLock::take(dir.path, "test", "test", options.now_wall);
        if (!lock) throw std::runtime_error(lock.error().detail);
        Result<std::unique_ptr<Writer>> writer = Writer::open(std::move(options), *lock);
        if (!writer) throw std::runtime_error(writer.error().detail);
        return {std::move(*lock), std::move(*writer)};
    }
};

struct Seen {
    RecordType type = RecordType::Frame;
    Code code = Code::Ok;
    std::uint64_t seq = 0;
    std::uint64_t first_missing = 0;
    std::uint64_t last_missing = 0;
    std::string source;
    std::string payload;
};
inline Seen seen(const Item& item) {
    return {item.type,
            item.code,
            item.seq,
            item.first_missing,
            item.last_missing,
            std::string(item.source),
            std::string(item.payload)};
}

/// Everything up to the end, or to where a writer has come.
inline std::vector<Seen> readAll(const std::filesystem::path& path, const ReaderOptions& options = {}) {
    std::vector<Seen> out;
    Result<Reader> reader = Reader::open(path, options);
    if (!reader) throw std::runtime_error(std::string(codeName(reader.error().code)) + " " + reader.error().detail);
    Item item;
    for (;;) {
        const Reader::Step step = reader->next(item);
        if (step == Reader::Step::Error) throw std::runtime_error(reader->error().detail);
        if (step != Reader::Step::Item) return out;
        out.push_back(seen(item));
    }
}
inline std::vector<std::string> frames(const std::vector<Seen>& items) {
    std::vector<std::string> out;
    for (const Seen& item : items)
        if (item.type == RecordType::Frame) out.push_back(item.payload);
    return out;
}
inline std::vector<GapInfo> gaps(const std::vector<Seen>& items) {
    std::vector<GapInfo> out;
    for (const Seen& item : items) {
        if (item.type != RecordType::Gap || item.seq == 0) continue;
        Result<GapInfo> gap = decodeGap(item.payload);
        if (!gap) throw std::runtime_error(gap.error().detail);
        out.push_back(*gap);
    }
    return out;
}
/// The .bwj files in order.
inline std::vector<std::filesystem::path> segments(const DataDir& dir) {
    std::vector<std::filesystem::path> out;
    const Result<std::vector<SegmentFile>> files = listSegments(dir.journal);
    for (const SegmentFile& file : *files) out.push_back(file.path);
    return out;
}

}  // namespace bw::journal::test

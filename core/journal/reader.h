// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/journal/format.h"
#include "core/model/result.h"
#include "core/model/times.h"

namespace bw::journal {

/// One thing found in a journal: a record, or numbers that are missing from it.
struct Item {
    RecordType type = RecordType::Frame;  // also of a newer minor, then code is JournalUnknownType
    /// Ok; JournalUnknownType; JournalCorrupt: the record is whole, but its SOURCE record is lost and `source` empty;
    /// for missing numbers JournalCorrupt (damage in a segment) or JournalMissing (no file holds them).
    Code code = Code::Ok;
    bool missing = false;  // made by the reader: first_missing..last_missing; payload and times are empty
    std::uint8_t flags = 0;
    std::uint64_t seq = 0;
    std::uint64_t first_missing = 0;
    std::uint64_t last_missing = 0;
    WallTime wall;
    MonoTime mono;
    std::string_view source;   // valid, as payload, until the next call of next()
    std::string_view payload;  // kFramePadding readable bytes behind it
};

struct ReaderOptions {
    std::uint64_t from_seq = 0;  // 0: from the oldest there is; asked for and no longer there is a missing item
    WallTime from_wall{};        // records received before it are left out; 0: none
    std::string engine8;         // empty: every engine, merged by recv wall, then engine8, seq
};

/// Reads a journal forwards: the whole directory or one .bwj file, at rest or beside its writer. One thread; takes no
/// lock.
class Reader {
public:
    /// `path`: a journal directory or a segment file. FileOpen, FileRead, DirUnusable, FileEmpty (no segment in it),
    /// JournalVersion.
    static Result<Reader> open(const std::filesystem::path& path, ReaderOptions options = {});
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    enum class Step {
        Item,    // `item` is filled
        NotYet,  // the end for now: the data_dir is locked by a writer; look again in 50 ms
        End,     // the end: nobody writes here
        Error,   // a segment cannot be read; error() says why, and no later call goes on
    };
    [[nodiscard]] Step next(Item& item);

    [[nodiscard]] const Error& error() const { return m_error; }
    /// What is wrong without a record being lost: a bad header, a torn tail. The oldest 64 since the last call.
    [[nodiscard]] std::vector<Error> takeNotices();
    [[nodiscard]] std::uint64_t unknownTypes() const;

private:
    Reader();
    [[nodiscard]] Step nextMerged(Item& item);
    struct Source;                                   // one engine's chain and the item it offers
    std::vector<std::unique_ptr<Source>> m_sources;  // by engine8
    Error m_error;
};

}  // namespace bw::journal

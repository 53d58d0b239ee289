// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/journal/reader.h"
#include "core/journal/segment_reader.h"

namespace bw::journal {

/// The segments of one engine in order, as one sequence of items. One thread; a part of Reader.
class Chain {
public:
    /// `files`: of one engine, by number, not empty. `dir` is empty for a single file: nothing follows it then.
    Chain(std::vector<SegmentFile> files, std::filesystem::path dir, const ReaderOptions& options);
    /// Opens the segment where from_seq or from_wall lies.
    Status start();
    Reader::Step next(Item& item);

    [[nodiscard]] const std::string& engine8() const { return m_engine8; }
    [[nodiscard]] const Error& error() const { return m_error; }
    [[nodiscard]] std::vector<Error> takeNotices() { return std::exchange(m_notices, {}); }
    [[nodiscard]] std::uint64_t unknownTypes() const { return m_unknown_types; }

private:
    bool openNext();
    void findNewer();
    bool take(const Record& record, Item& item);
    bool missing(Code code, std::uint64_t first, std::uint64_t last, Item& item) const;
    Reader::Step atEnd(bool& again);
    [[nodiscard]] bool footerOwed() const;
    void moveOn();
    [[nodiscard]] bool sourceKnown(std::uint16_t id) const { return id <= m_names.size() && !m_names[id - 1U].empty(); }
    void readNamesFromFooter();
    void noteTornTail();
    void note(Code code, std::string detail);

    std::vector<SegmentFile> m_files;
    std::filesystem::path m_dir;
    const ReaderOptions m_options;
    std::string m_engine8;
    std::size_t m_index = 0;
    std::optional<SegmentReader> m_segment;
    std::optional<SegmentReader> m_following;  // open already, while the end before it is looked at once more
    std::size_t m_following_index = 0;
    std::uint64_t m_last_seq = 0;
    bool m_known = false;       // m_last_seq holds the number before the next one
    bool m_reached = false;     // from_wall
    bool m_footer = false;      // this segment's footer was read
    bool m_final_look = false;  // the end was looked at after the lock was found free
    bool m_torn_before = false;
    std::optional<std::chrono::steady_clock::time_point> m_footer_due;
    int m_list_polls = 0;
    std::vector<std::string> m_names;  // by source id - 1
    bool m_footer_names = false;       // they were looked up
    std::uint64_t m_unknown_types = 0;
    std::vector<Error> m_notices;
    Error m_error;
};

}  // namespace bw::journal

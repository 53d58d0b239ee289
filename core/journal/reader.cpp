// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/reader.h"

#include "core/journal/chain.h"

namespace bw::journal {

struct Reader::Source {
    Chain chain;
    Item item;
    bool offered = false;
};

Reader::Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::filesystem::path& path, ReaderOptions options) {
    std::error_code error;
    std::vector<std::vector<SegmentFile>> engines;
    const bool dir = std::filesystem::is_directory(path, error);
    if (!dir) {
        engines.push_back({SegmentFile{path.stem().string().substr(0, 8), 0, path}});
    } else {
        Result<std::vector<SegmentFile>> all = listSegments(path);
        if (!all) return all.error();
        for (SegmentFile& file : *all) {
            if (!options.engine8.empty() && file.engine8 != options.engine8) continue;
            if (engines.empty() || engines.back().front().engine8 != file.engine8) engines.emplace_back();
            engines.back().push_back(std::move(file));
        }
    }
    if (engines.empty()) return Error{Code::FileEmpty, "journal.reader", path.string() + " holds no segment"};
    Reader reader;
    for (std::vector<SegmentFile>& files : engines) {
        auto source = std::make_unique<Source>(
            Source{Chain(std::move(files), dir ? path : std::filesystem::path(), options), {}, false});
        if (Status started = source->chain.start(); !started) return started.error();
        reader.m_sources.push_back(std::move(source));
    }
    return reader;
}

Reader::Step Reader::next(Item& item) {
    if (m_sources.size() != 1) return nextMerged(item);
    const Step step = m_sources.front()->chain.next(item);
    if (step == Step::Error) m_error = m_sources.front()->chain.error();
    return step;
}

/// A data_dir that moved to another host has segments of two engines; a missing item has no time and comes at once.
Reader::Step Reader::nextMerged(Item& item) {
    Source* first = nullptr;
    Step at_end = Step::End;
    for (const auto& source : m_sources) {
        if (!source->offered) {
            const Step step = source->chain.next(source->item);
            if (step == Step::Error) {
                m_error = source->chain.error();
                return step;
            }
            if (step == Step::NotYet) at_end = step;
            source->offered = step == Step::Item;
        }
        if (source->offered && (!first || source->item.wall < first->item.wall)) first = source.get();
    }
    if (!first) return at_end;
    first->offered = false;
    item = first->item;
    return Step::Item;
}

std::vector<Error> Reader::takeNotices() {
    std::vector<Error> out;
    for (const auto& source : m_sources)
        for (Error& notice : source->chain.takeNotices()) out.push_back(std::move(notice));
    return out;
}

std::uint64_t Reader::unknownTypes() const {
    std::uint64_t sum = 0;
    for (const auto& source : m_sources) sum += source->chain.unknownTypes();
    return sum;
}

}  // namespace bw::journal

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "core/engine/source_table.h"
#include "core/feed/csv/rows.h"

namespace bw::engine {

/// What the header frame of a table said of its rows.
struct CsvFile {
    feed::csv::Columns columns;
    feed::csv::FileFacts facts;
    std::string symbol;  // of rows that name none
};

/// The tables of a recording, by their full source name. Engine thread. Bound: 4,096 files, later ones are refused.
class CsvFiles {
public:
    /// A header control frame of source `name` (its control form). Codes: JsonSyntax, FieldMissing (a column), FieldType
    /// (no such content), Size (too many files).
    [[nodiscard]] Code onHeader(std::string_view name, std::string_view json);
    /// nullptr: no header came before its rows.
    [[nodiscard]] const CsvFile* of(std::string_view name) const {
        const auto it = m_files.find(name);
        return it == m_files.end() ? nullptr : &it->second;
    }
    feed::csv::Cells cells;  // of the row in hand

private:
    static constexpr std::size_t kFilesMax = 4'096;
    TextMap<CsvFile> m_files;
};

}  // namespace bw::engine

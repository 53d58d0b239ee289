// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/feed/formats/frame_reader.h"

namespace bw::feed {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool isTable(std::string_view name) {
    for (const std::string_view packed : {".gz", ".zst"})
        if (name.ends_with(packed)) name.remove_suffix(packed.size());
    for (const std::string_view ending : {".csv", ".tsv", ".txt", ".zip"})
        if (name.ends_with(ending)) return true;
    return false;
}

/// Hidden files and the words that lie beside data are no recordings.
bool isRecording(std::string_view name, std::string_view format) {
    if (name.starts_with(".") || name.starts_with("license") || name.starts_with("readme")) return false;
    return !format.ends_with("-csv") || isTable(name);
}

}  // namespace

Result<std::vector<std::filesystem::path>> recordingFiles(const std::vector<std::string>& paths, std::string_view format,
                                                          std::string_view symbol) {
    std::vector<std::filesystem::path> out;
    for (const std::filesystem::path path : paths) {
        std::error_code error;
        if (!std::filesystem::is_directory(path, error)) {
            out.push_back(path);
            continue;
        }
        std::vector<std::filesystem::path> found;
        std::filesystem::directory_iterator entry(path, error);
        for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
            if (entry->is_regular_file(error) && isRecording(lower(entry->path().filename().string()), format))
                found.push_back(entry->path());
        if (error) return Error{Code::FileOpen, "file.open", path.string() + ": " + error.message()};
        const auto other = [wanted = lower(symbol)](const std::filesystem::path& file) {
            return lower(file.filename().string()).find(wanted) == std::string::npos;
        };
        if (!symbol.empty() && !std::all_of(found.begin(), found.end(), other)) std::erase_if(found, other);
        if (found.empty())
            return Error{Code::FileOpen, "file.open",
                         path.string() + " is a directory without recordings for --format " + std::string(format)};
        std::sort(found.begin(), found.end());
        out.insert(out.end(), found.begin(), found.end());
    }
    return out;
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>

#include "core/model/result.h"

namespace bw::feed {

/// A file's content, decompressed on the way where it begins like gzip, zstd or a zip archive of one file. One
/// thread.
class ByteSource {
public:
    /// Codes: FileOpen, FileFormat and FileTruncated (a zip archive that cannot be read).
    static Result<std::unique_ptr<ByteSource>> open(const std::filesystem::path& path);

    virtual ~ByteSource() = default;
    /// Up to `size` bytes; 0 only at the end. Codes: FileRead (device, or damaged compressed data), FileTruncated (the
    /// compressed data stop in the middle); what could be read before was given out by then.
    [[nodiscard]] virtual Result<std::size_t> read(char* out, std::size_t size) = 0;
    /// 0 to 1 of the file as it lies on disk.
    [[nodiscard]] virtual double progress() const = 0;
};

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "core/model/result.h"
#include "core/risk/latch_fs.h"

namespace bw::app {

/// The bearer token of the local HTTP server: the first line of `path`. A missing file is made with 64 random hex digits,
/// mode 0600. Any thread, at start.
/// errors: FileOpen, FileWrite; Args when others can read the file, or its token is shorter than 16 characters. No error
/// holds the token.
[[nodiscard]] Result<std::string> loadHttpToken(risk::LatchFs& fs, const std::string& path);
/// Equal or not in a time that depends on the lengths alone.
[[nodiscard]] bool sameSecret(std::string_view a, std::string_view b) noexcept;

}  // namespace bw::app

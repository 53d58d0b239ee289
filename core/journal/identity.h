// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>

#include "core/journal/files.h"
#include "core/journal/format.h"
#include "core/model/result.h"
#include "core/model/times.h"

namespace bw::journal {

/// A random (version 4) UUID from the kernel.
[[nodiscard]] Uuid randomUuid();
/// This boot of the machine; empty where the system does not tell.
[[nodiscard]] std::string bootId();
/// A hash of the machine id, stable over boots; empty where there is none (some containers).
[[nodiscard]] std::string hostId();

/// The engine id of a data_dir, from state/engine_id. Made once; made anew when the data_dir was carried to another
/// host. A file that cannot be read is moved to engine_id.bad-<now> and the id taken from `newest` (the engine of the
/// newest segment, zeros if none). `notice` gets a text when any of that happened. FileWrite, DirUnusable.
[[nodiscard]] Result<Uuid> engineId(Files& files, const std::filesystem::path& data_dir, const Uuid& newest,
                                    const std::string& host, WallTime now, std::string& notice);

}  // namespace bw::journal

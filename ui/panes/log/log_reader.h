// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "ui/panes/log/log_model.h"

namespace bw::ui {

class Hub;

/// Notices and log lines of the hub that were not read yet, merged by time. GUI thread.
class LogReader {
public:
    /// `lost` gets how many went past between two readings because the hub's rings had turned over.
    [[nodiscard]] std::vector<LogEntry> read(const Hub& hub, std::uint64_t& lost);
    /// Reads everything that is held once more (another language).
    void restart() { m_notices = m_lines = 0; }

private:
    std::uint64_t m_notices = 0, m_lines = 0;  // numbers of the next ones
};

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/model/signal_keys.h"
#include "core/signal/scoreboard.h"

namespace bw::engine {

/// The live scoreboard of an engine: outcomes by the instrument's name, so that what earlier runs wrote to their ledgers
/// counts too. Nothing in it ever reaches the ledger. Engine thread.
class ScoreBook {
public:
    explicit ScoreBook(const EvaluateConfig& config) : m_n_min(static_cast<std::uint32_t>(config.scoreboard_min)) {}
    void onOutcome(std::string_view instrument, const SignalOutcome& outcome, double p0) {
        m_board.onOutcome(number(instrument), outcome, p0);
        ++m_version;
    }
    /// One line of a ledger; true when it is an outcome and counts.
    bool onLedgerLine(std::string_view line);
    /// The ledgers of a folder, oldest first, the newest 256 MiB of them; a line that cannot be read is left out. Returns the outcomes found.
    std::size_t readLedgers(const std::string& dir);

    [[nodiscard]] const signal::Scoreboard& board() const { return m_board; }
    [[nodiscard]] std::uint64_t version() const { return m_version; }
    [[nodiscard]] std::uint32_t nMin() const { return m_n_min; }
    /// Name of an instrument number of the board.
    [[nodiscard]] const std::string& name(int instrument) const { return m_names[static_cast<std::size_t>(instrument)]; }

private:
    int number(std::string_view instrument);
    signal::Scoreboard m_board;
    std::map<std::string, int, std::less<>> m_numbers;
    std::vector<std::string> m_names;
    std::uint32_t m_n_min;
    std::uint64_t m_version = 1;
};

}  // namespace bw::engine

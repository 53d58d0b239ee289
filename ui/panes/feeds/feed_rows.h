// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <vector>

#include "core/api/views.h"
#include "ui/panes/common/keyed_table_model.h"
#include "ui/panes/common/stream_ribbon.h"

namespace bw::ui {

class Hub;

/// Rates of counters by what they grew between two readings at least a second apart. GUI thread.
class RateMeter {
public:
    struct Rate {
        double messages = -1, bytes = -1;  // a second; -1: no second reading yet
    };
    Rate measure(const QString& key, MonoTime now, std::uint64_t messages, std::uint64_t bytes);

private:
    struct Reading {
        MonoTime at;
        std::uint64_t messages = 0, bytes = 0;
        Rate rate;
    };
    QHash<QString, Reading> m_readings;
};

[[nodiscard]] std::vector<TableColumn> sourceColumns();
[[nodiscard]] std::vector<TableColumn> streamColumns();
/// One row a connection, worst first: down, starved, stale, connecting, live.
[[nodiscard]] std::vector<TextRow> sourceRows(const Hub& hub, RateMeter& rates);
/// One row a stream that an instrument's source provides, worst first: down, in a gap, starved, stale, not yet in step,
/// connecting, live. `tag` is the instrument.
[[nodiscard]] std::vector<TextRow> streamRows(const Hub& hub, RateMeter& rates, StreamRibbons& ribbons);

}  // namespace bw::ui

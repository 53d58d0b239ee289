// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <deque>
#include <vector>

#include "core/api/views.h"
#include "ui/panes/common/keyed_table_model.h"

namespace bw::ui {

struct LogEntry {
    WallTime wall;
    Severity severity = Severity::Info;
    QString source;  // "gap", "feed", "log"
    QString code;
    QString text;
};

/// Lines of the log, oldest first. Keeps 20,000 and drops the oldest, counted; the filter hides, it does not drop.
/// GUI thread.
class LogModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Time, Level, Source, CodeName, Text, ColumnCount };
    static constexpr std::size_t kEntriesMax = 20'000;

    explicit LogModel(std::size_t entries_max = kEntriesMax, QObject* parent = nullptr)
        : QAbstractTableModel(parent), m_entries_max(entries_max) {}

    void append(std::vector<LogEntry> entries);
    /// Shows entries at least that severe whose text, code or source contains `text` (letter case ignored).
    void setFilter(Severity least, const QString& text);
    void clear();
    void retranslate();
    /// Entries that were let go, here or before they came here.
    void addLost(std::uint64_t count) { m_lost += count; }
    [[nodiscard]] std::uint64_t lost() const { return m_lost; }
    [[nodiscard]] std::size_t held() const { return m_entries.size(); }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool passes(const LogEntry& entry) const;
    [[nodiscard]] const LogEntry& entryAt(int row) const {
        return m_entries[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(row)] - m_first)];
    }
    void dropOldest();
    std::size_t m_entries_max;
    std::deque<LogEntry> m_entries;
    std::deque<std::uint64_t> m_shown;  // numbers of entries that pass
    std::uint64_t m_first = 0;          // number of m_entries.front()
    std::uint64_t m_lost = 0;
    Severity m_least = Severity::Info;
    QString m_text;
};

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractTableModel>
#include <deque>

#include "ui/signal_log.h"
#include "ui/theme/theme.h"

namespace bw::ui {

class Hub;

/// The signals of the hub, newest on top. Cells are made when they are asked for: only what is on the screen costs. The
/// filter hides, it does not drop. GUI thread.
class SignalsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column {
        Detected,
        Symbol,
        Type,
        ChannelName,
        Score,
        P10,
        P20,
        GradeName,
        Bucket,
        Lag,
        Outcome,
        Reasons,
        Params,
        Ledger,
        ColumnCount
    };
    struct Filter {
        bool hide_withheld = false, hide_suppressed = false;
        QString text;  // in any cell, letter case ignored
        friend bool operator==(const Filter&, const Filter&) = default;
    };

    explicit SignalsModel(const Hub& hub, QObject* parent = nullptr);
    /// Takes over what is new in the hub.
    void update();
    void setFilter(const Filter& filter);
    [[nodiscard]] const Filter& filter() const { return m_filter; }
    [[nodiscard]] std::uint64_t serialAt(int row) const { return m_shown[static_cast<std::size_t>(row)]; }
    /// -1: not shown.
    [[nodiscard]] int rowOf(std::uint64_t serial) const;
    /// All words and numbers anew (another language).
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool passes(const SignalRow& row) const;
    [[nodiscard]] QString text(const SignalRow& row, int column) const;
    [[nodiscard]] QString copyText(const SignalRow& row, int column) const;
    [[nodiscard]] QString tooltip(const SignalRow& row, int column) const;
    [[nodiscard]] Token token(const SignalRow& row, int column) const;
    [[nodiscard]] static QString title(int column);
    void refilter();
    void dropGone();
    void addNew();
    void markChanged(std::uint64_t before);
    const Hub& m_hub;
    Filter m_filter;
    std::deque<std::uint64_t> m_shown;  // serials, newest first
    std::uint64_t m_seen = 0;           // serials up to here were looked at
    std::uint64_t m_revision = 0;
};

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/api/views.h"

namespace bw::engine {

/// Bars of one period from trades (or MT5 bids), with the flow inside them. Bars are [k*T, (k+1)*T) in UTC; they close by
/// the watermark on timer frames, so a silent market closes its bars too. An event for a closed bar revises it (Late).
/// An event of a period that had no bar yet makes one, in its place. Engine thread. Keeps the last 64 bars; an event older
/// than those, or more than 64 periods behind the newest, is counted and changes nothing.
class BarBuilder {
public:
    explicit BarBuilder(std::int32_t period_s) : m_period_s(period_s), m_period_ns(period_s * kNsPerSec) {
        m_bars.reserve(kKept);
    }

    /// `cvd`: the running CVD with this trade in it. A late trade raises that of its bar and of those after it.
    void onPrice(std::int64_t time_ns, Price price, Qty qty, Side side, std::int64_t cvd) noexcept {
        api::Bar* bar = at(time_ns, price);
        if (bar == nullptr) return;
        if (bar->count == 0) bar->open = bar->high = bar->low = price;
        if (price > bar->high) bar->high = price;
        if (price < bar->low) bar->low = price;
        bar->close = price;
        bar->volume += qty.units;
        if (side == Side::Buy) bar->buy += qty.units;
        else if (side == Side::Sell) bar->sell += qty.units;
        ++bar->count;
        if (bar == &m_bars.back()) [[likely]] bar->cvd = cvd;
        else raiseCvd(bar, side == Side::Buy ? qty.units : side == Side::Sell ? -qty.units : 0);
    }
    /// OFI of one quote or book change. Before the first price there is no bar to hold it.
    void onOfi(std::int64_t time_ns, std::int64_t e_l1, double e_l5) noexcept {
        if (m_bars.empty()) return;
        api::Bar* bar = at(time_ns, {});
        if (bar == nullptr) return;
        bar->ofi_l1 += e_l1;
        bar->ofi_l5 += e_l5;
        ++bar->ofi_updates;
    }
    /// While a gap is open every bar touched carries its flag.
    void setGap(api::Bar::Flag flag, bool open) noexcept {
        m_gap_flags = static_cast<std::uint8_t>(open ? m_gap_flags | flag : m_gap_flags & ~flag);
        if (open && !m_bars.empty()) m_bars.back().flags = static_cast<std::uint8_t>(m_bars.back().flags | flag);
    }
    /// Closes what ends at or before the watermark; `emit(const Bar&)` gets closed and revised bars, oldest first.
    template <class Emit>
    void onTimer(std::int64_t watermark_ns, Emit&& emit) {
        if (watermark_ns < m_next_close_ns && !m_revised) return;
        m_revised = false;
        m_next_close_ns = kNever;
        for (std::size_t i = 0; i < m_bars.size(); ++i) {
            api::Bar& bar = m_bars[i];
            const std::int64_t end = bar.open_time.ns + m_period_ns;
            if (!(bar.flags & api::Bar::Closed)) {
                if (end > watermark_ns) {
                    m_next_close_ns = end < m_next_close_ns ? end : m_next_close_ns;
                    continue;
                }
                bar.flags = static_cast<std::uint8_t>(bar.flags | api::Bar::Closed);
                emit(std::as_const(bar));
            } else if (m_dirty[i]) {
                emit(std::as_const(bar));
            }
            m_dirty[i] = false;
        }
    }
    [[nodiscard]] const api::Bar* forming() const noexcept { return m_bars.empty() ? nullptr : &m_bars.back(); }
    [[nodiscard]] const std::vector<api::Bar>& kept() const noexcept { return m_bars; }
    [[nodiscard]] std::uint64_t tooLate() const noexcept { return m_too_late; }

private:
    static constexpr std::size_t kKept = 64;
    static constexpr std::int64_t kNever = INT64_MAX;
    /// The bar of that time. `price`: what a bar that has to be made opens at; none: the close of the bar before it.
    api::Bar* at(std::int64_t time_ns, std::optional<Price> price) noexcept {
        if (!m_bars.empty()) [[likely]] {
            api::Bar& back = m_bars.back();
            const std::int64_t into = time_ns - back.open_time.ns;
            if (into >= 0 && into < m_period_ns) [[likely]] {
                if (back.flags & api::Bar::Closed) [[unlikely]] revise(m_bars.size() - 1);
                return &back;
            }
            if (into < 0) return older(time_ns, price);
        }
        return insert(m_bars.size(), time_ns, price);
    }
    api::Bar* older(std::int64_t time_ns, std::optional<Price> price) noexcept;
    api::Bar* insert(std::size_t index, std::int64_t time_ns, std::optional<Price> price) noexcept;
    void raiseCvd(const api::Bar* from, std::int64_t by) noexcept;
    void revise(std::size_t index) noexcept;

    std::int32_t m_period_s;
    std::int64_t m_period_ns;
    std::vector<api::Bar> m_bars;  // ascending; at most kKept
    bool m_dirty[kKept] = {};      // closed and revised since the last timer
    bool m_revised = false;
    std::uint8_t m_gap_flags = 0;
    std::int64_t m_next_close_ns = kNever;
    std::uint64_t m_too_late = 0;
};

}  // namespace bw::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/book/order_book.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "core/model/assert.h"

namespace bw::book {

void BookSide::Free::operator()(std::int64_t* p) const noexcept { std::free(p); }

std::int64_t BookSide::bestUnits() const {
    if (m_count == 0) return m_bid ? -1 : std::numeric_limits<std::int64_t>::max();
    return priceAt(m_best);
}

std::size_t BookSide::slotOf(std::int64_t units) const {
    // Dividing by a double guesses the quotient, nearly always within one; the remainder in integers tells.
    auto tick = static_cast<std::int64_t>(static_cast<double>(units) * m_inverse_step);
    std::int64_t rest = units - tick * m_step;
    if (rest < 0) {
        --tick;
        rest += m_step;
    } else if (rest >= m_step) {
        ++tick;
        rest -= m_step;
    }
    if (rest < 0 || rest >= m_step) [[unlikely]] {  // past 2^53 steps
        tick = floorDiv(units, m_step);
        rest = units - tick * m_step;
    }
    if (rest != 0) return kOffGrid;
    const std::int64_t slot = tick - m_base_tick;
    return static_cast<std::uint64_t>(slot) < kSlots ? static_cast<std::size_t>(slot) : kSlots;
}

void BookSide::set(Price price, Qty qty) {
    const std::int64_t units = price.units;
    if (m_step == 0) [[unlikely]] {
        if (qty.units == 0) return;
        rebuild(units, units);
    }
    std::size_t slot = slotOf(units);
    if (slot == kOffGrid) [[unlikely]] {
        if (qty.units == 0) return;  // every held price is on the grid
        rebuild(m_count > 0 ? bestUnits() : units, std::gcd(m_step, units));
        slot = slotOf(units);
    }
    if (slot < kSlots) [[likely]] setSlot(slot, qty.units);
    else setFar(units, qty.units);
}

void BookSide::setSlot(std::size_t slot, std::int64_t qty) {
    std::int64_t& held = m_window[slot];
    const std::size_t word = slot / 64;
    const std::uint64_t bit = std::uint64_t{1} << (slot % 64);
    if (qty != 0) {
        if (held == 0) {
            ++m_count;
            m_bits[word] |= bit;
            m_summary[word / 64] |= std::uint64_t{1} << (word % 64);
            if (m_best == kSlots || (m_bid ? slot > m_best : slot < m_best)) m_best = slot;
        }
        held = qty;
        return;
    }
    // Reading a page that was never written costs no memory, and the bitmap says whether there is anything to remove.
    if ((m_bits[word] & bit) == 0) return;
    held = 0;
    --m_count;
    m_bits[word] &= ~bit;
    if (m_bits[word] == 0) m_summary[word / 64] &= ~(std::uint64_t{1} << (word % 64));
    if (slot == m_best) afterBestRemoved();
}

void BookSide::afterBestRemoved() {
    m_best = nextWorse(m_best);
    if (m_best == kSlots && !m_far.empty()) rebuild(m_bid ? m_far.rbegin()->first : m_far.begin()->first, m_step);
}

std::size_t BookSide::nextWorse(std::size_t slot) const {
    std::size_t word = slot / 64;
    if (m_bid) {
        const std::uint64_t below = m_bits[word] & ((std::uint64_t{1} << (slot % 64)) - 1);
        if (below != 0) return word * 64 + 63 - static_cast<std::size_t>(std::countl_zero(below));
        std::size_t group = word / 64;
        std::uint64_t words = m_summary[group] & ((std::uint64_t{1} << (word % 64)) - 1);
        while (words == 0) {
            if (group == 0) return kSlots;
            words = m_summary[--group];
        }
        word = group * 64 + 63 - static_cast<std::size_t>(std::countl_zero(words));
        return word * 64 + 63 - static_cast<std::size_t>(std::countl_zero(m_bits[word]));
    }
    const std::uint64_t above = slot % 64 == 63 ? 0 : m_bits[word] & (~std::uint64_t{0} << (slot % 64 + 1));
    if (above != 0) return word * 64 + static_cast<std::size_t>(std::countr_zero(above));
    std::size_t group = word / 64;
    std::uint64_t words = word % 64 == 63 ? 0 : m_summary[group] & (~std::uint64_t{0} << (word % 64 + 1));
    while (words == 0) {
        if (++group == kSummaryWords) return kSlots;
        words = m_summary[group];
    }
    word = group * 64 + static_cast<std::size_t>(std::countr_zero(words));
    return word * 64 + static_cast<std::size_t>(std::countr_zero(m_bits[word]));
}

void BookSide::setFar(std::int64_t units, std::int64_t qty) {
    if (qty == 0) {
        m_count -= m_far.erase(units);
        return;
    }
    if (m_count == 0 || better(units, bestUnits())) {  // the window follows the best price
        rebuild(units, m_step);
        setSlot(slotOf(units), qty);
        return;
    }
    const auto [it, inserted] = m_far.insert_or_assign(units, qty);
    if (inserted) ++m_count;
}

void BookSide::rebuild(std::int64_t centre_units, std::int64_t step) {
    const std::vector<Level> held = levels();
    BW_ASSERT(step > 0);
    clear();
    if (!m_window) {
        m_window.reset(static_cast<std::int64_t*>(std::calloc(kSlots, sizeof(std::int64_t))));
        BW_ASSERT(m_window != nullptr);
        m_bits.assign(kWords, 0);
        m_summary.assign(kSummaryWords, 0);
    }
    m_step = step;
    m_inverse_step = 1.0 / static_cast<double>(step);
    m_base_tick = floorDiv(centre_units, step) - static_cast<std::int64_t>(kSlots / 2);
    // Not by set(): that would move the window back to the first level outside it, and the centre has to end up inside.
    for (const Level& level : held) {
        if (const std::size_t slot = slotOf(level.price.units); slot < kSlots) {
            setSlot(slot, level.qty.units);
            continue;
        }
        m_far.emplace(level.price.units, level.qty.units);
        ++m_count;
    }
}

void BookSide::clear() {
    for (std::size_t word = 0; m_count > 0 && word < m_bits.size(); ++word) {
        for (std::uint64_t bits = m_bits[word]; bits != 0; bits &= bits - 1)
            m_window[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))] = 0;
        m_bits[word] = 0;
    }
    std::fill(m_summary.begin(), m_summary.end(), 0);
    m_far.clear();
    m_count = 0;
    m_best = kSlots;
}

int BookSide::top(Level* out, int n) const {
    int written = 0;
    for (std::size_t slot = m_best; slot < kSlots && written < n; slot = nextWorse(slot))
        out[written++] = {{priceAt(slot)}, {m_window[slot]}};
    if (written == n || m_far.empty()) return written;
    const auto take = [&](const auto& entry) { out[written++] = {{entry.first}, {entry.second}}; };
    if (m_bid)
        for (auto it = m_far.rbegin(); it != m_far.rend() && written < n; ++it) take(*it);
    else
        for (auto it = m_far.begin(); it != m_far.end() && written < n; ++it) take(*it);
    return written;
}

Qty BookSide::at(Price price) const {
    if (m_count == 0) return {};
    const std::size_t slot = slotOf(price.units);
    if (slot < kSlots) return {m_window[slot]};
    const auto it = m_far.find(price.units);
    return it == m_far.end() ? Qty{} : Qty{it->second};
}

std::vector<Level> BookSide::levels() const {
    std::vector<Level> out(m_count);
    if (m_count > 0) top(out.data(), static_cast<int>(m_count));
    return out;
}

std::size_t BookSide::trim(std::size_t max) {
    if (m_count <= max) return 0;
    const std::vector<Level> all = levels();
    for (std::size_t i = max; i < all.size(); ++i) set(all[i].price, {});
    return all.size() - max;
}

}  // namespace bw::book

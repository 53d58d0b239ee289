// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <bit>
#include <cstdint>

namespace bw {

/// Log-linear histogram of durations in ns: 16 buckets an octave (relative error <= 6.25 %), 1 ns to 2^44 ns (4.9 h).
/// Plain values, copyable; one writer. `add` is a few instructions and never allocates.
class Histogram {
public:
    static constexpr int kSubBits = 4;
    static constexpr int kOctaves = 44;
    static constexpr std::size_t kBuckets = std::size_t{kOctaves - kSubBits + 1} << kSubBits;

    void add(std::int64_t ns) noexcept {
        ++m_count;
        if (ns < 0) {  // a venue clock ahead of ours: kept apart, never clamped into a bucket
            ++m_negative;
            return;
        }
        if (ns > m_max_ns) m_max_ns = ns;
        ++m_buckets[bucketOf(static_cast<std::uint64_t>(ns))];
    }
    /// Upper edge of the bucket that holds quantile q (0..1); -1 when empty. Negative values sort first.
    [[nodiscard]] std::int64_t quantile(double q) const noexcept {
        if (m_count == 0) return -1;
        auto rank = static_cast<std::uint64_t>(q * static_cast<double>(m_count - 1)) + 1;
        if (rank <= m_negative) return 0;
        rank -= m_negative;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < kBuckets; ++i) {
            seen += m_buckets[i];
            if (seen >= rank) return upperEdge(i) < m_max_ns ? upperEdge(i) : m_max_ns;
        }
        return m_max_ns;
    }
    [[nodiscard]] std::uint64_t count() const noexcept { return m_count; }
    [[nodiscard]] std::uint64_t negative() const noexcept { return m_negative; }
    [[nodiscard]] std::int64_t max() const noexcept { return m_max_ns; }
    [[nodiscard]] std::uint64_t bucket(std::size_t i) const noexcept { return m_buckets[i]; }
    [[nodiscard]] static std::int64_t upperEdge(std::size_t i) noexcept {
        constexpr std::size_t kSub = std::size_t{1} << kSubBits;
        if (i < kSub) return static_cast<std::int64_t>(i);
        const std::size_t octave = i / kSub - 1;
        return static_cast<std::int64_t>(((kSub + i % kSub + 1) << octave) - 1);
    }
    void merge(const Histogram& other) noexcept {
        for (std::size_t i = 0; i < kBuckets; ++i) m_buckets[i] += other.m_buckets[i];
        m_count += other.m_count;
        m_negative += other.m_negative;
        if (other.m_max_ns > m_max_ns) m_max_ns = other.m_max_ns;
    }

private:
    [[nodiscard]] static std::size_t bucketOf(std::uint64_t ns) noexcept {
        constexpr std::uint64_t kSub = std::uint64_t{1} << kSubBits;
        if (ns < kSub) return static_cast<std::size_t>(ns);
        if (ns >= std::uint64_t{1} << kOctaves) ns = (std::uint64_t{1} << kOctaves) - 1;
        const int octave = 63 - std::countl_zero(ns) - kSubBits;
        return (static_cast<std::size_t>(octave + 1) << kSubBits) + static_cast<std::size_t>((ns >> octave) - kSub);
    }
    std::array<std::uint64_t, kBuckets> m_buckets{};
    std::uint64_t m_count = 0;
    std::uint64_t m_negative = 0;
    std::int64_t m_max_ns = 0;
};

}  // namespace bw

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/latency/latency_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bw::ui {
namespace {

constexpr std::int64_t kReadEveryNs = 5 * kNsPerSec;
constexpr std::int64_t kKeepNs = 11 * kNsPerMin;

std::int64_t windowNs(LatencyModel::Window window) {
    switch (window) {
        case LatencyModel::Window::Start:
            return 0;
        case LatencyModel::Window::TenMinutes:
            return 10 * kNsPerMin;
        case LatencyModel::Window::Minute:
            return kNsPerMin;
        case LatencyModel::Window::TenSeconds:
            return 10 * kNsPerSec;
    }
    return 0;
}

std::int64_t lowerEdge(std::size_t bucket) {
    return bucket == 0 ? 0 : Histogram::upperEdge(bucket - 1) + 1;
}

std::int64_t quantile(const HistogramCounts& counts, std::uint64_t count, double q) {
    const std::uint64_t rank = static_cast<std::uint64_t>(q * static_cast<double>(count - 1)) + 1;
    if (rank <= counts.negative) return 0;
    std::uint64_t seen = counts.negative;
    for (std::size_t i = 0; i < counts.buckets.size(); ++i) {
        seen += counts.buckets[i];
        if (seen >= rank) return Histogram::upperEdge(i);
    }
    return -1;
}

}  // namespace

HistogramCounts HistogramCounts::of(const Histogram& histogram) {
    HistogramCounts out;
    for (std::size_t i = 0; i < out.buckets.size(); ++i) out.buckets[i] = histogram.bucket(i);
    out.negative = histogram.negative();
    return out;
}

HistogramCounts HistogramCounts::since(const HistogramCounts& earlier) const {
    HistogramCounts out = *this;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        if (buckets[i] < earlier.buckets[i]) return *this;
        out.buckets[i] -= earlier.buckets[i];
    }
    if (negative < earlier.negative) return *this;
    out.negative -= earlier.negative;
    return out;
}

std::uint64_t HistogramCounts::count() const {
    return std::accumulate(buckets.begin(), buckets.end(), negative);
}

std::uint64_t valuesNeeded(double q) {
    return static_cast<std::uint64_t>(std::llround(10 / (1 - q)));
}

StageFigures figuresOf(const HistogramCounts& counts) {
    StageFigures out;
    out.count = counts.count();
    out.negative = counts.negative;
    if (out.count == 0) return out;
    const auto gated = [&](double q) { return out.count >= valuesNeeded(q) ? quantile(counts, out.count, q) : -1; };
    out.p50_ns = gated(0.5);
    out.p95_ns = gated(0.95);
    out.p99_ns = gated(0.99);
    out.p999_ns = gated(0.999);
    out.max_ns = quantile(counts, out.count, 1);
    return out;
}

double axisPart(double ns) {
    if (!(ns > kAxisFromNs)) return 0;
    return std::min(std::log10(ns / kAxisFromNs) / std::log10(kAxisToNs / kAxisFromNs), 1.0);
}

LatencyBins binsOf(const HistogramCounts& counts) {
    LatencyBins out{};
    for (std::size_t i = 0; i < counts.buckets.size(); ++i) {
        if (counts.buckets[i] == 0) continue;
        const double middle = 0.5 * static_cast<double>(lowerEdge(i) + Histogram::upperEdge(i));
        const auto bin = static_cast<std::size_t>(axisPart(middle) * static_cast<double>(kLatencyBins));
        out[std::min(bin, kLatencyBins - 1)] += counts.buckets[i];
    }
    return out;
}

void LatencyModel::read(MonoTime now, const api::EngineView& engine, const Histogram& paint) {
    for (std::size_t i = 0; i < kStages; ++i) m_now[i] = HistogramCounts::of(engine.latency[i]);
    m_now[kSyncRow] = HistogramCounts::of(engine.journal_sync);
    m_now[kPaintRow] = HistogramCounts::of(paint);
    m_now_at = now;
    if (!m_readings.empty() && now - m_readings.back().at < kReadEveryNs) return;
    m_readings.push_back({now, m_now});
    thin();
}

void LatencyModel::thin() {
    while (!m_readings.empty() && m_now_at - m_readings.front().at > kKeepNs) m_readings.pop_front();
    // Older than 20 s one every 10 s is enough, older than 80 s one a minute.
    const auto step = [this](const Reading& reading) {
        const std::int64_t age_ns = m_now_at - reading.at;
        return age_ns <= 20 * kNsPerSec ? kReadEveryNs : age_ns <= 80 * kNsPerSec ? 10 * kNsPerSec : kNsPerMin;
    };
    for (std::size_t i = 1; i < m_readings.size();) {
        const std::int64_t step_ns = step(m_readings[i]);
        const bool same = floorDiv(m_readings[i].at.ns, step_ns) == floorDiv(m_readings[i - 1].at.ns, step_ns);
        if (same)
            m_readings.erase(m_readings.begin() + static_cast<std::ptrdiff_t>(i));
        else
            ++i;
    }
}

const LatencyModel::Reading* LatencyModel::baseOf(Window window) const {
    if (window == Window::Start || m_readings.empty()) return nullptr;
    // The newest reading that is old enough; with none, the oldest there is.
    const Reading* best = &m_readings.front();
    for (const Reading& reading : m_readings)
        if (m_now_at - reading.at >= windowNs(window)) best = &reading;
    return best;
}

HistogramCounts LatencyModel::counts(std::size_t row) const {
    const Reading* base = baseOf(m_window);
    return m_now[row].since(base ? base->rows[row] : m_base[row]);
}

std::int64_t LatencyModel::coveredNs() const {
    const Reading* base = baseOf(m_window);
    return base ? m_now_at - base->at : 0;
}

}  // namespace bw::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>

#include "core/signal/chain_sink.h"
#include "core/signal/conflict.h"
#include "core/signal/cvd_signal.h"
#include "core/signal/detector_bank.h"
#include "core/signal/drift.h"
#include "core/signal/fusion.h"
#include "core/signal/live_record.h"
#include "core/signal/ofi_signal.h"
#include "core/signal/scenario.h"
#include "core/signal/signal_config.h"
#include "core/signal/z_quality.h"

namespace bw::signal {

/// What all samplings of an instrument share at one moment.
struct MarketNow {
    Quote quote;
    std::int64_t price2 = 0, tick2 = 1;
    bool trade_priced = false, has_price = false;
    std::int32_t segment = 0;
    std::array<std::int32_t, kChannels> epoch{};
    Reason ofi_off = Reason::NoBook;   // None: the book is live
    Reason cvd_off = Reason::NoTape;   // None: trades are live
    std::int64_t cvd = 0;
    Scenario scenario = Scenario::None;
    Reason scenario_reason = Reason::Warmup;
    int qty_digits = 0;
    std::uint64_t quotes = 0;          // that came so far
};

/// One sampling of one instrument: samples, their z, fusion, detectors and the live record (signals spec 0.2). Engine
/// thread; nothing is allocated after the constructor but by events.
class Series final : private DetectorSink, private OutcomeSink {
public:
    Series(int index, const SamplingMode& mode, const SignalConfig& config, std::string_view symbol, ChainSink& sink);
    ~Series() override;
    Series(const Series&) = delete;
    Series& operator=(const Series&) = delete;

    [[nodiscard]] const SamplingMode& mode() const { return m_mode; }
    /// When the open sample ends by time; never for ticks and volume.
    [[nodiscard]] std::int64_t endNs() const { return m_end_ns; }

    void onBook(const std::array<std::int64_t, kOfiLevels>& e, std::int64_t t_ns) noexcept;
    void onTrade(std::int64_t qty, Side side, std::int64_t t_ns, const MarketNow& now);
    /// Time samplings: closes the open sample at its end and begins the next one. False: there was no price, no sample.
    bool closeTimed(const MarketNow& now);
    /// Leaves the open sample; the next one is that of `t_ns`.
    void restart(std::int64_t t_ns);
    /// A break touches the open sample.
    void touchOfi(Reason why) noexcept { m_open.ofi_off = why; }
    void touchCvd(Reason why) noexcept { m_open.cvd_off = why; }
    /// The channel is back; windows outlive a short break.
    void resumeOfi(bool clear) noexcept;
    void resumeCvd(bool clear) noexcept;
    /// Session change: everything begins anew.
    void reset();

    [[nodiscard]] const Sample& last() const { return m_sample; }
    [[nodiscard]] const DetectorBank& bank() const { return *m_bank; }
    [[nodiscard]] const LiveRecord& record() const { return m_record; }
    [[nodiscard]] const OfiSignal& ofi() const { return m_ofi; }
    [[nodiscard]] const CvdSignal& cvd() const { return m_cvd; }
    [[nodiscard]] std::int32_t segmentSamples() const { return m_segment_samples; }
    [[nodiscard]] int emptyRun() const { return m_empty_run; }
    [[nodiscard]] bool drifted(int horizon) const { return m_drift[static_cast<std::size_t>(horizon)].drifted(); }

private:
    struct Open {
        std::array<std::int64_t, kOfiLevels> e{};
        std::int64_t delta = 0, known = 0, all = 0;
        std::int32_t trades = 0, books = 0;
        Reason ofi_off = Reason::None, cvd_off = Reason::None;
    };
    void close(std::int64_t t_ns, const MarketNow& now);
    void fillOfi(const MarketNow& now);
    void fillCvd(const MarketNow& now);
    void fuse(std::int64_t t_ns);
    void watch();
    void onEvent(const SignalEvent& event) override;
    void onSuppressed(const SignalEvent& event, Reason reason) override;
    void onWithheld(const WithheldPair& pair) override;
    void onControl(const ControlPair& pair) override;
    void onOutcome(const SignalOutcome& outcome, double p0) override;

    int m_index;
    SamplingMode m_mode;
    const SignalConfig& m_config;
    ChainSink& m_sink;
    OfiSignal m_ofi;
    CvdSignal m_cvd;
    Fusion m_fusion;
    std::unique_ptr<DetectorBank> m_bank;
    ConflictWatch m_conflict;
    AnomalyWatch m_anomaly;
    std::array<ZQualityMeter, 2> m_quality;  // ofi, cvd
    std::int64_t m_quality_minute = 0;
    LiveRecord m_record;
    std::array<DriftWatch, kHorizons> m_drift;
    const Calibration* m_calibration = nullptr;  // when it is one of this symbol, sampling and parameters
    Open m_open;
    Sample m_sample;
    FusionOut m_fused;
    Stat m_tick_z;                 // ticks: z of the newest book update
    std::int64_t m_tick_z_ns = 0, m_end_ns, m_volume = 0, m_volume_max = 0;
    std::int64_t m_next_index = 0;
    std::int32_t m_segment = -1, m_segment_samples = 0;
    int m_empty_run = 0;
    std::uint64_t m_quotes = 0;    // at the end of the last sample
};

}  // namespace bw::signal

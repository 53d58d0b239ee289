// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bit>
#include <string>
#include <vector>

#include "core/model/random.h"
#include "core/model/times.h"
#include "core/signal/chain.h"

namespace bw::test {

/// 2023-11-14 22:13:20 UTC: a whole second, and a whole five.
inline constexpr std::int64_t kBaseMs = 1'700'000'000'000;
[[nodiscard]] inline std::int64_t at(std::int64_t ms) {
    return (kBaseMs + ms) * kNsPerMs;
}

/// Keeps samples and events, and everything that was said as text.
class Recorder final : public signal::ChainSink {
public:
    std::vector<signal::Sample> samples;
    std::vector<int> samplings;  // of each sample
    std::vector<SignalEvent> events;
    std::string text;

    void onSample(int sampling, const signal::Sample& s) override {
        samples.push_back(s);
        samplings.push_back(sampling);
        begin("sample", sampling);
        put(s.index), put(s.t_ns), put(s.segment), put(s.price2), put(s.tick2);
        put(s.best_bid.units), put(s.best_ask.units), put(s.has_quote), put(s.trade_priced), put(s.empty);
        for (const std::int32_t epoch : s.epoch) put(epoch);
        for (const std::int64_t e : s.e) put(e);
        put(s.ofi), put(s.ofi_ema), put(s.delta), put(s.qty_known), put(s.qty_all), put(s.cvd), put(s.trades);
        put(s.z_ofi), put(s.z_cvd), put(s.z_cvd_raw), put(s.fused), put(s.fusion_score), put(s.consistency);
        put(static_cast<int>(s.level)), put(static_cast<int>(s.scenario)), put(static_cast<int>(s.scenario_reason));
        put(static_cast<int>(s.session)), put(static_cast<int>(s.day_session));
    }
    void onEvent(int sampling, const SignalEvent& e) override {
        events.push_back(e);
        begin("event", sampling);
        put(e);
    }
    void onSuppressed(int sampling, const SignalEvent& e, Reason reason) override {
        begin("suppressed", sampling);
        put(static_cast<int>(reason)), put(e);
    }
    void onWithheld(int sampling, const signal::WithheldPair& pair) override {
        begin("withheld", sampling);
        put(pair.a.index), put(pair.b.index), put(pair.detect_index), put(static_cast<int>(pair.reason));
    }
    void onControl(int sampling, const signal::ControlPair& pair) override {
        begin("control", sampling);
        put(pair.a_index), put(pair.detect_index), put(pair.side), put(static_cast<int>(pair.channel));
    }
    void onOutcome(int sampling, const SignalOutcome& outcome, double p0) override {
        begin("outcome", sampling);
        put(outcome.detect_index), put(outcome.horizon), put(static_cast<int>(outcome.label)), put(outcome.r2), put(p0);
    }
    void onFusion(int sampling, const signal::Sample& s, std::uint64_t reasons) override {
        begin("fusion", sampling);
        put(s.index), put(static_cast<std::int64_t>(reasons));
    }
    void onSignalNotice(int sampling, Code code, std::string_view what, double value) override {
        begin("notice", sampling);
        put(static_cast<int>(code)), put(value);
        text += what;
    }

private:
    void begin(std::string_view what, int sampling) {
        text += '\n';
        text += what;
        put(sampling);
    }
    void put(std::int64_t value) { text += ' ' + std::to_string(value); }
    void put(std::int32_t value) { put(std::int64_t{value}); }
    void put(bool value) { put(std::int64_t{value}); }
    void put(double value) { put(static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(value))); }  // every bit of it
    void put(const Stat& stat) { put(stat.value), put(static_cast<int>(stat.reason)); }
    void put(const SignalEvent& e) {
        put(static_cast<int>(e.type)), put(static_cast<int>(e.channel)), put(static_cast<int>(e.also)), put(e.score);
        put(e.a.index), put(e.b.index), put(e.detect.index), put(e.detect.t_ns), put(e.detect.price2);
        put(e.ind_a), put(e.ind_b), put(e.prominence2), put(e.z_ofi), put(e.z_cvd), put(e.fused_z), put(e.segment);
        put(static_cast<std::int64_t>(e.params_hash)), put(static_cast<std::int64_t>(e.reasons));
    }
};

/// A chain and calls to it by hand; times are ms after kBaseMs.
struct Market {
    explicit Market(const signal::SignalConfig& config = {}) : chain(config, "BTCUSDT", sink) {}
    Recorder sink;
    signal::Chain chain;

    void quote(std::int64_t ms, std::int64_t bid, std::int64_t ask) {
        chain.onQuote(at(ms), {{Price{bid}, Qty{1}}, {Price{ask}, Qty{1}}, true, true});
    }
    void book(std::int64_t ms, std::int64_t e0) { chain.onBook(at(ms), {e0, 0, 0, 0, 0}); }
    void trade(std::int64_t ms, std::int64_t price, std::int64_t qty, Side side) {
        chain.onTrade(at(ms), Price{price}, Qty{qty}, side);
    }
    void time(std::int64_t ms) { chain.onTime(at(ms)); }
    /// One second of a live market: a book message, a quote and a trade; all different from second to second.
    void second(std::int64_t s) {
        book(s * 1'000 + 100, (s * 37) % 101 - 50);
        quote(s * 1'000 + 100, 10'000, 10'001);
        trade(s * 1'000 + 300, 10'000, 1 + (s * 53) % 97, s % 3 == 0 ? Side::Sell : Side::Buy);
    }
    /// Seconds [0, n) with a synchronised book.
    void live(std::int64_t n) {
        chain.onBookBack();
        for (std::int64_t s = 0; s < n; ++s) second(s);
    }
    [[nodiscard]] std::size_t count() const { return sink.samples.size(); }
    [[nodiscard]] const signal::Sample& sample(std::size_t i) const { return sink.samples.at(i); }
    [[nodiscard]] const signal::Sample& last() const { return sink.samples.back(); }
    [[nodiscard]] std::uint64_t breaks(Reason why) const { return chain.counters().breaks[static_cast<std::size_t>(why)]; }
};

}  // namespace bw::test

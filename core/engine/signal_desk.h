// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/engine/context.h"
#include "core/signal/chain.h"

namespace bw::engine {

/// The signals of one instrument and what becomes of what they say: lines of the ledger, items and notices for the screen,
/// the live scoreboard, figures for reports. Engine thread.
class SignalDesk final : private signal::ChainSink {
public:
    SignalDesk(int instrument, std::string_view id, std::string_view symbol, const signal::SignalConfig& config);
    ~SignalDesk() override;

    /// The chain, for one call under this context.
    [[nodiscard]] signal::Chain& at(Context& ctx) {
        m_ctx = &ctx;
        return m_chain;
    }
    [[nodiscard]] const signal::Chain& chain() const { return m_chain; }
    void setDigits(int price_digits, int qty_digits) {
        m_price_digits = price_digits;
        m_chain.setQtyDigits(qty_digits);
    }
    void fillView(api::FlowView& out) const;

    struct Counters {
        std::array<std::uint64_t, kSignalTypes> by_type{};
        std::uint64_t events = 0, suppressed = 0, withheld = 0, fusion_notices = 0;
    };
    [[nodiscard]] const Counters& counters() const { return m_counters; }

private:
    void onSample(int sampling, const signal::Sample& sample) override;
    void onEvent(int sampling, const SignalEvent& event) override;
    void onSuppressed(int sampling, const SignalEvent& event, Reason reason) override;
    void onWithheld(int sampling, const signal::WithheldPair& pair) override;
    void onControl(int sampling, const signal::ControlPair& pair) override;
    void onOutcome(int sampling, const SignalOutcome& outcome, double p0) override;
    void onFusion(int sampling, const signal::Sample& sample, std::uint64_t reasons) override;
    void onSignalNotice(int sampling, Code code, std::string_view what, double value) override;
    [[nodiscard]] const std::string& samplingName(int sampling) const { return m_chain.series(sampling).mode().name; }
    void tell(int sampling, api::SignalItem& item) const;

    int m_instrument;
    std::string m_id;
    Context* m_ctx = nullptr;
    int m_price_digits = kDefaultDigits;
    Counters m_counters;
    SignalEvent m_last;
    bool m_has_last = false;
    signal::Chain m_chain;  // last: it speaks to this object
};

}  // namespace bw::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/feed/order_permit.h"
#include "core/risk/latch.h"

namespace bw::app {

/// The real latch as the order transports know it. Any thread; `latch` outlives it.
class LatchPermit final : public feed::OrderPermit {
public:
    explicit LatchPermit(risk::KillLatch& latch) : m_latch(latch) {}
    [[nodiscard]] Stop stop() const noexcept override;
    void enter() noexcept override { m_latch.fence().enter(); }
    void leave() noexcept override { m_latch.fence().leave(); }
    [[nodiscard]] bool allows(bool reduces, bool flatten, std::string_view instrument,
                              std::string_view source) const noexcept override {
        return m_latch.allows(reduces, flatten, instrument, source);
    }
    void report(std::string_view route, std::uint64_t trip, Step step, State state, Code code,
                std::string_view detail) override;

private:
    risk::KillLatch& m_latch;
};

}  // namespace bw::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/offline_trip.h"

namespace bw::risk {

int OfflineTrip::exitCode() const {
    if (!view.durable) return 1;
    return view.step(StepId::Companion).state == StepState::Failed ? 3 : 0;
}

OfflineTrip tripOffline(LatchFs& fs, const RiskClock& clock, Audit* audit, LatchConfig config, std::string_view actor,
                        std::string_view reason, Code cause) {
    OfflineTrip out;
    KillLatch latch(fs, clock, audit, std::move(config));
    LatchHooks hooks;
    std::vector<std::string> audit_trouble;
    hooks.on_notice = [&audit_trouble](Severity, Code code, const std::string& text) {
        if (code == Code::AuditUnwritable) audit_trouble.push_back("audit line not written: " + text);
    };
    latch.load(hooks);
    out.was_stopped = latch.state() == LatchState::Halted;
    latch.trip(cause, actor, reason);
    latch.service(hooks);
    out.view = latch.snapshot();

    const auto tell = [&out](const LatchStep& step, const std::string& did, const std::string& did_not) {
        if (step.state == StepState::Done) {
            out.done.push_back(step.detail.empty() ? did : did + " (" + step.detail + ")");
        } else if (step.state == StepState::Failed) {
            out.not_done.push_back(did_not + ": " + step.detail);
        }
    };
    if (out.was_stopped) out.done.push_back("it was HALTED already: " + std::string(codeName(out.view.cause)));
    tell(out.view.step(StepId::Durable), "latch file says HALTED: " + out.view.latch_path,
         "latch file not written " + out.view.latch_path);
    tell(out.view.step(StepId::Companion), "kill_switch.lock written: " + latch.config().paths.companion,
         "kill_switch.lock not written " + latch.config().paths.companion);
    out.not_done.push_back(out.view.step(StepId::Cancel).detail);
    out.not_done.insert(out.not_done.end(), audit_trouble.begin(), audit_trouble.end());
    return out;
}

}  // namespace bw::risk

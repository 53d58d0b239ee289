// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/signal_words.h"

#include <QCoreApplication>
#include <array>

#include "ui/theme/format.h"

namespace bw::ui::texts {
namespace {

struct Word {
    Reason reason;
    const char* source;
};
constexpr Word kReasonWords[] = {
    {Reason::Warmup, QT_TRANSLATE_NOOP("SignalWords", "warming up")},
    {Reason::InvalidInput, QT_TRANSLATE_NOOP("SignalWords", "invalid input")},
    {Reason::Gap, QT_TRANSLATE_NOOP("SignalWords", "gap in the data")},
    {Reason::BookNotSynced, QT_TRANSLATE_NOOP("SignalWords", "book not synced")},
    {Reason::SourceStale, QT_TRANSLATE_NOOP("SignalWords", "source stale")},
    {Reason::SideUnknown, QT_TRANSLATE_NOOP("SignalWords", "sides unknown")},
    {Reason::SideSuspect, QT_TRANSLATE_NOOP("SignalWords", "sides suspect")},
    {Reason::NoTape, QT_TRANSLATE_NOOP("SignalWords", "no tape")},
    {Reason::NoBook, QT_TRANSLATE_NOOP("SignalWords", "no book")},
    {Reason::Freeze, QT_TRANSLATE_NOOP("SignalWords", "frozen after a silence")},
    {Reason::ScaleZero, QT_TRANSLATE_NOOP("SignalWords", "no spread of values yet")},
    {Reason::LagExceeded, QT_TRANSLATE_NOOP("SignalWords", "book and trades too far apart")},
    {Reason::Cooldown, QT_TRANSLATE_NOOP("SignalWords", "cooldown")},
    {Reason::TooClose, QT_TRANSLATE_NOOP("SignalWords", "pivots too close")},
    {Reason::TooFar, QT_TRANSLATE_NOOP("SignalWords", "pivots too far apart")},
    {Reason::NoPattern, QT_TRANSLATE_NOOP("SignalWords", "no divergence pattern")},
    {Reason::ScoreBelow, QT_TRANSLATE_NOOP("SignalWords", "score too low")},
    {Reason::Flat, QT_TRANSLATE_NOOP("SignalWords", "price is flat")},
    {Reason::ParamChange, QT_TRANSLATE_NOOP("SignalWords", "parameters changed")},
    {Reason::TimeBackward, QT_TRANSLATE_NOOP("SignalWords", "time ran backward")},
    {Reason::TimeJump, QT_TRANSLATE_NOOP("SignalWords", "time jumped ahead")},
    {Reason::DegradedOfiOnly, QT_TRANSLATE_NOOP("SignalWords", "OFI alone")},
    {Reason::DegradedCvdOnly, QT_TRANSLATE_NOOP("SignalWords", "CVD alone")},
    {Reason::Insufficient, QT_TRANSLATE_NOOP("SignalWords", "insufficient")},
    {Reason::NotSignificant, QT_TRANSLATE_NOOP("SignalWords", "not significant")},
    {Reason::NotCalibrated, QT_TRANSLATE_NOOP("SignalWords", "not calibrated")},
    {Reason::Drifted, QT_TRANSLATE_NOOP("SignalWords", "calibration drifted")},
    {Reason::Overflow, QT_TRANSLATE_NOOP("SignalWords", "number too large")},
    {Reason::LateTrade, QT_TRANSLATE_NOOP("SignalWords", "late trade")},
    {Reason::SessionChange, QT_TRANSLATE_NOOP("SignalWords", "session change")},
    {Reason::SourceChange, QT_TRANSLATE_NOOP("SignalWords", "price source changed")},
    {Reason::EmptyTooLong, QT_TRANSLATE_NOOP("SignalWords", "no trade for too long")}};
static_assert(std::size(kReasonWords) + 1 == kReasons);

constexpr std::array<const char*, static_cast<std::size_t>(FusionLevel::Count)> kLevels = {
    QT_TRANSLATE_NOOP("SignalWords", "neutral"), QT_TRANSLATE_NOOP("SignalWords", "buy"),
    QT_TRANSLATE_NOOP("SignalWords", "strong buy"), QT_TRANSLATE_NOOP("SignalWords", "sell"),
    QT_TRANSLATE_NOOP("SignalWords", "strong sell")};

}  // namespace

QString signalReason(Reason reason) {
    if (reason == Reason::None) return {};
    for (const Word& word : kReasonWords)
        if (word.reason == reason) return QCoreApplication::translate("SignalWords", word.source);
    return format::text(reasonName(reason));
}

QString signalReasonFromName(std::string_view name) {
    for (const Word& word : kReasonWords)
        if (reasonName(word.reason) == name) return signalReason(word.reason);
    return format::text(name);
}

QString fusionLevel(FusionLevel level) {
    if (level >= FusionLevel::Count) return format::missing();
    return QCoreApplication::translate("SignalWords", kLevels[static_cast<std::size_t>(level)]);
}

}  // namespace bw::ui::texts

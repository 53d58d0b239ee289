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

using Words = const char* const;
constexpr Words kTypesShort[] = {
    QT_TRANSLATE_NOOP("SignalWords", "bull"),     QT_TRANSLATE_NOOP("SignalWords", "hidden bull"),
    QT_TRANSLATE_NOOP("SignalWords", "bear"),     QT_TRANSLATE_NOOP("SignalWords", "hidden bear"),
    QT_TRANSLATE_NOOP("SignalWords", "conflict"), QT_TRANSLATE_NOOP("SignalWords", "anomaly"),
    QT_TRANSLATE_NOOP("SignalWords", "price anomaly")};
constexpr Words kTypes[] = {QT_TRANSLATE_NOOP("SignalWords", "bullish divergence"),
                            QT_TRANSLATE_NOOP("SignalWords", "hidden bullish divergence"),
                            QT_TRANSLATE_NOOP("SignalWords", "bearish divergence"),
                            QT_TRANSLATE_NOOP("SignalWords", "hidden bearish divergence"),
                            QT_TRANSLATE_NOOP("SignalWords", "OFI and CVD in conflict"),
                            QT_TRANSLATE_NOOP("SignalWords", "flow anomaly"),
                            QT_TRANSLATE_NOOP("SignalWords", "price anomaly")};
constexpr Words kGlyphs[] = {"▲", "△", "▼", "▽", "◇", "◦", "◦"};
constexpr Words kChannelIds[] = {"OFI", "CVD", "FUSION"};
constexpr Words kChannelTexts[] = {QT_TRANSLATE_NOOP("SignalWords", "order flow imbalance (OFI)"),
                               QT_TRANSLATE_NOOP("SignalWords", "cumulative volume delta (CVD)"),
                               QT_TRANSLATE_NOOP("SignalWords", "fusion of OFI and CVD")};
constexpr Words kGrades[] = {"", QT_TRANSLATE_NOOP("SignalWords", "weak"), QT_TRANSLATE_NOOP("SignalWords", "normal"),
                             QT_TRANSLATE_NOOP("SignalWords", "strong")};
constexpr Words kOutcomes[] = {QT_TRANSLATE_NOOP("SignalWords", "open"), QT_TRANSLATE_NOOP("SignalWords", "hit"),
                               QT_TRANSLATE_NOOP("SignalWords", "miss"), QT_TRANSLATE_NOOP("SignalWords", "tie"),
                               QT_TRANSLATE_NOOP("SignalWords", "no label")};
constexpr Words kScenarios[] = {"", QT_TRANSLATE_NOOP("SignalWords", "active, high volatility"),
                                QT_TRANSLATE_NOOP("SignalWords", "active, low volatility"),
                                QT_TRANSLATE_NOOP("SignalWords", "quiet, high volatility"),
                                QT_TRANSLATE_NOOP("SignalWords", "quiet, low volatility")};
constexpr Words kLiquidities[] = {"", QT_TRANSLATE_NOOP("SignalWords", "active"),
                                  QT_TRANSLATE_NOOP("SignalWords", "quiet")};
constexpr Words kSessions[] = {QT_TRANSLATE_NOOP("SignalWords", "Tokyo"), QT_TRANSLATE_NOOP("SignalWords", "London"),
                               QT_TRANSLATE_NOOP("SignalWords", "New York")};
constexpr Words kDaySessions[] = {QT_TRANSLATE_NOOP("SignalWords", "day"), QT_TRANSLATE_NOOP("SignalWords", "night")};

/// The word at an enumerator's place, translated; an em dash past the end.
template <std::size_t N, class Enum>
QString wordOf(const char* const (&words)[N], Enum value) {
    const auto at = static_cast<std::size_t>(value);
    if (at >= N) return format::missing();
    return words[at][0] == '\0' ? QString() : QCoreApplication::translate("SignalWords", words[at]);
}
static_assert(std::size(kTypes) == kSignalTypes && std::size(kTypesShort) == kSignalTypes &&
              std::size(kGlyphs) == kSignalTypes);

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

QString signalGlyph(SignalType type) {
    const auto at = static_cast<std::size_t>(type);
    return at < std::size(kGlyphs) ? QString::fromUtf8(kGlyphs[at]) : QString();
}
QString signalTypeShort(SignalType type) {
    return wordOf(kTypesShort, type);
}
QString signalType(SignalType type) {
    return wordOf(kTypes, type);
}
QString channelId(Channel channel) {
    const auto at = static_cast<std::size_t>(channel);
    return at < std::size(kChannelIds) ? QString::fromUtf8(kChannelIds[at]) : format::missing();
}
QString channelText(Channel channel) {
    return wordOf(kChannelTexts, channel);
}
QString grade(Grade grade) {
    return wordOf(kGrades, grade);
}
QString outcomeLabel(OutcomeLabel label) {
    return wordOf(kOutcomes, label);
}
QString scenario(Scenario scenario) {
    return wordOf(kScenarios, scenario);
}
QString liquidity(Liquidity liquidity) {
    return wordOf(kLiquidities, liquidity);
}
QString session(Session session) {
    return wordOf(kSessions, session);
}
QString daySession(DaySession session) {
    return wordOf(kDaySessions, session);
}

}  // namespace bw::ui::texts

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/texts.h"

#include <QCoreApplication>
#include <QStringList>
#include <span>

#include "ui/signal_words.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui::texts {
namespace {

struct Word {
    std::string_view key;
    const char* source;
};

QString tr(const char* source) {
    return QCoreApplication::translate("Texts", source);
}

/// The translated word of a key; the key itself when this program knows no word for it.
QString lookUp(std::span<const Word> words, std::string_view key) {
    for (const Word& word : words)
        if (word.key == key) return tr(word.source);
    return format::text(key);
}

constexpr Word kBookStates[] = {
    {"empty", QT_TRANSLATE_NOOP("Texts", "INIT")},      {"buffering", QT_TRANSLATE_NOOP("Texts", "BUFFERING")},
    {"synced", QT_TRANSLATE_NOOP("Texts", "SYNCED")},   {"gap", QT_TRANSLATE_NOOP("Texts", "GAP")},
    {"limited", QT_TRANSLATE_NOOP("Texts", "LIMITED")}, {"image", QT_TRANSLATE_NOOP("Texts", "IMAGE")},
    {"polled", QT_TRANSLATE_NOOP("Texts", "POLLED")}};
constexpr Word kFeedStates[] = {{"DOWN", QT_TRANSLATE_NOOP("Texts", "DOWN")},
                                {"CONNECTING", QT_TRANSLATE_NOOP("Texts", "CONNECTING")},
                                {"LIVE", QT_TRANSLATE_NOOP("Feed", "LIVE")},
                                {"STALE", QT_TRANSLATE_NOOP("Texts", "STALE")},
                                {"STARVED", QT_TRANSLATE_NOOP("Texts", "STARVED")}};
constexpr Word kStreams[] = {
    {"book", QT_TRANSLATE_NOOP("Texts", "book")},    {"top", QT_TRANSLATE_NOOP("Texts", "top of book")},
    {"trade", QT_TRANSLATE_NOOP("Texts", "trades")}, {"tick", QT_TRANSLATE_NOOP("Texts", "ticks")},
    {"kline", QT_TRANSLATE_NOOP("Texts", "klines")},
    {"mark", QT_TRANSLATE_NOOP("Texts", "mark price")},
    {"funding", QT_TRANSLATE_NOOP("Texts", "funding rate")},
    {"open_interest", QT_TRANSLATE_NOOP("Texts", "open interest")},
    {"liquidation", QT_TRANSLATE_NOOP("Texts", "liquidations")},
    {"long_short", QT_TRANSLATE_NOOP("Texts", "long/short")},
    {"vol_index", QT_TRANSLATE_NOOP("Texts", "volatility index")},
    {"*", QT_TRANSLATE_NOOP("Texts", "all streams")}};
constexpr Word kCauses[] = {{"sequence", QT_TRANSLATE_NOOP("Texts", "sequence break")},
                            {"reject", QT_TRANSLATE_NOOP("Texts", "rejected data")},
                            {"checksum", QT_TRANSLATE_NOOP("Texts", "checksum mismatch")},
                            {"crossed", QT_TRANSLATE_NOOP("Texts", "crossed book")},
                            {"ticker_mismatch", QT_TRANSLATE_NOOP("Texts", "ticker mismatch")},
                            {"audit_mismatch", QT_TRANSLATE_NOOP("Texts", "audit mismatch")},
                            {"disconnect", QT_TRANSLATE_NOOP("Texts", "connection lost")},
                            {"silent", QT_TRANSLATE_NOOP("Texts", "silent connection")},
                            {"resume", QT_TRANSLATE_NOOP("Texts", "computer was asleep")},
                            {"queue_drop", QT_TRANSLATE_NOOP("Texts", "queue overflow")},
                            {"gateway_restart", QT_TRANSLATE_NOOP("Texts", "gateway restart")},
                            {"no_snapshot", QT_TRANSLATE_NOOP("Texts", "no snapshot")},
                            {"spec_change", QT_TRANSLATE_NOOP("Texts", "contract change")},
                            {"limited", QT_TRANSLATE_NOOP("Texts", "depth limited")},
                            {"journal_full", QT_TRANSLATE_NOOP("Texts", "disk full")},
                            {"journal_corrupt", QT_TRANSLATE_NOOP("Texts", "recording damaged")},
                            {"journal_missing", QT_TRANSLATE_NOOP("Texts", "recording missing")},
                            {"stopped", QT_TRANSLATE_NOOP("Texts", "program stopped")},
                            {"crash", QT_TRANSLATE_NOOP("Texts", "program crashed")},
                            {"power_loss", QT_TRANSLATE_NOOP("Texts", "power loss")},
                            {"manual", QT_TRANSLATE_NOOP("Texts", "resync by hand")}};
constexpr Word kCloses[] = {{"open", QT_TRANSLATE_NOOP("Texts", "open")},
                            {"filled", QT_TRANSLATE_NOOP("Texts", "filled")},
                            {"partial", QT_TRANSLATE_NOOP("Texts", "partly filled")},
                            {"bridged", QT_TRANSLATE_NOOP("Texts", "bridged, nothing missing")},
                            {"reordered", QT_TRANSLATE_NOOP("Texts", "reordered")},
                            {"unfillable", QT_TRANSLATE_NOOP("Texts", "cannot be filled")},
                            {"resynced", QT_TRANSLATE_NOOP("Texts", "resynced")}};
constexpr Word kRiskStates[] = {{"ACTIVE", QT_TRANSLATE_NOOP("Texts", "ACTIVE")},
                                {"REDUCING", QT_TRANSLATE_NOOP("Texts", "REDUCING")},
                                {"HALTED", QT_TRANSLATE_NOOP("Texts", "HALTED")},
                                {"UNKNOWN", QT_TRANSLATE_NOOP("Texts", "UNKNOWN")}};
constexpr Word kSteps[] = {{"flag", QT_TRANSLATE_NOOP("Texts", "flag set")},
                           {"durable", QT_TRANSLATE_NOOP("Texts", "latch durable")},
                           {"fence", QT_TRANSLATE_NOOP("Texts", "outbound blocked")},
                           {"companion", QT_TRANSLATE_NOOP("Texts", "lock file written")},
                           {"cancel", QT_TRANSLATE_NOOP("Texts", "orders cancelled")},
                           {"sent", QT_TRANSLATE_NOOP("Texts", "cancel sent")},
                           {"acknowledged", QT_TRANSLATE_NOOP("Texts", "acknowledged")},
                           {"queried", QT_TRANSLATE_NOOP("Texts", "order list asked")},
                           {"verified", QT_TRANSLATE_NOOP("Texts", "verified")}};
constexpr Word kActors[] = {{"button", QT_TRANSLATE_NOOP("Texts", "button")},
                            {"shortcut", QT_TRANSLATE_NOOP("Texts", "shortcut")},
                            {"tray", QT_TRANSLATE_NOOP("Texts", "tray")},
                            {"cli", QT_TRANSLATE_NOOP("Texts", "command line")},
                            {"signal", QT_TRANSLATE_NOOP("Texts", "system signal")},
                            {"lockfile", QT_TRANSLATE_NOOP("Texts", "lock file")},
                            {"engine", QT_TRANSLATE_NOOP("Texts", "engine")},
                            {"http", QT_TRANSLATE_NOOP("Texts", "HTTP")},
                            {"nats", QT_TRANSLATE_NOOP("Texts", "message bus")},
                            {"hotkey", QT_TRANSLATE_NOOP("Texts", "global shortcut")},
                            {"limits", QT_TRANSLATE_NOOP("Texts", "limits")},
                            {"guard", QT_TRANSLATE_NOOP("Texts", "watchdog")}};

// The reasons this window gives itself; what a person typed is shown as typed.
constexpr Word kReasons[] = {{kReasonButton, QT_TRANSLATE_NOOP("Texts", "pressed in the window")},
                             {kReasonShortcut, QT_TRANSLATE_NOOP("Texts", "pressed on the keyboard")},
                             {kReasonTray, QT_TRANSLATE_NOOP("Texts", "chosen in the tray menu")}};

}  // namespace

QString bookState(BookState state) {
    return bookStateFromName(bookStateName(state));
}
QString bookStateFromName(std::string_view name) {
    return lookUp(kBookStates, name);
}

QString feedState(FeedState state) {
    return feedStateFromName(feedStateName(state));
}
QString feedStateFromName(std::string_view name) {
    // LIVE of a connection is not the LIVE of the mode badge in every language.
    if (name == "LIVE") return QCoreApplication::translate("Feed", "LIVE");
    return lookUp(kFeedStates, name);
}

QString streamHelp(FeedState state) {
    switch (state) {
        case FeedState::Down:
            return QCoreApplication::translate("Texts",
                                               "The connection of this stream is lost; the program reconnects "
                                               "by itself. See the sources page.");
        case FeedState::Connecting:
            return QCoreApplication::translate("Texts", "Subscribed; no message has arrived yet");
        case FeedState::Stale:
            return QCoreApplication::translate("Texts",
                                               "Nothing has arrived for longer than this stream is ever silent");
        case FeedState::Starved:
            return QCoreApplication::translate("Texts",
                                               "The connection delivers, but not this stream; the program "
                                               "subscribes again, then reconnects");
        case FeedState::Live:
            break;
    }
    return {};
}

QString bookHelp(BookState state) {
    switch (state) {
        case BookState::Empty:
            return QCoreApplication::translate("Texts", "No snapshot of the book yet");
        case BookState::Buffering:
            return QCoreApplication::translate("Texts", "Changes are kept until the snapshot arrives");
        case BookState::Synced:
            return QCoreApplication::translate("Texts", "Every change since the snapshot is in");
        case BookState::Gap:
            return QCoreApplication::translate("Texts", "A change is missing; a new snapshot is on its way");
        case BookState::Limited:
            return QCoreApplication::translate("Texts", "Only the best levels are known");
        case BookState::Image:
            return QCoreApplication::translate("Texts",
                                               "Each message replaces the book; what happened in between is not known");
        case BookState::Polled:
            return QCoreApplication::translate("Texts",
                                               "Fetched now and then because the stream does not come; what "
                                               "happened in between is not known");
    }
    return {};
}

QString streamKind(StreamKind kind) {
    return lookUp(kStreams, streamKindName(kind));
}
QString gapCause(std::string_view name) {
    return lookUp(kCauses, name);
}
QString gapClose(std::string_view name) {
    return lookUp(kCloses, name);
}

QString severity(Severity severity) {
    switch (severity) {
        case Severity::Info:
            return QCoreApplication::translate("Texts", "info");
        case Severity::Warning:
            return QCoreApplication::translate("Texts", "warning");
        case Severity::Critical:
            return QCoreApplication::translate("Texts", "critical");
    }
    return {};
}

QString runMode(RunMode mode) {
    switch (mode) {
        case RunMode::Live:
            return QCoreApplication::translate("Mode", "LIVE");
        case RunMode::Demo:
            return QCoreApplication::translate("Mode", "DEMO");
        case RunMode::Replay:
            return QCoreApplication::translate("Mode", "REPLAY");
    }
    return {};
}

QString riskState(api::RiskView::State state) {
    static constexpr std::string_view kNames[] = {"ACTIVE", "REDUCING", "HALTED", "UNKNOWN"};
    return riskStateFromName(kNames[static_cast<std::size_t>(state)]);
}
QString riskStateFromName(std::string_view name) {
    return lookUp(kRiskStates, name);
}

QString killStep(std::string_view name) {
    return lookUp(kSteps, name);
}

QString stepState(api::RiskStep::State state) {
    switch (state) {
        case api::RiskStep::State::Pending:
            return QCoreApplication::translate("Texts", "pending");
        case api::RiskStep::State::Done:
            return QCoreApplication::translate("Texts", "done");
        case api::RiskStep::State::Failed:
            return QCoreApplication::translate("Texts", "failed");
        case api::RiskStep::State::NotApplicable:
            return QCoreApplication::translate("Texts", "does not apply");
    }
    return {};
}

QString actor(std::string_view actor) {
    return lookUp(kActors, actor);
}

QString reason(std::string_view reason) {
    return lookUp(kReasons, reason);
}

QString errorText(const Error& error) {
    const QString head = codeText(error.code);
    return error.detail.empty()
               ? head
               : QCoreApplication::translate("Texts", "%1: %2").arg(head, QString::fromStdString(error.detail));
}

namespace {

/// "demo.usdm.BTCUSDT: the tape went back to summed trades (TRADE_STREAM_FALLBACK)"
QString info(const api::Notice& notice, const QString& instrument) {
    const auto say = [](const char* source) { return QCoreApplication::translate("Notice", source); };
    const QString text = format::text(notice.text.view()), text2 = format::text(notice.text2.view());
    const QString length = format::age((notice.a < 0 ? -notice.a : notice.a) * kNsPerMs);
    switch (notice.code) {
        case Code::DataStarved:
            if (notice.text2.view() == "LIVE")
                return say(QT_TRANSLATE_NOOP("Notice", "%1: %2 back after %3"))
                    .arg(instrument, streamKind(notice.stream), length);
            return say(QT_TRANSLATE_NOOP(
                           "Notice", "%1: no %2 for %3 although the connection delivers; subscribing again"))
                .arg(instrument, streamKind(notice.stream), length);
        case Code::Resume:
            return say(QT_TRANSLATE_NOOP(
                           "Notice", "the computer slept for %1: what came meanwhile is a gap, feeds start again"))
                .arg(length);
        case Code::ClockStep:
            return say(QT_TRANSLATE_NOOP(
                           "Notice", "the clock of this computer jumped by %1: switch time synchronisation on"))
                .arg((notice.a < 0 ? QString(QChar(0x2212)) : QStringLiteral("+")) + length);
        case Code::VenueError:
            return say(QT_TRANSLATE_NOOP("Notice", "%1: the venue reports: %2")).arg(text, text2);
        default:
            break;
    }
    if (notice.instrument < 0) {
        const QString head = notice.code == Code::Ok ? QString() : codeText(notice.code);
        if (head.isEmpty()) return text;
        return text.isEmpty() ? head : QCoreApplication::translate("Texts", "%1: %2").arg(head, text);
    }
    return QCoreApplication::translate("Texts", "%1: %2").arg(instrument, codeText(notice.code));
}

/// "demo.usdm.BTCUSDT: the fusion changed its level (FUSION_CHANGE): strong buy"
QString signalNotice(const api::Notice& notice, const QString& instrument) {
    QStringList details;
    for (const std::string_view part : {notice.text.view(), notice.text2.view()}) {
        if (part.empty()) continue;
        QString words = signalReasonFromName(part);
        for (std::size_t i = 0; i < static_cast<std::size_t>(FusionLevel::Count); ++i)
            if (fusionLevelName(static_cast<FusionLevel>(i)) == part) words = fusionLevel(static_cast<FusionLevel>(i));
        details.append(words);
    }
    const QString head =
        instrument.isEmpty() ? codeText(notice.code)
                             : QCoreApplication::translate("Texts", "%1: %2").arg(instrument, codeText(notice.code));
    return details.isEmpty()
               ? head
               : QCoreApplication::translate("Texts", "%1: %2").arg(head, details.join(QStringLiteral(", ")));
}

}  // namespace

QString notice(const api::Notice& notice, const QString& instrument) {
    using Kind = api::Notice::Kind;
    const auto say = [](const char* source) { return QCoreApplication::translate("Notice", source); };
    const QString text = format::text(notice.text.view());
    const QString text2 = notice.kind == Kind::Latch ? reason(notice.text2.view()) : format::text(notice.text2.view());
    switch (notice.kind) {
        case Kind::GapOpened:
            if (notice.a == 0 && notice.b == 0)
                return say(QT_TRANSLATE_NOOP("Notice", "%1: gap in %2 opened, %3"))
                    .arg(instrument, streamKind(notice.stream), gapCause(notice.text.view()));
            return say(QT_TRANSLATE_NOOP("Notice", "%1: gap in %2 opened, %3, ids %4 to %5"))
                .arg(instrument, streamKind(notice.stream), gapCause(notice.text.view()), QString::number(notice.a),
                     QString::number(notice.b));
        case Kind::GapClosed:
            return say(QT_TRANSLATE_NOOP("Notice", "%1: gap in %2 closed: %3"))
                .arg(instrument, streamKind(notice.stream), gapClose(notice.text2.view()));
        case Kind::BookState:
            return text2.isEmpty()
                       ? say(QT_TRANSLATE_NOOP("Notice", "%1: book %2"))
                             .arg(instrument, bookStateFromName(notice.text.view()))
                       : say(QT_TRANSLATE_NOOP("Notice", "%1: book %2, %3"))
                             .arg(instrument, bookStateFromName(notice.text.view()), gapCause(notice.text2.view()));
        case Kind::FeedState:
            return notice.code == Code::Ok
                       ? say(QT_TRANSLATE_NOOP("Notice", "%1: connection %2"))
                             .arg(text, feedStateFromName(notice.text2.view()))
                       : say(QT_TRANSLATE_NOOP("Notice", "%1: connection %2, %3"))
                             .arg(text, feedStateFromName(notice.text2.view()), codeText(notice.code));
        case Kind::Rejects:
            return say(QT_TRANSLATE_NOOP("Notice", "%1: %2 messages rejected, %3"))
                .arg(text, QString::number(notice.a), codeText(notice.code));
        case Kind::Latch:
            return text2.isEmpty() ? say(QT_TRANSLATE_NOOP("Notice", "kill latch %1: %2"))
                                         .arg(riskStateFromName(notice.text.view()), codeText(notice.code))
                                   : say(QT_TRANSLATE_NOOP("Notice", "kill latch %1: %2, reason: %3"))
                                         .arg(riskStateFromName(notice.text.view()), codeText(notice.code), text2);
        case Kind::QueueDrop:
            return say(QT_TRANSLATE_NOOP("Notice", "%1: queue full, %2 messages dropped and marked as a gap"))
                .arg(text, QString::number(notice.a));
        case Kind::Info:
            return info(notice, instrument);
        case Kind::Order:
        case Kind::Risk:
        case Kind::Alert:
            return tradeNotice(notice, instrument);
        case Kind::Signal:
            return signalNotice(notice, instrument);
        case Kind::Journal:
        case Kind::Config:
            break;
    }
    const QString head = notice.code == Code::Ok ? QString() : codeText(notice.code);
    if (head.isEmpty()) return text;
    return text.isEmpty() ? head : QCoreApplication::translate("Texts", "%1: %2").arg(head, text);
}

}  // namespace bw::ui::texts

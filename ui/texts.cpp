// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/texts.h"

#include <QCoreApplication>
#include <span>

#include "ui/theme/format.h"

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
    {"limited", QT_TRANSLATE_NOOP("Texts", "LIMITED")}, {"image", QT_TRANSLATE_NOOP("Texts", "IMAGE")}};
constexpr Word kFeedStates[] = {{"DOWN", QT_TRANSLATE_NOOP("Texts", "DOWN")},
                                {"CONNECTING", QT_TRANSLATE_NOOP("Texts", "CONNECTING")},
                                {"LIVE", QT_TRANSLATE_NOOP("Feed", "LIVE")},
                                {"STALE", QT_TRANSLATE_NOOP("Texts", "STALE")},
                                {"STARVED", QT_TRANSLATE_NOOP("Texts", "STARVED")}};
constexpr Word kStreams[] = {
    {"book", QT_TRANSLATE_NOOP("Texts", "book")},    {"top", QT_TRANSLATE_NOOP("Texts", "top of book")},
    {"trade", QT_TRANSLATE_NOOP("Texts", "trades")}, {"tick", QT_TRANSLATE_NOOP("Texts", "ticks")},
    {"kline", QT_TRANSLATE_NOOP("Texts", "klines")}, {"*", QT_TRANSLATE_NOOP("Texts", "all streams")}};
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
                           {"cancel", QT_TRANSLATE_NOOP("Texts", "orders cancelled")}};
constexpr Word kActors[] = {{"button", QT_TRANSLATE_NOOP("Texts", "button")},
                            {"shortcut", QT_TRANSLATE_NOOP("Texts", "shortcut")},
                            {"tray", QT_TRANSLATE_NOOP("Texts", "tray")},
                            {"cli", QT_TRANSLATE_NOOP("Texts", "command line")},
                            {"signal", QT_TRANSLATE_NOOP("Texts", "system signal")},
                            {"lockfile", QT_TRANSLATE_NOOP("Texts", "lock file")},
                            {"engine", QT_TRANSLATE_NOOP("Texts", "engine")},
                            {"guard", QT_TRANSLATE_NOOP("Texts", "watchdog")}};

// The reasons this window gives itself; what a person typed is shown as typed.
constexpr Word kReasons[] = {{kReasonButton, QT_TRANSLATE_NOOP("Texts", "pressed in the window")},
                             {kReasonShortcut, QT_TRANSLATE_NOOP("Texts", "pressed on the keyboard")}};

struct CodeWord {
    Code code;
    const char* source;
};
constexpr CodeWord kCodes[] = {
    {Code::Starting, QT_TRANSLATE_NOOP("Texts", "starting, nothing is known yet")},
    {Code::FirstRun, QT_TRANSLATE_NOOP("Texts", "first start")},
    {Code::FirstRunLive, QT_TRANSLATE_NOOP("Texts", "first start with live routes: stopped until reset")},
    {Code::ManualGui, QT_TRANSLATE_NOOP("Texts", "stopped by the kill button")},
    {Code::ManualHotkey, QT_TRANSLATE_NOOP("Texts", "stopped by the shortcut")},
    {Code::ManualCli, QT_TRANSLATE_NOOP("Texts", "stopped on the command line")},
    {Code::ManualSignal, QT_TRANSLATE_NOOP("Texts", "stopped by a system signal")},
    {Code::LatchHalted, QT_TRANSLATE_NOOP("Texts", "was stopped when the program ended")},
    {Code::LatchReducing, QT_TRANSLATE_NOOP("Texts", "was reducing when the program ended")},
    {Code::LatchMissing, QT_TRANSLATE_NOOP("Texts", "the latch file is missing")},
    {Code::LatchCorrupt, QT_TRANSLATE_NOOP("Texts", "the latch file is damaged")},
    {Code::LatchMoved, QT_TRANSLATE_NOOP("Texts", "the latch folder was moved")},
    {Code::LatchBusy, QT_TRANSLATE_NOOP("Texts", "another engine holds the latch")},
    {Code::LatchDirUnusable, QT_TRANSLATE_NOOP("Texts", "the latch folder cannot be used")},
    {Code::LatchDirOpen, QT_TRANSLATE_NOOP("Texts", "the latch folder can be written by others")},
    {Code::LatchDirRemote, QT_TRANSLATE_NOOP("Texts", "the latch folder is on a network disk")},
    {Code::LatchNotDurable, QT_TRANSLATE_NOOP("Texts", "the latch could not be written to disk")},
    {Code::LockDirUnreadable, QT_TRANSLATE_NOOP("Texts", "the lock folder cannot be read")},
    {Code::ForeignLock, QT_TRANSLATE_NOOP("Texts", "a kill file of another program is present")},
    {Code::PeerHalt, QT_TRANSLATE_NOOP("Texts", "another engine stopped")},
    {Code::EngineStall, QT_TRANSLATE_NOOP("Texts", "the engine stalled")},
    {Code::ZmqStall, QT_TRANSLATE_NOOP("Texts", "the message thread stalled")},
    {Code::WatchdogLost, QT_TRANSLATE_NOOP("Texts", "the watchdog is gone")},
    {Code::ProcessPaused, QT_TRANSLATE_NOOP("Texts", "the process was paused")},
    {Code::ThreadLate, QT_TRANSLATE_NOOP("Texts", "a thread is late")},
    {Code::FenceTimeout, QT_TRANSLATE_NOOP("Texts", "outbound messages could not be blocked in time")},
    {Code::ResetNoKey, QT_TRANSLATE_NOOP("Texts", "no reset key is set")},
    {Code::ResetKeyWrong, QT_TRANSLATE_NOOP("Texts", "the reset key is wrong")},
    {Code::ResetTextWrong, QT_TRANSLATE_NOOP("Texts", "the typed text is not the one asked for")},
    {Code::ResetReason, QT_TRANSLATE_NOOP("Texts", "the reason needs 10 to 500 characters")},
    {Code::ResetExpired, QT_TRANSLATE_NOOP("Texts", "more than 60 s passed: start again")},
    {Code::ResetLocked, QT_TRANSLATE_NOOP("Texts", "too many wrong tries: locked for a while")},
    {Code::ResetForeignLock, QT_TRANSLATE_NOOP("Texts", "a kill file of another program must be removed first")},
    {Code::ResetNotHalted, QT_TRANSLATE_NOOP("Texts", "nothing is stopped")},
    {Code::ResetNotPrepared, QT_TRANSLATE_NOOP("Texts", "the reset was not prepared: start again")},
    {Code::ResetCausePersists, QT_TRANSLATE_NOOP("Texts", "the cause of the stop is still there")},
    {Code::AuditUnwritable, QT_TRANSLATE_NOOP("Texts", "the audit log cannot be written")},
    {Code::AuditBroken, QT_TRANSLATE_NOOP("Texts", "the audit log was altered")},
    {Code::AuditMismatch, QT_TRANSLATE_NOOP("Texts", "the audit log does not match the latch")},
    {Code::DiskFull, QT_TRANSLATE_NOOP("Texts", "the disk is full")},
    {Code::DirUnusable, QT_TRANSLATE_NOOP("Texts", "the folder cannot be used")},
    {Code::FileOpen, QT_TRANSLATE_NOOP("Texts", "the file cannot be opened")},
    {Code::FileRead, QT_TRANSLATE_NOOP("Texts", "the file cannot be read")},
    {Code::FileWrite, QT_TRANSLATE_NOOP("Texts", "the file cannot be written")},
    {Code::FileFormat, QT_TRANSLATE_NOOP("Texts", "the file is not of this format")},
    {Code::FileEmpty, QT_TRANSLATE_NOOP("Texts", "the file is empty")},
    {Code::FormatUnknown, QT_TRANSLATE_NOOP("Texts", "the format is not known")},
    {Code::JournalFull, QT_TRANSLATE_NOOP("Texts", "recording stopped: the disk is full")},
    {Code::JournalSyncFailed, QT_TRANSLATE_NOOP("Texts", "recording could not be written to disk")},
    {Code::StoreLocked, QT_TRANSLATE_NOOP("Texts", "another engine uses this data folder")},
    {Code::Dns, QT_TRANSLATE_NOOP("Texts", "the host name could not be resolved")},
    {Code::Connect, QT_TRANSLATE_NOOP("Texts", "the connection was refused")},
    {Code::Timeout, QT_TRANSLATE_NOOP("Texts", "no answer in time")},
    {Code::Tls, QT_TRANSLATE_NOOP("Texts", "the secure connection failed")},
    {Code::HttpStatus, QT_TRANSLATE_NOOP("Texts", "the server refused the request")},
    {Code::Silent, QT_TRANSLATE_NOOP("Texts", "the connection went silent")},
    {Code::PeerClose, QT_TRANSLATE_NOOP("Texts", "the other side closed the connection")},
    {Code::SubscribeRefused, QT_TRANSLATE_NOOP("Texts", "the subscription was refused")},
    {Code::PortInUse, QT_TRANSLATE_NOOP("Texts", "the port is in use")},
    {Code::GatewayAbsent, QT_TRANSLATE_NOOP("Texts", "no gateway answers")},
    {Code::NoValidTick, QT_TRANSLATE_NOOP("Texts", "no valid tick arrived")},
    {Code::SymbolUnknown, QT_TRANSLATE_NOOP("Texts", "the symbol is not known")},
    {Code::CfgConflict, QT_TRANSLATE_NOOP("Texts", "these settings contradict each other")},
    {Code::CfgRange, QT_TRANSLATE_NOOP("Texts", "a value is out of range")},
    {Code::Args, QT_TRANSLATE_NOOP("Texts", "the input is not valid")},
    {Code::NoEngine, QT_TRANSLATE_NOOP("Texts", "no engine is running")},
    {Code::EngineBusy, QT_TRANSLATE_NOOP("Texts", "the engine is busy")},
    {Code::UiWorkspaceCorrupt, QT_TRANSLATE_NOOP("Texts", "the saved layout was damaged: the default layout is shown")},
    {Code::UiSaveFailed, QT_TRANSLATE_NOOP("Texts", "the layout could not be saved")},
    {Code::UiNoticeOverflow, QT_TRANSLATE_NOOP("Texts", "some notices were lost on the way to the screen")},
};

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

QString codeWords(Code code) {
    for (const CodeWord& word : kCodes)
        if (word.code == code) return tr(word.source);
    return {};
}

QString codeText(Code code) {
    const QString words = codeWords(code);
    const QString name = format::text(codeName(code));
    return words.isEmpty() ? name : QCoreApplication::translate("Texts", "%1 (%2)").arg(words, name);
}

QString errorText(const Error& error) {
    const QString head = codeText(error.code);
    return error.detail.empty()
               ? head
               : QCoreApplication::translate("Texts", "%1: %2").arg(head, QString::fromStdString(error.detail));
}

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
        case Kind::Journal:
        case Kind::Config:
        case Kind::Info:
            break;
    }
    const QString head = notice.code == Code::Ok ? QString() : codeText(notice.code);
    if (head.isEmpty()) return text;
    return text.isEmpty() ? head : QCoreApplication::translate("Texts", "%1: %2").arg(head, text);
}

}  // namespace bw::ui::texts

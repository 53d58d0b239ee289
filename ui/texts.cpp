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

#define BW_WORD(text) QT_TRANSLATE_NOOP("Texts", text)

QString tr(const char* source) {
    return QCoreApplication::translate("Texts", source);
}

/// The translated word of a key; the key itself when this program knows no word for it.
QString lookUp(std::span<const Word> words, std::string_view key) {
    for (const Word& word : words)
        if (word.key == key) return tr(word.source);
    return format::text(key);
}

constexpr Word kBookStates[] = {{"empty", BW_WORD("INIT")},      {"buffering", BW_WORD("BUFFERING")},
                                {"synced", BW_WORD("SYNCED")},   {"gap", BW_WORD("GAP")},
                                {"limited", BW_WORD("LIMITED")}, {"image", BW_WORD("IMAGE")}};
constexpr Word kFeedStates[] = {{"DOWN", BW_WORD("DOWN")},
                                {"CONNECTING", BW_WORD("CONNECTING")},
                                {"LIVE", QT_TRANSLATE_NOOP("Feed", "LIVE")},
                                {"STALE", BW_WORD("STALE")},
                                {"STARVED", BW_WORD("STARVED")}};
constexpr Word kStreams[] = {{"book", BW_WORD("book")},    {"top", BW_WORD("top of book")},
                             {"trade", BW_WORD("trades")}, {"tick", BW_WORD("ticks")},
                             {"kline", BW_WORD("klines")}, {"*", BW_WORD("all streams")}};
constexpr Word kCauses[] = {{"sequence", BW_WORD("sequence break")},
                            {"reject", BW_WORD("rejected data")},
                            {"checksum", BW_WORD("checksum mismatch")},
                            {"crossed", BW_WORD("crossed book")},
                            {"ticker_mismatch", BW_WORD("ticker mismatch")},
                            {"audit_mismatch", BW_WORD("audit mismatch")},
                            {"disconnect", BW_WORD("connection lost")},
                            {"silent", BW_WORD("silent connection")},
                            {"resume", BW_WORD("computer was asleep")},
                            {"queue_drop", BW_WORD("queue overflow")},
                            {"gateway_restart", BW_WORD("gateway restart")},
                            {"no_snapshot", BW_WORD("no snapshot")},
                            {"spec_change", BW_WORD("contract change")},
                            {"limited", BW_WORD("depth limited")},
                            {"journal_full", BW_WORD("disk full")},
                            {"journal_corrupt", BW_WORD("recording damaged")},
                            {"journal_missing", BW_WORD("recording missing")},
                            {"stopped", BW_WORD("program stopped")},
                            {"crash", BW_WORD("program crashed")},
                            {"power_loss", BW_WORD("power loss")},
                            {"manual", BW_WORD("resync by hand")}};
constexpr Word kCloses[] = {{"open", BW_WORD("open")},
                            {"filled", BW_WORD("filled")},
                            {"partial", BW_WORD("partly filled")},
                            {"bridged", BW_WORD("bridged, nothing missing")},
                            {"reordered", BW_WORD("reordered")},
                            {"unfillable", BW_WORD("cannot be filled")},
                            {"resynced", BW_WORD("resynced")}};
constexpr Word kRiskStates[] = {{"ACTIVE", BW_WORD("ACTIVE")},
                                {"REDUCING", BW_WORD("REDUCING")},
                                {"HALTED", BW_WORD("HALTED")},
                                {"UNKNOWN", BW_WORD("UNKNOWN")}};
constexpr Word kSteps[] = {{"flag", BW_WORD("flag set")},
                           {"durable", BW_WORD("latch durable")},
                           {"fence", BW_WORD("outbound blocked")},
                           {"companion", BW_WORD("lock file written")},
                           {"cancel", BW_WORD("orders cancelled")}};
constexpr Word kActors[] = {
    {"button", BW_WORD("button")},    {"shortcut", BW_WORD("shortcut")},    {"tray", BW_WORD("tray")},
    {"cli", BW_WORD("command line")}, {"signal", BW_WORD("system signal")}, {"lockfile", BW_WORD("lock file")},
    {"engine", BW_WORD("engine")},    {"guard", BW_WORD("watchdog")}};

struct CodeWord {
    Code code;
    const char* source;
};
constexpr CodeWord kCodes[] = {
    {Code::Starting, BW_WORD("starting, nothing is known yet")},
    {Code::FirstRun, BW_WORD("first start")},
    {Code::FirstRunLive, BW_WORD("first start with live routes: stopped until reset")},
    {Code::ManualGui, BW_WORD("stopped by the kill button")},
    {Code::ManualHotkey, BW_WORD("stopped by the shortcut")},
    {Code::ManualCli, BW_WORD("stopped on the command line")},
    {Code::ManualSignal, BW_WORD("stopped by a system signal")},
    {Code::LatchHalted, BW_WORD("was stopped when the program ended")},
    {Code::LatchReducing, BW_WORD("was reducing when the program ended")},
    {Code::LatchMissing, BW_WORD("the latch file is missing")},
    {Code::LatchCorrupt, BW_WORD("the latch file is damaged")},
    {Code::LatchMoved, BW_WORD("the latch folder was moved")},
    {Code::LatchBusy, BW_WORD("another engine holds the latch")},
    {Code::LatchDirUnusable, BW_WORD("the latch folder cannot be used")},
    {Code::LatchDirOpen, BW_WORD("the latch folder can be written by others")},
    {Code::LatchDirRemote, BW_WORD("the latch folder is on a network disk")},
    {Code::LatchNotDurable, BW_WORD("the latch could not be written to disk")},
    {Code::LockDirUnreadable, BW_WORD("the lock folder cannot be read")},
    {Code::ForeignLock, BW_WORD("a kill file of another program is present")},
    {Code::PeerHalt, BW_WORD("another engine stopped")},
    {Code::EngineStall, BW_WORD("the engine stalled")},
    {Code::ZmqStall, BW_WORD("the message thread stalled")},
    {Code::WatchdogLost, BW_WORD("the watchdog is gone")},
    {Code::ProcessPaused, BW_WORD("the process was paused")},
    {Code::ThreadLate, BW_WORD("a thread is late")},
    {Code::FenceTimeout, BW_WORD("outbound messages could not be blocked in time")},
    {Code::ResetNoKey, BW_WORD("no reset key is set")},
    {Code::ResetKeyWrong, BW_WORD("the reset key is wrong")},
    {Code::ResetTextWrong, BW_WORD("the typed text is not the one asked for")},
    {Code::ResetReason, BW_WORD("the reason needs 10 to 500 characters")},
    {Code::ResetExpired, BW_WORD("more than 60 s passed: start again")},
    {Code::ResetLocked, BW_WORD("too many wrong tries: locked for a while")},
    {Code::ResetForeignLock, BW_WORD("a kill file of another program must be removed first")},
    {Code::ResetNotHalted, BW_WORD("nothing is stopped")},
    {Code::ResetNotPrepared, BW_WORD("the reset was not prepared: start again")},
    {Code::ResetCausePersists, BW_WORD("the cause of the stop is still there")},
    {Code::AuditUnwritable, BW_WORD("the audit log cannot be written")},
    {Code::AuditBroken, BW_WORD("the audit log was altered")},
    {Code::AuditMismatch, BW_WORD("the audit log does not match the latch")},
    {Code::DiskFull, BW_WORD("the disk is full")},
    {Code::DirUnusable, BW_WORD("the folder cannot be used")},
    {Code::FileOpen, BW_WORD("the file cannot be opened")},
    {Code::FileRead, BW_WORD("the file cannot be read")},
    {Code::FileWrite, BW_WORD("the file cannot be written")},
    {Code::FileFormat, BW_WORD("the file is not of this format")},
    {Code::FileEmpty, BW_WORD("the file is empty")},
    {Code::FormatUnknown, BW_WORD("the format is not known")},
    {Code::JournalFull, BW_WORD("recording stopped: the disk is full")},
    {Code::JournalSyncFailed, BW_WORD("recording could not be written to disk")},
    {Code::StoreLocked, BW_WORD("another engine uses this data folder")},
    {Code::Dns, BW_WORD("the host name could not be resolved")},
    {Code::Connect, BW_WORD("the connection was refused")},
    {Code::Timeout, BW_WORD("no answer in time")},
    {Code::Tls, BW_WORD("the secure connection failed")},
    {Code::HttpStatus, BW_WORD("the server refused the request")},
    {Code::Silent, BW_WORD("the connection went silent")},
    {Code::PeerClose, BW_WORD("the other side closed the connection")},
    {Code::SubscribeRefused, BW_WORD("the subscription was refused")},
    {Code::PortInUse, BW_WORD("the port is in use")},
    {Code::GatewayAbsent, BW_WORD("no gateway answers")},
    {Code::NoValidTick, BW_WORD("no valid tick arrived")},
    {Code::SymbolUnknown, BW_WORD("the symbol is not known")},
    {Code::CfgConflict, BW_WORD("these settings contradict each other")},
    {Code::CfgRange, BW_WORD("a value is out of range")},
    {Code::Args, BW_WORD("the input is not valid")},
    {Code::NoEngine, BW_WORD("no engine is running")},
    {Code::EngineBusy, BW_WORD("the engine is busy")},
    {Code::UiWorkspaceCorrupt, BW_WORD("the saved layout was damaged: the default layout is shown")},
    {Code::UiSaveFailed, BW_WORD("the layout could not be saved")},
    {Code::UiNoticeOverflow, BW_WORD("some notices were lost on the way to the screen")},
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
    const QString text2 = format::text(notice.text2.view());
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

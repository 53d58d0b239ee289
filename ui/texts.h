// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include "core/api/engine_api.h"

// Words for what the engine reports as codes: translated here, in the language in force. Unknown codes show the code.
// GUI thread (QCoreApplication::translate).
namespace bw::ui::texts {

[[nodiscard]] QString bookState(BookState state);  // "SYNCED"
[[nodiscard]] QString bookStateFromName(std::string_view name);
/// What a state of a book means; for tooltips.
[[nodiscard]] QString bookHelp(BookState state);
[[nodiscard]] QString feedState(FeedState state);  // "LIVE"
[[nodiscard]] QString feedStateFromName(std::string_view name);
/// What a state of a stream means; "" for LIVE.
[[nodiscard]] QString streamHelp(FeedState state);
[[nodiscard]] QString streamKind(StreamKind kind);      // "trades"
[[nodiscard]] QString gapCause(std::string_view name);  // "sequence" -> "sequence break"
[[nodiscard]] QString gapClose(std::string_view name);  // "filled"
[[nodiscard]] QString severity(Severity severity);
[[nodiscard]] QString runMode(RunMode mode);  // LIVE, DEMO, REPLAY
[[nodiscard]] QString riskState(api::RiskView::State state);
[[nodiscard]] QString riskStateFromName(std::string_view name);
[[nodiscard]] QString killStep(std::string_view name);  // "flag" -> "flag set"
[[nodiscard]] QString stepState(api::RiskStep::State state);
/// Who or what stopped it: "button", "shortcut", "cli" … in words.
[[nodiscard]] QString actor(std::string_view actor);
/// The reason of a stop: translated where the window gave it itself, else as typed.
[[nodiscard]] QString reason(std::string_view reason);
inline constexpr std::string_view kReasonButton = "kill button", kReasonShortcut = "kill shortcut",
                                  kReasonTray = "tray menu";
/// A code in plain words, "" when there is none; show codeName() beside it.
[[nodiscard]] QString codeWords(Code code);
/// What a person can do about it, one or two sentences; "" when there is nothing to say.
[[nodiscard]] QString codeHelp(Code code);
/// "words (code)" or just the code.
[[nodiscard]] QString codeText(Code code);
/// code, detail: what a refused command shows.
[[nodiscard]] QString errorText(const Error& error);
/// One sentence of a notice. `instrument` is the id shown for Notice::instrument, empty for none.
[[nodiscard]] QString notice(const api::Notice& notice, const QString& instrument);

}  // namespace bw::ui::texts

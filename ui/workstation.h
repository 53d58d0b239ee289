// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/main_window/main_window.h"

namespace bw::ui {

/// Look, main window and event loop: what app/ calls with a running engine. Returns QApplication::exec()'s code. The
/// engine outlives the call. GUI thread.
[[nodiscard]] int runWorkstation(QApplication& application, api::EngineApi& engine, const WindowOptions& options = {});

}  // namespace bw::ui

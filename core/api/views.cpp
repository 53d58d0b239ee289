// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/views.h"

namespace bw::api {

std::string_view stageName(Stage stage) noexcept {
    static constexpr std::array<std::string_view, static_cast<std::size_t>(Stage::Count)> kNames = {
        "venue_to_receive", "queue",   "journal",          "decode",         "book",
        "signal",           "publish", "receive_to_signal", "receive_to_view"};
    const auto index = static_cast<std::size_t>(stage);
    return index < kNames.size() ? kNames[index] : std::string_view("?");
}

}  // namespace bw::api

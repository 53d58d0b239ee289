// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace bw::ops {
/// resources/default/venues.yaml as it was at build time.
[[nodiscard]] std::string_view venuesYaml() noexcept;
}  // namespace bw::ops

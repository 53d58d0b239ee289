// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/code.h"

#include <array>

namespace bw {
namespace {
constexpr std::array<std::string_view, static_cast<std::size_t>(Code::Count)> kNames = {
#define BW_X(name, text) text,
    BW_CODES(BW_X)
#undef BW_X
};
}  // namespace

std::string_view codeName(Code code) noexcept {
    const auto index = static_cast<std::size_t>(code);
    return index < kNames.size() ? kNames[index] : std::string_view("unknown_code");
}

bool codeFromName(std::string_view name, Code& out) noexcept {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] != name) continue;
        out = static_cast<Code>(i);
        return true;
    }
    return false;
}

}  // namespace bw

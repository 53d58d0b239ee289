// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>

#include "core/model/frame.h"

namespace bw::bench {

/// The bare cost of reading a message: simdjson on demand over the whole of it, every field the decoder uses read once in
/// document order, decimals to int64 by a digit loop, all summed. Changes only with new figures in the same commit.
class RefParse {
public:
    RefParse();
    ~RefParse();
    std::uint64_t parse(std::string_view bytes);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace bw::bench

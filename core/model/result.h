// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/model/code.h"

namespace bw {

struct Error {
    Code code = Code::Ok;     // what programs and tests compare
    std::string_view where;   // a literal: "binance.depth.price"
    std::string detail;       // for people, says how to mend it: shortened, never a secret
};

/// For ordinary failures: foreign data, files, sockets, configuration. Not for broken invariants (BW_ASSERT).
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}       // implicit: `return level;`
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}   // implicit: `return Error{...};`
    explicit operator bool() const { return m_state.index() == 0; }
    const T& operator*() const& { return std::get<0>(m_state); }
    T& operator*() & { return std::get<0>(m_state); }
    T&& operator*() && { return std::get<0>(std::move(m_state)); }
    const T* operator->() const { return &std::get<0>(m_state); }
    T* operator->() { return &std::get<0>(m_state); }
    const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value.
struct Done {};
using Status = Result<Done>;

}  // namespace bw

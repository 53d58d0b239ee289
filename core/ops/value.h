// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/model/result.h"
#include "core/ops/schema.h"

namespace bw::ops {

/// A typed value: what its KeyType says. Paths, urls and choices are text.
using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>, std::vector<double>>;

/// Reads one scalar by its type. CfgEmpty, CfgType, CfgRange; the error's detail says what is allowed.
/// `quoted`: the file had it in quotes, which a number or a bool must not have.
/// `any_case`: choices match in any letter case (environment variables).
[[nodiscard]] Result<Value> readScalar(const KeySpec& spec, std::string_view text, bool quoted, bool any_case = false);

/// One element of a SymbolList, PathList or NumberList, appended to `out` (empty before the first).
[[nodiscard]] Status appendElement(const KeySpec& spec, std::string_view text, bool quoted, Value& out);
/// The value of an empty list of that type.
[[nodiscard]] Value emptyList(const KeySpec& spec);

/// "expected a whole number, 10..10000 ms": the last part of an error about this key.
[[nodiscard]] std::string expectation(const KeySpec& spec);

/// The value as YAML flow text; also what --show prints.
[[nodiscard]] std::string toYaml(const Value& value);
/// The value as JSON, shortest form that reads back equal.
[[nodiscard]] std::string toJson(const Value& value);

/// True for 127.0.0.0/8 and ::1. A name is never loopback: who answers to it is not ours to say.
[[nodiscard]] bool isLoopbackHost(std::string_view host) noexcept;
/// The host of "scheme://[user@]host[:port]/path"; brackets of IPv6 removed; empty when there is none.
[[nodiscard]] std::string_view hostOf(std::string_view url) noexcept;

}  // namespace bw::ops

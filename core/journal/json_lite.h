// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

// Just enough JSON for the small texts the journal writes itself (gaps, notes, footers, manifest lines): std only,
// total on any input. Market data never comes here. Pure functions, any thread.
namespace bw::journal {

/// Builds one object, keys in call order.
class JsonObject {
public:
    JsonObject& text(std::string_view key, std::string_view value);
    JsonObject& number(std::string_view key, std::uint64_t value);
    JsonObject& signedNumber(std::string_view key, std::int64_t value);
    JsonObject& boolean(std::string_view key, bool value);
    /// `json` is put in as it is.
    JsonObject& raw(std::string_view key, std::string_view json);
    [[nodiscard]] std::string take() { return std::move(m_text.append("}")); }

private:
    void key(std::string_view name);
    std::string m_text = "{";
};
void appendJsonString(std::string& out, std::string_view text);

/// The raw text of a value of the outermost object; nothing if the key is absent or the text before it is no JSON.
[[nodiscard]] std::optional<std::string_view> jsonRaw(std::string_view object, std::string_view key);
[[nodiscard]] std::optional<std::string> jsonText(std::string_view object, std::string_view key);
[[nodiscard]] std::optional<std::uint64_t> jsonNumber(std::string_view object, std::string_view key);
[[nodiscard]] std::optional<std::int64_t> jsonSigned(std::string_view object, std::string_view key);
[[nodiscard]] bool jsonTrue(std::string_view object, std::string_view key);
/// The same for a raw value already at hand.
[[nodiscard]] std::optional<std::string> asText(std::string_view raw);
[[nodiscard]] std::optional<std::uint64_t> asNumber(std::string_view raw);
[[nodiscard]] std::optional<std::int64_t> asSigned(std::string_view raw);
/// Calls `each` with key (decoded; empty in an array) and raw value of every member; false if the text is cut or no
/// JSON.
bool jsonEach(std::string_view json, const std::function<void(std::string_view key, std::string_view value)>& each);

}  // namespace bw::journal

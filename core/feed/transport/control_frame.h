// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <concepts>
#include <string>
#include <string_view>

namespace bw::feed {

/// Writes one control frame, {"ctl":"close","code":1006,"by":"peer"}, fields in call order (feeds spec 1.1). Texts are
/// UTF-8 and escaped here. Not thread-safe; one object a frame.
class ControlFrame {
public:
    explicit ControlFrame(std::string_view ctl) { add("ctl", ctl); }

    ControlFrame& add(std::string_view name, std::string_view text) {
        addName(name);
        m_json += '"';
        escape(text);
        m_json += '"';
        return *this;
    }
    template <std::integral T>
    requires(!std::same_as<T, bool>) ControlFrame& add(std::string_view name, T number) {
        addName(name);
        m_json += std::to_string(number);
        return *this;
    }
    ControlFrame& addTrue(std::string_view name) {
        addName(name);
        m_json += "true";
        return *this;
    }
    [[nodiscard]] std::string text() const { return m_json + "}"; }

private:
    void addName(std::string_view name) {
        m_json += m_json.empty() ? "{\"" : ",\"";
        m_json += name;
        m_json += "\":";
    }
    void escape(std::string_view text) {
        static constexpr std::string_view kHex = "0123456789abcdef";
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                m_json += '\\';
                m_json += c;
            } else if (byte < 0x20) {
                m_json += "\\u00";
                m_json += kHex[byte >> 4];
                m_json += kHex[byte & 15];
            } else {
                m_json += c;
            }
        }
    }

    std::string m_json;
};

/// The control name of a source: "demo.usdm/pub#1" -> "demo.usdm/pub#1!".
[[nodiscard]] inline std::string controlName(std::string_view source) {
    return std::string(source) + "!";
}

}  // namespace bw::feed

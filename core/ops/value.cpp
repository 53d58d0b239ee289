// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/value.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace bw::ops {
namespace {
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equalNoCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// YAML's other spellings (0x10, 010, 1_000, .nan, .inf) are refused: each means something else to some reader.
bool isPlainNumber(std::string_view text, bool whole) {
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    if (text.empty() || !isDigit(text.front())) return false;
    if (text.size() > 1 && text.front() == '0' && isDigit(text[1])) return false;
    if (whole) return std::all_of(text.begin(), text.end(), isDigit);
    return isDigit(text.back()) && std::all_of(text.begin(), text.end(), [](char c) {
               return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
           });
}

Error typeError(const KeySpec& spec) {
    return {Code::CfgType, "config", expectation(spec)};
}
Error rangeError(const KeySpec& spec) {
    return {Code::CfgRange, "config", expectation(spec)};
}

Result<double> readNumber(const KeySpec& spec, std::string_view text) {
    double number = 0;
    if (!isPlainNumber(text, /*whole=*/false)) return typeError(spec);
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size()) return typeError(spec);
    if (problem != std::errc() || !std::isfinite(number) || number < spec.min || number > spec.max)
        return rangeError(spec);
    return number;
}

Result<Value> readInt(const KeySpec& spec, std::string_view text) {
    std::int64_t number = 0;
    if (!isPlainNumber(text, /*whole=*/true)) return typeError(spec);
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size()) return rangeError(spec);
    const auto shown = static_cast<double>(number);  // limits stay below 2^53, where this is exact
    if (shown < spec.min || shown > spec.max) return rangeError(spec);
    return Value(number);
}

Result<Value> readBool(const KeySpec& spec, std::string_view text) {
    for (const std::string_view yes : {"true", "yes", "on"})
        if (equalNoCase(text, yes)) return Value(true);
    for (const std::string_view no : {"false", "no", "off"})
        if (equalNoCase(text, no)) return Value(false);
    return typeError(spec);
}

Result<Value> readChoice(const KeySpec& spec, std::string_view text, bool any_case) {
    // "off" and "on" reach a choice as they were written: a file is read as text first.
    for (std::string_view rest = spec.choices; !rest.empty();) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        const std::string_view choice = rest.substr(0, bar);
        if (choice == text || (any_case && equalNoCase(choice, text))) return Value(std::string(choice));
        rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
    return rangeError(spec);
}

bool isPort(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
    return problem == std::errc() && end == text.data() + text.size() && port != 0;
}

bool isClean(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
}

Result<Value> readUrl(const KeySpec& spec, std::string_view text) {
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos || !isClean(text) || hostOf(text).empty()) return typeError(spec);
    if (text.substr(0, text.find('/', colon + 3)).find('@') != std::string_view::npos)
        return Error{Code::CfgType, "config", "a name or password does not belong in an address"};
    const std::string_view scheme = text.substr(0, colon);
    const std::string_view safe = spec.choices.substr(0, spec.choices.find('|'));
    const std::string_view plain = spec.choices.substr(safe.size() + 1);
    if (scheme != safe && scheme != plain) return typeError(spec);
    if (scheme == plain && !isLoopbackHost(hostOf(text)))
        return Error{Code::CfgRange, "config",
                     std::string(plain) + ":// is allowed to this machine only; use " + std::string(safe) + "://"};
    while (text.ends_with('/')) text.remove_suffix(1);
    return Value(std::string(text));
}

Result<Value> readEndpoint(const KeySpec& spec, std::string_view text) {
    if (!isClean(text)) return typeError(spec);
    if (text.starts_with("ipc://") && text.size() > 6) return Value(std::string(text));
    const std::size_t colon = text.rfind(':');
    if (!text.starts_with("tcp://") || colon <= 6 || hostOf(text).empty() || !isPort(text.substr(colon + 1)))
        return typeError(spec);
    return Value(std::string(text));
}

Result<std::string> readSymbol(const KeySpec& spec, std::string_view text) {
    std::string symbol;
    for (const char c : text) {
        const char up = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (!isDigit(up) && !(up >= 'A' && up <= 'Z') && up != '_' && up != '-') return typeError(spec);
        symbol += up;
    }
    if (symbol.empty() || symbol.size() > 32) return typeError(spec);
    return symbol;
}

std::string shortest(double number) {
    if (std::abs(number) < 1e15 && std::trunc(number) == number)
        return std::to_string(static_cast<std::int64_t>(number));
    std::array<char, 32> buffer{};
    const auto [end, problem] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return problem == std::errc() ? std::string(buffer.data(), end) : std::string("0");
}

std::string quote(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view kHex = "0123456789abcdef";
            out += "\\u00";
            out += kHex[static_cast<unsigned char>(c) >> 4];
            out += kHex[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string yamlText(const std::string& text) {
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' || c == '/' ||
               c == ':' || c == '+';
    });
    return plain && text.front() != '-' ? text : quote(text);
}

template <class T, class F>
std::string flow(const std::vector<T>& list, std::string_view comma, F&& print) {
    std::string out = "[";
    for (const T& item : list) {
        if (out.size() > 1) out += comma;
        out += print(item);
    }
    return out + ']';
}

template <class F>
std::string print(const Value& value, std::string_view comma, F&& text) {
    struct Visitor {
        std::string_view comma;
        F& text;
        std::string operator()(bool v) const { return v ? "true" : "false"; }
        std::string operator()(std::int64_t v) const { return std::to_string(v); }
        std::string operator()(double v) const { return shortest(v); }
        std::string operator()(const std::string& v) const { return text(v); }
        std::string operator()(const std::vector<std::string>& v) const { return flow(v, comma, text); }
        std::string operator()(const std::vector<double>& v) const { return flow(v, comma, shortest); }
    };
    return std::visit(Visitor{comma, text}, value);
}
}  // namespace

Result<Value> readScalar(const KeySpec& spec, std::string_view text, bool quoted, bool any_case) {
    const bool optional = spec.type == KeyType::Path || (spec.type == KeyType::Text && spec.initial.empty());
    if (text.empty() && !optional) return Error{Code::CfgEmpty, "config", expectation(spec)};
    const bool numeric = spec.type == KeyType::Bool || spec.type == KeyType::Int || spec.type == KeyType::Number;
    if (numeric && quoted) return typeError(spec);
    switch (spec.type) {
        case KeyType::Bool:
            return readBool(spec, text);
        case KeyType::Int:
            return readInt(spec, text);
        case KeyType::Number: {
            const Result<double> number = readNumber(spec, text);
            if (!number) return number.error();
            return Value(*number);
        }
        case KeyType::Choice:
            return readChoice(spec, text, any_case);
        case KeyType::Url:
            return readUrl(spec, text);
        case KeyType::Endpoint:
            return readEndpoint(spec, text);
        case KeyType::Text:
        case KeyType::Path:
            if (text.size() > 4096 || text.find('\0') != std::string_view::npos) return typeError(spec);
            return Value(std::string(text));
        case KeyType::SymbolList:
        case KeyType::NameList:
        case KeyType::PathList:
        case KeyType::NumberList:
        case KeyType::MapList:
            break;
    }
    return typeError(spec);  // a list was wanted
}

Value emptyList(const KeySpec& spec) {
    if (spec.type == KeyType::NumberList) return std::vector<double>{};
    return std::vector<std::string>{};
}

Status appendElement(const KeySpec& spec, std::string_view text, bool quoted, Value& out) {
    if (text.empty()) return Error{Code::CfgEmpty, "config", expectation(spec)};
    if (spec.type == KeyType::NumberList) {
        if (quoted) return typeError(spec);
        const Result<double> number = readNumber(spec, text);
        if (!number) return number.error();
        std::get<std::vector<double>>(out).push_back(*number);
        return Done{};
    }
    auto& list = std::get<std::vector<std::string>>(out);
    if (spec.type == KeyType::PathList) {
        list.emplace_back(text);
        return Done{};
    }
    if (spec.type == KeyType::NameList) {
        if (text.size() > 128 || !isClean(text) || text.find_first_of("\"\\/#,") != std::string_view::npos) return typeError(spec);
        if (std::find(list.begin(), list.end(), text) == list.end()) list.emplace_back(text);
        return Done{};
    }
    Result<std::string> symbol = readSymbol(spec, text);
    if (!symbol) return symbol.error();
    if (std::find(list.begin(), list.end(), *symbol) == list.end())
        list.push_back(*symbol);  // named twice is wanted once
    return Done{};
}

std::string expectation(const KeySpec& spec) {
    const auto range = [&spec](std::string text) {
        text += ", " + shortest(spec.min) + ".." + shortest(spec.max);
        if (!spec.unit.empty()) text.append(" ").append(spec.unit);
        return text;
    };
    switch (spec.type) {
        case KeyType::Bool:
            return "expected true or false";
        case KeyType::Int:
            return range("expected a whole number");
        case KeyType::Number:
            return range("expected a number");
        case KeyType::Choice:
            return "expected one of " + std::string(spec.choices);
        case KeyType::Text:
            return "expected text";
        case KeyType::Path:
            return "expected a path";
        case KeyType::Url:
            return "expected an address, " + std::string(spec.choices.substr(0, spec.choices.find('|'))) +
                   "://host/...";
        case KeyType::Endpoint:
            return "expected tcp://host:port";
        case KeyType::SymbolList:
            return "expected a list of symbols, [BTCUSDT, ETHUSDT]";
        case KeyType::NameList:
            return "expected a list of names without blanks, quotes, / and #";
        case KeyType::PathList:
            return "expected a list of paths";
        case KeyType::NumberList:
            return range("expected a list of numbers");
        case KeyType::MapList:
            return "expected a list of maps, [{name: ...}]";
    }
    return "expected another type";
}

std::string toYaml(const Value& value) {
    return print(value, ", ", yamlText);
}
std::string toJson(const Value& value) {
    return print(value, ",", quote);
}

bool isLoopbackHost(std::string_view host) noexcept {
    if (host == "::1") return true;
    // Digits and dots only: 127.evil.example is not this machine.
    return host.starts_with("127.") &&
           std::all_of(host.begin(), host.end(), [](char c) { return isDigit(c) || c == '.'; });
}

std::string_view hostOf(std::string_view url) noexcept {
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos) return {};
    url.remove_prefix(colon + 3);
    url = url.substr(0, url.find_first_of("/?#"));
    if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) url.remove_prefix(at + 1);
    if (url.starts_with('[')) return url.substr(1, std::min(url.find(']'), url.size()) - 1);
    return url.substr(0, url.find(':'));
}

}  // namespace bw::ops

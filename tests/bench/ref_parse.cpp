// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/ref_parse.h"

#include <simdjson.h>

namespace bw::bench {
namespace od = simdjson::ondemand;

struct RefParse::Impl {
    od::parser parser;
};
RefParse::RefParse() : m_impl(std::make_unique<Impl>()) {}
RefParse::~RefParse() = default;

namespace {

/// The digits of a quoted number, read in place up to its closing quote.
std::uint64_t digits(od::raw_json_string text) {
    std::uint64_t value = 0;
    for (const char* p = text.raw(); *p != '"'; ++p)
        if (*p != '.') value = value * 10 + static_cast<std::uint64_t>(*p - '0');
    return value;
}

std::uint64_t levels(od::value value) {
    std::uint64_t sum = 0;
    for (od::value entry : value.get_array())
        for (od::value cell : entry.get_array()) sum += digits(cell.get_raw_json_string());
    return sum;
}

std::uint64_t fields(od::object object) {
    std::uint64_t sum = 0;
    for (auto field : object) {
        const od::raw_json_string key = field.key();
        od::value value = field.value();
        if (key == "data") {
            sum += fields(value.get_object());
        } else if (key == "E" || key == "T" || key == "U" || key == "u" || key == "pu" || key == "t" || key == "lastUpdateId") {
            sum += value.get_uint64();
        } else if (key == "e" || key == "s" || key == "X" || key == "stream" || key == "symbol") {
            sum += static_cast<std::uint64_t>(static_cast<unsigned char>(*value.get_raw_json_string().value().raw()));
        } else if (key == "m") {
            sum += value.get_bool() ? std::uint64_t{1} : std::uint64_t{0};
        } else if (key == "p" || key == "q" || key == "B" || key == "A") {
            sum += digits(value.get_raw_json_string());
        } else if (key == "b" || key == "a" || key == "bids" || key == "asks") {
            if (value.type() == od::json_type::array) sum += levels(value);
            else sum += digits(value.get_raw_json_string());
        }
    }
    return sum;
}

}  // namespace

std::uint64_t RefParse::parse(std::string_view bytes) {
    od::document doc = m_impl->parser.iterate(bytes.data(), bytes.size(), bytes.size() + kFramePadding);
    return fields(doc.get_object());
}

}  // namespace bw::bench

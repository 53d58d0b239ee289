// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at a whole frame by the JSON library: is it valid, does the venue say no, what does it say of itself.
#include "core/feed/binance/json_value.h"
#include "core/model/frame.h"

namespace bw::feed::binance {

bool Preset::find(od::parser& parser, std::string_view bytes) {
    const auto text = [&](std::string_view outer, std::string_view key) {
        od::document doc;
        od::value value;
        if (begin(parser, bytes, doc) != simdjson::SUCCESS) return std::string{};
        const simdjson::error_code e = outer.empty() ? doc[key].get(value) : doc[outer][key].get(value);
        std::string_view found;
        return e == simdjson::SUCCESS && JsonValue{value}.text(found) == Code::Ok ? std::string(found) : std::string{};
    };
    const auto first = [](const std::string& a, const std::string& b) { return a.empty() ? b : a; };
    stream = text({}, "stream");
    event = first(text("data", "e"), text({}, "e"));
    symbol = first(first(text("data", "s"), text({}, "s")), text({}, "symbol"));
    return !symbol.empty() || !event.empty() || isImageStream(stream);
}

Code Decoder::Impl::check(std::string_view bytes) {
    od::document doc;
    if (const simdjson::error_code e = begin(parser, bytes, doc)) return codeOf(e);
    od::value value;
    if (const simdjson::error_code e = doc.get_value().get(value)) return codeOf(e);
    Cell cell;
    const Code code = json::readCell(value, cell);
    return code == Code::Ok && somethingFollows(doc) ? Code::JsonSyntax : code;
}

bool Decoder::Impl::refusal(std::string_view bytes, Message& out) {
    // {"error":{"code":2,"msg":"…"},"id":17} of a stream, {"code":-1121,"msg":"…"} of REST.
    const auto words = [&](auto&& find) {
        od::document doc;
        od::value value;
        if (begin(parser, bytes, doc) != simdjson::SUCCESS || find(doc).get(value) != simdjson::SUCCESS) return false;
        Cell cell;
        if (json::readCell(value, cell) == Code::Ok && cell.type == Cell::Type::Text) out.note = cell.text;
        return true;
    };
    if (words([](od::document& doc) { return doc["error"]["code"]; })) {
        out.note = {};
        words([](od::document& doc) { return doc["error"]["msg"]; });
    } else {
        if (!words([](od::document& doc) { return doc["code"]; })) return false;
        out.note = {};
        if (!words([](od::document& doc) { return doc["msg"]; })) return false;
    }
    out.kind = Kind::Refused;
    return true;
}

}  // namespace bw::feed::binance

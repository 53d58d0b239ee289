// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/formats/sec_json.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/feed/formats/sniff.h"
#include "core/feed/stamp.h"
#include "core/feed/transport/control_frame.h"
#include "core/model/frame.h"

namespace bw::feed {
namespace {

struct Line {
    enum class Kind : std::uint8_t { Message, Open, Sent, Rest, Header, Unreadable } kind = Kind::Unreadable;
    std::string_view url, body;
    WallTime wall;
};

bool isUrl(std::string_view text) {
    const std::size_t mark = text.find("://");
    return mark != std::string_view::npos && mark > 0 && mark < 8 &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(mark), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// `<stamp>: <body>`, or `<stamp>` alone where `body_needed` is false. False without a readable stamp.
bool splitStamped(std::string_view text, bool body_needed, Line& out) {
    const std::size_t end = text.find(": ");
    if (end == std::string_view::npos && body_needed) return false;
    Stamp stamp;
    if (parseStamp(text.substr(0, end), stamp) != Code::Ok) return false;
    out.wall = {stamp.ns};
    out.body = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
    return true;
}

Line splitUrlLine(std::string_view text) {
    struct Arrow {
        std::string_view text;
        Line::Kind kind;
    };
    static constexpr std::array<Arrow, 3> kArrows = {
        {{" <-> ", Line::Kind::Open}, {" <- ", Line::Kind::Sent}, {" -> ", Line::Kind::Rest}}};
    Line line;
    const std::size_t end = text.find(' ');  // a URL holds none
    if (end == std::string_view::npos) return line;
    line.url = text.substr(0, end);
    for (const Arrow& arrow : kArrows) {
        if (!text.substr(end).starts_with(arrow.text)) continue;
        if (splitStamped(text.substr(end + arrow.text.size()), arrow.kind != Line::Kind::Open, line)) line.kind = arrow.kind;
        break;
    }
    return line;
}

/// `configuration: {...}` and the like: a word, a colon, a text.
bool isHeaderLine(std::string_view text) {
    const std::size_t colon = text.find(": ");
    return colon != std::string_view::npos && colon > 0 && colon <= 40 &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; });
}

Line splitLine(std::string_view text) {
    if (isUrl(text)) return splitUrlLine(text);
    Line line;
    if (splitStamped(text, /*body_needed=*/true, line)) line.kind = Line::Kind::Message;
    else if (isHeaderLine(text)) line.kind = Line::Kind::Header;
    return line;
}

std::string_view pathOf(std::string_view url) {
    const std::size_t host = url.find("://");
    const std::size_t path = host == std::string_view::npos ? host : url.find('/', host + 3);
    return path == std::string_view::npos ? std::string_view{} : url.substr(path);
}

}  // namespace

std::string_view restPurpose(std::string_view url) {
    std::string_view path = pathOf(url);
    path = path.substr(0, path.find('?'));
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (name == "depth" || name == "get_order_book" || name == "books" || name == "books-full") return "snapshot";
    if (name == "exchangeInfo" || name == "instruments" || name == "get_instruments") return "catalogue";
    return name == "klines" ? "klines" : "other";
}

std::string_view queryValue(std::string_view url, std::string_view name) {
    std::size_t at = url.find('?');
    while (at != std::string_view::npos) {
        const std::string_view rest = url.substr(at + 1);
        if (rest.starts_with(name) && rest.substr(name.size()).starts_with('=')) {
            const std::string_view value = rest.substr(name.size() + 1);
            return value.substr(0, value.find('&'));
        }
        at = url.find('&', at + 1);
    }
    return {};
}

std::string withoutSecrets(std::string_view text) {
    static constexpr std::array<std::string_view, 8> kSecret = {
        "\"apiKey\"", "\"passphrase\"", "\"sign\"", "\"signature\"", "\"client_secret\"", "\"client_id\"", "\"refresh_token\"", "\"access_token\""};
    std::string out(text);
    for (const std::string_view name : kSecret)
        for (std::size_t at = out.find(name); at != std::string::npos; at = out.find(name, at + 1)) {
            const std::size_t begin = out.find_first_not_of(" :", at + name.size());
            if (begin == std::string::npos || out[begin] != '"') continue;
            std::size_t end = begin + 1;
            while (end < out.size() && out[end] != '"') end += out[end] == '\\' ? 2U : 1U;
            out.replace(begin + 1, std::min(end, out.size()) - begin - 1, "***");
        }
    return out;
}

Result<std::unique_ptr<FrameReader>> SecJsonReader::open(std::unique_ptr<LineReader> lines, const OpenOptions& options) {
    if (options.venue.empty())
        return Error{Code::Args, "sec-json", "the format does not say where its data come from; add --venue binance.usdm"};
    constexpr int kLinesTried = 16;  // a damaged first line must not make the file a stranger
    std::string_view rest = lines->ahead();
    for (int n = 0; n < kLinesTried && !rest.empty();) {
        const std::string_view text = takeLine(rest);
        if (text.empty()) continue;
        ++n;
        const Line line = splitLine(text);
        if (line.kind == Line::Kind::Unreadable || line.kind == Line::Kind::Header) continue;
        if (line.kind == Line::Kind::Message && !line.body.starts_with('{') && !line.body.starts_with('[') && line.body != "pong")
            continue;
        return std::unique_ptr<FrameReader>(new SecJsonReader(std::move(lines), options, line.wall));
    }
    return Error{Code::FileFormat, "sec-json",
                 lines->name() + " has no lines of the form `<seconds>: {json}`; choose another --format"};
}

SecJsonReader::SecJsonReader(std::unique_ptr<LineReader> lines, const OpenOptions& options, WallTime first)
    : m_lines(std::move(lines)),
      m_venue(options.venue),
      m_symbol(options.symbol),
      m_stream_source(options.venue + (options.venue.starts_with("deribit") ? "/ws#1" : "/pub#1")),
      m_stream_control(controlName(m_stream_source)),
      m_rest_source(options.venue + "/rest"),
      m_rest_control(controlName(m_rest_source)),
      m_wall(first),
      m_mono{first.ns} {}

void SecJsonReader::control(std::string_view source, std::string_view json, FileFrame& out) {
    m_control.assign(json).append(kFramePadding, '\0');
    out.source = source;
    out.bytes = std::string_view(m_control).substr(0, json.size());
}

Result<bool> SecJsonReader::next(FileFrame& out) {
    out = {};
    out.symbol = m_symbol;
    std::string_view text;
    Line line;
    if (!m_has_body) {
        const auto more = m_lines->next(text);
        if (!more || !*more) return more;
        line = splitLine(text);
        if (line.kind != Line::Kind::Unreadable && line.kind != Line::Kind::Header) m_wall = line.wall;
        m_mono.ns = std::max(m_mono.ns, m_wall.ns);
    }
    out.wall = m_wall;
    out.mono = m_mono;
    out.line = m_lines->lineNumber();
    if (m_has_body) {  // of the line that the last call began
        m_has_body = false;
        out.source = m_rest_source;
        out.bytes = m_body;
        return true;
    }
    switch (line.kind) {
        case Line::Kind::Message:
            out.source = m_stream_source;
            out.bytes = line.body;
            return true;
        case Line::Kind::Open:
            control(m_stream_control, ControlFrame("open").add("url", line.url).add("proxy", "").add("attempt", 1).text(), out);
            return true;
        case Line::Kind::Sent:
            control(m_stream_control, ControlFrame("sent").add("text", withoutSecrets(line.body)).text(), out);
            return true;
        case Line::Kind::Header:
            control(m_stream_control, ControlFrame("header").add("text", text).text(), out);
            return true;
        case Line::Kind::Unreadable:
            out.source = m_stream_source;
            out.bytes = text;
            out.stamp_code = Code::Stamp;
            return true;
        case Line::Kind::Rest: break;
    }
    std::string instrument;
    for (const std::string_view name : {"symbol", "instId", "instrument_name"})
        if (const std::string_view symbol = queryValue(line.url, name); instrument.empty() && !symbol.empty())
            instrument = m_venue + "." + std::string(symbol);
    control(m_rest_control,
            ControlFrame("rest").add("purpose", restPurpose(line.url)).add("instrument", instrument).add("gen", 0)
                .add("path", pathOf(line.url)).add("status", 200).text(),
            out);
    out.made = true;
    m_body = line.body;
    m_has_body = true;
    return true;
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/binance_protocol.h"

#include <algorithm>
#include <charconv>

namespace bw::feed {
namespace {

constexpr std::string_view kStream = "\"stream\":\"";

/// The id of an answer; 0 if it has none.
std::uint64_t answerId(std::string_view text) {
    const std::size_t at = text.rfind("\"id\":");
    if (at == std::string_view::npos) return 0;
    text.remove_prefix(at + 5);
    while (text.starts_with(' ')) text.remove_prefix(1);
    std::uint64_t id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

}  // namespace

LineProtocol::Outbound BinanceProtocol::command(Command command, std::vector<std::string>& names) {
    const std::size_t count = std::min(names.size(), kBatch);
    std::string text =
        command == Command::Subscribe ? R"({"method":"SUBSCRIBE","params":[)" : R"({"method":"UNSUBSCRIBE","params":[)";
    for (std::size_t i = 0; i < count; ++i) {
        text += i == 0 ? "\"" : ",\"";
        text += names[i] + "\"";
    }
    text += "],\"id\":" + std::to_string(m_next_id) + "}";
    m_unanswered.insert(m_next_id++);
    names.erase(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(count));
    return {std::move(text)};
}

LineProtocol::Inbound BinanceProtocol::read(std::string_view bytes, MonoTime) {
    Inbound in;
    // Data of a combined stream bears its stream name; acknowledgements, errors and notices do not.
    in.is_data = bytes.find("\"stream\"") != std::string_view::npos;
    if (in.is_data) return in;
    in.closes_soon = bytes.find("\"serverShutdown\"") != std::string_view::npos;
    m_unanswered.erase(answerId(bytes));
    if (bytes.find("\"error\"") != std::string_view::npos) {
        in.notice = Code::SubscribeRefused;
        in.detail = bytes.substr(0, 200);
    }
    return in;
}

std::string_view BinanceProtocol::streamOf(std::string_view bytes) const {
    return quotedAfter(bytes, kStream);
}

}  // namespace bw::feed

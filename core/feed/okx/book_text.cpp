// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/okx/book_text.h"

#include <zlib.h>

#include <algorithm>
#include <functional>

#include "core/feed/level_rules.h"

namespace bw::feed::okx {

template <class Better>
void BookText::update(std::vector<Entry>& side, const std::vector<Level>& levels, const std::vector<LevelText>& texts, Better better) {
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const std::int64_t price = levels[i].price.units;
        auto at = std::lower_bound(side.begin(), side.end(), price,
                                   [better](const Entry& entry, std::int64_t wanted) { return better(entry.price, wanted); });
        const bool held = at != side.end() && at->price == price;
        if (levels[i].qty.units == 0) {
            if (held) side.erase(at);
            continue;
        }
        if (!held) at = side.insert(at, Entry{price, {}});
        at->text.assign(texts[i].price).append(1, ':').append(texts[i].qty);
    }
    if (side.size() > kLevelsMax) side.resize(kLevelsMax);
}

BookText::Result BookText::apply(const Message& message) {
    const bool snapshot = message.kind == Kind::Snapshot;
    if (snapshot || !message.has_checksum) reset();
    if (!message.has_checksum || (!snapshot && !m_ready)) return Result::Unchecked;
    m_ready = true;
    update(m_bids, message.depth.bids, message.bid_texts, std::greater<std::int64_t>());
    update(m_asks, message.depth.asks, message.ask_texts, std::less<std::int64_t>());
    return checksum() == message.checksum ? Result::Match : Result::Mismatch;
}

void BookText::reset() {
    m_bids.clear();
    m_asks.clear();
    m_ready = false;
}

std::string_view BookText::text() {
    constexpr std::size_t kDepth = 25;
    m_text.clear();
    const auto append = [this](const std::vector<Entry>& side, std::size_t i) {
        if (i >= side.size()) return;
        if (!m_text.empty()) m_text.push_back(':');
        m_text.append(side[i].text);
    };
    for (std::size_t i = 0; i < kDepth; ++i) {
        append(m_bids, i);
        append(m_asks, i);
    }
    return m_text;
}

std::int32_t BookText::checksum() {
    const std::string_view bytes = text();
    const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(sum));
}

}  // namespace bw::feed::okx

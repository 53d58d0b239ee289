// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/notice_text.h"

#include <algorithm>

namespace bw::app {

std::string noticeText(const api::Notice& n, std::string_view instrument) {
    using Kind = api::Notice::Kind;
    const std::string text(n.text.view());
    const std::string more(n.text2.view());
    const std::string code(codeName(n.code));
    const std::string where = std::string(instrument) + " " + std::string(streamKindName(n.stream));
    switch (n.kind) {
        case Kind::GapOpened: {
            const std::string ids = n.a > 0 ? ", ids " + std::to_string(n.a) + ".." + (n.b > 0 ? std::to_string(n.b) : "?") : "";
            return "[gap] " + where + ": opened, cause " + text + ids;
        }
        case Kind::GapClosed: return "[gap] " + where + ": closed " + more + ", cause " + text;
        case Kind::BookState: return "[book] " + std::string(instrument) + ": " + text + " (" + more + ")";
        case Kind::FeedState:
            return "[feed] " + text + ": " + more + (n.code == Code::Ok ? "" : " (" + code + ")") +
                   (n.a > 0 ? ", next attempt in " + std::to_string(n.a) + " ms" : "");
        case Kind::Rejects: {
            std::string raw = more.substr(0, 512);
            std::replace_if(raw.begin(), raw.end(), [](char c) { return c < ' '; }, '?');
            return "[reject] " + code + " x" + std::to_string(n.a) + " from " + text + ": " + raw;
        }
        case Kind::Latch: return "[latch] " + text + " (" + code + "): " + more;
        case Kind::Journal:
            return n.code == Code::Ok ? "[journal] recording" + (n.a > 0 ? ", " + std::to_string(n.a) + " frames were not recorded" : std::string())
                                      : "[journal] " + code + " " + more;
        case Kind::QueueDrop: return "[queue] " + text + ": " + std::to_string(n.a) + " frames dropped";
        case Kind::Config: return "[config] " + code + " " + text;
        case Kind::Order:
            return "[order] " + text + " " + std::string(instrument) + ": " + more + (n.code == Code::Ok ? "" : " (" + code + ")");
        case Kind::Risk: return "[risk] " + code + " " + text + (more.empty() ? "" : ": " + more);
        case Kind::Alert: return "[alert] " + code + " " + text + ": " + more;
        case Kind::Signal: return "[signal] " + std::string(instrument) + ": " + code + " " + text + (more.empty() ? "" : " " + more);
        case Kind::Info:
            if (n.code == Code::DataStarved)
                return "[feed] " + where + ": " + more + " (" + code + "), " + (more == "LIVE" ? "was starved for " : "nothing for ") +
                       std::to_string(n.a) + " ms";
            if (n.code == Code::Resume) return "[info] " + code + ": slept for " + std::to_string(n.a) + " ms";
            if (n.code == Code::ClockStep) return "[info] " + code + ": " + std::to_string(n.a) + " ms";
            if (n.instrument >= 0) return "[info] " + where + ": " + code + " " + text + (more.empty() ? "" : " " + more);
            return "[info] " + code + " " + text + " " + more;
    }
    return text;
}

}  // namespace bw::app

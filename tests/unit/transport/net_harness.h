// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <string>
#include <vector>

#include "core/feed/transport/net_thread.h"
#include "scripted_venue.h"

namespace bw::feed {

/// A net thread over a scripted venue, and everything it handed over so far.
struct NetHarness {
    struct Got {
        std::string source;
        QByteArray bytes;
        std::int64_t mono_ns;
        [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(bytes).object(); }
    };

    explicit NetHarness(const Clock& the_clock, FrameQueueLimits limits = {})
        : clock(the_clock), inbox(clock), queue(inbox.addQueue(limits)), net(clock, queue, requests, board) {}

    /// A market of one symbol with short times; the test changes what it needs before start().
    [[nodiscard]] static BinanceMarketConfig market(const ScriptedStream& stream, const ScriptedRest& rest) {
        BinanceMarketConfig config;
        config.venue_market = "demo.usdm";
        config.symbols = {"BTCUSDT"};
        config.entries = {{"pub", stream.url(), {"depth@100ms", "bookTicker", "trade"}}};
        config.rest.url = rest.url();
        config.rest.prefix = "/fapi/v1";
        config.rest.klines_limit = 0;
        config.rest.catalogue_at_start = false;
        config.rest.retry_base_ms = 20;
        config.rest.clock_period_ms = 0;
        config.line.backoff_base_ms = 20;
        config.line.backoff_max_ms = 100;
        return config;
    }
    [[nodiscard]] Status start(BinanceMarketConfig config) {
        NetConfig all;
        all.binance.push_back(std::move(config));
        return start(std::move(all));
    }
    /// Without the watch for sleep: a clock that a test moves looks the same.
    [[nodiscard]] Status start(NetConfig config, std::int64_t pause_ms = 0) {
        config.seed = 7;
        config.pause_ms = pause_ms;
        return net.start(std::move(config));
    }

    void collect() {
        std::vector<Frame> frames;
        while (inbox.drain(frames, 1000) > 0) {
        }
        for (const Frame& frame : frames) {
            const std::string_view bytes = frame.bytes.view();
            got.push_back({*frame.source, QByteArray(bytes.data(), qsizetype(bytes.size())), frame.recv_mono.ns});
        }
    }
    /// The control frames of this kind, on names that begin with `source`.
    [[nodiscard]] std::vector<Got> control(const char* ctl, const std::string& source = {}) {
        collect();
        std::vector<Got> out;
        for (const Got& frame : got)
            if (frame.source.ends_with('!') && frame.source.starts_with(source) &&
                frame.json()[QLatin1String("ctl")].toString() == QLatin1String(ctl))
                out.push_back(frame);
        return out;
    }
    [[nodiscard]] std::vector<Got> from(const std::string& source) {
        collect();
        std::vector<Got> out;
        for (const Got& frame : got)
            if (frame.source == source) out.push_back(frame);
        return out;
    }
    [[nodiscard]] FeedStatusRow row(const std::string& source) const {
        for (const FeedStatusRow& r : board.rows())
            if (r.source == source) return r;
        return {};
    }

    const Clock& clock;
    Inbox inbox;
    FrameQueue& queue;
    RequestQueue requests;
    FeedStatusBoard board;
    NetThread net;
    std::vector<Got> got;
};

inline QString tickerText() {
    return QStringLiteral(
        "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"e\":\"bookTicker\",\"u\":1,\"s\":\"BTCUSDT\"}}");
}

}  // namespace bw::feed

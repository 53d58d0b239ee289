// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QThread>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/feed/sim/faults.h"
#include "core/feed/sim/mt5_wire.h"
#include "core/model/result.h"

namespace bw::sim {

class DemoWorker;

struct DemoOptions {
    std::uint64_t seed = 1;
    double rate = 1.0;  // multiplies arrivals; 900 gives about 100,000 messages/s
    Dialect dialect = Dialect::V6;
    std::string host = "127.0.0.1";  // of the WebSocket and REST servers
    std::uint16_t ws_port = 0;       // 0 takes a free one
    std::uint16_t rest_port = 0;
    std::string tick_endpoint = "tcp://127.0.0.1:*";
    std::vector<Fault> faults;
    double fault_probability = 0.0;
    std::string truth_path;      // truth.jsonl; empty for none
    std::string fault_log_path;  // faults.jsonl; empty for none
    bool has_control = false;    // serve POST /fault
    std::uint16_t control_port = 0;
    std::int64_t line_age_ms = 86'400'000;  // a line older than this is closed, as the venue does after 24 h
};

struct DemoStats {
    int clients = 0;
    std::uint64_t rest_requests = 0;
    std::uint64_t sent = 0;                          // WebSocket messages of all lines, and ticks
    std::uint64_t slow_closed = 0, tick_failed = 0;  // lines cut for lagging; ticks the socket refused
    std::uint64_t faults = 0;
    std::map<std::string, std::uint64_t> sent_by_stream;  // "demo.usdm.BTCUSDT@trade", "mt5.demo@ticks"
    std::vector<InjectedFault> injected;                  // the first 10,000
};

/// The built-in market: real Binance-format WebSocket and REST servers and an MT5 PUB socket on loopback, fed by one
/// seeded model in real time. Its work is done on its own thread "demo", which this object owns and joins; the members
/// here may be called from any other thread, start and stop from one.
class DemoMarket {
public:
    explicit DemoMarket(DemoOptions options);
    ~DemoMarket();
    DemoMarket(const DemoMarket&) = delete;
    DemoMarket& operator=(const DemoMarket&) = delete;

    /// Returns when all three sockets listen.  errors: PortInUse (detail names the port), Connect, Args, FileOpen
    [[nodiscard]] Status start();
    /// Closes every socket and joins the thread. Safe to call twice.
    void stop();

    /// Where to open the combined stream: spot "ws://127.0.0.1:9080/stream", usdm ".../public/stream". Valid after
    /// start.
    [[nodiscard]] QString wsUrl(Venue venue) const;
    /// "http://127.0.0.1:9081/api/v3" (spot), ".../fapi/v1" (usdm).
    [[nodiscard]] QString restUrl(Venue venue) const;
    /// The same without the path: "http://127.0.0.1:9081".
    [[nodiscard]] QString restBase() const;
    /// "tcp://127.0.0.1:5556".
    [[nodiscard]] QString tickEndpoint() const;
    [[nodiscard]] std::uint16_t wsPort() const { return m_ws_port; }
    [[nodiscard]] std::uint16_t restPort() const { return m_rest_port; }
    /// "http://127.0.0.1:9082/fault"; empty without a control port.
    [[nodiscard]] QString controlUrl() const;
    /// usdm klines, marks, aggregates and liquidations: "ws://127.0.0.1:9080/market/stream".
    [[nodiscard]] QString wsMarketUrl() const;
    /// One more fault while it runs; at_ms counts from now.  errors: Args when too many are planned
    [[nodiscard]] Status inject(Fault fault);
    /// As of at most 100 ms ago.
    [[nodiscard]] DemoStats stats() const;

private:
    const DemoOptions m_options;
    QThread m_thread;
    std::unique_ptr<DemoWorker> m_worker;
    std::uint16_t m_ws_port = 0, m_rest_port = 0, m_control_port = 0;
    std::string m_tick_endpoint;
};

}  // namespace bw::sim

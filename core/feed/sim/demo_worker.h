// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <array>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>

#include "core/feed/sim/demo_market.h"
#include "core/feed/sim/market_model.h"
#include "core/feed/sim/mt5_gateway.h"
#include "core/feed/sim/rest_api.h"
#include "core/feed/sim/stream_server.h"
#include "core/feed/sim/tick_publisher.h"

namespace bw::sim {

/// The inside of DemoMarket: steps the model by the wall clock and hands its events to the servers. Lives on the demo
/// thread; stats() alone may be called from others.
class DemoWorker : public QObject, private EventSink {
    Q_OBJECT
public:
    explicit DemoWorker(const DemoOptions& options);
    ~DemoWorker() override;

    [[nodiscard]] Status open();
    void close();
    [[nodiscard]] std::uint16_t wsPort() const { return m_streams->port(); }
    [[nodiscard]] std::uint16_t restPort() const { return m_rest->port(); }
    [[nodiscard]] const std::string& tickEndpoint() const { return m_ticks->endpoint(); }
    [[nodiscard]] DemoStats stats() const;
    /// False: too many are planned. at_ms counts from now.
    [[nodiscard]] bool inject(Fault fault) {
        fault.at_ms += sinceStartMs();
        return m_injector.add(std::move(fault));
    }
    [[nodiscard]] std::uint16_t controlPort() const { return m_control ? m_control->port() : std::uint16_t{0}; }

private:
    void catchUp();
    void publishStats();
    void onTrade(const SimInstrument& instrument, const SimTrade& trade) override;
    void onTop(const SimInstrument& instrument, const SimTop& top) override;
    void onDepth(const SimInstrument& instrument, const DepthUpdate& update, DepthSpeed speed) override;
    void onBar(const SimInstrument& instrument, const Bar& bar, bool is_closed, std::int64_t time_ms) override;
    void onTick(const SimInstrument& instrument, const SimTick& tick) override;
    void onTruth(const TruthRecord& record) override;
    void onAggTrade(const SimInstrument& instrument, const SimAggTrade& trade) override;
    void onMark(const SimInstrument& instrument, const SimMark& mark) override;
    void onLiquidation(const SimInstrument& instrument, const SimLiquidation& order) override;
    void partialBooks(const SimInstrument& instrument);
    [[nodiscard]] Status openFiles();
    void doFault(const Fault& fault);
    void endSpans();
    [[nodiscard]] HttpReply post(const QString& path, const QByteArray& body);
    /// `write(out, unit)` appends the text in one time unit.
    template <class Write>
    void pass(const SimInstrument& instrument, Stream stream, std::uint64_t id, Write&& write);
    [[nodiscard]] std::int64_t sinceStartMs() const { return m_model->nowMs() - m_model->startMs(); }

    const DemoOptions m_options;
    std::unique_ptr<MarketModel> m_model;
    std::unique_ptr<RestApi> m_api;
    std::unique_ptr<StreamServer> m_streams;
    std::unique_ptr<HttpServer> m_rest, m_control;
    std::unique_ptr<TickPublisher> m_ticks;
    std::unique_ptr<GatewayModel> m_gateway;
    std::unique_ptr<QTimer> m_timer;
    FaultInjector m_injector;
    QElapsedTimer m_clock;
    std::int64_t m_stats_due_ms = 0;
    WireMessage m_message;  // reused
    std::ofstream m_truth, m_fault_log;
    std::int64_t m_slow_until_ms = 0, m_flood_until_ms = 0;  // 0: not now
    std::array<int, kBookCount> m_partial_turn{};

    mutable std::mutex m_stats_mutex;  // guards m_stats, held for a copy only
    DemoStats m_stats;
};

}  // namespace bw::sim

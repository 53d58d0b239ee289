// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/demo_worker.h"

#include <QDateTime>

#include "core/feed/sim/fault_plan.h"
#include "core/feed/sim/truth.h"

namespace bw::sim {
namespace {

constexpr std::int64_t kStatsMs = 100;
/// Further behind than this the machine slept or is too slow: the market jumps to the present instead of racing after
/// it.
constexpr std::int64_t kBehindMaxMs = 2000;
constexpr int kStepsMax = 10;  // a turn of the event loop
constexpr int kTickSlot = kStreamCount;
constexpr int kShutdownMs = 10'000;  // from the notice to the close, when the fault does not say

}  // namespace

DemoWorker::DemoWorker(const DemoOptions& options)
    : m_options(options), m_injector(options.faults, options.fault_probability, options.seed) {}

DemoWorker::~DemoWorker() = default;

Status DemoWorker::open() {
    const QHostAddress host(QString::fromStdString(m_options.host));
    if (host.isNull()) return Error{Code::Args, "sim.host", m_options.host + " is no address; 127.0.0.1 is one"};
    if (!(m_options.rate > 0.0) || m_options.rate > 10'000.0)
        return Error{Code::Args, "sim.rate", "the rate must be above 0 and at most 10000"};
    if (Status status = openFiles(); !status) return status;
    const std::int64_t start_ms = floorTo(QDateTime::currentMSecsSinceEpoch(), kStepMs);
    m_model = std::make_unique<MarketModel>(m_options.seed, m_options.rate, start_ms);
    m_api = std::make_unique<RestApi>(*m_model, &m_injector);
    m_gateway = std::make_unique<GatewayModel>(m_options.dialect, start_ms, &m_injector);
    m_streams = std::make_unique<StreamServer>(nullptr, m_options.line_age_ms);
    m_rest = std::make_unique<HttpServer>(
        [this](const QString& path, const QUrlQuery& query) { return m_api->answer(path, query); });
    m_ticks = std::make_unique<TickPublisher>();
    if (Status status = m_streams->listen(host, m_options.ws_port); !status) return status;
    if (Status status = m_rest->listen(host, m_options.rest_port); !status) return status;
    if (Status status = m_ticks->bind(m_options.tick_endpoint); !status) return status;
    if (m_options.has_control) {
        m_control = std::make_unique<HttpServer>([](const QString&, const QUrlQuery&) {
            return HttpReply{404, QByteArrayLiteral("{\"error\":\"POST /fault\"}"), {}};
        });
        m_control->setPost([this](const QString& path, const QByteArray& body) { return post(path, body); });
        if (Status status = m_control->listen(host, m_options.control_port); !status) return status;
    }
    m_timer = std::make_unique<QTimer>();
    m_timer->setTimerType(Qt::PreciseTimer);
    connect(m_timer.get(), &QTimer::timeout, this, &DemoWorker::catchUp);
    m_clock.start();
    m_timer->start(static_cast<int>(kStepMs));
    return Done{};
}

Status DemoWorker::openFiles() {
    if (!m_options.truth_path.empty()) {
        m_truth.open(m_options.truth_path, std::ios::binary | std::ios::trunc);
        if (!m_truth) return Error{Code::FileOpen, "sim.truth", m_options.truth_path};
    }
    if (m_options.fault_log_path.empty()) return Done{};
    m_fault_log.open(m_options.fault_log_path, std::ios::binary | std::ios::trunc);
    if (!m_fault_log) return Error{Code::FileOpen, "sim.faults", m_options.fault_log_path};
    m_injector.on_injected = [this](const InjectedFault& fault) {
        std::string line;
        appendFaultLine(line, fault);
        m_fault_log << line << std::flush;
    };
    return Done{};
}

void DemoWorker::close() {
    m_timer.reset();
    m_control.reset();
    if (m_streams) m_streams->disconnectAll(1001);
    m_streams.reset();
    m_rest.reset();
    m_ticks.reset();
}

void DemoWorker::catchUp() {
    if (const std::int64_t behind_ms = m_clock.elapsed() - sinceStartMs(); behind_ms > kBehindMaxMs)
        m_model->skip(floorTo(behind_ms, kStepMs));
    int steps_left = kStepsMax;
    while (sinceStartMs() + kStepMs <= m_clock.elapsed()) {
        m_gateway->poll(m_model->nowMs(), m_ticks->sent(), m_ticks->failed(),
                        [this](const WireMessage& message) { m_ticks->send(message); });
        m_model->step(*this);
        for (const Fault& fault : m_injector.takeDue(sinceStartMs())) doFault(fault);
        endSpans();
        if (--steps_left == 0) break;  // the sockets come first; the next turn goes on
    }
    if (sinceStartMs() < m_stats_due_ms) return;
    m_stats_due_ms = sinceStartMs() + kStatsMs;
    publishStats();
}

void DemoWorker::doFault(const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::Disconnect:
            return m_streams->disconnectAll(fault.code);
        case FaultKind::HalfOpen:
            return m_streams->halfOpenAll();
        case FaultKind::Shutdown:
            return m_streams->announceShutdown(m_model->nowMs(), fault.ms > 0 ? static_cast<int>(fault.ms) : kShutdownMs);
        case FaultKind::Slow:
            m_slow_until_ms = sinceStartMs() + fault.ms;
            return m_streams->setSlow(true);
        case FaultKind::Flood:
            m_flood_until_ms = sinceStartMs() + fault.ms;
            return m_model->setRate(m_options.rate * kFloodFactor);
        case FaultKind::SeqReset:
            return resetIds(fault, *m_model, *m_gateway);
        case FaultKind::EpochChange:
            return m_gateway->restart(m_model->nowMs());
        default:
            return;  // of messages and of REST: they are taken where those are made
    }
}

void DemoWorker::endSpans() {
    if (m_slow_until_ms != 0 && sinceStartMs() >= m_slow_until_ms) {
        m_slow_until_ms = 0;
        m_streams->setSlow(false);
    }
    if (m_flood_until_ms != 0 && sinceStartMs() >= m_flood_until_ms) {
        m_flood_until_ms = 0;
        m_model->setRate(m_options.rate);
    }
}

/// POST /fault: a plan as parseFaultPlan reads it; at_ms counts from now on.
HttpReply DemoWorker::post(const QString& path, const QByteArray& body) {
    if (path != QLatin1String("/fault")) return {404, QByteArrayLiteral("{\"error\":\"POST /fault\"}"), {}};
    Result<std::vector<Fault>> faults = parseFaultPlan(body.toStdString());
    if (!faults) {
        QByteArray text = QByteArray::fromStdString(faults.error().detail);
        for (char& c : text)
            if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) c = '\'';
        return {400, "{\"error\":\"" + text + "\"}", {}};
    }
    int added = 0;
    for (Fault& fault : *faults) {
        fault.at_ms += sinceStartMs();
        added += m_injector.add(std::move(fault)) ? 1 : 0;
    }
    return {200, "{\"added\":" + QByteArray::number(added) + "}", {}};
}

template <class Write>
void DemoWorker::pass(const SimInstrument& instrument, Stream stream, std::uint64_t id, Write&& write) {
    if (!m_streams->isWanted(instrument, stream)) return;
    m_message.text.clear();
    m_message.text_us.clear();
    write(m_message.text, TimeUnit::Ms);
    if (m_streams->wantsMicroseconds(instrument.venue)) write(m_message.text_us, TimeUnit::Us);
    m_injector.pass(sinceStartMs(), instrument, static_cast<int>(stream), streamSuffix(stream), id, m_message,
                    [&](const WireMessage& message) { m_streams->send(instrument, stream, message); });
}

void DemoWorker::onTrade(const SimInstrument& instrument, const SimTrade& trade) {
    pass(instrument, Stream::Trade, trade.id,
         [&](std::string& out, TimeUnit unit) { appendTrade(out, instrument, trade, unit); });
}

void DemoWorker::onTop(const SimInstrument& instrument, const SimTop& top) {
    pass(instrument, Stream::Top, top.update_id, [&](std::string& out, TimeUnit) { appendTop(out, instrument, top); });
}

void DemoWorker::onDepth(const SimInstrument& instrument, const DepthUpdate& update, DepthSpeed speed) {
    const Stream stream = speed == DepthSpeed::Ms100 ? Stream::Depth100 : Stream::DepthStep;
    pass(instrument, stream, update.last_id,
         [&](std::string& out, TimeUnit unit) { appendDepth(out, instrument, update, stream, unit); });
    if (speed == DepthSpeed::Ms100) partialBooks(instrument);
}

void DemoWorker::partialBooks(const SimInstrument& instrument) {
    const int turn = m_partial_turn[static_cast<std::size_t>(instrument.index)]++;
    for (int k = static_cast<int>(Stream::Depth5); k < kStreamCount; ++k) {
        const auto stream = static_cast<Stream>(k);
        const PartialDepth partial = partialDepth(stream);
        if (turn % partial.every != 0 || !m_streams->isWanted(instrument, stream)) continue;
        const SimSnapshot top = m_model->book(instrument).snapshot(partial.levels);
        pass(instrument, stream, top.last_id,
             [&](std::string& out, TimeUnit) { appendPartialDepth(out, instrument, top, stream); });
    }
}

void DemoWorker::onAggTrade(const SimInstrument& instrument, const SimAggTrade& trade) {
    pass(instrument, Stream::AggTrade, trade.id,
         [&](std::string& out, TimeUnit unit) { appendAggTrade(out, instrument, trade, unit); });
}

void DemoWorker::onMark(const SimInstrument& instrument, const SimMark& mark) {
    pass(instrument, Stream::MarkPrice, static_cast<std::uint64_t>(mark.time_ms),
         [&](std::string& out, TimeUnit) { appendMark(out, instrument, mark); });
}

void DemoWorker::onLiquidation(const SimInstrument& instrument, const SimLiquidation& order) {
    pass(instrument, Stream::ForceOrder, static_cast<std::uint64_t>(order.time_ms),
         [&](std::string& out, TimeUnit) { appendLiquidation(out, instrument, order); });
}

void DemoWorker::onBar(const SimInstrument& instrument, const Bar& bar, bool is_closed, std::int64_t time_ms) {
    pass(instrument, Stream::Kline, static_cast<std::uint64_t>(bar.open_ms),
         [&](std::string& out, TimeUnit unit) { appendKline(out, instrument, bar, is_closed, time_ms, unit); });
}

void DemoWorker::onTick(const SimInstrument& instrument, const SimTick& tick) {
    m_gateway->tick(m_model->nowMs(), instrument, tick, [&](std::uint64_t seq, const WireMessage& made) {
        m_injector.pass(sinceStartMs(), instrument, kTickSlot, "tick", seq, made,
                        [this](const WireMessage& message) { m_ticks->send(message); });
    });
}

void DemoWorker::onTruth(const TruthRecord& record) {
    if (!m_truth.is_open()) return;
    std::string line;
    appendTruthLine(line, record);
    m_truth << line << std::flush;
}

void DemoWorker::publishStats() {
    DemoStats stats;
    stats.clients = m_streams->clientCount();
    stats.rest_requests = m_api->requests();
    stats.slow_closed = m_streams->slowClosed();
    stats.tick_failed = m_ticks->failed();
    stats.faults = m_injector.count();
    stats.injected = m_injector.injected();
    stats.sent = m_ticks->sent();
    stats.sent_by_stream["mt5.demo@ticks"] = m_ticks->sent();
    for (int i = 0; i < kBookCount; ++i) {
        const SimInstrument& instrument = instruments()[static_cast<std::size_t>(i)];
        for (int k = 0; k < kStreamCount; ++k) {
            const auto stream = static_cast<Stream>(k);
            const std::uint64_t sent = m_streams->sent(instrument, stream);
            if (sent == 0) continue;
            stats.sent += sent;
            stats.sent_by_stream[instrumentId(instrument) + "@" + std::string(streamSuffix(stream))] = sent;
        }
    }
    const std::lock_guard lock(m_stats_mutex);
    m_stats = std::move(stats);
}

DemoStats DemoWorker::stats() const {
    const std::lock_guard lock(m_stats_mutex);
    return m_stats;
}

}  // namespace bw::sim

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/demo_market.h"

#include <utility>

#include "core/feed/sim/demo_worker.h"

namespace bw::sim {

DemoMarket::DemoMarket(DemoOptions options) : m_options(std::move(options)) {
    m_thread.setObjectName(QStringLiteral("demo"));
}

DemoMarket::~DemoMarket() {
    stop();
}

Status DemoMarket::start() {
    stop();
    m_worker = std::make_unique<DemoWorker>(m_options);
    m_worker->moveToThread(&m_thread);
    m_thread.start();
    Status status = Done{};
    QMetaObject::invokeMethod(
        m_worker.get(), [this, &status] { status = m_worker->open(); }, Qt::BlockingQueuedConnection);
    if (!status) {
        stop();
        return status;
    }
    m_ws_port = m_worker->wsPort();
    m_rest_port = m_worker->restPort();
    m_control_port = m_worker->controlPort();
    m_tick_endpoint = m_worker->tickEndpoint();
    return status;
}

void DemoMarket::stop() {
    if (!m_worker) return;
    QMetaObject::invokeMethod(
        m_worker.get(), [this] { m_worker->close(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
    m_worker.reset();
}

QString DemoMarket::wsUrl(Venue venue) const {
    return QStringLiteral("ws://%1:%2%3")
        .arg(QString::fromStdString(m_options.host), QString::number(m_ws_port),
             venue == Venue::Spot ? QStringLiteral("/stream") : QStringLiteral("/public/stream"));
}

QString DemoMarket::restUrl(Venue venue) const {
    return restBase() + (venue == Venue::Spot ? QStringLiteral("/api/v3") : QStringLiteral("/fapi/v1"));
}

QString DemoMarket::restBase() const {
    return QStringLiteral("http://%1:%2").arg(QString::fromStdString(m_options.host), QString::number(m_rest_port));
}

QString DemoMarket::wsMarketUrl() const {
    return QStringLiteral("ws://%1:%2/market/stream")
        .arg(QString::fromStdString(m_options.host), QString::number(m_ws_port));
}

QString DemoMarket::controlUrl() const {
    if (m_control_port == 0) return {};
    return QStringLiteral("http://%1:%2/fault")
        .arg(QString::fromStdString(m_options.host), QString::number(m_control_port));
}

Status DemoMarket::inject(Fault fault) {
    bool is_added = false;
    if (m_worker)
        QMetaObject::invokeMethod(
            m_worker.get(), [this, &is_added, &fault] { is_added = m_worker->inject(std::move(fault)); },
            Qt::BlockingQueuedConnection);
    if (!is_added) return Error{Code::Args, "sim.fault", "the market does not run, or too many faults are planned"};
    return Done{};
}

QString DemoMarket::tickEndpoint() const {
    return QString::fromStdString(m_tick_endpoint);
}

DemoStats DemoMarket::stats() const {
    return m_worker ? m_worker->stats() : DemoStats{};
}

}  // namespace bw::sim

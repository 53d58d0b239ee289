// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drill/drill_orders.h"

#include <pthread.h>

#include <algorithm>

#include "core/feed/order/route_frames.h"
#include "core/feed/order/route_thread.h"

namespace bw::app {
namespace {

constexpr int kOutstandingMax = 4;
constexpr std::int64_t kTryNs = kNsPerMs;  // between two orders while the latch refuses them

}  // namespace

DrillOrders::DrillOrders(feed::RouteConfig route, feed::OrderPermit& permit) : m_route(std::move(route)), m_permit(permit) {
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "drill-orders");
        run();
    });
}

DrillOrders::~DrillOrders() {
    m_stop.store(true, std::memory_order_release);
    m_thread.join();
}

std::uint64_t DrillOrders::sentAfter(std::int64_t mono_ns) const {
    const std::scoped_lock lock(m_mutex);
    return static_cast<std::uint64_t>(std::count_if(m_sent_ns.begin(), m_sent_ns.end(), [&](std::int64_t ns) { return ns > mono_ns; }));
}

void DrillOrders::run() {
    zmq::context_t context(1);
    feed::RouteClient client(context, m_route, m_clock, m_permit, &feed::systemRandom, [this](const std::string& frame) { onFrame(frame); });
    std::vector<zmq_pollitem_t> items;
    while (!m_stop.load(std::memory_order_acquire)) {
        client.step();
        const RouteStatus status = client.status();
        m_ready.store(status.dialect == Dialect::V6 && status.authentic && status.error == Code::Ok, std::memory_order_release);
        feedOrders(client);
        items.clear();
        client.addPollItems(items);
        const std::int64_t wait_ms = (client.nextDeadline() - m_clock.mono()) / kNsPerMs;
        const bool placing = m_working.load() < m_wanted.load();
        zmq_poll(items.data(), static_cast<int>(items.size()), std::clamp<std::int64_t>(wait_ms, 0, placing ? 1 : 10));
    }
}

void DrillOrders::feedOrders(feed::RouteClient& client) {
    const std::int64_t now_ns = m_clock.mono().ns;
    if (m_working.load() >= m_wanted.load() || now_ns < m_next_try_ns) return;
    while (m_outstanding < kOutstandingMax &&
           m_working.load() + static_cast<std::uint64_t>(m_outstanding) < m_wanted.load()) {
        RouteRequest request;
        request.op = RouteOp::Open;
        request.route = kRoute;
        request.request = ++m_next_request;
        request.client_id = "BWDRILL-" + std::to_string(m_next_request);
        request.instrument = "mt5.drill.EURUSD";
        request.symbol = "EURUSD";
        request.side = OrderSide::Buy;
        request.type = OrderType::Limit;
        request.qty = "0.01";
        request.price = "1.00000";  // far below the market: it works and never fills
        request.magic = m_route.magic;
        request.source = "drill";
        if (!client.request(request)) break;
        ++m_outstanding;
    }
}

void DrillOrders::onFrame(const std::string& frame) {
    const Result<RouteReply> reply = feed::decodeReply(frame);
    if (!reply || reply->op != RouteOp::Open || reply->request == 0) return;
    if (!reply->late) --m_outstanding;
    if (reply->rtt_ns >= 0) {
        const std::scoped_lock lock(m_mutex);
        m_sent_ns.push_back(m_clock.mono().ns - reply->rtt_ns);
    }
    if (reply->outcome == RouteReply::Outcome::Working) m_working.fetch_add(1);
    if (reply->outcome == RouteReply::Outcome::NotSent) {
        m_refused.fetch_add(1);
        m_next_try_ns = m_clock.mono().ns + kTryNs;
    }
}

}  // namespace bw::app

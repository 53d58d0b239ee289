// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/zmq_thread.h"

#include <chrono>
#include <set>
#include <string>
#include <zmq.hpp>

#ifdef __linux__
#include <pthread.h>
#endif

#include "core/feed/transport/zmq_line.h"

namespace bw::feed {
namespace {

constexpr long kPollMs = 10;
constexpr std::chrono::milliseconds kTick{50};

}  // namespace

/// Made by start(), used by run(); `wake` is the owner's end of the pair that interrupts the wait.
struct ZmqThread::Sockets {
    zmq::context_t context{1};
    zmq::socket_t wake{context, zmq::socket_type::pair};
    zmq::socket_t woken{context, zmq::socket_type::pair};
    std::vector<std::unique_ptr<ZmqLine>> lines;

    Sockets() {
        wake.set(zmq::sockopt::linger, 0);
        woken.set(zmq::sockopt::linger, 0);
        woken.bind("inproc://wake");
        wake.connect("inproc://wake");
    }
};

ZmqThread::ZmqThread(const Clock& clock, FrameQueue& queue, FeedStatusBoard& board)
    : m_clock(clock), m_queue(queue), m_board(board) {}

ZmqThread::~ZmqThread() {
    stop();
}

Status ZmqThread::start(const std::vector<Mt5Gateway>& gateways, std::uint64_t seed) {
    std::set<std::string> names;
    for (const Mt5Gateway& gateway : gateways) {
        if (const Status valid = validate(gateway); !valid) return valid.error();
        if (!names.insert(gateway.name).second)
            return Error{Code::CfgDuplicateKey, "mt5.name", gateway.name + ": give each gateway a name of its own"};
    }
    try {
        m_sockets = std::make_unique<Sockets>();
    } catch (const zmq::error_t& error) {
        return Error{Code::Connect, "mt5.zmq", error.what()};
    }
    for (const Mt5Gateway& gateway : gateways) {
        m_sockets->lines.push_back(
            std::make_unique<ZmqLine>(m_sockets->context, m_clock, m_queue, m_board, gateway, seed++));
        if (const Status opened = m_sockets->lines.back()->openSocket(); !opened) {
            m_sockets.reset();
            return opened.error();
        }
    }
    m_thread = std::thread([this] { run(); });
    return Done{};
}

void ZmqThread::stop() {
    if (!m_thread.joinable()) return;
    m_stop.store(true, std::memory_order_release);
    zmq_send(m_sockets->wake.handle(), "", 0, ZMQ_DONTWAIT);  // the poll ends by itself in 10 ms if this fails
    m_thread.join();
    m_sockets.reset();
}

void ZmqThread::run() {
#ifdef __linux__
    pthread_setname_np(pthread_self(), "zmq");
#endif
    std::vector<zmq_pollitem_t> items;
    auto last_tick = std::chrono::steady_clock::now();  // pacing only; ages use the injected clock
    while (!m_stop.load(std::memory_order_acquire)) {
        items.assign(1, {m_sockets->woken.handle(), 0, ZMQ_POLLIN, 0});
        for (const auto& line : m_sockets->lines) line->addPollItems(items);
        zmq_poll(items.data(), static_cast<int>(items.size()), kPollMs);  // an interruption is only an early look
        for (const auto& line : m_sockets->lines) line->work();
        if (const auto now = std::chrono::steady_clock::now(); now - last_tick < kTick)
            continue;
        else
            last_tick = now;
        for (const auto& line : m_sockets->lines) line->tick(m_clock.mono());
        m_queue.flushDrops();
    }
    for (const auto& line : m_sockets->lines) line->stop();
    m_queue.flushDrops();
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/chaos_proxy.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <deque>

namespace bw::test {
namespace {

constexpr std::size_t kBufferMax = 1U << 20, kPairsMax = 64, kReadMax = 64U << 10;
constexpr std::int64_t kMs = 1'000'000, kSecond = 1'000'000'000;
constexpr int kTurnMs = 5;  // knobs and timers are looked at this often

std::int64_t nowNs() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void prepare(int fd) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

bool ChaosKnobs::set(std::string_view name, std::int64_t value) {
    const std::pair<std::string_view, std::int64_t*> all[] = {
        {"latency_ms", &latency_ms}, {"jitter_ms", &jitter_ms}, {"rate", &rate},           {"split", &split},
        {"merge_ms", &merge_ms},     {"stall", &stall},         {"half_open", &half_open}, {"loris_ms", &loris_ms},
        {"duplicate", &duplicate},   {"flip", &flip},           {"rst_after", &rst_after}, {"cut_after", &cut_after}};
    if (value < 0) return false;
    for (const auto& [text, knob] : all)
        if (text == name) {
            *knob = value;
            return true;
        }
    return false;
}

/// One direction.
struct ChaosProxy::Pipe {
    struct Chunk {
        std::int64_t due_ns = 0;
        std::string bytes;
        std::size_t done = 0;
    };
    int from = -1, to = -1;
    bool is_down = false, is_ended = false, is_told = false;  // the end was read; was passed on
    bool is_broken = false;
    std::deque<Chunk> chunks;
    std::size_t held = 0;
    std::int64_t newest_due_ns = 0, next_write_ns = 0;
    std::uint64_t passed = 0;
};

struct ChaosProxy::Pair {
    Pipe up, down;
    bool is_over = false;
};

ChaosProxy::ChaosProxy(std::uint16_t target_port, std::uint64_t seed) : m_target_port(target_port), m_random(seed | 1) {
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(m_listener, 64) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return;
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

ChaosProxy::~ChaosProxy() {
    m_stop.store(true, std::memory_order_release);
    if (m_thread.joinable()) m_thread.join();
    for (const auto& pair : m_pairs) end(*pair, /*reset=*/false);
    ::close(m_listener);
}

void ChaosProxy::setKnobs(const ChaosKnobs& knobs) {
    const std::scoped_lock lock(m_mutex);
    m_knobs = knobs;
}

ChaosKnobs ChaosProxy::knobs() const {
    const std::scoped_lock lock(m_mutex);
    return m_knobs;
}

std::uint64_t ChaosProxy::draw(std::uint64_t below) {
    m_random ^= m_random << 13;  // xorshift64: only to place the damage
    m_random ^= m_random >> 7;
    m_random ^= m_random << 17;
    return (m_random >> 11) % below;
}

void ChaosProxy::run() {
    std::vector<pollfd> waits;
    while (!m_stop.load(std::memory_order_acquire)) {
        const ChaosKnobs now_knobs = knobs();
        waits.assign(1, {m_listener, POLLIN, 0});
        bool is_waiting = false;  // for a time, not for a socket
        for (const auto& pair : m_pairs)
            for (const Pipe* pipe : {&pair->up, &pair->down}) {
                const bool reads = now_knobs.stall == 0 && !pipe->is_ended && pipe->held < kBufferMax;
                if (reads) waits.push_back({pipe->from, POLLIN, 0});
                is_waiting = is_waiting || !pipe->chunks.empty();
            }
        ::poll(waits.data(), waits.size(), is_waiting ? 1 : kTurnMs);
        accept();
        const int ends = m_ends.exchange(0, std::memory_order_acq_rel);
        for (const auto& pair : m_pairs) {
            pump(*pair, now_knobs, nowNs());
            if (ends != 0 && !pair->is_over) end(*pair, ends == 1);
        }
        std::erase_if(m_pairs, [](const auto& pair) { return pair->is_over; });
        m_open.store(static_cast<int>(m_pairs.size()), std::memory_order_relaxed);
    }
}

void ChaosProxy::accept() {
    while (true) {
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (client < 0) return;
        const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in address = loopback(m_target_port);
        const bool is_connected =  // loopback answers at once
            m_pairs.size() < kPairsMax &&
            ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
        if (!is_connected) {
            ::close(client);
            ::close(server);
            continue;
        }
        prepare(client);
        prepare(server);
        auto pair = std::make_unique<Pair>();
        pair->up.from = pair->down.to = client;
        pair->up.to = pair->down.from = server;
        pair->down.is_down = true;
        m_pairs.push_back(std::move(pair));
        m_accepted.fetch_add(1, std::memory_order_relaxed);
    }
}

void ChaosProxy::pump(Pair& pair, const ChaosKnobs& knobs, std::int64_t now_ns) {
    if (knobs.stall != 0) return;
    for (Pipe* pipe : {&pair.up, &pair.down}) {
        receive(*pipe, knobs, now_ns);
        deliver(*pipe, knobs, now_ns);
        if (pipe->is_ended && !pipe->is_told && pipe->chunks.empty() && knobs.half_open == 0) {
            ::shutdown(pipe->to, SHUT_WR);
            pipe->is_told = true;
        }
    }
    const std::uint64_t passed = pair.down.passed;
    const auto reached = [passed](std::int64_t limit) { return limit > 0 && passed >= static_cast<std::uint64_t>(limit); };
    const bool is_done = pair.up.is_told && pair.down.is_told;
    // A peer that broke off ends the other side too, unless the line is to look dead.
    const bool is_broken = (pair.up.is_broken || pair.down.is_broken) && knobs.half_open == 0;
    if (reached(knobs.rst_after)) end(pair, /*reset=*/true);
    else if (is_done || is_broken || reached(knobs.cut_after)) end(pair, /*reset=*/false);
}

void ChaosProxy::receive(Pipe& pipe, const ChaosKnobs& knobs, std::int64_t now_ns) {
    while (!pipe.is_ended && pipe.held < kBufferMax) {
        std::string bytes(kReadMax, '\0');
        const ssize_t n = ::recv(pipe.from, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (n <= 0) {
            if (n == 0 || (errno != EAGAIN && errno != EINTR)) pipe.is_ended = true;
            if (n < 0 && pipe.is_ended) pipe.is_broken = true;
            return;
        }
        if (knobs.half_open != 0) continue;
        bytes.resize(static_cast<std::size_t>(n));
        if (pipe.is_down && knobs.flip > 0)
            for (char& byte : bytes)
                if (draw(1'000'000) < static_cast<std::uint64_t>(knobs.flip))
                    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << draw(8)));
        if (pipe.is_down && knobs.duplicate > 0 && draw(1'000'000) < static_cast<std::uint64_t>(knobs.duplicate))
            bytes += bytes.substr(bytes.size() / 2);  // half of it: hardly ever whole messages
        std::int64_t due_ns = now_ns + knobs.latency_ms * kMs;
        if (knobs.jitter_ms > 0)
            due_ns += static_cast<std::int64_t>(draw(static_cast<std::uint64_t>(knobs.jitter_ms))) * kMs;
        if (knobs.merge_ms > 0) due_ns = (due_ns / (knobs.merge_ms * kMs) + 1) * knobs.merge_ms * kMs;
        pipe.newest_due_ns = std::max(pipe.newest_due_ns, due_ns);
        pipe.held += bytes.size();
        const bool joins = knobs.merge_ms > 0 && !pipe.chunks.empty() && pipe.chunks.back().due_ns == pipe.newest_due_ns;
        if (joins) pipe.chunks.back().bytes += bytes;
        else pipe.chunks.push_back({pipe.newest_due_ns, std::move(bytes), 0});
    }
}

void ChaosProxy::deliver(Pipe& pipe, const ChaosKnobs& knobs, std::int64_t now_ns) {
    while (!pipe.chunks.empty() && pipe.chunks.front().due_ns <= now_ns && pipe.next_write_ns <= now_ns) {
        Pipe::Chunk& chunk = pipe.chunks.front();
        std::size_t n = chunk.bytes.size() - chunk.done;
        if (pipe.is_down) {
            if (knobs.split > 0) n = std::min(n, static_cast<std::size_t>(knobs.split));
            if (knobs.loris_ms > 0) n = 1;
            for (const std::int64_t limit : {knobs.rst_after, knobs.cut_after})  // up to the last byte before the end
                if (limit > 0) n = std::min(n, static_cast<std::size_t>(std::max<std::int64_t>(0, limit - static_cast<std::int64_t>(pipe.passed))));
            if (knobs.rate > 0) n = std::min(n, static_cast<std::size_t>(std::max<std::int64_t>(1, knobs.rate / 100)));
        }
        if (n == 0) return;
        const ssize_t sent = ::send(pipe.to, chunk.bytes.data() + chunk.done, n, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EAGAIN || errno == EINTR) return;
            pipe.is_broken = true;
            pipe.chunks.clear();
            return;
        }
        const auto done = static_cast<std::size_t>(sent);
        pipe.passed += done;
        pipe.held -= done;
        if (pipe.is_down) m_bytes_down.fetch_add(done, std::memory_order_relaxed);
        if (pipe.is_down && knobs.loris_ms > 0) pipe.next_write_ns = now_ns + knobs.loris_ms * kMs;
        else if (pipe.is_down && knobs.rate > 0) pipe.next_write_ns = now_ns + sent * kSecond / knobs.rate;
        chunk.done += done;
        if (chunk.done == chunk.bytes.size()) pipe.chunks.pop_front();
    }
}

void ChaosProxy::end(Pair& pair, bool reset) {
    for (const int fd : {pair.up.from, pair.up.to}) {
        const linger now{1, 0};  // the close that follows is an RST
        if (reset) ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        ::close(fd);
    }
    pair.is_over = true;
}

}  // namespace bw::test

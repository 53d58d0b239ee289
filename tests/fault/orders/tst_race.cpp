// SPDX-License-Identifier: GPL-3.0-or-later
// Submission against engage, seen from the far end of the socket: what a gateway receives was handed over before the fence
// was reported. BELLWETHER_RACES says how many submissions (20,000 without it).
#include <zmq.h>

#include <QTest>
#include <array>
#include <atomic>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "app/order_permit.h"
#include "core/model/random.h"
#include "tests/fault/risk/mem_fs.h"
#include "tests/unit/model/seed.h"

using namespace bw;

namespace {

constexpr int kSenders = 2;
constexpr std::uint64_t kPerRound = 40;  // submissions of a sender around one trip, at most
constexpr int kRefusals = 3;              // so often refused, a sender is done with the round

struct Message {
    std::uint64_t round = 0, sequence = 0;
};

void spin(std::uint64_t turns) {
    for (volatile std::uint64_t i = 0; i < turns;) i = i + 1;
}

risk::LatchConfig latchConfig() {
    risk::LatchConfig config;
    config.paths = risk::simulatedLatchPaths("/data");
    config.facts.simulated = true;
    config.fence_ms = 5'000;  // a preempted sender of a busy machine is not the case here
    return config;
}

/// One round after the other: a latch that opens, two senders, one of which trips in the midst of the other's submissions
/// (so the race is met however the machine is loaded). The gateway's end runs on a thread of its own.
class Races {
public:
    enum class Sender { Real, ChecksTooEarly };

    Races(std::uint64_t seed, Sender kind) : m_random(seed), m_kind(kind), m_context(zmq_ctx_new()) {
        m_gateway = zmq_socket(m_context, ZMQ_ROUTER);
        const int none = 0;
        zmq_setsockopt(m_gateway, ZMQ_RCVHWM, &none, sizeof none);
        zmq_bind(m_gateway, "tcp://127.0.0.1:*");
        std::array<char, 128> room{};
        std::size_t size = room.size();
        zmq_getsockopt(m_gateway, ZMQ_LAST_ENDPOINT, room.data(), &size);
        m_receiver = std::thread([this] { receive(); });
        for (std::uint64_t i = 0; i < kSenders; ++i)
            m_senders.emplace_back([this, endpoint = std::string(room.data()), i, seed] { sendAll(endpoint, i, seed + i + 1); });
    }
    ~Races() {
        m_quit.store(true);
        for (std::thread& sender : m_senders) sender.join();
        m_done.store(true);
        m_receiver.join();
        zmq_close(m_gateway);
        zmq_ctx_term(m_context);
    }

    void round() {
        risk::test::MemFs fs;
        risk::KillLatch latch(fs, m_clock, nullptr, latchConfig());
        latch.load({});
        app::LatchPermit permit(latch);
        m_permit.store(&permit);
        const std::uint64_t number = m_fences.size();
        m_finished.store(0);
        m_latch = &latch;
        m_tripper = m_random.below(kSenders);
        m_trip_at = m_random.below(kPerRound - kRefusals);
        m_round.store(number + 1);
        while (latch.allowsOpening()) std::this_thread::yield();
        std::uint64_t fence = 0;
        latch.service({[&](const risk::LatchView& view) {
                           if (fence == 0 && view.step(risk::StepId::Fence).state == risk::StepState::Done)
                               fence = m_sequence.fetch_add(1) + 1;
                       },
                       {}});
        m_unfenced += fence == 0;
        m_fences.push_back(fence);
        m_fences_out.store(m_fences.size());
        while (m_finished.load() < kSenders) std::this_thread::yield();
    }
    /// Waits until the gateway has what was sent; false: it did not come.
    [[nodiscard]] bool settle() {
        return QTest::qWaitFor([this] { return m_received.load() == m_sent.load(); }, 120'000);
    }
    /// Messages at the gateway with a sequence behind their round's fence. Call after settle().
    [[nodiscard]] std::uint64_t late() const {
        std::uint64_t count = 0;
        for (const Message& message : m_messages) count += message.sequence > m_fences[message.round];
        return count;
    }
    [[nodiscard]] std::uint64_t tried() const { return m_tried.load(); }
    [[nodiscard]] std::uint64_t sent() const { return m_sent.load(); }
    [[nodiscard]] std::size_t rounds() const { return m_fences.size(); }
    [[nodiscard]] std::uint64_t unfenced() const { return m_unfenced; }

private:
    void receive() {
        while (!m_done.load()) {
            zmq_pollitem_t item{m_gateway, 0, ZMQ_POLLIN, 0};
            if (zmq_poll(&item, 1, 1) <= 0) continue;
            std::array<char, 64> part{};
            Message message;
            for (int more = 1; more != 0;) {
                const int size = zmq_recv(m_gateway, part.data(), part.size(), 0);
                if (size == static_cast<int>(sizeof message)) std::memcpy(&message, part.data(), sizeof message);
                std::size_t width = sizeof more;
                zmq_getsockopt(m_gateway, ZMQ_RCVMORE, &more, &width);
            }
            m_messages.push_back(message);
            m_received.fetch_add(1);
        }
    }

    void sendAll(const std::string& endpoint, std::uint64_t index, std::uint64_t seed) {
        Random random(seed);
        void* socket = zmq_socket(m_context, ZMQ_DEALER);
        const int linger = 1'000, immediate = 1, none = 0;
        zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
        zmq_setsockopt(socket, ZMQ_IMMEDIATE, &immediate, sizeof immediate);
        zmq_setsockopt(socket, ZMQ_SNDHWM, &none, sizeof none);
        zmq_connect(socket, endpoint.c_str());
        zmq_pollitem_t ready{socket, 0, ZMQ_POLLOUT, 0};
        while (zmq_poll(&ready, 1, 10) <= 0 && !m_quit.load()) {
        }
        for (std::uint64_t seen = 0; !m_quit.load();) {
            const std::uint64_t round = m_round.load();
            if (round == seen) {
                std::this_thread::yield();
                continue;
            }
            seen = round;
            feed::OrderPermit& permit = *m_permit.load();
            std::uint64_t tried = 0;
            for (int refused = 0; refused < kRefusals && tried < kPerRound; ++tried) {
                if (index == m_tripper && tried == m_trip_at) (void)m_latch->trip(Code::ManualGui, "button", "race");
                const bool sent = m_kind == Sender::Real ? submit(socket, permit, round - 1) : submitUnfenced(socket, permit, round - 1, index != m_tripper);
                refused += !sent;
                spin(random.below(400));
            }
            m_tried.fetch_add(tried);
            m_finished.fetch_add(1);
        }
        zmq_close(socket);
    }
    [[nodiscard]] bool submit(void* socket, feed::OrderPermit& permit, std::uint64_t round) {
        permit.enter();
        const bool may = permit.allows(/*reduces=*/false, /*flatten=*/false, "mt5.demo.EURUSD", "gui");
        if (may) hand(socket, round);
        permit.leave();
        return may;
    }
    /// What must be caught: it looks at the flag, is held up for as long as a scheduler likes, and sends.
    [[nodiscard]] bool submitUnfenced(void* socket, feed::OrderPermit& permit, std::uint64_t round, bool held_up) {
        if (!permit.allows(false, false, "mt5.demo.EURUSD", "gui")) return false;
        while (held_up && m_fences_out.load() == round && !m_quit.load()) std::this_thread::yield();
        hand(socket, round);
        return true;
    }
    void hand(void* socket, std::uint64_t round) {
        const Message message{round, m_sequence.fetch_add(1) + 1};
        if (zmq_send(socket, &message, sizeof message, ZMQ_DONTWAIT) >= 0) m_sent.fetch_add(1);
    }

    const risk::SystemRiskClock m_clock;
    Random m_random;
    const Sender m_kind;
    void* m_context;
    void* m_gateway = nullptr;
    std::atomic<feed::OrderPermit*> m_permit{nullptr};
    risk::KillLatch* m_latch = nullptr;                // these three: written before m_round, read after it
    std::uint64_t m_tripper = 0, m_trip_at = 0;        // which sender trips, before which of its submissions
    std::atomic<std::uint64_t> m_round{0}, m_sequence{0}, m_tried{0}, m_sent{0}, m_received{0}, m_fences_out{0};
    std::atomic<int> m_finished{0};
    std::atomic<bool> m_quit{false}, m_done{false};
    std::vector<std::uint64_t> m_fences;  // by round: the sequence at which its fence was reported
    std::vector<Message> m_messages;      // the receiver's until settle()
    std::uint64_t m_unfenced = 0;
    std::thread m_receiver;
    std::vector<std::thread> m_senders;
};

}  // namespace

class TestRace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void noMessageWasHandedOverAfterTheFenceWasReported() {
        bool is_number = false;
        const std::uint64_t asked = qEnvironmentVariable("BELLWETHER_RACES").toULongLong(&is_number);
        const std::uint64_t races = is_number ? asked : 20'000;
        Races wire(test::seedOr(0x5eed), Races::Sender::Real);
        while (wire.tried() < races) wire.round();
        QVERIFY(wire.settle());
        qInfo("%zu trips against %llu submissions, %llu sent", wire.rounds(), static_cast<unsigned long long>(wire.tried()),
              static_cast<unsigned long long>(wire.sent()));
        QCOMPARE(wire.unfenced(), std::uint64_t{0});
        QCOMPARE(wire.late(), std::uint64_t{0});
        // Both sides of the race were met, and often.
        QVERIFY(wire.sent() > races / 1000);
        QVERIFY(wire.tried() - wire.sent() > races / 1000);
    }
    void aSenderThatLooksTooEarlyIsCaught() {
        Races wire(test::seedOr(0x5eed), Races::Sender::ChecksTooEarly);
        for (int i = 0; i < 50; ++i) wire.round();
        QVERIFY(wire.settle());
        QVERIFY(wire.late() > 0);
    }
};

QTEST_GUILESS_MAIN(TestRace)
#include "tst_race.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QTest>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/feed/order/route_client.h"
#include "core/feed/order/route_frames.h"
#include "core/model/random.h"
#include "tests/integration/orders/scripted_gateway.h"

namespace bw::test {

/// A latch that the test sets by hand, and what the route reported to it.
class FakePermit final : public feed::OrderPermit {
public:
    [[nodiscard]] Stop stop() const noexcept override { return now; }
    void enter() noexcept override { ++inside; }
    void leave() noexcept override { --inside; }
    [[nodiscard]] bool allows(bool reduces, bool flatten, std::string_view instrument, std::string_view) const noexcept override {
        if (inside != 1) qFatal("asked outside of enter and leave");
        ++asked;
        if (instrument == barred) return false;
        return now.level == 0 || (now.level == 1 && reduces) || flatten;
    }
    void report(std::string_view route, std::uint64_t trip, Step step, State state, Code code, std::string_view detail) override {
        reports.push_back({std::string(route), trip, step, state, code, std::string(detail)});
    }
    struct Report {
        std::string route;
        std::uint64_t trip;
        Step step;
        State state;
        Code code;
        std::string detail;
    };
    /// The newest report of a step; nothing: none.
    [[nodiscard]] std::optional<Report> of(Step step) const {
        for (auto it = reports.rbegin(); it != reports.rend(); ++it)
            if (it->step == step) return *it;
        return std::nullopt;
    }
    [[nodiscard]] bool is(Step step, State state, Code code = Code::Ok) const {
        const auto report = of(step);
        return report && report->state == state && report->code == code;
    }

    Stop now{0, 0, true, {}};
    std::string barred;
    std::vector<Report> reports;
    int inside = 0;
    mutable int asked = 0;
};

/// One client and one gateway on the test's thread; time stands still unless the test lets it pass.
struct Rig {
    explicit Rig(feed::RouteConfig given = {}, bool connect = true) : config(std::move(given)) {
        permit.now = {0, 0, true, {}};
        if (config.name.empty()) config.name = "mt5.test";
        config.endpoint = gateway.endpoint;
        if (config.key.empty()) config.key = kKey;
        start();
        if (connect && !until([this] { return client->status().error == Code::Ok && ready(); })) qFatal("no connection");
    }
    void start() {
        client = std::make_unique<feed::RouteClient>(
            context, config, clock, permit,
            [this](std::span<std::uint8_t> bytes) {
                for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
            },
            [this](const std::string& frame) { take(frame); });
    }
    /// An OPEN would leave now.
    bool ready() { return client->status().dialect != Dialect::Unknown && gateway.count["HELLO"] > 0 && client->outstanding() == 0; }

    void take(const std::string& frame) {
        if (const auto reply = feed::decodeReply(frame)) {
            replies.push_back(*reply);
        } else if (const auto snapshot = feed::decodeSnapshot(frame)) {
            snapshots.push_back(*snapshot);
        } else if (const auto reading = feed::decodeReading(frame)) {
            readings.push_back(*reading);
        } else if (const auto status = feed::decodeStatus(frame)) {
            statuses.push_back(*status);
        } else {
            qFatal("a frame that nobody can read");
        }
    }
    void turn() {
        gateway.step();
        client->step();
        gateway.step();
    }
    /// Steps both, in real time, with the clock standing still.
    template <class Condition>
    bool until(Condition condition, int real_ms = 3'000) {
        QElapsedTimer timer;
        for (timer.start(); timer.elapsed() < real_ms;) {
            turn();
            if (condition()) return true;
            std::vector<zmq_pollitem_t> items;
            client->addPollItems(items);
            zmq_poll(items.data(), static_cast<int>(items.size()), 1);
        }
        return false;
    }
    /// Lets time pass in steps of 10 ms. What is sent on the way gets some real time to be answered in.
    void pass(std::int64_t ms) {
        for (std::int64_t gone = 0; gone < ms; gone += 10) {
            clock.ns += std::min<std::int64_t>(10, ms - gone) * kNsPerMs;
            const std::size_t before = client->outstanding(), arrived = gateway.got.size(), replied = gateway.replied;
            turn();
            if (client->outstanding() <= before) continue;
            (void)until([&] { return gateway.got.size() > arrived && client->outstanding() <= before + (gateway.got.size() - arrived) - (gateway.replied - replied); }, 500);
        }
        settle();
    }
    /// Real time for what is under way.
    void settle() {
        (void)until([] { return false; }, 8);
    }
    [[nodiscard]] RouteRequest open(std::uint64_t number) const {
        RouteRequest r;
        r.op = RouteOp::Open;
        r.route = config.name;
        r.request = number;
        r.client_id = "BWABCDEFGH-" + std::to_string(number);
        r.instrument = "mt5.test.EURUSD";
        r.symbol = "EURUSD";
        r.qty = "0.01";
        r.magic = config.magic;
        r.source = "gui";
        return r;
    }
    [[nodiscard]] RouteRequest ask(RouteOp op, std::uint64_t number) const {
        RouteRequest r = open(number);
        r.op = op;
        r.venue_id = "77";
        return r;
    }
    /// Sends and waits for the one answer.
    RouteReply answer(const RouteRequest& request) {
        const std::size_t before = replies.size();
        if (!client->request(request)) qFatal("queue full");
        const auto find = [&]() -> const RouteReply* {
            for (std::size_t i = before; i < replies.size(); ++i)
                if (replies[i].request == request.request) return &replies[i];
            return nullptr;
        };
        if (!until([&] { return find() != nullptr; })) return {};
        return *find();
    }
    [[nodiscard]] const RouteReply& of(std::uint64_t number) const {
        for (const RouteReply& reply : replies)
            if (reply.request == number) return reply;
        qFatal("no such reply");
    }
    void trip(std::uint8_t level = 2, bool durable = true) { permit.now = {level, permit.now.trip + 1, durable, clock.mono()}; }

    StepClock clock;
    FakePermit permit;
    zmq::context_t context{1};
    ScriptedGateway gateway{context, clock};
    feed::RouteConfig config;
    Random random{7};
    std::vector<RouteReply> replies;
    std::vector<RouteSnapshot> snapshots;
    std::vector<AccountReading> readings;
    std::vector<RouteStatus> statuses;
    std::unique_ptr<feed::RouteClient> client;
};

}  // namespace bw::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QtGlobal>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <zmq.hpp>

#include "core/feed/order/json_tree.h"
#include "core/feed/order/v6_envelope.h"
#include "core/feed/transport/clock.h"
#include "core/model/json_writer.h"

namespace bw::test {

inline constexpr std::string_view kKey = "a key of the gateway";

class StepClock final : public feed::Clock {
public:
    [[nodiscard]] WallTime wall() const override { return {1'768'482'810'123 * kNsPerMs + ns}; }
    [[nodiscard]] MonoTime mono() const override { return {ns}; }
    std::int64_t ns = kNsPerSec;
};

/// A gateway whose every answer the test writes: a real ROUTER socket on this thread. Unless told otherwise it is a good v6.
class ScriptedGateway {
public:
    struct Message {
        std::string peer, text;
        bool has_delimiter = false;
        feed::JsonTree tree;
        std::string action;  // of v6 and p3; "HELLO" for the probe
    };

    ScriptedGateway(zmq::context_t& context, const StepClock& clock) : m_context(context), m_clock(clock) { bind("tcp://127.0.0.1:*"); }

    void bind(const std::string& where) {
        m_socket = zmq::socket_t(m_context, zmq::socket_type::router);
        m_socket.set(zmq::sockopt::linger, 0);
        if (!curve_secret.empty()) {
            m_socket.set(zmq::sockopt::curve_server, true);
            m_socket.set(zmq::sockopt::curve_secretkey, curve_secret);
        }
        m_socket.bind(where);
        endpoint = m_socket.get(zmq::sockopt::last_endpoint);
        while (!endpoint.empty() && endpoint.back() == '\0') endpoint.pop_back();
    }
    /// The process dies, with every connection.
    void die() { m_socket.close(); }
    /// It comes back at the same place, as another run.
    void comeBack() {
        session += "x";
        for (int i = 0; i < 2'000; ++i) {
            try {
                bind(endpoint);
                return;
            } catch (const zmq::error_t&) {
                zmq_poll(nullptr, 0, 1);  // the old socket still has the port
            }
        }
    }

    void step() {
        zmq::message_t part;
        while (m_socket && zmq_msg_recv(part.handle(), m_socket.handle(), ZMQ_DONTWAIT) >= 0) {
            Message message;
            message.peer = part.to_string();
            while (part.more() && zmq_msg_recv(part.handle(), m_socket.handle(), 0) >= 0) {
                message.has_delimiter = message.has_delimiter || part.size() == 0;
                message.text = part.to_string();
            }
            if (auto tree = feed::parseJson(message.text)) message.tree = *tree;
            message.action = message.tree.has("cmd") ? "HELLO" : message.tree["action"].text;
            got.push_back(message);
            ++count[message.action];
            if (dropped.contains(message.action)) continue;
            if (handler)
                handler(message);
            else
                send(message, v6(message));
        }
    }

    void send(const Message& to, const std::string& text, bool extra_part = false) {
        ++replied;
        for (const std::string* part : {&to.peer, &kEmpty})
            (void)zmq_send(m_socket.handle(), part->data(), part->size(), ZMQ_SNDMORE | ZMQ_DONTWAIT);
        if (extra_part) (void)zmq_send(m_socket.handle(), text.data(), text.size(), ZMQ_SNDMORE | ZMQ_DONTWAIT);
        (void)zmq_send(m_socket.handle(), text.data(), text.size(), ZMQ_DONTWAIT);
    }

    /// The envelope of a good answer, unsigned.
    [[nodiscard]] feed::v6::Envelope envelope(const Message& m) {
        feed::v6::Envelope e;
        e.is_reply = true;
        e.id = m.tree.has("cmd") ? m.tree["uuid"].text : m.tree["id"].text;
        e.session = session;
        e.action = m.action;
        e.ts_ms = m_clock.wall().ns / kNsPerMs + clock_offset_ms;
        e.nonce = "reply" + std::to_string(++m_nonce);
        e.expires_ms = e.ts_ms + 5'000;
        e.status = "ok";
        e.re = m.tree["nonce"].text;
        e.body = body(m, e);
        return e;
    }
    [[nodiscard]] std::string sign(feed::v6::Envelope e, std::string_view with = kKey) {
        e.mac = feed::v6::macOf(e, with);
        return feed::v6::encode(e);
    }
    [[nodiscard]] std::string v6(const Message& m) { return sign(envelope(m)); }

    std::string endpoint, session = "s1", curve_secret;
    std::int64_t clock_offset_ms = 0;
    std::vector<Message> got;
    std::map<std::string, int> count;      // by action
    std::size_t replied = 0;
    std::set<std::string> dropped;         // actions that get no answer
    std::function<void(const Message&)> handler;
    std::int64_t open_retcode = 10009, cancel_retcode = 10009;
    std::vector<std::string> working;      // client ids
    int positions = 0;
    bool cancel_all_works = true;
    [[nodiscard]] const Message& last(std::string_view action) const {
        for (auto it = got.rbegin(); it != got.rend(); ++it)
            if (it->action == action) return *it;
        qFatal("no such message");
    }

private:
    static inline const std::string kEmpty;

    std::string body(const Message& m, feed::v6::Envelope& e) {
        if (m.action == "HELLO") return R"({"account":"90012345","trade_mode":0,"features":[]})";
        if (m.action == "OPEN") {
            e.retcode = open_retcode;
            return R"({"ticket":"77","volume":"0.01","price":"1.10010"})";
        }
        if (m.action == "CANCEL" || m.action == "CLOSE" || m.action == "MODIFY") {
            e.retcode = cancel_retcode;
            return R"({"ticket":"77","volume":"0.01","price":"1.10010"})";
        }
        if (m.action == "CANCEL_ALL") {
            if (cancel_all_works) working.clear();
            return "{}";
        }
        if (m.action == "GET_ACCOUNT") return R"({"account":{"login":"90012345","equity":"1000.10","balance":1000}})";
        if (m.action == "GET_ORDER") return R"({"found":false})";
        if (m.action == "SYNC_ALL") return lists();
        return "{}";
    }
    std::string lists() const {
        JsonWriter json;
        json.open().integer("as_of_ms", 5).open("account").str("login", "90012345").str("equity", "1000.10").str("balance", "1000").close();
        json.openList("positions");
        for (int i = 0; i < positions; ++i)
            json.open().str("symbol", "EURUSD").str("ticket", std::to_string(i + 1)).str("type", "BUY").str("volume", "0.01").close();
        json.closeList().openList("orders");
        for (const std::string& id : working)
            json.open().str("symbol", "EURUSD").str("ticket", "9").str("client_id", id).str("type", "BUY_LIMIT").str("volume", "0.01").close();
        return json.closeList().close().take();
    }

    zmq::context_t& m_context;
    const StepClock& m_clock;
    zmq::socket_t m_socket;
    int m_nonce = 0;
};

}  // namespace bw::test

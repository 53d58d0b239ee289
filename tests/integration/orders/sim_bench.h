// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <zmq.h>

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <string>
#include <string_view>
#include <utility>

#include "core/feed/order_sim/order_gateway_sim.h"
#include "core/model/sha256.h"

namespace bw::test {

inline constexpr std::string_view kKey = "secret";
inline constexpr std::int64_t kStartMs = 1'768'482'810'123;

class StepClock final : public feed::Clock {
public:
    WallTime wall() const override { return {kStartMs * kNsPerMs + ns}; }
    MonoTime mono() const override { return {ns}; }
    void pass(std::int64_t ms) { ns += ms * kNsPerMs; }
    std::int64_t ns = 0;
};

/// One gateway and one peer that writes by hand; stepped on the test's thread. Signs as the specification says, by itself.
struct Bench {
    explicit Bench(sim::OrderSimOptions options = {}, int type = ZMQ_DEALER) : gateway(withKey(std::move(options)), clock) {
        if (!gateway.start()) qFatal("the gateway did not start");
        context = zmq_ctx_new();
        socket = zmq_socket(context, type);
        const int linger = 0;
        zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
        zmq_connect(socket, gateway.endpoint().c_str());
        is_dealer = type == ZMQ_DEALER;
    }
    ~Bench() {
        zmq_close(socket);
        zmq_ctx_term(context);
    }
    static sim::OrderSimOptions withKey(sim::OrderSimOptions options) {
        options.key = kKey;
        return options;
    }
    void send(const QByteArray& text) {
        if (is_dealer) zmq_send(socket, "", 0, ZMQ_SNDMORE);
        zmq_send(socket, text.constData(), size_t(text.size()), 0);
    }
    /// Empty: nothing came within `wait_ms`.
    QByteArray read(int wait_ms = 50) {
        zmq_pollitem_t item{socket, 0, ZMQ_POLLIN, 0};
        if (zmq_poll(&item, 1, wait_ms) <= 0) return {};
        char room[8192];
        int size = 0;
        for (int more = 1; more != 0;) {
            size = zmq_recv(socket, room, sizeof room, 0);
            size_t width = sizeof more;
            zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &width);
        }
        return QByteArray(room, size);
    }
    QByteArray ask(const QByteArray& text, int wait_ms = 1000) {
        send(text);
        if (!gateway.wait(1000)) qFatal("the request did not arrive");
        gateway.step();
        return read(wait_ms);
    }
    QJsonObject askJson(const QByteArray& text) { return QJsonDocument::fromJson(ask(text)).object(); }

    QByteArray signedRequest(const QByteArray& action, const QByteArray& body, const QByteArray& key = QByteArray(kKey.data())) {
        const QByteArray id = "id" + QByteArray::number(++count);
        const QByteArray nonce = fixed_nonce.isEmpty() ? "00112233445566778899aabbccdd" + QByteArray::number(1000 + count) : fixed_nonce;
        const qint64 ts = clock.wall().ns / kNsPerMs + ts_shift_ms;
        const QByteArray text = "6\n" + session + "\n" + id + "\n" + action + "\n" + QByteArray::number(ts) + "\n" + nonce + "\n" +
                                QByteArray::number(ts + life_ms) + "\n" + body;
        const std::string mac = hex(hmacSha256({key.constData(), size_t(key.size())}, {text.constData(), size_t(text.size())}));
        QJsonObject json;
        json[QLatin1String("v")] = 6;
        const auto put = [&json](const char* name, const QByteArray& value) { json[QLatin1String(name)] = QString::fromLatin1(value); };
        put("id", id);
        put("session", session);
        put("action", action);
        json[QLatin1String("ts_ms")] = ts;
        json[QLatin1String("expires_ms")] = ts + life_ms;
        put("nonce", nonce);
        put("body", body);
        put("mac", QByteArray::fromStdString(mac));
        return QJsonDocument(json).toJson(QJsonDocument::Compact);
    }
    /// The reply with its body beside it; its mac is checked.
    QJsonObject v6(const QByteArray& action, const QByteArray& body) {
        if (session.isEmpty()) hello();
        return open(askJson(signedRequest(action, body)));
    }
    void hello() {
        const QJsonObject reply = open(askJson(R"({"cmd":"GET_SYMBOL_INFO","uuid":"u1","req_id":"u1","v":6})"));
        QCOMPARE(text(reply, "id"), QByteArray("u1"));
        QCOMPARE(text(reply, "action"), QByteArray("HELLO"));
        session = text(reply, "session");
    }
    static QByteArray text(const QJsonObject& json, const char* name) {
        const QJsonValue value = json[QLatin1String(name)];
        return value.isDouble() ? QByteArray::number(qint64(value.toDouble())) : value.toString().toLatin1();
    }
    static QJsonObject open(QJsonObject reply) {
        QByteArray signed_text = "6\n";
        for (const char* name : {"session", "id", "action", "ts_ms", "nonce", "expires_ms", "re", "status", "code", "retcode"})
            signed_text += text(reply, name) + "\n";
        signed_text += text(reply, "body");
        const std::string mac = hex(hmacSha256(kKey, {signed_text.constData(), size_t(signed_text.size())}));
        if (text(reply, "mac") != QByteArray::fromStdString(mac)) qFatal("the reply's mac is wrong");
        reply[QLatin1String("content")] = QJsonDocument::fromJson(text(reply, "body")).object();
        return reply;
    }
    QByteArray code(const QByteArray& action, const QByteArray& body) { return text(v6(action, body), "code"); }
    int retcode(const QByteArray& action, const QByteArray& body) { return v6(action, body)[QLatin1String("retcode")].toInt(); }

    StepClock clock;
    sim::OrderGatewaySim gateway;
    void* context = nullptr;
    void* socket = nullptr;
    bool is_dealer = true;
    QByteArray session, fixed_nonce;
    qint64 ts_shift_ms = 0, life_ms = 2000;
    int count = 0;
};

inline QByteArray orderBody(const char* id, const char* type = "BUY", const char* price = "0") {
    QByteArray body(R"({"client_id":"ID","symbol":"EURUSD","type":"TYPE","volume":"0.10","price":"PRICE","tif":"gtc","magic":202401})");
    return body.replace("\"ID\"", QByteArray(QByteArray("\"") + id + '"')).replace("TYPE", type).replace("PRICE", price);
}
inline sim::OrderSimOptions speaking(Dialect dialect) {
    sim::OrderSimOptions options;
    options.dialect = dialect;
    return options;
}
inline constexpr char kProbe[] = R"({"cmd":"GET_SYMBOL_INFO","uuid":"u1","req_id":"u1","v":6})";

}  // namespace bw::test

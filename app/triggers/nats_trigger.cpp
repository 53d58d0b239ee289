// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/triggers/nats_trigger.h"

#include <nats/nats.h>
#include <pthread.h>

#include <QByteArray>
#include <QJsonDocument>
#include <chrono>
#include <utility>

#include "app/triggers/http_token.h"

namespace bw::app {
namespace {

constexpr std::size_t kPayloadMax = 4'096, kReasonMax = 400;
constexpr auto kAgain = std::chrono::seconds(2);
constexpr int64_t kAgainMs = 2'000, kConnectMs = 2'000;

}  // namespace

NatsKill readNatsKill(std::string_view payload, std::string_view token) {
    if (payload.size() > kPayloadMax) payload = payload.substr(0, kPayloadMax);
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray(payload.data(), static_cast<qsizetype>(payload.size())));
    NatsKill out;
    out.is_trip = token.empty() || sameSecret(document[QLatin1String("token")].toString().toStdString(), token);
    if (!out.is_trip) return out;
    out.reason = document[QLatin1String("reason")].toString().toStdString();
    // A text of its own is the reason; an object without one could hold anything, a token too.
    if (out.reason.empty() && document.isNull()) out.reason = payload;
    if (out.reason.size() > kReasonMax) out.reason.resize(kReasonMax);
    return out;
}

struct NatsTrigger::Link {
    NatsTrigger& owner;
    natsOptions* options = nullptr;
    natsConnection* connection = nullptr;
    natsSubscription* subscription = nullptr;

    // Under the owner's mutex.
    bool subscription_over = true, connection_over = true;

    explicit Link(NatsTrigger& trigger) : owner(trigger) {}
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    /// No call comes back afterwards: the library says when its own threads are through with each.
    ~Link() {
        natsSubscription_Destroy(subscription);
        natsConnection_Destroy(connection);
        std::unique_lock lock(owner.m_mutex);
        owner.m_wake.wait(lock, [this] { return subscription_over && connection_over; });
        lock.unlock();
        natsOptions_Destroy(options);
    }
    void setOver(bool Link::*what, bool over) {
        const std::scoped_lock lock(owner.m_mutex);
        this->*what = over;
        owner.m_wake.notify_all();
    }
    static void onComplete(void* closure) { static_cast<Link*>(closure)->setOver(&Link::subscription_over, true); }
    static void onClosed(natsConnection*, void* closure) { static_cast<Link*>(closure)->setOver(&Link::connection_over, true); }
    static void onMessage(natsConnection*, natsSubscription*, natsMsg* message, void* closure) {
        NatsTrigger* self = &static_cast<Link*>(closure)->owner;
        const int size = natsMsg_GetDataLength(message);
        const NatsKill kill = readNatsKill({natsMsg_GetData(message), static_cast<std::size_t>(size > 0 ? size : 0)}, self->m_token);
        natsMsg_Destroy(message);
        if (kill.is_trip) static_cast<void>(self->m_port.trip(Code::ManualNats, "nats", kill.reason));
        else if (self->m_on_state) self->m_on_state("a kill message with no or a wrong token was refused");
    }
    static void onDown(natsConnection*, void* closure) { static_cast<Link*>(closure)->owner.setConnected(false); }
    static void onUp(natsConnection*, void* closure) { static_cast<Link*>(closure)->owner.setConnected(true); }
};

NatsTrigger::NatsTrigger(KillPort port, std::function<void(const std::string&)> on_state)
    : m_port(std::move(port)), m_on_state(std::move(on_state)) {}

NatsTrigger::~NatsTrigger() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable()) m_thread.join();
}

Status NatsTrigger::start(std::string url, std::string token) {
    const bool known = url.starts_with("nats://") || url.starts_with("tls://");
    if (!known) return Error{Code::Args, "bus.nats.url", "an address is nats://host:port or tls://host:port"};
    if (url.find('@') != std::string::npos)
        return Error{Code::Args, "bus.nats.url", "a name or password does not belong in an address"};
    m_url = std::move(url);
    m_token = std::move(token);
    m_thread = std::thread([this] {
        pthread_setname_np(pthread_self(), "bus");
        run();
    });
    return Done{};
}

void NatsTrigger::setConnected(bool connected) {
    if (m_connected.exchange(connected, std::memory_order_acq_rel) == connected || !m_on_state) return;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stop) return;
    }
    m_on_state(connected ? std::string("listening on ") + kSubject : "the line to NATS is down; trying again for ever");
}

bool NatsTrigger::listen(Link& link) {
    natsOptions* options = nullptr;
    if (natsOptions_Create(&options) != NATS_OK) return false;
    link.options = options;
    natsStatus status = natsOptions_SetURL(options, m_url.c_str());
    if (status == NATS_OK) status = natsOptions_SetName(options, "bellwether");
    if (status == NATS_OK) status = natsOptions_SetTimeout(options, kConnectMs);
    if (status == NATS_OK) status = natsOptions_SetMaxReconnect(options, -1);
    if (status == NATS_OK) status = natsOptions_SetReconnectWait(options, kAgainMs);
    if (status == NATS_OK) status = natsOptions_SetReconnectJitter(options, 100, 100);
    if (status == NATS_OK) status = natsOptions_SetPingInterval(options, 5'000);
    if (status == NATS_OK) status = natsOptions_SetDisconnectedCB(options, &Link::onDown, &link);
    if (status == NATS_OK) status = natsOptions_SetReconnectedCB(options, &Link::onUp, &link);
    if (status == NATS_OK) status = natsOptions_SetClosedCB(options, &Link::onClosed, &link);
    link.setOver(&Link::connection_over, false);
    if (status == NATS_OK) status = natsConnection_Connect(&link.connection, options);
    if (link.connection == nullptr) link.setOver(&Link::connection_over, true);
    if (status == NATS_OK)
        status = natsConnection_Subscribe(&link.subscription, link.connection, kSubject, &Link::onMessage, &link);
    if (status == NATS_OK) {
        link.setOver(&Link::subscription_over, false);
        status = natsSubscription_SetOnCompleteCB(link.subscription, &Link::onComplete, &link);
        if (status != NATS_OK) link.setOver(&Link::subscription_over, true);
    }
    if (status == NATS_OK) status = natsConnection_FlushTimeout(link.connection, kConnectMs);
    return status == NATS_OK;
}

void NatsTrigger::run() {
    for (bool told = false;;) {
        {
            Link link{*this};
            const bool listening = listen(link);
            if (listening) setConnected(true);
            else if (!std::exchange(told, true) && m_on_state) m_on_state("no NATS server at the address yet; trying again for ever");
            std::unique_lock lock(m_mutex);
            // The library reconnects by itself, but gives up where a server refuses us twice: then from the start.
            if (listening) m_wake.wait(lock, [&] { return m_stop || link.connection_over; });
        }
        setConnected(false);
        std::unique_lock lock(m_mutex);
        if (m_wake.wait_for(lock, kAgain, [this] { return m_stop; })) return;
    }
}

}  // namespace bw::app

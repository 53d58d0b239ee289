// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/listen.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ostream>
#include <vector>

#include "core/feed/transport/listen_report.h"
#include "core/feed/transport/zmq_thread.h"

namespace bw::feed {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

/// An interruption ends the listening, not the program: the summary is what it was started for.
class CatchInterrupt {
public:
    CatchInterrupt() {
        g_interrupted = 0;
        m_previous = std::signal(SIGINT, [](int) { g_interrupted = 1; });
    }
    ~CatchInterrupt() { std::signal(SIGINT, m_previous); }
    CatchInterrupt(const CatchInterrupt&) = delete;
    CatchInterrupt& operator=(const CatchInterrupt&) = delete;

private:
    void (*m_previous)(int);
};

std::string environmentOr(const char* name, const char* otherwise) {
    const char* const text = std::getenv(name);
    return text != nullptr && *text != '\0' ? text : otherwise;
}

/// Lines as they become known, with the ms since the start.
class Talker {
public:
    Talker(std::ostream& out, const Clock& clock, bool json)
        : m_out(out), m_clock(clock), m_start(clock.mono()), m_json(json) {}

    void say(const char* event, const std::string& text) {
        const std::int64_t at_ms = (m_clock.mono() - m_start) / kNsPerMs;
        if (m_json)
            print(QJsonObject{{QStringLiteral("event"), QLatin1String(event)},
                              {QStringLiteral("at_ms"), static_cast<qint64>(at_ms)},
                              {QStringLiteral("text"), QString::fromStdString(text)}});
        else
            m_out << "[RECONNAISSANCE] " << text << " (" << at_ms << " ms)" << std::endl;
    }
    void tick(const std::string& line) {
        if (m_json)
            say("tick", line);
        else
            m_out << "[LIVE_TICK] " << line << std::endl;
    }
    void print(const QJsonObject& object) {
        m_out << QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString() << std::endl;
    }
    [[nodiscard]] bool json() const { return m_json; }

private:
    std::ostream& m_out;
    const Clock& m_clock;
    MonoTime m_start;
    bool m_json;
};

/// What the control frames of the line said.
struct LineNews {
    bool handshake = false;
    std::string last_fault;  // told once each time it changes
};

void onControl(const Frame& frame, Talker& talker, LineNews& news) {
    const std::string_view bytes = frame.bytes.view();
    const QJsonObject control =
        QJsonDocument::fromJson(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))).object();
    const QString ctl = control[QLatin1String("ctl")].toString();
    if (ctl == QLatin1String("open")) {
        news.handshake = true;
        talker.say("connected", "connected: the ZeroMQ handshake is done");
    } else if (ctl == QLatin1String("close") && control[QLatin1String("by")].toString() == QLatin1String("peer")) {
        talker.say("closed", "the publisher closed the line");
    } else if (ctl == QLatin1String("fail")) {
        const std::string fault = control[QLatin1String("code")].toString().toStdString() + ": " +
                                  control[QLatin1String("detail")].toString().toStdString();
        if (fault != news.last_fault) talker.say("failed", fault);
        news.last_fault = fault;
    }
}

bool isPrivate(const std::string& host) {
    const QHostAddress address(QString::fromStdString(host));
    return address.isInSubnet(QHostAddress(QStringLiteral("10.0.0.0")), 8) ||
           address.isInSubnet(QHostAddress(QStringLiteral("172.16.0.0")), 12) ||
           address.isInSubnet(QHostAddress(QStringLiteral("192.168.0.0")), 16);
}

/// Why nothing came, from what the line got to.
std::string silence(const LineNews& news, const std::string& row_detail) {
    if (news.handshake)
        return "connected, but nothing was sent: is the market open and the program attached to a chart?";
    if (news.last_fault.starts_with(codeName(Code::CurveRefused)))
        return "TCP connected, but the publisher wants CURVE keys, and listen has none";
    if (news.last_fault.find("handshake") != std::string::npos)
        return "TCP connected, but the handshake failed: no ZeroMQ publisher, or one that wants CURVE keys";
    if (row_detail.starts_with("TCP connected"))
        return "something accepts TCP but does not speak ZeroMQ, or wants CURVE keys";
    return "no ZeroMQ line: " + (news.last_fault.empty() ? "nobody answered" : news.last_fault);
}

/// What to look at when no tick came.
std::string diagnosis(const std::string& endpoint, const ListenReport& report, const LineNews& news,
                      const std::string& row_detail) {
    if (report.messages() > 0) return "messages came, none was a valid tick";
    std::string text = silence(news, row_detail);
    const std::string host = endpointHost(endpoint);
    if (isPrivate(host) && host.ends_with(".255")) text += "; " + host + " may be a broadcast address, not a machine";
    return text;
}

}  // namespace

int runListen(const ListenOptions& options, std::ostream& out, std::ostream& err) {
    Mt5Gateway gateway;
    gateway.name = "listen";
    gateway.endpoint = options.endpoint.empty() ? "tcp://" + environmentOr("ZMQ_INTERNAL_IP", "127.0.0.1") + ":" +
                                                      environmentOr("ZMQ_DATA_PORT", "5556")
                                                : options.endpoint;
    gateway.allow_plain = true;  // the operator asked for this one, and nothing but a report comes of it
    const SystemClock clock;
    Inbox inbox(clock);
    FeedStatusBoard board;
    ZmqThread thread(clock, inbox.addQueue(), board);
    Talker talker(out, clock, options.json);
    const CatchInterrupt interrupt;
    if (const Status started = thread.start({gateway}); !started) {
        const Error& error = started.error();
        err << "error: cannot listen (" << codeName(error.code) << "): " << error.detail << std::endl;
        return 2;
    }
    talker.say("connecting", "connecting to " + gateway.endpoint);

    ListenReport report;
    LineNews news;
    std::vector<Frame> frames;
    const MonoTime end = clock.mono() + options.timeout_s * kNsPerSec;
    const auto enough = [&] {
        return options.count > 0 && report.messages() >= static_cast<std::uint64_t>(options.count);
    };
    while (g_interrupted == 0 && clock.mono() < end && !enough()) {
        inbox.wait(std::chrono::milliseconds(100));
        frames.clear();
        inbox.drain(frames, 1'000);
        for (const Frame& frame : frames) {
            if (frame.source->ends_with('!')) {
                onControl(frame, talker, news);
                continue;
            }
            if (enough()) break;
            if (report.messages() == 0) talker.say("first_message", "first message");
            const ListenReport::Seen seen = report.add(frame.view());
            if (!seen.live_line.empty()) talker.tick(seen.live_line);
        }
    }
    const std::string row_detail = board.rows().front().detail;
    thread.stop();

    const std::string verdict =
        report.ticks() > 0 ? "valid ticks came" : diagnosis(gateway.endpoint, report, news, row_detail);
    if (talker.json()) {
        QJsonObject summary = report.json();
        summary[QStringLiteral("event")] = QStringLiteral("summary");
        summary[QStringLiteral("endpoint")] = QString::fromStdString(gateway.endpoint);
        summary[QStringLiteral("verdict")] = QString::fromStdString(verdict);
        talker.print(summary);
    } else {
        out << report.text() << "verdict: " << verdict << std::endl;
    }
    if (report.ticks() > 0) return 0;
    return report.messages() > 0 ? 3 : 1;
}

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim_world.h"

#include <algorithm>

#include "core/feed/sim/fast_output.h"

namespace bw::test {
namespace {

constexpr std::int64_t kTimerMs = 100, kDownMs = 1'000;

std::string part(std::string_view bytes) {
    std::string out;
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(bytes.size() >> shift & 0xff);
    return out.append(bytes);
}

}  // namespace

SimWorld::SimWorld(std::uint64_t seed, std::vector<sim::Fault> faults, double rate)
    : m_rate(rate),
      m_model(seed, rate, sim::kFastStartMs),
      m_injector(std::move(faults), 0.0, seed),
      m_rest(m_model, &m_injector),
      m_gateway(sim::Dialect::V6, sim::kFastStartMs, &m_injector),
      m_pipeline({}, *this),
      m_random(seed ^ 0x776f726c64ULL) {
    m_injector.on_injected = [this](const sim::InjectedFault& fault) { injected.push_back(fault); };
    for (const char* name : {"demo.usdm/pub#1!", "demo.spot/pub#1!", "mt5.demo/ticks#1!"})
        send(name, R"({"ctl":"open","attempt":1})");
}

const engine::Instrument* SimWorld::find(std::string_view id) const {
    for (int i = 0; i < m_pipeline.instrumentCount(); ++i)
        if (m_pipeline.instrument(i).id() == id) return &m_pipeline.instrument(i);
    return nullptr;
}

std::string SimWorld::source(const sim::SimInstrument& instrument) const {
    return (instrument.venue == sim::Venue::Usdm ? "demo.usdm/pub#" : "demo.spot/pub#") + std::to_string(m_connection);
}

void SimWorld::run(std::int64_t ms) {
    for (const std::int64_t end_ms = m_model.nowMs() + ms; m_model.nowMs() < end_ms && breach.empty();) {
        lineFaults();
        while (!m_answers.empty() && m_answers.front().due_ms <= m_model.nowMs()) {
            const Answer due = std::move(m_answers.front());
            m_answers.pop_front();
            answer(due);
        }
        if (m_model.nowMs() % kTimerMs == 0) {
            const std::int64_t ns = m_model.nowMs() * kNsPerMs;
            m_pipeline.onTimer({ns}, {ns});
            check();
        }
        m_gateway.poll(m_model.nowMs(), m_ticks, 0, [this](const sim::WireMessage& message) { sendTick(message); });
        m_model.step(*this);
    }
}

void SimWorld::lineFaults() {
    for (const sim::Fault& fault : m_injector.takeDue(nowMs())) {
        if (fault.kind == sim::FaultKind::EpochChange) m_gateway.restart(m_model.nowMs());
        if (fault.kind == sim::FaultKind::SeqReset) sim::resetIds(fault, m_model, m_gateway);
        if (fault.kind == sim::FaultKind::Flood) {
            m_flood_until_ms = nowMs() + fault.ms;
            m_model.setRate(m_rate * sim::kFloodFactor);
        }
        if (fault.kind != sim::FaultKind::Disconnect) continue;
        for (const char* venue : {"demo.usdm/pub#", "demo.spot/pub#"})
            send(venue + std::to_string(m_connection) + "!", R"({"ctl":"close","code":1006,"by":"peer","reason":""})");
        ++m_connection;
        m_down_until_ms = nowMs() + kDownMs;
    }
    if (m_flood_until_ms != 0 && nowMs() >= m_flood_until_ms) {
        m_flood_until_ms = 0;
        m_model.setRate(m_rate);
    }
    if (m_down_until_ms == 0 || nowMs() < m_down_until_ms) return;
    m_down_until_ms = 0;
    for (const char* venue : {"demo.usdm/pub#", "demo.spot/pub#"})
        send(venue + std::to_string(m_connection) + "!", R"({"ctl":"open","attempt":1})");
}

void SimWorld::send(std::string_view source, std::string_view bytes) {
    ++frames;
    const std::int64_t ns = m_model.nowMs() * kNsPerMs;
    const FrameBytes padded(bytes);
    static_cast<void>(m_pipeline.onFrame({source, {ns}, {ns}, padded.view()}));
    check();
}

void SimWorld::check() {
    if (!breach.empty()) return;
    breach = breachOfL1(m_pipeline);
    if (breach.empty() && frames % 64 == 0) breach = breachOf(m_pipeline);
    if (!breach.empty()) breach += " at " + std::to_string(nowMs()) + " ms";
}

void SimWorld::pass(const sim::SimInstrument& instrument, sim::Stream stream, std::uint64_t id, const std::string& text) {
    if (m_down_until_ms != 0) return;
    m_injector.pass(nowMs(), instrument, static_cast<int>(stream), sim::streamSuffix(stream), id, {{}, text, {}},
                    [&](const sim::WireMessage& message) { send(source(instrument), message.text); });
}

void SimWorld::onTrade(const sim::SimInstrument& instrument, const sim::SimTrade& trade) {
    std::string text;
    sim::appendTrade(text, instrument, trade, sim::TimeUnit::Ms);
    pass(instrument, sim::Stream::Trade, trade.id, text);
}

void SimWorld::onTop(const sim::SimInstrument& instrument, const sim::SimTop& top) {
    std::string text;
    sim::appendTop(text, instrument, top);
    pass(instrument, sim::Stream::Top, top.update_id, text);
}

void SimWorld::onDepth(const sim::SimInstrument& instrument, const sim::DepthUpdate& update, sim::DepthSpeed speed) {
    if (speed != sim::DepthSpeed::Ms100) return;
    std::string text;
    sim::appendDepth(text, instrument, update, sim::Stream::Depth100, sim::TimeUnit::Ms);
    pass(instrument, sim::Stream::Depth100, update.last_id, text);
    compareBook(instrument, update);
}

void SimWorld::compareBook(const sim::SimInstrument& instrument, const sim::DepthUpdate& update) {
    if (levels_may_lie || !breach.empty()) return;
    const engine::Instrument* in = find(sim::instrumentId(instrument));
    if (in == nullptr || !in->sync().synced() || in->sync().lastId() != update.last_id) return;
    ++books_compared;
    const sim::SimSnapshot truth = m_model.book(instrument).snapshot(1'000);
    const auto& book = in->sync().book();
    const auto is_same = [&](const std::vector<Level>& held, const std::vector<Level>& real) {
        return std::equal(held.begin(), held.end(), real.begin(), real.end(), [&](const Level& a, const Level& b) {
            return a.price.units == b.price.units * kPow10[in->digits().price - instrument.price_digits] &&
                   a.qty.units == b.qty.units * kPow10[in->digits().qty - instrument.qty_digits];
        });
    };
    if (!is_same(book.bids.levels(), truth.bids) || !is_same(book.asks.levels(), truth.asks))
        breach = in->id() + " is not the market's book at " + std::to_string(nowMs()) + " ms";
}

void SimWorld::onTick(const sim::SimInstrument& instrument, const sim::SimTick& tick) {
    m_gateway.tick(tick.time_ms, instrument, tick, [&](std::uint64_t seq, const sim::WireMessage& made) {
        ++m_ticks;
        m_injector.pass(nowMs(), instrument, sim::kStreamCount, "tick", seq, made,
                        [this](const sim::WireMessage& message) { sendTick(message); });
    });
}

void SimWorld::sendTick(const sim::WireMessage& message) {
    send("mt5.demo/ticks#1", part(message.topic) + part(message.text));
}

void SimWorld::onItem(const api::DisplayItem& item) {
    if (item.kind != api::DisplayItem::Kind::Gap) return;
    const engine::Instrument* in = item.gap.instrument < 0 ? nullptr : &m_pipeline.instrument(item.gap.instrument);
    const std::uint32_t gen = in == nullptr ? 0 : in->sync().generation();
    const auto seen = std::find_if(gaps.begin(), gaps.end(),
                                   [&](const SeenGap& gap) { return gap.opened.gap_id == item.gap.gap_id; });
    if (item.gap.close != GapClose::Open) {
        if (seen != gaps.end()) seen->closed = item.gap, seen->gen_closed = gen;
    } else if (seen != gaps.end()) {
        seen->opened = item.gap;  // its bounds are known now
    } else {
        gaps.push_back({item.gap, {}, nowMs(), gen, 0});
    }
}

void SimWorld::onRequest(feed::FeedRequest request) {
    ++requests;
    const std::int64_t due_ms = m_model.nowMs() + request.delay_ms + 50 + static_cast<std::int64_t>(m_random.below(200));
    m_answers.push_back({due_ms, std::move(request)});
    std::stable_sort(m_answers.begin(), m_answers.end(),
                     [](const Answer& a, const Answer& b) { return a.due_ms < b.due_ms; });
}

void SimWorld::answer(const Answer& due) {
    using Kind = feed::FeedRequest::Kind;
    const feed::FeedRequest& request = due.request;
    if (request.kind != Kind::Snapshot && request.kind != Kind::Trades && request.kind != Kind::Audit) return;
    const bool is_usdm = request.instrument.starts_with("demo.usdm");
    const std::string symbol = request.instrument.substr(request.instrument.rfind('.') + 1);
    const QString prefix = is_usdm ? QStringLiteral("/fapi/v1/") : QStringLiteral("/api/v3/");
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("symbol"), QString::fromStdString(symbol));
    query.addQueryItem(QStringLiteral("limit"), QStringLiteral("1000"));
    const bool is_trades = request.kind == Kind::Trades;
    if (is_trades) query.addQueryItem(QStringLiteral("fromId"), QString::number(request.from_id));
    const sim::HttpReply reply =
        m_rest.answer(prefix + (is_trades ? QStringLiteral("historicalTrades") : QStringLiteral("depth")), query);
    if (reply.status != 200 || m_down_until_ms != 0) {
        ++refused;
        m_answers.push_back({m_model.nowMs() + 1'000, request});
        return;
    }
    if (reply.delay_ms > 0) ++refused;  // late: the engine asks again meanwhile, so it is as good as lost
    if (reply.delay_ms > 0) return;
    const std::string venue = is_usdm ? "demo.usdm/rest" : "demo.spot/rest";
    std::string control = R"({"ctl":"rest","purpose":")";
    control += is_trades ? "trades" : request.kind == Kind::Audit ? "audit" : "snapshot";
    control += R"(","instrument":")" + request.instrument + R"(","gen":)" + std::to_string(request.gen) + R"(,"status":200)";
    if (is_trades) control += R"(,"from_id":)" + std::to_string(request.from_id) + R"(,"last":true)";
    send(venue + "!", control + "}");
    send(venue, std::string_view(reply.body.constData(), static_cast<std::size_t>(reply.body.size())));
}

void SimWorld::finish() {
    m_pipeline.finish();
    if (breach.empty()) breach = breachOf(m_pipeline);
    const std::size_t buffered = static_cast<std::size_t>(FrameClass::Buffered);
    if (breach.empty() && m_pipeline.counters().classes[buffered] != 0) breach = "L1: buffered at the end of input";
}

}  // namespace bw::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/fake_engine.h"

#include <algorithm>
#include <cmath>

namespace bw::uitest {
namespace {

constexpr int kQtyDigits = 8;
constexpr std::int64_t kPublishNs = 16 * kNsPerMs;
constexpr std::int64_t kEngineNs = 500 * kNsPerMs;

std::int64_t toUnits(double value, int digits) {
    return std::llround(value * static_cast<double>(kPow10[digits]));
}

constexpr std::string_view kStepNames[] = {"flag", "fence", "durable", "companion", "cancel"};
constexpr std::int64_t kStepNs[] = {3'100, 41'000, 4'230'000, 6'900'000, -1};

}  // namespace

FakeEngine::FakeEngine(std::uint64_t seed) : m_random(seed) {
    run.mode = RunMode::Demo;
    run.engine_name = "desk-1";
    run.version = "0.1.0";
    run.data_dir = "~/.local/share/bellwether";
    run.endpoint_summary = "built-in demo market";
    addInstrument("demo.usdm.BTCUSDT", "BTC-USDT", 64'120.5, 8, 1, false);
    addInstrument("demo.usdm.ETHUSDT", "ETH-USDT", 3'184.22, 8, 2, false);
    addInstrument("demo.usdm.SOLUSDT", "SOL-USDT", 142.87, 8, 3, false);
    addInstrument("demo.mt5.EURUSD", "EUR-USD", 1.08412, 5, 5, true);

    risk_view.state = api::RiskView::State::Active;
    risk_view.cause = Code::FirstRun;
    risk_view.actor = "engine";
    risk_view.since = m_wall + -3'600 * kNsPerSec;
    risk_view.durable = true;
    risk_view.key_set = true;
    risk_view.latch_path = "~/.local/share/bellwether/risk/latch.desk-1";
    risk_view.lock_dir = "~/.mt5_crs/locks";
    risk_view.audit_lines = 4'812;
    const std::string_view threads[] = {"engine", "sockets", "mt5", "journal", "latch", "watch"};
    for (const std::string_view name : threads)
        risk_view.threads[static_cast<std::size_t>(risk_view.thread_count++)] = {name, 2 * kNsPerMs};

    m_feeds_now.count = 2;
    m_feeds_now.rows[0].source = "demo.usdm/pub";
    m_feeds_now.rows[0].endpoint = "ws://127.0.0.1:41233/stream";
    m_feeds_now.rows[1].source = "demo.mt5/tick";
    m_feeds_now.rows[1].endpoint = "tcp://127.0.0.1:41234";
    m_feeds_now.rows[1].dialect = "v6";
    for (std::size_t i = 0; i < 2; ++i) {
        m_feeds_now.rows[i].state = FeedState::Live;
        m_feeds_now.rows[i].since_mono = m_now;
        m_feeds_now.rows[i].connects = 1;
    }
    log(Severity::Info, "engine desk-1 started, demo market, seed 1");
    log(Severity::Info, "journal: segment 0000000001 opened");
    publishEngine();
}

void FakeEngine::log(Severity severity, std::string text) {
    m_log.push_back({m_wall, severity, std::move(text)});
}

void FakeEngine::addInstrument(std::string_view id, std::string_view pair, double mid, int price_digits, int shown,
                               bool mt5) {
    auto made = std::make_unique<Instrument>();
    made->mid = mid;
    made->tick = std::pow(10.0, -shown);
    api::MarketView& view = made->view;
    view.id = id;
    view.pair = pair;
    view.qty_unit = mt5 ? "lot" : pair.substr(0, 3);
    view.price_digits = price_digits;
    view.qty_digits = kQtyDigits;
    view.price_shown = shown;
    view.qty_shown = 3;
    view.demo = true;
    view.has_book = !mt5;
    view.has_tape = !mt5;
    view.time_quality = mt5 ? TimeQuality::Broker : TimeQuality::Exchange;
    view.book_state = mt5 ? BookState::Empty : BookState::Synced;
    view.first = Price{toUnits(mid * 0.9912, price_digits)};
    view.streams[static_cast<std::size_t>(mt5 ? StreamKind::Tick : StreamKind::Book)].expected = true;
    if (!mt5) {
        view.streams[static_cast<std::size_t>(StreamKind::Top)].expected = true;
        view.streams[static_cast<std::size_t>(StreamKind::Trade)].expected = true;
    }
    m_instruments.push_back(std::move(made));
    const int index = instrumentCount() - 1;
    startBars(index, m_wall.ns);
    event(index);
    m_instruments.back()->latest.draft() = m_instruments.back()->view;
    m_instruments.back()->latest.publish();
}

api::Latest<api::MarketView>& FakeEngine::market(int index) {
    ++instruments_reads;
    return m_instruments[static_cast<std::size_t>(index)]->latest;
}

void FakeEngine::startBars(int index, std::int64_t wall_ns) {
    api::MarketView& view = m_instruments[static_cast<std::size_t>(index)]->view;
    for (api::Bar* bar : {&view.second, &view.minute}) {
        const int period_s = bar == &view.second ? 1 : 60;
        if (bar->period_s != 0 && floorTo(wall_ns, period_s * kNsPerSec) == bar->open_time.ns) continue;
        const std::int64_t cvd = bar->cvd;
        *bar = {};
        bar->period_s = period_s;
        bar->cvd = cvd;
        bar->open_time = EventTime{floorTo(wall_ns, period_s * kNsPerSec)};
    }
}

void FakeEngine::rollBars(int index, std::int64_t wall_ns) {
    Instrument& instrument = *m_instruments[static_cast<std::size_t>(index)];
    api::MarketView& view = instrument.view;
    const std::int64_t second_end = view.second.open_time.ns + kNsPerSec;
    if (wall_ns >= second_end) {
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Flow;
        item.instrument = index;
        item.flow = instrument.flow.next(view, EventTime{second_end});
        m_items.push_back(item);
        if (make_signals) m_fake_signals.sample(index, view, m_wall, m_now, signals);
    }
    for (api::Bar* bar : {&view.second, &view.minute}) {
        if (floorTo(wall_ns, bar->period_s * kNsPerSec) == bar->open_time.ns || bar->count == 0) continue;
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Bar;
        item.instrument = index;
        item.bar = *bar;
        item.bar.flags |= api::Bar::Closed;
        m_items.push_back(item);
    }
    startBars(index, wall_ns);
}

void FakeEngine::touch(api::MarketView& view, StreamKind kind) const {
    api::StreamView& stream = view.streams[static_cast<std::size_t>(kind)];
    stream.state = FeedState::Live;
    stream.last_mono = m_now;
    ++stream.messages;
}

void FakeEngine::trade(int index) {
    Instrument& instrument = *m_instruments[static_cast<std::size_t>(index)];
    api::MarketView& view = instrument.view;
    const bool buy = m_random.uniform() < 0.5 + 0.1 * std::sin(static_cast<double>(m_wall.ns) / 40e9 + index);
    const double size = 0.001 + std::pow(m_random.uniform(), 4) * 2.5 * 64'120 / instrument.mid * 0.2;
    api::TradeRow row;
    row.time = EventTime{m_wall.ns - 3 * kNsPerMs};
    row.recv_wall = m_wall;
    row.quality = view.time_quality;
    row.price = buy ? view.top.ask.price : view.top.bid.price;
    row.qty = Qty{toUnits(std::round(size * 1000) / 1000 + 0.001, view.qty_digits)};
    row.side = buy ? Side::Buy : Side::Sell;
    row.side_source = SideSource::Venue;
    row.trade_id = ++m_trade_id;
    view.has_last = true;
    view.last = row.price;
    view.last_qty = row.qty;
    view.last_side = row.side;
    view.high = view.trades == 0 ? row.price : std::max(view.high, row.price);
    view.low = view.trades == 0 ? row.price : std::min(view.low, row.price);
    ++view.trades;
    const std::int64_t qty = row.qty.units, delta = buy ? qty : -qty;
    view.volume += qty;
    (buy ? view.buy : view.sell) += qty;
    view.cvd += delta;
    for (api::Bar* bar : {&view.second, &view.minute}) {
        if (bar->count++ == 0) bar->open = bar->high = bar->low = row.price;
        bar->close = row.price;
        bar->high = std::max(bar->high, row.price);
        bar->low = std::min(bar->low, row.price);
        bar->volume += qty;
        (buy ? bar->buy : bar->sell) += qty;
        bar->cvd = view.cvd;
    }
    touch(view, StreamKind::Trade);
    api::DisplayItem item;
    item.instrument = index;
    item.trade = row;
    m_items.push_back(item);
}

void FakeEngine::event(int index) {
    Instrument& instrument = *m_instruments[static_cast<std::size_t>(index)];
    api::MarketView& view = instrument.view;
    const double sigma = instrument.mid * 0.00004;
    instrument.mid += sigma * (m_random.uniform() + m_random.uniform() + m_random.uniform() - 1.5);
    const double mid = std::round(instrument.mid / instrument.tick) * instrument.tick;
    const auto quantity = [&] {
        return Qty{toUnits(std::round(m_random.uniform() * 9000) / 1000 + 0.01, view.qty_digits)};
    };
    const auto level = [&](double price) { return Level{Price{toUnits(price, view.price_digits)}, quantity()}; };
    view.top.has_bid = view.top.has_ask = true;
    view.top.bid = level(mid - instrument.tick);
    view.top.ask = level(mid + (view.has_book ? 0 : 7 * instrument.tick));
    if (view.has_book) {
        view.bid_count = view.ask_count = api::kDepthShown;
        for (int i = 0; i < api::kDepthShown; ++i) {
            view.bids[static_cast<std::size_t>(i)] = level(mid - instrument.tick * (1 + i * 2));
            view.asks[static_cast<std::size_t>(i)] = level(mid + instrument.tick * i * 2);
        }
        view.bid_levels = view.ask_levels = 500;
        ++view.book_updates;
        touch(view, StreamKind::Book);
        const std::int64_t flow = toUnits((m_random.uniform() - 0.5) * 8, view.qty_digits);
        view.ofi_l1 += flow;
        for (api::Bar* bar : {&view.second, &view.minute}) {
            bar->ofi_l1 += flow;
            bar->ofi_l5 += toDouble(flow, view.qty_digits) * 1.7;
            ++bar->ofi_updates;
        }
        if (m_random.uniform() < 0.35) trade(index);
    } else {
        ++view.ticks;
        touch(view, StreamKind::Tick);
        for (api::Bar* bar : {&view.second, &view.minute}) {
            const Price bid = view.top.bid.price;
            if (bar->count++ == 0) bar->open = bar->high = bar->low = bid;
            bar->close = bid;
            bar->high = std::max(bar->high, bid);
            bar->low = std::min(bar->low, bid);
        }
    }
    view.newest_wall = m_wall;
    view.newest_mono = m_now;
    view.event_time = EventTime{m_wall.ns - 3 * kNsPerMs};
    ++view.version;
    auto& latency = m_engine_now.latency;
    for (std::size_t s = 0; s < latency.size(); ++s)
        latency[s].add(
            static_cast<std::int64_t>(std::exp(7.5 + static_cast<double>(s) * 0.4 + 2 * m_random.uniform())));
    latency[static_cast<std::size_t>(api::Stage::VenueToReceive)].add(
        static_cast<std::int64_t>(3e6 * (0.5 + m_random.uniform())));
    m_engine_now.journal_sync.add(static_cast<std::int64_t>(2e6 * (0.5 + m_random.uniform())));
    ++m_engine_now.frames;
    ++m_engine_now.applied;
    m_engine_now.journal_bytes += 180;
    ++m_engine_now.journal_seq;
    api::FeedRow& feed = m_feeds_now.rows[view.has_book ? 0 : 1];
    ++feed.frames;
    ++feed.applied;
    feed.bytes += 180;
    feed.last_mono = m_now;
}

void FakeEngine::advance(std::int64_t ns) {
    m_now = m_now + ns;
    m_wall = m_wall + ns;
    if (!m_silent) ++m_beats;
    if (m_trip_ns >= 0) {
        const std::lock_guard lock(m_latch);
        for (std::size_t i = 0; i < static_cast<std::size_t>(risk_view.step_count); ++i) {
            api::RiskStep& step = risk_view.steps[i];
            if (i >= std::size(kStepNs) || !step.route.view().empty()) break;  // what routes do is up to the test
            if (step.state != api::RiskStep::State::Pending || m_now.ns - m_trip_ns < kStepNs[i]) continue;
            step.state = kStepNs[i] < 0 ? api::RiskStep::State::NotApplicable : api::RiskStep::State::Done;
            step.since_trip_ns = kStepNs[i];
            if (step.name.view() == "durable") risk_view.durable = true;
        }
    }
    if (m_idle || m_silent) return;
    for (int i = 0; i < instrumentCount(); ++i) {
        Instrument& instrument = *m_instruments[static_cast<std::size_t>(i)];
        rollBars(i, m_wall.ns);
        while (instrument.next_event_ns <= m_now.ns) {
            event(i);
            instrument.next_event_ns = std::max(instrument.next_event_ns, m_now.ns - 100 * kNsPerMs) +
                                       static_cast<std::int64_t>((i + 1) * 8e6 * (0.2 + 1.6 * m_random.uniform()));
        }
    }
    if (m_now.ns >= m_next_publish_ns) {
        m_next_publish_ns = m_now.ns + kPublishNs;
        for (auto& instrument : m_instruments) {
            instrument->latest.draft() = instrument->view;
            instrument->latest.publish();
        }
    }
    if (m_now.ns >= m_next_engine_ns) publishEngine();
}

void FakeEngine::publishEngine() {
    m_next_engine_ns = m_now.ns + kEngineNs;
    ++m_engine_now.version;
    m_engine_now.recording = m_recording;
    m_engine_now.journal_error = m_journal_error;
    m_engine_now.queue_capacity = 65'536;
    m_engine_now.journal_durable_seq = m_engine_now.journal_seq;
    m_engine_now.wall = m_wall;
    m_engine.draft() = m_engine_now;
    m_engine.publish();
    m_feeds.draft() = m_feeds_now;
    m_feeds.publish();
    if (make_signals && m_fake_signals.scores().version != m_scores_version) {
        m_scores_version = m_fake_signals.scores().version;
        publishScores(m_fake_signals.scores());
    }
}

void FakeEngine::fillHistory(int minutes) {
    const MonoTime now = m_now;
    const WallTime wall = m_wall;
    const std::int64_t span = minutes * kNsPerMin;
    m_now = MonoTime{now.ns - span};
    m_wall = WallTime{wall.ns - span};
    for (int i = 0; i < instrumentCount(); ++i) {
        Instrument& instrument = *m_instruments[static_cast<std::size_t>(i)];
        instrument.next_event_ns = m_now.ns;
        instrument.view.second = instrument.view.minute = {};  // the bars of "now" would be newer than the history
        startBars(i, m_wall.ns);
    }
    const std::int64_t step = 100 * kNsPerMs;
    for (std::int64_t done = 0; done < span; done += step) {
        advance(step);
        if (done == span * 2 / 3 / step * step) openGap(0, GapCause::Sequence);
        if (done == (span * 2 / 3 / step + 45) * step) closeGaps(GapClose::Unfillable);
    }
    m_now = now;
    m_wall = wall;
    for (auto& instrument : m_instruments) instrument->next_event_ns = m_now.ns;
}

void FakeEngine::openGap(int instrument, GapCause cause) {
    api::GapRow gap;
    gap.gap_id = ++m_gap_id;
    gap.instrument = instrument;
    gap.stream = StreamKind::Book;
    gap.cause = cause;
    gap.first_missing = m_trade_id;
    gap.last_missing = m_trade_id + 41;
    gap.from = m_wall;
    gap.from_event = EventTime{m_wall.ns};
    m_gaps.push_back(gap);
    api::MarketView& view = m_instruments[static_cast<std::size_t>(std::max(instrument, 0))]->view;
    view.book_state = BookState::Gap;
    view.ofi_withheld = true;
    ++view.streams[0].gaps;
    ++view.streams[0].open_gaps;
    api::DisplayItem item;
    item.kind = api::DisplayItem::Kind::Gap;
    item.instrument = instrument;
    item.gap = gap;
    m_items.push_back(item);
    api::Notice notice;
    notice.kind = api::Notice::Kind::GapOpened;
    notice.severity = Severity::Warning;
    notice.instrument = instrument;
    notice.stream = gap.stream;
    notice.text = gapCauseName(cause);
    notice.a = static_cast<std::int64_t>(gap.first_missing);
    notice.b = static_cast<std::int64_t>(gap.last_missing);
    notice.wall = m_wall;
    post(notice);
}

void FakeEngine::closeGaps(GapClose how) {
    for (api::GapRow& gap : m_gaps) {
        if (gap.close != GapClose::Open) continue;
        gap.close = how;
        gap.to = m_wall;
        gap.to_event = EventTime{m_wall.ns};
        api::MarketView& view = m_instruments[static_cast<std::size_t>(std::max(gap.instrument, 0))]->view;
        view.book_state = BookState::Synced;
        view.ofi_withheld = false;
        view.streams[0].open_gaps = 0;
        api::DisplayItem item;
        item.kind = api::DisplayItem::Kind::Gap;
        item.instrument = gap.instrument;
        item.gap = gap;
        m_items.push_back(item);
        api::Notice notice;
        notice.kind = api::Notice::Kind::GapClosed;
        notice.instrument = gap.instrument;
        notice.stream = gap.stream;
        notice.text = gapCauseName(gap.cause);
        notice.text2 = gapCloseName(how);
        notice.wall = m_wall;
        post(notice);
    }
}

void FakeEngine::setFeedState(int row, FeedState state, Code error, std::string_view detail) {
    api::FeedRow& feed = m_feeds_now.rows[static_cast<std::size_t>(row)];
    feed.state = state;
    feed.error = error;
    feed.detail = detail;
    feed.since_mono = m_now;
    publishEngine();
}

api::RiskView FakeEngine::risk() {
    const std::lock_guard lock(m_latch);
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk_view.thread_count); ++i)
        risk_view.threads[i].age_ns = m_silent ? 4 * kNsPerSec : static_cast<std::int64_t>(1 + i) * kNsPerMs;
    return risk_view;
}

bool FakeEngine::nextItem(api::DisplayItem& out) {
    if (m_items.empty()) return false;
    out = m_items.front();
    m_items.pop_front();
    return true;
}

bool FakeEngine::nextNotice(api::Notice& out) {
    if (m_notices.empty()) return false;
    out = m_notices.front();
    m_notices.pop_front();
    return true;
}

bool FakeEngine::nextSignal(api::SignalItem& out) {
    if (signals.empty()) return false;
    out = signals.front();
    signals.pop_front();
    return true;
}

Result<std::string> FakeEngine::researchReport(std::string_view name) {
    const auto it = reports.find(name);
    if (it == reports.end()) return Error{Code::FileOpen, "research", std::string(name) + " has no report"};
    return it->second;
}

bool FakeEngine::nextLogLine(LogLine& out) {
    if (m_log.empty()) return false;
    out = m_log.front();
    m_log.pop_front();
    return true;
}

void FakeEngine::kill(std::string_view channel, std::string_view reason) {
    kills.push_back(std::string(channel) + ": " + std::string(reason));
    const std::lock_guard lock(m_latch);
    if (risk_view.state == api::RiskView::State::Halted) return;
    risk_view.state = api::RiskView::State::Halted;
    risk_view.cause = channel == "shortcut" ? Code::ManualHotkey : Code::ManualGui;
    risk_view.actor = channel;
    risk_view.reason = reason;
    risk_view.since = m_wall;
    risk_view.trip_id = "3f9c1ab27d";
    risk_view.durable = false;
    risk_view.step_count = 5;
    for (std::size_t i = 0; i < 5; ++i) risk_view.steps[i] = {kStepNames[i], {}, {}, api::RiskStep::State::Pending, -1};
    m_trip_ns = m_now.ns;
    api::Notice notice;
    notice.kind = api::Notice::Kind::Latch;
    notice.severity = Severity::Critical;
    notice.code = risk_view.cause;
    notice.text = "HALTED";
    notice.text2 = reason;
    notice.wall = m_wall;
    post(notice);
}

Result<api::ResetTicket> FakeEngine::resetPrepare() {
    const std::lock_guard lock(m_latch);
    if (risk_view.state != api::RiskView::State::Halted) return Error{Code::ResetNotHalted, "reset", ""};
    m_nonce = "nonce-1";
    return api::ResetTicket{m_nonce, std::string(risk_view.trip_id.view()), blockers};
}

Status FakeEngine::resetCommit(std::string_view nonce, std::string_view typed, std::string_view reason,
                               std::string_view key) {
    const std::lock_guard lock(m_latch);
    if (nonce != m_nonce) return Error{Code::ResetNotPrepared, "reset", ""};
    if (typed != "RESET " + std::string(risk_view.trip_id.view().substr(0, 6)))
        return Error{Code::ResetTextWrong, "reset", ""};
    if (reason.size() < 10) return Error{Code::ResetReason, "reset", ""};
    if (key != reset_key) return Error{Code::ResetKeyWrong, "reset", ""};
    risk_view.state = api::RiskView::State::Active;
    risk_view.cause = Code::Ok;
    risk_view.reason = reason;
    risk_view.actor = "button";
    risk_view.since = m_wall;
    risk_view.step_count = 0;
    return Done{};
}

Status FakeEngine::setResetKey(std::string_view old_key, std::string_view new_key) {
    const std::lock_guard lock(m_latch);
    if (risk_view.key_set && old_key != reset_key) return Error{Code::ResetKeyWrong, "reset key", ""};
    reset_key = new_key;
    risk_view.key_set = true;
    return Done{};
}

void FakeEngine::resync(int instrument) {
    openGap(instrument, GapCause::Manual);
}

Status FakeEngine::chooseSource(const api::SourceChoice& choice) {
    if (refuse) {
        const Error error = *refuse;
        refuse.reset();
        return error;
    }
    choices.push_back(choice);
    run.first_run = false;
    using Kind = api::SourceChoice::Kind;
    run.mode = choice.kind == Kind::Demo        ? RunMode::Demo
               : choice.kind == Kind::Recording ? RunMode::Replay
                                                : RunMode::Live;
    return Done{};
}

Result<std::string> FakeEngine::loadDocument(std::string_view name) {
    const auto found = documents.find(name);
    if (found == documents.end()) return Error{Code::FileOpen, "document", ""};
    return found->second;
}

Status FakeEngine::saveDocument(std::string_view name, std::string_view bytes) {
    if (refuse) {
        const Error error = *refuse;
        refuse.reset();
        return error;
    }
    documents[std::string(name)] = std::string(bytes);
    return Done{};
}

}  // namespace bw::uitest

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hub.h"

#include <algorithm>

#include "ui/theme/format.h"

namespace bw::ui {
namespace {

constexpr int kNoticesPerPull = 512;
constexpr int kItemsPerPull = 8'192;
constexpr int kLogLinesPerPull = 512;
constexpr int kSignalsPerPull = 512;
constexpr std::int64_t kSilentNs = 2 * kNsPerSec;

bool sameRisk(const api::RiskView& a, const api::RiskView& b) {
    if (a.state != b.state || a.cause != b.cause || a.durable != b.durable || a.key_set != b.key_set ||
        a.since != b.since || a.step_count != b.step_count || !(a.trip_id == b.trip_id) || !(a.reason == b.reason) ||
        !(a.actor == b.actor) || a.flat != b.flat || a.armed != b.armed || a.simulated != b.simulated ||
        a.also_count != b.also_count || a.scope_count != b.scope_count)
        return false;
    for (std::size_t i = 0; i < static_cast<std::size_t>(a.step_count) && i < a.steps.size(); ++i) {
        const api::RiskStep &one = a.steps[i], &other = b.steps[i];
        if (!(one.name == other.name) || !(one.route == other.route) || !(one.detail == other.detail) ||
            one.state != other.state || one.since_trip_ns != other.since_trip_ns)
            return false;
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(a.scope_count) && i < a.scopes.size(); ++i) {
        const api::RiskView::Scope &one = a.scopes[i], &other = b.scopes[i];
        if (one.kind != other.kind || one.halted != other.halted || !(one.key == other.key) || one.since != other.since)
            return false;
    }
    return true;
}

bool sameRun(const api::RunInfo& a, const api::RunInfo& b) {
    return a.mode == b.mode && a.first_run == b.first_run && a.engine_name == b.engine_name &&
           a.endpoint_summary == b.endpoint_summary && a.version == b.version && a.data_dir == b.data_dir;
}

}  // namespace

Hub::Hub(api::EngineApi& api, QObject* parent) : QObject(parent), m_api(api) {
    m_run = m_api.runInfo();
    m_risk = m_api.risk();
    m_last_heartbeat = m_api.heartbeat();
    m_heartbeat_seen = m_api.now();
}

void Hub::pull() {
    pullRisk();  // the stop comes first
    pullNotices();
    pullItems();
    pullSignals();
    pullMarkets();
    static_cast<void>(m_api.scores().take());
    static_cast<void>(m_api.trade().take());
    const bool alerts_newer = m_api.alerts().take() != nullptr;
    pullDrill();
    static_cast<void>(m_api.feeds().take());
    static_cast<void>(m_api.engine().take());
    pullHeartbeat();
    if (alerts_newer) Q_EMIT alertsChanged();
}

void Hub::pullDrill() {
    const std::uint64_t version = m_api.drillVersion();
    if (version == m_drill_version) return;
    m_drill_version = version;
    m_drill = m_api.drill();
}

void Hub::pullRisk() {
    const api::RiskView fresh = m_api.risk();
    const bool changed = !sameRisk(fresh, m_risk);
    m_risk = fresh;
    if (changed) Q_EMIT riskChanged();
}

void Hub::keep(const api::Notice& notice) {
    m_notices.push(notice);
    ++m_notices_seen;
    Q_EMIT noticeArrived(notice);
}

void Hub::post(api::Notice notice) {
    notice.seq = 0;
    notice.wall = m_api.wallNow();
    keep(notice);
}

void Hub::pullNotices() {
    api::Notice notice;
    for (int i = 0; i < kNoticesPerPull && m_api.nextNotice(notice); ++i) keep(notice);
    api::EngineApi::LogLine line;
    for (int i = 0; i < kLogLinesPerPull && m_api.nextLogLine(line); ++i) {
        m_log.push(line);
        ++m_log_seen;
    }
}

void Hub::pullItems() {
    api::DisplayItem item;
    bool cleared = false;
    for (int i = 0; i < kItemsPerPull && m_api.nextItem(item); ++i) {
        m_history.apply(item);
        cleared = cleared || item.kind == api::DisplayItem::Kind::ClearHistory;
    }
    if (cleared) {
        m_signals.clear();
        refreshRun();
    }
    if (m_history.gapsRevision() != m_gaps_revision) {
        m_gaps_revision = m_history.gapsRevision();
        countOpenGaps();
    }
}

void Hub::pullSignals() {
    api::SignalItem item;
    for (int i = 0; i < kSignalsPerPull && m_api.nextSignal(item); ++i) m_signals.add(item);
}

void Hub::painted(std::uint64_t signal, std::string_view view) {
    const WallTime now = m_api.wallNow();
    if (!m_signals.setPainted(signal, now)) return;
    const SignalRow& row = *m_signals.find(signal);
    if (!row.isEvent()) return;  // what was withheld was never claimed
    const SignalEvent& event = row.item.event;
    m_api.seen({signalId(market(row.item.instrument).id.view(), row.item.sampling.view(), event.params_hash,
                         event.detect.index),
                now, view, event.score, event.p[0]});
}

void Hub::chooseSignal(std::uint64_t serial) {
    const SignalRow* row = m_signals.find(serial);
    if (row == nullptr) return;
    m_chosen_signal = serial;
    if (row->item.instrument < count()) setFocused(row->item.instrument);
    Q_EMIT signalChosen(serial);
}

void Hub::countOpenGaps() {
    m_open_gaps = 0;
    const api::Ring<api::GapRow>& gaps = m_history.gaps();
    for (std::size_t i = 0; i < gaps.size(); ++i)
        if (gaps[i].close == GapClose::Open) ++m_open_gaps;
}

void Hub::pullMarkets() {
    const auto count = static_cast<std::size_t>(m_api.instrumentCount());
    const bool restarted = count < m_markets.size();
    if (restarted) {
        m_markets.clear();
        m_first.clear();
    }
    m_first.resize(count);
    m_newest_taken = {};
    bool newer = restarted || count != m_markets.size();
    for (std::size_t i = 0; i < count; ++i) {
        api::Latest<api::MarketView>& latest = m_api.market(static_cast<int>(i));
        const api::MarketView* view = latest.take();
        if (view != nullptr) {
            newer = true;
            if (view->newest_mono > m_newest_taken) m_newest_taken = view->newest_mono;
        } else {
            view = &latest.shown();
        }
        if (i < m_markets.size()) {
            m_markets[i] = view;
        } else {
            m_markets.push_back(view);
        }
        noteFirst(i);
    }
    if (newer) ++m_markets_revision;
    if (restarted) refreshRun();
    if (m_focused >= this->count() && m_focused != 0) setFocused(0);
}

void Hub::noteFirst(std::size_t instrument) {
    const api::MarketView& view = *m_markets[instrument];
    for (std::size_t kind = 0; kind < kStreamKinds; ++kind) {
        std::int64_t& first_ns = m_first[instrument][kind];
        if (first_ns != 0 || view.streams[kind].last_mono.ns == 0) continue;
        first_ns = view.newest_wall.ns;
        // A fast replay is far on when its first view comes; the bars it made say when it began.
        if (kind > static_cast<std::size_t>(StreamKind::Tick)) continue;
        const api::Ring<api::Bar>& bars = m_history.of(static_cast<int>(instrument)).seconds;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            if ((bars[i].flags & api::Bar::Backfilled) != 0) continue;
            first_ns = std::min(first_ns, bars[i].open_time.ns);
            break;
        }
    }
}

std::int64_t Hub::nowNs(int instrument) const {
    return m_run.mode == RunMode::Replay ? market(instrument).newest_wall.ns : m_api.wallNow().ns;
}

std::int64_t Hub::streamFirstNs(int instrument, StreamKind kind) const {
    const auto index = static_cast<std::size_t>(instrument);
    return instrument >= 0 && index < m_first.size() ? m_first[index][static_cast<std::size_t>(kind)] : 0;
}

void Hub::pullHeartbeat() {
    const std::uint64_t beat = m_api.heartbeat();
    const MonoTime now = m_api.now();
    if (beat != m_last_heartbeat) {
        m_last_heartbeat = beat;
        m_heartbeat_seen = now;
    }
    m_engine_silent = now - m_heartbeat_seen > kSilentNs;
}

void Hub::refreshRun() {
    api::RunInfo fresh = m_api.runInfo();
    const bool changed = !sameRun(fresh, m_run);
    m_run = std::move(fresh);
    pullRisk();
    if (changed) Q_EMIT sourceChanged();
}

const api::MarketView& Hub::market(int index) const {
    return index >= 0 && index < count() ? *m_markets[static_cast<std::size_t>(index)] : m_none;
}

const api::FeedsView& Hub::feeds() const {
    return m_api.feeds().shown();
}
const api::TradeView& Hub::trade() const {
    return m_api.trade().shown();
}
const api::AlertsView& Hub::alerts() const {
    return m_api.alerts().shown();
}
const api::ScoreView& Hub::scores() const {
    return m_api.scores().shown();
}
const api::EngineView& Hub::engine() const {
    return m_api.engine().shown();
}

std::int64_t Hub::ageNs(MonoTime stamp) const {
    if (stamp.ns == 0) return -1;
    const std::int64_t age = m_api.now() - stamp;
    return age > 0 ? age : 0;
}

QString Hub::instrumentName(int index) const {
    if (index < 0) return QStringLiteral("*");
    const QString name = format::text(market(index).id.view());
    return name.isEmpty() ? QStringLiteral("#%1").arg(index) : name;
}

void Hub::setFocused(int index) {
    if (index == m_focused || index < 0) return;
    m_focused = index;
    Q_EMIT focusedChanged(index);
}

}  // namespace bw::ui

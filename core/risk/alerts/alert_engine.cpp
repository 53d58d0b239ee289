// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/risk/alerts/alert_engine.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

namespace bw::risk {
namespace {

constexpr std::size_t kIdentitiesMax = 1'024, kSamplesMax = 16'384, kResolvedMax = 10'000, kMutesMax = 32;
constexpr std::int64_t kMissingNs = 60 * kNsPerSec;
constexpr std::int64_t kMuteMaxMs = 24 * 3'600'000;

/// "b=2,a=1" -> "a=1,b=2": one text for one identity.
std::string canonical(std::string_view labels) {
    std::vector<std::string_view> parts;
    while (!labels.empty()) {
        const std::size_t comma = labels.find(',');
        if (comma != 0) parts.push_back(labels.substr(0, comma));
        labels.remove_prefix(comma == std::string_view::npos ? labels.size() : comma + 1);
    }
    std::sort(parts.begin(), parts.end());
    std::string out;
    for (const std::string_view part : parts) {
        if (!out.empty()) out += ',';
        out += part;
    }
    return out;
}

bool hasLabel(std::string_view labels, std::string_view key, std::string_view value) {
    while (!labels.empty()) {
        const std::string_view part = labels.substr(0, labels.find(','));
        if (part.size() == key.size() + 1 + value.size() && part.starts_with(key) && part[key.size()] == '=' &&
            part.ends_with(value))
            return true;
        labels.remove_prefix(std::min(labels.size(), part.size() + 1));
    }
    return false;
}

bool holds(AlertRule::Op op, double value, double threshold) {
    switch (op) {
        case AlertRule::Op::Gt: return value > threshold;
        case AlertRule::Op::Ge: return value >= threshold;
        case AlertRule::Op::Lt: return value < threshold;
        case AlertRule::Op::Le: return value <= threshold;
        case AlertRule::Op::Eq: return !(value < threshold) && !(value > threshold);
        case AlertRule::Op::Ne: return value < threshold || value > threshold;
    }
    return false;
}

/// The newest word about one metric with one set of labels.
struct Sample {
    std::optional<double> value;
    std::uint64_t n = 0;
    bool fresh = false;        // told since the last tick
    bool known_once = false, missing = false, refused = false;
    std::int64_t known_ns = 0; // engine clock, when it was last known
};

struct Alert {
    enum class Phase : std::uint8_t { Pending, Firing } phase = Phase::Pending;
    std::uint64_t id = 0;
    std::int64_t run_ns = 0;   // of the state that leads on: true while pending, false while firing
    std::int64_t judged_ns = 0;
    std::optional<bool> last;  // what the condition was when it was last judged; absent: unknown
    std::optional<double> value;
    WallTime since, ack_at;
    bool acknowledged = false;
    std::string ack_actor;
};

}  // namespace

struct AlertEngine::State {
    struct Metric {
        std::vector<std::size_t> rules;
        std::map<std::string, Sample, std::less<>> samples;
    };
    using Key = std::pair<std::size_t, std::string>;  // rule, labels
    struct MuteEntry {
        std::string rule, labels;
        MonoTime until;
    };

    std::vector<AlertRule> rules;
    std::map<std::string, Metric, std::less<>> metrics;  // those that a rule asks for
    std::map<Key, Alert> alerts;                         // pending and firing
    std::deque<Row> resolved;                            // newest first
    std::vector<MuteEntry> mutes;
    std::vector<AlertChange> changes;
    std::size_t sample_count = 0;
    std::int64_t clock_ns = 0;   // runs with frame time, stands still while the process is away
    std::int64_t paused_ns = 0;  // not yet taken off
    MonoTime last_mono;
    std::uint64_t next_id = 1, version = 0, dropped = 0;

    void advance(MonoTime mono) {
        if (last_mono.ns != 0 && mono > last_mono) {
            const std::int64_t away = std::min(paused_ns, mono - last_mono);
            clock_ns += mono - last_mono - away;
        }
        paused_ns = 0;
        last_mono = std::max(last_mono, mono);
    }
    [[nodiscard]] std::int64_t mutedMs(const AlertRule& rule, std::string_view labels, MonoTime now) const {
        std::int64_t left_ns = 0;
        for (const MuteEntry& mute : mutes)
            if ((mute.rule.empty() || mute.rule == rule.id) && (mute.labels.empty() || mute.labels == labels))
                left_ns = std::max(left_ns, mute.until - now);
        return (left_ns + kNsPerMs - 1) / kNsPerMs;
    }
    /// True, false, or unknown: no value, or too few samples behind it.
    [[nodiscard]] static std::optional<bool> judge(const AlertRule& rule, const Sample& sample) {
        if (!sample.fresh || !sample.value || sample.n < rule.min_n) return std::nullopt;
        return holds(rule.op, *sample.value, rule.threshold);
    }
    void told(AlertChange::Kind kind, std::size_t rule, const std::string& labels, const Alert& alert, WallTime wall) {
        const bool muted = mutedMs(rules[rule], labels, last_mono) > 0;
        changes.push_back({kind, alert.id, &rules[rule], labels, alert.value, wall, alert.since, alert.acknowledged, muted});
        ++version;
    }
    void evaluate(std::size_t rule, const std::string& labels, Sample& sample, WallTime wall);
    void resolve(std::map<Key, Alert>::iterator it, WallTime wall);
    void evaluate(std::string_view name, Metric& metric, WallTime wall, bool whole);
    void watchMissing(std::string_view name, const std::string& labels, Sample& sample);
    void store(std::string_view metric, std::string_view labels, std::optional<double> value, std::uint64_t n);
    [[nodiscard]] Row rowOf(const Key& key, const Alert& alert, MonoTime now) const;
};

void AlertEngine::State::resolve(std::map<Key, Alert>::iterator it, WallTime wall) {
    told(AlertChange::Kind::Resolved, it->first.first, it->first.second, it->second, wall);
    Row row = rowOf(it->first, it->second, last_mono);
    row.state = Row::State::Resolved;
    row.ended = wall;
    row.muted_ms = 0;
    resolved.push_front(std::move(row));
    if (resolved.size() > kResolvedMax) resolved.pop_back();
    alerts.erase(it);
}

void AlertEngine::State::evaluate(std::size_t rule_index, const std::string& labels, Sample& sample, WallTime wall) {
    const AlertRule& rule = rules[rule_index];
    auto it = alerts.find(Key{rule_index, labels});
    const std::optional<bool> now = judge(rule, sample);
    if (it == alerts.end()) {
        if (now == false) sample.refused = false;
        if (!now.value_or(false)) return;
        if (alerts.size() == kIdentitiesMax) {
            if (!std::exchange(sample.refused, true)) ++dropped;
            return;
        }
        it = alerts.emplace(Key{rule_index, labels}, Alert{}).first;
        it->second.since = wall;
        it->second.judged_ns = clock_ns;
        ++version;
    }
    sample.refused = false;
    Alert& alert = it->second;
    const std::int64_t passed_ns = clock_ns - std::exchange(alert.judged_ns, clock_ns);
    const std::optional<bool> before = std::exchange(alert.last, now);
    if (!now) return;  // the state holds; nothing advances
    alert.value = sample.value;
    if (alert.phase == Alert::Phase::Pending) {
        if (!*now) {
            alerts.erase(it);
            ++version;
            return;
        }
        if (before == true) alert.run_ns += passed_ns;
        if (alert.run_ns < rule.for_ms * kNsPerMs) return;
        alert.phase = Alert::Phase::Firing;
        alert.id = next_id++;
        alert.run_ns = 0;
        told(AlertChange::Kind::Firing, rule_index, labels, alert, wall);
        return;
    }
    if (*now) {
        alert.run_ns = 0;
        return;
    }
    if (before == false) alert.run_ns += passed_ns;
    if (alert.run_ns >= rule.clear_ms * kNsPerMs) resolve(it, wall);
}

/// `whole`: a tick; else only what was told since the last one is judged.
void AlertEngine::State::evaluate(std::string_view name, Metric& metric, WallTime wall, bool whole) {
    for (auto& [labels, sample] : metric.samples) {
        if (!whole && !sample.fresh) continue;
        if (whole && name != kMetricMissing) watchMissing(name, labels, sample);
        for (const std::size_t rule : metric.rules) {
            const bool ours = std::all_of(rules[rule].labels.begin(), rules[rule].labels.end(),
                                          [&](const auto& one) { return hasLabel(labels, one.first, one.second); });
            if (ours) evaluate(rule, labels, sample, wall);
        }
        if (whole) sample.fresh = false;
    }
}

/// Known once and unknown for 60 s. Too few samples behind a value is not missing: a quiet market.
void AlertEngine::State::watchMissing(std::string_view name, const std::string& labels, Sample& sample) {
    const bool known = sample.fresh && sample.value.has_value();
    if (known) {
        sample.known_once = true;
        sample.known_ns = clock_ns;
    }
    const bool missing = sample.known_once && clock_ns - sample.known_ns >= kMissingNs;
    if (missing || sample.missing)
        store(kMetricMissing, "metric=" + std::string(name) + (labels.empty() ? "" : ",") + labels, missing ? 1 : 0, 1);
    sample.missing = sample.missing || missing;
}

void AlertEngine::State::store(std::string_view name, std::string_view labels, std::optional<double> value, std::uint64_t n) {
    const auto metric = metrics.find(name);
    if (metric == metrics.end()) return;  // no rule asks for it
    auto& samples = metric->second.samples;
    auto it = samples.find(labels);
    if (it == samples.end()) {
        std::string key = canonical(labels);
        it = samples.find(key);
        if (it == samples.end()) {
            if (sample_count == kSamplesMax) {
                ++dropped;
                return;
            }
            ++sample_count;
            it = samples.emplace(std::move(key), Sample{}).first;
        }
    }
    if (value && !std::isfinite(*value)) value.reset();
    it->second.value = value;
    it->second.n = n;
    it->second.fresh = true;
}

AlertEngine::Row AlertEngine::State::rowOf(const Key& key, const Alert& alert, MonoTime now) const {
    Row row;
    row.alert_id = alert.id;
    row.rule = &rules[key.first];
    row.labels = key.second;
    row.state = alert.phase == Alert::Phase::Firing ? Row::State::Firing : Row::State::Pending;
    row.value = alert.value;
    row.since = alert.since;
    row.ack_at = alert.ack_at;
    row.acknowledged = alert.acknowledged;
    row.ack_actor = alert.ack_actor;
    row.muted_ms = mutedMs(*row.rule, row.labels, now);
    return row;
}

AlertEngine::AlertEngine(std::vector<AlertRule> rules) : m_state(std::make_unique<State>()) {
    m_state->rules = std::move(rules);
    for (std::size_t i = 0; i < m_state->rules.size(); ++i) m_state->metrics[m_state->rules[i].metric].rules.push_back(i);
}

AlertEngine::~AlertEngine() = default;

void AlertEngine::set(std::string_view metric, std::string_view labels, std::optional<double> value, std::uint64_t n) {
    m_state->store(metric, labels, value, n);
}

void AlertEngine::tick(MonoTime mono, WallTime wall) {
    State& s = *m_state;
    s.advance(mono);
    const auto ended = std::erase_if(s.mutes, [&](const State::MuteEntry& mute) { return mute.until <= s.last_mono; });
    if (ended != 0) ++s.version;
    const auto missing = s.metrics.find(kMetricMissing);
    for (auto it = s.metrics.begin(); it != s.metrics.end(); ++it)
        if (it != missing) s.evaluate(it->first, it->second, wall, /*whole=*/true);
    if (missing != s.metrics.end()) s.evaluate(missing->first, missing->second, wall, /*whole=*/true);  // told by the others
}

void AlertEngine::judgeNow(std::string_view metric, MonoTime mono, WallTime wall) {
    m_state->advance(mono);
    const auto it = m_state->metrics.find(metric);
    if (it != m_state->metrics.end()) m_state->evaluate(it->first, it->second, wall, /*whole=*/false);
}

void AlertEngine::onPaused(std::int64_t ns) { m_state->paused_ns += std::max<std::int64_t>(ns, 0); }

bool AlertEngine::acknowledge(std::uint64_t alert_id, std::string_view actor, WallTime at) {
    for (auto& [key, alert] : m_state->alerts) {
        if (alert.id != alert_id || alert.phase != Alert::Phase::Firing) continue;
        if (alert.acknowledged) return true;  // the first one stands
        alert.acknowledged = true;
        alert.ack_actor = actor;
        alert.ack_at = at;
        ++m_state->version;
        return true;
    }
    return false;
}

Status AlertEngine::mute(std::string_view rule, std::string_view labels, std::int64_t ms, MonoTime now) {
    State& s = *m_state;
    if (ms < 0 || ms > kMuteMaxMs) return Error{Code::CfgRange, "alerts.mute", "0 to 24 hours"};
    const bool known = rule.empty() || std::any_of(s.rules.begin(), s.rules.end(), [&](const AlertRule& one) { return one.id == rule; });
    if (!known) return Error{Code::Args, "alerts.mute", "no rule " + std::string(rule.substr(0, 40))};
    const std::string of = canonical(labels);
    const auto it = std::find_if(s.mutes.begin(), s.mutes.end(), [&](const auto& one) { return one.rule == rule && one.labels == of; });
    if (ms == 0) {
        if (it != s.mutes.end()) s.mutes.erase(it);
    } else if (it != s.mutes.end()) {
        it->until = now + ms * kNsPerMs;
    } else if (s.mutes.size() == kMutesMax) {
        return Error{Code::CfgRange, "alerts.mute", "32 mutes at most: end one first"};
    } else {
        s.mutes.push_back({std::string(rule), of, now + ms * kNsPerMs});
    }
    ++s.version;
    return Done{};
}

std::vector<AlertChange> AlertEngine::takeChanges() { return std::exchange(m_state->changes, {}); }

std::vector<AlertEngine::Row> AlertEngine::rows(std::size_t max, MonoTime now) const {
    std::vector<Row> out;
    for (const auto& [key, alert] : m_state->alerts) out.push_back(m_state->rowOf(key, alert, now));
    std::stable_sort(out.begin(), out.end(), [](const Row& a, const Row& b) {
        if (a.state != b.state) return a.state == Row::State::Firing;
        return a.alert_id > b.alert_id;
    });
    if (out.size() > max) out.resize(max);
    for (const Row& row : m_state->resolved) {
        if (out.size() == max) break;
        out.push_back(row);
    }
    return out;
}

std::vector<AlertEngine::Mute> AlertEngine::mutes(MonoTime now) const {
    std::vector<Mute> out;
    for (const State::MuteEntry& mute : m_state->mutes)
        if (mute.until > now) out.push_back({mute.rule, mute.labels, (mute.until - now + kNsPerMs - 1) / kNsPerMs});
    return out;
}

std::uint64_t AlertEngine::version() const { return m_state->version; }
std::uint64_t AlertEngine::dropped() const { return m_state->dropped; }
const std::vector<AlertRule>& AlertEngine::rules() const { return m_state->rules; }

}  // namespace bw::risk

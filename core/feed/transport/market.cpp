// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/market.h"

#include <algorithm>

#include "core/feed/transport/control_frame.h"

namespace bw::feed {
namespace {

constexpr std::int64_t kResumeSpacingNs = 100 * kNsPerMs;

}  // namespace

Market::Market(NetShared& shared, std::unique_ptr<VenueRules> rules, LimiterPool& limiters)
    : m_shared(shared),
      m_rules(std::move(rules)),
      m_route(shared.proxies, m_rules->rest().proxy),
      m_rest(shared, m_rules->rest(), m_rules->prefix(), limiters, &m_route),
      m_rest_control(makeSource(controlName(m_rules->prefix() + "/rest"))),
      m_poller(shared, m_rest, *m_rules, m_rest_control),
      m_backfill(shared, m_rest, *m_rules, m_rest_control) {
    for (EntryPlan& plan : m_rules->entries())
        m_entries.push_back({std::move(plan), std::make_shared<std::uint32_t>(0)});
    for (const Entry& entry : m_entries) addLines(entry);
    if (m_rules->rest().catalogue_at_start) askCatalogue();
    if (m_rules->rest().klines_limit == 0) return;
    for (const std::string& instrument : m_rules->instruments()) {
        std::optional<RestJob> job = m_rules->klines(m_rules->nameOf(instrument));
        if (!job) continue;
        job->until_done = true;
        job->order = RestJob::History;
        ask(std::move(*job), "klines", instrument, 0);
    }
}

Line& Market::addLine(const Entry& entry, std::vector<std::string> streams) {
    const std::string& keeper = entry.plan.keeper;
    const bool quick =
        std::any_of(streams.begin(), streams.end(), [this](const std::string& name) { return m_rules->isQuick(name); });
    if (!quick && !keeper.empty()) streams.push_back(keeper);
    WsConnection::Config config{entry.plan.source,
                                entry.plan.urls,
                                std::move(streams),
                                m_rules->line(),
                                [rules = m_rules.get()] { return rules->protocol(); },
                                &m_route};
    m_lines.push_back(std::make_unique<Line>(m_shared, std::move(config), entry.connections));
    return *m_lines.back();
}

void Market::addLines(const Entry& entry) {
    std::vector<std::string> streams;
    for (const std::vector<std::string>& group : entry.plan.groups) {
        if (!streams.empty() && streams.size() + group.size() > m_rules->streamsPerLine()) {
            addLine(entry, std::move(streams));
            streams.clear();
        }
        streams.insert(streams.end(), group.begin(), group.end());
    }
    if (!streams.empty()) addLine(entry, std::move(streams));
}

std::string Market::checkUrl() const {
    const RestConfig& rest = m_rules->rest();
    return rest.proxy == ProxyPolicy{"direct"} ? std::string() : rest.url + m_rules->timeCall().path;
}

void Market::tick() {
    for (const auto& line : m_lines) line->tick();
    const auto held = std::stable_partition(m_held.begin(), m_held.end(),
                                            [this](const RestJob& job) { return !linesReady(job.instrument); });
    for (auto it = held; it != m_held.end(); ++it) m_rest.submit(std::move(*it));
    m_held.erase(held, m_held.end());
    m_poller.tick();
    m_rest.tick();
}

void Market::stop() {
    m_held.clear();
    for (const auto& line : m_lines) line->stop();
    m_rest.stop();
}

bool Market::owns(std::string_view id) const {
    const std::string& prefix = m_rules->prefix();
    return id == prefix || (id.size() > prefix.size() + 1 && id.starts_with(prefix) && id[prefix.size()] == '.');
}

Line* Market::lineOf(const std::string& stream) const {
    const auto it =
        std::find_if(m_lines.begin(), m_lines.end(), [&](const auto& line) { return line->carries(stream); });
    return it == m_lines.end() ? nullptr : it->get();
}

bool Market::linesReady(const std::string& instrument) const {
    const std::vector<std::string> names = m_rules->streamsOf(m_rules->nameOf(instrument), {});
    return std::all_of(names.begin(), names.end(), [this](const std::string& name) {
        const Line* const line = lineOf(name);
        return line != nullptr && line->ready();
    });
}

void Market::hold(RestJob job) {
    const auto same = std::find_if(m_held.begin(), m_held.end(), [&job](const RestJob& other) {
        return other.purpose == job.purpose && other.instrument == job.instrument;
    });
    if (same == m_held.end())
        m_held.push_back(std::move(job));
    else
        *same = std::move(job);
}

void Market::ask(RestJob job, const char* purpose, const std::string& instrument, std::uint32_t gen) {
    job.purpose = purpose;
    job.instrument = instrument;
    job.gen = gen;
    hold(std::move(job));
}

void Market::askCatalogue() {
    for (RestJob& job : m_rules->catalogue()) {
        job.purpose = "catalogue";
        job.order = RestJob::Poll;
        job.bytes_max = RestClient::kCatalogueBytesMax;
        job.until_done = true;
        m_rest.submit(std::move(job));
    }
}

void Market::moveStream(const std::string& stream) {
    Line* const from = lineOf(stream);
    if (from == nullptr) return;
    const auto here = std::find_if(m_entries.begin(), m_entries.end(),
                                   [&](const Entry& entry) { return entry.plan.source == from->name(); });
    if (here == m_entries.end()) return;
    const Entry& next = std::next(here) == m_entries.end() ? m_entries.front() : *std::next(here);
    from->remove({stream});
    const auto room = std::find_if(m_lines.begin(), m_lines.end(), [&](const auto& line) {
        return line->name() == next.plan.source && line->streamCount() < m_rules->streamsPerLine();
    });
    if (room != m_lines.end())
        (*room)->add({stream});
    else
        addLine(next, {stream});
    if (from->streamCount() > 0) return;
    from->stop();
    std::erase_if(m_lines, [from](const auto& line) { return line.get() == from; });
}

void Market::resubscribe(const std::vector<std::string>& names, bool starved) {
    std::vector<std::string> stay;
    for (const std::string& name : names) {
        const Line* const line = lineOf(name);
        if (line == nullptr) continue;
        // A venue acknowledges a stream on the wrong entry point and never sends it.
        if (starved && m_rules->streamsMayMove() && line->ready() && !line->proven(name))
            moveStream(name);
        else
            stay.push_back(name);
    }
    for (const auto& line : m_lines) line->resubscribe(stay);
}

bool Market::serveSnapshot(const FeedRequest& request, const std::string& name) {
    const bool audit = request.kind == FeedRequest::Kind::Audit;
    std::optional<RestJob> job = m_rules->snapshot(name);
    if (!job) {
        if (audit) return false;
        const std::vector<std::string> books = m_rules->streamsOf(name, "book");
        resubscribe(books, /*starved=*/false);
        return !books.empty();
    }
    job->order = audit ? RestJob::Poll : RestJob::Snapshot;
    ask(std::move(*job), audit ? "audit" : "snapshot", request.instrument, request.gen);
    return true;
}

bool Market::serveReconnect(const FeedRequest& request, const std::string& name) {
    if (name.empty() && request.instrument != m_rules->prefix()) return false;
    const std::vector<std::string> names =
        name.empty() ? std::vector<std::string>{} : m_rules->streamsOf(name, request.stream);
    for (const auto& line : m_lines) {
        const bool meant = name.empty() || std::any_of(names.begin(), names.end(),
                                                       [&line](const auto& stream) { return line->carries(stream); });
        if (meant) line->reconnect(request.reason);
    }
    return name.empty() || !names.empty();
}

bool Market::serve(const FeedRequest& request) {
    const std::string name = m_rules->nameOf(request.instrument);
    switch (request.kind) {
        case FeedRequest::Kind::Snapshot:
        case FeedRequest::Kind::Audit:
            return !name.empty() && serveSnapshot(request, name);
        case FeedRequest::Kind::Klines: {
            std::optional<RestJob> job = name.empty() ? std::nullopt : m_rules->klines(name);
            if (!job) return false;
            job->order = RestJob::History;
            ask(std::move(*job), "klines", request.instrument, request.gen);
            return true;
        }
        case FeedRequest::Kind::Catalogue:
            askCatalogue();
            return true;
        case FeedRequest::Kind::Resubscribe: {
            if (name.empty()) return false;
            const std::vector<std::string> names = m_rules->streamsOf(name, request.stream);
            resubscribe(names, request.reason == "starved" || request.reason == codeName(Code::DataStarved));
            return !names.empty();
        }
        case FeedRequest::Kind::Reconnect:
            return serveReconnect(request, name);
        case FeedRequest::Kind::Trades:
            return m_backfill.ask(request);
    }
    return false;
}

MonoTime Market::resume(std::int64_t slept_ms, MonoTime at) {
    for (const auto& line : m_lines) {
        line->resume(slept_ms, at);
        at = at + kResumeSpacingNs;
    }
    return at;
}

void Market::clockStep(std::int64_t delta_ms) {
    m_shared.queue.push(
        makeFrame(m_rest_control, m_shared.clock, ControlFrame("clock_step").add("delta_ms", delta_ms).text()));
}

}  // namespace bw::feed

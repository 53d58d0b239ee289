// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/transport/proxies.h"

#include <algorithm>
#include <numeric>

namespace bw::feed {
namespace {

bool plain(const std::string& text) {
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7f || c == '"' || c == '\\' || c == '/' || c == '@';
    });
}

bool isProxyFault(Code code) {
    return code == Code::ProxyAuth || code == Code::ProxyRefused;
}

}  // namespace

Status validate(const std::vector<ProxyConfig>& proxies) {
    std::set<std::string> names;
    for (const ProxyConfig& proxy : proxies) {
        if (!plain(proxy.name) || proxy.name == "auto" || proxy.name == "direct")
            return Error{Code::CfgSyntax, "proxies.name", proxy.name + ": a short plain name, not auto or direct"};
        if (!plain(proxy.host)) return Error{Code::CfgSyntax, "proxies.host", proxy.name + ": give a host"};
        if (proxy.port == 0) return Error{Code::CfgRange, "proxies.port", proxy.name + ": give a port"};
        if (!names.insert(proxy.name).second)
            return Error{Code::CfgConflict, "proxies.name", proxy.name + ": named twice"};
    }
    return Done{};
}

Status validate(const ProxyPolicy& policy, const std::vector<ProxyConfig>& proxies) {
    if (policy.empty()) return Error{Code::CfgEmpty, "proxy", "write auto, direct or names of proxies"};
    for (const std::string& name : policy) {
        if (name == "auto" || name == "direct") {
            if (policy.size() > 1) return Error{Code::CfgConflict, "proxy", name + " stands alone"};
            continue;
        }
        if (std::none_of(proxies.begin(), proxies.end(), [&name](const ProxyConfig& p) { return p.name == name; }))
            return Error{Code::CfgRange, "proxy", name + ": no proxy has this name"};
    }
    return Done{};
}

ProxyBook::ProxyBook(std::vector<ProxyConfig> proxies) {
    for (ProxyConfig& proxy : proxies) m_entries.push_back({std::move(proxy), 0, 0, {}});
}

const std::string& ProxyBook::name(int index) const {
    static const std::string kNone;
    return index < 0 ? kNone : m_entries.at(static_cast<std::size_t>(index)).config.name;
}

std::string ProxyBook::shown(int index) const {
    if (index < 0) return {};
    const ProxyConfig& c = m_entries.at(static_cast<std::size_t>(index)).config;
    const std::string who = c.user.empty() ? std::string() : c.user + ":***@";
    const bool bare_ipv6 = c.host.find(':') != std::string::npos && !c.host.starts_with('[');
    return (c.type == ProxyConfig::Type::Socks5 ? "socks5://" : "http://") + who +
           (bare_ipv6 ? "[" + c.host + "]" : c.host) + ":" + std::to_string(c.port);
}

QNetworkProxy ProxyBook::socketProxy(int index) const {
    // Never one that the desktop happens to set.
    if (index < 0) return QNetworkProxy(QNetworkProxy::NoProxy);
    const ProxyConfig& c = m_entries.at(static_cast<std::size_t>(index)).config;
    return QNetworkProxy(c.type == ProxyConfig::Type::Socks5 ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy,
                         QString::fromStdString(c.host), c.port, QString::fromStdString(c.user),
                         QString::fromStdString(c.password));
}

bool ProxyBook::healthy(int index, MonoTime now) const {
    return index < 0 || now >= m_entries.at(static_cast<std::size_t>(index)).out_until;
}

std::int64_t ProxyBook::latencyNs(int index) const {
    return index < 0 ? 0 : m_entries.at(static_cast<std::size_t>(index)).latency_ns;
}

void ProxyBook::onGood(int index, std::int64_t latency_ns) {
    if (index < 0) return;
    Entry& entry = m_entries.at(static_cast<std::size_t>(index));
    entry.latency_ns = entry.latency_ns == 0 ? latency_ns : entry.latency_ns + (latency_ns - entry.latency_ns) / 5;
    entry.failures = 0;
    entry.out_until = {};
}

void ProxyBook::onFault(int index, MonoTime now) {
    if (index < 0) return;
    Entry& entry = m_entries.at(static_cast<std::size_t>(index));
    if (++entry.failures < kFailuresMax) return;
    entry.failures = 0;
    entry.out_until = now + kOutNs;
}

int ProxyBook::best(const std::vector<int>& among, MonoTime now) const {
    int found = kDirect;
    for (const int index : among) {
        if (!healthy(index, now)) continue;
        const std::int64_t latency = latencyNs(index), least = latencyNs(found);
        if (found == kDirect || (latency != 0 && (least == 0 || latency < least))) found = index;
    }
    return found;
}

int ProxyBook::indexOf(const std::string& name) const {
    const auto it =
        std::find_if(m_entries.begin(), m_entries.end(), [&name](const Entry& e) { return e.config.name == name; });
    return it == m_entries.end() ? kDirect : static_cast<int>(it - m_entries.begin());
}

ProxyRoute::ProxyRoute(ProxyBook& book, const ProxyPolicy& policy) : m_book(book) {
    const std::string& first = policy.empty() ? std::string("auto") : policy.front();
    m_auto = first == "auto";
    m_direct = m_auto || first == "direct";
    if (m_auto) {
        m_candidates.resize(static_cast<std::size_t>(book.count()));
        std::iota(m_candidates.begin(), m_candidates.end(), 0);
    } else if (!m_direct) {
        for (const std::string& name : policy) m_candidates.push_back(book.indexOf(name));
        m_current = m_candidates.front();
    }
}

/// The best way that was not tried since the last good answer; the current one if there is none.
int ProxyRoute::next(MonoTime now) const {
    std::vector<int> open;
    for (const int index : m_candidates)
        if (!m_tried.contains(index) && index != m_current) open.push_back(index);
    if (const int found = m_book.best(open, now); found != ProxyBook::kDirect) return found;
    const bool direct_open = m_direct && !m_tried.contains(ProxyBook::kDirect);
    return direct_open ? ProxyBook::kDirect : m_current;
}

void ProxyRoute::move(int to, MonoTime now) {
    if (m_current == ProxyBook::kDirect || to == ProxyBook::kDirect) m_moved = now;
    m_current = to;
    m_failures = 0;
    m_trial = false;
}

int ProxyRoute::use(MonoTime now) {
    if (m_current == ProxyBook::kDirect) return m_current;
    if (m_auto && now - m_moved >= kDirectAgainNs) {
        move(ProxyBook::kDirect, now);
        m_trial = true;
    } else if (!m_book.healthy(m_current, now)) {
        move(next(now), now);
    }
    return m_current;
}

bool ProxyRoute::onFault(int via, const NetFault& fault, MonoTime now) {
    const bool proxy_fault = via != ProxyBook::kDirect && isProxyFault(fault.code);
    if (proxy_fault) m_book.onFault(via, now);
    if (via != m_current) return true;  // it has moved meanwhile
    const bool refused = fault.http_status == 403 || fault.http_status == 451;
    if (fault.http_status != 0 && !refused) return false;  // the venue answered: the way is good
    ++m_failures;
    if (!refused && !proxy_fault && !m_trial && m_failures < ProxyBook::kFailuresMax) return false;
    m_tried.insert(m_current);
    const int to = next(now);
    if (to == m_current) {
        m_tried.clear();  // each was tried: begin again, at the pace of the backoff
        m_failures = 0;
        return false;
    }
    move(to, now);
    return true;
}

void ProxyRoute::onGood(int via) {
    if (via != m_current) return;
    m_failures = 0;
    m_trial = false;
    m_tried.clear();
}

}  // namespace bw::feed

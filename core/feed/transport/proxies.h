// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QNetworkProxy>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/feed/transport/net_fault.h"
#include "core/model/result.h"
#include "core/model/times.h"

namespace bw::feed {

struct ProxyConfig {
    enum class Type : std::uint8_t { Socks5, Http };
    std::string name;  // as in the policies
    Type type = Type::Socks5;
    std::string host;
    std::uint16_t port = 0;
    std::string user{}, password{};  // the password comes from the key store; it is never shown or recorded
};

/// {"auto"}, {"direct"}, or names of proxies.
using ProxyPolicy = std::vector<std::string>;

/// CfgSyntax for a name or host, CfgRange for a port or a name that no proxy has, CfgConflict, CfgEmpty.
[[nodiscard]] Status validate(const std::vector<ProxyConfig>& proxies);
[[nodiscard]] Status validate(const ProxyPolicy& policy, const std::vector<ProxyConfig>& proxies);

/// The proxies and how they fare. An index of -1 means no proxy. Net thread; no clock of its own.
class ProxyBook {
public:
    static constexpr int kDirect = -1;
    static constexpr int kFailuresMax = 3;
    static constexpr std::int64_t kOutNs = 300 * kNsPerSec;
    static constexpr std::int64_t kCheckNs = 60 * kNsPerSec;

    explicit ProxyBook(std::vector<ProxyConfig> proxies = {});
    [[nodiscard]] int count() const { return static_cast<int>(m_entries.size()); }
    [[nodiscard]] const std::string& name(int index) const;  // empty for none
    /// "socks5://user:***@host:1080"; empty for none.
    [[nodiscard]] std::string shown(int index) const;
    /// For a socket. Names are resolved at the proxy, never here.
    [[nodiscard]] QNetworkProxy socketProxy(int index) const;

    [[nodiscard]] bool healthy(int index, MonoTime now) const;
    [[nodiscard]] std::int64_t latencyNs(int index) const;  // EWMA of the checks, weight 1/5; 0: not measured
    void onGood(int index, std::int64_t latency_ns);        // a check went through
    void onFault(int index, MonoTime now);                  // a check failed, or the proxy itself refused a line
    /// The healthy one of `among` with the least latency, one that is measured before the others; kDirect if none is.
    [[nodiscard]] int best(const std::vector<int>& among, MonoTime now) const;
    [[nodiscard]] int indexOf(const std::string& name) const;  // kDirect if there is none

private:
    struct Entry {
        ProxyConfig config;
        std::int64_t latency_ns = 0;
        int failures = 0;  // in a row
        MonoTime out_until;
    };
    std::vector<Entry> m_entries;
};

/// The way of one venue to the network, the same for its lines and its REST client. `auto` goes direct first; 403, 451
/// or three failed attempts move it to the best healthy proxy, and after 30 min direct is tried again, once. A proxy
/// that is out, or that refuses, is left at once. Net thread.
class ProxyRoute {
public:
    static constexpr std::int64_t kDirectAgainNs = 1800 * kNsPerSec;

    ProxyRoute(ProxyBook& book, const ProxyPolicy& policy);
    /// Before each attempt: the index to use.
    [[nodiscard]] int use(MonoTime now);
    /// An attempt by `via` failed. True if another way is open now: try it before anything else.
    bool onFault(int via, const NetFault& fault, MonoTime now);
    void onGood(int via);
    [[nodiscard]] ProxyBook& book() const { return m_book; }

private:
    void move(int to, MonoTime now);
    [[nodiscard]] int next(MonoTime now) const;

    ProxyBook& m_book;
    bool m_direct = true, m_auto = true;  // direct is allowed; and comes first
    std::vector<int> m_candidates;
    int m_current = ProxyBook::kDirect;
    int m_failures = 0;
    bool m_trial = false;  // direct again, after 30 min
    MonoTime m_moved;
    std::set<int> m_tried;  // since the last good answer; at most all candidates and direct
};

}  // namespace bw::feed

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSslCertificate>
#include <QSslConfiguration>
#include <map>
#include <string>
#include <vector>

#include "core/model/result.h"
#include "core/model/sha256.h"

namespace bw::feed {

/// The public keys one host may have.
struct TlsPins {
    std::string host;
    std::vector<std::string> sha256;  // of the SubjectPublicKeyInfo: 64 hex digits or base64; at least two
};

struct TlsConfig {
    std::string ca_file;        // PEM, trusted beside the system's roots; for private gateways. Empty: none
    std::vector<TlsPins> pins;  // hosts that are not listed are not pinned
};

/// What every TLS connection of the net thread must satisfy: peer and host verified, TLS 1.2 or later, the system's
/// roots and the configured file, and the pins of the host. Each connection is verified in full: sessions are not
/// resumed. Immutable after make(); any thread.
class TlsPolicy {
public:
    TlsPolicy();  // the system's roots, no pins
    /// FileOpen or FileFormat for the CA file, CfgSyntax for a pin, CfgRange for fewer than two pins of a host,
    /// CfgConflict for a host named twice.
    [[nodiscard]] static Result<TlsPolicy> make(const TlsConfig& config);

    [[nodiscard]] const QSslConfiguration& configuration() const { return m_configuration; }
    [[nodiscard]] bool pins(const std::string& host) const { return m_pins.contains(host); }
    /// TlsPin if `host` is pinned and the certificate of the peer has another key. Only the peer's own certificate
    /// counts: the others it sends along prove nothing.
    [[nodiscard]] Status check(const std::string& host, const QSslCertificate& peer) const;

private:
    QSslConfiguration m_configuration;
    std::map<std::string, std::vector<Digest>> m_pins;
};

}  // namespace bw::feed

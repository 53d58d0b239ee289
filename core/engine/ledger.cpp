// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/ledger.h"

namespace bw::engine {

void Ledger::append(std::string_view members) {
    m_line.assign("{");
    m_line.append(members).append(",\"seq\":").append(std::to_string(++m_seq)).append(",\"prev\":\"").append(m_prev);
    m_line.append("\"");
    Sha256 h;
    h.update(m_prev);
    h.update("\n");
    h.update(m_line);
    h.update("}");
    m_prev = hex(h.finish());
    m_line.append(",\"h\":\"").append(m_prev).append("\"}\n");
    m_all.update(m_line);
    if (m_sink) m_sink(m_line);
}

std::string Ledger::sha256Hex() const {
    Sha256 copy = m_all;
    return hex(copy.finish());
}

}  // namespace bw::engine

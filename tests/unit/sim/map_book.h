// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QtGlobal>
#include <map>
#include <string>
#include <utility>

namespace bw::sim {

/// 0xN from BELLWETHER_SEED, else 1; printed first, so that a failure can be run again.
inline quint64 testSeed() {
    bool is_number = false;
    const quint64 given = qEnvironmentVariable("BELLWETHER_SEED").toULongLong(&is_number, 0);
    const quint64 seed = is_number ? given : 1;
    qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
    return seed;
}

/// The simplest book there is, kept in the venue's own text: what a reader must arrive at. Venue rule of feeds
/// spec 5.2.
class MapBook {
public:
    enum class Step { Applied, Superseded, Broken };
    using Top = std::pair<std::string, std::string>;  // price, quantity

    void setSnapshot(const QJsonObject& body) {
        m_bids.clear();
        m_asks.clear();
        apply(body.value(QLatin1String("bids")).toArray(), m_bids);
        apply(body.value(QLatin1String("asks")).toArray(), m_asks);
        m_last = body.value(QLatin1String("lastUpdateId")).toInteger();
        m_is_first = true;
    }
    Step onDepth(const QJsonObject& data) {
        const qint64 first = data.value(QLatin1String("U")).toInteger();
        const qint64 last = data.value(QLatin1String("u")).toInteger();
        const qint64 prev =
            data.contains(QLatin1String("pu")) ? data.value(QLatin1String("pu")).toInteger() : first - 1;
        if (last <= m_last) return Step::Superseded;
        const bool chained = prev == m_last || (m_is_first && prev < m_last);
        if (!chained || first > last || prev >= first) return Step::Broken;
        m_is_first = false;
        m_last = last;
        apply(data.value(QLatin1String("b")).toArray(), m_bids);
        apply(data.value(QLatin1String("a")).toArray(), m_asks);
        return Step::Applied;
    }
    [[nodiscard]] bool isReady() const { return m_last != 0; }
    [[nodiscard]] qint64 lastId() const { return m_last; }
    [[nodiscard]] Top bid() const { return {m_bids.rbegin()->second.price, m_bids.rbegin()->second.qty}; }
    [[nodiscard]] Top ask() const { return {m_asks.begin()->second.price, m_asks.begin()->second.qty}; }
    [[nodiscard]] bool isCrossed() const { return m_bids.rbegin()->first >= m_asks.begin()->first; }
    [[nodiscard]] std::size_t levels(bool is_bid) const { return is_bid ? m_bids.size() : m_asks.size(); }
    friend bool operator==(const MapBook& a, const MapBook& b) { return a.m_bids == b.m_bids && a.m_asks == b.m_asks; }

private:
    struct Text {
        std::string price, qty;
        friend bool operator==(const Text&, const Text&) = default;
    };
    using Side = std::map<double, Text>;  // every demo price is exact enough in double to be a key
    static void apply(const QJsonArray& levels, Side& side) {
        for (const QJsonValue& level : levels) {
            const QString price = level.toArray().at(0).toString(), qty = level.toArray().at(1).toString();
            if (qty.toDouble() > 0)
                side[price.toDouble()] = {price.toStdString(), qty.toStdString()};
            else
                side.erase(price.toDouble());
        }
    }
    Side m_bids, m_asks;
    qint64 m_last = 0;
    bool m_is_first = false;
};

}  // namespace bw::sim

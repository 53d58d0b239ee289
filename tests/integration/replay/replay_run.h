// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/replay_source.h"
#include "core/engine/report.h"

namespace bw::engine::test {

/// Keeps what a report needs and counts the rest.
struct Sink final : EngineSink {
    BarBook bars;
    std::vector<api::GapRow> gaps;
    std::uint64_t requests = 0;
    void onItem(const api::DisplayItem& item) override {
        if (item.kind == api::DisplayItem::Kind::Bar) bars.add(item.instrument, item.bar);
        if (item.kind == api::DisplayItem::Kind::Gap) gaps.push_back(item.gap);
    }
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest) override { ++requests; }
    [[nodiscard]] bool wantsItems() const override { return true; }
};

/// One recording through the engine, published each `publish_each` frames (0: only at the end).
struct Run {
    Sink sink;
    std::unique_ptr<Pipeline> pipeline;
    QByteArray report_bytes;
    QJsonObject report;
    std::uint64_t frames = 0;
    std::uint64_t made = 0;        // of them, those that stand for no line
    std::uint64_t unbalanced = 0;  // frames after which the classes did not add up
    std::string error;

    Run(const ReplayOptions& options, std::uint64_t publish_each) {
        auto source = ReplaySource::open(options);
        if (!source) {
            error = source.error().detail;
            return;
        }
        pipeline = std::make_unique<Pipeline>(EngineConfig{}, sink);
        pipeline->setSnapshotSymbol((*source)->symbol());
        ReplayItem item;
        for (;;) {
            const auto more = (*source)->next(item);
            if (!more) {
                error = more.error().detail;
                return;
            }
            if (!*more) break;
            take(item, publish_each);
        }
        pipeline->finish();
        pipeline->emitForming();
        pipeline->publish();
        checkBalance();
        report_bytes = QByteArray::fromStdString(makeReport({*pipeline, sink.bars, made, 1.0}));
        report = QJsonDocument::fromJson(report_bytes).object();
    }

    /// The instrument of that id in the report; empty if it is not there.
    [[nodiscard]] QJsonObject instrument(const char* id) const {
        for (const QJsonValue& value : report[QLatin1String("instruments")].toArray())
            if (value[QLatin1String("id")].toString() == QLatin1String(id)) return value.toObject();
        return {};
    }
    [[nodiscard]] qint64 figure(const char* key) const { return report[QLatin1String(key)].toInteger(-1); }

private:
    void take(const ReplayItem& item, std::uint64_t publish_each) {
        if (item.kind == ReplayItem::Kind::Timer) {
            pipeline->onTimer(item.frame.recv_wall, item.frame.recv_mono);
            return;
        }
        ++frames;
        made += item.made;
        if (item.stamp_code != Code::Ok) pipeline->onUnreadable(item.frame, item.stamp_code);
        else pipeline->onFrame(item.frame);
        checkBalance();
        if (publish_each != 0 && frames % publish_each == 0) pipeline->publish();
    }
    void checkBalance() {
        const Pipeline::Counters& c = pipeline->counters();
        std::uint64_t sum = 0;
        for (const std::uint64_t n : c.classes) sum += n;
        if (sum != c.frames) ++unbalanced;
    }
};

/// Equal as decimals: "1.50" is "1.5".
inline bool sameNumber(const QJsonValue& a, const QJsonValue& b) {
    const auto text = [](const QJsonValue& v) {
        return v.isDouble() ? std::to_string(v.toInteger()) : v.toString().toStdString();
    };
    Decimal x;
    Decimal y;
    return parseDecimal(text(a), x) == Code::Ok && parseDecimal(text(b), y) == Code::Ok &&
           formatUnits(x.mantissa, 0) == formatUnits(y.mantissa, 0) && x.exponent == y.exponent;
}

}  // namespace bw::engine::test

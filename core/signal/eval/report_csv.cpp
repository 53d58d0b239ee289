// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/report_csv.h"

#include <chrono>
#include <cstdio>

#include "core/model/fixed.h"
#include "core/model/times.h"

namespace bw::signal::eval {

std::string decimalOfPrice2(std::int64_t price2, int digits) {
    return formatUnitsTrimmed(Int128(price2) * 5, digits + 1);
}

std::string isoTime(std::int64_t t_ns) {
    const std::int64_t day = floorDiv(t_ns, 86400 * kNsPerSec), ms = (t_ns - day * 86400 * kNsPerSec) / kNsPerMs;
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    char room[64];
    std::snprintf(room, sizeof room, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(ms / 3'600'000), static_cast<int>(ms / 60'000 % 60),
                  static_cast<int>(ms / 1000 % 60), static_cast<int>(ms % 1000));
    return room;
}

std::string eventsCsv(const Study& study, const Evaluation& evaluation) {
    const std::vector<HorizonEntries>& entries = evaluation.entries;
    std::string out =
        "event_id,ts,pivot_ts,type,divergence_type,side,score,grade,channel,detect_index,price,price_a,price_b,ind_a,"
        "ind_b,"
        "scenario,session,day_session,segment_id,trade_priced";
    for (const HorizonEntries& one : entries) out += ",label_" + one.horizon.name() + ",bps_" + one.horizon.name();
    out += '\n';
    std::vector<std::vector<const Entry*>> by_event(entries.size());
    for (std::size_t h = 0; h < entries.size(); ++h) {
        by_event[h].resize(study.events.size(), nullptr);
        for (const Entry& entry : entries[h].events) by_event[h][entry.event] = &entry;
    }
    char room[96];
    const auto add = [&](const std::string& text) { out.append(text).append(","); };
    for (std::size_t i = 0; i < study.events.size(); ++i) {
        const SignalEvent& e = study.events[i];
        add(signalId(study.instrument, study.sampling, e.params_hash, e.detect.index));
        add(isoTime(e.detect.t_ns));
        add(isoTime(e.b.t_ns));
        add(std::string(signalTypeName(e.type)));
        add(std::string(divergenceTypeName(e.type)));
        add(e.side() > 0 ? "bull" : e.side() < 0 ? "bear" : "");
        std::snprintf(room, sizeof room, "%.2f", e.score);
        add(room);
        add(std::string(gradeName(e.grade)));
        add(e.side() != 0 ? std::string(channelName(e.channel)) : std::string());
        add(std::to_string(e.detect.index));
        for (const PivotPoint* point : {&e.detect, &e.a, &e.b}) add(decimalOfPrice2(point->price2, study.price_digits));
        std::snprintf(room, sizeof room, "%.4f,%.4f", e.ind_a, e.ind_b);
        add(room);
        add(std::string(scenarioName(e.scenario)));
        add(std::string(sessionName(e.session)));
        add(std::string(daySessionName(e.day_session)));
        add(std::to_string(e.segment));
        out += e.trade_priced ? "true" : "false";
        for (const auto& of : by_event) {
            const Entry* entry = of[i];
            std::snprintf(room, sizeof room, ",%.6f",
                          entry != nullptr && entry->labelled
                              ? 1e4 * static_cast<double>(entry->r2) / static_cast<double>(entry->price2)
                              : 0.0);
            out += "," + std::string(entry == nullptr ? "" : outcomeLabelName(entry->label()));
            out += entry != nullptr && entry->labelled ? room : ",";
        }
        out += '\n';
    }
    return out;
}

}  // namespace bw::signal::eval

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drill/drill_report.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "core/risk/text.h"

namespace bw::app {
namespace {

constexpr std::size_t kFileMax = 4U << 20, kTailSamples = 100;
constexpr std::int64_t kOverdueNs = 24 * 3'600 * kNsPerSec;

QString qstr(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

/// `sorted` is not empty. Nearest rank: the smallest sample that `share` of them do not exceed.
double rank(const std::vector<double>& sorted, double share) {
    const auto n = static_cast<double>(sorted.size());
    return sorted[static_cast<std::size_t>(std::max(1.0, std::ceil(share * n))) - 1];
}

DrillStep measure(const DrillBudget& budget, std::vector<double> samples) {
    DrillStep out;
    out.name = budget.name;
    out.budget_ms = budget.budget_ms;
    std::sort(samples.begin(), samples.end());
    samples.erase(samples.begin(), std::find_if(samples.begin(), samples.end(), [](double ms) { return ms >= 0; }));
    out.count = samples.size();
    if (samples.empty()) return out;
    out.min_ms = samples.front();
    out.p50_ms = rank(samples, .50);
    out.p95_ms = rank(samples, .95);
    if (samples.size() >= kTailSamples) out.p99_ms = rank(samples, .99);
    out.max_ms = samples.back();
    return out;
}

const DrillBudget* budgetOf(std::string_view name) {
    for (const DrillBudget& budget : kDrillBudgets)
        if (budget.name == name) return &budget;
    return nullptr;
}

bool isSlow(const DrillStep& step) { return step.count > 0 && judgedMs(step) > step.budget_ms; }

Code verdict(const DrillReport& report) {
    const auto rounds = static_cast<std::uint64_t>(report.rounds);
    if (report.rounds == 0 || report.sent_after_fence != 0 || report.verified != rounds) return Code::DrillFailed;
    bool slow = false, durable_slow = false, only_disk = true;
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        if (report.steps[i].count != rounds) return Code::DrillFailed;
        if (!isSlow(report.steps[i])) continue;
        slow = true;
        only_disk = only_disk && kDrillBudgets[i].disk;
        durable_slow = durable_slow || i == static_cast<std::size_t>(DrillStepId::Durable);
    }
    if (!slow) return Code::Ok;
    return only_disk && durable_slow ? Code::DrillSlowDisk : Code::DrillFailed;
}

}  // namespace

double judgedMs(const DrillStep& step) {
    const DrillBudget* budget = budgetOf(step.name);
    if (budget == nullptr || !budget->tail) return step.max_ms;
    return step.p99_ms >= 0 ? step.p99_ms : step.p95_ms;
}

DrillReport judgeDrill(const std::vector<DrillRound>& rounds, int orders, double load_msgs_per_s, WallTime started) {
    DrillReport report;
    report.started = started;
    report.rounds = static_cast<int>(rounds.size());
    report.orders = orders;
    report.load_msgs_per_s = load_msgs_per_s;
    for (std::size_t i = 0; i < kDrillBudgets.size(); ++i) {
        std::vector<double> samples;
        for (const DrillRound& round : rounds) samples.push_back(round.ms[i]);
        report.steps.push_back(measure(kDrillBudgets[i], std::move(samples)));
    }
    for (const DrillRound& round : rounds) {
        report.sent_after_fence += round.opens_after_fence;
        report.verified += round.verified ? 1U : 0U;
    }
    report.code = verdict(report);
    report.pass = report.code == Code::Ok;
    return report;
}

std::string drillProblem(const DrillReport& report) {
    std::string out;
    const auto add = [&out](const std::string& text) { out += (out.empty() ? "" : " and ") + text; };
    if (report.rounds == 0) add("no round was run");
    if (report.sent_after_fence != 0) add(std::to_string(report.sent_after_fence) + " orders left after the fence");
    if (report.verified != static_cast<std::uint64_t>(report.rounds))
        add(std::to_string(report.verified) + " of " + std::to_string(report.rounds) + " rounds verified");
    for (std::size_t i = 0; i < report.steps.size(); ++i) {
        const DrillStep& step = report.steps[i];
        const std::string name = "step " + std::to_string(i + 1) + ' ' + step.name;
        if (step.count != static_cast<std::uint64_t>(report.rounds))
            add(name + " ended in " + std::to_string(step.count) + " of " + std::to_string(report.rounds) + " rounds");
        if (!isSlow(step)) continue;
        char text[96];
        std::snprintf(text, sizeof text, " %.3f ms, at most %g ms", judgedMs(step), step.budget_ms);
        add(name + text);
    }
    return out;
}

std::string drillToJson(const DrillReport& report) {
    QJsonArray steps;
    for (const DrillStep& step : report.steps) {
        QJsonObject one{{QStringLiteral("name"), qstr(step.name)},
                        {QStringLiteral("n"), static_cast<double>(step.count)},
                        {QStringLiteral("budget_ms"), step.budget_ms}};
        if (step.count > 0) {
            one.insert(QStringLiteral("min_ms"), step.min_ms);
            one.insert(QStringLiteral("p50_ms"), step.p50_ms);
            one.insert(QStringLiteral("p95_ms"), step.p95_ms);
            one.insert(QStringLiteral("max_ms"), step.max_ms);
        }
        if (step.p99_ms >= 0) one.insert(QStringLiteral("p99_ms"), step.p99_ms);
        steps.append(one);
    }
    const QJsonObject out{{QStringLiteral("started"), qstr(risk::isoUtcMs(report.started))},
                          {QStringLiteral("started_ns"), QString::number(report.started.ns)},
                          {QStringLiteral("pass"), report.pass},
                          {QStringLiteral("code"), qstr(codeName(report.code))},
                          {QStringLiteral("problem"), qstr(drillProblem(report))},
                          {QStringLiteral("rounds"), report.rounds},
                          {QStringLiteral("orders"), report.orders},
                          {QStringLiteral("load_msgs_per_s"), report.load_msgs_per_s},
                          {QStringLiteral("sent_after_fence"), static_cast<double>(report.sent_after_fence)},
                          {QStringLiteral("verified"), static_cast<double>(report.verified)},
                          {QStringLiteral("steps"), steps}};
    return QJsonDocument(out).toJson(QJsonDocument::Compact).toStdString();
}

Result<DrillReport> drillFromJson(std::string_view line) {
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray(line.data(), static_cast<qsizetype>(line.size())));
    if (!document.isObject()) return Error{Code::JsonSyntax, "drill.history", "a line is no JSON object"};
    const auto number = [&document](QLatin1String key) { return document[key].toDouble(); };
    DrillReport out;
    bool is_time = false;
    out.started.ns = document[QLatin1String("started_ns")].toString().toLongLong(&is_time);
    if (!is_time || !document[QLatin1String("pass")].isBool() || !document[QLatin1String("steps")].isArray())
        return Error{Code::FieldMissing, "drill.history", "a line is no drill report"};
    out.pass = document[QLatin1String("pass")].toBool();
    if (!codeFromName(document[QLatin1String("code")].toString().toStdString(), out.code)) out.code = Code::DrillFailed;
    out.rounds = document[QLatin1String("rounds")].toInt();
    out.orders = document[QLatin1String("orders")].toInt();
    out.load_msgs_per_s = number(QLatin1String("load_msgs_per_s"));
    out.sent_after_fence = static_cast<std::uint64_t>(std::max(0.0, number(QLatin1String("sent_after_fence"))));
    out.verified = static_cast<std::uint64_t>(std::max(0.0, number(QLatin1String("verified"))));
    for (const auto& value : document[QLatin1String("steps")].toArray()) {
        const QJsonObject one = value.toObject();
        DrillStep step;
        step.name = one.value(QLatin1String("name")).toString().toStdString();
        step.count = static_cast<std::uint64_t>(std::max(0.0, one.value(QLatin1String("n")).toDouble()));
        step.budget_ms = one.value(QLatin1String("budget_ms")).toDouble();
        step.min_ms = one.value(QLatin1String("min_ms")).toDouble();
        step.p50_ms = one.value(QLatin1String("p50_ms")).toDouble();
        step.p95_ms = one.value(QLatin1String("p95_ms")).toDouble();
        step.p99_ms = one.value(QLatin1String("p99_ms")).toDouble(-1);
        step.max_ms = one.value(QLatin1String("max_ms")).toDouble();
        out.steps.push_back(std::move(step));
    }
    return out;
}

Result<DrillHistory> loadDrills(risk::LatchFs& fs, const std::string& path) {
    std::string text;
    DrillHistory out;
    if (const int error = risk::readFile(fs, path, kFileMax, text); risk::isNotFound(error)) return out;
    else if (error != 0) return Error{Code::FileOpen, "drill.history", path + ": " + risk::errnoText(error)};
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        if (end > from) {
            Result<DrillReport> report = drillFromJson(std::string_view(text).substr(from, end - from));
            if (report) out.reports.push_back(std::move(*report));
            else ++out.unreadable;
        }
        from = end + 1;
    }
    std::reverse(out.reports.begin(), out.reports.end());
    if (out.reports.size() > kDrillsMax) out.reports.resize(kDrillsMax);
    return out;
}

Status addDrill(risk::LatchFs& fs, const std::string& path, const DrillReport& report) {
    const Result<DrillHistory> history = loadDrills(fs, path);
    if (!history) return history.error();
    const std::vector<DrillReport>& old = history->reports;
    std::string text;
    for (std::size_t i = std::min(old.size(), kDrillsMax - 1); i-- > 0;) text += drillToJson(old[i]) + '\n';
    text += drillToJson(report) + '\n';
    int error = risk::makeDirs(fs, risk::parentDir(path));
    if (error == 0) error = risk::replaceFile(fs, path, text, 0640);
    if (error != 0) return Error{Code::FileWrite, "drill.history", path + ": " + risk::errnoText(error)};
    return Done{};
}

bool drillOverdue(const std::vector<DrillReport>& history, WallTime now, ExecutionMode mode) {
    if (mode == ExecutionMode::Off) return false;
    return std::none_of(history.begin(), history.end(), [now](const DrillReport& report) {
        return report.pass && std::abs(now.ns - report.started.ns) <= kOverdueNs;  // a stepped clock is no missed drill
    });
}

}  // namespace bw::app

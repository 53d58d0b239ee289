// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "ui/panes/common/keyed_table_model.h"
#include "ui/panes/plot/decimate.h"

// A report of evaluate, tune, calibrate or backtest as pages of sections: what is shown, without widgets. Figures that
// the report lacks are shown as missing, never as 0. GUI thread (the texts are translated).
namespace bw::ui {

/// A label with its value, for the line of facts.
struct ReportFact {
    QString label, value, tooltip;
    Token token = Token::Text;
};
struct ReportFacts {
    std::vector<ReportFact> facts;
};

/// Sentences that the reader must not miss.
struct ReportNotes {
    QStringList lines;
    bool warning = false;
};

struct ReportTable {
    QString title;
    std::vector<TableColumn> columns;
    std::vector<TextRow> rows;
    /// By row and column, what the table is sorted by; empty: not sortable. NaN goes last.
    std::vector<std::vector<double>> sort_keys;
    bool scrolls = false;  // sideways where it is narrow; else columns are dropped by rank
};

/// Accuracies as dots with their interval, one row a cell, against chance and the base rate.
struct IntervalRow {
    QString label;
    double value = 0, lo = 0, hi = 0;  // 0..1
    double p0 = -1;                    // base rate; < 0: not known
    double control = -1;               // accuracy of the price structure alone
    std::uint64_t n = 0;
    bool judged = true;  // else too few: drawn hollow
    QString verdict;
};
struct IntervalPlot {
    QString title;
    std::vector<IntervalRow> rows;
};

/// Points with whiskers over a range of x: a reliability diagram or the winrate by score.
struct CurvePoint {
    double x = 0, y = 0, lo = 0, hi = 0;
    double x_from = 0, x_to = 0;  // of a block; equal: a point
    std::uint64_t n = 0;
};
struct CurvePlot {
    QString title, x_title, y_title;
    double x_max = 1;  // from 0; a diagram with the diagonal shows what its points need
    bool diagonal = false;
    double base = -1;  // a horizontal line, < 0: none
    std::vector<CurvePoint> points;
    QString empty;  // what is said without points
};

/// Equity and, under it, the fall from its peak.
struct EquityPlot {
    QString title;
    std::vector<Sample> equity;    // quote currency by event time
    std::vector<Sample> drawdown;  // 0..1
    std::vector<TimeSpan> gaps;
    double start = 0;
};

using ReportSection = std::variant<ReportFacts, ReportNotes, ReportTable, IntervalPlot, CurvePlot, EquityPlot>;

struct ReportPage {
    QString name;
    std::vector<ReportSection> main;  // top to bottom
    std::vector<ReportSection> side;  // beside them where there is room, else below
};

struct Report {
    QString verdict;  // in a few words, for the header
    QString detail;   // the verdict at length, for its tooltip
    QString error;    // why nothing can be shown; the pages are empty then
    std::vector<ReportPage> pages;
};

/// Reads the JSON text of a run. kind: evaluation, tuning, calibration, backtest; another one is an error.
[[nodiscard]] Report readReport(std::string_view kind, std::string_view json);
/// "evaluation" in words; an unknown kind shows itself.
[[nodiscard]] QString runKind(std::string_view kind);

}  // namespace bw::ui

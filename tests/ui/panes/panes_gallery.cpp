// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a picture of every data view at its usual dock sizes: panes_gallery DIR [filter]
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <cstdio>

#include "tests/ui/fake_runs.h"
#include "tests/ui/panes/panes_engine.h"
#include "ui/hub.h"
#include "ui/panes/chart/chart_view.h"
#include "ui/panes/feeds/feeds_view.h"
#include "ui/panes/flow/flow_view.h"
#include "ui/panes/panes.h"
#include "ui/panes/research/research_view.h"
#include "ui/theme/theme.h"
#include "ui/view.h"

namespace {

using namespace bw;
using Maker = ui::View* (*)(ui::Hub&, ui::Theme&, QWidget*);

struct Shot {
    const char* name;
    Maker make;
    QSize size;
    void (*prepare)(ui::View&, uitest::PanesEngine&, ui::Hub&) = nullptr;
};

void moveOver(QWidget* canvas, QPointF at) {
    QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QApplication::sendEvent(canvas, &move);
}
ui::ChartCanvas* chartOf(ui::View& view) {
    return &dynamic_cast<ui::ChartView&>(view).canvas();
}

/// Opens a run and one of its pages.
template <int kPage>
void openRun(ui::View& view, const char* name) {
    auto& research = dynamic_cast<ui::ResearchView&>(view);
    research.refresh();
    QElapsedTimer clock;
    clock.start();
    while (research.busy() && clock.elapsed() < 5'000) QApplication::processEvents();
    research.choose(QLatin1String(name));
    while (research.busy() && clock.elapsed() < 5'000) QApplication::processEvents();
    research.showPage(kPage);
    QApplication::processEvents();
}

void drain(ui::Hub& hub) {
    for (std::uint64_t before = ~std::uint64_t{0};
         before != hub.history().of(0).revision + hub.noticesSeen() + hub.signalLog().revision();) {
        before = hub.history().of(0).revision + hub.noticesSeen() + hub.signalLog().revision();
        hub.pull();
    }
}

bool shoot(uitest::PanesEngine& engine, ui::Hub& hub, ui::Theme& theme, const Shot& shot, const QString& path) {
    const std::unique_ptr<ui::View> view(shot.make(hub, theme, nullptr));
    view->setPalette(theme.palette());
    view->setAutoFillBackground(true);
    view->resize(shot.size);
    view->show();
    hub.setFocused(0);
    QElapsedTimer timer;
    double refresh_ms = 0, grab_ms = 0;
    QPixmap picture;
    for (int round = 0; round < 4; ++round) {
        engine.advance(600 * kNsPerMs);
        hub.pull();
        QApplication::processEvents();
        if (round == 3 && shot.prepare) shot.prepare(*view, engine, hub);
        timer.start();
        view->refresh();
        refresh_ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        timer.start();
        picture = view->grab();
        grab_ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }
    std::printf("%-24s %4dx%-4d refresh %6.2f ms, paint %6.2f ms\n", shot.name, shot.size.width(), shot.size.height(),
                refresh_ms, grab_ms);
    return picture.save(path);
}

constexpr Shot kShots[] = {
    {"chart", ui::makeChartView, {760, 380}},
    {"chart_large", ui::makeChartView, {1200, 500}},
    {"chart_small", ui::makeChartView, {420, 220}},
    {"flow", ui::makeFlowView, {760, 220}},
    {"flow_large", ui::makeFlowView, {1200, 400}},
    {"flow_small", ui::makeFlowView, {400, 200}},
    {"flow_raw",
     ui::makeFlowView,
     {760, 220},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         dynamic_cast<ui::FlowView&>(view).setMode(ui::FlowView::Mode::Raw);
     }},
    {"flow_far",
     ui::makeFlowView,
     {1200, 400},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         ui::ZCanvas& canvas = dynamic_cast<ui::FlowView&>(view).scores();
         canvas.timeWindow().zoom(10, 0);
         Q_EMIT canvas.windowMoved();
     }},
    {"signals", ui::makeSignalsView, {1280, 240}},
    {"signals_narrow", ui::makeSignalsView, {640, 220}},
    {"signals_large", ui::makeSignalsView, {1900, 300}},
    {"signal_detail", ui::makeSignalDetailView, {760, 300}},
    {"signal_detail_narrow", ui::makeSignalDetailView, {420, 400}},
    {"signal_detail_withheld",
     ui::makeSignalDetailView,
     {760, 300},
     [](ui::View&, uitest::PanesEngine&, ui::Hub& hub) {
         for (std::uint64_t i = hub.signalLog().first(); i <= hub.signalLog().last(); ++i)
             if (hub.signalLog().find(i)->item.kind == api::SignalItem::Kind::Withheld) return hub.chooseSignal(i);
     }},
    {"scoreboard", ui::makeScoreboardView, {1280, 260}},
    {"scoreboard_large", ui::makeScoreboardView, {1200, 420}},
    {"chart_signals",
     ui::makeChartView,
     {900, 420},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         dynamic_cast<ui::ChartView&>(view).setPeriod(1);
         chartOf(view)->timeWindow().setSpan(400 * kNsPerSec);
         Q_EMIT chartOf(view)->windowMoved();
     }},
    {"chart_hindsight",
     ui::makeChartView,
     {900, 420},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub& hub) {
         dynamic_cast<ui::ChartView&>(view).setPeriod(1);
         chartOf(view)->timeWindow().setSpan(400 * kNsPerSec);
         chartOf(view)->setHindsight(true);
         if (const ui::SignalRow* row = hub.signalLog().newestEvent()) hub.chooseSignal(row->serial);
         Q_EMIT chartOf(view)->windowMoved();
     }},
    {"latency", ui::makeLatencyView, {400, 300}},
    {"latency_large", ui::makeLatencyView, {900, 420}},
    {"feeds", ui::makeFeedsView, {800, 250}},
    {"feeds_large", ui::makeFeedsView, {1300, 300}},
    {"log", ui::makeLogView, {800, 200}},
    {"research_evaluation",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<0>(view, "evaluation-20260301T140327Z"); }},
    {"research_breakdown",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<1>(view, "evaluation-20260301T140327Z"); }},
    {"research_folds",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<2>(view, "evaluation-20260301T140327Z"); }},
    {"research_small",
     ui::makeResearchView,
     {740, 260},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<0>(view, "evaluation-20260301T140327Z"); }},
    {"research_tuning",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<0>(view, "tuning-20260301T140327Z"); }},
    {"research_cells",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<1>(view, "tuning-20260301T140327Z"); }},
    {"research_calibration",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<0>(view, "calibration-20260301T140327Z"); }},
    {"research_backtest",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<0>(view, "backtest-20260301T140327Z"); }},
    {"research_trades",
     ui::makeResearchView,
     {1300, 520},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { openRun<1>(view, "backtest-20260301T140327Z"); }},
    {"research_empty",
     ui::makeResearchView,
     {900, 300},
     [](ui::View& view, uitest::PanesEngine& engine, ui::Hub&) {
         const auto runs = std::exchange(engine.runs, {});
         auto& research = dynamic_cast<ui::ResearchView&>(view);
         research.reload();
         while (research.busy()) QApplication::processEvents();
         QApplication::processEvents();
         engine.runs = runs;
     }},
    {"chart_hover",
     ui::makeChartView,
     {760, 380},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         moveOver(chartOf(view)->viewport(), {440, 170});
     }},
    {"chart_1s",
     ui::makeChartView,
     {760, 380},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) { dynamic_cast<ui::ChartView&>(view).setPeriod(1); }},
    {"chart_far",
     ui::makeChartView,
     {760, 380},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         dynamic_cast<ui::ChartView&>(view).setPeriod(5);
         chartOf(view)->timeWindow().zoom(20, 0);
         chartOf(view)->timeWindow().scroll(-600 * kNsPerSec);
         Q_EMIT chartOf(view)->windowMoved();
     }},
    {"chart_quotes",
     ui::makeChartView,
     {760, 380},
     [](ui::View&, uitest::PanesEngine&, ui::Hub& hub) { hub.setFocused(hub.count() - 1); }},
    {"flow_quotes",
     ui::makeFlowView,
     {760, 220},
     [](ui::View&, uitest::PanesEngine&, ui::Hub& hub) { hub.setFocused(hub.count() - 1); }},
    {"flow_hover",
     ui::makeFlowView,
     {1200, 400},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         moveOver(dynamic_cast<ui::FlowView&>(view).scores().viewport(), {500, 40});
     }},
    {"streams",
     ui::makeFeedsView,
     {800, 250},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         dynamic_cast<ui::FeedsView&>(view).showPage(ui::FeedsView::Page::Streams);
     }},
    {"gaps",
     ui::makeFeedsView,
     {800, 250},
     [](ui::View& view, uitest::PanesEngine&, ui::Hub&) {
         dynamic_cast<ui::FeedsView&>(view).showPage(ui::FeedsView::Page::Gaps);
     }},
    {"feeds_down",
     ui::makeFeedsView,
     {800, 250},
     [](ui::View&, uitest::PanesEngine& engine, ui::Hub& hub) {
         engine.setFeedState(0, FeedState::Down, Code::Connect, "connection refused");
         hub.pull();
     }},
    {"chart_stale",
     ui::makeChartView,
     {760, 380},
     [](ui::View&, uitest::PanesEngine& engine, ui::Hub& hub) {
         engine.setIdle(true);
         engine.advance(14 * kNsPerSec);
         hub.pull();
         engine.setIdle(false);
     }},
};

}  // namespace

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setStyle(QStringLiteral("Fusion"));
    if (argc < 2) {
        std::fprintf(stderr, "usage: panes_gallery DIR [filter]\n");
        return 2;
    }
    const QDir dir(QString::fromLocal8Bit(argv[1]));
    const QString filter = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    if (!dir.mkpath(QStringLiteral("."))) return 1;
    uitest::PanesEngine engine(7);
    engine.fillHistory(100);
    uitest::addRuns(engine, QStringLiteral(BW_SOURCE_DIR));
    ui::Hub hub(engine);
    drain(hub);
    engine.addGap(0, StreamKind::Trade, GapCause::Disconnect, GapClose::Unfillable, 40 * kNsPerMin, 6 * kNsPerMin);
    engine.addGap(0, StreamKind::Trade, GapCause::Sequence, GapClose::Filled, 62 * kNsPerMin, 3 * kNsPerMin);
    engine.addGap(0, StreamKind::Trade, GapCause::Sequence, GapClose::Unfillable, 100 * kNsPerSec, 12 * kNsPerSec);
    drain(hub);
    ui::Theme theme;
    bool ok = true;
    for (const ui::ThemeBase base : {ui::ThemeBase::Dark, ui::ThemeBase::Light}) {
        theme.set(base, ui::MarketPalette::Intl);
        QApplication::setPalette(theme.palette());
        for (const Shot& shot : kShots) {
            const QString name = QLatin1String(shot.name) +
                                 (base == ui::ThemeBase::Dark ? QLatin1String("_dark") : QLatin1String("_light"));
            if (!filter.isEmpty() && !name.contains(filter)) continue;
            ok = shoot(engine, hub, theme, shot, dir.filePath(name + QLatin1String(".png"))) && ok;
        }
    }
    return ok ? 0 : 1;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// gallery DIR [FILTER]: pictures of the window over the random-walk engine: sizes × languages × themes × states. For
// people to look at; the geometry tests check what can be checked.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QPushButton>
#include <QTimer>
#include <cstdio>

#include "tests/ui/fake_desk.h"
#include "tests/ui/fake_engine.h"
#include "tests/ui/fake_runs.h"
#include "ui/first_run/first_run_page.h"
#include "ui/main_window/banner.h"
#include "ui/main_window/frame_loop.h"
#include "ui/main_window/main_window.h"
#include "ui/main_window/top_bar.h"
#include "ui/panes/chart/chart_view.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/positions/positions_view.h"
#include "ui/panes/risk/reset_dialog.h"
#include "ui/panes/risk/risk_pane.h"

namespace {

using namespace bw;

struct Scene {
    const char* name;
    QSize size;
    const char* language;
    ui::ThemeBase base;
    enum class State { Active, Halted, FirstRun, Troubled, Replay, Tabs, Reset, Empty, Menu, Signals, Scoreboard,
        Evaluation, Flow, Trading, TradingHalted, Limits, Routes, Orders, Positions, Alerts, Drill, Arm, Flatten } state;
    int font_scale_pct = 100;
};

constexpr auto kDark = ui::ThemeBase::Dark;
constexpr auto kLight = ui::ThemeBase::Light;
const QSize kSmall(1280, 720), kLarge(1920, 1080);

const Scene kScenes[] = {
    {"active_en_dark_1920", kLarge, "en", kDark, Scene::State::Active},
    {"active_zh_dark_1920", kLarge, "zh_CN", kDark, Scene::State::Active},
    {"active_en_light_1920", kLarge, "en", kLight, Scene::State::Active},
    {"active_en_dark_1280", kSmall, "en", kDark, Scene::State::Active},
    {"active_zh_light_1280", kSmall, "zh_CN", kLight, Scene::State::Active},
    {"halted_en_dark_1920", kLarge, "en", kDark, Scene::State::Halted},
    {"halted_zh_light_1280", kSmall, "zh_CN", kLight, Scene::State::Halted},
    {"troubled_en_dark_1280", kSmall, "en", kDark, Scene::State::Troubled},
    {"troubled_zh_dark_1920", kLarge, "zh_CN", kDark, Scene::State::Troubled},
    {"first_run_en_dark_1280", kSmall, "en", kDark, Scene::State::FirstRun},
    {"first_run_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::FirstRun},
    {"replay_en_light_1280", kSmall, "en", kLight, Scene::State::Replay},
    {"latency_en_dark_1280", kSmall, "en", kDark, Scene::State::Tabs},
    {"log_zh_dark_1920", kLarge, "zh_CN", kDark, Scene::State::Tabs},
    {"reset_en_dark_1280", kSmall, "en", kDark, Scene::State::Reset},
    {"empty_en_dark_1280", kSmall, "en", kDark, Scene::State::Empty},
    {"signals_en_dark_1920", kLarge, "en", kDark, Scene::State::Signals},
    {"signals_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::Signals},
    {"signals_en_light_1280", kSmall, "en", kLight, Scene::State::Signals},
    {"signals_zh_dark_1280", kSmall, "zh_CN", kDark, Scene::State::Signals},
    {"scoreboard_en_dark_1280", kSmall, "en", kDark, Scene::State::Scoreboard},
    {"scoreboard_zh_dark_1920", kLarge, "zh_CN", kDark, Scene::State::Scoreboard},
    {"evaluation_en_dark_1920", kLarge, "en", kDark, Scene::State::Evaluation},
    {"evaluation_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::Evaluation},
    {"evaluation_en_light_1280", kSmall, "en", kLight, Scene::State::Evaluation},
    {"evaluation_zh_dark_1280", kSmall, "zh_CN", kDark, Scene::State::Evaluation},
    {"flow_en_dark_1280", kSmall, "en", kDark, Scene::State::Flow},
    {"flow_zh_light_1280", kSmall, "zh_CN", kLight, Scene::State::Flow},
    {"menu_zh_dark_1280", kSmall, "zh_CN", kDark, Scene::State::Menu},
    {"trading_en_dark_1920", kLarge, "en", kDark, Scene::State::Trading},
    {"trading_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::Trading},
    {"trading_en_light_1280", kSmall, "en", kLight, Scene::State::Trading},
    {"trading_zh_dark_1280", kSmall, "zh_CN", kDark, Scene::State::Trading},
    {"halted_routes_en_dark_1280", kSmall, "en", kDark, Scene::State::TradingHalted},
    {"halted_routes_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::TradingHalted},
    {"limits_en_dark_1280", kSmall, "en", kDark, Scene::State::Limits},
    {"limits_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::Limits},
    {"routes_en_light_1280", kSmall, "en", kLight, Scene::State::Routes},
    {"routes_zh_dark_1920", kLarge, "zh_CN", kDark, Scene::State::Routes},
    {"orders_en_dark_1280", kSmall, "en", kDark, Scene::State::Orders},
    {"orders_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::Orders},
    {"positions_en_light_1280", kSmall, "en", kLight, Scene::State::Positions},
    {"positions_zh_dark_1920", kLarge, "zh_CN", kDark, Scene::State::Positions},
    {"alerts_en_light_1280", kSmall, "en", kLight, Scene::State::Alerts},
    {"alerts_zh_dark_1920", kLarge, "zh_CN", kDark, Scene::State::Alerts},
    {"drill_en_dark_1280", kSmall, "en", kDark, Scene::State::Drill},
    {"drill_zh_light_1920", kLarge, "zh_CN", kLight, Scene::State::Drill},
    {"arm_en_dark_1280", kSmall, "en", kDark, Scene::State::Arm},
    {"flatten_zh_light_1280", kSmall, "zh_CN", kLight, Scene::State::Flatten},
    {"active_en_dark_1920_150", kLarge, "en", kDark, Scene::State::Active, 150},
};

void spin(uitest::FakeEngine& engine, int ms) {
    QElapsedTimer clock;
    clock.start();
    qint64 before = 0;
    while (clock.elapsed() < ms) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
        const qint64 now = clock.nsecsElapsed();
        engine.advance(now - before);
        before = now;
    }
}

/// The desk at work, in the layout and on the page of the scene; returns what to take a picture of.
QWidget* prepareDesk(const Scene& scene, uitest::FakeEngine& engine, ui::MainWindow& window) {
    using State = Scene::State;
    const bool trading = scene.state == State::Trading || scene.state == State::TradingHalted;
    api::TradeView desk = uitest::busyDesk(engine.wallNow());
    if (scene.state == State::Arm) desk.mode = ExecutionMode::Live;
    engine.publishTrade(desk);
    engine.publishAlerts(uitest::someAlerts(engine.wallNow()));
    engine.drill_status = uitest::someDrills(engine.wallNow());
    engine.drill_status.overdue = scene.state != State::Trading;
    ++engine.drill_version;
    if (trading) window.tradingLayout();
    if (scene.state == State::TradingHalted) uitest::haltWithRoutes(engine);
    auto* risk = dynamic_cast<ui::RiskPane*>(window.view(QStringLiteral("risk")));
    spin(engine, 300);
    if (scene.state == State::Limits) risk->showPage(ui::RiskPane::Page::Limits);
    if (scene.state == State::Routes || scene.state == State::Arm) risk->showPage(ui::RiskPane::Page::Routes);
    for (const auto& [state, id] : {std::pair{State::Orders, "orders"}, std::pair{State::Positions, "positions"},
                                    std::pair{State::Alerts, "alerts"}, std::pair{State::Drill, "drill"},
                                    std::pair{State::Flatten, "positions"}})
        if (scene.state == state) window.reveal(QString::fromLatin1(id));
    spin(engine, 300);
    if (scene.state == State::Arm) {
        risk->routes().select(QStringLiteral("mt5.demo"));
        risk->findChild<QPushButton*>(QStringLiteral("risk_arm"))->click();
    }
    if (scene.state == State::Flatten) {
        auto* positions = dynamic_cast<ui::PositionsView*>(window.view(QStringLiteral("positions")));
        positions->page().table().selectRow(0);
        positions->findChild<QPushButton*>(QStringLiteral("positions_flatten"))->click();
    }
    spin(engine, 200);
    if (auto* dialog = window.findChild<ui::CommandDialog*>()) return dialog;
    return &window;
}

bool shoot(const Scene& scene, ui::Look& look, const QDir& out) {
    uitest::FakeEngine engine(7);
    if (scene.state != Scene::State::FirstRun && scene.state != Scene::State::Empty) engine.fillHistory(90);
    engine.run.first_run = scene.state == Scene::State::FirstRun;
    if (scene.state == Scene::State::Replay) engine.run.mode = RunMode::Replay;
    if (scene.state == Scene::State::Empty) engine.setIdle(true);
    if (scene.state == Scene::State::Evaluation) uitest::addRuns(engine, QStringLiteral(BW_SOURCE_DIR));
    look.language.set(QString::fromLatin1(scene.language));
    look.theme.set(scene.base, scene.language[0] == 'z' ? ui::MarketPalette::Cn : ui::MarketPalette::Intl);
    look.theme.setFontScalePct(scene.font_scale_pct);
    ui::WindowOptions options;
    options.load_layout = false;
    ui::MainWindow window(engine, look, options);
    window.resize(scene.size);
    window.show();
    spin(engine, 300);
    window.resetLayout();
    spin(engine, 2'500);
    QWidget* shown = &window;
    switch (scene.state) {
        case Scene::State::Halted:
            engine.kill("button", "kill button");
            break;
        case Scene::State::Troubled:
            engine.openGap(1, GapCause::Sequence);
            engine.setFeedState(1, FeedState::Down, Code::Connect, "127.0.0.1:41234");
            engine.setRecording(false, Code::DiskFull);
            break;
        case Scene::State::Tabs:
            window.reveal(scene.language[0] == 'z' ? QStringLiteral("log") : QStringLiteral("latency"));
            break;
        case Scene::State::Signals:
            // A second of bars each: marks stand apart. The newest signal is chosen, its pivots are shown in hindsight.
            if (auto* chart = dynamic_cast<ui::ChartView*>(window.view(QStringLiteral("chart")))) {
                chart->setPeriod(1);
                chart->canvas().setHindsight(true);
                if (const ui::SignalRow* row = window.hub().signalLog().newestEvent())
                    window.hub().chooseSignal(row->serial);
            }
            if (scene.size == kSmall && scene.base == kLight) window.reveal(QStringLiteral("signal_detail"));
            break;
        case Scene::State::Scoreboard:
            window.reveal(QStringLiteral("scoreboard"));
            break;
        case Scene::State::Evaluation:
            window.reveal(QStringLiteral("evaluation"));
            break;
        case Scene::State::Flow:
            window.reveal(QStringLiteral("flow"));
            break;
        case Scene::State::Reset:
            engine.kill("button", "kill button");
            spin(engine, 400);
            window.openReset();
            spin(engine, 100);
            if (auto* dialog = window.findChild<ui::ResetDialog*>()) shown = dialog;
            break;
        case Scene::State::Menu:
            QMetaObject::invokeMethod(window.topBar().menuButton(), "click");
            spin(engine, 200);
            if (QWidget* menu = QApplication::activePopupWidget()) shown = menu;
            break;
        case Scene::State::Trading:
        case Scene::State::TradingHalted:
        case Scene::State::Limits:
        case Scene::State::Routes:
        case Scene::State::Orders:
        case Scene::State::Positions:
        case Scene::State::Alerts:
        case Scene::State::Drill:
        case Scene::State::Arm:
        case Scene::State::Flatten:
            shown = prepareDesk(scene, engine, window);
            break;
        default:
            break;
    }
    spin(engine, 1'500);
    const QString file = out.filePath(QLatin1StringView(scene.name) + QStringLiteral(".png"));
    const bool saved = shown->grab().save(file);
    std::printf("%s %s\n", saved ? "ok  " : "FAIL", qPrintable(file));
    const auto& stats = window.frameStats();
    std::printf("     frames %llu, work p99 %.2f ms, interval p99 %.2f ms, receive to paint p50 %.2f ms\n",
                static_cast<unsigned long long>(stats.frames), static_cast<double>(stats.work.quantile(0.99)) / 1e6,
                static_cast<double>(stats.interval.quantile(0.99)) / 1e6,
                static_cast<double>(stats.receive_to_paint.quantile(0.5)) / 1e6);
    return saved;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs("usage: gallery DIR [FILTER]\n", stderr);
        return 2;
    }
    const QDir out(arguments.at(1));
    if (!out.mkpath(QStringLiteral("."))) return 1;
    ui::Look look(application);
    // What packages install beside the SVG.
    bool well = true;
    for (const int side : {16, 32, 48, 64, 128, 256})
        well =
            QApplication::windowIcon().pixmap(side).save(out.filePath(QStringLiteral("icon-%1.png").arg(side))) && well;
    for (const Scene& scene : kScenes)
        if (arguments.size() < 3 || QLatin1StringView(scene.name).contains(arguments.at(2)))
            well = shoot(scene, look, out) && well;
    return well ? 0 : 1;
}

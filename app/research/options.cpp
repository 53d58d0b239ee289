// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/research/options.h"

#include "core/feed/formats/frame_reader.h"

namespace bw::app {
namespace {

void input(CLI::App& c, ResearchInput& in) {
    std::string formats = "journal";
    for (const std::string_view name : feed::fileFormats()) formats.append(", ").append(name);
    c.add_option("PATH", in.paths, "Recordings: files, folders of them, or the folder of a journal");
    c.add_option("--format", in.format, "One of: " + formats + ", or a generated market: sim:noise, sim:planted, sim:planted_inverse, sim:momentum")
        ->type_name("X");
    c.add_option("--venue", in.venue, "Where the file does not say: binance.spot, binance.usdm, binance.coinm, okx, deribit, mt5")->type_name("V");
    c.add_option("--symbol", in.symbol, "Symbol, where the file does not say or holds several")->type_name("S");
    c.add_option("--sampling", in.sampling, "tick, 1s, 5s, time:MS or volume:QTY (default: the first of signals.samplings)")->type_name("M");
    c.add_option("--params", in.params, "Parameters: best_global.yaml, best_by_bucket.yaml or a list of rules (default: the active ones)")->type_name("F");
    c.add_option("--session", in.session, "Journal: which session, from 1 (default: the newest)")->type_name("N");
    c.add_option("--seed", in.seed, "Of permutations, bootstraps and generated markets")->capture_default_str();
    c.add_option("--samples", in.sim_samples, "Length of a generated market")->capture_default_str();
    c.add_option("--config", in.common.config_path, "Configuration file, or folder with system.yaml")->type_name("F");
    c.add_option("--set", in.common.sets, "One setting, e.g. --set divergence.swing_L=8 (repeatable)")->type_name("a.b=c")->take_all()->expected(1);
}

void out(CLI::App& c, std::string& dir) {
    c.add_option("--out", dir, "Folder of the results (default: <data_dir>/research/<kind>-<time>, where the workstation finds them)")->type_name("DIR");
}

}  // namespace

ResearchCommands::ResearchCommands(CLI::App& cli) {
    m_evaluate = cli.add_subcommand("evaluate", "How good the signals were on a recording: accuracy, intervals, tests, costs");
    m_evaluate->footer("Examples: bellwether evaluate --format trades-csv --venue binance.spot --symbol BTCUSDT --out ./eval trades.csv.gz\n"
                       "          bellwether evaluate --format sim:planted --samples 200000\n"
                       "          bellwether evaluate --verify-ledger ledger.jsonl\n"
                       "It replays the recording through the live engine and judges what that emitted. Writes report.json, report.html,\n"
                       "events.csv. Exit 3: --require significant and nothing is, or the ledger's chain is broken.");
    input(*m_evaluate, evaluate.input);
    m_evaluate->add_option("--horizons", evaluate.horizons, "Samples ahead (default 10,20)")->delimiter(',')->type_name("N,…");
    m_evaluate->add_option("--seconds", evaluate.seconds, "Seconds ahead, besides")->delimiter(',')->type_name("N,…");
    auto* cost = m_evaluate->add_option("--cost-bps", evaluate.cost_bps, "Fee of one side in bps (default: evaluate.cost_bps)")->type_name("C");
    m_evaluate->add_option("--fee-tier", evaluate.fee_tier, "TL, TM or TH: 2, 4 or 6 bps a side")->check(CLI::IsMember({"TL", "TM", "TH"}))->excludes(cost);
    m_evaluate->add_option("--require", evaluate.require, "significant: exit 3 when no horizon is")->check(CLI::IsMember({"significant"}));
    m_evaluate->add_option("--verify-ledger", evaluate.verify_ledger, "Only check the hash chain of a ledger")->type_name("F");
    out(*m_evaluate, evaluate.out);

    m_tune = cli.add_subcommand("tune", "Try 27 settings in 12 buckets and say which, if any, are better than chance");
    m_tune->footer("Example: bellwether tune --format trades-csv --venue binance.spot --symbol BTCUSDT --out ./tuning trades.csv.gz\n"
                   "An interrupted run goes on where it was when it is started again with the same --out.");
    input(*m_tune, tune.input);
    m_tune->add_option("--grid", tune.grid, "Grid in YAML: swing_L, z_hi, z_mid, each a list (default: 8,13,21 x 1.2,1.6,2.0 x 0.4,0.6,0.8)")->type_name("F");
    m_tune->add_option("--threads", tune.threads, "Worker threads (default: one a core)")->type_name("N");
    out(*m_tune, tune.out);

    m_calibrate = cli.add_subcommand("calibrate", "Turn scores into probabilities, if the recording shows that they mean something");
    m_calibrate->footer("Example: bellwether calibrate --format sim:planted --samples 400000 --out ./calibration\n"
                        "Exit 3: nothing could be published; the file says why.");
    input(*m_calibrate, calibrate.input);
    out(*m_calibrate, calibrate.out);

    m_backtest = cli.add_subcommand("backtest", "Trade the signals, or a reference, over a recording, with costs");
    m_backtest->footer("Examples: bellwether backtest --format ts-json --venue binance.usdm --strategy divergence_follow usdm.gz\n"
                       "          bellwether backtest --format klines-csv --venue binance.spot --symbol SPY --strategy ma_cross --sessions daily.csv");
    input(*m_backtest, backtest.input);
    m_backtest->add_option("--strategy", backtest.strategy, "What to trade")
        ->check(CLI::IsMember({"divergence_follow", "divergence_fade", "ma_cross", "buy_hold", "random_entry"}))
        ->capture_default_str();
    m_backtest->add_option("--trials", backtest.trials, "How many settings were tried; the expected best of that many by luck is printed beside the Sharpe ratio")->capture_default_str();
    m_backtest->add_flag("--sessions", backtest.sessions, "The market has hours: closed days are no missing bars, a year has 252 sessions");
    out(*m_backtest, backtest.out);
}

int ResearchCommands::run() const {
    if (m_evaluate->parsed()) return evaluateCommand(evaluate);
    if (m_tune->parsed()) return tuneCommand(tune);
    if (m_calibrate->parsed()) return calibrateCommand(calibrate);
    if (m_backtest->parsed()) return backtestCommand(backtest);
    return -1;
}

}  // namespace bw::app

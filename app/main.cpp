// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <cstdio>

#include "app/cli.h"
#include "app/research/options.h"
#include "app/version.h"
#include "core/feed/formats/frame_reader.h"
#include "core/feed/order_sim/sim_options.h"
#include "core/feed/sim/sim_command.h"
#include "core/feed/transport/listen.h"

namespace {

using namespace bw;

void common(CLI::App& app, app::CommonOptions& options) {
    app.add_option("--config", options.config_path, "Configuration file, or folder with system.yaml")->type_name("F");
    app.add_option("--set", options.sets, "One setting, e.g. --set feeds.demo_seed=7 (repeatable)")
        ->type_name("a.b=c")
        ->take_all()
        ->expected(1);
}

void recording(CLI::App& command, std::string& format, std::string& venue, std::string& symbol, bool journal) {
    std::string formats = journal ? "journal" : "";
    for (const std::string_view name : feed::fileFormats()) formats.append(formats.empty() ? "" : ", ").append(name);
    command.add_option("--format", format, "One of: " + formats)->type_name("X");
    command.add_option("--venue", venue, "Where the file does not say: binance.spot, binance.usdm, binance.coinm, okx, deribit, mt5")->type_name("V");
    command.add_option("--symbol", symbol, "Symbol, where the file does not say; of a folder: only the files whose name holds it")->type_name("S");
}

struct Options {
    app::RunOptions run;
    app::ReplayCommandOptions replay;
    app::ImportCommandOptions import;
    app::KillCommandOptions kill;
    app::CommonOptions check_config;
    app::DrillCommandOptions drill;
    sim::SimCommandOptions sim;
    feed::ListenOptions listen;
    std::string listen_host;
    int listen_port = 0;
};

CLI::App* addReplay(CLI::App& cli, Options& o) {
    CLI::App* c = cli.add_subcommand("replay", "Run a recording through the engine");
    c->footer("Examples: bellwether replay --format ts-json --venue binance.usdm --report report.json usdm.gz\n"
              "          bellwether replay --format trades-csv --venue binance.usdm --symbol LTCUSDT ./trades\n"
              "Formats: ts-json `<local time> {json}` and sec-json `<seconds>: {json}` a line; trades-csv, ticks-csv and\n"
              "klines-csv by column names (time, price, qty, side, id; time, bid, ask; open_time, open, high, low, close …);\n"
              "mt5-csv as MetaTrader exports ticks. Each may be packed with gzip or zstd, or alone in a zip archive.");
    c->add_option("PATH", o.replay.paths, "Files, folders of them, or the folder of a journal")->required();
    recording(*c, o.replay.format, o.replay.venue, o.replay.symbol, true);
    c->add_option("--speed", o.replay.speed, "Times real time, or max (the default)")->type_name("N|max");
    c->add_option("--report", o.replay.report, "Write the report as JSON; - is standard output")->type_name("F.json");
    c->add_option("--ledger", o.replay.ledger, "Write the ledger")->type_name("F");
    c->add_option("--klines-out", o.replay.klines_out, "Write the one-minute bars as CSV")->type_name("F.csv");
    c->add_option("--exponents", o.replay.exponents, "Decimals of price and quantity, e.g. 2,5 (default 8,8)")->type_name("P,Q");
    c->add_option("--session", o.replay.session, "Journal: which session, from 1 (default: the newest)")->type_name("N");
    auto* gui = c->add_flag("--gui", o.replay.gui, "Show it in the workstation");
    for (const char* name : {"--report", "--ledger", "--klines-out", "--exponents", "--session"}) gui->excludes(name);
    common(*c, o.replay.common);
    return c;
}

CLI::App* addImport(CLI::App& cli, Options& o) {
    CLI::App* c = cli.add_subcommand("import", "Turn foreign recordings into a journal");
    c->footer("Example: bellwether import --format ts-json --venue binance.spot --out ./btc spot.gz");
    c->add_option("PATH", o.import.paths, "Files, or folders of them; what DIR already holds is left out")->required();
    recording(*c, o.import.format, o.import.venue, o.import.symbol, false);
    c->get_option("--format")->required();
    c->add_option("--out", o.import.out, "Folder; the journal goes to DIR/journal")->required()->type_name("DIR");
    return c;
}

CLI::App* addCheckConfig(CLI::App& cli, Options& o) {
    CLI::App* c = cli.add_subcommand("check-config", "Tell everything that is wrong with the configuration: exit 0 nothing, 3 problems");
    c->footer("Examples: bellwether check-config --config ./system.yaml\n          RISK_MAX_DAILY_LOSS=-100 bellwether check-config");
    common(*c, o.check_config);
    return c;
}

CLI::App* addKill(CLI::App& cli, Options& o) {
    CLI::App* c = cli.add_subcommand("kill", "Engage, show or reset the kill latch");
    c->footer("Examples: bellwether kill --reason \"wrong prices\"\n          bellwether kill --status\n          bellwether kill --set-key, then bellwether kill --reset");
    c->add_option("--reason", o.kill.reason, "Why; stands in the audit")->type_name("R");
    auto* status = c->add_flag("--status", o.kill.status, "Show the state: exit 0 ACTIVE, 3 REDUCING or HALTED");
    auto* reset = c->add_flag("--reset", o.kill.reset, "Go back to ACTIVE: asks for a typed text, a reason and the reset key");
    auto* key = c->add_flag("--set-key", o.kill.set_key, "Set or change the reset key");
    status->excludes(reset)->excludes(key);
    reset->excludes(key);
    c->add_flag("--verify", o.kill.verify, "With --status: check the audit chains, exit 3 on a break");
    c->add_flag("--json", o.kill.json, "With --status: as JSON");
    c->add_option("--scope", o.kill.scope, "Halt, or with --reset free, one part: venue:KEY, instrument:KEY or source:KEY")->type_name("KIND:KEY");
    c->add_flag("--reducing", o.kill.reducing, "REDUCING instead of HALTED; with --reset: instead of ACTIVE");
    c->add_option("--waive", o.kill.waive, "With --reset: a route that need not be verified; may be repeated")->type_name("ROUTE");
    c->add_flag("--all", o.kill.all, "With --reset: every engine on the same lock directory; the key is asked once")->needs(reset);
    c->add_flag("--guard", o.kill.guard, "Stay, and stop when the engine dies or hangs while it is armed (risk.guard.enabled)")->excludes(status)->excludes(reset)->excludes(key);
    c->add_flag("--acknowledge-audit", o.kill.acknowledge_audit, "AUDIT_MISMATCH was looked at: live execution may be armed again");
    c->add_option("--key-file", o.kill.key_file, "Read the key from a file of mode 0600 instead of the terminal")->type_name("F");
    c->add_option("--old-key-file", o.kill.old_key_file, "With --set-key: the key in force")->type_name("F");
    common(*c, o.kill.common);
    return c;
}

CLI::App* addDrill(CLI::App& cli, Options& o) {
    CLI::App* c = cli.add_subcommand("drill", "Measure the kill latch on a gateway of its own: never the real one");
    c->footer("Example: bellwether drill --rounds 20 --orders 50 --report drill.json\n"
              "Exit 0 when every stop was in time, verified, and let no order out; 3 when one was not.");
    c->add_option("--rounds", o.drill.rounds, "Stops, one after the other")->type_name("N")->check(CLI::Range(1, 10'000))->capture_default_str();
    c->add_option("--orders", o.drill.orders, "Orders that work at the gateway when it is stopped")->type_name("N")->check(CLI::Range(1, 1'000))->capture_default_str();
    c->add_option("--load-msgs-per-s", o.drill.load_msgs_per_s, "Market messages a second beside it (default 10000)")
        ->type_name("N")
        ->check(CLI::Range(1.0, 10'000'000.0));
    c->add_option("--report", o.drill.report, "Write the report as JSON; - is standard output")->type_name("F.json");
    common(*c, o.drill.common);
    return c;
}

CLI::App* addSim(CLI::App& cli, Options& o) {
    CLI::App* c = cli.add_subcommand("sim", "The demo market on its own: Binance-format and MT5 servers on loopback");
    c->footer("Examples: bellwether sim --seed 7\n          bellwether sim --fast --seconds 3600 --out ./market\n"
              "          bellwether sim --fault drop=0.5%,stall=5s --control 127.0.0.1:9082\n"
              "          curl -d '{kind: disconnect, code: rst}' http://127.0.0.1:9082/fault\n"
              "          bellwether sim --orders --mood slow,silent=0.1");
    c->add_option("--seed", o.sim.seed, "Same seed, same market");
    c->add_option("--rate", o.sim.rate, "Multiplies arrivals");
    c->add_option("--ws", o.sim.ws, "WebSocket server")->type_name("HOST:PORT")->capture_default_str();
    c->add_option("--rest", o.sim.rest, "REST server")->type_name("HOST:PORT")->capture_default_str();
    c->add_option("--ticks", o.sim.ticks, "MT5 publisher")->type_name("tcp://…")->capture_default_str();
    c->add_option("--dialect", o.sim.dialect, "MT5 dialect: v6, t1, t2, t3, t4, mix")->capture_default_str();
    auto* orders = c->add_flag("--orders", o.sim.is_orders,
                               "An order gateway instead of the market; --dialect is then p0, p1, p2, p3 or v6");
    c->add_option("--orders-endpoint", o.sim.orders_endpoint, "Where it listens")->type_name("tcp://…")->capture_default_str()->needs(orders);
    c->add_option("--key-file", o.sim.key_file, "Its v6 key: the first line of F (default: bellwether-simulator)")->type_name("F")->needs(orders);
    c->add_option("--mood", o.sim.mood, "How it misbehaves: mood[=share], comma separated: " + sim::moodNames())->type_name("LIST")->needs(orders);
    c->add_option("--truth", o.sim.truth, "Write what was planted")->type_name("F");
    c->add_option("--fault", o.sim.fault, "Faults: kind[=rate%|=seconds], comma separated: " + sim::faultNames())->type_name("LIST");
    c->add_option("--faults", o.sim.faults_path, "Faults from a plan in YAML")->type_name("F.yaml");
    c->add_option("--fault-log", o.sim.fault_log, "Write each injected fault (faults.jsonl)")->type_name("F");
    c->add_option("--control", o.sim.control, "Take faults while it runs: POST /fault")->type_name("HOST:PORT");
    c->add_flag("--fast", o.sim.is_fast, "Write the stream to files without waiting");
    c->add_option("--seconds", o.sim.seconds, "How long");
    c->add_option("--out", o.sim.out, "With --fast: folder")->type_name("DIR");
    return c;
}

CLI::App* addListen(CLI::App& cli, Options& o) {
    CLI::App* c = cli.add_subcommand("listen", "What a ZeroMQ publisher is sending, and in which dialect");
    c->footer("Example: bellwether listen --endpoint tcp://192.168.1.20:5556 --count 100");
    c->add_option("--endpoint", o.listen.endpoint, "Publisher")->type_name("tcp://…");
    c->add_option("--host", o.listen_host, "Host, instead of --endpoint");
    c->add_option("--port", o.listen_port, "Port, with --host (default 5556)");
    c->add_option("--timeout", o.listen.timeout_s, "Seconds to listen in all")->capture_default_str();
    c->add_option("--count", o.listen.count, "Stop after so many messages");
    c->add_flag("--json", o.listen.json, "Summary as JSON");
    return c;
}

}  // namespace

int main(int argc, char** argv) {
    Options o;
    CLI::App cli{"Bellwether watches markets: verified books, order flow, latency and risk.", "bellwether"};
    cli.footer("Without a command: the workstation; the first run opens on the built-in demo market.\n"
               "Example: bellwether --headless --set feeds.binance.usdm.symbols=[BTCUSDT]");
    cli.set_version_flag("--version", app::kVersionLine);
    cli.add_flag("--headless", o.run.headless, "The engine only: same configuration, same ledger");
    cli.add_option("--run-seconds", o.run.run_seconds, "Headless: stop after this time")->type_name("N");
    cli.add_option("--demo-fault", o.run.demo_fault,
                   "Run the demo market with faults, to see them found: kind[=rate%|=seconds], comma separated.\n"
                   "Kinds: " + sim::faultNames() + ".\nExample: --demo-fault drop=0.5%,swap,stall=5s,disconnect=30s,corrupt")
        ->type_name("LIST");
    cli.add_option("--frame-stats", o.run.frame_stats, "Workstation: write frame times as JSON at the end")->type_name("F.json");
    common(cli, o.run.common);
    cli.require_subcommand(0, 1);
    const CLI::App* replay = addReplay(cli, o);
    const CLI::App* import = addImport(cli, o);
    const CLI::App* kill = addKill(cli, o);
    const CLI::App* check_config = addCheckConfig(cli, o);
    const CLI::App* drill = addDrill(cli, o);
    const CLI::App* sim = addSim(cli, o);
    const CLI::App* listen = addListen(cli, o);
    const app::ResearchCommands research(cli);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        if (problem.get_exit_code() == 0) return cli.exit(problem);  // --help, --version
        std::fprintf(stderr, "error: %s (E_ARGS): see `bellwether --help`\n", problem.what());
        return app::kExitArgs;
    }
    if (replay->parsed()) return app::replayCommand(o.replay, argc, argv);
    if (import->parsed()) return app::importCommand(o.import);
    if (const int code = research.run(); code >= 0) return code;
    if (check_config->parsed()) return app::checkConfigCommand(o.check_config);
    if (kill->parsed()) return app::killCommand(o.kill, argc, argv);
    if (drill->parsed()) return app::drillCommand(o.drill, argc, argv);
    if (sim->parsed()) {
        QCoreApplication qt(argc, argv);
        return sim::runSimCommand(o.sim);
    }
    if (listen->parsed()) {
        if (!o.listen_host.empty())
            o.listen.endpoint = "tcp://" + o.listen_host + ":" + std::to_string(o.listen_port == 0 ? 5556 : o.listen_port);
        const int code = feed::runListen(o.listen);
        if (code == app::kExitFailed)
            return app::printError({Code::GatewayAbsent, "listen", "no tick came; start the gateway, or give its --endpoint"});
        return code;
    }
    return app::runCommand(o.run, argc, argv);
}

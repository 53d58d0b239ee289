// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/sim_command.h"

#include <QCoreApplication>
#include <QTimer>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <optional>

#include "core/feed/sim/fast_output.h"
#include "core/feed/sim/fault_plan.h"
#include "core/feed/sim/order_command.h"

namespace bw::sim {
namespace {

volatile std::sig_atomic_t g_stop = 0;
extern "C" void onStopSignal(int) {
    g_stop = 1;
}

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

std::optional<Address> addressOf(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    Address address{text.substr(0, colon), 0};
    const char* end = text.data() + text.size();
    const auto [ptr, error] = std::from_chars(text.data() + colon + 1, end, address.port);
    if (error != std::errc{} || ptr != end) return std::nullopt;
    return address;
}

int fail(const Error& error) {
    std::fprintf(stderr, "error: %.*s (%.*s): %s\n", static_cast<int>(error.where.size()), error.where.data(),
                 static_cast<int>(codeName(error.code).size()), codeName(error.code).data(), error.detail.c_str());
    return error.code == Code::FileOpen || error.code == Code::PortInUse || error.code == Code::Connect ||
                   error.code == Code::FileWrite || error.code == Code::DirUnusable
               ? 1
               : 2;  // what was typed, or stands in the plan
}

Result<std::vector<Fault>> faultsOf(const SimCommandOptions& options) {
    std::vector<Fault> all;
    if (!options.fault.empty()) {
        Result<std::vector<Fault>> list = parseFaultList(options.fault);
        if (!list) return list.error();
        all = std::move(*list);
    }
    if (options.faults_path.empty()) return all;
    Result<std::vector<Fault>> plan = readFaultPlan(options.faults_path);
    if (!plan) return plan.error();
    all.insert(all.end(), plan->begin(), plan->end());
    return all;
}

int runFast(const SimCommandOptions& options, Dialect dialect, std::vector<Fault> faults) {
    if (options.out.empty() || options.seconds <= 0)
        return fail({Code::Args, "sim.fast", "give --seconds N and --out DIR"});
    FastOptions fast;
    fast.seed = options.seed;
    fast.rate = options.rate;
    fast.dialect = dialect;
    fast.seconds = options.seconds;
    fast.faults = std::move(faults);
    fast.out_dir = options.out;
    const Result<FastResult> result = writeFast(fast);
    if (!result) return fail(result.error());
    for (const auto& file : result->files) std::printf("%s\n", file.string().c_str());
    std::printf("%llu lines, seed %llu, %lld s\n", static_cast<unsigned long long>(result->lines),
                static_cast<unsigned long long>(options.seed), static_cast<long long>(options.seconds));
    return 0;
}

void printAddresses(const DemoMarket& market) {
    for (const Venue venue : {Venue::Usdm, Venue::Spot})
        std::printf("%s  %s  %s\n", venue == Venue::Usdm ? "usdm " : "spot ", qUtf8Printable(market.wsUrl(venue)),
                    qUtf8Printable(market.restUrl(venue)));
    std::printf("ticks  %s\n", qUtf8Printable(market.tickEndpoint()));
    if (!market.controlUrl().isEmpty()) std::printf("fault  POST %s\n", qUtf8Printable(market.controlUrl()));
    std::printf("Ctrl+C ends it.\n");
    std::fflush(stdout);
}

}  // namespace

int runSimCommand(const SimCommandOptions& options) {
    if (options.is_orders) return runOrderSim(options);
    const std::optional<Dialect> dialect = dialectFromName(options.dialect);
    if (!dialect)
        return fail({Code::Args, "sim.dialect", "\"" + options.dialect + "\": give v6, t1, t2, t3, t4 or mix"});
    if (!(options.rate > 0.0)) return fail({Code::Args, "sim.rate", "the rate must be above 0"});
    Result<std::vector<Fault>> faults = faultsOf(options);
    if (!faults) return fail(faults.error());
    if (options.is_fast) return runFast(options, *dialect, std::move(*faults));

    const std::optional<Address> ws = addressOf(options.ws), rest = addressOf(options.rest);
    const std::optional<Address> control = addressOf(options.control.empty() ? options.rest : options.control);
    if (!ws || !rest || !control || ws->host != rest->host || ws->host != control->host)
        return fail({Code::Args, "sim.address", "give --ws, --rest and --control as HOST:PORT of one host"});
    DemoOptions demo;
    demo.seed = options.seed;
    demo.rate = options.rate;
    demo.dialect = *dialect;
    demo.host = ws->host;
    demo.ws_port = ws->port;
    demo.rest_port = rest->port;
    demo.tick_endpoint = options.ticks;
    demo.faults = std::move(*faults);
    demo.fault_log_path = options.fault_log;
    demo.has_control = !options.control.empty();
    demo.control_port = control->port;
    demo.truth_path = options.truth;
    DemoMarket market(demo);
    if (const Status status = market.start(); !status) return fail(status.error());
    printAddresses(market);

    g_stop = 0;
    std::signal(SIGINT, onStopSignal);
    std::signal(SIGTERM, onStopSignal);
    QTimer poll;  // a signal handler may only set a flag
    QObject::connect(&poll, &QTimer::timeout, QCoreApplication::instance(), [] {
        if (g_stop != 0) QCoreApplication::quit();
    });
    poll.start(100);
    if (options.seconds > 0)
        QTimer::singleShot(std::chrono::seconds(options.seconds), QCoreApplication::instance(),
                           &QCoreApplication::quit);
    const int code = QCoreApplication::exec();
    const DemoStats stats = market.stats();
    market.stop();
    for (const auto& [stream, sent] : stats.sent_by_stream)
        std::printf("%s %llu\n", stream.c_str(), static_cast<unsigned long long>(sent));
    return code;
}

}  // namespace bw::sim

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/sim/order_command.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>

#include "core/feed/order_sim/order_gateway_sim.h"
#include "core/feed/sim/instruments.h"
#include "core/model/fixed.h"

namespace bw::sim {
namespace {

constexpr std::string_view kDefaultKey = "bellwether-simulator";
constexpr int kWaitMs = 20;  // how long a signal may have to wait

volatile std::sig_atomic_t g_stop = 0;
extern "C" void onStop(int) {
    g_stop = 1;
}

int fail(const Error& error) {
    std::fprintf(stderr, "error: %.*s (%.*s): %s\n", static_cast<int>(error.where.size()), error.where.data(),
                 static_cast<int>(codeName(error.code).size()), codeName(error.code).data(), error.detail.c_str());
    return error.code == Code::Args ? 2 : 1;
}

Result<OrderSimOptions> orderOptions(const SimCommandOptions& options) {
    OrderSimOptions orders;
    bool known = false;
    for (const bw::Dialect dialect : {bw::Dialect::P0, bw::Dialect::P1, bw::Dialect::P2, bw::Dialect::P3, bw::Dialect::V6}) {
        if (dialectName(dialect) != options.dialect) continue;
        orders.dialect = dialect;
        known = true;
    }
    if (!known) return Error{Code::Args, "sim.dialect", "\"" + options.dialect + "\": give p0, p1, p2, p3 or v6"};
    Result<MoodShares> moods = parseMoods(options.mood);
    if (!moods) return moods.error();
    orders.moods = *moods;
    orders.endpoint = options.orders_endpoint;
    orders.seed = options.seed;
    orders.key = kDefaultKey;
    if (!options.key_file.empty()) {
        std::ifstream file(options.key_file);
        if (!std::getline(file, orders.key) || orders.key.empty())
            return Error{Code::FileOpen, "sim.key", options.key_file + ": the key is its first line"};
    }
    orders.symbols.clear();
    for (const SimInstrument& instrument : instruments()) {
        if (instrument.venue != Venue::Mt5) continue;
        SimSymbol symbol;
        symbol.name = instrument.symbol;
        symbol.bid = formatUnits(instrument.start_units, instrument.price_digits);
        symbol.ask = formatUnits(instrument.start_units + instrument.lot_units * instrument.tick_units, instrument.price_digits);
        if (instrument.base == "XAU") symbol.contract_size = 100;
        orders.symbols.push_back(std::move(symbol));
    }
    return orders;
}

void printStart(const OrderGatewaySim& gateway, const SimCommandOptions& options) {
    std::printf("orders %s  dialect %s, demo account, fills at once at the touch, limits rest\n", gateway.endpoint().c_str(),
                options.dialect.c_str());
    if (options.dialect == "v6")
        std::printf("key    %s\n", options.key_file.empty() ? std::string(kDefaultKey).c_str() : ("from " + options.key_file).c_str());
    std::printf("mood   %s\n", options.mood.empty() ? "good" : options.mood.c_str());
    std::printf("No order leaves this machine. Ctrl+C ends it.\n");
    std::fflush(stdout);
}

}  // namespace

int runOrderSim(const SimCommandOptions& options) {
    Result<OrderSimOptions> orders = orderOptions(options);
    if (!orders) return fail(orders.error());
    const feed::SystemClock clock;
    OrderGatewaySim gateway(std::move(*orders), clock);
    if (const Status status = gateway.start(); !status) return fail(status.error());
    printStart(gateway, options);

    g_stop = 0;
    std::signal(SIGINT, onStop);
    std::signal(SIGTERM, onStop);
    const std::int64_t end_ns = options.seconds > 0 ? clock.mono().ns + options.seconds * kNsPerSec : 0;
    while (g_stop == 0 && (end_ns == 0 || clock.mono().ns < end_ns)) {
        (void)gateway.step();
        (void)gateway.wait(kWaitMs);
    }
    const SimTruth truth = gateway.truth();
    std::size_t executed = 0, working = 0;
    for (const SimAttempt& attempt : truth.attempts) executed += attempt.executed;
    for (const SimOrder& order : truth.orders) working += order.working();
    std::printf("%llu requests, %zu orders received, %zu carried out, %zu cancels, %zu still working, %zu positions\n",
                static_cast<unsigned long long>(truth.requests), truth.attempts.size(), executed, truth.cancels.size(), working,
                truth.positions.size());
    return 0;
}

}  // namespace bw::sim

// SPDX-License-Identifier: GPL-3.0-or-later
// bw_bench [--short | --gate] [--only GROUP] [--out results.json] [--data DIR] [--program P]
// GROUP: replay, gui, pipe, venue, latency, journal, view or signal.
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/bench/rows.h"

int main(int argc, char** argv) {
    using namespace bw::bench;
    bool brief = false, gate = false;
    const std::filesystem::path here = std::filesystem::absolute(argv[0]).parent_path();
    std::string out = BW_SOURCE_DIR "/build/bench/results.json";
    std::string data = BW_SOURCE_DIR "/../shared/data";
    std::string only;
    std::string program = (here / "bellwether").string();
    for (int i = 1; i < argc; ++i) {
        const std::string arg = argv[i];
        if (arg == "--short") brief = true;
        else if (arg == "--gate") gate = true;
        else if (arg == "--only" && i + 1 < argc) only = argv[++i];
        else if (arg == "--out" && i + 1 < argc) out = argv[++i];
        else if (arg == "--data" && i + 1 < argc) data = argv[++i];
        else if (arg == "--program" && i + 1 < argc) program = argv[++i];
        else {
            std::fprintf(stderr, "usage: bw_bench [--short | --gate] [--only GROUP] [--out F.json] [--data DIR] [--program P]\n");
            return 2;
        }
    }
    Inputs in;
    in.usdm = loadTsJson(data + "/binance_raw/usdm_btcusdt_20240808.gz", "binance.usdm");
    in.spot = loadTsJson(data + "/binance_raw/spot_btcusdt_20240808.gz", "binance.spot");
    in.coinm = loadTsJson(data + "/binance_raw/cm_btcusd_perp_20240808.gz", "binance.coinm");
    in.depth20 = syntheticDepth20();
    if (in.recorded()) in.mixed = merge("mixed", {&in.usdm, &in.spot, &in.coinm});
    else std::fprintf(stderr, "no recordings in %s: only the synthetic rows run\n", data.c_str());

    Host host = readHost();
    StealMeter steal;
    std::vector<Row> rows;
    const PairOptions options = brief ? PairOptions{7, 50'000'000} : PairOptions{31, 60'000'000};
    const auto wanted = [&only](std::string_view group) { return only.empty() || only == group; };
    // The rows that run other processes come first, before this thread is pinned.
    if (wanted("replay")) replayRows(program, data, in, rows);
    if (!brief && wanted("gui")) guiRows(program, 25, rows);
    pinToCore(host.cores - 1);
    host.ref_depth20_ns = calibrate(in.depth20);
    if (wanted("pipe")) pipeRows(in, options, host.ref_depth20_ns, rows);
    if (wanted("venue")) venueRows(in, options, host.ref_depth20_ns, rows);
    if (wanted("latency")) latencyRows(in, brief ? 2 : 9, host.ref_depth20_ns, rows);
    if (wanted("journal")) journalRows(in, options, rows);
    if (wanted("view")) viewRows(options, rows);
    if (wanted("signal")) signalRows(options, rows);
    if (wanted("signal")) detectorRows(options, host.ref_depth20_ns, rows);
    if (wanted("signal")) indicatorRows(rows);
    host.steal_pct = steal.share() * 100;
    const bool good = report(host, rows, out);
    return gate && !good ? 3 : 0;
}

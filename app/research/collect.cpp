// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/research/collect.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include "app/engine_config.h"
#include "app/research_runs.h"
#include "core/engine/replay_source.h"
#include "core/engine/signal_files.h"
#include "core/feed/transport/clock.h"
#include "core/model/sha256.h"
#include "core/risk/text.h"
#include "core/signal/eval/sim_series.h"
#include "core/signal/overrides.h"

namespace bw::app {
namespace {

namespace fs = std::filesystem;
using signal::eval::Study;
constexpr std::string_view kSim = "sim:";

/// Fills one study an instrument.
class StudySink final : public engine::EngineSink, private engine::ResearchTap {
public:
    explicit StudySink(const std::string& symbol) : m_symbol(symbol) {}
    void onItem(const api::DisplayItem&) override {}
    void onNotice(api::Notice) override {}
    void onRequest(feed::FeedRequest) override {}
    [[nodiscard]] bool wantsItems() const override { return false; }
    engine::ResearchTap* research() override { return this; }
    std::map<int, Study> studies;

private:
    void onSample(int instrument, int, const signal::Sample& sample) override { studies[instrument].samples.push_back(sample); }
    void onEvent(int instrument, int, const SignalEvent& e) override { signal::eval::StudyRecorder(studies[instrument]).onEvent(e); }
    void onSuppressed(int instrument, int, const SignalEvent& e, Reason why) override {
        signal::eval::StudyRecorder(studies[instrument]).onSuppressed(e, why);
    }
    void onWithheld(int instrument, int, const signal::WithheldPair& pair) override {
        signal::eval::StudyRecorder(studies[instrument]).onWithheld(pair);
    }
    void onControl(int instrument, int, const signal::ControlPair& pair) override {
        signal::eval::StudyRecorder(studies[instrument]).onControl(pair);
    }
    void onQuote(int instrument, std::int64_t t_ns, const Quote& q) override {
        if (!q.has_bid || !q.has_ask) return;
        std::vector<signal::eval::QuotePoint>& quotes = studies[instrument].quotes;
        const std::int64_t bid = q.bid.price.units, ask = q.ask.price.units;
        if (!quotes.empty() && ((quotes.back().bid == bid && quotes.back().ask == ask) || quotes.back().t_ns > t_ns)) return;
        quotes.push_back({t_ns, bid, ask});
    }
    void onTrade(int, std::int64_t, Price, Qty, Side) override {}
    std::string m_symbol;
};

Result<Study> simStudy(const ResearchInput& input, const engine::EngineConfig& config) {
    signal::eval::SimSeries options;
    options.name = input.format.substr(kSim.size());
    options.seed = input.seed;
    options.samples = static_cast<std::size_t>(input.sim_samples);
    options.params = config.signals.divergence;
    return signal::eval::makeSimStudy(options);
}

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out.append(out.empty() ? "" : ", ").append(name);
    return out;
}

}  // namespace

Result<engine::EngineConfig> researchConfig(const ResearchInput& input, const ops::Config& config, const std::string& data_dir) {
    auto made = engineConfigOf(config, data_dir);
    if (!made) return made.error();
    engine::EngineConfig out = std::move(*made);
    if (!input.sampling.empty()) out.signals.samplings = {input.sampling};
    else if (out.signals.samplings.size() > 1) out.signals.samplings.resize(1);
    if (!input.params.empty()) {
        std::ifstream file(input.params, std::ios::binary);
        if (!file) return Error{Code::FileOpen, "research.params", input.params + " cannot be opened"};
        out.params_texts = {std::string((std::istreambuf_iterator<char>(file)), {})};
        if (const Status loaded = engine::loadSignalTexts(out); !loaded) return loaded.error();
    }
    if (const Status valid = out.signals.validate(); !valid) return valid.error();
    if (out.signals.samplings.empty())
        return Error{Code::Args, "research.sampling", "no sampling is configured; give --sampling 1s"};
    return out;
}

Result<ReplayEnd> replayThrough(const ResearchInput& input, const engine::EngineConfig& config, engine::EngineSink& sink,
                                std::string_view what) {
    auto source = engine::ReplaySource::open({input.paths, input.format, input.venue, input.symbol, input.session});
    if (!source) return source.error();
    engine::EngineConfig used = (*source)->config().value_or(config);  // feeds as they were recorded, signals as asked for
    used.signals = config.signals;
    engine::Pipeline pipeline(used, sink);
    pipeline.setSnapshotSymbol((*source)->symbol());
    Progress progress(what);
    engine::ReplayItem item;
    std::optional<Error> broken;
    for (std::uint64_t n = 0;; ++n) {
        const auto more = (*source)->next(item);
        if (!more) {
            if (broken) break;
            broken = more.error();
            continue;
        }
        if (!*more) break;
        if (item.kind == engine::ReplayItem::Kind::Timer) pipeline.onTimer(item.frame.recv_wall, item.frame.recv_mono);
        else if (item.kind == engine::ReplayItem::Kind::JournalGap) pipeline.onJournalGap(item.cause, item.frame.recv_wall, item.frame.recv_mono);
        else if (item.stamp_code != Code::Ok) pipeline.onUnreadable(item.frame, item.stamp_code);
        else pipeline.onFrame(item.frame);
        if ((n & 0x3ff) == 0) progress.show((*source)->progress());
    }
    pipeline.finish();
    if (broken) return *broken;
    ReplayEnd end;
    end.frames = pipeline.counters().frames;
    end.gaps = pipeline.gaps().opened();
    for (int i = 0; i < pipeline.instrumentCount(); ++i) {
        end.instruments.push_back(pipeline.instrument(i).id());
        end.price_digits.push_back(pipeline.instrument(i).digits().price);
        end.qty_digits.push_back(pipeline.instrument(i).digits().qty);
    }
    return end;
}

Result<Study> collectStudy(const ResearchInput& input, const engine::EngineConfig& config) {
    if (input.format.starts_with(kSim)) return simStudy(input, config);
    StudySink sink(input.symbol);
    const auto end = replayThrough(input, config, sink, "replay");
    if (!end) return end.error();
    std::vector<std::string> names;
    int chosen = -1;
    for (const auto& [index, study] : sink.studies) {
        if (study.samples.empty()) continue;
        const std::string& id = end->instruments[static_cast<std::size_t>(index)];
        if (!input.symbol.empty() && id != input.symbol && !id.ends_with("." + input.symbol)) continue;
        names.push_back(id);
        chosen = index;
    }
    if (names.empty())
        return Error{Code::EvalRange, "research", "the recording gives no sample of " + (input.symbol.empty() ? "any instrument" : input.symbol) +
                                                      " at " + config.signals.samplings.front() + "; check --symbol, --sampling and its length"};
    if (names.size() > 1)
        return Error{Code::EvalRange, "research", "the recording holds several instruments (" + listed(names) + "); choose one with --symbol"};
    Study study = std::move(sink.studies[chosen]);
    auto hash = hashOfFiles(input.paths);
    if (!hash) return hash.error();
    study.instrument = names.front();
    study.sampling = config.signals.samplings.front();
    study.price_digits = end->price_digits[static_cast<std::size_t>(chosen)];
    study.paths = input.paths;
    study.data_sha256 = std::move(*hash);
    study.gaps = end->gaps;
    const std::string symbol = symbolOf(study.instrument);
    const auto sets = signal::ParamSets::make(config.signals.forSymbol(symbol).divergence, config.signals.rules, symbol);
    if (!sets) return sets.error();
    study.params_hash = sets->hash(config.signals.primaries);
    signal::eval::countCoverage(study);
    return study;
}

DivergenceConfig widestParams(const engine::EngineConfig& config, const std::string& instrument) {
    DivergenceConfig widest = config.signals.divergence;
    const auto sets = signal::ParamSets::make(config.signals.divergence, config.signals.rules, symbolOf(instrument));
    for (int i = 0; sets && i < sets->count(); ++i)
        if (i == 0 || sets->set(i).swing_L > widest.swing_L) widest = sets->set(i);
    return widest;
}

std::string symbolOf(const std::string& instrument) { return instrument.substr(instrument.rfind('.') + 1); }

Result<std::string> hashOfFiles(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            files.push_back(path);
            continue;
        }
        std::vector<std::string> inside;
        for (fs::recursive_directory_iterator it(path, error), end; !error && it != end; it.increment(error))
            if (it->is_regular_file(error)) inside.push_back(it->path().string());
        std::sort(inside.begin(), inside.end());
        files.insert(files.end(), inside.begin(), inside.end());
    }
    Sha256 all;
    std::vector<char> room(1 << 20);
    for (const std::string& path : files) {
        std::ifstream in(path, std::ios::binary);
        if (!in) return Error{Code::FileOpen, "research.hash", path + " cannot be opened"};
        while (in) {
            in.read(room.data(), static_cast<std::streamsize>(room.size()));
            all.update({room.data(), static_cast<std::size_t>(in.gcount())});
        }
        if (in.bad()) return Error{Code::FileRead, "research.hash", path + " cannot be read"};
    }
    return hex(all.finish());
}

Status writeWhole(const std::string& path, std::string_view bytes) {
    const std::string fresh = path + ".new";
    const auto failed = [&] { return Error{Code::FileWrite, "research.out", path + " cannot be written: " + std::strerror(errno)}; };
    std::FILE* file = std::fopen(fresh.c_str(), "wb");
    if (file == nullptr) return failed();
    const bool good = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
    if (std::fclose(file) != 0 || !good || std::rename(fresh.c_str(), path.c_str()) != 0) return failed();
    return Done{};
}

Result<std::string> outDir(const std::string& out, std::string_view kind, const std::string& data_dir) {
    const std::string dir = out.empty() ? researchDir(data_dir, kind, feed::SystemClock().wall()) : out;
    std::error_code error;
    fs::create_directories(dir, error);
    if (error) return Error{Code::DirUnusable, "research.out", dir + ": " + error.message()};
    return dir;
}

std::string nowText() { return risk::isoUtcMs(feed::SystemClock().wall()).substr(0, 19) + "Z"; }

}  // namespace bw::app

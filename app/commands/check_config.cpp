// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/cli.h"
#include "app/engine_config.h"
#include "app/risk_config.h"

namespace bw::app {

int checkConfigCommand(const CommonOptions& options) {
    ops::LoadOptions load;
    load.config_path = options.config_path;
    load.sets = options.sets;
    load.environment = ops::processEnvironment();
    ConfigCheck check = checkConfig(load);
    if (check.problems.empty()) {  // the files that settings name are read by the engine
        const ops::Loaded loaded = ops::load(load);
        if (const auto engine = engineConfigOf(*loaded.config, dataDirOf(*loaded.config)); !engine)
            check.problems.push_back("error: " + std::string(engine.error().where) + " (" + std::string(codeName(engine.error().code)) +
                                     "): " + engine.error().detail);
    }
    for (const std::string& remark : check.remarks) std::fprintf(stdout, "%s\n", remark.c_str());
    for (const std::string& problem : check.problems) std::fprintf(stderr, "%s\n", problem.c_str());
    const std::string place = check.config_file.empty() ? std::string("defaults, environment and --set") : check.config_file;
    std::fprintf(stdout, "%s: %zu problem%s\n", place.c_str(), check.problems.size(), check.problems.size() == 1 ? "" : "s");
    return check.problems.empty() ? kExitDone : kExitProblems;
}

}  // namespace bw::app

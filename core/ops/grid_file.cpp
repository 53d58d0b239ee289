// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/grid_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

namespace bw::ops {

Result<std::map<std::string, std::vector<double>>> readGrid(std::string_view text, std::string_view where) {
    const auto refused = [&](int line, const std::string& what) {
        return Error{Code::ParamsFile, "grid", std::string(where) + ":" + std::to_string(line + 1) + ": " + what + "; give swing_L, z_hi and z_mid, each a list of numbers"};
    };
    std::map<std::string, std::vector<double>> grid;
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        if (!root.IsMap()) return refused(0, "no map");
        for (const auto& item : root) {
            const std::string name = item.first.Scalar();
            if (name != "swing_L" && name != "z_hi" && name != "z_mid") return refused(item.first.Mark().line, "unknown key '" + name + "'");
            grid[name] = item.second.as<std::vector<double>>();
            if (grid[name].empty()) return refused(item.second.Mark().line, name + " has no value");
        }
    } catch (const YAML::Exception& problem) {
        return refused(std::max(problem.mark.line, 0), problem.msg);
    }
    return grid;
}

}  // namespace bw::ops

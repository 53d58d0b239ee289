// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/model/signal_params.h"

namespace bw::ops {

/// Reads tuned parameters (signals spec 8): best_global.yaml (`params`), best_by_bucket.yaml (`buckets`, `cells`) or a list of
/// `{when, set}` under `rules`. A leaf without `params` gives none; one whose status is neither `significant` nor
/// `default_kept` must not have any. Each number must be in the range of its setting; that they fit each other is checked
/// where they are set. `where` names the text in errors. Code: ParamsFile with the line; the whole text is refused.
[[nodiscard]] Result<std::vector<ParamRule>> readParams(std::string_view text, std::string_view where);

}  // namespace bw::ops

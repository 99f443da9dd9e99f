#pragma once

#include "server/workflow/completion/completion.h"

#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// The text after an offer was taken by an editor without snippets.
std::string accepted(std::string_view text, const Completion& completion, const Offer& offer);

/// Takes out the offers with which a text that is YAML would no longer be. Of those that are written alike
/// one is tried.
void keep_fitting(std::string_view text, Completion& completion);

} // namespace unify_ls::workflow

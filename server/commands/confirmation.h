#pragma once

#include "protocol/forms.h"
#include "server/base/clock.h"
#include "server/commands/run_request.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::commands {

/// How long the *run* of a confirmation is good.
inline constexpr std::chrono::minutes confirmation_lifetime{10};

/// The first line of a confirmation, and of any question, is at most this long.
inline constexpr std::size_t question_limit = 80;

/// The value of the *run* entry: a time and a digest over it and everything that would be sent, so that it is
/// consent to nothing else.
std::string confirmation_value(const RunRequest& request, WallTime shown_at);

/// Whether `value` is that of a confirmation shown not longer than its lifetime ago for exactly this request.
bool confirms(std::string_view value, const RunRequest& request, WallTime now);

/// The question with everything that is sent, one thing a line.
std::string confirmation_text(const RunRequest& request, WallTime now);

/// *Run*, *Change the inputs…* (where there are any), *cancel*; on a protected branch or for a duplicate,
/// *cancel* comes first.
protocol::FormField confirmation_question(const RunRequest& request, WallTime now);

} // namespace unify_ls::commands

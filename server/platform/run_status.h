#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::platform {

/// How a run stands, for choosing between an information, a warning and an error.
enum class Mood { going, good, doubtful, bad, neutral };

/// Whether a run has ended. The platform publishes its status words but not which of them are final: ours
/// is a reading, and an end time settles it in any case (platform notes, "Get run").
bool ended(std::string_view status, bool has_end_time);

/// Only SUCCEEDED: everything else is not known to be a success.
bool succeeded(std::string_view status);

Mood mood_of(std::string_view status);

/// "waiting for approval": a word for people. An unknown status is shown as it is spelled, made printable.
std::string word_for(std::string_view status);

} // namespace unify_ls::platform

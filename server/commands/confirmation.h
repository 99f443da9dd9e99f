#pragma once

#include "protocol/forms.h"
#include "server/base/clock.h"
#include "server/commands/run_request.h"

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace unify_ls::commands {

/// How long the *run* of a confirmation is good.
inline constexpr std::chrono::minutes confirmation_lifetime{10};

/// The first line of a confirmation, and of any question, is at most this long.
inline constexpr std::size_t question_limit = 80;

/// The value of the *run* entry: a time, a nonce, the kinds of warnings, and a digest over these and
/// everything that would be sent, so that it is consent to nothing else. The nonce tells two confirmations of
/// one second apart; it begins with `writer`, the process that gives this one (see runs::Journal::writer).
std::string confirmation_value(const RunRequest& request, WallTime shown_at, std::string_view writer);

/// A confirmation that counts.
struct GivenConfirmation {
  std::string value;                                 ///< good for one run
  std::set<std::string, std::less<>> known_warnings; ///< names of their kinds

  bool knew_of(RunWarning::Kind kind) const { return known_warnings.contains(name_of(kind)); }
};

/// Whether `value` is that of a confirmation shown not longer than its lifetime ago for exactly this request.
/// A warning that has gone since changes nothing, a new kind does. One that said that nothing can be written
/// down counts only in the process that gave it: no other can know whether it was used.
std::optional<GivenConfirmation> read_confirmation(std::string_view value, const RunRequest& request,
                                                   WallTime now, std::string_view writer);

/// The question with everything that is sent, one thing a line.
std::string confirmation_text(const RunRequest& request, WallTime now);

/// *Run*, *Change the inputs…* (where there are any), *cancel*; on a protected branch or for a duplicate,
/// *cancel* comes first.
protocol::FormField confirmation_question(const RunRequest& request, WallTime now, std::string_view writer);

} // namespace unify_ls::commands

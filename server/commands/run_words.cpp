#include "server/commands/run_words.h"

#include "server/platform/run_status.h"

namespace unify_ls::commands {
namespace {

bool is_answered(const protocol::Run& run) { return run.outcome == "started" || run.status.has_value(); }

/// What was last heard of an unfinished run that nobody follows may be long ago.
bool is_followed(const protocol::Run& run) {
  return run.ended || run.following == "here" || run.following == "elsewhere";
}

} // namespace

std::string state_word(const protocol::Run& run) {
  if (run.outcome == "sending") return "starting";
  if (run.outcome == "refused") return "not started";
  if (!is_answered(run)) return "unknown";
  if (run.following == "lost") return "cannot be read";
  if (!is_followed(run)) return "not followed";
  return run.status ? platform::word_for(*run.status) : "started";
}

std::string_view mood_word(const protocol::Run& run) {
  if (run.outcome == "refused") return "bad";
  if (run.outcome == "sending") return "going";
  if (!is_answered(run) || run.following == "lost") return "doubtful";
  if (!run.ended) return is_followed(run) ? "going" : "neutral";
  switch (run.status ? platform::mood_of(*run.status) : platform::Mood::neutral) {
  case platform::Mood::good: return "good";
  case platform::Mood::bad: return "bad";
  case platform::Mood::doubtful: return "doubtful";
  case platform::Mood::going:
  case platform::Mood::neutral: break;
  }
  return "neutral";
}

} // namespace unify_ls::commands

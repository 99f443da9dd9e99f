#include "server/commands/run_words.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace unify_ls;
using namespace unify_ls::commands;

TEST_CASE("each state of a run has one word and one mood") {
  struct Row {
    std::string outcome;
    std::optional<std::string> status;
    bool ended;
    std::optional<std::string> following;
    std::string word;
    std::string mood;
  };

  const Row rows[] = {
      {"sending", {}, false, {}, "starting", "going"},
      {"refused", {}, false, {}, "not started", "bad"},
      {"unknown", {}, false, {}, "unknown", "doubtful"},
      {"started", {}, false, "here", "started", "going"},
      {"started", "STARTED", false, "here", "running", "going"},
      {"started", "PENDING_APPROVAL", false, "elsewhere", "waiting for approval", "going"},
      {"started", "STARTED", false, "off", "not followed", "neutral"},
      {"started", {}, false, "off", "not followed", "neutral"},
      {"started", "STARTED", false, "lost", "cannot be read", "doubtful"},
      {"started", "SUCCEEDED", true, {}, "succeeded", "good"},
      {"started", "UNSTABLE", true, {}, "unstable", "doubtful"},
      {"started", "FAILED", true, {}, "failed", "bad"},
      {"started", "ABORTED", true, {}, "stopped", "neutral"},
      {"started", "A_WORD_OF_TOMORROW", true, {}, "A_WORD_OF_TOMORROW", "neutral"},
  };
  for (const Row& row : rows) {
    protocol::Run run;
    run.outcome = row.outcome;
    run.status = row.status;
    run.ended = row.ended;
    run.following = row.following;
    CAPTURE(row.word);
    CHECK(state_word(run) == row.word);
    CHECK(mood_word(run) == row.mood);
  }
}

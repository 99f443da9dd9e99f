#include "tests/unit/workflow/checks/corpus.h"
#include "tests/unit/workflow/schema/seen_paths.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

bool is_at(const YamlNode& given, std::string_view path);

/// Whether one of the entries that a step of a path allows leads to its end.
bool is_below(const YamlNode& node, std::string_view step, std::string_view rest) {
  if (step == "[]")
    return std::ranges::any_of(node.items, [rest](const YamlNode* item) { return is_at(*item, rest); });
  const auto entries = merged_entries(node);
  return std::ranges::any_of(entries, [step, rest](const YamlEntry& entry) {
    return (step.starts_with('<') || resolved(*entry.key).value == step) && is_at(*entry.value, rest);
  });
}

bool is_at(const YamlNode& given, std::string_view path) {
  if (path.empty()) return true;
  const std::size_t end = std::min(path.find('.'), path.size());
  return is_below(resolved(given), path.substr(0, end), path.substr(std::min(end + 1, path.size())));
}

FileKind kind_of(char file) {
  if (file == 'A') return FileKind::action;
  return file == 'C' ? FileKind::custom_job : FileKind::workflow;
}

} // namespace

TEST_CASE("nothing is wrong with the clean workflows") {
  const auto files = files_below(corpus("clean"));
  REQUIRE(files.size() > 10);
  for (const auto& file : files) {
    const SourceTree source(content_of(file));
    const std::string path = path_in_repository(file);
    CAPTURE(path);
    CHECK_FALSE(source.refusal());
    REQUIRE(kind_of_file(source, path) != FileKind::other);
    CHECK(shown(source, findings_in(source, path)) == "");
  }
}

TEST_CASE("what occurs in real files occurs in the clean ones") {
  // Seen, and wrong: these are among the mistakes.
  const std::set<std::string_view> mistakes{"jobs.<job>.inputs", "jobs.<job>.inputs.<in>",
                                            "jobs.<job>.continue-on-error", "runs.image",
                                            "runs.steps.[].working-directory"};
  std::vector<std::pair<FileKind, std::unique_ptr<SourceTree>>> sources;
  for (const auto& file : files_below(corpus("clean"))) {
    auto source = std::make_unique<SourceTree>(content_of(file));
    const FileKind kind = kind_of_file(*source, path_in_repository(file));
    sources.emplace_back(kind, std::move(source));
  }
  for (const SeenPath& seen : seen_paths) {
    CAPTURE(seen.file);
    CAPTURE(seen.path);
    if (mistakes.contains(seen.path)) continue;
    CHECK(std::ranges::any_of(sources, [&seen](const auto& one) {
      return one.first == kind_of(seen.file) && is_at(*one.second->root(), seen.path);
    }));
  }
}

TEST_CASE("any text that is cut off somewhere is checked without a word about what it lacks") {
  for (const auto& file : files_below(corpus("clean"))) {
    const std::string whole = content_of(file);
    const std::string path = path_in_repository(file);
    for (std::size_t size = 0; size < whole.size(); size += 7) {
      const SourceTree source(whole.substr(0, size));
      const auto findings = findings_in(source, path);
      for (const Finding& finding : findings) {
        CHECK(finding.span.begin <= finding.span.end);
        CHECK(finding.span.end <= size);
        CHECK_FALSE(finding.message.empty());
      }
    }
  }
}

TEST_CASE("files of one's own, where a folder is given, have no findings but those that are looked at") {
  // The test prints them: they are judged by a person.
  const char* folder = std::getenv("UNIFY_LS_REAL_FILES");
  if (folder == nullptr) {
    MESSAGE("UNIFY_LS_REAL_FILES names no folder of workflows to look at");
    return;
  }
  const NoSources nothing;
  std::string all;
  for (const auto& file : files_below(folder)) {
    if (file.extension() != ".yaml" && file.extension() != ".yml") continue;
    const SourceTree source(content_of(file));
    const std::string findings =
        shown(source, findings_in(source, ".cloudbees/" + file.filename().string(), nothing));
    if (!findings.empty()) all += file.filename().string() + '\n' + findings;
  }
  MESSAGE(all);
}

#include "server/workflow/expressions/vocabulary.h"
#include "server/workflow/schema/objects.h"
#include "tests/unit/workflow/schema/seen_paths.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace unify_ls::workflow;
using testing::SeenPath;

namespace {

const Object& file_object(char file) {
  if (file == 'A') return schema::action_file;
  return file == 'C' ? schema::custom_job_file : schema::workflow_file;
}

/// The key at the end of a path: what stands in `<>` is any name, and a list's items are what its key holds.
const Key* key_at(const SeenPath& seen) {
  const Object* object = &file_object(seen.file);
  const Key* key = nullptr;
  std::string_view rest = seen.path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    const std::string_view name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (name == "[]") continue;
    if (object == nullptr) return nullptr;
    key = name.starts_with('<') && name != "<handler>" ? object->any
          : name == "<handler>"                        ? object->keys.data()
                                                       : find_key(*object, name);
    if (key == nullptr) return nullptr;
    object = key->inside;
  }
  return key;
}

bool takes(const Key& key, char type, bool item) {
  switch (type) {
  case 'm': return item ? key.inside != nullptr : key.shapes.has(Shape::mapping);
  case 'l': return key.shapes.has(Shape::list);
  case 't': return key.shapes.has(Shape::boolean);
  case 'i':
  case 'f': return key.shapes.has(Shape::number);
  case 'n': return true; // a key whose value is not there yet
  default: return item ? true : key.shapes.has(Shape::string);
  }
}

/// What the page on the language says of a key that is not read off the paths: its values' expressions,
/// whether it has to be there, how it is known.
struct Row {
  const Object& object;
  std::string_view key;
  Place place = Place::nowhere;
  Need need = Need::optional;
  Mark mark = Mark::documented;
};

} // namespace

TEST_CASE("every path of real files has a key that takes what stands there") {
  // Shapes that nobody takes though they were seen: they are findings.
  const std::set<std::string> mistakes{
      "jobs n",
      "jobs.<job> l",
      "jobs.<job> n",
      "jobs.<job> i",
      "jobs.<job>.steps m",
      "jobs.<job>.needs.[] m",
      "jobs.<job>.continue-on-error t",
      "outputs.<out> m",
  };
  const std::set<std::string> unknown{"jobs.<job>.continue-on-error", "runs.image",
                                      "runs.steps.[].working-directory"};
  for (const SeenPath& seen : testing::seen_paths) {
    CAPTURE(seen.path);
    const Key* key = key_at(seen);
    if (unknown.contains(std::string(seen.path))) {
      CHECK(key == nullptr);
      continue;
    }
    REQUIRE(key != nullptr);
    const bool item = seen.path.ends_with("[]");
    for (const char type : seen.types) {
      CAPTURE(type);
      const std::string row = std::string(seen.path) + ' ' + type;
      if (row != "outputs.<out> m" && mistakes.contains(row)) continue;
      CHECK(takes(*key, type, item));
    }
    if (seen.documented && !key->deprecated) CHECK(key->mark == Mark::documented);
    if (!seen.documented && seen.file == 'W') CHECK(key->mark != Mark::documented);
  }
}

TEST_CASE("what is known of a key beside its shape") {
  using enum Place;
  const Row rows[] = {
      {schema::workflow_file, "apiVersion", nowhere, Need::required},
      {schema::workflow_file, "kind", nowhere, Need::required},
      {schema::workflow_file, "on", nowhere, Need::advised},
      {schema::workflow_file, "jobs", nowhere, Need::advised},
      {schema::workflow_file, "name", workflow_values},
      {schema::workflow_file, "env"},
      {schema::workflow_file, "permissions"},
      {schema::workflow_file, "metadata", nowhere, Need::optional, Mark::seen},
      {schema::triggers, "push"},
      {schema::triggers, "pull_request"},
      {schema::triggers, "schedule"},
      {schema::triggers, "workflow_dispatch"},
      {schema::triggers, "workflow_call"},
      {schema::dispatch_input, "options"},
      {schema::call, "secrets", nowhere, Need::optional, Mark::seen},
      {schema::call, "outputs", nowhere, Need::optional, Mark::seen},
      {schema::standard_job, "steps"},
      {schema::calling_job, "uses", job_values},
      {schema::delegating_job, "delegates", delegates},
      {schema::standard_job, "needs"},
      {schema::calling_job, "needs"},
      {schema::delegating_job, "needs"},
      {schema::standard_job, "if", job_if},
      {schema::calling_job, "if", job_if},
      {schema::delegating_job, "if", job_if},
      {schema::standard_job, "runs-on"},
      {schema::standard_job, "env"},
      {schema::calling_job, "env"},
      {schema::standard_job, "environment", job_environment},
      {schema::calling_job, "environment", job_environment},
      {schema::standard_job, "outputs"},
      {schema::standard_job, "permissions"},
      {schema::standard_job, "services"},
      {schema::standard_job, "timeout-minutes"},
      {schema::calling_job, "timeout-minutes"},
      {schema::delegating_job, "timeout-minutes"},
      {schema::calling_job, "with"},
      {schema::delegating_job, "with"},
      {schema::calling_job, "secrets"},
      {schema::calling_job, "vars"},
      {schema::standard_job, "name", job_values, Need::optional, Mark::seen},
      {schema::step, "name", step_values},
      {schema::step, "id"},
      {schema::step, "uses", step_uses},
      {schema::step, "run", step_values},
      {schema::step, "shell"},
      {schema::step, "with"},
      {schema::step, "env"},
      {schema::step, "if", step_if},
      {schema::step, "kind"},
      {schema::step, "continue-on-error"},
      {schema::step, "timeout-minutes"},
      {schema::stage, "name", nowhere, Need::advised, Mark::seen},
      {schema::stage, "jobs", nowhere, Need::advised, Mark::seen},
      {schema::action_file, "inputs"},
      {schema::action_file, "runs", nowhere, Need::advised, Mark::seen},
      {schema::runs, "steps", nowhere, Need::advised},
      {schema::custom_job_file, "handlers", nowhere, Need::advised, Mark::seen},
      {schema::permissions, "scm-token-own"},
      {schema::permissions, "scm-token-org"},
      {schema::permissions, "id-token"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.object.name);
    CAPTURE(row.key);
    const Key* key = find_key(row.object, row.key);
    REQUIRE(key != nullptr);
    CHECK(key->name == row.key);
    CHECK(key->place == row.place);
    CHECK(key->need == row.need);
    CHECK(key->mark == row.mark);
    CHECK_FALSE(key->doc.empty());
    CHECK(key->doc.ends_with('.'));
  }
}

TEST_CASE("the values that a key lists") {
  struct Listing {
    const Object& object;
    std::string_view key;
    std::vector<std::string_view> values;
    Listed listed;
  };

  const Object& push = *find_key(schema::triggers, "pull_request")->inside;
  const Listing rows[] = {
      {schema::workflow_file, "kind", {"workflow", "action", "CustomJob"}, Listed::complete},
      {schema::dispatch_input, "type", {"string", "boolean", "number", "choice"}, Listed::complete},
      {schema::call_input, "type", {"string", "boolean", "number"}, Listed::complete},
      {push, "types", {"opened", "synchronize", "reopened", "closed", "ready_for_review"}, Listed::examples},
      {schema::permissions, "scm-token-own", {"read", "none", "write"}, Listed::complete},
      {schema::permissions, "id-token", {"write", "none", "read"}, Listed::complete},
      {schema::step, "shell", {"sh", "bash"}, Listed::examples},
      {schema::step, "kind", {"build", "test", "deploy", "scan"}, Listed::examples},
      {schema::calling_job, "secrets", {"inherit"}, Listed::usual},
      {schema::calling_job, "vars", {"inherit"}, Listed::usual},
      {schema::runs, "using", {"composite"}, Listed::usual},
  };
  for (const Listing& row : rows) {
    CAPTURE(row.key);
    const Key* key = find_key(row.object, row.key);
    REQUIRE(key != nullptr);
    std::vector<std::string_view> values;
    for (const Value& value : key->values)
      if (value.offered) values.push_back(value.text);
    CHECK(values == row.values);
    CHECK(key->listed == row.listed);
  }
}

TEST_CASE("keys that belong elsewhere") {
  struct Row {
    const Object& object;
    std::string_view key;
    Elsewhere where;
  };

  using enum Elsewhere;
  const Row rows[] = {
      {schema::workflow_file, "concurrency", github},
      {schema::workflow_file, "defaults", github},
      {schema::any_job, "strategy", github},
      {schema::standard_job, "matrix", github},
      {schema::standard_job, "container", github},
      {schema::calling_job, "concurrency", github},
      {schema::delegating_job, "defaults", github},
      {schema::standard_job, "continue-on-error", github},
      {schema::standard_job, "with", other_sort},
      {schema::standard_job, "secrets", other_sort},
      {schema::standard_job, "vars", other_sort},
      {schema::step, "fetch-depth", in_with},
      {schema::step, "path", in_with},
      {schema::step, "content", in_with},
      {schema::step, "token", in_with},
      {schema::step, "runs", renamed},
      {schema::step, "secrets", other_sort},
      {schema::step, "working-directory", github},
      {schema::custom_job_file, "handler", renamed},
      {schema::permissions, "contents", github},
  };
  for (const Row& row : rows) {
    CAPTURE(row.key);
    const Misplaced* misplaced = find_misplaced(row.object, row.key);
    REQUIRE(misplaced != nullptr);
    CHECK(misplaced->where == row.where);
    CHECK(find_key(row.object, row.key) == nullptr);
  }
  CHECK(find_misplaced(schema::calling_job, "with") == nullptr);
}

TEST_CASE("a job knows the keys of its sort") {
  const auto names = [](const Object& object) {
    std::set<std::string_view> found;
    for (const Key& key : object.keys) found.insert(key.name);
    return found;
  };
  CHECK(names(schema::standard_job) == std::set<std::string_view>{"steps", "needs", "if", "runs-on", "env",
                                                                  "environment", "outputs", "permissions",
                                                                  "services", "timeout-minutes", "name"});
  CHECK(names(schema::calling_job) == std::set<std::string_view>{"uses", "needs", "if", "env", "environment",
                                                                 "with", "secrets", "vars", "timeout-minutes",
                                                                 "name", "inputs"});
  CHECK(names(schema::delegating_job) ==
        std::set<std::string_view>{"delegates", "needs", "if", "with", "timeout-minutes", "name", "inputs"});
}

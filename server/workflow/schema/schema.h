#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace unify_ls::workflow {

/// What a key's value may look like: a set of these.
enum class Shape : std::uint8_t {
  string = 1,
  number = 2,
  boolean = 4,
  mapping = 8,
  list = 16,
  empty = 32, ///< nothing at all, `key:`
};

struct Shapes {
  std::uint8_t bits = 0;

  constexpr Shapes() = default;

  constexpr Shapes(Shape shape) : bits(static_cast<std::uint8_t>(shape)) {}

  constexpr bool has(Shape shape) const { return (bits & static_cast<std::uint8_t>(shape)) != 0; }

  constexpr bool has_scalar() const { return (bits & 7U) != 0; }

  friend constexpr Shapes operator|(Shapes a, Shapes b) {
    Shapes both;
    both.bits = static_cast<std::uint8_t>(a.bits | b.bits);
    return both;
  }
};

constexpr Shapes operator|(Shape a, Shape b) { return Shapes(a) | Shapes(b); }

/// Where an expression stands: it decides which contexts it can read.
enum class Place : std::uint8_t {
  nowhere, ///< expressions are neither documented nor seen here
  workflow_values,
  job_if,
  job_values,
  job_environment,
  job_env,
  job_outputs,
  step_values,
  step_if,
  step_uses,
  delegates,
  call_outputs,
  action_defaults,
  action_outputs,
  handler_values,
  handler_uses,
  custom_job_outputs,
};

/// What the names in a value are, where completion and navigation can know them.
enum class Names : std::uint8_t {
  none,
  job,
  action, ///< of a step: an action or an image
  called_workflow,
  custom_job,
  environment,
  runner_label,
  branch_pattern,
  tag_pattern,
  path_pattern,
  cron,
  run_workflow, ///< these of a run document
  run_branch,
  run_input,
};

/// How we know of a key.
enum class Mark : std::uint8_t {
  documented, ///< by CloudBees
  validated,  ///< the platform's own validator said so
  seen,       ///< in real workflows, not documented
  inferred,
  ours, ///< a language of our own
};

/// What its absence is.
enum class Need : std::uint8_t { optional, advised, required };

/// What another value than the listed ones is.
enum class Listed : std::uint8_t { examples, usual, complete };

struct Value {
  std::string_view text;
  std::string_view doc{};
  bool offered = true; ///< false for one that a rule of its own is about
};

struct Object;

/// A key, or with an empty name whatever key an author chooses.
struct Key {
  std::string_view name;
  Shapes shapes;
  std::string_view doc;    ///< one sentence
  std::string_view more{}; ///< what else a reader of a hover may want to know; may be empty
  Place place = Place::nowhere;
  Names names = Names::none;
  std::span<const Value> values{};
  Listed listed = Listed::examples;
  /// The keys of the mapping that is the value, or of each mapping in the list that is the value.
  const Object* inside = nullptr;
  Need need = Need::optional;
  Mark mark = Mark::documented;
  bool deprecated = false;
  std::uint16_t rank = 0; ///< how often it occurs in some five hundred real files: completion's order
};

enum class Elsewhere : std::uint8_t {
  github,     ///< a key of GitHub Actions that Unify does not know
  in_with,    ///< belongs into the `with` of the same mapping
  in_inputs,  ///< belongs into the `inputs` of the same mapping
  renamed,    ///< has another name here: `instead`
  other_sort, ///< belongs to a job of another sort
};

/// A key that people write where it is not known, and what to say to them.
struct Misplaced {
  std::string_view name;
  Elsewhere where;
  std::string_view say;
  std::string_view instead{};
};

/// What a mapping holds.
struct Object {
  std::string_view name; ///< in the words of a message: "a step", "a job"
  std::span<const Key> keys{};
  const Key* any = nullptr; ///< what other names mean, where the author chooses the names
  std::span<const Misplaced> misplaced{};
};

/// The day on which the table was last held against what is published.
inline constexpr std::string_view schema_date = "2026-11-28";

/// The key of that name, or what any name means there; null where it is not known. Allocates nothing.
const Key* find_key(const Object& object, std::string_view name);

const Misplaced* find_misplaced(const Object& object, std::string_view name);

} // namespace unify_ls::workflow

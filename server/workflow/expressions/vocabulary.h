#pragma once

#include "server/workflow/schema/schema.h"

#include <cstdint>
#include <span>
#include <string_view>

/// What expressions can name: functions, contexts and their properties. Look-ups allocate nothing.
namespace unify_ls::workflow {

struct Function {
  std::string_view name; ///< compared without regard to case
  std::uint8_t least;    ///< arguments
  std::uint8_t most;
  std::string_view doc;
  bool about_status = false; ///< counts in conditions alone
  bool offered = true;       ///< false for GitHub's own
};

inline constexpr std::uint8_t any_number = 255;

std::span<const Function> known_functions();
/// Null where it is not known.
const Function* find_function(std::string_view name);

/// In the order of their bits in `Contexts`.
enum class ContextName : std::uint8_t {
  cloudbees,
  inputs,
  env,
  vars,
  secrets,
  steps,
  needs,
  jobs,
  job,
  step,
  action,
  file,
  handler,
  handlers,
  callback,
  outputs,
  github, ///< these exist in GitHub Actions only
  runner,
  matrix,
  strategy,
};

struct Context {
  ContextName id;
  std::string_view name;
  std::string_view doc;
};

std::span<const Context> known_contexts();
const Context* find_context(std::string_view name);

constexpr bool is_of_github(ContextName context) { return context >= ContextName::github; }

/// The contexts seen or documented at a place: what completion offers. More may work.
std::span<const ContextName> contexts_at(Place place);

/// Whether the platform refuses a context at a place.
bool is_refused_at(ContextName context, Place place);

/// A property with its path below the context, such as `scm.sha`.
struct Property {
  ContextName context;
  std::string_view path;
  std::string_view doc;       ///< what it is; where it is gone, what to do instead
  bool gone = false;          ///< known not to exist
  std::string_view instead{}; ///< the whole path that replaces a gone one; may be empty
  bool worked_once = false;   ///< of a gone one: old, and it may still be there
};

std::span<const Property> known_properties();

/// What is known of a path below a context: the property itself, or one that contains or is contained in it.
/// Null where nothing is.
const Property* find_property(ContextName context, std::string_view path);

/// Whether the names directly below a context are all known.
bool has_known_properties(ContextName context);

} // namespace unify_ls::workflow

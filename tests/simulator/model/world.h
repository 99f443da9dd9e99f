#pragma once

#include <boost/json.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::simulator {

namespace json = boost::json;

/// What a bearer token may do. The platform's own documentation is of two minds about reads with a personal
/// access token, so a token that may only trigger is a case of its own.
enum class Rights { full, trigger_only, read_only, expired };

struct Token {
  std::string name; ///< stands for the token in logs; the value never appears there
  std::string value;
  Rights rights = Rights::full;
};

struct Organization {
  std::string id;
  std::string display_name;
  std::string domain_name;
  std::string parent_id;
  bool is_implicit = false;
  bool is_disabled = false;
};

struct Component {
  std::string id;
  std::string name;
  std::string description;
  std::string organization_id;
  std::string repository_url;
  std::string default_branch = "main";
  std::string provider = "GITHUB";
  /// When not empty, a trigger that names anything else is answered with 404.
  std::vector<std::string> branches;
  std::vector<std::string> workflow_files;
};

/// A run takes a step when the run was read `after_reads` times, or when `after` has passed since the
/// trigger, whichever comes first. A step without both is taken at once.
struct Step {
  std::string status;
  std::string message;
  std::optional<std::uint32_t> after_reads;
  std::optional<std::chrono::milliseconds> after;
  /// Sets `endedAt` even for a status that does not end a run by itself.
  bool ended = false;
};

using Steps = std::vector<Step>;

/// Every shape that the trigger's unpublished answer might have.
enum class TriggerShape {
  run_id,
  run_id_and_url,
  automation_run_id,
  id,
  nested,
  run_url,
  event_output,
  empty,
  empty_object,
  text,
  success_false, ///< starts no run
  error_message  ///< starts no run
};

/// Which generations of the interface answer, and how long their pages may get.
struct Interface {
  bool v4_components = true;
  bool v4_runs = true;
  bool v1_services = true;
  std::uint32_t organization_page_limit = 100;
  std::uint32_t component_page_limit = 1000;
};

struct World {
  /// Where the web pages of the answers live; empty means the simulator's own address.
  std::string ui_url;
  std::vector<Token> tokens;
  std::vector<Organization> organizations;
  std::vector<Component> components;
  Interface interface;
  TriggerShape trigger_shape = TriggerShape::run_id_and_url;
  Steps steps;
  std::map<std::string, Steps, std::less<>> steps_by_workflow;
  /// That every run says it runs at; empty: it does not say.
  std::string run_commit;
  /// What hangs on every run: the answers of `artifacts`, `test-results`, …, by that name.
  json::object details;

  const Token* token(std::string_view value) const;
  const Organization* organization(std::string_view id) const;
  const Component* component(std::string_view id) const;
  const Steps& steps_of(std::string_view workflow_file) const;
};

/// Organization Acme with the component `shop-api` in its own repository; runs go PENDING, STARTED, SUCCEEDED
/// with each reading. The ids and tokens are listed in the README.
World default_world();

} // namespace unify_ls::simulator

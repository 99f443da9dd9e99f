#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace unify_ls::workflow {

/// What can be found in a file. protocol/DIAGNOSTICS.md has a section for each.
enum class Code : std::uint8_t {
  yaml_syntax,
  yaml_duplicate_key,
  yaml_documents,
  file_too_large,
  too_deep,
  header_missing,
  header_value,
  key_required,
  key_unknown,
  key_misplaced,
  key_github,
  key_deprecated,
  value_type,
  value_unknown,
  value_empty,
  trigger_unknown,
  cron,
  pattern,
  boolean_spelling,
  input_type,
  input_options,
  input_default,
  job_sort,
  job_body_list,
  job_outside,
  job_outputs_on_call,
  job_timeout,
  needs_unknown,
  needs_self,
  needs_cycle,
  stage_job_unknown,
  stage_job_twice,
  stage_job_none,
  step_uses_missing,
  step_run_with_action,
  step_nothing_to_do,
  step_shell_unused,
  step_id_duplicate,
  uses_local_missing,
  uses_local_dot,
  uses_unpinned,
  uses_github_action,
  uses_old_version,
  with_unknown,
  with_missing,
  with_type,
  call_input_unknown,
  call_input_missing,
  call_secret_unknown,
  expr_unclosed,
  expr_empty,
  expr_syntax,
  expr_if_mixed,
  expr_function_unknown,
  expr_arguments,
  expr_status_outside_if,
  expr_context_unknown,
  expr_context_github,
  expr_context_here,
  expr_property_gone,
  expr_property_unknown,
  ref_step_unknown,
  ref_step_later,
  ref_output_undeclared,
  ref_needs_missing,
  ref_input_undeclared,
  inputs_other_trigger,
  action_output_step,
  action_input_undeclared,
  action_step_uses,
  unused_input,
  script_github_output,
  run_place,
  run_input,
};

inline constexpr std::size_t code_count = static_cast<std::size_t>(Code::run_input) + 1;

/// As it stands in a message, a comment and a setting: `key-unknown`.
std::string_view name_of(Code code);

/// All names, in the order of `Code`.
std::span<const std::string_view> code_names();

} // namespace unify_ls::workflow

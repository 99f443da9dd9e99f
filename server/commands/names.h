#pragma once

#include <string_view>

/// The names of our commands, as advertised in `executeCommandProvider`.
namespace unify_ls::commands::name {

inline constexpr std::string_view token_set = "unify.token.set";
inline constexpr std::string_view token_status = "unify.token.status";
inline constexpr std::string_view token_delete = "unify.token.delete";
inline constexpr std::string_view token_create = "unify.token.create";
inline constexpr std::string_view component_select = "unify.component.select";
inline constexpr std::string_view workflows_list = "unify.workflows.list";
inline constexpr std::string_view workflow_run = "unify.workflow.run";
inline constexpr std::string_view workflow_run_again = "unify.workflow.runAgain";
inline constexpr std::string_view workflow_curl = "unify.workflow.curl";
inline constexpr std::string_view run_list = "unify.run.list";
inline constexpr std::string_view run_follow = "unify.run.follow";
inline constexpr std::string_view run_unfollow = "unify.run.unfollow";
inline constexpr std::string_view run_open = "unify.run.open";
inline constexpr std::string_view run_details = "unify.run.details";
inline constexpr std::string_view run_forget = "unify.run.forget";
inline constexpr std::string_view run_compose = "unify.run.compose";
inline constexpr std::string_view preset_save = "unify.run.savePreset";
inline constexpr std::string_view doctor = "unify.doctor";

} // namespace unify_ls::commands::name

#pragma once

#include <filesystem>

/// Where this user's files of ours lie, after the XDG base directory specification: a relative path in one of
/// its variables counts as unset.
namespace unify_ls::settings {

/// `$XDG_STATE_HOME/unify-ls`, by default `~/.local/state/unify-ls`. Empty when there is no HOME either.
std::filesystem::path user_state_folder();

/// `$XDG_CONFIG_HOME/unify-ls`, by default `~/.config/unify-ls`. Empty when there is no HOME either.
std::filesystem::path user_config_folder();

} // namespace unify_ls::settings

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Git remotes as people write them and repositories as the platform stores them. Nothing here throws or does
/// I/O; what is no address of a repository gives nothing.
namespace unify_ls::git {

/// Longer addresses are refused.
inline constexpr std::size_t max_remote_url_length = 2048;

/// A key that is equal for two addresses of the same repository, whichever way they are spelled: `https`,
/// `http`, `ssh`, `git` and `git@host:owner/repo`; with user info, `.git`, a slash at the end, capitals in
/// the host, or a port of ssh (which says nothing of the web's). Owner and name count with their case, save
/// on the big public hosts, which ignore it. A local repository (a path, `file://`) is compared by its text.
/// Not a URL: never show or fetch it.
std::optional<std::string> canonical_url(std::string_view url);

/// `https://host/owner/repo.git`, the form in which the platform stores a repository; a local repository
/// stays as it is. Never holds user info, which may be a password.
std::optional<std::string> clone_url(std::string_view url);

/// Whether both are addresses, and of the same repository.
bool same_repository(std::string_view one, std::string_view other);

/// Whether both are addresses with the same owner and name, whatever the host and the case: a host may be an
/// alias that only ssh knows.
bool same_path(std::string_view one, std::string_view other);

/// The address for people: as written, without user info.
std::string without_user_info(std::string_view url);

} // namespace unify_ls::git

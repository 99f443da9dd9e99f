#include "server/git/fetch_time.h"

#include "server/git/plain_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace unify_ls::git {
namespace {

/// A reflog that has grown larger is not read: git expires its entries after 90 days.
constexpr std::size_t max_log_bytes = std::size_t{4} << 20U;

std::optional<WallTime> time_of_last_fetch(const std::string& git_dir, std::string_view branch,
                                           std::string_view commit) {
  const std::string path = git_dir + "/FETCH_HEAD";
  const auto text = read_plain_file(path, max_log_bytes);
  if (!text || !was_fetched(*text, branch, commit)) return std::nullopt;
  const auto stamp = stamp_of(path);
  if (!stamp) return std::nullopt;
  return WallTime(std::chrono::duration_cast<WallTime::duration>(std::chrono::nanoseconds(stamp->modified)));
}

std::optional<WallTime> time_of_reflog(const RepositoryPaths& paths, std::string_view remote,
                                       std::string_view branch, std::string_view commit) {
  const std::string folder = paths.common_dir + "/logs/refs/remotes/" + std::string(remote) + "/";
  const auto reflog = read_plain_file(folder + std::string(branch), max_log_bytes);
  if (reflog) return time_in_reflog(*reflog, commit);
  // A clone writes all branches at once and only the remote's HEAD gets a reflog; so a branch without one has
  // not moved since.
  const auto cloning = read_plain_file(folder + "HEAD", max_log_bytes);
  if (!cloning || cloning->find("\tclone: ") == std::string::npos) return std::nullopt;
  return time_in_reflog(*cloning, {});
}

} // namespace

std::optional<WallTime> fetched_at(const RepositoryPaths& paths, std::string_view remote,
                                   std::string_view branch, std::string_view commit) {
  const auto fetch = time_of_last_fetch(paths.git_dir, branch, commit);
  const auto reflog = time_of_reflog(paths, remote, branch, commit);
  return std::max(fetch, reflog); // nothing is less than any time
}

std::optional<WallTime> time_in_reflog(std::string_view reflog, std::string_view commit) {
  // `<old> <new> <name> <address> <seconds> <zone>\t<message>`, the newest entry last.
  while (reflog.ends_with('\n')) reflog.remove_suffix(1);
  std::string_view line = reflog.substr(reflog.rfind('\n') + 1);
  line = line.substr(0, line.find('\t'));
  const std::size_t second = line.find(' ');
  if (second == line.npos || !line.substr(second + 1).starts_with(commit)) return std::nullopt;
  const std::size_t address_end = line.rfind("> ");
  if (address_end == line.npos) return std::nullopt;
  const std::string_view number = line.substr(address_end + 2);
  std::int64_t seconds = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), seconds);
  constexpr std::int64_t year_9999 = 253'402'300'799;
  if (read.ec != std::errc() || seconds <= 0 || seconds > year_9999) return std::nullopt;
  return WallTime(std::chrono::seconds(seconds));
}

bool was_fetched(std::string_view fetch_head, std::string_view branch, std::string_view commit) {
  // `<commit>\t[not-for-merge]\tbranch 'main' of https://…`
  const std::string words = "\tbranch '" + std::string(branch) + "' of ";
  while (!fetch_head.empty()) {
    const std::size_t end = std::min(fetch_head.find('\n'), fetch_head.size());
    const std::string_view line = fetch_head.substr(0, end);
    fetch_head.remove_prefix(std::min(end + 1, fetch_head.size()));
    if (line.starts_with(commit) && line.find(words) != line.npos) return true;
  }
  return false;
}

} // namespace unify_ls::git

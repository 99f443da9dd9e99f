#include "server/workflow/checks/uses.h"

#include "server/base/text.h"

#include <algorithm>

namespace unify_ls::workflow {

namespace {

constexpr std::string_view default_host = "github.com";

std::string_view without(std::string_view text, std::string_view ending) {
  return text.ends_with(ending) ? text.substr(0, text.size() - ending.size()) : text;
}

std::string_view next_part(std::string_view& rest) {
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view part = rest.substr(0, slash);
  rest.remove_prefix(std::min(slash + 1, rest.size()));
  return part;
}

std::string clean_path(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  return std::string(path);
}

/// `owner/name/path`, with or without a host, and with `//` before the path where the author wants it.
void read_remote(std::string_view text, Uses& uses) {
  const bool address = text.starts_with("https://") || text.starts_with("http://");
  std::string_view rest = address ? text.substr(text.find("//") + 2) : text;
  std::string host(default_host);
  const std::string_view first = rest.substr(0, rest.find('/'));
  if (address || first.contains('.')) host = lower_ascii(next_part(rest));
  const std::size_t mark = rest.find("//");
  std::string repository;
  if (mark != std::string_view::npos) {
    repository = without(rest.substr(0, mark), ".git");
    uses.path = clean_path(rest.substr(mark));
  } else {
    const std::string owner(next_part(rest));
    repository = owner + '/' + std::string(without(next_part(rest), ".git"));
    uses.path = clean_path(rest);
  }
  uses.repository = host + '/' + lower_ascii(repository);
  if (host == default_host) uses.name = uses.path.empty() ? repository : repository + '/' + uses.path;
}

} // namespace

Uses read_uses(std::string_view text) {
  Uses uses;
  const std::string_view plain = trimmed(text);
  if (plain.starts_with("docker://")) {
    uses.kind = Uses::Kind::image;
    return uses;
  }
  if (plain == "." || plain.starts_with("./") || plain.starts_with(".cloudbees/")) {
    if (plain.contains("${{")) return uses;
    uses.kind = Uses::Kind::local;
    uses.path = clean_path(plain == "." ? "" : plain.starts_with("./") ? plain.substr(2) : plain);
    return uses;
  }
  const std::size_t at = plain.find('@');
  const std::string_view before = plain.substr(0, at);
  if (before.contains("${{") || before.empty()) return uses;
  uses.kind = Uses::Kind::remote;
  if (at != std::string_view::npos) {
    uses.has_ref = true;
    uses.ref = plain.substr(at + 1);
    const auto begin = static_cast<std::size_t>(uses.ref.data() - text.data());
    uses.ref_span = {.begin = begin, .end = begin + uses.ref.size()};
  }
  read_remote(before, uses);
  return uses;
}

} // namespace unify_ls::workflow

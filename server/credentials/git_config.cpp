#include "server/credentials/git_config.h"

#include "server/base/text.h"

#include <algorithm>
#include <array>

namespace unify_ls::credentials {
namespace {

constexpr std::array safe_helpers{"libsecret", "osxkeychain", "wincred", "manager"};

constexpr std::string_view program_prefix = "git-credential-";

/// What Windows adds to the name of a program: WSL starts those of Windows too.
constexpr std::string_view windows_suffix = ".exe";

/// The first word as a shell reads it, since git has a shell start its helpers: a backslash or quotes keep
/// the blanks of "Program Files" inside the word.
std::string first_word(std::string_view command) {
  std::string word;
  char quote = '\0';
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char c = command[at];
    if (c == '\\' && quote != '\'' && at + 1 < command.size())
      word += command[++at];
    else if (quote != '\0' ? c == quote : c == '\'' || c == '"')
      quote = quote == '\0' ? c : '\0';
    else if (quote == '\0' && (c == ' ' || c == '\t'))
      break;
    else
      word += c;
  }
  return word;
}

/// The name in "cache --timeout=60", "/usr/lib/git-core/git-credential-cache --timeout=60" or
/// "/mnt/c/Program\ Files/Git/mingw64/bin/git-credential-manager.exe". Anything else is a program or a shell
/// command of the person's own.
std::string name_in(std::string_view command) {
  const std::string program = first_word(command);
  std::string_view word = program;
  if (const std::size_t slash = word.rfind('/'); slash != std::string_view::npos) {
    if (!word.starts_with('/')) return {};
    word.remove_prefix(slash + 1);
    if (!word.starts_with(program_prefix)) return {};
    word.remove_prefix(program_prefix.size());
  }
  if (lower_ascii(word).ends_with(windows_suffix)) word.remove_suffix(windows_suffix.size());
  return is_helper_name(word) ? std::string(word) : std::string();
}

/// Whether the key is `credential.<url>.helper`.
bool is_helper_of_one_address(std::string_view key) {
  constexpr std::string_view first = "credential.";
  constexpr std::string_view last = ".helper";
  return key.size() > first.size() + last.size() && key.starts_with(first) && key.ends_with(last);
}

} // namespace

GitCredentialConfig read_git_credential_config(std::string_view printed) {
  GitCredentialConfig config;
  std::vector<GitHelper> of_one_address;
  while (!printed.empty()) {
    const std::size_t end = std::min(printed.find('\0'), printed.size());
    const std::string_view entry = printed.substr(0, end);
    printed.remove_prefix(std::min(end + 1, printed.size()));
    const std::size_t line = std::min(entry.find('\n'), entry.size());
    const std::string_view key = entry.substr(0, line);
    const std::string_view value = entry.substr(std::min(line + 1, entry.size()));
    // git prints the names in lower case.
    if (key == "credential.credentialstore") config.manager_store = lower_ascii(trimmed(value));
    if (is_helper_of_one_address(key) && !value.empty())
      of_one_address.push_back({name_in(value), std::string(value)});
    if (key != "credential.helper") continue;
    if (value.empty())
      config.helpers.clear();
    else
      config.helpers.push_back({name_in(value), std::string(value)});
  }
  for (GitHelper& helper : of_one_address)
    if (std::ranges::find(config.helpers, helper) == config.helpers.end())
      config.helpers.push_back(std::move(helper));
  return config;
}

bool is_safe_helper(const GitHelper& helper, const GitCredentialConfig& config) {
  return std::ranges::find(safe_helpers, helper.name) != safe_helpers.end() &&
         !writes_plain_file(helper.name, config);
}

bool asks_secret_service(std::string_view helper_name, const GitCredentialConfig& config) {
  return helper_name == "libsecret" || (helper_name == "manager" && config.manager_store == "secretservice");
}

bool writes_plain_file(std::string_view helper_name, const GitCredentialConfig& config) {
  return helper_name == "manager" && config.manager_store == "plaintext";
}

bool is_helper_name(std::string_view name) {
  return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

} // namespace unify_ls::credentials

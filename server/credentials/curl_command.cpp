#include "server/credentials/curl_command.h"

#include "protocol/json.h"
#include "server/base/origin.h"
#include "server/base/text.h"
#include "server/credentials/pasted.h"
#include "server/credentials/shell_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

namespace unify_ls::credentials {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_component_id = 128;
constexpr std::size_t longest_name = 512; ///< of a branch or a file

/// Options that say how curl shows things and not what it asks.
constexpr std::string_view plain_letters = "sSLifv";
constexpr std::string_view plain_options[] = {"--silent", "--show-error", "--location",  "--include",
                                              "--fail",   "--verbose",    "--compressed"};

std::unexpected<Error> refuse(std::string_view why) {
  return fail(ErrorKind::invalidInputs, fmt::format("The curl command {}.", why));
}

bool same_word(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? a | ' ' : a) == (b >= 'A' && b <= 'Z' ? b | ' ' : b);
  });
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

/// The text up to a separator, which is taken off `rest` with it.
std::string_view take_until(std::string_view& rest, std::string_view separators) {
  const std::size_t end = std::min(rest.find_first_of(separators), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

/// What documentation writes where a person's own token goes: <PAT>, $TOKEN, YOUR_TOKEN, cb_api_xxx.
bool is_placeholder(std::string_view text) {
  if (text.empty() || text.find_first_of("$<>%{}[]()*") != text.npos || text.contains("...") ||
      text.contains("\u2026"))
    return true;
  while (!text.empty()) {
    const std::string_view word = take_until(text, "_-.");
    const bool crossed_out = word.size() >= 3 && word.find_first_not_of("xX") == word.npos;
    if (crossed_out || same_word(word, "your") || same_word(word, "token") || same_word(word, "pat") ||
        same_word(word, "redacted"))
      return true;
  }
  return false;
}

/// What the words of the command say, not yet judged. The views point into the words.
struct Said {
  std::optional<std::string_view> url{};
  std::optional<std::string_view> token{};
  std::optional<std::string_view> body{};
};

/// Goes through the words after `curl`.
class Reading {
 public:
  explicit Reading(std::span<const std::string_view> words) : rest_(words) {}

  Result<Said> run() {
    while (!rest_.empty()) {
      const std::string_view word = take();
      Result<> read;
      if (word.starts_with("--"))
        read = long_option(word);
      else if (word.starts_with('-'))
        read = short_options(word.substr(1));
      else
        read = once(said_.url, word);
      if (!read) return fail(std::move(read.error()));
    }
    return said_;
  }

 private:
  std::string_view take() {
    const std::string_view word = rest_.front();
    rest_ = rest_.subspan(1);
    return word;
  }

  Result<> once(std::optional<std::string_view>& into, std::string_view value) {
    if (into) return refuse("says something twice: an address, a token or a body");
    into = value;
    return {};
  }

  /// `-sX POST`, `-H'Accept: …'`: a letter that takes a value takes the rest of the word, else the next one.
  Result<> short_options(std::string_view letters) {
    if (letters.empty()) return not_understood();
    while (!letters.empty()) {
      const char letter = letters.front();
      letters.remove_prefix(1);
      if (plain_letters.contains(letter)) continue;
      if (!letters.empty()) return with_value(letter, letters);
      if (rest_.empty()) return refuse("ends after an option that needs a value");
      return with_value(letter, take());
    }
    return {};
  }

  Result<> with_value(char letter, std::string_view value) {
    switch (letter) {
    case 'X': return method(value);
    case 'H': return header(value);
    case 'd': return data(value);
    default: return not_understood();
    }
  }

  Result<> long_option(std::string_view option) {
    if (std::ranges::find(plain_options, option) != std::end(plain_options)) return {};
    const bool known = option == "--request" || option == "--header" || option == "--url" ||
                       option == "--json" || option == "--data" || option == "--data-raw" ||
                       option == "--data-ascii" || option == "--data-binary";
    if (!known) return not_understood();
    if (rest_.empty()) return refuse("ends after an option that needs a value");
    const std::string_view value = take();
    if (option == "--request") return method(value);
    if (option == "--header") return header(value);
    if (option == "--url") return once(said_.url, value);
    // Here alone an @ stands for itself.
    return option == "--data-raw" ? once(said_.body, value) : data(value);
  }

  Result<> not_understood() {
    return refuse("has an option that starting a workflow does not need; what may be there are -X, -H, -d, "
                  "--url, -s, -S, -L, -i, -f and -v, or their long forms");
  }

  Result<> method(std::string_view value) {
    if (value != "POST") return refuse("is no POST, so it starts nothing");
    return {};
  }

  Result<> data(std::string_view value) {
    if (value.starts_with('@')) return refuse("takes its body from a file, which is not read");
    return once(said_.body, value);
  }

  Result<> header(std::string_view value) {
    const std::size_t colon = value.find(':');
    if (colon == value.npos) return refuse("has a header without a colon");
    const std::string_view name = trimmed(value.substr(0, colon));
    value = trimmed(value.substr(colon + 1));
    if (same_word(name, "Authorization")) return authorization(value);
    if (same_word(name, "Accept") || same_word(name, "User-Agent")) return {};
    if (!same_word(name, "Content-Type"))
      return refuse("has a header other than Authorization, Content-Type and Accept");
    if (!same_word(trimmed(value.substr(0, value.find(';'))), "application/json"))
      return refuse("sends something other than JSON");
    return {};
  }

  Result<> authorization(std::string_view value) {
    constexpr std::string_view scheme = "Bearer";
    const bool bearer = same_word(value.substr(0, scheme.size()), scheme) &&
                        (value.size() == scheme.size() || value[scheme.size()] == ' ');
    if (!bearer) return refuse("has an Authorization header that is not `Bearer` and a token");
    return once(said_.token, trimmed(value.substr(scheme.size())));
  }

  std::span<const std::string_view> rest_;
  Said said_;
};

/// "https://API.cloudbees.io:443" as tokens are bound to it; empty when it is no origin.
std::string exact_origin_of(std::string_view scheme, std::string_view authority) {
  std::string origin = lower_ascii(fmt::format("{}://{}", scheme, authority));
  const std::string_view own_port = origin.starts_with("https:") ? ":443" : ":80";
  if (origin.ends_with(own_port)) origin.resize(origin.size() - own_port.size());
  return parts_of_origin(origin) ? origin : std::string();
}

/// From "https://api.cloudbees.io/v2/components/ID/trigger". An API may lie below a path of its own.
Result<TriggerTarget> read_url(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == url.npos) return refuse("has an address that does not start with https://");
  const std::string_view scheme = url.substr(0, scheme_end);
  url.remove_prefix(scheme_end + 3);
  const std::string_view authority = url.substr(0, url.find('/'));
  url.remove_prefix(authority.size());
  TriggerTarget target{.origin = exact_origin_of(scheme, authority)};
  if (target.origin.empty()) return refuse("has an address whose host cannot be read");

  constexpr std::string_view before = "/v2/components/";
  constexpr std::string_view after = "/trigger";
  const std::size_t place = url.rfind(before);
  if (place == url.npos || !url.ends_with(after) || url.size() <= place + before.size() + after.size())
    return refuse("does not go to /v2/components/…/trigger, which starts workflows");
  target.component_id = url.substr(place + before.size());
  target.component_id.resize(target.component_id.size() - after.size());
  if (target.component_id.size() > longest_component_id ||
      !std::ranges::all_of(target.component_id, is_name_character))
    return refuse("has no component's id in its address: copy it from Unify, which fills that in");
  return target;
}

/// From the body's JSON; what else stands there would be lost.
Result<> read_body(std::string_view text, TriggerTarget& target) {
  const auto body = protocol::parse_json(text);
  if (!body || !body->is_object()) return refuse("has a body that is not a JSON object");
  for (const auto& [name, value] : body->get_object()) {
    if (name == "inputs" && value.is_object()) continue;
    const bool known = name == "branchName" || name == "workflowFileName";
    if (!known || !value.is_string())
      return refuse("has more in its body than a branch, a workflow's file and inputs");
    const std::string_view said = value.get_string();
    if (said.size() > longest_name || said != escaped(said))
      return refuse("has a branch or a workflow's file that cannot be one");
    (name == "branchName" ? target.branch : target.workflow_file) = said;
  }
  return {};
}

/// One shell's reading.
Result<CurlCommand> read_words(const std::vector<std::string_view>& words) {
  if (words.empty() || !(words[0] == "curl" || words[0] == "curl.exe"))
    return refuse("does not begin with curl");
  const Result<Said> said = Reading(std::span(words).subspan(1)).run();
  if (!said) return fail(said.error());
  if (!said->url) return refuse("has no address");
  Result<TriggerTarget> target = read_url(*said->url);
  if (!target) return fail(std::move(target.error()));
  if (said->body)
    if (Result<> read = read_body(*said->body, *target); !read) return fail(std::move(read.error()));
  CurlCommand command{.target = *std::move(target), .token = {}};
  if (!said->token || is_placeholder(*said->token)) return command;
  if (const std::string_view fault = fault_of_token(*said->token); !fault.empty())
    return refuse(fmt::format("holds a token that {}", fault));
  command.token = Secret(*said->token);
  return command;
}

bool same_command(const CurlCommand& left, const CurlCommand& right) {
  return left.target == right.target && left.token.reveal() == right.token.reveal();
}

/// What the shells make of one text.
struct Readings {
  std::optional<CurlCommand> command{}; ///< as all understood it who did
  std::optional<Error> error{};         ///< of the first that found words
  bool unfinished = false;
  bool differ = false;

  explicit Readings(std::string_view text) {
    for (const Shell shell : all_shells) {
      const ShellWords words(text, shell);
      unfinished |= words.state() == ShellWords::State::unfinished;
      if (words.state() != ShellWords::State::whole) continue;
      Result<CurlCommand> read = read_words(words.words());
      // cmd knows no single quotes: what it finds wrong with a text for other shells is beside the point.
      const bool meant = shell != Shell::cmd || text.contains('^');
      if (!read)
        error = error || !meant ? error : std::move(read.error());
      else if (command)
        differ |= !same_command(*command, *read);
      else
        command = *std::move(read);
    }
  }
};

} // namespace

bool is_curl_command(std::string_view text) {
  text = trimmed(text);
  const std::string_view first = text.substr(0, text.find_first_of(" \t\r\n\\^`"));
  return first == "curl" || first == "curl.exe";
}

Result<CurlCommand> read_curl_command(std::string_view text) {
  if (text.size() > longest_command) return refuse("is too long");
  Readings readings(text);
  if (readings.differ) return refuse("means different things in different shells: paste the parts instead");
  if (readings.command) return *std::move(readings.command);
  if (readings.unfinished) return refuse("ends too early: was all of it copied?");
  if (readings.error) return fail(*std::move(readings.error));
  return refuse("has something in it that is more than one command, or quotes that no shell reads");
}

bool is_unfinished_command(std::string_view text) {
  if (!is_curl_command(text) || text.size() > longest_command) return false;
  const Readings readings(text);
  return readings.unfinished && !readings.command;
}

} // namespace unify_ls::credentials

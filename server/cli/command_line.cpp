#include "server/cli/command_line.h"

#include "server/app/exit_code.h"
#include "server/base/text.h"
#include "server/cli/help.h"
#include "server/cli/verb_table.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <map>

namespace unify_ls::cli {
namespace {

namespace json = boost::json;
using commands::Flag;
using commands::Takes;
using commands::Verb;

/// How a shell asks for completions; no verb for people.
constexpr std::string_view completing = "__complete";

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) words.emplace_back(take_word(text));
  return words;
}

json::value number_value(double number) {
  constexpr double exact = 1e15;
  if (std::floor(number) == number && std::abs(number) < exact) return static_cast<std::int64_t>(number);
  return number;
}

std::string check_pair(const std::string& pair) {
  const std::size_t equals = pair.find('=');
  return equals == 0 || equals == std::string::npos ? "write it as NAME=VALUE" : "";
}

json::object pairs_value(const std::vector<std::string>& pairs) {
  json::object object;
  for (const std::string& pair : pairs)
    object[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
  return object;
}

/// The parser, made from the tables.
class CommandLine {
 public:
  CommandLine() : app_("", "unify-ls") {
    app_.set_version_flag("--version", "unify-ls " UNIFY_LS_VERSION);
    app_.require_subcommand(0, 8);
    for (const FlagGroup& group : common_flags())
      for (const Flag& flag : group.flags) add(app_, flag, common_);
    app_.add_flag("--stdio", stdio_); // some editors leave `serve` out
    for (const Verb* verb : verbs()) add_verb(*verb);
  }

  std::expected<Options, EarlyExit> parse(int count, const char* const* arguments) {
    try {
      app_.parse(count, arguments);
      return options();
    } catch (const CLI::CallForHelp&) {
      const Verb* verb = given_verb();
      return std::unexpected(
          EarlyExit{.output = verb != nullptr ? help_text(*verb) : help_text(given_word())});
    } catch (const CLI::CallForVersion& version) {
      return std::unexpected(EarlyExit{.output = std::string(version.what()) + "\n"});
    } catch (const CLI::ParseError& error) {
      return std::unexpected(mistake(explained(error)));
    }
  }

  static EarlyExit mistake(std::string_view sentence) {
    return {.code = bad_arguments, .errors = fmt::format("unify-ls: {}\n", printable(sentence))};
  }

 private:
  void add_verb(const Verb& verb) {
    CLI::App* app = &app_;
    for (const std::string& word : words_of(verb.words)) {
      if (app != &app_) app->require_subcommand(1);
      CLI::App*& known = words_[{app, word}];
      if (known == nullptr) known = app->add_subcommand(word)->fallthrough();
      app = known;
    }
    apps_[app] = &verb;
    for (const std::vector<Flag>* flags : {&verb.operands, &verb.flags})
      for (const Flag& flag : *flags) add(*app, flag, said_[&verb]);
  }

  /// Later values win, but for those that add up.
  static void add(CLI::App& app, const Flag& flag, json::object& into) {
    const std::string name(flag.spelling);
    const auto put = [&into, member = flag.member](json::value value) { into[member] = std::move(value); };
    CLI::Option* option = nullptr;
    switch (flag.takes) {
    case Takes::nothing: app.add_flag_callback(name, [put] { put(true); }); return;
    case Takes::text:
    case Takes::word:
      option = app.add_option_function<std::string>(name, [put](const std::string& text) {
        if (!text.empty()) put(json::value(json::string(text)));
      });
      break;
    case Takes::number:
      option = app.add_option_function<double>(name, [put](double number) { put(number_value(number)); });
      break;
    case Takes::texts:
      app.add_option_function<std::vector<std::string>>(name, [put](const std::vector<std::string>& texts) {
        put(json::array(texts.begin(), texts.end()));
      });
      return;
    case Takes::pairs:
      app.add_option_function<std::vector<std::string>>(
             name, [put](const std::vector<std::string>& pairs) { put(pairs_value(pairs)); })
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
          ->check(check_pair);
      return;
    }
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    if (flag.takes == Takes::word) option->check(CLI::IsMember(words_of(flag.words)));
  }

  Options options() {
    Options options;
    if (const Verb* verb = given_verb()) {
      options.verb = verb->words;
      options.said = std::move(said_[verb]);
    }
    options.json = options.said.contains("json");
    const auto take = [this](std::string_view member) -> std::optional<std::string> {
      const auto found = common_.find(member);
      if (found == common_.end()) return std::nullopt;
      std::string value(found->value().as_string());
      common_.erase(found);
      return value;
    };
    options.folder = take("folder");
    options.log_file = take("logFile");
    if (const auto level = take("logLevel")) options.log_level = *log_level_from(*level);
    options.settings = std::move(common_);
    return options;
  }

  CLI::App* given_app() const {
    const CLI::App* app = &app_;
    CLI::App* last = nullptr;
    for (; !app->get_subcommands().empty(); app = last) last = app->get_subcommands().back();
    return last;
  }

  const Verb* given_verb() const {
    const auto found = apps_.find(given_app());
    return found == apps_.end() ? nullptr : found->second;
  }

  /// `token` without more.
  std::string given_word() const { return given_app() != nullptr ? given_app()->get_name() : ""; }

  std::string explained(const CLI::ParseError& error) const {
    const Verb* verb = given_verb();
    const std::string help = verb != nullptr
                                 ? fmt::format(" `unify-ls help {}` shows its flags.", verb->words)
                                 : " `unify-ls help` lists all.";
    const std::vector<std::string> left = app_.remaining(true);
    if (!left.empty() && left.front().starts_with('-'))
      return fmt::format("There is no flag `{}`.{}{}", left.front(),
                         did_you_mean(left.front(), known_flags(verb)), help);
    if (!left.empty() && verb != nullptr)
      return fmt::format("`{}` does not take `{}`.{}", verb->words, left.front(), help);
    if (!left.empty()) {
      const std::string wanted = given_word().empty() ? left.front() : given_word() + " " + left.front();
      return fmt::format("There is no verb `{}`.{}{}", wanted, did_you_mean(wanted, known_verbs()), help);
    }
    if (verb == nullptr && !given_word().empty())
      return fmt::format("`{}` needs more: `{}`.", given_word(),
                         fmt::join(verbs_below(given_word()), "`, `"));
    return fmt::format("{}.{}", error.what(), help);
  }

  static std::vector<std::string> known_verbs() {
    std::vector<std::string> known;
    for (const Verb* verb : verbs()) known.emplace_back(verb->words);
    return known;
  }

  static std::vector<std::string> known_flags(const Verb* verb) {
    std::vector<std::string> known;
    if (verb != nullptr)
      for (const Flag& flag : verb->flags) known.emplace_back(long_name(flag));
    for (const FlagGroup& group : common_flags())
      for (const Flag& flag : group.flags) known.emplace_back(long_name(flag));
    return known;
  }

  CLI::App app_;
  std::map<std::pair<const CLI::App*, std::string>, CLI::App*> words_;
  std::map<const CLI::App*, const Verb*> apps_;
  std::map<const Verb*, json::object> said_;
  json::object common_;
  bool stdio_ = false; // the only way to speak anyway
};

/// `help VERB…`, which the parser would take for that verb.
std::expected<Options, EarlyExit> help_for(std::span<const char* const> words) {
  std::string verb;
  for (const std::string_view word : words) verb += fmt::format("{}{}", verb.empty() ? "" : " ", word);
  if (const Verb* known = find_verb(verb)) return std::unexpected(EarlyExit{.output = help_text(*known)});
  if (verb.empty() || !verbs_below(verb).empty())
    return std::unexpected(EarlyExit{.output = help_text(verb)});
  std::vector<std::string> known;
  for (const Verb* each : verbs()) known.emplace_back(each->words);
  return std::unexpected(CommandLine::mistake(
      fmt::format("There is no verb `{}`.{} `unify-ls help` lists all.", verb, did_you_mean(verb, known))));
}

/// The flags of a line that is being typed count as far as they can be read: the one whose value is wanted
/// lacks it still.
Options completion_of(std::span<const char* const> words) {
  std::vector<const char*> line{"unify-ls"};
  line.insert(line.end(), words.begin(), words.end());
  std::expected<Options, EarlyExit> said = Options{};
  do {
    if (line.size() > 1) line.pop_back();
    said = CommandLine().parse(static_cast<int>(line.size()), line.data());
  } while (!said && line.size() > 1);
  Options options = std::move(said).value_or(Options{});
  options.verb = completing;
  options.log_level = LogLevel::error;
  options.to_complete.assign(words.begin(), words.end());
  return options;
}

} // namespace

std::expected<Options, EarlyExit> read_command_line(int count, const char* const* arguments) {
  const std::span<const char* const> words(arguments + 1,
                                           static_cast<std::size_t>(count > 0 ? count - 1 : 0));
  if (!words.empty() && words.front() == completing) return completion_of(words.subspan(1));
  if (!words.empty() && words.front() == std::string_view("help")) return help_for(words.subspan(1));
  CommandLine line;
  return line.parse(count, arguments);
}

} // namespace unify_ls::cli

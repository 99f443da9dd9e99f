#include "server/commands/run_inputs.h"

#include "server/base/text.h"
#include "server/commands/questions.h"
#include "server/commands/wire.h"
#include "server/workflow/near.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

std::optional<std::string> text_of(const json::value& value) {
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return std::string(value.get_string());
  return protocol::to_text(value);
}

/// The walk over the inputs of one workflow.
class Settling {
 public:
  Settling(const std::optional<json::object>& given, const EarlierInputs& earlier, Form& form)
      : given_(given),
        earlier_(earlier),
        form_(form) {
    const json::value* confirmed = form_.answer("confirmed");
    changing_ = confirmed != nullptr && confirmed->is_string() && confirmed->get_string() == change_inputs;
    if (changing_) form_.drop("confirmed");
  }

  void settle(const workflow::Input& input) {
    const std::string id = input_field_id(input.name);
    const json::value* answer = form_.answer(id);
    const json::value* argument = given_ ? given_->if_contains(input.name) : nullptr;
    if (changing_) {
      const std::optional<std::string> before = answer     ? text_of(*answer)
                                                : argument ? text_of(*argument)
                                                           : earlier_value(input);
      form_.drop(id);
      form_.ask(input_question(input, before));
    } else if (answer != nullptr) {
      check_answer(input, *answer);
    } else if (argument != nullptr) {
      check_argument(input, *argument);
    } else if (given_ && !must_be_asked(input)) {
      values_.emplace_back(input.name, std::nullopt);
    } else {
      form_.ask(input_question(input, earlier_value(input)));
    }
  }

  /// What was settled, in the author's order; nothing for an input that nobody gave.
  const std::vector<std::pair<std::string, std::optional<workflow::GivenValue>>>& values() const {
    return values_;
  }

 private:
  std::optional<std::string> earlier_value(const workflow::Input& input) const {
    const auto found = earlier_.values.find(input.name);
    if (found == earlier_.values.end()) return std::nullopt;
    return found->second;
  }

  bool must_be_asked(const workflow::Input& input) const {
    const bool empty = input.default_text.value_or("").empty();
    return (input.required && empty) || earlier_.withheld.contains(input.name);
  }

  void check_answer(const workflow::Input& input, const json::value& answer) {
    protocol::FormField field = input_question(input, earlier_value(input));
    // "" is the list's own entry for leaving an input out.
    const bool list = field.type.kind == "enum";
    const json::value value =
        list && answer.is_string() && answer.get_string().empty() ? json::value(nullptr) : answer;
    const workflow::GivenValue given = given_value(value);
    if (const auto checked = workflow::check_input(input, given); !checked) {
      form_.reject(std::move(field), checked.error().message);
      return;
    }
    form_.keep(std::move(field));
    values_.emplace_back(input.name, given);
  }

  void check_argument(const workflow::Input& input, const json::value& argument) {
    const workflow::GivenValue given = given_value(argument);
    if (const auto checked = workflow::check_input(input, given); !checked) {
      form_.reject(input_question(input, text_of(argument)), checked.error().message);
      return;
    }
    values_.emplace_back(input.name, given);
  }

  const std::optional<json::object>& given_;
  const EarlierInputs& earlier_;
  Form& form_;
  bool changing_ = false;
  std::vector<std::pair<std::string, std::optional<workflow::GivenValue>>> values_;
};

/// Names that the workflow does not have cannot be asked for.
std::optional<Error> unknown_names(const workflow::Workflow& workflow,
                                   const std::optional<json::object>& given) {
  if (!given) return std::nullopt;
  std::vector<std::string> names;
  for (const workflow::Input& input : workflow.inputs) names.push_back(input.name);
  for (const auto& member : *given) {
    if (std::ranges::find(names, std::string_view(member.key())) != names.end()) continue;
    Error error{.kind = ErrorKind::invalidInputs,
                .message = fmt::format("The workflow has no input `{}`.", escaped(member.key()))};
    const std::vector<std::string> near = workflow::near_names(member.key(), names);
    if (!near.empty())
      error.message +=
          fmt::format(" Did you mean `{}`?", escaped(fmt::format("{}", fmt::join(near, "`, `"))));
    return error;
  }
  return std::nullopt;
}

} // namespace

Result<std::optional<std::vector<workflow::SentInput>>>
settle_inputs(const workflow::Workflow& workflow, const std::optional<json::object>& given,
              const EarlierInputs& earlier, Form& form) {
  if (std::optional<Error> unknown = unknown_names(workflow, given)) return fail(*std::move(unknown));
  Settling settling(given, earlier, form);
  for (const workflow::Input& input : workflow.inputs) settling.settle(input);
  if (form.incomplete()) return std::nullopt;

  workflow::GivenInputs values;
  for (const auto& [name, value] : settling.values())
    if (value) values.emplace_back(name, *value);
  auto sent = workflow::check_inputs(workflow, values);
  if (!sent) return fail(ErrorKind::invalidInputs, sent.error().front().message);
  return *std::move(sent);
}

} // namespace unify_ls::commands

#include "server/commands/run_inputs.h"

#include "server/base/text.h"
#include "server/commands/wire.h"
#include "server/workflow/near.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::commands {
namespace {

/// The walk over the inputs of one workflow.
class Settling {
 public:
  Settling(const std::optional<json::object>& given, const std::vector<runs::RunInput>& earlier,
           const InputAsking& asking, Form& form)
      : given_(given),
        earlier_(earlier),
        asking_(asking),
        form_(form) {
    const json::value* confirmed = form_.answer("confirmed");
    changing_ = confirmed != nullptr && confirmed->is_string() && confirmed->get_string() == change_inputs;
    if (changing_) form_.drop("confirmed");
  }

  void settle(const workflow::Input& input) {
    const std::string id = input_field_id(input.name);
    const json::value* answer = form_.answer(id);
    const json::value* argument = given_ ? given_->if_contains(input.name) : nullptr;
    std::optional<workflow::GivenValue> value;
    if (answer != nullptr) {
      value = answered(input, *answer);
    } else if (argument != nullptr) {
      value = argued(input, *argument);
    }
    if (changing_) {
      form_.drop(id);
      form_.ask(question(input, std::move(value)));
    } else if (answer != nullptr) {
      note(input, form_.settle(question(input), std::optional(checked(input, *value))));
    } else if (argument != nullptr) {
      if (const auto good = checked(input, *value))
        note(input, *good);
      else
        form_.reject(question(input, value), good.error().message);
    } else if (given_ && !workflow::must_be_given(input) && !is_withheld(input)) {
      note(input, std::nullopt);
    } else {
      form_.ask(question(input));
    }
  }

  /// What was settled, in the author's order; nothing for an input that nobody gave.
  const std::vector<std::pair<std::string, std::optional<workflow::GivenValue>>>& values() const {
    return values_;
  }

 private:
  const runs::RunInput* given_earlier(const workflow::Input& input) const {
    const auto found = std::ranges::find(earlier_, input.name, &runs::RunInput::name);
    return found == earlier_.end() ? nullptr : &*found;
  }

  bool is_withheld(const workflow::Input& input) const {
    const runs::RunInput* given = given_earlier(input);
    return given != nullptr && !given->value;
  }

  protocol::FormField question(const workflow::Input& input,
                               std::optional<workflow::GivenValue> before = {}) const {
    GivenBefore beginning{.answer = std::move(before)};
    if (const runs::RunInput* given = given_earlier(input)) beginning.run = given->value;
    return input_question(input, beginning, asking_);
  }

  /// What an argument means.
  workflow::GivenValue argued(const workflow::Input& input, const json::value& argument) const {
    if (asking_.yes_and_no && input.type == workflow::InputType::boolean && argument.is_string())
      if (const std::optional<bool> said = yes_or_no(argument.get_string())) return *said;
    return given_value(argument);
  }

  /// What an answer means: lists have an entry of their own for leaving an input out, and where a list had to
  /// become a text, an empty option is typed as it is shown.
  workflow::GivenValue answered(const workflow::Input& input, const json::value& answer) const {
    const bool list = input.type == workflow::InputType::boolean || input.type == workflow::InputType::choice;
    if (!list || !answer.is_string()) return given_value(answer);
    const std::string_view text = answer.get_string();
    if (text == leave_out_value(input)) return std::monostate{};
    const bool is_option = workflow::is_among(text, input.options);
    if (!is_option && text == shown_apart("") && workflow::is_among("", input.options)) return std::string();
    return argued(input, answer);
  }

  static Result<workflow::GivenValue> checked(const workflow::Input& input,
                                              const workflow::GivenValue& given) {
    if (const auto fits = workflow::check_input(input, given); !fits)
      return fail(ErrorKind::invalidInputs, fits.error().message);
    return given;
  }

  void note(const workflow::Input& input, std::optional<workflow::GivenValue> value) {
    values_.emplace_back(input.name, std::move(value));
  }

  const std::optional<json::object>& given_;
  const std::vector<runs::RunInput>& earlier_;
  const InputAsking& asking_;
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
    return Error{.kind = ErrorKind::invalidInputs,
                 .message = fmt::format("The workflow has no input `{}`.{}", escaped(member.key()),
                                        did_you_mean(member.key(), names))};
  }
  return std::nullopt;
}

} // namespace

Result<std::optional<std::vector<workflow::SentInput>>>
settle_inputs(const workflow::Workflow& workflow, const std::optional<json::object>& given,
              const std::vector<runs::RunInput>& earlier, const InputAsking& asking, Form& form) {
  if (std::optional<Error> unknown = unknown_names(workflow, given)) return fail(*std::move(unknown));
  Settling settling(given, earlier, asking, form);
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

#include "server/workflow/inputs.h"

#include "protocol/utf8.h"
#include "server/workflow/near.h"
#include "server/workflow/numbers.h"
#include "server/workflow/scalar.h"
#include "server/workflow/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace unify_ls::workflow {

namespace {

using Text = std::expected<std::string, InputProblem>;
using OptionalText = std::expected<std::optional<std::string>, InputProblem>;

template <class... Ts> struct Overloaded : Ts... {
  using Ts::operator()...;
};

std::unexpected<InputProblem> wrong(const Input& input, std::string_view what) {
  return std::unexpected(
      InputProblem{.name = input.name, .message = fmt::format("Input {} {}", quoted(input.name), what)});
}

std::unexpected<InputProblem> missing(const Input& input) {
  const std::string choices =
      input.type == InputType::choice ? fmt::format(": one of {}", quoted_list(input.options)) : "";
  return std::unexpected(
      InputProblem{.name = input.name,
                   .message = fmt::format("Input {} needs a value{}.", quoted(input.name), choices),
                   .missing = true});
}

std::expected<std::string, NumberFault> read_from_json(double number) {
  auto decimal = shortest_decimal(number);
  if (decimal && significant_digits(*decimal) > max_json_digits)
    return std::unexpected(NumberFault::too_precise);
  return decimal;
}

/// The value as its giver would write it. Numbers that cannot be written so are told apart by
/// `number_complaint`.
std::expected<std::string, NumberFault> written(const GivenValue& given) {
  using Written = std::expected<std::string, NumberFault>;
  return std::visit(Overloaded{
                        [](std::monostate) -> Written { return ""; },
                        [](bool value) -> Written { return value ? "true" : "false"; },
                        [](std::int64_t value) -> Written { return fmt::to_string(value); },
                        [](std::uint64_t value) -> Written { return fmt::to_string(value); },
                        [](double value) -> Written { return read_from_json(value); },
                        [](const std::string& value) -> Written { return value; },
                    },
                    given);
}

std::string number_complaint(NumberFault fault, std::string_view shown) {
  if (fault == NumberFault::too_precise)
    return fmt::format("has more than the {} digits that a JSON number keeps: send it as text, in quotes.",
                       max_json_digits);
  if (fault == NumberFault::too_long)
    return fmt::format("is too large or too fine: at most {} digits may stand on each side of the point.",
                       max_number_digits);
  return fmt::format("must be a decimal number such as 3 or -1.5{}{}.", shown.empty() ? "" : ", not ", shown);
}

Text check_number(const Input& input, const GivenValue& given) {
  const auto* text = std::get_if<std::string>(&given);
  if (std::holds_alternative<bool>(given))
    return wrong(input,
                 number_complaint(NumberFault::not_a_number, std::get<bool>(given) ? "true" : "false"));
  const auto number = text != nullptr ? sent_number(*text) : written(given);
  if (!number) return wrong(input, number_complaint(number.error(), text != nullptr ? quoted(*text) : ""));
  const bool shown_default = text == nullptr && input.default_text.has_value();
  if (shown_default && shortest_decimal(*input.default_text) == shortest_decimal(*number))
    return *input.default_text;
  return *number;
}

Text check_boolean(const Input& input, const GivenValue& given) {
  const auto* text = std::get_if<std::string>(&given);
  const auto* flag = std::get_if<bool>(&given);
  if (text == nullptr && flag == nullptr) return wrong(input, "must be true or false, not a number.");
  const auto value = flag != nullptr ? std::optional(*flag) : boolean_of_text(*text);
  if (!value) return wrong(input, fmt::format("must be true or false, not {}.", quoted(*text)));
  return *value ? "true" : "false";
}

Text check_choice(const Input& input, const GivenValue& given) {
  const auto text = written(given);
  if (!text) return wrong(input, number_complaint(text.error(), ""));
  if (is_among(*text, input.options)) return *text;
  if (input.options.empty())
    return wrong(input, "is a choice without options: correct the workflow file first.");
  return wrong(input, fmt::format("must be one of {}, not {}.{}", quoted_list(input.options), quoted(*text),
                                  did_you_mean(*text, input.options)));
}

Text check_string(const Input& input, const GivenValue& given) {
  const auto text = written(given);
  if (!text) return wrong(input, number_complaint(text.error(), ""));
  return *text;
}

Text check_value(const Input& input, const GivenValue& given) {
  switch (input.type) {
  case InputType::string: return check_string(input, given);
  case InputType::number: return check_number(input, given);
  case InputType::boolean: return check_boolean(input, given);
  case InputType::choice: return check_choice(input, given);
  }
  return check_string(input, given);
}

/// What no input's text may be, whatever its type.
OptionalText sendable(const Input& input, std::string_view text) {
  if (text.size() > max_value_bytes)
    return wrong(input, fmt::format("is longer than {} KiB.", max_value_bytes / 1024));
  if (text.contains('\0')) return wrong(input, "must not hold a NUL character.");
  if (!protocol::is_utf8(text)) return wrong(input, "must be text in UTF-8.");
  return std::string(text);
}

bool is_left_empty(const Input& input, const GivenValue& given) {
  if (std::holds_alternative<std::monostate>(given)) return true;
  const auto* text = std::get_if<std::string>(&given);
  if (text == nullptr) return false;
  switch (input.type) {
  case InputType::string: return text->empty() && input.required;
  case InputType::number: return text->find_first_not_of(" \t\r\n") == std::string::npos;
  case InputType::boolean: return text->empty();
  case InputType::choice: return text->empty() && !is_among(*text, input.options);
  }
  return false;
}

OptionalText left_empty(const Input& input) {
  if (input.required) return missing(input);
  if (input.type == InputType::string && usable_default(input)) return "";
  return std::nullopt;
}

/// An input that nobody gave a value for.
OptionalText untouched(const Input& input) {
  if (must_be_given(input)) return missing(input);
  return usable_default(input);
}

/// Checks a whole set of inputs; the problems come first, the values last.
class Check {
 public:
  explicit Check(const Workflow& workflow) : workflow_(workflow) {
    for (const Input& input : workflow.inputs) names_.push_back(input.name);
  }

  void take(const GivenInputs& given) {
    for (const auto& [name, value] : given) {
      if (problems_.size() == max_input_problems) return;
      if (!is_among(name, names_)) {
        add_problem(unknown(name));
      } else if (!values_.emplace(name, &value).second) {
        add_problem({.name = name, .message = fmt::format("Input {} is given twice.", quoted(name))});
      }
    }
  }

  std::expected<std::vector<SentInput>, std::vector<InputProblem>> finish() {
    std::vector<SentInput> sent;
    for (const Input& input : workflow_.inputs) {
      const auto given = values_.find(input.name);
      auto value = given == values_.end() ? untouched(input) : check_input(input, *given->second);
      if (!value) {
        add_problem(std::move(value).error());
      } else if (*value) {
        const bool from_default = *value == usable_default(input);
        sent.push_back({.name = input.name, .value = **std::move(value), .from_default = from_default});
      }
    }
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    return sent;
  }

 private:
  InputProblem unknown(const std::string& name) const {
    std::string message = fmt::format("There is no input {}.", quoted(name));
    if (names_.empty()) {
      message += " This workflow has none.";
    } else if (const std::string suggestion = did_you_mean(name, names_); !suggestion.empty()) {
      message += suggestion;
    } else {
      message += fmt::format(" This workflow has {}.", quoted_list(names_));
    }
    return {.name = name, .message = std::move(message)};
  }

  void add_problem(InputProblem problem) {
    if (problems_.size() < max_input_problems) problems_.push_back(std::move(problem));
  }

  const Workflow& workflow_;
  std::vector<std::string> names_;
  std::unordered_map<std::string, const GivenValue*> values_;
  std::vector<InputProblem> problems_;
};

} // namespace

std::optional<std::string> text_of(const GivenValue& given) {
  if (std::holds_alternative<std::monostate>(given)) return std::nullopt;
  auto text = written(given);
  return text ? std::optional(*std::move(text)) : std::nullopt;
}

std::optional<std::string> usable_default(const Input& input) {
  if (!input.default_text || !sendable(input, *input.default_text)) return std::nullopt;
  const std::string& text = *input.default_text;
  switch (input.type) {
  case InputType::string: return text;
  case InputType::number: return sent_number(text) ? std::optional(text) : std::nullopt;
  case InputType::boolean:
    if (const auto value = spelled_boolean(text)) return *value ? "true" : "false";
    return std::nullopt;
  case InputType::choice: return is_among(text, input.options) ? std::optional(text) : std::nullopt;
  }
  return std::nullopt;
}

bool has_unusable_default(const Input& input) {
  return input.default_has_no_text || (input.default_text && !usable_default(input));
}

bool must_be_given(const Input& input) {
  if (!input.required) return false;
  const std::optional<std::string> value = usable_default(input);
  return !value || is_left_empty(input, *value);
}

std::expected<std::optional<std::string>, InputProblem> check_input(const Input& input,
                                                                    const GivenValue& given) {
  if (is_left_empty(input, given)) return left_empty(input);
  if (const auto* text = std::get_if<std::string>(&given)) {
    if (auto checked = sendable(input, *text); !checked) return checked;
    if (input.default_text == *text)
      if (std::optional<std::string> value = usable_default(input)) return value;
  }
  auto value = check_value(input, given);
  if (!value) return std::unexpected(std::move(value).error());
  return std::optional(*std::move(value));
}

std::expected<std::vector<SentInput>, std::vector<InputProblem>> check_inputs(const Workflow& workflow,
                                                                              const GivenInputs& given) {
  Check check(workflow);
  check.take(given);
  return check.finish();
}

} // namespace unify_ls::workflow

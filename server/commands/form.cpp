#include "server/commands/form.h"

#include "server/base/text.h"

#include <algorithm>

namespace unify_ls::commands {

const json::value* Form::answer(std::string_view id) const {
  const auto found = std::ranges::find(given_, id, &protocol::FormAnswer::id);
  return found == given_.end() ? nullptr : &found->value;
}

std::optional<std::string> Form::text_answer(std::string_view id) const {
  const json::value* answered = answer(id);
  if (answered == nullptr || !answered->is_string()) return std::nullopt;
  return std::string(answered->get_string());
}

void Form::ask(protocol::FormField field, std::optional<json::object> example) {
  missing_.push_back(field.id);
  if (example) examples_.insert_or_assign(field.id, *std::move(example));
  fields_.push_back(std::move(field));
}

void Form::keep(protocol::FormField field) { fields_.push_back(std::move(field)); }

void Form::reject(protocol::FormField field, std::string_view error, std::optional<json::object> example) {
  field.error = printable(error);
  ask(std::move(field), std::move(example));
}

const json::object* Form::example(std::string_view id) const {
  const auto found = examples_.find(id);
  return found == examples_.end() ? nullptr : &found->second;
}

void Form::replace(std::string_view id, json::value value) {
  for (protocol::FormAnswer& answer : given_)
    if (answer.id == id) answer.value = value;
}

void Form::drop(std::string_view id) {
  std::erase_if(given_, [&](const protocol::FormAnswer& answer) { return answer.id == id; });
}

std::vector<protocol::FormAnswer> Form::answers() const {
  std::vector<protocol::FormAnswer> answers;
  for (const protocol::FormField& field : fields_)
    if (const json::value* value = answer(field.id)) answers.push_back({field.id, *value});
  return answers;
}

std::optional<std::string> Form::first_error() const {
  const auto wrong =
      std::ranges::find_if(fields_, [](const protocol::FormField& field) { return field.error.has_value(); });
  if (wrong == fields_.end()) return std::nullopt;
  return wrong->error;
}

} // namespace unify_ls::commands

// A form's answers against a workflow's inputs. The first line is what a client says, the rest the workflow
// file:
//
//   {"inputs": {"name": value}, "answers": [{"id": "inputs.name", "value": value}]}
#include "protocol/forms.h"
#include "protocol/json.h"
#include "server/commands/run_inputs.h"
#include "server/workflow/reader.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>

namespace unify_ls::fuzz {

struct Said {
  std::optional<protocol::json::object> inputs{};
  std::vector<protocol::FormAnswer> answers{};
};
BOOST_DESCRIBE_STRUCT(Said, (), (inputs, answers))

namespace {

void expect_sendable(const std::vector<workflow::SentInput>& sent, const workflow::Workflow& workflow) {
  workflow::GivenInputs again;
  for (const workflow::SentInput& input : sent) {
    const bool declared =
        std::ranges::find(workflow.inputs, input.name, &workflow::Input::name) != workflow.inputs.end();
    expect(declared, "only inputs that the workflow has are sent");
    expect(input.value.size() <= workflow::max_value_bytes, "no value is longer than the limit");
    again.emplace_back(input.name, input.value);
  }
  const auto checked = workflow::check_inputs(workflow, again);
  expect(checked.has_value(), "what is sent is valid");
  for (const workflow::SentInput& input : sent) {
    const auto same = std::ranges::find(*checked, input.name, &workflow::SentInput::name);
    expect(same != checked->end() && same->value == input.value,
           "what is sent is sent the same when given again");
  }
}

void expect_askable(const protocol::FormField& field) {
  expect(!field.description.empty(), "a question has a text");
  if (!field.type.entries) return;
  const std::vector<protocol::FormEntry>& entries = *field.type.entries;
  for (const protocol::FormEntry& entry : entries) {
    expect(!entry.description.empty(), "an entry has a text");
    expect(std::ranges::count(entries, entry.value, &protocol::FormEntry::value) == 1,
           "no two entries are one");
  }
  if (!field.default_) return;
  const auto preselected =
      std::ranges::find(entries, std::string_view(field.default_->as_string()), &protocol::FormEntry::value);
  expect(preselected != entries.end(), "what is preselected is in the list");
}

void settle(const workflow::Workflow& workflow, const Said& said, const commands::InputAsking& asking) {
  commands::Form form(said.answers);
  const auto sent = commands::settle_inputs(workflow, said.inputs, {}, asking, form);
  expect(form.missing().size() <= form.fields().size(), "what is missing has a field");
  for (const protocol::FormField& field : form.fields()) expect_askable(field);
  if (!sent) return;
  expect(sent->has_value() != form.incomplete(), "inputs are settled when nothing is left to ask");
  if (*sent) expect_sendable(**sent, workflow);
}

} // namespace

void examine(std::string_view bytes) {
  const auto json = protocol::parse_json(take_line(bytes));
  if (!json) return;
  const auto said = protocol::read<Said>(*json);
  if (!said) return;
  const workflow::Workflow workflow = workflow::read_workflow(bytes, "fuzz.yaml");
  settle(workflow, *said, {});
  settle(workflow, *said, {.preselects = true, .numbers = false, .yes_and_no = true});
}

} // namespace unify_ls::fuzz

#include "protocol/unify.h"
#include "server/commands/needs_input.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using protocol::FormField;

namespace {

FormField text(std::string id) { return {.id = std::move(id), .type = {.kind = "string"}, .required = true}; }

FormField list(std::string id) {
  return {.id = std::move(id),
          .type = {.kind = "enum",
                   .entries = std::vector<protocol::FormEntry>{{"", "(leave out)"}, {"a.yaml", "A"}}},
          .required = true};
}

Call call(protocol::WorkflowRunArgs arguments) {
  return {.command = "unify.workflow.run", .arguments = std::move(arguments)};
}

} // namespace

TEST_CASE("what is missing is named, with an argument that would do") {
  Form form({});
  form.ask(list("file"));
  form.ask(text("inputs.target"));
  FormField component = list("component");
  component.description = "Two have it. Which one is meant?";
  form.ask(component, json::object{{"componentId", "c1"}});
  form.ask(text("confirmed"), json::object{{"confirmed", true}, {"force", true}});
  const Error error = needs_input(call({.branch = "main"}), form);
  CHECK(error.kind == ErrorKind::needsInput);
  CHECK(error.message == "Needs a workflow, the input `target`, a component and consent. "
                         "Two have it. Which one is meant?");
  CHECK(error.missing == std::vector<std::string>{"file", "inputs.target", "component", "confirmed"});
  CHECK(error.example == R"({"branch":"main","file":"a.yaml","inputs":{"target":"…"},"componentId":"c1",)"
                         R"("confirmed":true,"force":true})");
}

TEST_CASE(
    "an example is one that would do: with what was answered, of the right type, and none for a secret") {
  Form form({{"file", "b.yaml"}});
  form.keep(list("file"));
  form.ask({.id = "inputs.count", .type = {.kind = "number"}, .required = true});
  form.ask({.id = "branch", .type = {.kind = "lazyEnum"}, .required = true});
  CHECK(needs_input(call({}), form).example == R"({"file":"b.yaml","inputs":{"count":1}})");
  form.ask({.id = "token", .type = {.kind = "secret"}, .required = true});
  CHECK(needs_input(call({}), form).example.empty());
}

TEST_CASE("what will be asked later is named at once") {
  Form form({});
  form.ask(text("inputs.target"));
  form.announce("confirmed");
  const Error error = needs_input(call({}), form);
  CHECK(error.message == "Needs the input `target` and consent.");
  CHECK(error.missing == std::vector<std::string>{"inputs.target", "confirmed"});
  CHECK(error.example == R"({"inputs":{"target":"…"}})");
}

TEST_CASE("inputs that were given stay in the example") {
  Form form({});
  form.ask(text("inputs.b"));
  const Error error = needs_input(call({.inputs = json::object{{"a", 1}}}), form);
  CHECK(error.example == R"({"inputs":{"a":1,"b":"…"}})");
  CHECK(needs_input(call({}), form).example == R"({"inputs":{"b":"…"}})");
  CHECK(needs_input(call({.inputs = json::object{}}), form).example == R"({"inputs":{"b":"…"}})");
}

TEST_CASE("an argument that is wrong is invalidInputs, an answer that is wrong is asked for again") {
  Form argument({});
  argument.reject(text("inputs.count"), "Not a number.");
  const Error wrong = needs_input(call({}), argument);
  CHECK(wrong.kind == ErrorKind::invalidInputs);
  CHECK(wrong.message == "Not a number.");

  Form answer({{"inputs.count", "x"}});
  answer.reject(text("inputs.count"), "Not a number.");
  const Error again = needs_input(call({}), answer);
  CHECK(again.kind == ErrorKind::needsInput);
  CHECK(again.message == "Not a number.");
  CHECK(again.missing == std::vector<std::string>{"inputs.count"});
}

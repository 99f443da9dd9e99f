#include "tests/unit/commands/shop_fixture.h"

#include <doctest/doctest.h>

using namespace unify_ls;
using namespace unify_ls::commands;
using namespace unify_ls::testing;

TEST_CASE_FIXTURE(ShopFixture,
                  "what is no command and what is no argument is said, and said to who sees no results") {
  CHECK(execute("unify.nothing", nullptr).error().kind == ErrorKind::notFound);
  const auto unreadable = execute(name::workflow_run, json::object{{"file", 7}});
  CHECK(unreadable.error().kind == ErrorKind::invalidInputs);
  CHECK(client.shown.size() == 2);
  CHECK(client.shown.back().contains("file"));
}

TEST_CASE_FIXTURE(ShopFixture, "what is open is asked one by one, and then done") {
  client.answers["file"] = first_entry;
  client.answers["inputs.target"] = [](const auto&) { return json::value("stage"); };
  client.answers["inputs.count"] = [](const auto&) { return json::value(7); };
  client.answers["confirmed"] = first_entry;
  const auto started = result_of<protocol::RunStarted>(execute(name::workflow_run, nullptr));
  CHECK(started.outcome == "started");
  REQUIRE(client.asked.size() == 4);
  CHECK(client.asked.back().description.starts_with("Run deploy.yaml on main of shop?"));
  REQUIRE(api.triggers.size() == 1);
  using Inputs = std::vector<std::pair<std::string, std::string>>;
  CHECK(api.triggers[0].inputs == Inputs{{"target", "stage"}, {"count", "7"}});
}

TEST_CASE_FIXTURE(ShopFixture,
                  "leaving a question starts nothing; who cannot be asked is told what is missing") {
  client.leaves = true;
  CHECK(execute(name::workflow_run, nullptr)->value.get_if<protocol::Cancelled>() != nullptr);
  client.leaves = false;
  const auto missing = execute(name::workflow_run, json::object{{"file", "deploy.yaml"}});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::needsInput);
  CHECK(missing.error().missing == std::vector<std::string>{"inputs.target", "inputs.count"});
  CHECK(api.triggers.empty());
}

TEST_CASE_FIXTURE(ShopFixture, "in the background nobody is asked or told") {
  client.leaves = true;
  const auto outcome = execute(name::workflow_run, json::object{{"background", true}});
  CHECK(outcome.error().kind == ErrorKind::needsInput);
  CHECK(client.asked.empty());
  CHECK(client.shown.empty());
}

TEST_CASE_FIXTURE(ShopFixture, "a form is resolved round by round into arguments that need no question") {
  protocol::ResolvableCommand command{.command = std::string(name::workflow_run)};
  const auto resolve = [&] { command = must(come_to(rooms.registry().resolve(command))); };
  const auto answer = [&](const char* id, json::value value) {
    if (!command.formAnswers) command.formAnswers.emplace();
    command.formAnswers->push_back({id, std::move(value)});
  };
  resolve();
  REQUIRE(command.formFields);
  CHECK(command.formFields->front().id == "file");
  answer("file", "deploy.yaml");
  resolve();
  CHECK(command.formFields->back().id == "inputs.count");
  answer("inputs.target", "stage");
  answer("inputs.count", nullptr);
  resolve();
  REQUIRE(command.formFields->back().id == "confirmed");
  answer("confirmed", first_entry(command.formFields->back()));
  resolve();
  CHECK_FALSE(command.formFields);
  const json::object& complete = command.arguments->front().as_object();
  CHECK(complete.at("inputs") == json::value(json::object{{"target", "stage"}, {"count", nullptr}}));
  CHECK(complete.at("commit") == json::value(commit));
  CHECK(execute(name::workflow_run, complete)); // without the answers
  CHECK(api.triggers.size() == 1);
}

TEST_CASE_FIXTURE(ShopFixture, "branches are listed as they match") {
  const auto listed = [&](std::string query) {
    return must(come_to(rooms.registry().list_enum({.source = "branches", .query = std::move(query)})));
  };
  CHECK(listed("").front().value == "main");
  CHECK(listed("x").empty());
  CHECK_FALSE(come_to(rooms.registry().list_enum({.source = "stars"})));
}

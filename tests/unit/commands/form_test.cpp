#include "server/commands/form.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace unify_ls;
using namespace unify_ls::commands;
using Strings = std::vector<std::string>;

namespace {

protocol::FormField field(std::string id) { return {.id = std::move(id), .type = {.kind = "string"}}; }

Strings ids_of(const Form& form) {
  Strings ids;
  for (const protocol::FormField& shown : form.fields()) ids.push_back(shown.id);
  return ids;
}

} // namespace

TEST_CASE("a form holds every field in order, and the answers that still have one") {
  Form form({{"b", "2"}, {"gone", "x"}, {"a", "1"}});
  form.keep(field("a"));
  form.reject(field("b"), "wrong");
  form.ask(field("c"));
  CHECK(ids_of(form) == Strings{"a", "b", "c"});
  CHECK(form.missing() == Strings{"b", "c"});
  CHECK(form.incomplete());
  CHECK(form.first_error() == "wrong");
  REQUIRE(form.answers().size() == 2);
  CHECK(form.answers()[0].id == "a");
  CHECK(form.answers()[1].id == "b");
  CHECK(form.answers()[1].value == "2");
}

TEST_CASE("an answer of null is one, and a dropped one never was") {
  Form form({{"a", nullptr}, {"b", "x"}});
  REQUIRE(form.answer("a") != nullptr);
  CHECK(form.answer("a")->is_null());
  CHECK(form.answer("c") == nullptr);
  form.drop("b");
  CHECK(form.answer("b") == nullptr);
  form.keep(field("b"));
  CHECK(form.answers().empty());
  CHECK_FALSE(form.incomplete());
  CHECK_FALSE(form.first_error());
}

TEST_CASE("a question is asked, asked again or kept, as its answer is") {
  Form form({{"b", "wrong"}, {"c", "right"}});
  CHECK_FALSE(form.settle<int>(field("a"), std::nullopt).has_value());
  CHECK_FALSE(
      form.settle<int>(field("b"), Result<int>(fail(ErrorKind::invalidInputs, "Not so."))).has_value());
  CHECK(form.settle<int>(field("c"), Result<int>(3)) == 3);
  CHECK(form.missing() == Strings{"a", "b"});
  CHECK(ids_of(form) == Strings{"a", "b", "c"});
  CHECK(form.first_error() == "Not so.");
}

#include "protocol/errors.h"

#include <doctest/doctest.h>

#include <set>

using namespace unify_ls::protocol;

TEST_CASE("every error kind has a name of its own") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ErrorKind::settings); ++i)
    names.insert(name_of(static_cast<ErrorKind>(i)));
  CHECK(names.size() == static_cast<std::size_t>(ErrorKind::settings) + 1);
  CHECK(names.contains("outcomeUnknown"));
}

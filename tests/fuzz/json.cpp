// JSON texts and the described structs: what is read and written again is the same, and always valid.
#include "protocol/json.h"

#include "protocol/forms.h"
#include "protocol/lsp.h"
#include "protocol/unify.h"
#include "protocol/utf8.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>
#include <cmath>

namespace unify_ls::fuzz {
namespace {

namespace json = protocol::json;

/// Boost.JSON 1.81 reads some numbers off by the last place of a double, such as 1.84427e-35, and 0e310 as
/// none.
bool nearly_equal(double one, double other) {
  if (!std::isfinite(one) || !std::isfinite(other)) return std::isfinite(one) == std::isfinite(other);
  return std::abs(one - other) <= 1e-15 * std::max(std::abs(one), std::abs(other));
}

/// Whether both are the same value, but for what reading loses of a number.
bool same(const json::value& one, const json::value& other) {
  if (one.is_number() && other.is_number())
    return one == other || nearly_equal(one.to_number<double>(), other.to_number<double>());
  if (one.is_array() && other.is_array()) return std::ranges::equal(one.get_array(), other.get_array(), same);
  if (!one.is_object() || !other.is_object()) return one == other;
  return std::ranges::equal(one.get_object(), other.get_object(), [](const auto& mine, const auto& theirs) {
    return mine.key() == theirs.key() && same(mine.value(), theirs.value());
  });
}

template <class T> void examine_struct(const json::value& value) {
  const auto read = protocol::read<T>(value);
  if (!read) {
    expect(!read.error().message().empty(), "a value that does not fit is told of");
    return;
  }
  const json::value written = protocol::write(*read);
  const auto again = protocol::read<T>(written);
  expect(again.has_value(), "a struct that we write can be read");
  expect(same(protocol::write(*again), written), "reading and writing a struct changes nothing more");
}

} // namespace

void examine(std::string_view text) {
  const auto value = protocol::parse_json(text);
  if (!value) {
    expect(protocol::is_utf8(value.error()), "an error is UTF-8");
    return;
  }
  const std::string written = protocol::to_text(*value);
  expect(protocol::is_utf8(written), "JSON is written as UTF-8");
  const auto again = protocol::parse_json(written);
  expect(again.has_value(), "JSON that we write can be read");
  const auto thrice = protocol::parse_json(protocol::to_text(*again));
  expect(thrice && same(*thrice, *again), "reading and writing JSON changes nothing more");

  examine_struct<protocol::InitializeParams>(*value);
  examine_struct<protocol::ExecuteCommandParams>(*value);
  examine_struct<protocol::ResolvableCommand>(*value);
  examine_struct<protocol::ListEnumParams>(*value);
  examine_struct<protocol::WorkflowRunArgs>(*value);
  examine_struct<protocol::WorkflowsList>(*value);
  examine_struct<protocol::RunList>(*value);
}

} // namespace unify_ls::fuzz

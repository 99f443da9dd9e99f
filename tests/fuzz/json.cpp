// JSON texts and the described structs: what is read and written again is the same, and always valid.
#include "protocol/json.h"

#include "protocol/forms.h"
#include "protocol/lsp.h"
#include "protocol/unify.h"
#include "protocol/utf8.h"
#include "tests/fuzz/support/fuzz.h"

namespace unify_ls::fuzz {
namespace {

template <class T> void examine_struct(const protocol::json::value& value) {
  const auto read = protocol::read<T>(value);
  if (!read) {
    expect(!read.error().message().empty(), "a value that does not fit is told of");
    return;
  }
  const protocol::json::value written = protocol::write(*read);
  const auto again = protocol::read<T>(written);
  expect(again.has_value(), "a struct that we write can be read");
  expect(protocol::to_text(protocol::write(*again)) == protocol::to_text(written),
         "reading and writing a struct changes nothing more");
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
  expect(protocol::to_text(*again) == written, "reading and writing JSON changes nothing more");

  examine_struct<protocol::InitializeParams>(*value);
  examine_struct<protocol::ExecuteCommandParams>(*value);
  examine_struct<protocol::ResolvableCommand>(*value);
  examine_struct<protocol::ListEnumParams>(*value);
  examine_struct<protocol::WorkflowRunArgs>(*value);
  examine_struct<protocol::WorkflowsList>(*value);
  examine_struct<protocol::RunList>(*value);
}

} // namespace unify_ls::fuzz

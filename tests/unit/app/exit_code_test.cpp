#include "server/app/exit_code.h"

#include <doctest/doctest.h>

using namespace unify_ls;

namespace {

Error needs(std::vector<std::string> missing) {
  Error error{.kind = ErrorKind::needsInput, .message = ""};
  error.missing = std::move(missing);
  return error;
}

} // namespace

TEST_CASE("an exit code tells what a script has to know") {
  const auto code = [](ErrorKind kind) { return exit_code_of({.kind = kind, .message = ""}); };
  CHECK(code(ErrorKind::outcomeUnknown) == 3);
  CHECK(code(ErrorKind::invalidInputs) == 2);
  for (const ErrorKind kind :
       {ErrorKind::noToken, ErrorKind::tokenRejected, ErrorKind::forbidden, ErrorKind::notFound,
        ErrorKind::notManual, ErrorKind::duplicate, ErrorKind::rateLimited, ErrorKind::network,
        ErrorKind::tls, ErrorKind::proxy, ErrorKind::timeout, ErrorKind::platform, ErrorKind::secretStore,
        ErrorKind::git, ErrorKind::settings}) {
    CAPTURE(protocol::name_of(kind));
    CHECK(code(kind) == 1);
  }
}

TEST_CASE("whatever is missing is a bad argument") {
  CHECK(exit_code_of(needs({"inputs.version"})) == 2);
  CHECK(exit_code_of(needs({"component"})) == 2);
  CHECK(exit_code_of(needs({"inputs.version", "confirmed"})) == 2);
  CHECK(exit_code_of(needs({})) == 2);
  CHECK(exit_code_of(needs({"confirmed"})) == 2);
}

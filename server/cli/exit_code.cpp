#include "server/cli/exit_code.h"

namespace unify_ls::cli {

ExitCode exit_code_of(const Error& error) {
  switch (error.kind) {
  case ErrorKind::outcomeUnknown: return outcome_unknown;
  case ErrorKind::invalidInputs:
  case ErrorKind::needsInput: return bad_arguments;
  default: return failed;
  }
}

} // namespace unify_ls::cli

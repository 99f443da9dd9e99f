#include "server/cli/exit_code.h"

namespace unify_ls::cli {

ExitCode exit_code_of(const Error& error) {
  switch (error.kind) {
  case ErrorKind::outcomeUnknown: return outcome_unknown;
  case ErrorKind::invalidInputs: return bad_arguments;
  case ErrorKind::needsInput:
    // A run that only nobody agreed to was not badly asked for.
    return error.missing == std::vector<std::string>{"confirmed"} ? failed : bad_arguments;
  default: return failed;
  }
}

} // namespace unify_ls::cli

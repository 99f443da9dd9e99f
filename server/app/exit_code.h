#pragma once

#include "server/base/error.h"

namespace unify_ls {

/// What a script learns from us. The numbers are a promise.
enum ExitCode : int {
  all_well = 0,
  failed = 1,          ///< or cancelled: nothing was started
  bad_arguments = 2,   ///< invalid or missing inputs and a missing confirmation among them
  outcome_unknown = 3, ///< a run may or may not have been started
  not_succeeded = 4,   ///< started and followed, but not known to have succeeded
};

inline ExitCode exit_code_of(const Error& error) {
  switch (error.kind) {
  case ErrorKind::outcomeUnknown: return outcome_unknown;
  case ErrorKind::invalidInputs:
  case ErrorKind::needsInput: return bad_arguments;
  default: return failed;
  }
}

} // namespace unify_ls

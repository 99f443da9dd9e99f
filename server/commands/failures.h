#pragma once

#include "protocol/message.h"
#include "server/base/error.h"

namespace unify_ls::commands {

/// A failure as the wire has it: code −32803 and `data` with kind, retryable, httpStatus, platformMessage,
/// missing and a remedy, which is a command that the client can offer as a button.
protocol::ResponseError to_wire(const Error& error);

/// The title of the remedy, for people without buttons; empty when there is none.
std::string remedy_text(const Error& error);

} // namespace unify_ls::commands

#pragma once

#include "tests/simulator/control/request_log.h"
#include "tests/simulator/net/wire.h"

namespace unify_ls::simulator {

/// A parser with this simulator's limits on heads and bodies.
std::unique_ptr<Wire::Parser> new_parser();

/// The request as far as it was read: without a body before `Wire::read_body`.
Request request_from(const Wire::Parser& parser);

/// The same, as the log keeps it. The caller adds what the parser cannot know.
LogEntry log_entry_from(const Wire::Parser& parser, const Request& request);

} // namespace unify_ls::simulator

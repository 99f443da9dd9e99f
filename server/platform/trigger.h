#pragma once

#include "server/base/error.h"
#include "server/http/transport.h"
#include "server/platform/model.h"

namespace unify_ls::platform {

/// The request that starts a run: the one that is sent, the one that is shown. Fails with invalidInputs when
/// it cannot be written down: an unusable component id, or text that is not UTF-8.
Result<http::Request> trigger_http_request(const TriggerRequest& request);

/// "{id}" as a path segment. An id from settings could be "..", which would name another operation.
Result<std::string> id_segment(std::string_view what, const std::string& id);

} // namespace unify_ls::platform

#pragma once

#include "server/base/error.h"
#include "server/http/transport.h"
#include "server/platform/model.h"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

/// What an answer, or the lack of one, means. Every message names the host and what to do next; what the
/// platform itself said goes to Error::platform_message alone.
namespace unify_ls::platform {

inline constexpr std::size_t platform_message_limit = 200;

/// A read that got no answer.
Error read_error(const http::Failure& failure, const http::Origin& host);

/// A read that was answered by anything but a whole 2xx.
Error read_error(const http::Response& response, const http::Origin& host);

/// A read that was answered by a 2xx we cannot use.
Error unusable_answer(const http::Origin& host);

/// A read that was answered by a 2xx which tells of an error.
Error error_inside(const http::Response& response, const http::Origin& host);

/// What became of a trigger. Only what failed before a byte was sent, and what the platform refused with a
/// 4xx or in so many words, is refused; whatever else went wrong may have started a run.
TriggerOutcome trigger_outcome(const http::Answer& answer, const http::Origin& host);

/// Whether an answer asks us to slow down: 429, 503, or 555, which CloudBees' services use besides.
bool asks_to_slow_down(int status);

/// The body as JSON, the token that was sent blackened in every text: the one way in for what the platform
/// says. Nothing when it cannot be read.
std::optional<boost::json::value> safe_content(const http::Response& response);

/// The platform's own words: "message", "error" or "errorMessage" of a JSON answer, else the first line of a
/// plain text; never HTML. One printable line, tokens redacted, cut to platform_message_limit characters.
std::optional<std::string> platform_message(const http::Response& response);

/// The platform's words on how a run ended, made safe in the same way: its message, and its reason in
/// parentheses. Empty where it gave none.
std::string end_reason(const Run& run);

/// Replaces everything that looks like a token: "cb_api_…" and what follows "Bearer".
std::string redacted(std::string_view text);

} // namespace unify_ls::platform

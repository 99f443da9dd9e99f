#include "server/secret-service/request.h"

#include "server/base/origin.h"
#include "server/credentials/key_values.h"
#include "server/credentials/pasted.h"

#include <cerrno>
#include <unistd.h>

namespace unify_ls::secret_service {
namespace {

using credentials::value_of;

constexpr std::size_t request_limit = credentials::longest_token + 1024;

/// All of stdin up to an empty line. False when it is longer than any request.
bool read_lines(std::string& lines) {
  lines.resize(request_limit + 1); // at once, so that growing leaves no copy of a token
  std::size_t size = 0;
  while (size < lines.size()) {
    const ssize_t count = ::read(STDIN_FILENO, lines.data() + size, lines.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    size += static_cast<std::size_t>(count);
    if (std::string_view(lines.data(), size).ends_with("\n\n")) break;
  }
  const bool fits = size <= request_limit;
  lines.resize(fits ? size : 0);
  return fits;
}

} // namespace

std::optional<Verb> verb_from(std::string_view name) {
  if (name == "get") return Verb::get;
  if (name == "store") return Verb::store;
  if (name == "erase") return Verb::erase;
  if (name == "state") return Verb::state;
  return std::nullopt;
}

std::optional<Request> read_request(Verb verb) {
  credentials::WipedText lines;
  if (!read_lines(lines.text)) return std::nullopt;
  Request request{.verb = verb,
                  .origin = std::string(value_of(lines.text, "origin").value_or("")),
                  .interactive = value_of(lines.text, "interactive") == "1",
                  .token = {}};
  if (verb != Verb::state && !parts_of_origin(request.origin)) return std::nullopt;
  if (verb == Verb::store) {
    const std::string_view token = value_of(lines.text, "token").value_or("");
    if (!credentials::fault_of_token(token).empty()) return std::nullopt;
    request.token = credentials::Secret(token);
  }
  return request;
}

} // namespace unify_ls::secret_service

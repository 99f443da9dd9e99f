#include "tests/simulator/platform/platform.h"

#include "tests/simulator/platform/operations.h"

#include <array>
#include <optional>

namespace unify_ls::simulator {
namespace {

enum class Access { open, read, trigger };

struct Route {
  std::string_view method;
  std::string_view pattern; ///< `*` stands for one segment and captures it
  Access access;
  Answer (*operation)(Platform&, const Call&);
};

constexpr std::array routes = {
    Route{"GET", "/v1/organizations", Access::read, list_organizations},
    Route{"GET", "/v1/organizations/name", Access::read, organization_by_name},
    Route{"GET", "/v1/organizations/*", Access::read, get_organization},
    Route{"GET", "/v1/organizations/*/services", Access::read, list_services},
    Route{"GET", "/v1/organizations/*/services/*", Access::read, get_service},
    Route{"GET", "/v4/organizations/*/components", Access::read, list_components},
    Route{"GET", "/v4/organizations/*/components/*", Access::read, get_component},
    Route{"POST", "/v2/components/*/trigger", Access::trigger, trigger_workflow},
    Route{"GET", "/v4/components/*/runs/*", Access::read, get_run},
    Route{"GET", "/v4/components/*/runs/*/*", Access::read, get_run_detail},
    Route{"GET", "/downloads/*", Access::open, download},
};

std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& path) {
  const std::vector<std::string> expected = segments_of(pattern);
  if (expected.size() != path.size()) return std::nullopt;
  std::vector<std::string> captures;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (expected[i] == "*") {
      captures.push_back(path[i]);
    } else if (expected[i] != path[i]) {
      return std::nullopt;
    }
  }
  return captures;
}

std::string_view bearer_of(const Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string_view authorization = request.header("Authorization");
  return authorization.starts_with(scheme) ? authorization.substr(scheme.size()) : std::string_view{};
}

bool is_versioned(const std::vector<std::string>& path) {
  return !path.empty() && path[0].size() == 2 && path[0][0] == 'v';
}

/// The refusal, if this token may not do it.
std::optional<Answer> refusal(const Token* token, Access access) {
  if (access == Access::open) return std::nullopt;
  if (!token || token->rights == Rights::expired) return not_authorized();
  const bool allowed =
      token->rights == Rights::full ||
      (access == Access::read ? token->rights == Rights::read_only : token->rights == Rights::trigger_only);
  if (!allowed) return rpc_error(RpcCode::permission_denied, "permission denied");
  return std::nullopt;
}

} // namespace

Answer no_such_path() { return rpc_error(RpcCode::not_found, "Not Found"); }

std::string Platform::token_name(const Request& request) const {
  if (request.header("Authorization").empty()) return "none";
  const Token* token = world_.token(bearer_of(request));
  return token ? token->name : "unknown";
}

Answer Platform::answer(const Request& request, Time now) {
  const std::vector<std::string> path = segments_of(request.path);
  const Token* token = world_.token(bearer_of(request));
  bool known_path = false;
  for (const Route& route : routes) {
    auto captures = match(route.pattern, path);
    if (!captures) continue;
    known_path = true;
    if (route.method != request.method) continue;
    if (auto refused = refusal(token, route.access)) return *refused;
    return route.operation(*this, {request, std::move(*captures), now});
  }
  // A stranger learns nothing about which paths there are.
  if (is_versioned(path)) {
    if (auto refused = refusal(token, Access::trigger); refused && refused->status == 401) return *refused;
  }
  return known_path ? rpc_error(RpcCode::unimplemented, "Method Not Allowed") : no_such_path();
}

} // namespace unify_ls::simulator

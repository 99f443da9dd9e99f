#pragma once

#include "tests/simulator/model/runs.h"
#include "tests/simulator/platform/exchange.h"

namespace unify_ls::simulator {

/// CloudBees Unify as far as a client of ours sees it: answers one request at a time from the world, without
/// any network. Pure, so that unit tests and the server share it.
class Platform {
 public:
  explicit Platform(World world) : world_(std::move(world)) {}

  Answer answer(const Request& request, Time now);

  /// The name that the world gives to the request's bearer token; `none` without one, `unknown` for a
  /// stranger.
  std::string token_name(const Request& request) const;

  /// The address the simulator listens on: where its web pages and downloads are, unless the world says
  /// otherwise.
  void set_address(std::string address) { address_ = std::move(address); }

  const std::string& address() const { return address_; }

  std::string ui_url() const { return world_.ui_url.empty() ? address_ : world_.ui_url; }

  World& world() { return world_; }

  const World& world() const { return world_; }

  Runs& runs() { return runs_; }

  const Runs& runs() const { return runs_; }

 private:
  World world_;
  Runs runs_;
  std::string address_;
};

} // namespace unify_ls::simulator

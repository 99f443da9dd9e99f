#pragma once

#include "tests/simulator/platform/platform.h"

/// One function an operation of the platform; `platform.cpp` says which path leads to which.
namespace unify_ls::simulator {

/// A request that has found its operation and whose token is good for it.
struct Call {
  const Request& request;
  std::vector<std::string> captures; ///< what stood where the path's pattern has `*`
  Time now;
};

Answer list_organizations(Platform& platform, const Call& call);
Answer organization_by_name(Platform& platform, const Call& call);
Answer get_organization(Platform& platform, const Call& call);

Answer list_components(Platform& platform, const Call& call);
Answer get_component(Platform& platform, const Call& call);

Answer list_services(Platform& platform, const Call& call);
Answer get_service(Platform& platform, const Call& call);

Answer trigger_workflow(Platform& platform, const Call& call);

Answer get_run(Platform& platform, const Call& call);
Answer get_run_detail(Platform& platform, const Call& call);
Answer download(Platform& platform, const Call& call);

/// What the trigger answers about the run it has started, in the shape that the world asks for.
Answer trigger_answer(const Platform& platform, const Run& run);
/// For the two shapes that refuse with a 200.
Answer trigger_refusal(TriggerShape shape);
bool starts_no_run(TriggerShape shape);

/// The web address of a run.
std::string run_url(const Platform& platform, const Run& run);

/// 404 as the gateway gives it for a path that it does not know.
Answer no_such_path();

} // namespace unify_ls::simulator

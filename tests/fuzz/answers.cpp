// Answers of the platform: nothing but "cannot be read" may come of a strange one, and ids stay within
// bounds.
#include "server/platform/decode.h"
#include "server/platform/run_status.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>

namespace unify_ls::fuzz {
namespace {

void expect_id(const std::string& id) {
  expect(!id.empty() && id.size() <= platform::id_length_limit, "an id is neither empty nor too long");
  expect(std::ranges::all_of(id, [](char c) { return c > ' ' && c < '\x7f'; }), "an id is visible ASCII");
}

void expect_id(const std::optional<std::string>& id) {
  if (id) expect_id(*id);
}

} // namespace

void examine(std::string_view body) {
  const auto answer = platform::parse_answer(body);
  if (!answer) return;
  (void)platform::says_no(*answer);
  if (const auto page = platform::decode_organizations(*answer))
    for (const platform::Organization& organization : page->organizations) expect_id(organization.id);
  if (const auto page = platform::decode_components_v4(*answer))
    for (const platform::Component& component : page->components) expect_id(component.id);
  if (const auto services = platform::decode_services_v1(*answer))
    for (const platform::Component& component : *services) expect_id(component.id);
  if (const auto component = platform::decode_component(*answer)) expect_id(component->id);
  if (const auto run = platform::decode_run(*answer); run && run->status)
    expect(!platform::word_for(*run->status).empty(), "every status has a word");
  (void)platform::decode_artifacts(*answer);
  (void)platform::decode_test_results(*answer);
  (void)platform::decode_deployments(*answer);
  (void)platform::decode_evidences(*answer);
  const platform::TriggerAnswer trigger = platform::decode_trigger_answer(*answer);
  expect_id(trigger.run_id);
  expect_id(trigger.organization_id);
  expect_id(trigger.automation_id);
}

} // namespace unify_ls::fuzz

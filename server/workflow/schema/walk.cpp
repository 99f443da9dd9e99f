#include "server/workflow/schema/walk.h"

namespace unify_ls::workflow {

bool is_job_object(const Object& object) {
  return &object == &schema::standard_job || &object == &schema::calling_job ||
         &object == &schema::delegating_job || &object == &schema::any_job;
}

const Object& object_of_job(const YamlNode& job) {
  const auto entries = merged_entries(job);
  const bool steps = find_value(entries, "steps") != nullptr;
  const bool uses = find_value(entries, "uses") != nullptr;
  const bool delegates = find_value(entries, "delegates") != nullptr;
  if (steps && !uses && !delegates) return schema::standard_job;
  if (uses && !steps && !delegates) return schema::calling_job;
  if (delegates && !steps && !uses) return schema::delegating_job;
  return schema::any_job;
}

} // namespace unify_ls::workflow

#include "server/workflow/catalog/catalog.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace unify_ls::workflow;

TEST_CASE("what is published, at the versions that are known") {
  const Published* checkout = find_published("cloudbees-io/checkout", "v1");
  REQUIRE(checkout != nullptr);
  CHECK(checkout->newer.empty());
  CHECK(checkout->callable.inputs.front().name == "provider");
  REQUIRE(checkout->callable.find_input("fetch-depth") != nullptr);
  CHECK_FALSE(checkout->callable.find_input("fetch-depth")->required);
  CHECK(checkout->callable.outputs ==
        std::vector<std::string>{"repository-url", "commit", "commit-url", "ref"});
  CHECK(find_published("cloudbees-io/checkout", "v1.0.3") == checkout);
  CHECK(find_published("cloudbees-io/checkout", "v2")->callable.find_input("provider") == nullptr);
}

TEST_CASE("a branch, a commit and a version that is not listed may be anything") {
  for (const std::string_view ref : {"main", "", "v9", "v10", "v1-beta", "3f2a9c1", "V1"}) {
    CAPTURE(ref);
    CHECK(find_published("cloudbees-io/checkout", ref) == nullptr);
  }
  CHECK(find_published("example/checkout", "v1") == nullptr);
  CHECK(find_published("CloudBees-io/checkout", "v1") == nullptr);
}

TEST_CASE("what must be given, what replaces what, and paths inside a repository") {
  const Callable& kaniko = find_published("cloudbees-io/kaniko", "v1")->callable;
  CHECK(kaniko.find_input("destination")->required);
  // Required and with a default: it need not be given.
  CHECK_FALSE(find_published("cloudbees-io/s3-upload-object", "v1")
                  ->callable.find_input("send-artifact-info")
                  ->required);
  CHECK(find_published("cloudbees-io/register-build-artifact", "v1")->newer == "v2");
  CHECK(find_published("cloudbees-io/feature-flag-actions/internal/get", "v1")->callable.outputs.front() ==
        "json");
  CHECK(find_published("cloudbees-io/manual-approval/custom-job.yml", "v1") != nullptr);
  CHECK(newest_version("cloudbees-io/checkout") == "v2");
  CHECK(newest_version("cloudbees-io/check") == "");
  CHECK(catalog_date().size() == std::string_view("2026-07").size());
}

#include "tests/unit/state/temporary_state.h"

#include "server/base/time.h"
#include "server/state/random_id.h"

#include <fstream>
#include <system_error>

namespace unify_ls::testing {

using namespace state;

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() : path_(fs::temp_directory_path() / ("unify-ls-test-" + random_id())) {
  fs::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(const fs::path& name, std::string_view text) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

WallTime noon() { return *parse_time("2026-03-01T12:00:00Z"); }

runs::Run some_run() {
  return {.id = random_id(),
          .origin = "https://api.example.com",
          .folder = "/home/shop",
          .component = {.organization_id = "o1",
                        .component_id = "c1",
                        .name = "shop",
                        .repository_url = "https://git.example.com/shop.git"},
          .file = ".cloudbees/workflows/build.yml",
          .branch = "main",
          .commit = "0123456789abcdef0123456789abcdef01234567",
          .inputs = {{"environment", "staging"}, {"count", "3"}},
          .requested_at = noon()};
}

} // namespace unify_ls::testing

#include "server/workflow/rewrites/conversion.h"
#include "server/workflow/rewrites/rewrites.h"
#include "tests/unit/workflow/checks/corpus.h"
#include "tests/unit/workflow/checks/variants.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

/// What was applied, and that YAML stayed YAML, with no comment of ours in what it says.
struct Counts {
  std::size_t fixes = 0;
  std::size_t rewrites = 0;
  std::size_t conversions = 0;

  static void check(std::string_view before, const Fix& fix) {
    const std::string text = applied(before, fix);
    const SourceTree after(text);
    for (const YamlNode& node : after.tree().nodes()) CHECK_FALSE(node.value.contains("# TODO:"));
    if (!after.refusal()) return;
    FAIL_CHECK(fix.title, " makes no YAML: ", after.refusal()->message, "\n--- of\n", std::string(before),
               "\n--- made\n", text);
  }

  void look_at(const std::string& text, std::string_view path) {
    const SourceTree source(text);
    if (source.refusal()) return;
    const FileKind kind = kind_of_file(source, path);
    if (kind == FileKind::other) return;
    const Model model = read_model(source, kind);
    for (const Finding& finding : findings_in(source, path))
      for (const Fix& fix : finding.fixes) {
        check(text, fix);
        ++fixes;
      }
    for (const Fix& fix : rewrites_at(model, {0, text.size()})) {
      check(text, fix);
      ++rewrites;
    }
    if (const auto fix = conversion_from_github(model, unify_ls::workflow::check(model, NoSources()))) {
      check(text, *fix);
      ++conversions;
    }
  }
};

} // namespace

TEST_CASE("YAML stays YAML, however it is written, whatever is fixed, rewritten or converted") {
  Counts counts;
  for (const char* folder : {"clean", "mistakes"})
    for (const auto& file : files_below(corpus(folder))) {
      const auto [path, text] = read_corpus(file);
      CAPTURE(path);
      CAPTURE(file.filename().string());
      for (const std::string& variant : variants_of(text)) counts.look_at(variant, path);
    }
  CHECK(counts.fixes > 2000);
  CHECK(counts.rewrites > 400);
  CHECK(counts.conversions > 1000);
}

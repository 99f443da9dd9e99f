// A run document of whatever text: it is read or refused with a sentence, what is said and offered lies in
// the text, and what is written of it says the same.
#include "server/workflow/run_document/run_document.h"

#include "server/base/text.h"
#include "server/workflow/checks/check.h"
#include "server/workflow/completion/completion.h"
#include "server/workflow/hover/hover.h"
#include "server/workflow/reader.h"
#include "server/workflow/run_document/write.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>

namespace unify_ls::fuzz {
namespace {

constexpr std::size_t places = 4;
/// YAML takes no longer key on one line.
constexpr std::size_t max_name = 200;

constexpr std::string_view deploy =
    "on:\n  workflow_dispatch:\n    inputs:\n      environment:\n        type: choice\n"
    "        options: [staging, production]\n      version:\n        required: true\n"
    "      dry-run:\n        type: boolean\n      count:\n        type: number\n        default: 3\n";

class Shop final : public workflow::NoSources {
 public:
  const workflow::Runnable* runnable() const override { return &runnable_; }

 private:
  workflow::Runnable runnable_{.workflow = workflow::read_workflow(deploy, "deploy.yaml"),
                               .branch = "main",
                               .may_name_folder = true,
                               .workflows = {"deploy.yaml"},
                               .branches = {"main", "release/1.0"}};
};

void expect_in(workflow::Span span, std::string_view text) {
  expect(span.begin <= span.end && span.end <= text.size(), "a place lies in the text");
}

void write_again(const workflow::RunDocument& document) {
  workflow::WrittenRun run{.remarks = {document.head.workflow},
                           .folder = document.head.folder,
                           .workflow = document.head.workflow,
                           .branch = document.head.branch};
  for (const auto& [name, value] : document.inputs) {
    if (name.size() > max_name || name == "<<") return;
    run.inputs.push_back({.name = name, .value = workflow::text_of(value), .note = name});
  }
  const workflow::SourceTree source(workflow::run_document_text(run));
  const auto again = workflow::read_run_document(source);
  expect(again.has_value(), "what was written can be read");
  expect(again->head == document.head && again->inputs == document.inputs, "it says the same");
}

} // namespace

void examine(std::string_view text) {
  const workflow::SourceTree source{std::string(text)};
  const workflow::Model model = workflow::read_model(source, workflow::FileKind::run_document);
  static const Shop shop;
  for (const workflow::Finding& finding : workflow::check(model, shop)) {
    expect_in(finding.span, text);
    expect(printable(finding.message) == finding.message, "a message is printable");
    for (const workflow::Fix& fix : finding.fixes)
      for (const workflow::TextEdit& edit : fix.edits) expect_in(edit.span, text);
  }
  const std::size_t step = std::max<std::size_t>(text.size() / places, 1);
  for (std::size_t at = 0; at <= text.size(); at += step) {
    const auto found = workflow::complete(model, at, shop, {});
    expect_in(found.word, text);
    if (const auto hover = workflow::hover_at(model, at, shop, {})) expect_in(hover->span, text);
  }
  const auto read = workflow::read_run_document(source);
  if (!read)
    expect(!read.error().empty(), "a refusal says why");
  else if (is_valid_utf8(text))
    write_again(*read);
}

} // namespace unify_ls::fuzz

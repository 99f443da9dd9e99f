#include "server/workflow/checks/codes.h"

#include <iterator>

namespace unify_ls::workflow {

namespace {

constexpr std::string_view names[] = {
    "yaml-syntax",
    "yaml-duplicate-key",
    "yaml-documents",
    "file-too-large",
    "too-deep",
    "header-missing",
    "header-value",
    "key-required",
    "key-unknown",
    "key-misplaced",
    "key-github",
    "key-deprecated",
    "value-type",
    "value-unknown",
    "value-empty",
    "trigger-unknown",
    "cron",
    "pattern",
    "boolean-spelling",
    "input-type",
    "input-options",
    "input-default",
    "job-sort",
    "job-body-list",
    "job-outside",
    "job-outputs-on-call",
    "job-timeout",
    "needs-unknown",
    "needs-self",
    "needs-cycle",
    "stage-job-unknown",
    "stage-job-twice",
    "stage-job-none",
    "step-uses-missing",
    "step-run-with-action",
    "step-nothing-to-do",
    "step-shell-unused",
    "step-id-duplicate",
    "uses-local-missing",
    "uses-local-dot",
    "uses-unpinned",
    "uses-github-action",
    "uses-old-version",
    "with-unknown",
    "with-missing",
    "with-type",
    "call-input-unknown",
    "call-input-missing",
    "call-secret-unknown",
    "expr-unclosed",
    "expr-empty",
    "expr-syntax",
    "expr-if-mixed",
    "expr-function-unknown",
    "expr-arguments",
    "expr-status-outside-if",
    "expr-context-unknown",
    "expr-context-github",
    "expr-context-here",
    "expr-property-gone",
    "expr-property-unknown",
    "ref-step-unknown",
    "ref-step-later",
    "ref-output-undeclared",
    "ref-needs-missing",
    "ref-input-undeclared",
    "inputs-other-trigger",
    "action-output-step",
    "action-input-undeclared",
    "action-step-uses",
    "unused-input",
    "script-github-output",
    "run-place",
    "run-input",
};

static_assert(std::size(names) == code_count);

} // namespace

std::string_view name_of(Code code) { return names[static_cast<std::size_t>(code)]; }

std::span<const std::string_view> code_names() { return names; }

} // namespace unify_ls::workflow

#pragma once

#include "protocol/lsp_edit.h"
#include "server/language/diagnostics.h"

#include <string_view>
#include <vector>

namespace unify_ls::language {

/// All sure fixes at once; clients can ask for it when a file is saved.
inline constexpr std::string_view fix_all_kind = "source.fixAll.unify";

/// Other ways to write what is there.
inline constexpr std::string_view rewrite_kind = "refactor.rewrite";

/// The fixes of the findings that touch `asked`, the comments that silence them, other ways to write what
/// stands there, and, where it is asked for by its kind, the one action that fixes all. `only` lists the
/// kinds that the client wants, empty for any.
std::vector<protocol::CodeAction> code_actions(const Analysis& analysis,
                                               const std::vector<workflow::Finding>& findings,
                                               workflow::Span asked, const std::vector<std::string>& only,
                                               const DiagnosticForm& form, bool document_changes);

/// The edits of all sure fixes that do not get into each other's way, in the order of the text.
std::vector<workflow::TextEdit> all_sure_edits(const std::vector<workflow::Finding>& findings);

} // namespace unify_ls::language

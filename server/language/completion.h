#pragma once

#include "protocol/lsp_place.h"
#include "server/documents/positions.h"
#include "server/language/analysis.h"
#include "server/workflow/completion/usage.h"

namespace unify_ls::language {

/// How offers are written for one client.
struct CompletionForm {
  documents::Encoding encoding = documents::Encoding::utf16;
  bool snippets = false;
  bool markdown = false;
  bool insert_modes = false; ///< else it indents the later lines of a snippet by itself, as the first one is
};

/// What may be written at a place of a text; nothing unless the text is ours.
protocol::CompletionList completions(const Analysis& analysis, protocol::Position position,
                                     const workflow::Sources& sources, const workflow::Usage& used,
                                     const CompletionForm& form);

} // namespace unify_ls::language

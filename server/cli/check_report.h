#pragma once

#include "protocol/lsp_text.h"
#include "server/cli/style.h"

#include <string>
#include <vector>

/// What `unify-ls check` prints. Pure.
namespace unify_ls::cli {

/// A file with what was found in it. Columns count UTF-16 units, as LSP's do.
struct CheckedFile {
  std::string path; ///< as it is shown: relative to where we are, or as it was given
  std::vector<protocol::Diagnostic> diagnostics;
};

/// One line each, as compilers write them: `path:line:column: error: message [code]`.
std::string findings_text(const std::vector<CheckedFile>& files, const Style& style);

/// "2 errors and 1 warning in 3 files".
std::string findings_summary(const std::vector<CheckedFile>& files);

/// `{files: [{path, diagnostics}]}`, diagnostics as LSP has them.
boost::json::value findings_json(const std::vector<CheckedFile>& files);

/// SARIF 2.1.0, one run.
boost::json::value findings_sarif(const std::vector<CheckedFile>& files, std::string_view version);

bool has_errors(const std::vector<CheckedFile>& files);

} // namespace unify_ls::cli

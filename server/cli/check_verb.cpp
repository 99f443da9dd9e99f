#include "server/base/file_uri.h"
#include "server/base/text.h"
#include "server/cli/check_report.h"
#include "server/cli/verbs.h"
#include "server/git/plain_file.h"
#include "server/language/diagnostics.h"
#include "server/language/workspace.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>

namespace unify_ls::cli {
namespace {

namespace fs = std::filesystem;

/// A file to check, as it is shown and where it is.
struct Asked {
  std::string shown;
  std::string path; ///< absolute, links followed
};

std::string relative_to(const fs::path& folder, const std::string& path) {
  return language::below(folder.string(), path).value_or(path);
}

/// Checks one file after the other.
class Check {
 public:
  explicit Check(const Terminal& terminal) : terminal_(terminal) {}

  Task<int> run() {
    for (const Asked& asked : files()) {
      const std::string root = language::root_of(asked.path);
      if (!ignored_.contains(root)) {
        const settings::Settings settings = co_await terminal_.services().workspace.settings.read(root, root);
        const auto& codes = settings.folder.ignored_diagnostics.value;
        ignored_[root] = language::IgnoredCodes(codes.begin(), codes.end());
      }
      look_at(asked, ignored_[root]);
    }
    print();
    if (unreadable_) co_return bad_arguments;
    co_return has_errors(checked_) ? failed : all_well;
  }

 private:
  /// Those that were named, else all of ours in the folder.
  std::vector<Asked> files() {
    std::error_code failure;
    const fs::path here = fs::absolute(terminal_.options.folder.value_or("."), failure).lexically_normal();
    std::vector<Asked> files;
    for (const std::string& named : terminal_.said.files) {
      const fs::path path = fs::canonical(here / named, failure);
      if (failure) {
        cannot_read(named);
      } else {
        files.push_back({.shown = named, .path = path.string()});
      }
    }
    if (!terminal_.said.files.empty()) return files;
    std::string folder = here.string();
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    for (const std::string& path : language::files_of(folder))
      files.push_back({.shown = relative_to(folder, path), .path = path});
    return files;
  }

  void look_at(const Asked& asked, const language::IgnoredCodes& ignored) {
    auto text = git::read_plain_file(asked.path, documents::max_document_bytes);
    if (!text) return cannot_read(asked.shown);
    const language::Analysis analysis(uri_of_path(asked.path), 0, repair_utf8(*text), asked.path);
    if (!analysis.is_ours()) {
      terminal_.output.tell(fmt::format("{} is not a Unify file: skipped.", escaped(asked.shown)));
      return;
    }
    const language::WorkspaceSources sources(workspace_, analysis.root());
    const auto findings = language::findings_of(analysis, sources, ignored);
    checked_.push_back({.path = asked.shown, .diagnostics = language::to_wire(analysis, findings, {})});
  }

  void cannot_read(const std::string& file) {
    unreadable_ = true;
    terminal_.output.tell(fmt::format("{} cannot be read.", escaped(file)));
  }

  void print() const {
    const bool sarif = terminal_.said.sarif.value_or(false);
    if (sarif || terminal_.options.json) {
      const boost::json::value report =
          sarif ? findings_sarif(checked_, UNIFY_LS_VERSION) : findings_json(checked_);
      terminal_.output.print(protocol::to_text(report) + "\n");
      return;
    }
    terminal_.output.print(findings_text(checked_, terminal_.output.result_style()));
    terminal_.output.tell(findings_summary(checked_) + ".");
  }

  const Terminal& terminal_;
  documents::Documents nothing_open_;
  language::Workspace workspace_{nothing_open_};
  std::map<std::string, language::IgnoredCodes> ignored_;
  std::vector<CheckedFile> checked_;
  bool unreadable_ = false;
};

} // namespace

Task<int> check_files(const Terminal& terminal) {
  Check check(terminal);
  const int code = co_await check.run();
  co_return code;
}

} // namespace unify_ls::cli

#include "server/workflow/reader.h"
#include "server/workflow/run_document/run_document.h"
#include "tests/unit/workflow/checks/corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace unify_ls::workflow::testing {

namespace {

constexpr std::string_view folder = ".cloudbees/";

std::filesystem::path file_for(CalledKind kind, std::string_view path) {
  if (!path.starts_with(folder)) return {};
  const std::filesystem::path file = corpus("clean") / path.substr(folder.size());
  return kind == CalledKind::action ? file / "action.yml" : file;
}

} // namespace

std::filesystem::path corpus(std::string_view part) { return std::filesystem::path(UNIFY_LS_CORPUS) / part; }

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::filesystem::path> files_below(const std::filesystem::path& below) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(below))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

Called CleanRepository::local(CalledKind kind, std::string_view path) const {
  const std::filesystem::path file = file_for(kind, path);
  if (path.empty()) return {}; // the repository's own action
  if (file.empty() || !std::filesystem::is_regular_file(file)) return {.presence = Presence::absent};
  const SourceTree source(content_of(file));
  return {.presence = Presence::known, .callable = std::make_shared<Callable>(read_callable(source))};
}

Called CleanRepository::elsewhere(CalledKind /*kind*/, std::string_view /*repository*/,
                                  std::string_view /*path*/) const {
  return {};
}

std::vector<std::string> CleanRepository::local_paths(CalledKind kind) const {
  std::vector<std::string> paths;
  for (const auto& file : files_below(corpus("clean"))) {
    const bool action = file.filename() == "action.yml";
    if (action == (kind == CalledKind::action))
      paths.push_back(path_in_repository(action ? file.parent_path() : file));
  }
  return paths;
}

namespace {

/// What can be run where a run document of the corpus says: deploy.yaml, and no other.
class RunRepository : public NoSources {
 public:
  explicit RunRepository(const RunHead& head) {
    if (head.workflow == "deploy.yaml")
      runnable_.workflow = read_workflow(content_of(corpus("clean/workflows/deploy.yaml")), "deploy.yaml");
    else if (!head.workflow.empty())
      runnable_.workflow_problem = "There is no workflow of that name.";
  }

  const Runnable* runnable() const override { return &runnable_; }

 private:
  Runnable runnable_{};
};

} // namespace

std::string path_in_repository(const std::filesystem::path& clean_file) {
  return std::string(folder) + clean_file.lexically_relative(corpus("clean")).generic_string();
}

std::vector<Finding> findings_in(const SourceTree& source, std::string_view path, const Sources& sources) {
  const FileKind kind = kind_of_file(source, path);
  if (kind == FileKind::other) return {};
  const Model model = read_model(source, kind);
  if (kind == FileKind::run_document) return check(model, RunRepository(run_head(model)));
  return check(model, sources);
}

std::string_view severity_name(Severity severity) {
  constexpr std::string_view names[] = {"error", "warning", "information", "hint"};
  return names[static_cast<std::size_t>(severity)];
}

std::string shown(const SourceTree& source, const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    const Position at = source.position(finding.span.begin);
    text += fmt::format("{} {} at {}:{}: {}\n", severity_name(finding.severity), name_of(finding.code),
                        at.line, at.utf8, finding.message);
  }
  return text;
}

} // namespace unify_ls::workflow::testing

#include "tests/unit/workflow/checks/corpus.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>
#include <utility>

using namespace unify_ls::workflow;
using namespace unify_ls::workflow::testing;

namespace {

/// What a finding is about: the first thing that it names.
std::string_view cause_of(const Finding& finding) {
  const std::string_view said = finding.message;
  const std::size_t begin = said.find('"');
  return begin == said.npos ? said : said.substr(begin, said.find('"', begin + 1) - begin);
}

/// One slip of the fingers in a clean file, and what it breaks elsewhere. A name that is misspelt where it is
/// declared is told wherever it is used; that is one error, as a person sees it.
class Slips {
 public:
  explicit Slips(const std::filesystem::path& file)
      : name_(file.filename().string()),
        path_(path_in_repository(file)),
        whole_(content_of(file)) {}

  const std::string& whole() const { return whole_; }

  /// The slip stands in the line of `at`.
  void look_at(std::string_view what, std::size_t at, std::string text) {
    const auto line = static_cast<unsigned>(
        std::count(whole_.begin(), whole_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    const SourceTree source(std::move(text));
    const auto findings = findings_in(source, path_);
    std::set<std::string_view> elsewhere;
    for (const Finding& finding : findings)
      if (finding.severity == Severity::error && source.position(finding.span.begin).line != line)
        elsewhere.insert(cause_of(finding));
    ++looked_at_;
    if (elsewhere.size() > 1)
      FAIL_CHECK(name_, ": ", what, " in line ", line, ":\n", shown(source, findings));
  }

  std::size_t looked_at() const { return looked_at_; }

 private:
  std::string name_;
  std::string path_;
  std::string whole_;
  std::size_t looked_at_ = 0;
};

template <class Slip> void in_each_file(Slip slip) {
  std::size_t looked_at = 0;
  for (const auto& file : files_below(corpus("clean"))) {
    Slips slips(file);
    slip(slips);
    looked_at += slips.looked_at();
  }
  CHECK(looked_at > 100);
}

void drop_each(Slips& slips, std::string_view what, std::string_view characters) {
  const std::string& whole = slips.whole();
  for (std::size_t at = 0; at < whole.size(); ++at)
    if (characters.contains(whole[at])) slips.look_at(what, at, whole.substr(0, at) + whole.substr(at + 1));
}

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

} // namespace

TEST_CASE("a colon that is left out is at most one mistake in other lines") {
  in_each_file([](Slips& slips) { drop_each(slips, "no colon", ":"); });
}

TEST_CASE("a quote that is left out is at most one mistake in other lines") {
  in_each_file([](Slips& slips) { drop_each(slips, "no quote", "'\""); });
}

TEST_CASE("a line that is indented by one blank more or less is at most one mistake in other lines") {
  in_each_file([](Slips& slips) {
    const std::string& whole = slips.whole();
    for (std::size_t line = 0; line < whole.size(); line = whole.find('\n', line) + 1) {
      if (whole[line] == '\n' || whole[line] == '#') continue;
      slips.look_at("a blank more", line, whole.substr(0, line) + ' ' + whole.substr(line));
      if (whole[line] == ' ')
        slips.look_at("a blank less", line, whole.substr(0, line) + whole.substr(line + 1));
    }
  });
}

TEST_CASE("two letters that are swapped are at most one mistake in other lines") {
  // One place of seven; all of them where UNIFY_LS_TYPE_ALL is set.
  const std::size_t stride = std::getenv("UNIFY_LS_TYPE_ALL") == nullptr ? 7 : 1;
  std::size_t place = 0;
  in_each_file([&](Slips& slips) {
    const std::string& whole = slips.whole();
    for (std::size_t at = 0; at + 1 < whole.size(); ++at) {
      if (!is_letter(whole[at]) || !is_letter(whole[at + 1]) || whole[at] == whole[at + 1]) continue;
      if (++place % stride != 0) continue;
      std::string text = whole;
      std::swap(text[at], text[at + 1]);
      slips.look_at("swapped letters", at, std::move(text));
    }
  });
}

#include "server/language/typing.h"
#include "tests/unit/language/reading.h"
#include "tests/unit/workflow/checks/corpus.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

using namespace unify_ls;
using namespace unify_ls::language;
using workflow::testing::CleanRepository;

namespace {

/// Every so many places are tried; all of them where UNIFY_LS_TYPE_ALL is set, which takes minutes.
std::size_t stride() { return std::getenv("UNIFY_LS_TYPE_ALL") == nullptr ? 23 : 1; }

/// Types in one file, and gathers what would be seen too soon.
class Typist {
 public:
  explicit Typist(const std::filesystem::path& file)
      : whole_(workflow::testing::content_of(file)),
        path_("/r/" + workflow::testing::path_in_repository(file)) {}

  const std::string& whole() const { return whole_; }

  /// After a key in this line. In the end nothing is wrong, so that whatever is said meanwhile has to wait.
  void look_at(std::string text, std::size_t at, Wait least) {
    const auto line = static_cast<unsigned>(std::ranges::count(text.substr(0, at), '\n'));
    const Analysis analysis("file://" + path_, 1, std::move(text), path_);
    for (const workflow::Finding& finding : analysis.findings(sources_))
      if (wait_of(analysis, finding, line) < least)
        seen_ += fmt::format("line {}, typed in {} ({}): {} {}\n",
                             analysis.source().position(finding.span.begin).line, line,
                             least == Wait::writing ? "at its end" : "meanwhile",
                             workflow::name_of(finding.code), finding.message);
  }

  const std::string& seen() const { return seen_; }

 private:
  std::string whole_;
  std::string path_;
  CleanRepository sources_;
  std::string seen_;
};

template <class Type> void in_each_file(Type type) {
  for (const auto& file : workflow::testing::files_below(workflow::testing::corpus("clean"))) {
    Typist typist(file);
    type(typist);
    CAPTURE(file.filename().string());
    CHECK(typist.seen() == "");
  }
}

bool is_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; }

} // namespace

TEST_CASE("nothing flashes while a file is written from its first key to its last") {
  std::size_t place = 0;
  in_each_file([&place](Typist& typist) {
    const std::string& whole = typist.whole();
    for (std::size_t size = 1; size <= whole.size(); ++size) {
      const bool line_ends = size == whole.size() || whole[size] == '\n';
      // Somebody thinks about the next line: before it is begun, and on it.
      if (line_ends && ++place % (stride() / 4 + 1) == 0) {
        typist.look_at(whole.substr(0, size), size, Wait::writing);
        typist.look_at(whole.substr(0, size) + "\n  ", size + 3, Wait::writing);
      } else if (++place % stride() == 0) {
        typist.look_at(whole.substr(0, size), size, Wait::typing);
      }
    }
  });
}

TEST_CASE("nothing flashes while a line is written once more in its place") {
  std::size_t place = 0;
  in_each_file([&place](Typist& typist) {
    const std::string& whole = typist.whole();
    for (std::size_t begin = 0; begin < whole.size(); begin = whole.find('\n', begin) + 1) {
      const std::size_t end = whole.find('\n', begin);
      if (end == std::string::npos) break;
      for (std::size_t typed = begin; typed < end; ++typed)
        if (++place % stride() == 0)
          typist.look_at(whole.substr(0, typed) + whole.substr(end), typed, Wait::typing);
    }
  });
}

TEST_CASE("nothing flashes while the end of a word is written once more") {
  std::size_t place = 0;
  in_each_file([&place](Typist& typist) {
    const std::string& whole = typist.whole();
    for (std::size_t begin = 0; begin < whole.size(); ++begin) {
      if (!is_of_word(whole[begin]) || (begin > 0 && is_of_word(whole[begin - 1]))) continue;
      std::size_t end = begin;
      while (end < whole.size() && is_of_word(whole[end])) ++end;
      for (std::size_t typed = begin; typed < end; ++typed)
        if (++place % stride() == 0)
          typist.look_at(whole.substr(0, typed) + whole.substr(end), typed, Wait::typing);
    }
  });
}

TEST_CASE("what was found stays in its place while a line is half-typed, unless that line has it") {
  const std::string before = "a: 1\nb: 2\nc: 3\n";
  const std::string now = "a: 1\nb: 2\nnew\nc: 3\n";
  const auto at = [](std::size_t begin) {
    return workflow::Finding{.code = workflow::Code::key_unknown,
                             .severity = workflow::Severity::warning,
                             .span = {begin, begin + 1},
                             .message = "odd"};
  };
  std::vector<workflow::Finding> findings{at(0), at(10)};
  findings[1].related = {{.span = {5, 6}, .message = "there"}};
  const auto carried = carried_over(findings, before, now);
  REQUIRE(carried.size() == 2);
  CHECK(carried[0].span == workflow::Span{0, 1});
  CHECK(carried[1].span == workflow::Span{14, 15});
  CHECK(carried[1].related[0].span == workflow::Span{5, 6});
  CHECK(carried_over({at(5)}, before, "a: 1\nX\nc: 3\n").empty());
}

#include "server/documents/documents.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <random>

using namespace unify_ls::documents;
using unify_ls::protocol::Position;
using unify_ls::protocol::Range;

namespace {

constexpr std::string_view uri = "file:///a.yaml";

std::string text_of(const Documents& documents) {
  const Document* document = documents.find(uri);
  REQUIRE(document != nullptr);
  return document->text;
}

/// The same edits over a text that is kept as lines of characters: another way to the same end.
class Model {
 public:
  explicit Model(const std::string& text) { split(text); }

  void apply(const Edit& edit, Encoding encoding) {
    const std::size_t begin = offset(edit.range->start, encoding);
    const std::size_t end = std::max(begin, offset(edit.range->end, encoding));
    std::string whole = text();
    whole = whole.substr(0, begin) + edit.text + whole.substr(end);
    split(whole);
  }

  std::string text() const {
    std::string out;
    for (const auto& line : lines_)
      for (const std::string& character : line) out += character;
    return out;
  }

  std::size_t line_count() const { return lines_.size(); }

 private:
  static std::size_t width(const std::string& character, Encoding encoding) {
    if (encoding == Encoding::utf8) return character.size();
    return character.size() == 4 ? 2 : 1;
  }

  std::size_t offset(Position at, Encoding encoding) const {
    std::size_t bytes = 0;
    for (std::size_t line = 0; line < lines_.size(); ++line) {
      std::size_t column = 0;
      for (const std::string& character : lines_[line]) {
        const bool here = line == at.line;
        const bool is_end = character == "\n" || character == "\r" || character == "\r\n";
        if (here && (is_end || column + width(character, encoding) > at.character)) return bytes;
        column += width(character, encoding);
        bytes += character.size();
      }
      if (line == at.line) return bytes;
    }
    return bytes;
  }

  void split(const std::string& text) {
    lines_.assign(1, {});
    for (std::size_t i = 0; i < text.size();) {
      const auto first = static_cast<unsigned char>(text[i]);
      std::size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
      if (text.compare(i, 2, "\r\n") == 0) size = 2;
      lines_.back().push_back(text.substr(i, size));
      if (first == '\r' || first == '\n') lines_.emplace_back();
      i += size;
    }
  }

  std::vector<std::vector<std::string>> lines_;
};

} // namespace

TEST_CASE("edits are applied in order, each to what the one before left") {
  Documents documents;
  documents.open(std::string(uri), 1, "a: 1\r\nb: é😀x\rc");
  const Document* changed = documents.change(
      uri, 7,
      {{Range{{0, 3}, {0, 4}}, "one\ntwo"}, {Range{{2, 4}, {2, 6}}, ""}, {Range{{3, 1}, {9, 9}}, ": 3\n"}});
  REQUIRE(changed != nullptr);
  CHECK(changed->text == "a: one\ntwo\r\nb: éx\rc: 3\n");
  CHECK(changed->version == 7);
  CHECK(changed->last_changed_line == 4);
  changed = documents.change(uri, 8, {{std::nullopt, "whole"}, {Range{{0, 0}, {0, 1}}, "W"}});
  CHECK(changed->text == "Whole");
  CHECK(documents.change("file:///other", 1, {}) == nullptr);
  documents.close(uri);
  CHECK(documents.find(uri) == nullptr);
}

TEST_CASE("positions are clamped, in both encodings") {
  struct Row {
    Position at;
    std::size_t utf8, utf16;
  };

  const std::string_view text = "aé😀b\r\nc\rd\n";
  const Row rows[] = {
      {{0, 0}, 0, 0},   {{0, 1}, 1, 1},   {{0, 2}, 1, 3},   {{0, 3}, 3, 3},    {{0, 4}, 3, 7},
      {{0, 5}, 3, 8},   {{0, 8}, 8, 8},   {{0, 99}, 8, 8},  {{1, 0}, 10, 10},  {{1, 5}, 11, 11},
      {{2, 1}, 13, 13}, {{3, 0}, 14, 14}, {{3, 9}, 14, 14}, {{99, 0}, 14, 14},
  };
  for (const Row& row : rows) {
    CAPTURE(row.at.line);
    CAPTURE(row.at.character);
    CHECK(offset_of(text, row.at, Encoding::utf8) == row.utf8);
    CHECK(offset_of(text, row.at, Encoding::utf16) == row.utf16);
  }
  CHECK(offset_of("\xEF\xBB\xBFx", {0, 1}, Encoding::utf16) == 4);
}

TEST_CASE("a range whose end comes first adds its text at its start") {
  Documents documents;
  documents.open(std::string(uri), 1, "abc");
  CHECK(documents.change(uri, 2, {{Range{{0, 2}, {0, 1}}, "-"}})->text == "ab-c");
}

TEST_CASE("a text that is too large is not kept, and one that shrinks is taken up again") {
  Documents documents;
  documents.open(std::string(uri), 1, std::string(max_document_bytes + 1, 'x'));
  CHECK(documents.find(uri)->too_large);
  CHECK(text_of(documents).empty());
  CHECK(documents.change(uri, 2, {{Range{{0, 0}, {0, 0}}, "y"}})->text.empty());
  CHECK(documents.change(uri, 3, {{std::nullopt, "z"}})->text == "z");
  CHECK_FALSE(documents.find(uri)->too_large);
  documents.change(uri, 4, {{Range{{0, 0}, {0, 0}}, std::string(max_document_bytes, 'x')}});
  CHECK(documents.find(uri)->too_large);
}

TEST_CASE("no more than so many texts are kept") {
  Documents documents;
  for (std::size_t i = 0; i <= max_open_documents; ++i) documents.open(fmt::format("file:///{}", i), 1, "x");
  CHECK(documents.all().size() == max_open_documents);
}

TEST_CASE("bytes that are no UTF-8 are repaired") {
  Documents documents;
  documents.open(std::string(uri), 1, "a\xFF");
  CHECK(text_of(documents) == "a\uFFFD");
  CHECK(documents.change(uri, 2, {{Range{{0, 0}, {0, 1}}, "\xC3"}})->text == "\uFFFD\uFFFD");
}

TEST_CASE("ten thousand random edits leave what a fresh open of the same text has") {
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16}) {
    std::mt19937 random(42); // NOLINT: the same edits each time
    const auto below = [&random](std::size_t end) { return static_cast<unsigned>(random() % end); };
    const std::vector<std::string> pieces{"a", "é", "😀", "\n", "\r\n", "\r", "key: ", "- ", "", ""};
    Documents documents;
    documents.set_encoding(encoding);
    documents.open(std::string(uri), 0, "jobs:\n");
    Model model("jobs:\n");
    for (int i = 0; i < 10'000; ++i) {
      const unsigned line = below(model.line_count() + 2);
      Edit edit{.range = Range{{line, below(12)}, {line + below(2), below(12)}}, .text = {}};
      if (model.text().size() > 600) edit.range->end.line += 30;
      for (unsigned n = below(4); n > 0; --n) edit.text += pieces[below(pieces.size())];
      model.apply(edit, encoding);
      const Document* document = documents.change(uri, i + 1, {edit});
      REQUIRE(document->text == model.text());
    }
    Documents fresh;
    fresh.open(std::string(uri), 1, model.text());
    CHECK(text_of(fresh) == text_of(documents));
  }
}

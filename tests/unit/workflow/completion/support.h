#pragma once

#include "server/workflow/completion/completion.h"
#include "server/workflow/completion/judging.h"
#include "tests/unit/workflow/checks/corpus.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace unify_ls::workflow::testing {

using Labels = std::vector<std::string>;

/// A text with `▮` where the cursor is.
struct CursorText {
  std::string text;
  std::size_t byte = 0;

  explicit CursorText(std::string given) : text(std::move(given)), byte(text.find("▮")) {
    REQUIRE(byte != std::string::npos);
    text.erase(byte, std::string_view("▮").size());
  }
};

inline Completion completed(const CursorText& at, FileKind kind = FileKind::workflow,
                            const Usage& used = {}) {
  const SourceTree source(at.text);
  return complete(read_model(source, kind), at.byte, CleanRepository(), used);
}

inline Labels labels(const std::string& text, FileKind kind = FileKind::workflow, const Usage& used = {}) {
  Labels labels;
  for (const Offer& offer : completed(CursorText(text), kind, used).offers)
    if (offer.kind != OfferKind::skeleton) labels.push_back(offer.label);
  return labels;
}

/// The text after the offer with this label.
inline std::string taken(const std::string& text, std::string_view label, FileKind kind = FileKind::workflow,
                         const Usage& used = {}) {
  const CursorText at(text);
  const Completion completion = completed(at, kind, used);
  for (const Offer& offer : completion.offers)
    if (offer.label == label) return accepted(at.text, completion, offer);
  return "nothing like that is offered";
}

struct CorpusText {
  std::string name;
  std::string text;
  FileKind kind;
};

/// Every text of the corpus: the clean ones, and the mistakes before they are fixed.
inline std::vector<CorpusText> corpus_texts() {
  constexpr std::string_view before = "--- before\n";
  std::vector<CorpusText> texts;
  for (const char* part : {"clean", "mistakes"})
    for (const auto& file : files_below(corpus(part))) {
      std::string text = content_of(file);
      if (const std::size_t begin = text.find(before); begin != std::string::npos)
        text.erase(0, begin + before.size());
      text.resize(std::min(text.find("--- after\n"), text.size()));
      const FileKind kind = kind_of_file(SourceTree(text), ".cloudbees/workflows/x.yaml");
      texts.push_back({file.filename().string(), std::move(text), kind});
    }
  return texts;
}

} // namespace unify_ls::workflow::testing

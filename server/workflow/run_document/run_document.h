#pragma once

#include "server/workflow/inputs.h"
#include "server/workflow/model/model.h"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// A run as a document: what somebody wants to start, as a text that any editor can show.
namespace unify_ls::workflow {

/// Larger ones are not read.
inline constexpr std::size_t max_run_document_bytes = std::size_t{128} * 1024;

inline constexpr std::string_view run_document_suffix = ".unify-run.yaml";

/// Whether a path or an address is that of a run document.
bool is_run_document_name(std::string_view name);

/// What is to be started, and where. Empty is what a document does not say, or does not say as a text.
struct RunHead {
  std::string folder;
  std::string workflow;
  std::string branch;

  bool operator==(const RunHead&) const = default;
};

RunHead run_head(const Model& model);

/// One input that a document gives, and where.
struct RunInputPlace {
  const YamlNode* name;
  const YamlNode* value;
  GivenValue given; ///< a scalar's text as it was written; null for nothing at all
};

/// In the author's order; without what is no text, and the first of each name: rules of their own speak of
/// the others.
std::vector<RunInputPlace> run_inputs(const Model& model);

struct RunDocument {
  RunHead head;
  GivenInputs inputs;
};

/// What a document says. It has to be right in all that it says by itself: who misspelt a key would start
/// something else. The error is a sentence with the line.
std::expected<RunDocument, std::string> read_run_document(const SourceTree& source);

} // namespace unify_ls::workflow

#pragma once

#include "server/workflow/completion/completion.h"
#include "server/workflow/completion/cursor.h"
#include "server/workflow/completion/layout.h"
#include "server/workflow/schema/schema.h"

#include <span>
#include <string_view>

/// The parts of completion: each adds what it knows of one sort of place.
namespace unify_ls::workflow {

/// What all of them may ask.
struct Asked {
  const Cursor& cursor;
  const Sources& sources;
  const Usage& used;
  Layout layout;
};

/// Where a new entry or item comes to stand.
struct NewEntry {
  std::size_t column = 0; ///< of its key
  bool dash = false;      ///< begins an item of a list: `- ` stands before the key
  bool name_only = false; ///< a colon and a value follow already
  bool bare = false;      ///< a value follows, and no colon
};

/// The keys that a mapping does not have yet, required ones first, then by how often they are used.
void offer_keys(const Asked& asked, const Object& object, const YamlNode* mapping, NewEntry where,
                std::vector<Offer>& offers);

/// What goes behind a key, or into the list behind it.
void offer_values(const Asked& asked, const SchemaFrame& frame, bool in_list, std::vector<Offer>& offers);

/// Whole jobs, steps and inputs where such a one can begin; `object` is that of the mapping around.
void offer_skeletons(const Asked& asked, const Object& object, NewEntry where, std::vector<Offer>& offers);

/// For a file with nothing in it.
void offer_files(FileKind kind, const Layout& layout, std::vector<Offer>& offers);

/// Inside `${{ }}` and in conditions. `before` is the expression up to the cursor.
void offer_in_expression(const Asked& asked, std::string_view before, Place place, bool call_follows,
                         std::vector<Offer>& offers);

/// What of the end of `before` is the half name that is being typed.
std::size_t half_name(std::string_view before);

/// What a key says of itself, for whoever reads an offer or a hover.
std::string doc_of(const Key& key);

} // namespace unify_ls::workflow

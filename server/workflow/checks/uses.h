#pragma once

#include "server/workflow/position.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace unify_ls::workflow {

/// What a `uses` or `delegates` names.
struct Uses {
  enum class Kind : std::uint8_t {
    image,   ///< `docker://…`
    local,   ///< `.`, `./path`, `.cloudbees/path`
    remote,  ///< in another repository
    dynamic, ///< an expression decides
  };

  Kind kind = Kind::dynamic;
  std::string repository{}; ///< of a remote one: `host/owner/name`, in lower case
  std::string name{};     ///< of a remote one on github.com: `owner/name` with the path behind it, as written
  std::string path{};     ///< relative to the repository's root, without `./`
  std::string_view ref{}; ///< behind the `@`
  bool has_ref = false;
  Span ref_span{}; ///< in the text
};

Uses read_uses(std::string_view text);

} // namespace unify_ls::workflow

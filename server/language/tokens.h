#pragma once

#include "server/documents/positions.h"
#include "server/language/analysis.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace unify_ls::language {

/// The legend, in the order of the numbers that tokens carry. All are LSP's own.
inline constexpr std::array<std::string_view, 8> token_types{
    "keyword", "namespace", "property", "function", "operator", "string", "number", "enumMember"};

/// The words of expressions, and the parts of what `uses` names, that lie in `part`, in LSP's form: five
/// numbers each, relative to the one before.
std::vector<std::uint32_t> semantic_tokens(const Analysis& analysis, workflow::Span part,
                                           documents::Encoding encoding);

} // namespace unify_ls::language

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What every fuzzer is made of: one function over some bytes, and properties that have to hold of them.
namespace unify_ls::fuzz {

/// Implemented once by each fuzzer. Whatever the bytes are it returns; a crash, a sanitizer's report, a
/// broken property and a hang are findings.
void examine(std::string_view bytes);

/// Ends the program with a finding when a property does not hold; `property` says which, as a sentence.
void expect(bool holds, std::string_view property);

/// Takes the first line off `bytes`: how an input carries two texts. All of it where there is one line only.
std::string_view take_line(std::string_view& bytes);

} // namespace unify_ls::fuzz

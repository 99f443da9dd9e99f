#include "server/settings/branch_pattern.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace unify_ls::settings {
namespace {

constexpr std::size_t word_bits = 64;
constexpr std::size_t word_count = max_branch_bytes / word_bits + 1;

/// A bit for each place before, between and behind the bytes of a branch.
using Places = std::array<std::uint64_t, word_count>;

void set(Places& places, std::size_t place) {
  places[place / word_bits] |= std::uint64_t{1} << (place % word_bits);
}

bool holds(const Places& places, std::size_t place) {
  return (places[place / word_bits] >> (place % word_bits) & 1U) != 0;
}

/// One branch, to be held against patterns. All ways to match are walked at once, a pattern's byte at a time:
/// backtracking would take forever on a hostile `*a*a*a*a…`.
class Matcher {
 public:
  explicit Matcher(std::string_view branch) : length_(branch.size()) {
    for (std::size_t i = 0; i < length_; ++i) {
      set(before_[static_cast<unsigned char>(branch[i])], i);
      if (branch[i] != '/') set(before_any_but_slash_, i);
    }
  }

  bool matches(std::string_view pattern) const {
    Places reached{};
    set(reached, 0);
    while (!pattern.empty()) {
      const bool star = pattern.front() == '*';
      const bool twice = pattern.starts_with("**");
      if (twice)
        pass_anything(reached);
      else if (star)
        pass_all_but_slashes(reached);
      else
        pass(reached, before_[static_cast<unsigned char>(pattern.front())]);
      pattern.remove_prefix(twice ? 2 : 1);
    }
    return holds(reached, length_);
  }

 private:
  /// From each place that is reached and stands before the wanted byte to the next.
  static void pass(Places& reached, const Places& before_wanted) {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < word_count; ++i) {
      const std::uint64_t going = reached[i] & before_wanted[i];
      reached[i] = (going << 1U) | carry;
      carry = going >> (word_bits - 1);
    }
  }

  /// From each place that is reached to the next slash. A sum does it for all at once: its carry runs through
  /// the ones that stand for a part without slashes, and stops in the zero behind them.
  void pass_all_but_slashes(Places& reached) const {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < word_count; ++i) {
      const std::uint64_t parts = before_any_but_slash_[i];
      const std::uint64_t starts = (reached[i] & parts) + carry;
      const std::uint64_t sum = starts + parts;
      carry = starts < carry || sum < parts ? 1 : 0;
      reached[i] |= sum ^ parts;
    }
  }

  static void pass_anything(Places& reached) {
    const auto first = std::ranges::find_if(reached, [](std::uint64_t word) { return word != 0; });
    if (first == reached.end()) return;
    *first = ~std::uint64_t{0} << static_cast<unsigned>(std::countr_zero(*first));
    std::fill(first + 1, reached.end(), ~std::uint64_t{0});
  }

  std::size_t length_;
  std::array<Places, 256> before_{}; ///< by byte: the places in front of it
  Places before_any_but_slash_{};
};

} // namespace

bool matches_branch(std::string_view pattern, std::string_view branch) {
  return branch.size() <= max_branch_bytes && Matcher(branch).matches(pattern);
}

bool is_protected_branch(std::span<const std::string> patterns, std::string_view branch) {
  if (branch.size() > max_branch_bytes) return !patterns.empty();
  const Matcher matcher(branch);
  return std::ranges::any_of(patterns, [&](const std::string& pattern) { return matcher.matches(pattern); });
}

} // namespace unify_ls::settings

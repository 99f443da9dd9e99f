#include "server/workflow/near.h"

#include "protocol/utf8.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace unify_ls::workflow {

namespace {

/// Shorter texts are contained in too many names to mean one of them.
constexpr std::size_t least_contained = 3;

std::u32string folded(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  protocol::for_each_code_point(text, [&out](const protocol::CodePoint& point) {
    const bool capital = point.value >= U'A' && point.value <= U'Z';
    out.push_back(capital ? point.value + (U'a' - U'A') : point.value);
  });
  return out;
}

std::size_t slips_allowed(std::size_t length) { return std::clamp<std::size_t>(length / 3, 1, 5); }

/// Holds one text against many, and counts the steps that this takes.
class Comparison {
 public:
  explicit Comparison(std::u32string target)
      : target_(std::move(target)),
        limit_(slips_allowed(target_.size())) {}

  /// Whether a text of so many bytes may be near at all; a code point has four bytes at most.
  bool may_be_near(std::size_t bytes) const {
    return bytes + limit_ >= target_.size() && (bytes / 4 <= target_.size() + limit_ || may_be_contained());
  }

  /// The nearer, the smaller; nothing where it is not near.
  std::optional<std::size_t> rank(const std::u32string& text) {
    steps_ += text.size();
    const std::size_t slips = distance(text);
    if (slips <= limit_) return slips;
    if (!may_be_contained()) return std::nullopt;
    steps_ += text.size() * target_.size() / 4;
    return text.find(target_) == std::u32string::npos ? std::nullopt : std::optional(limit_ + 1);
  }

  std::size_t steps() const { return steps_; }

 private:
  bool may_be_contained() const { return target_.size() >= least_contained; }

  /// Edit distance with swaps of neighbours (optimal string alignment), or `limit_` + 1 where it is more.
  /// Only the cells within `limit_` of the diagonal are computed: no path through the others can be short
  /// enough.
  std::size_t distance(std::u32string_view text) {
    const std::size_t far = limit_ + 1;
    const std::size_t size = text.size();
    if (std::max(size, target_.size()) - std::min(size, target_.size()) > limit_) return far;
    for (auto* row : {&before_last_, &last_, &row_}) row->assign(size + 2, far);
    for (std::size_t j = 0; j <= size; ++j) last_[j] = std::min(j, far);
    for (std::size_t i = 1; i <= target_.size(); ++i) {
      const std::size_t begin = i > limit_ ? i - limit_ : 1;
      const std::size_t end = std::min(size, i + limit_);
      steps_ += end - begin + 1;
      row_[begin - 1] = begin == 1 ? std::min(i, far) : far;
      row_[end + 1] = far;
      std::size_t least = row_[begin - 1];
      for (std::size_t j = begin; j <= end; ++j) {
        const std::size_t replaced = last_[j - 1] + (target_[i - 1] == text[j - 1] ? 0 : 1);
        row_[j] = std::min({last_[j] + 1, row_[j - 1] + 1, replaced, far});
        const bool swapped = i > 1 && j > 1 && target_[i - 1] == text[j - 2] && target_[i - 2] == text[j - 1];
        if (swapped) row_[j] = std::min(row_[j], before_last_[j - 2] + 1);
        least = std::min(least, row_[j]);
      }
      if (least > limit_) return far;
      before_last_.swap(last_);
      last_.swap(row_);
    }
    return last_[size];
  }

  std::u32string target_;
  std::size_t limit_;
  std::size_t steps_ = 0;
  std::vector<std::size_t> before_last_, last_, row_; ///< one cell for each place in a text, and one behind
};

/// Sorted by rank, and within a rank as the names came.
struct Candidate {
  std::size_t rank;
  const std::string* name;

  auto operator<=>(const Candidate&) const = default;
};

} // namespace

bool is_among(std::string_view name, std::span<const std::string> known) {
  return std::ranges::find(known, name) != known.end();
}

std::vector<std::string> near_names(std::string_view wanted, std::span<const std::string> known,
                                    std::size_t most) {
  if (wanted.empty() || wanted.size() > max_near_length) return {};
  Comparison comparison(folded(wanted));
  std::vector<Candidate> candidates;
  for (const std::string& name : known) {
    if (comparison.steps() > max_near_steps) break;
    if (name.empty() || name.size() > max_near_length || !comparison.may_be_near(name.size())) continue;
    if (const auto rank = comparison.rank(folded(name))) candidates.push_back({.rank = *rank, .name = &name});
  }
  std::ranges::sort(candidates);
  if (candidates.size() > most) candidates.resize(most);
  std::vector<std::string> names;
  names.reserve(candidates.size());
  for (const Candidate& candidate : candidates) names.push_back(*candidate.name);
  return names;
}

} // namespace unify_ls::workflow

#include "server/workflow/near.h"

#include "protocol/utf8.h"

#include <algorithm>
#include <utility>

namespace unify_ls::workflow {

namespace {

/// Shorter texts are contained in too many names to mean one of them.
constexpr std::size_t least_contained = 3;

std::u32string folded(std::string_view text) {
  std::u32string out;
  protocol::for_each_code_point(text, [&out](const protocol::CodePoint& point) {
    const bool capital = point.value >= U'A' && point.value <= U'Z';
    out.push_back(capital ? point.value + (U'a' - U'A') : point.value);
  });
  return out;
}

std::size_t slips_allowed(std::size_t length) { return std::clamp<std::size_t>(length / 3, 1, 5); }

/// Edit distance with swaps of neighbours (optimal string alignment), or `limit` + 1 where it is more. Only
/// the cells within `limit` of the diagonal are computed: no path through the others can be short enough.
std::size_t distance(std::u32string_view a, std::u32string_view b, std::size_t limit) {
  const std::size_t far = limit + 1;
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) return far;
  std::vector<std::size_t> before_last;
  std::vector<std::size_t> last(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = std::min(j, far);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::vector<std::size_t> row(b.size() + 1, far);
    row[0] = std::min(i, far);
    const std::size_t end = std::min(b.size(), i + limit);
    for (std::size_t j = i > limit ? i - limit : 1; j <= end; ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced, far});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    if (std::ranges::min(row) > limit) return far;
    before_last = std::exchange(last, std::move(row));
  }
  return last[b.size()];
}

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
  const std::u32string target = folded(wanted);
  const std::size_t limit = slips_allowed(target.size());
  std::vector<Candidate> candidates;
  for (const std::string& name : known) {
    if (name.empty() || name.size() > max_near_length) continue;
    const std::u32string text = folded(name);
    const std::size_t slips = distance(target, text, limit);
    const bool contained = target.size() >= least_contained && text.find(target) != std::u32string::npos;
    if (slips <= limit || contained)
      candidates.push_back({.rank = std::min(slips, limit + 1), .name = &name});
  }
  std::ranges::sort(candidates);
  if (candidates.size() > most) candidates.resize(most);
  std::vector<std::string> names;
  names.reserve(candidates.size());
  for (const Candidate& candidate : candidates) names.push_back(*candidate.name);
  return names;
}

} // namespace unify_ls::workflow

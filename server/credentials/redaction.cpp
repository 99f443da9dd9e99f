#include "server/credentials/redaction.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>

namespace unify_ls::credentials {
namespace {

/// Eight characters in one number, so that a long text is searched in one pass.
using Window = std::uint64_t;
static_assert(shortest_redacted_part == sizeof(Window));

/// Marks which windows a token may have; the rare false one is looked up. Small enough to stay in a cache.
constexpr unsigned marks_bits = 13;

std::size_t mark_of(Window window) { return (window * 0x9e3779b97f4a7c15U) >> (64U - marks_bits); }

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Window pushed(Window window, char c) { return window << 8U | static_cast<unsigned char>(lower(c)); }

} // namespace

struct Redaction::Parts {
  explicit Parts(const Secret& secret) : token(secret.reveal()) {
    const std::string_view text = token.reveal();
    length = std::min(text.size(), shortest_redacted_part);
    mask = length == sizeof(Window) ? ~Window{0} : (Window{1} << (8U * length)) - 1;
    Window window = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      window = pushed(window, text[at]);
      if (at + 1 >= length) marks.set(mark_of(window & mask));
    }
  }

  bool has(Window wanted) const {
    if (!marks.test(mark_of(wanted & mask))) return false;
    Window window = 0;
    std::size_t seen = 0;
    for (const char c : token.reveal()) {
      window = pushed(window, c);
      if (++seen >= length && ((window ^ wanted) & mask) == 0) return true;
    }
    return false;
  }

  Secret token;           ///< a copy of our own: the one in the vault may be gone before the answer is read
  std::size_t length = 0; ///< of the parts: a token may be shorter than they are
  Window mask = 0;
  std::bitset<std::size_t{1} << marks_bits> marks{};
};

Redaction::Redaction(const Secret& token) {
  if (!token.empty()) parts_ = std::make_shared<const Parts>(token);
}

std::string Redaction::apply(std::string_view text) const {
  if (!parts_) return std::string(text);
  std::string safe;
  std::size_t done = 0;   // up to here the text is copied or blackened
  bool blackened = false; // and this is what `done` ends with
  Window window = 0;
  std::size_t seen = 0;
  std::array<std::size_t, shortest_redacted_part>
      places{}; // of the characters in the window, round and round
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_visible(text[at])) continue;
    window = pushed(window, text[at]);
    places[seen++ % places.size()] = at;
    if (seen < parts_->length || !parts_->has(window)) continue;
    const std::size_t begin = places[(seen - parts_->length) % places.size()];
    if (!blackened || begin > done) {
      safe += text.substr(done, begin - done);
      safe += redaction_mask;
    }
    done = at + 1;
    blackened = true;
  }
  return safe.append(text.substr(done));
}

} // namespace unify_ls::credentials

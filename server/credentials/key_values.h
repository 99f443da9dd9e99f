#pragma once

#include "server/credentials/secret.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// The little language on the pipes of git's credential helpers, which ours speaks too: one `key=value` a
/// line.
namespace unify_ls::credentials {

/// Text that may hold a token: overwritten when it goes away.
struct WipedText {
  std::string text;

  WipedText() = default;

  explicit WipedText(std::string taken) : text(std::move(taken)) {}

  WipedText(WipedText&&) = delete;

  ~WipedText() { wipe(text); }
};

using KeyValue = std::pair<std::string_view, std::string_view>;

/// The pairs as lines, in one allocation, so that no half-grown copy of a token is left behind. A value holds
/// no line break or NUL: origins are exact and tokens are visible ASCII before they get here.
WipedText key_value_lines(std::initializer_list<KeyValue> pairs);

/// The value of the first line with that key; a view into `lines`. A carriage return at the end of a line is
/// not part of the value.
std::optional<std::string_view> value_of(std::string_view lines, std::string_view key);

} // namespace unify_ls::credentials

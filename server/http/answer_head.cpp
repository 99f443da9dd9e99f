#include "server/http/answer_head.h"

#include "server/base/text.h"

namespace unify_ls::http {

void AnswerHead::take(std::string_view line) {
  if (!open_ && line.starts_with("HTTP/")) {
    values_ = {};
    open_ = true;
    return;
  }
  if (trimmed(line).empty()) open_ = false;
  const std::size_t colon = line.find(':');
  if (!open_ || colon == line.npos) return;
  std::string* const place = place_of(line.substr(0, colon));
  if (place != nullptr && place->empty()) *place = trimmed(line.substr(colon + 1));
}

std::string* AnswerHead::place_of(std::string_view name) {
  const std::string lower = lower_ascii(name);
  if (lower == "date") return &values_.date;
  if (lower == "retry-after") return &values_.retry_after;
  if (lower == "content-type") return &values_.content_type;
  return nullptr;
}

} // namespace unify_ls::http

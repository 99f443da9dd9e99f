#include "server/http/headers.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>

namespace unify_ls::http {

HeaderLines::~HeaderLines() {
  for (curl_slist* line = list_; line != nullptr; line = line->next)
    credentials::wipe(line->data, std::strlen(line->data));
  libcurl().slist_free_all(list_);
}

void HeaderLines::add(std::string_view line) {
  curl_slist* longer = libcurl().slist_append(list_, std::string(line).c_str());
  if (longer == nullptr) throw std::bad_alloc();
  list_ = longer;
}

void HeaderLines::add_bearer(const credentials::Secret& token) {
  constexpr std::string_view name = "Authorization: Bearer ";
  std::string line;
  line.reserve(name.size() + token.reveal().size() + 1); // no copy may be left behind by growing
  line += name;
  line += token.reveal();
  curl_slist* longer = libcurl().slist_append(list_, line.c_str());
  credentials::wipe(line);
  if (longer == nullptr) throw std::bad_alloc();
  list_ = longer;
}

bool fits_into_header(std::string_view bytes) {
  return !bytes.empty() && std::ranges::all_of(bytes, [](char c) { return c > ' ' && c < '\x7f'; });
}

} // namespace unify_ls::http

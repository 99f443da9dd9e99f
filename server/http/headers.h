#pragma once

#include "server/credentials/secret.h"
#include "server/http/libcurl.h"

#include <string_view>

namespace unify_ls::http {

/// The header lines of one request as libcurl wants them. All of them are overwritten when it goes away,
/// because one may hold the token.
class HeaderLines {
 public:
  HeaderLines() = default;
  ~HeaderLines();
  HeaderLines(const HeaderLines&) = delete;
  HeaderLines& operator=(const HeaderLines&) = delete;

  /// `line` is "Name: value", or "Name:" to keep libcurl from sending that header.
  void add(std::string_view line);

  /// "Authorization: Bearer …".
  void add_bearer(const credentials::Secret& token);

  curl_slist* list() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

/// Whether these bytes can stand in a header: visible ASCII, so that nothing can end the line.
bool fits_into_header(std::string_view bytes);

} // namespace unify_ls::http

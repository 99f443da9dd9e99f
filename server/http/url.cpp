#include "server/http/url.h"

#include "server/base/origin.h"
#include "server/base/text.h"
#include "server/http/libcurl.h"

#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace unify_ls::http {
namespace {

constexpr std::size_t address_limit = 2048;

/// Read by libcurl's own parser, so that what is checked is what is connected to.
class ParsedUrl {
 public:
  explicit ParsedUrl(std::string_view text, unsigned flags = 0)
      : url_(libcurl().url(), libcurl().url_cleanup), //
        code_(libcurl().url_set(url_.get(), CURLUPART_URL, std::string(text).c_str(), flags)) {}

  bool good() const { return code_ == CURLUE_OK; }

  CURLUcode code() const { return code_; }

  std::string part(CURLUPart which, unsigned flags = 0) const {
    char* text = nullptr;
    if (libcurl().url_get(url_.get(), which, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, decltype(&::curl_free)> owned(text, libcurl().free);
    return text;
  }

  int port() const {
    const std::string digits = part(CURLUPART_PORT, CURLU_DEFAULT_PORT);
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }

 private:
  std::unique_ptr<CURLU, decltype(&::curl_url_cleanup)> url_;
  CURLUcode code_;
};

bool is_visible_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

/// Whether this is a name in lower case or an IPv4 address as everybody writes it. A name whose last label
/// begins with a letter is a number to nobody.
bool is_plain_host(std::string_view host) {
  boost::system::error_code not_an_address;
  const auto address = boost::asio::ip::make_address_v4(host, not_an_address);
  if (!not_an_address) return address.to_string() == host;
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto belongs = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  const bool empty_label = host.starts_with('.') || host.ends_with('.') || host.find("..") != host.npos;
  if (host.empty() || empty_label || !std::ranges::all_of(host, belongs)) return false;
  return is_letter(host[host.rfind('.') + 1]); // npos + 1 is the whole of a single label
}

/// An origin written in the one way that no two readers can read differently, as nearly all are. It is read
/// here, so that a start does not wait for libcurl to be loaded; everything else is libcurl's to judge.
std::optional<Origin> read_plain_origin(std::string_view text) {
  if (text.ends_with('/')) text.remove_suffix(1);
  const std::optional<OriginParts> parts = parts_of_origin(text);
  if (!parts || !is_plain_host(parts->name)) return std::nullopt;
  return Origin(std::string(parts->scheme), std::string(parts->name), parts->port);
}

std::string why_not_readable(CURLUcode code) {
  switch (code) {
  case CURLUE_BAD_SCHEME:
  case CURLUE_UNSUPPORTED_SCHEME: return "it does not start with https://";
  case CURLUE_BAD_PORT_NUMBER: return "its port is not a number between 1 and 65535";
  case CURLUE_USER_NOT_ALLOWED: return "it has a user name or password in it";
  case CURLUE_NO_HOST: return "it has no host";
  default: return "it cannot be read as a web address";
  }
}

/// http is for this machine alone.
bool is_allowed(const Origin& origin) { return origin.scheme() == "https" || origin.is_loopback(); }

/// What is wrong with an address whose parts could be read; empty when nothing is.
std::string why_not_a_base(const ParsedUrl& url, const Origin& origin, std::string_view text) {
  if (origin.scheme() != "http" && origin.scheme() != "https") return "it does not start with https://";
  if (!url.part(CURLUPART_ZONEID).empty()) return "its host has a zone";
  if (text.find('?') != text.npos) return "it has a query";
  if (text.find('#') != text.npos) return "it has a fragment";
  if (text.find('\\') != text.npos) return "it has a backslash";
  if (origin.port() == 0) return "its port is not a number between 1 and 65535";
  if (!is_allowed(origin)) return "only https is accepted, and http for this machine alone";
  return {};
}

std::unexpected<Error> refuse(std::string_view text, std::string_view why) {
  // Whatever stands before an @ may be a password.
  const std::size_t at = text.rfind('@');
  const std::string shown = at == text.npos ? std::string(text) : "…" + std::string(text.substr(at));
  return fail(ErrorKind::settings,
              fmt::format("The address \"{}\" cannot be used: {}.", shortened(printable(shown), 100), why));
}

} // namespace

Origin::Origin(std::string scheme, std::string host, int port)
    : scheme_(std::move(scheme)),
      host_(std::move(host)),
      port_(port) {}

std::string Origin::text() const { return scheme_ + "://" + place(); }

std::string Origin::place() const {
  return port_ == default_port(scheme_) ? host_ : fmt::format("{}:{}", host_, port_);
}

bool Origin::is_loopback() const {
  if (host_ == "localhost") return true;
  std::string_view bare = host_;
  if (bare.starts_with('[') && bare.ends_with(']')) bare = bare.substr(1, bare.size() - 2);
  boost::system::error_code not_an_address;
  const auto address = boost::asio::ip::make_address(bare, not_an_address);
  return !not_an_address && address.is_loopback();
}

Result<BaseUrl> parse_base_url(std::string_view given) {
  const std::string_view text = trimmed(given);
  if (text.empty()) return refuse(text, "it is empty");
  if (text.size() > address_limit) return refuse(text, "it is too long");
  if (!is_visible_ascii(text)) return refuse(text, "it has blanks or characters outside ASCII");
  if (auto plain = read_plain_origin(text); plain && is_allowed(*plain))
    return BaseUrl{*std::move(plain), ""};
  const ParsedUrl url(text, CURLU_DISALLOW_USER);
  if (!url.good()) return refuse(text, why_not_readable(url.code()));
  Origin origin(url.part(CURLUPART_SCHEME), lower_ascii(url.part(CURLUPART_HOST)), url.port());
  const std::string why = why_not_a_base(url, origin, text);
  if (!why.empty()) return refuse(text, why);
  std::string path = url.part(CURLUPART_PATH);
  while (path.ends_with('/')) path.pop_back();
  return BaseUrl{std::move(origin), std::move(path)};
}

BaseUrl default_ui_url(const BaseUrl& api) {
  constexpr std::string_view prefix = "api.";
  const Origin& origin = api.origin;
  const std::string& host = origin.host();
  // "api." alone must not become an empty host, nor "api.com" a top-level domain.
  const bool has_more = host.starts_with(prefix) && host.find('.', prefix.size()) != host.npos;
  return {Origin(origin.scheme(), has_more ? host.substr(prefix.size()) : host, origin.port()), ""};
}

bool may_open(std::string_view address, const BaseUrl& ui) {
  if (address.size() > address_limit || !is_visible_ascii(address)) return false;
  if (!address.starts_with("https://") && !address.starts_with("http://")) return false;
  if (address.find_first_of("\\\"'<>`{}|^") != address.npos) return false;
  const ParsedUrl url(address, CURLU_DISALLOW_USER);
  if (!url.good() || !url.part(CURLUPART_ZONEID).empty()) return false;
  const Origin origin(url.part(CURLUPART_SCHEME), lower_ascii(url.part(CURLUPART_HOST)), url.port());
  return is_allowed(origin) && origin.host() == ui.origin.host();
}

std::string host_of(std::string_view address) {
  const ParsedUrl url(address);
  return url.good() ? lower_ascii(url.part(CURLUPART_HOST)) : std::string();
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

std::string with_query(std::string_view path,
                       const std::vector<std::pair<std::string_view, std::string>>& parameters) {
  std::string target(path);
  char separator = '?';
  for (const auto& [name, value] : parameters) {
    target += separator;
    target += percent_encoded(name);
    target += '=';
    target += percent_encoded(value);
    separator = '&';
  }
  return target;
}

} // namespace unify_ls::http

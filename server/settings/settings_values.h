#pragma once

#include "server/settings/settings.h"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// JSON values as settings' values. Types and ranges only: what a URL or an id means is judged where it is
/// used.
namespace unify_ls::settings {

template <class T> struct ReadValue {
  std::optional<T> value;
  /// What it should have been, for a sentence "key must be …"; empty when all is well. A list keeps what is
  /// right in it beside this.
  std::string expected;
};

ReadValue<std::string> read_text(const boost::json::value& value);
/// What names a component: an id, an address or Unify's curl command, which may have several lines. Which of
/// these it is, is judged where it is used.
ReadValue<std::string> read_component(const boost::json::value& value);
ReadValue<bool> read_flag(const boost::json::value& value);
ReadValue<int> read_request_timeout(const boost::json::value& value);
ReadValue<ConfirmPolicy> read_confirm(const boost::json::value& value);
ReadValue<std::vector<std::string>> read_patterns(const boost::json::value& value);
/// `{"ignore": ["unused-input"]}`
ReadValue<std::vector<std::string>> read_ignored_codes(const boost::json::value& value);

/// null and "".
bool means_not_set(const boost::json::value& value);

} // namespace unify_ls::settings

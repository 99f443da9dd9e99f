#pragma once

#include <boost/json.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::simulator {

namespace json = boost::json;

/// What went wrong with a world or a fault, as one sentence that names the place.
using Checked = std::expected<void, std::string>;

/// Reads one JSON object by the names of its members and remembers the first mistake. Strict on purpose: a
/// test author's misspelt member is an error, not a silent default.
class Fields {
 public:
  /// `where` names the object in messages, for example `components[2]`. The value must outlive this reader.
  Fields(const json::value& value, std::string where);

  std::string text(std::string_view name, std::string_view fallback = "");
  bool flag(std::string_view name, bool fallback = false);
  std::optional<std::uint32_t> count(std::string_view name);
  std::vector<std::string> texts(std::string_view name);
  /// The member as it is, or null when absent.
  const json::value* any(std::string_view name);
  /// The elements of an array member; empty when absent.
  std::vector<const json::value*> elements(std::string_view name);
  bool has(std::string_view name) const;

  const std::string& where() const { return where_; }

  void fail(std::string_view name, std::string_view problem);

  /// The first mistake: a wrong type, or a member that nobody asked for.
  Checked finish() const;

 private:
  const json::object* object_ = nullptr;
  std::string where_;
  std::string mistake_;
  std::set<std::string, std::less<>> known_;
};

} // namespace unify_ls::simulator

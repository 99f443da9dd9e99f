#include "server/settings/config_file.h"

#include "protocol/utf8.h"
#include "server/base/text.h"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace unify_ls::settings {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::unexpected<Error> bad_file(std::string_view name, std::string_view what) {
  return fail(ErrorKind::settings, fmt::format("{}: {}", name, what));
}

/// Boost.JSON tells no positions, so its parser is fed line by line: a key cannot contain a line break, and
/// is reported while its line is being fed. These are the parser's callbacks; of the values only the nesting
/// counts.
struct KeyLines {
  static constexpr std::size_t max_object_size = max_config_bytes;
  static constexpr std::size_t max_array_size = max_config_bytes;
  static constexpr std::size_t max_key_size = max_config_bytes;
  static constexpr std::size_t max_string_size = max_config_bytes;

  int line = 0;
  int depth = 0;
  std::string key_so_far;
  std::vector<SettingEntry> keys;

  bool begin() { return ++depth > 0; }

  bool end() { return --depth >= 0; }

  bool add_key(std::string_view part) {
    if (depth == 1) key_so_far += part;
    return true;
  }

  bool end_key() {
    if (depth != 1) return true;
    keys.push_back({.key = key_so_far, .value = nullptr, .line = line});
    key_so_far.clear();
    return true;
  }

  using Code = json::error_code;

  bool on_document_begin(Code&) { return true; }

  bool on_document_end(Code&) { return true; }

  bool on_object_begin(Code&) { return begin(); }

  bool on_object_end(std::size_t, Code&) { return end(); }

  bool on_array_begin(Code&) { return begin(); }

  bool on_array_end(std::size_t, Code&) { return end(); }

  bool on_key_part(json::string_view part, std::size_t, Code&) { return add_key(part); }

  bool on_key(json::string_view part, std::size_t, Code&) { return add_key(part) && end_key(); }

  bool on_string_part(json::string_view, std::size_t, Code&) { return true; }

  bool on_string(json::string_view, std::size_t, Code&) { return true; }

  bool on_number_part(json::string_view, Code&) { return true; }

  bool on_int64(std::int64_t, json::string_view, Code&) { return true; }

  bool on_uint64(std::uint64_t, json::string_view, Code&) { return true; }

  bool on_double(double, json::string_view, Code&) { return true; }

  bool on_bool(bool, Code&) { return true; }

  bool on_null(Code&) { return true; }

  bool on_comment_part(json::string_view, Code&) { return true; }

  bool on_comment(json::string_view, Code&) { return true; }
};

/// The keys with their lines, without their values. The error is the line that is no JSON.
std::expected<std::vector<SettingEntry>, int> find_keys(std::string_view text) {
  json::basic_parser<KeyLines> parser{json::parse_options{}};
  KeyLines& found = parser.handler();
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end == std::string_view::npos ? text.size() : end + 1);
    text.remove_prefix(line.size());
    ++found.line;
    json::error_code error;
    const std::size_t taken = parser.write_some(!text.empty(), line.data(), line.size(), error);
    if (error || taken != line.size()) return std::unexpected(found.line);
  }
  return std::move(found.keys);
}

/// Why a path is not to be read; "" when it is.
std::string_view obstacle(const fs::path& file, ConfigTrust trust, std::error_code& error) {
  const bool is_link = fs::is_symlink(fs::symlink_status(file, error)) ||
                       fs::is_symlink(fs::symlink_status(file.parent_path(), error));
  if (error) return "";
  if (trust == ConfigTrust::repository && is_link)
    return "it is reached through a symbolic link, which a repository's settings may not be; nothing in it "
           "counts.";
  if (!fs::is_regular_file(fs::status(file, error))) return "it is not a regular file; nothing in it counts.";
  if (fs::file_size(file, error) > max_config_bytes) return "it is larger than 64 KiB; nothing in it counts.";
  return "";
}

std::optional<std::string> read_whole(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text(max_config_bytes, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

} // namespace

Result<std::vector<SettingEntry>> parse_config(std::string_view text, std::string_view name) {
  if (text.starts_with(protocol::byte_order_mark)) text.remove_prefix(protocol::byte_order_mark.size());
  if (trimmed(text).empty()) return std::vector<SettingEntry>{};
  auto keys = find_keys(text);
  if (!keys)
    return fail(ErrorKind::settings,
                fmt::format("{}:{}: this is not JSON; nothing in the file counts.", name, keys.error()));
  json::error_code error;
  const json::value root = json::parse(json::string_view(text.data(), text.size()), error);
  const json::object* object = error ? nullptr : root.if_object();
  if (object == nullptr)
    return bad_file(
        name,
        "settings must be one JSON object, such as {\"branch\": \"main\"}; nothing in the file counts.");
  for (SettingEntry& entry : *keys)
    if (const json::value* value = object->if_contains(entry.key)) entry.value = *value;
  return std::move(*keys);
}

Result<std::vector<SettingEntry>> read_config_file(const fs::path& file, ConfigTrust trust) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(file, error))) return std::vector<SettingEntry>{};
  const std::string_view why_not = obstacle(file, trust, error);
  if (!why_not.empty()) return bad_file(file.string(), why_not);
  const auto text = error ? std::nullopt : read_whole(file);
  if (!text)
    return bad_file(file.string(), "it cannot be read; make it readable for you. Nothing in it counts.");
  return parse_config(*text, file.string());
}

} // namespace unify_ls::settings

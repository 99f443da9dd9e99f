#pragma once

#include "protocol/json.h"

#include <optional>
#include <string>
#include <vector>

/// The wire of `command/resolve` and `interactive/listEnum`: the interactive resolve proposal for LSP (see
/// microsoft/language-server-protocol#1164), with one field kind of ours, "secret".
namespace unify_ls::protocol {

struct FormEntry {
  std::string value;
  std::string description; ///< never empty
};
BOOST_DESCRIBE_STRUCT(FormEntry, (), (value, description))

struct FormFieldType {
  std::string kind; ///< string, number, enum, lazyEnum or secret; we never send bool
  std::optional<std::vector<FormEntry>> entries{}; ///< enum
  std::optional<std::string> source{};             ///< lazyEnum
  std::optional<json::value> config{};             ///< lazyEnum
  std::optional<std::vector<std::string>> args{};  ///< secret
};
BOOST_DESCRIBE_STRUCT(FormFieldType, (), (kind, entries, source, config, args))

struct FormField {
  std::string id;
  std::string description;
  FormFieldType type;
  bool required = false;
  std::optional<json::value> default_{};
  std::optional<std::string> error{};
};
BOOST_DESCRIBE_STRUCT(FormField, (), (id, description, type, required, default_, error))

struct FormAnswer {
  std::string id;
  json::value value; ///< null: left empty
};
BOOST_DESCRIBE_STRUCT(FormAnswer, (), (id, value))

/// Params and result of command/resolve. Members without a value are absent, never null or empty: existing
/// clients start over at an empty list of fields.
struct ResolvableCommand {
  std::string command;
  std::optional<json::array> arguments{};
  std::optional<std::vector<FormField>> formFields{};
  std::optional<std::vector<FormAnswer>> formAnswers{};
  std::optional<std::string> subject{}; ///< what is asked about, for the head of each question; ours
};
BOOST_DESCRIBE_STRUCT(ResolvableCommand, (), (command, arguments, formFields, formAnswers, subject))

struct ListEnumParams {
  std::string source;
  std::optional<json::value> config{};
  std::string query;
};
BOOST_DESCRIBE_STRUCT(ListEnumParams, (), (source, config, query))

} // namespace unify_ls::protocol

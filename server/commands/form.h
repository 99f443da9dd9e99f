#pragma once

#include "protocol/forms.h"
#include "server/base/error.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unify_ls::commands {

namespace json = boost::json;

/// The questions of one command, in the order asked, with the answers given so far. A command's plan walks
/// through what it needs; each thing that is neither in the arguments nor answered is asked here. Cumulative
/// and stateless: the whole of it is made anew from the answers in every round.
class Form {
 public:
  explicit Form(std::vector<protocol::FormAnswer> answers) : given_(std::move(answers)) {}

  /// What was answered to a field: a value or null (left empty); nullptr when it was not answered.
  const json::value* answer(std::string_view id) const;

  /// Asks: the field is missing. `example` holds the arguments that would answer it where that is not one of
  /// the field's own name.
  void ask(protocol::FormField field, std::optional<json::object> example = {});

  /// The field is answered, and well.
  void keep(protocol::FormField field);

  /// The field is answered, but wrongly; it is asked again with the error beside it.
  void reject(protocol::FormField field, std::string_view error, std::optional<json::object> example = {});

  /// Forgets an answer, as if it had not been given: it does not fit what was answered before it.
  void drop(std::string_view id);

  /// Puts what was meant in the place of what was answered, so that this is what goes back to the client.
  void replace(std::string_view id, json::value value);

  /// What the questions are about, once that is settled: "deploy.yaml on main". Safe to be shown.
  void about(std::string subject) { subject_ = std::move(subject); }

  const std::string& subject() const { return subject_; }

  /// Why the questions came up, where that is a failure of its own: what a client gets that cannot be asked.
  void blame(Error error) { cause_ = std::move(error); }

  const std::optional<Error>& cause() const { return cause_; }

  /// Whether something is still to be asked.
  bool incomplete() const { return !missing_.empty(); }

  const std::vector<std::string>& missing() const { return missing_; }

  const std::vector<protocol::FormField>& fields() const { return fields_; }

  /// The arguments that would answer a field, where it was asked with any.
  const json::object* example(std::string_view id) const;

  const std::vector<protocol::FormAnswer>& given() const { return given_; }

  /// Answers to fields of this form, in the order of the fields, wrong ones too.
  std::vector<protocol::FormAnswer> answers() const;

  /// The first sentence that says what is wrong with an answer, if any.
  std::optional<std::string> first_error() const;

 private:
  std::vector<protocol::FormAnswer> given_;
  std::vector<protocol::FormField> fields_;
  std::vector<std::string> missing_;
  std::map<std::string, json::object, std::less<>> examples_; ///< by the field's id
  std::optional<Error> cause_{};
  std::string subject_{};
};

} // namespace unify_ls::commands

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
/// and stateless: the whole of it is built again from the answers in every round.
class Form {
 public:
  explicit Form(std::vector<protocol::FormAnswer> answers) : given_(std::move(answers)) {}

  /// What was answered to a field: a value or null (left empty); nullptr when it was not answered.
  const json::value* answer(std::string_view id) const;

  /// The same where it is a text; nothing else.
  std::optional<std::string> text_answer(std::string_view id) const;

  /// Asks: the field is missing. `example` holds the arguments that would answer it where that is not one of
  /// the field's own name.
  void ask(protocol::FormField field, std::optional<json::object> example = {});

  /// The field is answered, and well.
  void keep(protocol::FormField field);

  /// The field is answered, but wrongly; it is asked again with the error beside it.
  void reject(protocol::FormField field, std::string_view error, std::optional<json::object> example = {});

  /// One question, however it stands: without an answer it is asked, a wrong one is rejected, a good one
  /// kept. `understood` is what the answer means, or what is wrong with it; nothing where there is none.
  /// Gives what is settled.
  template <class T>
  std::optional<T> settle(protocol::FormField field, std::optional<Result<T>> understood,
                          std::optional<json::object> example = {}) {
    if (!understood) {
      ask(std::move(field), std::move(example));
      return std::nullopt;
    }
    if (!*understood) {
      reject(std::move(field), understood->error().message, std::move(example));
      return std::nullopt;
    }
    keep(std::move(field));
    return **std::move(understood);
  }

  /// What will be asked once this form is filled in, so that who cannot be asked hears of all at once.
  void announce(std::string id) { announced_.push_back(std::move(id)); }

  const std::vector<std::string>& announced() const { return announced_; }

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
  std::vector<std::string> announced_;
  std::optional<Error> cause_{};
  std::string subject_{};
};

} // namespace unify_ls::commands

#include "server/cli/terminal_client.h"

#include "server/cli/answers.h"

#include <fmt/format.h>

namespace unify_ls::cli {
namespace {

using commands::Asked;

class StatusLine final : public commands::Progress {
 public:
  StatusLine(TerminalOutput& output, std::string title) : output_(output), title_(std::move(title)) {
    output_.set_status(title_);
  }

  ~StatusLine() override { output_.set_status(""); }

  void report(std::string_view message) override {
    output_.set_status(fmt::format("{}: {}", title_, message));
  }

 private:
  TerminalOutput& output_;
  std::string title_;
};

Tone tone_of(protocol::MessageType type) {
  switch (type) {
  case protocol::MessageType::error: return Tone::bad;
  case protocol::MessageType::warning: return Tone::doubtful;
  default: return Tone::plain;
  }
}

} // namespace

void TerminalClient::show(protocol::MessageType type, std::string_view message) {
  output_.tell(output_.telling_style().paint(tone_of(type), message));
}

Task<Asked> TerminalClient::ask(const protocol::FormField& field) {
  if (!can_ask() || !knows_field_kind(field.type.kind)) co_return Asked{};
  // One Enter too many in the question before must not start a run.
  if (field.id == "confirmed") input_.discard_typed_ahead();
  output_.prompt(question_text(field, output_.telling_style()));
  for (int attempt = 0; attempt < wrong_answers_limit; ++attempt) {
    output_.prompt(prompt_text(field, output_.telling_style()));
    const std::optional<std::string> line = co_await input_.read_line();
    if (!line) {
      output_.tell("");
      break;
    }
    Typed typed = understand(field, *line);
    if (typed.left) break;
    if (typed.answer)
      co_return Asked{.outcome = Asked::Outcome::answered, .answer = *std::move(typed.answer)};
    output_.tell(output_.telling_style().paint(Tone::bad, typed.wrong));
  }
  co_return Asked{.outcome = Asked::Outcome::declined};
}

Task<bool> TerminalClient::open(std::string /*url*/) { co_return false; }

Task<bool> TerminalClient::show_document(std::string /*uri*/) { co_return false; }

Task<std::unique_ptr<commands::Progress>>
TerminalClient::progress(std::string title, std::optional<boost::json::value> /*token*/,
                         std::function<void()> /*cancelled*/) {
  if (!output_.has_status_line()) co_return nullptr;
  co_return std::make_unique<StatusLine>(output_, std::move(title));
}

void TerminalClient::run_changed(const protocol::RunChanged& change) {
  if (listener_) listener_(change.run);
}

Task<boost::json::value> TerminalClient::configuration(std::string /*folder*/) { co_return nullptr; }

bool TerminalClient::knows_field_kind(std::string_view kind) const {
  // A token never goes through a form here: `token set` reads it. A number is a text, so that it stays as
  // typed.
  return kind == "enum" || kind == "string";
}

} // namespace unify_ls::cli

#pragma once

#include "protocol/forms.h"
#include "protocol/lsp.h"
#include "protocol/unify.h"
#include "server/base/error.h"
#include "server/base/task.h"
#include "server/runs/audience.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unify_ls::commands {

namespace json = boost::json;

/// What came of asking one question.
struct Asked {
  enum class Outcome {
    answered,
    declined,   ///< the person left the question: nothing starts
    impossible, ///< this client cannot ask it
  };
  Outcome outcome = Outcome::impossible;
  json::value answer{};
};

using runs::Progress;

/// Whoever gave the command: an editor on the wire, or a person at a terminal. What a client cannot do, it
/// does not do, and says so by its return value. Texts are free of control characters already.
class Client {
 public:
  virtual ~Client() = default;

  /// Shows a sentence.
  virtual void show(protocol::MessageType type, std::string_view message) = 0;

  /// Asks one question of a form, in the course of a command that a person started. An editor that fills in
  /// forms by itself has done so before the command, so for it this is always impossible.
  virtual Task<Asked> ask(const protocol::FormField& field) = 0;

  /// Opens a web page. False when that was not possible: then show the address.
  virtual Task<bool> open(std::string url) = 0;

  /// Shows a file of ours in the editor. False when that was not possible: then name it.
  virtual Task<bool> show_document(std::string uri) = 0;

  /// Null when none can be shown. `cancelled` is called when the person presses cancel.
  virtual Task<std::unique_ptr<Progress>> progress(std::string title, std::optional<json::value> token,
                                                   std::function<void()> cancelled) = 0;

  /// A run of this folder has changed.
  virtual void run_changed(const protocol::RunChanged& change) = 0;

  /// What the editor's settings say for a folder (section `unify`); null when it has none.
  virtual Task<json::value> configuration(std::string folder) = 0;

  /// Whether a client declared this kind of form field.
  virtual bool knows_field_kind(std::string_view kind) const = 0;

  /// Whether it marks an entry of a list, wherever that stands. For others the default comes first.
  virtual bool preselects() const = 0;

  /// Whether a person may type y, n, yes or no for a boolean.
  virtual bool takes_yes_and_no() const = 0;

  /// Whether it fills in forms by itself (command/resolve).
  virtual bool fills_in_forms() const = 0;

  /// Whether it shows a run's end by itself (experimental.unify.runEvents).
  virtual bool shows_run_events() const = 0;

  /// Neither forms nor our own extensions: a message at the end of a command is all that a person there sees.
  virtual bool is_plain() const = 0;

  /// Whether it goes on to listen when a command is over. A terminal does not, so nothing is followed for it
  /// in the background.
  virtual bool stays() const = 0;

  /// Columns in bytes instead of UTF-16 units.
  virtual bool utf8_positions() const = 0;
};

} // namespace unify_ls::commands

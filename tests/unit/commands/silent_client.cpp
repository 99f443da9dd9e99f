#include "silent_client.h"

namespace unify_ls::testing {

Task<commands::Asked> SilentClient::ask(const protocol::FormField& field) {
  asked.push_back(field);
  using Outcome = commands::Asked::Outcome;
  const auto answer = answers.find(field.id);
  if (answer == answers.end())
    co_return commands::Asked{.outcome = leaves ? Outcome::declined : Outcome::impossible};
  co_return commands::Asked{.outcome = Outcome::answered, .answer = answer->second(field)};
}

Task<bool> SilentClient::open(std::string) { co_return false; }

Task<bool> SilentClient::show_document(std::string uri) {
  documents.push_back(std::move(uri));
  co_return shows_documents;
}

Task<std::unique_ptr<commands::Progress>>
SilentClient::progress(std::string, std::optional<commands::json::value>, std::function<void()>) {
  co_return nullptr;
}

Task<commands::json::value> SilentClient::configuration(std::string) { co_return settings; }

} // namespace unify_ls::testing

// A pasted curl command: whatever it says, its parts are what they claim to be, and no error repeats it.
#include "server/credentials/curl_command.h"

#include "server/base/origin.h"
#include "server/base/text.h"
#include "server/credentials/pasted.h"
#include "server/credentials/shell_words.h"
#include "tests/fuzz/support/fuzz.h"

#include <algorithm>
#include <string>

namespace unify_ls::fuzz {
namespace {

/// Sentences of ours have no word that long, so a longer word of the input can only be a repetition.
constexpr std::size_t telling = 40;

bool repeats(std::string_view sentence, std::string_view text) {
  for (std::size_t i = 0; i + telling <= text.size(); ++i)
    if (text.find_first_of(" \n", i) >= i + telling && sentence.contains(text.substr(i, telling)))
      return true;
  return false;
}

void expect_sound(const credentials::CurlCommand& command) {
  expect(parts_of_origin(command.target.origin).has_value(), "an origin is exact");
  expect(!command.target.component_id.empty() && !command.target.component_id.contains('/'),
         "a component's id is one segment of a path");
  expect(command.target.branch == escaped(command.target.branch), "a branch can be shown as it is");
  expect(command.target.workflow_file == escaped(command.target.workflow_file),
         "a file's name can be shown as it is");
  expect(command.token.empty() || credentials::fault_of_token(command.token.reveal()).empty(),
         "a token can be put into a header");
}

} // namespace

void examine(std::string_view text) {
  for (const credentials::Shell shell : credentials::all_shells) {
    const credentials::ShellWords words(text, shell);
    std::size_t total = 0;
    for (const std::string_view word : words.words()) total += word.size();
    expect(total <= text.size(), "words are no longer than the text");
  }
  const auto command = credentials::read_curl_command(text);
  if (!command) {
    expect(command.error().message == printable(command.error().message), "an error is one printable line");
    expect(!repeats(command.error().message, text), "an error does not repeat the text");
    return;
  }
  expect(credentials::is_curl_command(text), "what can be read begins with curl");
  expect(!credentials::is_unfinished_command(text), "what can be read is finished");
  expect_sound(*command);
}

} // namespace unify_ls::fuzz

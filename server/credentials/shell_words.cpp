#include "server/credentials/shell_words.h"

#include "server/base/text.h"
#include "server/credentials/secret.h"

#include <algorithm>

namespace unify_ls::credentials {
namespace {

using State = ShellWords::State;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_line_break(char c) { return c == '\n' || c == '\r'; }

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Characters without a meaning of their own outside quotes, in every shell.
bool is_plain(char c) { return is_letter_or_digit(c) || std::string_view("-_./:=%+").contains(c); }

/// Where the words go. What comes out is never longer than what went in, so the buffer never moves and leaves
/// no copies behind.
class Words {
 public:
  Words(std::string& buffer, std::vector<std::string_view>& words) : buffer_(buffer), words_(words) {}

  /// Even an empty text in quotes is a word.
  void begin() {
    if (!open_) begin_ = buffer_.size();
    open_ = true;
  }

  void put(char c) {
    begin();
    buffer_ += c;
  }

  void end() {
    if (open_) words_.push_back(std::string_view(buffer_).substr(begin_));
    open_ = false;
  }

 private:
  std::string& buffer_;
  std::vector<std::string_view>& words_;
  std::size_t begin_ = 0;
  bool open_ = false;
};

/// One walk over the text, character by character.
class Walk {
 public:
  Walk(std::string_view text, Words& words) : rest_(text), words_(words) {}

  State posix() { return words('\\'); }

  State powershell() { return words('`'); }

  /// What cmd itself does: carets and quotes decide what is special. The program splits what is left.
  State cmd(std::string& line) {
    bool quoted = false;
    while (!rest_.empty()) {
      const char c = take();
      if (is_line_break(c)) return quoted || !is_all_blank() ? State::not_understood : State::whole;
      if (c == '"') quoted = !quoted;
      if (quoted || c != '^') {
        if (!quoted && std::string_view("&|<>()").contains(c)) return State::not_understood;
        line += c;
      } else if (rest_.empty()) {
        return State::unfinished;
      } else if (!skip_line_break()) {
        line += take();
      }
    }
    return State::whole;
  }

  /// How a Windows program splits its command line.
  State windows_program() {
    bool quoted = false;
    while (!rest_.empty()) {
      const char c = take();
      if (is_blank(c) && !quoted) {
        words_.end();
      } else if (c == '\\') {
        backslashes();
      } else if (c == '"') {
        words_.begin();
        if (quoted && rest_.starts_with('"'))
          words_.put(take());
        else
          quoted = !quoted;
      } else {
        words_.put(c);
      }
    }
    words_.end();
    return quoted ? State::not_understood : State::whole;
  }

 private:
  /// Both kinds of shell have the same words apart from their character of escape, and what it may do in
  /// quotes.
  State words(char escape) {
    State state = State::whole;
    while (state == State::whole && !rest_.empty()) {
      const char c = take();
      if (is_line_break(c)) return end_of_line();
      if (is_blank(c))
        words_.end();
      else if (c == escape)
        state = escaped();
      else if (c == '\'' || c == '"')
        state = escape == '\\' ? posix_quoted(c) : powershell_quoted(c);
      else if (c == '$')
        state = escape == '\\' && rest_.starts_with('\'') ? posix_dollar_quoted() : variable();
      else
        state = plain(c);
    }
    if (state == State::whole) words_.end();
    return state;
  }

  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  bool skip_line_break() {
    if (rest_.starts_with("\r\n"))
      rest_.remove_prefix(2);
    else if (rest_.starts_with('\n') || rest_.starts_with('\r'))
      rest_.remove_prefix(1);
    else
      return false;
    return true;
  }

  bool is_all_blank() const {
    return std::ranges::all_of(rest_, [](char c) { return is_blank(c) || is_line_break(c); });
  }

  /// Whatever stands in the lines after is a command of its own.
  State end_of_line() {
    words_.end();
    return is_all_blank() ? State::whole : State::not_understood;
  }

  State plain(char c) {
    if (!is_plain(c)) return State::not_understood;
    words_.put(c);
    return State::whole;
  }

  /// After a POSIX backslash or PowerShell's backtick, outside quotes.
  State escaped() {
    if (rest_.empty()) return State::unfinished;
    if (skip_line_break()) return State::whole;
    if (is_blank(rest_.front()))
      words_.end(); // a prompt of one line has lost the line break
    else
      words_.put(take());
    return State::whole;
  }

  /// `$NAME` and `${NAME}`, as written; a command or an expression inside is not understood.
  State variable() {
    words_.put('$');
    if (rest_.starts_with('(')) return State::not_understood;
    if (!rest_.starts_with('{')) return State::whole;
    do {
      words_.put(take());
      if (rest_.empty()) return State::unfinished;
      if (!is_letter_or_digit(rest_.front()) && !std::string_view("_:}").contains(rest_.front()))
        return State::not_understood;
    } while (rest_.front() != '}');
    words_.put(take());
    return State::whole;
  }

  State posix_quoted(char quote) {
    for (words_.begin(); !rest_.empty();) {
      const char c = take();
      if (c == quote) return State::whole;
      if (quote == '"' && (c == '`' || (c == '$' && rest_.starts_with('(')))) return State::not_understood;
      if (quote == '\'' || c != '\\') {
        words_.put(c);
      } else if (!rest_.empty() && !skip_line_break()) {
        if (!std::string_view("$`\"\\").contains(rest_.front())) words_.put('\\');
        words_.put(take());
      }
    }
    return State::unfinished;
  }

  /// `$'…'`; of its escapes those that JSON text in it needs.
  State posix_dollar_quoted() {
    take();
    for (words_.begin(); !rest_.empty();) {
      const char c = take();
      if (c == '\'') return State::whole;
      if (c != '\\') {
        words_.put(c);
        continue;
      }
      if (rest_.empty()) break;
      constexpr std::string_view names = "nrt\\'\"";
      constexpr std::string_view meanings = "\n\r\t\\'\"";
      const std::size_t which = names.find(take());
      if (which == names.npos) return State::not_understood;
      words_.put(meanings[which]);
    }
    return State::unfinished;
  }

  /// A quote that is doubled stands for one.
  State powershell_quoted(char quote) {
    for (words_.begin(); !rest_.empty();) {
      const char c = take();
      if (c == quote && !rest_.starts_with(quote)) return State::whole;
      if (c == quote) {
        words_.put(take());
        continue;
      }
      if (quote == '"' && c == '$' && rest_.starts_with('(')) return State::not_understood;
      const bool escapes = quote == '"' && c == '`';
      if (escapes && rest_.empty()) break;
      if (escapes && is_letter_or_digit(rest_.front())) return State::not_understood; // such as a tab
      words_.put(escapes ? take() : c);
    }
    return State::unfinished;
  }

  /// Before a quote two stand for one, and an odd one makes the quote a character.
  void backslashes() {
    std::size_t count = 1;
    for (; rest_.starts_with('\\'); ++count) take();
    const bool before_quote = rest_.starts_with('"');
    for (std::size_t i = 0; i < (before_quote ? count / 2 : count); ++i) words_.put('\\');
    if (before_quote && count % 2 == 1) words_.put(take());
  }

  std::string_view rest_;
  Words& words_;
};

State split_as_cmd(std::string_view text, Words& words) {
  std::string line;
  line.reserve(text.size());
  State state = Walk(text, words).cmd(line);
  if (state == State::whole) state = Walk(line, words).windows_program();
  wipe(line);
  return state;
}

} // namespace

ShellWords::ShellWords(std::string_view text, Shell shell) {
  text = trimmed(text);
  buffer_.reserve(text.size());
  Words words(buffer_, words_);
  switch (shell) {
  case Shell::posix: state_ = Walk(text, words).posix(); break;
  case Shell::cmd: state_ = split_as_cmd(text, words); break;
  case Shell::powershell: state_ = Walk(text, words).powershell(); break;
  case Shell::windows_powershell:
    state_ = Walk(text, words).powershell();
    if (state_ == State::whole) take_backslashes_off_quotes();
    break;
  }
}

/// What Windows PowerShell hands over is split once more by the program; quotes that no backslash protects
/// are lost on the way.
void ShellWords::take_backslashes_off_quotes() {
  for (std::string_view& word : words_) {
    char* const begin = buffer_.data() + (word.data() - buffer_.data());
    char* end = begin;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const bool protects = word[i] == '\\' && i + 1 < word.size() && word[i + 1] == '"';
      if (word[i] == '"') state_ = State::not_understood;
      if (protects) ++i;
      *end++ = word[i];
    }
    word = std::string_view(begin, end);
  }
}

ShellWords::~ShellWords() { wipe(buffer_); }

} // namespace unify_ls::credentials

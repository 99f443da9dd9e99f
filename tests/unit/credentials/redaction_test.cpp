#include "server/credentials/redaction.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace unify_ls::credentials;

TEST_CASE("a token is blackened whole and in parts of eight characters and more") {
  const Redaction redaction(Secret("cb_api_Xk29aLpQ77zR"));

  struct Row {
    std::string_view text;
    std::string_view safe;
  };

  for (const Row& row : {
           Row{"bad token cb_api_Xk29aLpQ77zR.", "bad token [redacted]."},
           Row{"without its prefix: Xk29aLpQ77zR", "without its prefix: [redacted]"},
           Row{"eight: 9aLpQ77z, seven: aLpQ77z", "eight: [redacted], seven: aLpQ77z"},
           Row{"in any case: XK29ALPQ77ZR", "in any case: [redacted]"},
           Row{"inside yXk29aLpQ77zRy", "inside y[redacted]y"},
           Row{"twice Xk29aLpQ77zR,Xk29aLpQ77zR", "twice [redacted],[redacted]"},
           Row{"side by side Xk29aLpQ9aLpQ77z", "side by side [redacted]"},
           Row{"strewn Xk29\xe2\x80\x8b"
               "aLpQ\n77zR in",
               "strewn [redacted] in"},
           Row{"its last four are 77zR", "its last four are 77zR"},
           Row{"ünïcödé stays", "ünïcödé stays"},
           Row{"", ""},
       }) {
    CAPTURE(row.text);
    CHECK(redaction.apply(row.text) == row.safe);
  }
}

TEST_CASE("a token shorter than a part is blackened where it stands whole") {
  const Redaction redaction(Secret("abcde"));
  CHECK(redaction.apply("abcd abcde") == "abcd [redacted]");
}

TEST_CASE("without a token nothing changes") {
  CHECK(Redaction().apply("cb_api_Xk29aLpQ77zR") == "cb_api_Xk29aLpQ77zR");
  CHECK(Redaction(Secret("")).apply("abc") == "abc");
}

TEST_CASE("a copy knows the token when the one it was made of is gone") {
  Redaction copy;
  {
    const Secret token("cb_api_Xk29aLpQ77zR");
    copy = Redaction(token);
  }
  CHECK(copy.apply("Xk29aLpQ77zR") == "[redacted]");
}

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>

// These tests start and lock real keyrings, so they run in a session of their own or not at all.
int main(int count, char** words) {
  constexpr int skipped = 77;
  if (std::getenv("UNIFY_LS_TEST_SESSION") == nullptr) {
    std::fputs("skipped: run this through tests/secrets/with-session\n", stderr);
    return skipped;
  }
  return doctest::Context(count, words).run();
}

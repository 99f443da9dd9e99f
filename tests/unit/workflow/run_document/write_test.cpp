#include "server/workflow/run_document/run_document.h"
#include "server/workflow/run_document/write.h"

#include <doctest/doctest.h>

#include <string>

using namespace unify_ls::workflow;

TEST_CASE("a draft reads as a person would write it") {
  CHECK(run_document_text({.remarks = {"A run of deploy.yaml."},
                           .folder = "/home/me/shop",
                           .workflow = "deploy.yaml",
                           .branch = "release/1.0",
                           .inputs = {{.name = "version", .note = "string, required"},
                                      {.name = "count", .value = "007"},
                                      {.name = "text", .value = "two words", .note = "a\nb"}}}) ==
        "# A run of deploy.yaml.\nfolder: /home/me/shop\nworkflow: deploy.yaml\nbranch: release/1.0\n"
        "inputs:\n  version:  # string, required\n  count: 007\n  text: 'two words'  # a b\n");
  CHECK(run_document_text({.workflow = "a.yaml"}) == "workflow: a.yaml\n");
}

TEST_CASE("every name and value comes back as it was") {
  for (const std::string value : {"",
                                  " ",
                                  "a b ",
                                  "null",
                                  "~",
                                  "NULL",
                                  "yes",
                                  "007",
                                  "1:30",
                                  "- a",
                                  "#a",
                                  "a #b",
                                  "a: b",
                                  "'",
                                  "\"",
                                  "\\",
                                  "it's",
                                  "two\nlines\n",
                                  "\r\n",
                                  "\t",
                                  "\x01",
                                  "{a}",
                                  "[a]",
                                  "*a",
                                  "&a",
                                  "!a",
                                  "|",
                                  ">",
                                  "%a",
                                  "@a",
                                  "`a`",
                                  "Größe",
                                  "\xE2\x80\xA8",
                                  "\xC2\x85",
                                  "\xEF\xBB\xBF",
                                  "\xEF\xBF\xBF",
                                  "\xF0\x9F\x9A\x80",
                                  "\xE2\x80\xAE",
                                  "---",
                                  "...",
                                  "<<",
                                  "=",
                                  "${{ x }}",
                                  "-",
                                  "?",
                                  "a,b"}) {
    CAPTURE(value);
    const std::string name = value.empty() || value == "<<" ? "x" : value;
    const SourceTree source(
        run_document_text({.workflow = "a.yaml", .inputs = {{.name = name, .value = value, .note = value}}}));
    CAPTURE(source.text());
    const auto read = read_run_document(source);
    REQUIRE_MESSAGE(read, (read ? "" : read.error()));
    CHECK(read->inputs == GivenInputs{{name, value}});
  }
}

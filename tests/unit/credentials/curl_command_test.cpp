#include "server/credentials/curl_command.h"

#include <doctest/doctest.h>

#include <string>

using namespace unify_ls;
using namespace unify_ls::credentials;

namespace {

const std::string id = "097aaa38-1234-4cde-8f01-23456789abcd";
const std::string url = "https://api.cloudbees.io/v2/components/" + id + "/trigger";
const std::string token = "cb_api_canary-0.1";
const std::string body = R"({"branchName": "main", "workflowFileName": "deploy.yaml", "inputs": {"a": "1"}})";
const std::string escaped_body =
    R"({\"branchName\": \"main\", \"workflowFileName\": \"deploy.yaml\", \"inputs\": {\"a\": \"1\"}})";

/// The text with {url}, {token}, {body} and {escaped} filled in.
std::string filled(std::string text) {
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"{url}", url},
                                    {"{token}", token},
                                    {"{body}", body},
                                    {"{escaped}", escaped_body},
                                    {"{id}", id}})
    for (std::size_t place = 0; (place = text.find(name, place)) != text.npos; place += value.size())
      text.replace(place, name.size(), value);
  return text;
}

struct Case {
  std::string name;
  std::string text;
};

} // namespace

TEST_CASE("Unify's curl command, as shells quote it") {
  const Case cases[] = {
      {"the documented one", R"(curl --request POST \
  --url {url} \
  --header 'Authorization: Bearer {token}' \
  --header 'Content-Type: application/json' \
  --data '{body}')"},
      {"Postman's",
       R"(curl --location --request POST '{url}' --header 'Content-Type: application/json' --header )"
       R"('Authorization: Bearer {token}' --data-raw '{body}')"},
      {"short options", R"(curl -X POST {url} -H 'Authorization: Bearer {token}' -d '{body}')"},
      {"their values attached", R"(curl -sSLXPOST {url} -H'Authorization: Bearer {token}' -d'{body}')"},
      {"any order",
       R"(curl -d '{body}' -H "Accept: application/json" -H "authorization: bearer {token}" "{url}")"},
      {"double quotes", R"(curl -X POST "{url}" -H "Authorization: Bearer {token}" -d "{escaped}")"},
      {"dollar quotes", R"(curl {url} -H $'Authorization: Bearer {token}' -d $'{body}')"},
      {"a body of several lines",
       "curl {url} \\\n -H 'Authorization: Bearer {token}' \\\n -d '{\n  \"branchName\": \"main\",\n"
       "  \"workflowFileName\": \"deploy.yaml\"\n}'\n"},
      {"line ends of Windows",
       "curl {url} \\\r\n  -H 'Authorization: Bearer {token}' \\\r\n  -d '{body}'\r\n"},
      {"line breaks lost in a prompt",
       R"(curl --url {url} \  --header 'Authorization: Bearer {token}' \  --data '{body}')"},
      {"cmd", "curl.exe -X POST ^\r\n  \"{url}\" ^\r\n  -H \"Authorization: Bearer {token}\" ^\r\n  -d "
              "\"{escaped}\""},
      {"cmd, quotes behind carets", R"(curl ^"{url}^" ^
  -H ^"Authorization: Bearer {token}^" ^
  -d ^"{escaped}^")"},
      {"cmd, line breaks lost", R"(curl "{url}" ^  -H "Authorization: Bearer {token}" ^  -d "{escaped}")"},
      {"PowerShell", "curl.exe --request POST `\n  --url '{url}' `\n  --header \"Authorization: Bearer "
                     "{token}\" `\n  --data '{body}'"},
      {"Windows PowerShell", R"(curl.exe -X POST '{url}' -H 'Authorization: Bearer {token}' -d '{escaped}')"},
      {"--json", R"(curl {url} --header 'Authorization: Bearer {token}' --json '{body}')"},
      {"an origin written otherwise",
       R"(curl HTTPS://API.CloudBees.io:443/v2/components/{id}/trigger -H 'Authorization: Bearer {token}' -d '{body}')"},
  };
  for (const Case& given : cases) {
    CAPTURE(given.name);
    const auto command = read_curl_command(filled(given.text));
    REQUIRE_MESSAGE(command, command.error().message);
    CHECK(command->token.reveal() == token);
    CHECK(command->target == TriggerTarget{"https://api.cloudbees.io", id, "main", "deploy.yaml"});
    CHECK(is_curl_command(filled(given.text)));
    CHECK_FALSE(is_unfinished_command(filled(given.text)));
  }
}

TEST_CASE("a command that holds no token has all the rest") {
  for (const std::string header :
       {"", "-H 'Authorization: Bearer <PAT>'", "-H \"Authorization: Bearer $UNIFY_TOKEN\"",
        "-H \"Authorization: Bearer ${UNIFY_TOKEN}\"", "-H \"Authorization: Bearer %TOKEN%\"",
        "-H 'Authorization: Bearer {token}'", "-H 'Authorization: Bearer YOUR_TOKEN'",
        "-H 'Authorization: Bearer your-personal-access-token'", "-H 'Authorization: Bearer cb_api_xxx'",
        "-H 'Authorization: Bearer ...'", "-H 'Authorization: Bearer '",
        "-H 'Authorization: Bearer ********'", "-H 'Authorization: Bearer [REDACTED]'"}) {
    CAPTURE(header);
    const auto command = read_curl_command("curl " + url + " " + header + " -d '" + body + "'");
    REQUIRE_MESSAGE(command, command.error().message);
    CHECK(command->token.empty());
    CHECK(command->target.component_id == id);
    CHECK(command->target.workflow_file == "deploy.yaml");
  }
}

TEST_CASE("the least that there may be") {
  const auto command = read_curl_command("curl http://127.0.0.1:8080/below/v2/components/c/trigger");
  REQUIRE(command);
  CHECK(command->target == TriggerTarget{"http://127.0.0.1:8080", "c", "", ""});
}

TEST_CASE("everything else is refused, with the reason and without the text") {
  struct Refused {
    std::string text;
    std::string reason;
  };

  const std::string start = "curl {url} -H 'Authorization: Bearer {token}' ";
  const Refused cases[] = {
      {"curl", "no address"},
      {"curl -X", "needs a value"},
      {"curl --header", "needs a value"},
      {"curl -H 'Authorization: Bearer {token}' \\", "ends too early"},
      {start + "-d '{", "ends too early"},
      {start + "; rm -rf /", "more than one command"},
      {start + "| sh", "more than one command"},
      {start + "\nrm -rf /", "more than one command"},
      {"curl \"$(cat ~/{token})\"", "more than one command"},
      {start + "-d @{token}", "more than one command"},
      {start + "-d '@{token}'", "from a file"},
      {start + "--data-binary '@{token}'", "from a file"},
      {start + "--data-urlencode 'a={token}'", "an option"},
      {start + "-o {token}", "an option"},
      {start + "-u {token}", "an option"},
      {start + "--proxy http://{token}", "an option"},
      {start + "-k", "an option"},
      {start + "-", "an option"},
      {start + "-X GET", "no POST"},
      {start + "{url}", "twice"},
      {start + "-H 'Authorization: Bearer {token}'", "twice"},
      {start + "-d '{body}' -d '{body}'", "twice"},
      {start + "-H 'Cookie: {token}'", "a header other than"},
      {start + "-H '{token}'", "without a colon"},
      {start + "-H 'Content-Type: text/plain'", "other than JSON"},
      {start + "-d 'a={token}'", "not a JSON object"},
      {start + "-d '[]'", "not a JSON object"},
      {start + R"(-d '{"branchName": 1}')", "more in its body"},
      {start + R"(-d '{"{token}": "x"}')", "more in its body"},
      {start + R"(-d '{"branchName": "ma\u202ein"}')", "cannot be one"},
      {"curl {url} -H 'Authorization: Basic {token}'", "not `Bearer`"},
      {"curl {url} -H 'Authorization: {token}'", "not `Bearer`"},
      {"curl {url} -H 'Authorization: Bearer {token} {token}'", "a blank inside"},
      {"curl api.cloudbees.io/v2/components/{id}/trigger", "https://"},
      {"curl 'https:///v2/components/{id}/trigger'", "host"},
      {"curl https://{token}@api.cloudbees.io/v2/components/{id}/trigger", "more than one command"},
      {"curl 'https://{token}@api.cloudbees.io/v2/components/{id}/trigger'", "host"},
      {"curl 'https://api.cloudbees.io/v2/components/{id}/trigger?{token}'", "does not go to"},
      {"curl https://api.cloudbees.io/v1/organizations", "does not go to"},
      {"curl https://api.cloudbees.io/v2/components/trigger", "does not go to"},
      {"curl 'https://api.cloudbees.io/v2/components/<COMPONENT_ID>/trigger'", "no component's id"},
      {"curl \"https://api.cloudbees.io/v2/components/$COMPONENT/trigger\"", "no component's id"},
      {"curl 'https://api.cloudbees.io/v2/components/../trigger/../{id}/trigger'", "no component's id"},
      {"curl {url} \"-HAuthorization: Bearer a\\\\b{token}\"", "different things"},
      {"curl " + std::string(longest_command, 'x'), "too long"},
  };
  for (const Refused& given : cases) {
    const std::string text = filled(given.text);
    CAPTURE(text);
    const auto command = read_curl_command(text);
    REQUIRE_FALSE(command);
    CHECK(command.error().kind == ErrorKind::invalidInputs);
    CHECK_MESSAGE(command.error().message.contains(given.reason), command.error().message);
    CHECK_FALSE(command.error().message.contains("canary"));
    CHECK_FALSE(command.error().message.contains(id));
  }
}

TEST_CASE("what means to be a curl command is one, and nothing else") {
  for (const std::string text :
       {"curl", " curl x", "\n\ncurl\tx", "curl.exe x", "curl\\\n x", "curl^\n x", "curl`\n x"})
    CHECK(is_curl_command(text));
  for (const std::string text : {"", "curly", "cb_api_curl", "Curl x", "wget x"})
    CHECK_FALSE(is_curl_command(text));
}

TEST_CASE("a command that goes on in the next line is unfinished") {
  for (const std::string text :
       {"curl \\", "curl \\\n", "curl ^", "curl `", "curl --request POST \\\n --url x \\", "curl x -d '{",
        "curl x -d '{\n \"branchName\": \"main\",", "curl x -d \"{"}) {
    CAPTURE(text);
    CHECK(is_unfinished_command(text));
  }
  const std::string others[] = {"curl", "curl x", "cb_api_x \\", "curl " + url, "curl x; 'y"};
  for (const std::string& text : others) {
    CAPTURE(text);
    CHECK_FALSE(is_unfinished_command(text));
  }
}

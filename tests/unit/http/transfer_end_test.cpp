#include "server/http/proxy.h"
#include "server/http/transfer_end.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

using namespace unify_ls::http;

TEST_CASE("every end of a transfer has its trouble") {
  struct Row {
    TransferEnd end;
    Trouble trouble;
  };

  const std::vector<Row> rows = {
      {{.result = CURLE_COULDNT_RESOLVE_HOST}, Trouble::resolve},
      {{.result = CURLE_COULDNT_CONNECT}, Trouble::connect},
      {{.result = CURLE_OPERATION_TIMEDOUT}, Trouble::timeout},
      {{.result = CURLE_PEER_FAILED_VERIFICATION}, Trouble::certificate},
      {{.result = CURLE_SSL_CACERT_BADFILE}, Trouble::ca_file},
      {{.result = CURLE_SSL_CONNECT_ERROR}, Trouble::tls},
      {{.result = CURLE_RECV_ERROR, .sent = true}, Trouble::broken},
      {{.result = CURLE_GOT_NOTHING, .sent = true}, Trouble::broken},
      {{.result = CURLE_PARTIAL_FILE, .sent = true}, Trouble::broken},
      {{.result = CURLE_WRITE_ERROR, .sent = true, .over_limit = true}, Trouble::too_large},
      // With a proxy, everything before its tunnel stands is its own.
      {{.result = CURLE_COULDNT_RESOLVE_PROXY, .proxy = "p:1"}, Trouble::proxy},
      {{.result = CURLE_COULDNT_CONNECT, .proxy = "http://p:1"}, Trouble::proxy},
      {{.result = CURLE_OPERATION_TIMEDOUT, .proxy = "http://p:1"}, Trouble::proxy},
      {{.result = CURLE_RECV_ERROR, .proxy_status = 407, .proxy = "p:1"}, Trouble::proxy},
      {{.result = CURLE_RECV_ERROR, .proxy_status = 403, .proxy = "p:1"}, Trouble::proxy},
      {{.result = CURLE_SSL_CONNECT_ERROR, .proxy = "https://p:1"}, Trouble::proxy},
      // Behind the tunnel it is the server again.
      {{.result = CURLE_PEER_FAILED_VERIFICATION, .proxy_status = 200, .proxy = "p:1"}, Trouble::certificate},
      {{.result = CURLE_RECV_ERROR, .sent = true, .proxy_status = 200, .proxy = "p:1"}, Trouble::broken},
      {{.result = CURLE_PEER_FAILED_VERIFICATION, .proxy = "socks5h://p:1"}, Trouble::certificate},
      {{.result = CURLE_SSL_CACERT_BADFILE, .proxy = "https://p:1"}, Trouble::ca_file},
  };
  for (const Row& row : rows) {
    CAPTURE(row.end.result);
    CHECK(name_of(trouble_of(row.end)) == name_of(row.trouble));
  }
}

TEST_CASE("no_proxy covers hosts and domains") {
  CHECK(no_proxy_covers("*", "api.cloudbees.io"));
  CHECK(no_proxy_covers("localhost, cloudbees.io", "api.cloudbees.io"));
  CHECK(no_proxy_covers(".CloudBees.io", "api.cloudbees.io"));
  CHECK(no_proxy_covers("api.cloudbees.io", "api.cloudbees.io"));
  CHECK_FALSE(no_proxy_covers("bees.io", "api.cloudbees.io"));
  CHECK_FALSE(no_proxy_covers("", "api.cloudbees.io"));
  CHECK_FALSE(no_proxy_covers("localhost", "api.cloudbees.io"));
}

TEST_CASE("a proxy is shown without its password, and never used for this machine") {
  CHECK(shown_proxy("http://user:hunter2@proxy.acme.com:3128/x") == "proxy.acme.com:3128");
  CHECK(shown_proxy("proxy.acme.com:3128") == "proxy.acme.com:3128");
  CHECK_FALSE(proxy_in_use(parse_base_url("http://127.0.0.1:1")->origin, "http://p:1"));
}

"""A real nginx that offers HTTP/2 and refuses every stream, so that a client which speaks it sends again and again."""

import contextlib
import shutil
import socket
import subprocess
from unittest import SkipTest

from bench import Bench
from harness import Process, Session, Simulator, TestCase, main
from harness.simulator import make_certificates

CONFIGURATION = """
daemon off;
pid {folder}/pid;
error_log stderr info;
worker_processes 1;
events {{ worker_connections 64; }}
http {{
  log_format protocols '$server_protocol $request_method $uri $status';
  access_log {folder}/requests protocols;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  http2_max_concurrent_streams 0;
  server {{
    listen 127.0.0.1:{port} ssl http2;
    ssl_certificate {folder}/good.pem;
    ssl_certificate_key {folder}/good.key;
    location / {{ proxy_pass {platform}; proxy_http_version 1.1; }}
  }}
}}
"""
REFUSED = b"concurrent streams exceeded"


def needed(name):
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not path:
        raise SkipTest(f"{name} is not installed; scripts/setup test installs it")
    return path


def free_port():
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


class Http2(TestCase):
    def setUp(self):
        self.nginx = needed("nginx")
        self.folder = self.open(Session()).new_folder("nginx")
        self.folder.parent.chmod(0o755)  # its workers are another user
        make_certificates(self.folder)
        self.platform = self.open(Simulator())
        self.url = f"https://127.0.0.1:{free_port()}"
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(
            folder=self.folder, port=self.url.rpartition(":")[2], platform=self.platform.url), encoding="utf-8")
        self.server = self.open(Process([self.nginx, "-c", configuration]))
        self.server.wait_until(lambda: b"start worker process " in self.server.stderr, "nginx")

    def requests(self):
        return (self.folder / "requests").read_text(encoding="utf-8").splitlines()

    def test_the_trap_is_set(self):
        curl = needed("curl")
        result = subprocess.run([curl, "--silent", "--http2", "--max-time", "20", "--cacert", self.folder / "ca.pem", "--data", "{}",
                                 f"{self.url}/v2/components/c/trigger"], capture_output=True, check=False)
        self.assertNotEqual(result.returncode, 0)
        self.server.wait_until(lambda: self.server.stderr.count(REFUSED) > 1, "a request that was sent again")

    def test_a_run_is_started_once(self):
        with Bench("--api-url", self.url, "--ca-file", self.folder / "ca.pem", platform=self.platform) as bench:
            started = bench.start_run()
            self.assertEqual(started["outcome"], "started")
            self.assertEqual(self.platform.triggers()["count"], 1)
            self.assertEqual(bench.server.command("unify.run.list")["runs"][0]["outcome"], "started")
            self.assertEqual(bench.complaints() + bench.leaks(), [])
        self.assertEqual({line.split()[0] for line in self.requests()}, {"HTTP/1.1"})
        self.assertNotIn(REFUSED, self.server.stderr)


if __name__ == "__main__":
    main()

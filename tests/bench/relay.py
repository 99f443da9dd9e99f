"""A relay that makes a server seem far away: every piece of data arrives `seconds` later than it was sent."""

import asyncio
import contextlib
import threading


class DelayingRelay:
    """`with DelayingRelay(port, 0.025) as relay:` listens on `relay.port`, and passes on to `port` of this machine.

    Opening a connection is not delayed, since the relay itself accepts it.
    """

    def __init__(self, port, seconds):
        self._target = port
        self._seconds = seconds
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _stop(self):
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader, writer):
        with contextlib.suppress(asyncio.CancelledError):  # by _stop; asyncio would tell of it at length
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", self._target)
            await asyncio.gather(self._pass_on(reader, other_writer), self._pass_on(other_reader, writer))

    async def _pass_on(self, reader, writer):
        """What is under way does not hold back what follows it."""
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                self._loop.call_later(self._seconds, writer.write, data)
        self._loop.call_later(self._seconds, writer.close)

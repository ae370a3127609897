"""A browser's share of a live page without the browser: takes every update over the websocket, fires the timers."""

import asyncio
import threading
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Viewer:
    """Opens a page of the lab and holds it.

    Args:
        port: the server's.
        page: name of the page.
        query: the address's query.

    Attributes:
        updates: how many messages have come.
    """

    def __init__(self, port: int, page: str, query: str) -> None:
        self.updates = 0
        self._port, self._page, self._query = port, page, query
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Viewer":
        """Open the page."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it."""
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        self._task = self._loop.create_task(self._hold())
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass

    async def _hold(self) -> None:
        address = f"ws://localhost:{self._port}/_stcore/stream"
        protocol: Any = "streamlit"
        async with websockets.connect(address, subprotocols=[protocol], max_size=None) as socket:
            await self._ask(socket)
            try:
                async for data in socket:
                    self.updates += 1
                    message = ForwardMsg()
                    message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                    self._take(socket, message)
            finally:
                for fragment in list(self._timers):
                    self._stop(fragment)

    def _take(self, socket: Any, message: ForwardMsg) -> None:  # noqa: ANN401
        kind = message.WhichOneof("type")
        if kind == "auto_rerun":
            fragment, interval = message.auto_rerun.fragment_id, message.auto_rerun.interval
            self._stop(fragment)
            self._timers[fragment] = asyncio.ensure_future(self._tick(socket, fragment, interval))
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop(fragment)

    def _stop(self, fragment: str) -> None:
        timer = self._timers.pop(fragment, None)
        if timer is not None:
            timer.cancel()

    async def _tick(self, socket: Any, fragment: str, interval: float) -> None:  # noqa: ANN401
        while True:
            await asyncio.sleep(interval)
            await self._ask(socket, fragment)

    async def _ask(self, socket: Any, fragment: str = "") -> None:  # noqa: ANN401
        message = BackMsg()
        message.rerun_script.page_name = self._page
        message.rerun_script.query_string = self._query
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = bool(fragment)
        await socket.send(message.SerializeToString())

"""A browser's share of a live page without the browser: takes every update over the websocket, fires the timers."""

import asyncio
import threading
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

OPEN_SECONDS = 30.0


class Viewer:
    """Opens a page of the lab and holds it.

    Args:
        port: the server's.
        page: name of the page.
        query: the address's query.

    Attributes:
        updates: how many messages have come.
        redraws: how often the page or a part of it has been drawn to its end.
    """

    def __init__(self, port: int, page: str, query: str) -> None:
        self.updates = 0
        self.redraws = 0
        self._port, self._page, self._query = port, page, query
        # As a browser says it: without, `st.rerun` in a part of the page would go to the first page.
        self._page_hash = ""
        self._timers: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._opened = threading.Event()
        self._left = False
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Viewer":
        """Open the page."""
        self._thread.start()
        if not self._opened.wait(OPEN_SECONDS) or self._error is not None:
            raise RuntimeError("The page could not be opened.") from self._error
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Leave it.

        Raises:
            RuntimeError: the page was lost before.
        """
        self._left = True
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(timeout=10)
        if self._error is not None and kind is None:
            raise RuntimeError("The viewer lost the page.") from self._error

    def _run(self) -> None:
        try:
            asyncio.run(self._hold())
        except asyncio.CancelledError:
            pass
        except Exception as error:
            if not self._left:
                self._error = error
        self._opened.set()

    async def _hold(self) -> None:
        self._loop = asyncio.get_running_loop()
        task = asyncio.current_task()
        assert task is not None
        self._task = task
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
                    self._opened.set()
            finally:
                self._stop_all()
        raise ConnectionError("The server closed the connection.")

    def _take(self, socket: Any, message: ForwardMsg) -> None:  # noqa: ANN401
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self._start(socket, message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop(fragment)
        elif kind == "new_session" and not message.metadata.run.fragment_ids:
            # The whole page is drawn anew, so the timers of what was on it end, as in a browser.
            self._stop_all()
        elif kind == "script_finished":
            self.redraws += 1

    def _start(self, socket: Any, fragment: str, interval: float) -> None:  # noqa: ANN401
        if fragment in self._timers and self._timers[fragment][0] == interval:
            return
        self._stop(fragment)
        self._timers[fragment] = (interval, asyncio.ensure_future(self._tick(socket, fragment, interval)))

    def _stop(self, fragment: str) -> None:
        _interval, timer = self._timers.pop(fragment, (0.0, None))
        if timer is not None:
            timer.cancel()

    def _stop_all(self) -> None:
        for fragment in list(self._timers):
            self._stop(fragment)

    async def _tick(self, socket: Any, fragment: str, interval: float) -> None:  # noqa: ANN401
        while True:
            await asyncio.sleep(interval)
            await self._ask(socket, fragment)

    async def _ask(self, socket: Any, fragment: str = "") -> None:  # noqa: ANN401
        message = BackMsg()
        message.rerun_script.page_name = self._page
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.query_string = self._query
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = bool(fragment)
        await socket.send(message.SerializeToString())

"""A server that takes what MLflow's client sends (REST API 2.0) and keeps it in memory."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class TinyServer:
    """Has a port of this machine.

    Args:
        failures: so many requests are answered with an error first.
        listens: whether it can be reached at once; else after `listen`.

    Attributes:
        runs: how many were made.
        parameters: by name.
        metrics: (name, step) → value.
        statuses: every one that was set, in order.
        tags: by name.
        released: requests are answered once this is set.
    """

    def __init__(self, failures: int = 0, listens: bool = True) -> None:
        self.runs = 0
        self.failures = failures
        self.parameters: dict[str, str] = {}
        self.metrics: dict[tuple[str, int], float] = {}
        self.statuses: list[str] = []
        self.tags: dict[str, str] = {}
        self.received = threading.Event()
        self.released = threading.Event()
        self.released.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(self), bind_and_activate=False)
        self._server.server_bind()
        self.uri = f"http://127.0.0.1:{self._server.server_port}"
        if listens:
            self.listen()

    def listen(self) -> None:
        """Answer from now on; before, connections are refused."""
        self._server.server_activate()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Answer no more."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """An HTTP status, and what to say."""
        self.received.set()
        self.released.wait()
        if self.failures:
            self.failures -= 1
            return 500, {"error_code": "INTERNAL_ERROR", "message": "later"}
        operation = path.partition("?")[0].partition("/mlflow/")[2]
        if operation == "experiments/get-by-name":
            return 404, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no such experiment"}
        if operation == "experiments/create":
            return 200, {"experiment_id": "5"}
        self._take(operation, body)
        info = {"run_id": "abc", "run_uuid": "abc", "experiment_id": "5", "status": "RUNNING"}
        return 200, {"run": {"info": info, "data": {}}, "run_info": info}

    def _take(self, operation: str, body: dict[str, Any]) -> None:
        if operation == "runs/create":
            self.runs += 1
        elif operation == "runs/log-batch":
            assert body["run_id"] == "abc"
            self.parameters.update({one["key"]: one["value"] for one in body.get("params", [])})
            self.metrics.update({(one["key"], int(one["step"])): one["value"] for one in body.get("metrics", [])})
        elif operation == "runs/set-tag":
            self.tags[body["key"]] = body["value"]
        elif operation == "runs/update":
            self.statuses.append(body["status"])


def _make_handler(server: TinyServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _answer(self, body: dict[str, Any]) -> None:
            status, said = server.answer(self.path, body)
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler

"""MLflow's own client: the only place that knows it."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from lab.tracking.translation import Point

EXPERIMENT = "Deep Learning Lab"
# What a request may take; the tracker tries again by itself. Each can be set otherwise from outside.
DEFAULTS = {
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
MOST_PARAMETERS = 100
MOST_POINTS = 1000


class MlflowServer:
    """A Destination. The client is imported when it is first needed, which takes a second or two.

    Args:
        uri: as MLFLOW_TRACKING_URI holds it.
    """

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def create_run(self, name: str, tags: Mapping[str, str]) -> tuple[str, str]:
        """See Destination."""
        title = os.environ.get("MLFLOW_EXPERIMENT_NAME") or EXPERIMENT
        known = self._client.get_experiment_by_name(title)
        experiment = known.experiment_id if known else self._client.create_experiment(title)
        run_id = str(self._client.create_run(experiment, run_name=name, tags=dict(tags)).info.run_id)
        return run_id, self._find_page(experiment, run_id)

    def log(self, run_id: str, parameters: Mapping[str, str], points: Sequence[Point]) -> None:
        """See Destination."""
        from mlflow.entities import Metric, Param

        params = [Param(name, value) for name, value in parameters.items()]
        metrics = [Metric(point.name, point.value, round(point.time * 1000), point.epoch) for point in points]
        for start in range(0, len(params), MOST_PARAMETERS):
            self._client.log_batch(run_id, params=params[start : start + MOST_PARAMETERS])
        for start in range(0, len(metrics), MOST_POINTS):
            self._client.log_batch(run_id, metrics=metrics[start : start + MOST_POINTS])

    def set_status(self, run_id: str, status: str, tags: Mapping[str, str]) -> None:
        """See Destination."""
        for name, value in tags.items():
            self._client.set_tag(run_id, name, value)
        if status == "RUNNING":
            self._client.update_run(run_id, status=status)
        else:
            self._client.set_terminated(run_id, status)

    def _find_page(self, experiment: str, run_id: str) -> str:
        if not self._uri.startswith(("http://", "https://")):
            return ""
        return f"{self._uri.rstrip('/')}/#/experiments/{experiment}/runs/{run_id}"

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 - where it is not installed, mypy knows nothing of it
        for name, value in DEFAULTS.items():
            os.environ.setdefault(name, value)
        from mlflow import MlflowClient

        return MlflowClient(self._uri)

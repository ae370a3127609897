"""The lab's long-lived parts, one of each a server: the controller, the model service, the imports."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache

from lab.architectures.base import Architecture, StackedArchitecture
from lab.controller import Controller
from lab.cost.machine import calibrate_machine, load_machine
from lab.errors import ServiceError
from lab.executors import LocalExecutor
from lab.importing.jobs import ImportJobs
from lab.layers.base import Shape
from lab.model_service import ModelService
from lab.network import LayerRow
from lab.runs.store import RunStore
from lab.settings import load_settings

# Both import TensorFlow, 7 s of a core each: the first page is drawn before that begins.
SECONDS_BEFORE_WARMING = 3.0
# By then they have imported it, and the machine is at rest.
SECONDS_BEFORE_MEASURING = 25.0


@lru_cache(maxsize=1)
def get_controller() -> Controller:
    """The controller; `serve_backend` puts it to work."""
    settings = load_settings()
    store = RunStore(settings.runs_directory, settings.index_path)
    return Controller(store, LocalExecutor(), settings.training_slots, settings.warm_workers)


@lru_cache(maxsize=1)
def get_model_service() -> ModelService:
    """The model service; it starts when it is first asked, at the latest."""
    return ModelService()


def get_layers(architecture: Architecture, input_shape: Shape, num_classes: int) -> tuple[LayerRow, ...]:
    """The layer table of any network: at once where the lab draws it itself, else from the model service.

    Args:
        architecture: its settings.
        input_shape: (height, width, channels).
        num_classes: how many classes.

    Raises:
        LabError: the network cannot be built, or the service failed.
    """
    if isinstance(architecture, StackedArchitecture):
        return architecture.list_layers(input_shape, num_classes)
    return get_model_service().describe(architecture, input_shape, num_classes)


@lru_cache(maxsize=1)
def get_imports() -> ImportJobs:
    """The imports under way."""
    return ImportJobs()


@asynccontextmanager
async def serve_backend(_app: object) -> AsyncIterator[None]:
    """Start them with the server, so that runs left behind are adopted, and end them with it; runs go on."""
    starting = asyncio.create_task(_start_soon())
    yield None
    starting.cancel()
    get_controller().close()
    get_model_service().close()
    get_imports().close()


async def _start_soon() -> None:
    await asyncio.sleep(SECONDS_BEFORE_WARMING)
    get_controller().start()
    get_model_service().start()
    if not load_machine().measured:
        await asyncio.sleep(SECONDS_BEFORE_MEASURING)
        with contextlib.suppress(ServiceError):
            await asyncio.to_thread(calibrate_machine, get_model_service().measure_slowness)

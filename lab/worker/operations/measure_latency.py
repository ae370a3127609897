"""How long a network takes for an image."""

from lab.judging.latency import Latency
from lab.trained import TrainedNetwork
from lab.worker import latency
from lab.worker.context import Context
from lab.worker.operations.base import operation
from lab.worker.scheduler import Pieces


@operation
def measure_latency(context: Context, network: TrainedNetwork) -> Pieces[Latency]:
    """Measure how long a network takes for an image, scaling included.

    Args:
        context: of the service.
        network: which one.
    """
    loaded = yield from context.load(network)
    return (yield from context.measure(latency.measure_latency, loaded.model, network.scaler))

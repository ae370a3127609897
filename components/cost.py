"""What the draft's training will cost, and what to do where it is too much."""

import functools
import itertools
from collections.abc import Mapping

import numpy as np
import streamlit as st

from components import session
from components.backend import get_controller, get_layers, get_model_service
from components.formatting import format_bytes, format_duration, format_milliseconds
from components.open_data import open_source
from components.waiting import shown_waiting
from lab.config import RunConfig
from lab.cost.estimate import Estimate, estimate_cost
from lab.cost.free_memory import find_free_memory
from lab.cost.machine import Machine, load_machine
from lab.cost.size import NetworkSize, measure_network
from lab.cost.speeds import find_slowness
from lab.datasets.base import Part
from lab.datasets.splitting import split_indices
from lab.errors import ConfigError
from lab.i18n import N_, _
from lab.runs.status import RunStatus

RUNS_LOOKED_AT = 10
SOURCES = {
    "runs": N_("The speed is that of earlier runs of this network here."),
    "steps": N_("The speed is that of two real steps of this network, just measured."),
    "machine": N_("The speed is estimated from the network's size and a measurement of this machine."),
    "guess": N_("The speed is a guess: this machine has not been measured yet."),
}


def estimate_draft(config: RunConfig) -> Estimate:
    """Estimate what a training would cost.

    Args:
        config: what shall be trained.

    Raises:
        LabError: the data set or the network can't work.
    """
    counts = {part: len(indices) for part, indices in _split(config).items()}
    images = open_source(config.dataset)
    size = measure_draft(config, len(images.class_names))
    machine, source = _find_machine(config)
    return estimate_cost(
        config,
        size,
        (counts["train"], counts["validation"], counts["test"]),
        machine,
        source,
        find_free_memory(),
        images.held_bytes(),
    )


def measure_draft(config: RunConfig, num_classes: int) -> NetworkSize:
    """Size up the network of a config."""
    return measure_network(get_layers(config.architecture, config.preparation.input_shape, num_classes))


def draw_cost(config: RunConfig) -> bool:
    """Draw the estimate; what does not fit is refused with a way out, or confirmed.

    Args:
        config: the draft.

    Returns:
        Whether it may be started.
    """
    estimate = estimate_draft(config)
    total = _("{time} for {epochs} epochs").format(time=format_duration(estimate.total_seconds), epochs=config.epochs)
    about = (
        _("{time} a step").format(time=format_milliseconds(estimate.step_seconds)),
        _("{memory} of memory").format(memory=format_bytes(estimate.memory_bytes)),
    )
    free = _("{free} of memory are free.").format(free=format_bytes(estimate.free_bytes))
    with st.container(gap="xxsmall"):
        st.markdown(f"**≈ {total}**  \n{' · '.join(about)}", help=f"{_(SOURCES[estimate.source])} {free}")
        _draw_measuring(config, estimate)
    return _draw_limits(config, estimate)


def _draw_measuring(config: RunConfig, estimate: Estimate) -> None:
    if estimate.source in ("runs", "steps") or not estimate.fits:
        return
    if st.button(
        _("Measure two steps"),
        icon=":material/speed:",
        type="tertiary",
        help=_("Trains this network for two real steps, on noise; takes a few seconds."),
    ):
        count = len(open_source(config.dataset).class_names)
        ask = functools.partial(get_model_service().time_steps, config, count)
        seconds = shown_waiting(_("Two real steps …"), ask)
        if seconds is not None:
            _measured()[_speed_key(config)] = seconds
            st.rerun()


def _draw_limits(config: RunConfig, estimate: Estimate) -> bool:
    try:
        estimate.check(config.batch_size)
    except ConfigError as error:
        st.error(str(error), icon=":material/memory:")
        if error.remedy is not None:
            st.button(
                _("Batch size {size}").format(size=error.remedy),
                icon=":material/build:",
                on_click=session.set_draft,
                args=(config.model_copy(update={"batch_size": error.remedy}),),
            )
        return bool(st.checkbox(_("Start it all the same: it may end for lack of memory"), key=_confirmation(config)))
    if estimate.is_long:
        text = _("This takes about {time} here. A narrower network, smaller images or fewer epochs take less.")
        st.warning(text.format(time=format_duration(estimate.total_seconds)), icon=":material/hourglass_top:")
        return bool(st.checkbox(_("I have the time"), key=_confirmation(config)))
    return True


def _confirmation(config: RunConfig) -> str:
    """A confirmation counts for the network and the data that it was given for."""
    about = config.model_dump_json(include={"architecture", "preparation", "batch_size", "dataset"})
    return f"confirmed-{hash(about)}"


def _find_machine(config: RunConfig) -> tuple[Machine, str]:
    """How fast this network is here, and where that is known from."""
    ended = get_controller().store.records((RunStatus.FINISHED, RunStatus.STOPPED))
    store = get_controller().store
    name = config.architecture.name
    alike = (record for record in ended if record.architecture == name)
    folders = (store.folder(record.id) for record in itertools.islice(alike, RUNS_LOOKED_AT))
    slowness = find_slowness(config, folders, measure_draft)
    if slowness is not None:
        return Machine(slowness=slowness, measured=True), "runs"
    seconds = _measured().get(_speed_key(config))
    if seconds is not None:
        size = measure_draft(config, len(open_source(config.dataset).class_names))
        return Machine(slowness=seconds / Machine().estimate_step(size, config.batch_size), measured=True), "steps"
    machine = load_machine()
    return machine, "machine" if machine.measured else "guess"


def _measured() -> dict[str, float]:
    return session.remember("measured-steps", dict[str, float])


def _speed_key(config: RunConfig) -> str:
    return config.model_dump_json(include={"architecture", "preparation"})


def _split(config: RunConfig) -> Mapping[Part, np.ndarray]:
    source = open_source(config.dataset)
    return _split_cached(config.dataset.model_dump_json() + config.split.model_dump_json(), config, len(source))


@st.cache_data(show_spinner=False, max_entries=32)
def _split_cached(_key: str, _config: RunConfig, _count: int) -> Mapping[Part, np.ndarray]:
    source = open_source(_config.dataset)
    return split_indices(source.labels, source.parts, source.class_names, _config.split, source.groups)

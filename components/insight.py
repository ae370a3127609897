"""Look while it trains: the answers for a few images and the inside of the layers, epoch by epoch."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.formatting import format_percent
from components.handful import draw_handful
from components.layer_charts import ROOTS, dead_option, gradients_option, overview_height, ridges_option
from components.linked import read_link, write_link
from lab.i18n import _
from lab.runs.insight import KINDS, Insight, Look, read_insight
from lab.runs.run_folder import RunFolder

SECONDS_BETWEEN_LOOKS = 3.0
RIDGES_PIXELS = 340


def draw_insight(folder: RunFolder, ended: bool) -> None:
    """Draw the section, and keep drawing it until the run ends; nothing where there is nothing to see.

    Args:
        folder: the run.
        ended: whether it has ended.
    """
    st.fragment(_draw, run_every=None if ended else SECONDS_BETWEEN_LOOKS)(folder)


def _draw(folder: RunFolder) -> None:
    with shown_failures():
        last_epoch = get_controller().histories.follow(folder.id).epochs.last("epoch")
        insight = _read_for_all(folder, int(last_epoch or 0))
        if insight is None:
            return
        st.subheader(_("Look while it trains"), anchor=False)
        if insight.damaged:
            files = ", ".join(insight.damaged[:5])
            st.warning(_("Some looks cannot be read and are left out: {files}.").format(files=files))
        if not insight.looks:
            return
        st.caption(
            _(
                "Images of the validation part, which it does not learn from. The curve is the probability of what "
                "each is, from 0 to 1; below it what the network takes it for."
            )
        )
        draw_handful(insight, folder.read_json(folder.labels_path), f"handful-{folder.id}")
        _draw_layers(insight)


def _read_for_all(folder: RunFolder, last_epoch: int) -> Insight | None:
    """The looks, read once an epoch for all who watch."""
    # It may come a moment after its epoch, and a resume writes another in its place.
    newest = folder.look_path(last_epoch)
    return _read(folder.path, last_epoch, newest.stat().st_mtime_ns if newest.exists() else 0)


@lru_cache(maxsize=32)
def _read(path: Path, last_epoch: int, _newest: int) -> Insight | None:
    return read_insight(RunFolder(path), last_epoch)


def _draw_layers(insight: Insight) -> None:
    looks = [look for look in insight.looks if look.layers == insight.looks[-1].layers]
    if not looks[-1].layers:
        st.caption(_("What its layers do can be seen where “Histograms of the layers” is on (Model page)."))
        return
    st.markdown(f"**{_('Layer by layer')}**")
    st.caption(_describe(looks[-1]))
    left, right = st.columns(2)
    height = overview_height(len(looks[-1].layers))
    with left:
        st.caption(_("Length of the gradient, the input's side on top: where it fades towards the top, it vanishes."))
        st.echarts_chart(gradients_option(looks), key="insight-gradients", height=height)
    with right:
        if np.isfinite(looks[-1].dead_shares).any():
            st.caption(_("Dead units: ReLUs that give 0 for every image looked at, in percent."))
            st.echarts_chart(dead_option(looks), key="insight-dead", height=height)
    _draw_histograms(looks)


def _describe(look: Look) -> str:
    """The newest figures in a sentence or two."""
    trained = np.flatnonzero(np.isfinite(look.gradient_norms))
    parts = []
    if len(trained):
        first, last = trained[0], trained[-1]
        parts.append(
            _("Length of the gradient: {first_norm:.2g} in {first}, {last_norm:.2g} in {last}.").format(
                first=look.layers[first],
                first_norm=look.gradient_norms[first],
                last=look.layers[last],
                last_norm=look.gradient_norms[last],
            )
        )
    if np.isfinite(look.dead_shares).any():
        worst = int(np.nanargmax(look.dead_shares))
        share = format_percent(float(look.dead_shares[worst]))
        parts.append(_("Most dead units: {share} of {layer}.").format(share=share, layer=look.layers[worst]))
    return " ".join(parts)


def _draw_histograms(looks: list[Look]) -> None:
    names = {"weights": _("Weights"), "gradients": _("Gradients"), "activations": _("Outputs")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        kind = st.segmented_control(
            _("Histograms of"),
            KINDS,
            default=read_link("insight-kind", KINDS, KINDS[0]),
            required=True,
            format_func=names.__getitem__,
            key="insight-kind",
        )
        write_link("insight-kind", kind, KINDS[0])
        place = KINDS.index(kind)
        layers = [
            layer for number, layer in enumerate(looks[-1].layers) if np.isfinite(looks[-1].ranges[place, number]).all()
        ]
        if not layers:
            return
        layer = st.selectbox(_("Layer"), layers, key=f"insight-{kind}-of", bind="query-params", width=260)
    heights = {2: _("square roots"), 4: _("fourth roots")}[ROOTS[kind]]
    st.caption(
        _("From the first epoch at the back to the newest in front. Heights: {roots} of the counts.").format(
            roots=heights
        )
    )
    st.echarts_chart(ridges_option(looks, layer, kind), key=f"insight-ridges-{kind}", height=RIDGES_PIXELS)

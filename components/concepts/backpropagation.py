"""Back-propagation: the network with its numbers, the step's formula, and every gradient beside the measured one."""

from collections.abc import Mapping

import streamlit as st

from components.browser_component import declare_component
from components.concepts.chain_picture import BY_FIRST, BY_LAST, SIGNS, draw_network
from components.concepts.chain_words import name_step, write_step
from components.concepts.style import CSS
from lab.concepts.backpropagation import LAST_STEP, Backpropagation, move_weights
from lab.concepts.chain_rule import Backward, NetworkWeights, measure_gradient, run_backward, run_forward
from lab.concepts.kernels import LARGEST_WEIGHT
from lab.i18n import _

STYLE = """
.concept svg { width: 100%; max-width: 600px; font-family: var(--st-font); }
.concept svg text { text-anchor: middle; font-size: 14px; font-variant-numeric: tabular-nums; paint-order: stroke;
                    stroke: var(--st-background-color); stroke-width: 5px; stroke-linejoin: round; }
.concept svg text[fill=currentColor] { fill: var(--st-text-color); }
.concept svg line { stroke: var(--st-border-color); stroke-width: 2px; }
.concept svg .unit { fill: var(--st-secondary-background-color); stroke: var(--st-primary-color); stroke-width: 1.5px; }
.concept svg .unit ~ text { stroke-width: 3px; }
"""
JAVASCRIPT = """
function render({ data, parentElement }) {
  const place = parentElement.querySelector(".concept");
  place.innerHTML = data.svg;
  place.firstElementChild.setAttribute("aria-label", data.label);
}
"""
_mount = declare_component("lab_chain", html='<div class="concept"></div>', css=CSS + STYLE, js=JAVASCRIPT)


def draw(concept: Backpropagation, key: str) -> Mapping[str, object] | None:
    """Draw the network as far as the step has come.

    Args:
        concept: the settings.
        key: the picture's name.

    Returns:
        The moved weights, where somebody asked for the step; else None.
    """
    network, inputs = concept.network, concept.inputs
    forward = run_forward(network, inputs, concept.target, concept.activation)
    backward = run_backward(network, inputs, concept.target, forward)
    title = name_step(concept.step)
    st.markdown(f"**{concept.step} / {LAST_STEP}** · {title}")
    svg = draw_network(network, (concept.x_1, concept.x_2), forward, backward, concept.step)
    _mount(data={"svg": svg, "label": title}, key=key, height="content")
    for line in write_step(concept, forward, backward):
        st.latex(line, width="content")
    moved = move_weights(network, backward.by_weights, concept.learning_rate)
    after = run_forward(moved, inputs, concept.target, concept.activation).loss
    text = _("Loss {loss}; after a step with these gradients {after}.")
    st.caption(text.format(loss=f"{forward.loss:.5f}", after=f"{after:.5f}"))
    wants_step = st.button(_("Take the step"), icon=":material/south_east:", key=f"{key}.step")
    if concept.step >= BY_LAST:
        numeric = measure_gradient(network, inputs, concept.target, concept.activation)
        st.markdown(write_table(network, backward, numeric, has_first=concept.step >= BY_FIRST))
    if not wants_step:
        return None
    return {"weights": tuple(max(-LARGEST_WEIGHT, min(LARGEST_WEIGHT, one)) for one in moved)}


def write_table(weights: NetworkWeights, backward: Backward, numeric: NetworkWeights, *, has_first: bool) -> str:
    """Every gradient that is known by now, in Markdown.

    Args:
        weights: of the network.
        backward: what came back.
        numeric: the same, measured.
        has_first: whether it has come back as far as the first weights.
    """
    heads = (_("Weight"), _("Value"), _("By the chain rule"), _("Measured: loss at w ± 0.00001"))
    rows = [f"| {' | '.join(heads)} |", "|---|--:|--:|--:|"]
    for name, value in weights._asdict().items():
        if has_first or name in ("v_1", "v_2", "b_3"):
            found, measured = getattr(backward.by_weights, name), getattr(numeric, name)
            shown = name.replace("_", "").translate(SIGNS)
            rows.append(f"| {shown} | {value:.4f} | {found:+.6f} | {measured:+.6f} |")
    return "\n".join(rows)

"""The small network of back-propagation as an SVG: numbers on every edge, those that come back below them."""

from lab.concepts.chain_rule import Backward, Forward, NetworkWeights

WIDTH, HEIGHT, RADIUS = 470, 372, 27
PLACES = {"x_1": (38, 92), "x_2": (38, 262), "a_1": (208, 92), "a_2": (208, 262), "y": (362, 177), "L": (442, 177)}
# From, to, the label's place.
EDGES = {
    "w_1": ("x_1", "a_1", (122, 78)),
    "w_2": ("x_2", "a_1", (96, 222)),
    "w_3": ("x_1", "a_2", (96, 120)),
    "w_4": ("x_2", "a_2", (122, 280)),
    "v_1": ("a_1", "y", (286, 110)),
    "v_2": ("a_2", "y", (280, 240)),
}
BIASES = {"b_1": ("a_1", -48), "b_2": ("a_2", 66), "b_3": ("y", -48)}
SIGNS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
BACK = "#ea580c"
# When each appears.
SUMS, OUTPUTS, SUM, ANSWER, LOSS, BY_ANSWER, BY_SUM, BY_LAST, BY_HIDDEN, BY_SUMS, BY_FIRST = range(1, 12)


def draw_network(
    weights: NetworkWeights, inputs: tuple[float, float], forward: Forward, backward: Backward, step: int
) -> str:
    """Draw the network as far as a step has come.

    Args:
        weights: of the network.
        inputs: x₁ and x₂.
        forward: what goes forward.
        backward: what comes back.
        step: 0…12.

    Returns:
        An SVG element in the page's colours.
    """
    parts = [_draw_line(*PLACES[start], *PLACES[end]) for start, end, _place in EDGES.values()]
    parts.append(_draw_line(*PLACES["y"], *PLACES["L"]))
    values = {
        "x_1": (0, inputs[0]),
        "x_2": (0, inputs[1]),
        "a_1": (OUTPUTS, forward.a[0]),
        "a_2": (OUTPUTS, forward.a[1]),
        "y": (ANSWER, forward.a[2]),
        "L": (LOSS, forward.loss),
    }
    parts += [_draw_node(name, value if step >= since else None) for name, (since, value) in values.items()]
    parts += _draw_sums(forward, backward, step)
    for name, (_start, _end, place) in EDGES.items():
        since = BY_LAST if name.startswith("v") else BY_FIRST
        parts += _draw_weight(name, weights, backward, place, step >= since)
    for name, (unit, below) in BIASES.items():
        since = BY_LAST if name == "b_3" else BY_FIRST
        x, y = PLACES[unit]
        parts += _draw_weight(name, weights, backward, (x, y + below), step >= since)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">{"".join(parts)}</svg>'


def _draw_sums(forward: Forward, backward: Backward, step: int) -> list[str]:
    """Below each unit its sum, and what comes back to its output and its sum."""
    parts = []
    for place, name in enumerate(("a_1", "a_2", "y")):
        x, y = PLACES[name]
        is_last = name == "y"
        rows = [
            (SUM if is_last else SUMS, f"z = {forward.z[place]:.2f}", "currentColor"),
            (BY_ANSWER if is_last else BY_HIDDEN, f"∂{'ŷ' if is_last else 'a'} {backward.by_a[place]:+.3f}", BACK),
            (BY_SUM if is_last else BY_SUMS, f"∂z {backward.by_z[place]:+.3f}", BACK),
        ]
        # The sum stands next to its unit, above the lower one.
        start, step_down = (y - 34, -16) if name == "a_2" else (y + 42, 16)
        for number, (since, text, color) in enumerate(rows):
            if step >= since:
                parts.append(_write(x, start + step_down * number, text, color))
    return parts


def _draw_weight(
    name: str, weights: NetworkWeights, backward: Backward, place: tuple[float, float], has_gradient: bool
) -> list[str]:
    value, gradient = getattr(weights, name), getattr(backward.by_weights, name)
    # Of an edge below the others the gradient stands below, of the others above: nothing lies on a line.
    parts = [_write(*place, f"{name.replace('_', '').translate(SIGNS)} = {value:.2f}", "currentColor")]
    if has_gradient:
        parts.append(_write(place[0], place[1] + (15 if place[1] > HEIGHT / 2 else -15), f"{gradient:+.3f}", BACK))
    return parts


def _draw_node(name: str, value: float | None) -> str:
    x, y = PLACES[name]
    title = {"y": "ŷ"}.get(name, name.replace("_", "").translate(SIGNS))
    circle = f'<circle cx="{x}" cy="{y}" r="{RADIUS}" class="unit"/>'
    if value is None:
        return circle + _write(x, y + 5, title, "currentColor")
    return circle + _write(x, y - 5, title, "currentColor") + _write(x, y + 12, f"{value:.2f}", "currentColor", "600")


def _draw_line(x_1: float, y_1: float, x_2: float, y_2: float) -> str:
    return f'<line x1="{x_1}" y1="{y_1}" x2="{x_2}" y2="{y_2}"/>'


def _write(x: float, y: float, text: str, color: str, weight: str = "400") -> str:
    shown = text.replace("-", "−")
    return f'<text x="{x}" y="{y}" fill="{color}" font-weight="{weight}">{shown}</text>'

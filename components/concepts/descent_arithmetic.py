"""The formula of each optimizer, and the same with the numbers of a step in it."""

from collections.abc import Callable

from lab.concepts.descent import BETA_1, BETA_2, EPSILON, RHO, OptimizerName, Step, correct_rate
from lab.concepts.gradient_descent import GradientDescent

FORMULAS: dict[OptimizerName, tuple[str, ...]] = {
    "SGD": (r"w \leftarrow w - \eta\, g",),
    "Momentum": (r"m \leftarrow \mu\, m - \eta\, g", r"w \leftarrow w + m"),
    "Nesterov": (r"m \leftarrow \mu\, m - \eta\, g", r"w \leftarrow w + \mu\, m - \eta\, g"),
    "AdaGrad": (r"v \leftarrow v + g^2", r"w \leftarrow w - \eta\, \frac{g}{\sqrt{v + \epsilon}}"),
    "RMSProp": (
        r"v \leftarrow \rho\, v + (1 - \rho)\, g^2",
        r"w \leftarrow w - \eta\, \frac{g}{\sqrt{v + \epsilon}}",
    ),
    "Adam": (
        r"m \leftarrow \beta_1 m + (1 - \beta_1)\, g",
        r"v \leftarrow \beta_2 v + (1 - \beta_2)\, g^2",
        r"\hat\eta = \eta \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}",
        r"w \leftarrow w - \hat\eta\, \frac{m}{\sqrt{v} + \epsilon}",
    ),
}
INDICES = ("₁", "₂")
Write = Callable[[GradientDescent, Step, int], list[str]]


def write_arithmetic(concept: GradientDescent, step: Step) -> str:
    """A step's arithmetic for both weights, one equation a line.

    Args:
        concept: the settings.
        step: one of the chosen optimizer's.
    """
    write = WRITERS[concept.optimizer]
    lines = [f"η̂ = {format_number(correct_rate(concept.learning_rate, step.number))}"]
    parts = [write(concept, step, axis) for axis in (0, 1)]
    return "\n".join([*(lines if concept.optimizer == "Adam" else []), *parts[0], *parts[1]])


def format_number(value: float) -> str:
    """Three figures, with a true minus."""
    return f"{value:.3g}".replace("-", "−").replace("e−0", "e−").replace("e+0", "e")


def _factor(value: float) -> str:
    text = format_number(value)
    return f"({text})" if text.startswith("−") else text


def _write_sgd(concept: GradientDescent, step: Step, axis: int) -> list[str]:
    before, after = format_number(step.weights[axis]), format_number(step.next_weights[axis])
    gradient = _factor(step.gradient[axis])
    return [f"w{INDICES[axis]} = {before} − {format_number(concept.learning_rate)}·{gradient} = {after}"]


def _write_velocity(concept: GradientDescent, step: Step, axis: int) -> str:
    kept, gradient = _factor(step.memory["m"][axis]), _factor(step.gradient[axis])
    rate, momentum = format_number(concept.learning_rate), format_number(concept.momentum)
    result = format_number(step.next_memory["m"][axis])
    return f"m{INDICES[axis]} = {momentum}·{kept} − {rate}·{gradient} = {result}"


def _write_momentum(concept: GradientDescent, step: Step, axis: int) -> list[str]:
    velocity = _factor(step.next_memory["m"][axis])
    before, after = format_number(step.weights[axis]), format_number(step.next_weights[axis])
    return [_write_velocity(concept, step, axis), f"w{INDICES[axis]} = {before} + {velocity} = {after}"]


def _write_nesterov(concept: GradientDescent, step: Step, axis: int) -> list[str]:
    velocity, gradient = _factor(step.next_memory["m"][axis]), _factor(step.gradient[axis])
    rate, momentum = format_number(concept.learning_rate), format_number(concept.momentum)
    before, after = format_number(step.weights[axis]), format_number(step.next_weights[axis])
    change = f"{momentum}·{velocity} − {rate}·{gradient}"
    return [_write_velocity(concept, step, axis), f"w{INDICES[axis]} = {before} + {change} = {after}"]


def _write_scaled(concept: GradientDescent, step: Step, axis: int) -> str:
    gradient, squares = _factor(step.gradient[axis]), format_number(step.next_memory["v"][axis])
    before, after = format_number(step.weights[axis]), format_number(step.next_weights[axis])
    rate = format_number(concept.learning_rate)
    return f"w{INDICES[axis]} = {before} − {rate}·{gradient} / √({squares} + {EPSILON:.0e}) = {after}"


def _write_adagrad(concept: GradientDescent, step: Step, axis: int) -> list[str]:
    squares, kept = format_number(step.next_memory["v"][axis]), format_number(step.memory["v"][axis])
    line = f"v{INDICES[axis]} = {kept} + {_factor(step.gradient[axis])}² = {squares}"
    return [line, _write_scaled(concept, step, axis)]


def _write_mean(step: Step, axis: int, name: str, beta: float, power: str) -> str:
    kept, result = _factor(step.memory[name][axis]), format_number(step.next_memory[name][axis])
    gradient = _factor(step.gradient[axis])
    return f"{name}{INDICES[axis]} = {beta}·{kept} + {1 - beta:.3g}·{gradient}{power} = {result}"


def _write_rmsprop(concept: GradientDescent, step: Step, axis: int) -> list[str]:
    return [_write_mean(step, axis, "v", RHO, "²"), _write_scaled(concept, step, axis)]


def _write_adam(concept: GradientDescent, step: Step, axis: int) -> list[str]:
    means = [_write_mean(step, axis, "m", BETA_1, ""), _write_mean(step, axis, "v", BETA_2, "²")]
    mean, squares = _factor(step.next_memory["m"][axis]), format_number(step.next_memory["v"][axis])
    before, after = format_number(step.weights[axis]), format_number(step.next_weights[axis])
    rate = format_number(correct_rate(concept.learning_rate, step.number))
    return [*means, f"w{INDICES[axis]} = {before} − {rate}·{mean} / (√{squares} + {EPSILON:.0e}) = {after}"]


WRITERS: dict[OptimizerName, Write] = {
    "SGD": _write_sgd,
    "Momentum": _write_momentum,
    "Nesterov": _write_nesterov,
    "AdaGrad": _write_adagrad,
    "RMSProp": _write_rmsprop,
    "Adam": _write_adam,
}

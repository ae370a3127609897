"""What happens at each step of back-propagation: a title, and formulas with the numbers in them."""

from lab.concepts.backpropagation import Backpropagation
from lab.concepts.chain_rule import Backward, Forward
from lab.i18n import _

ANSWER = r"\hat y"


def name_step(step: int) -> str:
    """What a step does, in a few words."""
    return (
        _("The inputs, the weights, and what should come out."),
        _("Forward: each hidden unit adds up what it weighs."),
        _("Forward: the activation makes its output of the sum."),
        _("Forward: the output unit adds up."),
        _("Forward: its activation gives the answer."),
        _("The loss: half of the squared error."),
        _("Backward, first factor: how the loss changes with the answer."),
        _("Backward, times the slope of the output's activation."),
        _("Backward, times what came in: the gradients of the last weights."),
        _("Backward, times the last weights: what each hidden output did to the loss."),
        _("Backward, times the slopes of the hidden activations."),
        _("Backward, times the inputs: the gradients of the first weights."),
        _("Every weight moves against its gradient."),
    )[step]


def write_step(concept: Backpropagation, forward: Forward, backward: Backward) -> list[str]:
    """The formulas of the step, in LaTeX, each a line.

    Args:
        concept: the settings.
        forward: what goes forward.
        backward: what comes back.
    """
    step = concept.step
    if step == 0:
        return [rf"x = ({concept.x_1:.2f},\ {concept.x_2:.2f}) \qquad t = {concept.target:.2f}"]
    lines = _write_forward(concept, forward) if step <= 5 else _write_backward(concept, forward, backward)
    return [rf"\begin{{aligned}} {line} \end{{aligned}}" for line in lines]


def _write_forward(concept: Backpropagation, forward: Forward) -> list[str]:
    w, (z_1, z_2, z_3), (a_1, a_2, answer) = concept.network, forward.z, forward.a
    x_1, x_2 = map(_number, concept.inputs.tolist())
    return {
        1: [
            rf"z_1 &= w_1 x_1 + w_2 x_2 + b_1 \\ &= {_number(w.w_1)} \cdot {x_1} + {_number(w.w_2)} \cdot {x_2} + "
            rf"{_number(w.b_1)} \\ &= {z_1:.3f}",
            rf"z_2 &= w_3 x_1 + w_4 x_2 + b_2 \\ &= {_number(w.w_3)} \cdot {x_1} + {_number(w.w_4)} \cdot {x_2} + "
            rf"{_number(w.b_2)} \\ &= {z_2:.3f}",
        ],
        2: [rf"a_1 = f({z_1:.3f}) = {a_1:.3f}", rf"a_2 = f({z_2:.3f}) = {a_2:.3f}"],
        3: [
            rf"z &= v_1 a_1 + v_2 a_2 + b_3 \\ &= {_number(w.v_1)} \cdot {_number(a_1)} + {_number(w.v_2)} \cdot "
            rf"{_number(a_2)} + {_number(w.b_3)} \\ &= {z_3:.3f}"
        ],
        4: [rf"\hat y = f({z_3:.3f}) = {answer:.3f}"],
        5: [
            rf"L = \tfrac{{1}}{{2}} (\hat y - t)^2 = \tfrac{{1}}{{2}} ({answer:.3f} - {_number(concept.target)})^2 = "
            rf"{forward.loss:.4f}"
        ],
    }[concept.step]


def _write_backward(concept: Backpropagation, forward: Forward, backward: Backward) -> list[str]:
    w, (a_1, a_2, answer), slope = concept.network, forward.a, forward.slope
    (by_a_1, by_a_2, by_answer), (by_z_1, by_z_2, by_z) = backward.by_a, backward.by_z
    gradient = backward.by_weights
    x_1, x_2 = concept.inputs.tolist()
    rate, moved = concept.learning_rate, w.w_1 - concept.learning_rate * gradient.w_1
    return {
        6: [rf"{_by(ANSWER)} = \hat y - t = {answer:.3f} - {_number(concept.target)} = {by_answer:.3f}"],
        7: [_product("z", (ANSWER, by_answer), ("f'(z)", slope[2]), by_z)],
        8: [
            _product("v_1", ("z", by_z), ("a_1", a_1), gradient.v_1),
            _product("v_2", ("z", by_z), ("a_2", a_2), gradient.v_2),
            rf"{_by('b_3')} = {_by('z')} = {by_z:.4f}",
        ],
        9: [
            _product("a_1", ("z", by_z), ("v_1", w.v_1), by_a_1),
            _product("a_2", ("z", by_z), ("v_2", w.v_2), by_a_2),
        ],
        10: [
            _product("z_1", ("a_1", by_a_1), ("f'(z_1)", slope[0]), by_z_1),
            _product("z_2", ("a_2", by_a_2), ("f'(z_2)", slope[1]), by_z_2),
        ],
        11: [
            _product("w_1", ("z_1", by_z_1), ("x_1", x_1), gradient.w_1),
            _product("w_2", ("z_1", by_z_1), ("x_2", x_2), gradient.w_2),
            _product("w_3", ("z_2", by_z_2), ("x_1", x_1), gradient.w_3),
            _product("w_4", ("z_2", by_z_2), ("x_2", x_2), gradient.w_4),
        ],
        12: [
            rf"w \leftarrow w - \eta\, {_by('w')}",
            rf"w_1 \leftarrow {_number(w.w_1)} - {rate:g} \cdot {_number(gradient.w_1)} = {moved:.4f}",
        ],
    }[concept.step]


def _product(of: str, before: tuple[str, float], factor: tuple[str, float], result: float) -> str:
    """A factor of the chain: ∂L/∂of = ∂L/∂before · factor, then with numbers."""
    numbers = rf"{_number(before[1])} \cdot {_number(factor[1])}"
    return rf"{_by(of)} &= {_by(before[0])} \cdot {factor[0]} \\ &= {numbers} = {result:.4f}"


def _by(name: str) -> str:
    return rf"\tfrac{{\partial L}}{{\partial {name}}}"


def _number(value: float) -> str:
    return f"({value:.3g})" if value < 0 else f"{value:.3g}"

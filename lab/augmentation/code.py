"""Pipelines as Python code: written so that it runs as it stands, read from its syntax tree and never executed."""

import ast
import inspect
from dataclasses import dataclass
from typing import Any

import cv2

from lab.augmentation.catalogue import find_classes
from lab.augmentation.old_spellings import translate
from lab.augmentation.pipeline import Pipeline
from lab.augmentation.steps import Group, Step
from lab.errors import ConfigError
from lab.i18n import _
from lab.validation import validate

MOST_CHARACTERS = 200_000
GROUPS = {"OneOf": "one_of", "SomeOf": "some_of", "Sequential": "sequential"}
# What stands in pipelines elsewhere, and is the lab's own affair.
LEFT_TO_THE_LAB = ("Normalize", "ToTensorV2", "ToFloat", "FromFloat")


@dataclass(frozen=True)
class Imported:
    """A pipeline that was read.

    Attributes:
        pipeline: the steps.
        said: a sentence for each thing that was translated or left out.
    """

    pipeline: Pipeline
    said: tuple[str, ...]


def write_code(pipeline: Pipeline, seed: int = 0) -> str:
    """The pipeline as a Python script's lines, to be run where albumentations is installed.

    Args:
        pipeline: what to write.
        seed: of its random numbers: the same seed gives the same images as here.
    """
    lines = ["import random", "", "import albumentations as A", "import numpy as np", "", "pipeline = A.Compose("]
    lines += ["    [", *(line for step in pipeline.steps for line in _write(step, 2)), "    ],"]
    lines += [f"    p={pipeline.p!r},", ")"]
    lines += ["# One stream of random numbers for all: with seed=… each transform would begin with the same one."]
    lines += [f"generator = np.random.default_rng({seed})"]
    lines += ["pipeline.set_random_state(generator, random.Random(int(generator.integers(2**63))))", ""]
    lines += ["# image: (height, width, channels), uint8, 0 … 255", '# changed = pipeline(image=image)["image"]', ""]
    return "\n".join(lines)


def _write(step: Step | Group, depth: int) -> list[str]:
    indent = "    " * depth
    if not step.enabled:
        return []
    if isinstance(step, Step):
        arguments = [f"{name}={_literal(value)}" for name, value in step.parameters.items()]
        return [f"{indent}A.{step.transform}({', '.join([*arguments, f'p={step.p!r}'])}),"]
    inner = [line for one in step.taking_part() for line in _write(one, depth + 2)]
    if not inner:
        return []
    name = next(name for name, kind in GROUPS.items() if kind == step.kind)
    # An empty group takes no part, so a group may have fewer steps than it shall apply.
    taking_part = sum(bool(_write(one, 0)) for one in step.taking_part())
    extra = [f"{indent}    n={min(step.n, taking_part)},"] if step.kind == "some_of" else []
    return [
        f"{indent}A.{name}(",
        f"{indent}    [",
        *inner,
        f"{indent}    ],",
        *extra,
        f"{indent}    p={step.p!r},",
        f"{indent}),",
    ]


def _literal(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """A value as Python writes it; pairs as tuples."""
    if isinstance(value, list | tuple):
        inner = ", ".join(_literal(one) for one in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def read_code(text: str) -> list[Imported]:
    """Read every pipeline of a program, in the spelling of albumentations 1.x or 2.x; nothing is executed.

    Args:
        text: Python code.

    Returns:
        The pipelines, in the order of the code: each call of Compose, and each transform or group outside of one.

    Raises:
        ConfigError: it is no Python, has no pipeline, or an argument is not known; says where.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refuse(_("The code has more than {most:,} characters.").format(most=MOST_CHARACTERS))
    try:
        tree = ast.parse(inspect.cleandoc(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _refuse(_("This is not Python code: {reason}.").format(reason=error)) from error
    found = [_import(call) for call in _outermost_calls(tree)]
    if not found:
        raise _refuse(_("There is no transform of albumentations in this code."))
    return found


def _outermost_calls(node: ast.AST) -> list[ast.Call]:
    """Calls of albumentations that stand in no other one."""
    if isinstance(node, ast.Call) and _is_known(_call_name(node)):
        return [node]
    return [call for child in ast.iter_child_nodes(node) for call in _outermost_calls(child)]


def _is_known(name: str) -> bool:
    from lab.augmentation.old_spellings import RENAMED_TRANSFORMS

    return name in ("Compose", *GROUPS, *LEFT_TO_THE_LAB, *RENAMED_TRANSFORMS) or name in find_classes()


def _call_name(call: ast.Call) -> str:
    """The last part of what is called: `A.Blur` and `Blur` alike."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _import(call: ast.Call) -> Imported:
    said: list[str] = []
    step = _read_call(call, said)
    values: dict[str, Any] = {"name": "pipeline"}
    if _call_name(call) == "Compose":
        values |= {"p": step["p"], "steps": step["steps"]} if step else {}
    else:
        values["steps"] = [step] if step else []
    return Imported(validate(Pipeline, values), tuple(said))


def _read_call(call: ast.Call, said: list[str]) -> dict[str, Any] | None:
    """A call as JSON of a step; None where the lab does it itself."""
    name = _call_name(call)
    if name in LEFT_TO_THE_LAB:
        said.append(_("`{name}` is left out: the lab scales after augmentation.").format(name=name))
        return None
    if name == "Compose" or name in GROUPS:
        return _read_group(name, call, said)
    new_name, arguments, changes = translate(name, _read_arguments(name, call))
    said += changes
    p = arguments.pop("p", None)
    return {"kind": "transform", "transform": new_name, "parameters": arguments, **({} if p is None else {"p": p})}


def _read_group(name: str, call: ast.Call, said: list[str]) -> dict[str, Any]:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    inside = call.args[0] if call.args else keywords.get("transforms")
    calls = inside.elts if isinstance(inside, ast.List | ast.Tuple) else []
    wrong = next((one for one in calls if not isinstance(one, ast.Call)), None)
    if wrong is not None:
        raise _refuse(_("Line {line}: `{code}` is not a transform.").format(line=wrong.lineno, code=ast.unparse(wrong)))
    steps = [step for one in calls if isinstance(one, ast.Call) and (step := _read_call(one, said)) is not None]
    default = 1.0 if name in ("Compose", "SomeOf") else 0.5
    values = {"p": _value(keywords["p"]) if "p" in keywords else default, "steps": steps}
    if "n" in keywords:
        values["n"] = _value(keywords["n"])
    # A Compose inside another one does what Sequential does.
    return {"kind": GROUPS.get(name, "sequential"), **values}


def _read_arguments(name: str, call: ast.Call) -> dict[str, Any]:
    """Arguments by name; those given by position get theirs from albumentations' own signature."""
    cls = find_classes().get(name)
    order = [one for one in inspect.signature(cls.__init__).parameters if one != "self"] if cls else []
    arguments = {order[place]: _value(value) for place, value in enumerate(call.args) if place < len(order)}
    for keyword in call.keywords:
        if keyword.arg is None:
            raise _refuse(_("Line {line}: `**` cannot be read without running it.").format(line=call.lineno))
        arguments[keyword.arg] = _value(keyword.value)
    return arguments


def _value(node: ast.expr) -> Any:  # noqa: ANN401 - whatever JSON holds
    """A constant, a list or tuple of them, arithmetic's sign, or one of OpenCV's constants."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "cv2":
        number = getattr(cv2, node.attr, None)
        if isinstance(number, int):
            return number
    try:
        return _as_json(ast.literal_eval(node))
    except (ValueError, TypeError, RecursionError) as error:
        text = _("Line {line}: `{code}` is not a plain value; write the number or the word itself.")
        raise _refuse(text.format(line=node.lineno, code=ast.unparse(node)[:80])) from error


def _as_json(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, list | tuple):
        return [_as_json(one) for one in value]
    return {str(name): _as_json(one) for name, one in value.items()} if isinstance(value, dict) else value


def _refuse(message: str) -> ConfigError:
    return ConfigError("augmentation", message)

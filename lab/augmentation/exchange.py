"""Pipelines as the JSON or YAML that albumentations itself writes; no class is ever made from a name in a file."""

import json
from typing import Any

import yaml

from lab.augmentation.catalogue import list_transforms
from lab.augmentation.code import GROUPS, LEFT_TO_THE_LAB, Imported
from lab.augmentation.old_spellings import translate
from lab.augmentation.pipeline import Pipeline
from lab.errors import ConfigError
from lab.i18n import _
from lab.validation import validate

MOST_CHARACTERS = 500_000
CLASS = "__class_fullname__"
# What albumentations writes beside the parameters.
IGNORED_FIELDS = ("bbox_params", "keypoint_params", "additional_targets", "is_check_shapes", "seed", "strict")


def write_dictionary(pipeline: Pipeline) -> str:
    """The pipeline as albumentations writes it, to be read by `albumentations.load` or `from_dict`."""
    import albumentations

    return json.dumps(albumentations.to_dict(pipeline.build(seed=0)), indent=1, default=list)


def write_yaml(pipeline: Pipeline) -> str:
    """The same as YAML."""
    text: str = yaml.safe_dump(json.loads(write_dictionary(pipeline)), sort_keys=False)
    return text


def read_dictionary(text: str) -> Imported:
    """Read a pipeline that albumentations 1.x or 2.x wrote as JSON or YAML.

    Raises:
        ConfigError: it is none, or holds a transform or an argument that is not known; names it.
    """
    if len(text) > MOST_CHARACTERS:
        raise _refuse(_("The file has more than {most:,} characters.").format(most=MOST_CHARACTERS))
    try:
        # JSON is YAML too; nothing but plain values is made from it.
        values = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise _refuse(_("This is neither JSON nor YAML: {reason}").format(reason=reason)) from error
    top = values.get("transform") if isinstance(values, dict) else None
    if not isinstance(top, dict) or CLASS not in top:
        raise _refuse(_("This is not a pipeline as albumentations saves it: `transform` is missing."))
    said: list[str] = []
    step = _read(top, said)
    is_compose = _class_name(top) in ("Compose", "ReplayCompose")
    if step is None:
        content: dict[str, Any] = {}
    else:
        content = {"p": step["p"], "steps": step["steps"]} if is_compose else {"steps": [step]}
    return Imported(validate(Pipeline, {"name": "pipeline", **content}), tuple(said))


def _class_name(values: dict[str, Any]) -> str:
    """The class, without the module that 1.x wrote before it."""
    return str(values.get(CLASS, "")).rpartition(".")[2]


def _read(values: Any, said: list[str]) -> dict[str, Any] | None:  # noqa: ANN401 - whatever the file holds
    if not isinstance(values, dict) or CLASS not in values:
        raise _refuse(_("A step without `{name}` cannot be read.").format(name=CLASS))
    name = _class_name(values)
    if name in LEFT_TO_THE_LAB:
        said.append(_("`{name}` is left out: the lab scales after augmentation.").format(name=name))
        return None
    if name in ("Compose", "ReplayCompose") or name in GROUPS:
        inner = values.get("transforms")
        steps = [step for one in inner if (step := _read(one, said))] if isinstance(inner, list) else []
        p = values.get("p", 1.0)
        return {"kind": GROUPS.get(name, "sequential"), "p": p, "steps": steps, "n": values.get("n", 1)}
    arguments = {key: value for key, value in values.items() if key != CLASS and key not in IGNORED_FIELDS}
    new_name, arguments, changes = translate(name, arguments)
    said += changes
    p = arguments.pop("p", None)
    known = list_transforms()[new_name].parameters if new_name in list_transforms() else {}
    # Everything is written out there; only what differs from the defaults is worth keeping.
    kept = {key: value for key, value in arguments.items() if key not in known or not _same(value, known[key])}
    return {"kind": "transform", "transform": new_name, "parameters": kept, **({} if p is None else {"p": p})}


def _same(value: Any, default: Any) -> bool:  # noqa: ANN401
    return bool((list(default) if isinstance(default, tuple) else default) == value)


def _refuse(message: str) -> ConfigError:
    return ConfigError("augmentation", message)

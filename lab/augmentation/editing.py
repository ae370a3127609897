"""Changing the order of a pipeline: pure functions from steps to steps.

A path leads to a step: its place among the steps, then in the group that stands there, and so on.
"""

from collections.abc import Callable

from lab.augmentation.steps import Group, Step

Steps = tuple[Step | Group, ...]
Path = tuple[int, ...]


def remove(steps: Steps, path: Path) -> Steps:
    """Without the step at a path."""
    return _edit(steps, path, lambda here, place: here[:place] + here[place + 1 :])


def duplicate(steps: Steps, path: Path) -> Steps:
    """With the step at a path twice."""
    return _edit(steps, path, lambda here, place: here[: place + 1] + here[place:])


def move(steps: Steps, path: Path, by: int) -> Steps:
    """With the step at a path further down (or up, where `by` is negative) among its neighbours."""

    def change(here: Steps, place: int) -> Steps:
        rest = here[:place] + here[place + 1 :]
        target = min(max(0, place + by), len(rest))
        return (*rest[:target], here[place], *rest[target:])

    return _edit(steps, path, change)


def replace(steps: Steps, path: Path, step: Step | Group) -> Steps:
    """With another step at a path."""
    return _edit(steps, path, lambda here, place: (*here[:place], step, *here[place + 1 :]))


def append(steps: Steps, group: Path, step: Step | Group) -> Steps:
    """With a step at the end of the group at a path; of the pipeline itself where the path is empty."""
    if not group:
        return (*steps, step)

    def change(here: Steps, place: int) -> Steps:
        inside = here[place]
        if not isinstance(inside, Group):
            return here
        fuller = inside.model_copy(update={"steps": (*inside.steps, step)})
        return (*here[:place], fuller, *here[place + 1 :])

    return _edit(steps, group, change)


def _edit(steps: Steps, path: Path, change: Callable[[Steps, int], Steps]) -> Steps:
    """Change the steps among which a path ends; a path that leads nowhere changes nothing."""
    place, rest = path[0], path[1:]
    if not 0 <= place < len(steps):
        return steps
    if not rest:
        return change(steps, place)
    group = steps[place]
    if not isinstance(group, Group):
        return steps
    changed = group.model_copy(update={"steps": _edit(group.steps, rest, change)})
    return (*steps[:place], changed, *steps[place + 1 :])

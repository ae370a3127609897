"""Changing a stack: each function gives a new one."""

from lab.layers.base import Block
from lab.network import Stack, StackItem


def insert(stack: Stack, place: int, block: Block) -> Stack:
    """Put a layer in.

    Args:
        stack: what to change.
        place: where it shall be; those from there on move back by one.
        block: the layer.
    """
    return (*stack[:place], StackItem(block=block), *stack[place:])


def remove(stack: Stack, place: int) -> Stack:
    """Take a layer out."""
    return (*stack[:place], *stack[place + 1 :])


def move(stack: Stack, place: int, by: int) -> Stack:
    """Move a layer, not beyond the ends.

    Args:
        stack: what to change.
        place: of the layer.
        by: how many places towards the end.
    """
    others = remove(stack, place)
    target = max(0, min(len(others), place + by))
    return (*others[:target], stack[place], *others[target:])


def duplicate(stack: Stack, place: int) -> Stack:
    """Put a copy behind a layer; it gets a name of its own."""
    return insert(stack, place + 1, stack[place].block)


def replace(stack: Stack, place: int, item: StackItem) -> Stack:
    """Put another item in the place of one."""
    return (*stack[:place], item, *stack[place + 1 :])

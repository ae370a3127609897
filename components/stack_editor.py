"""Building a network: a list of its layers, and the settings of the one that is chosen."""

from collections.abc import Callable, Sequence

import streamlit as st

from components import session
from components.config_form import Problems, draw_form
from components.formatting import format_count
from components.stack_sources import draw_sources
from lab.architectures.custom import MOST_ITEMS, Custom
from lab.architectures.stack_editing import duplicate, insert, move, remove, replace
from lab.i18n import _
from lab.layers import LAYERS
from lab.layers.base import Block, Layer, Shape
from lab.layers.convolution import Convolution
from lab.layers.dense import Dense, Flatten
from lab.layers.pooling import GlobalAveragePooling2D, Pooling
from lab.network import LayerRow, Network, Node, Stack, StackItem, name_items

LIST_HEIGHT = 440
PLACE = "stack.place"


def draw_stack_editor(custom: Custom, input_shape: Shape, num_classes: int, problems: Problems) -> Custom:
    """Draw the layers, and what can be done with them.

    Args:
        custom: the draft's.
        input_shape: (height, width, channels) of the images.
        num_classes: how many classes.
        problems: receives what is wrong in the form.

    Returns:
        The network with what the form says.
    """
    draw_sources(custom.layers)
    if not custom.layers:
        st.caption(_("Nothing yet: the output alone looks at the pixels. Add a layer."))
        _draw_adding(0)
        return custom
    # The form comes first, so that the list above it shows what it says.
    above, form = st.container(), st.container()
    place = _find_place(len(custom.layers))
    with form:
        item = _draw_item_form(custom.layers[place], place, problems)
        _draw_adding(place + 1)
    custom = custom.model_copy(update={"layers": replace(custom.layers, place, item)})
    network = custom.draw(input_shape, num_classes)
    with above:
        _draw_list(custom.layers, place, network, custom.list_layers(input_shape, num_classes))
        _draw_actions(place, len(custom.layers))
        if network.problem is not None:
            _draw_repair(custom.layers, network, network.problem)
    return custom


def change_stack(change: Callable[[Stack], Stack], place: int | None = None) -> None:
    """Change the draft's stack from outside its form.

    Args:
        change: from the stack to another one.
        place: of the item to be chosen afterwards; as it was by default.
    """
    draft = session.get_draft()
    if not isinstance(draft.architecture, Custom):
        return
    layers = change(draft.architecture.layers)
    if len(layers) > MOST_ITEMS:
        return
    chosen = session.remember(PLACE, int) if place is None else place
    custom = draft.architecture.model_copy(update={"layers": layers})
    session.set_draft(draft.model_copy(update={"architecture": custom}))
    session.replace_remembered(PLACE, chosen)


def _list_key() -> str:
    return f"stack-list-v{session.draft_version()}"


def _find_place(count: int) -> int:
    """The chosen item's."""
    chosen = session.widget_value(_list_key())
    place = min(session.remember(PLACE, int) if chosen is None else int(chosen), count - 1)
    session.replace_remembered(PLACE, place)
    return place


def _draw_list(stack: Stack, place: int, network: Network, rows: Sequence[LayerRow]) -> None:
    """A line for each item, to choose from."""
    named = zip(name_items(stack), stack, strict=True)
    lines = [_describe_item(name, item.block, network, rows) for name, item in named]
    with st.container(height=LIST_HEIGHT if len(stack) > 7 else "content"):
        st.radio(
            _("Layers"),
            range(len(stack)),
            index=place,
            format_func=lambda one: lines[one][0],
            captions=[line[1] for line in lines],
            key=_list_key(),
            label_visibility="collapsed",
            width="stretch",
        )


def _describe_item(name: str, block: Block, network: Network, rows: Sequence[LayerRow]) -> tuple[str, str]:
    """A line for an item, and a smaller one below it."""
    own = [(node, row) for node, row in zip(network.nodes, rows, strict=True) if node.item == name]
    shape = own[-1][0].shape
    problem = next((node.problem for node, _row in own if node.problem), None)
    title = f"**{name}** {describe_block(block)}"
    if problem is not None:
        return f":red[:material/error: {title}]", problem
    if shape is None:
        return title, _("unknown until then")
    parameters = sum(row.parameters for _node, row in own)
    return title, f"{'×'.join(map(str, shape))} · {_('{count} parameters').format(count=format_count(parameters))}"


def describe_block(block: Block) -> str:
    """Its most telling settings in a few signs, such as "32 · 3×3 /2 relu"."""
    values = block.model_dump()
    said = [str(values[name]) for name in ("filters", "units", "rate") if name in values]
    if isinstance(block, Layer) and (window := block.window()) is not None:
        said.append(
            f"{window.kernel_size}×{window.kernel_size}" + (f" /{window.strides}" if window.strides > 1 else "")
        )
    if values.get("activation", "linear") != "linear":
        said.append(values["activation"])
    return " · ".join(said)


def _draw_actions(place: int, count: int) -> None:
    actions: list[tuple[str, str, bool, Callable[[Stack], Stack], int]] = [
        ("arrow_upward", _("Earlier"), place > 0, lambda stack: move(stack, place, -1), place - 1),
        ("arrow_downward", _("Later"), place < count - 1, lambda stack: move(stack, place, 1), place + 1),
        ("content_copy", _("Copy"), count < MOST_ITEMS, lambda stack: duplicate(stack, place), place + 1),
        ("delete", _("Remove"), True, lambda stack: remove(stack, place), max(0, place - 1)),
    ]
    with st.container(horizontal=True, gap="xxsmall"):
        for icon, label, possible, change, after in actions:
            st.button(
                "",
                icon=f":material/{icon}:",
                help=label,
                type="tertiary",
                disabled=not possible,
                key=f"stack-{icon}",
                on_click=change_stack,
                args=(change, after),
            )


def _draw_item_form(item: StackItem, place: int, problems: Problems) -> StackItem:
    """The settings of the chosen item; its name is kept where the new one is refused."""
    st.markdown(f"**{_(item.block.title)}**  \n{_(item.block.summary)}")
    key = f"stack.{place}.{item.block.name}"
    named = draw_form(item, f"{key}.item", only=("label",), problems=problems)
    return StackItem(label=named.label, block=draw_form(item.block, key, problems=problems))


def _draw_adding(place: int) -> None:
    """A layer to put in at a place."""
    names = [name for name in LAYERS if LAYERS[name].offered]
    key = f"stack-add-{place}-v{session.draft_version()}"
    st.selectbox(
        _("Add a layer after it") if place else _("Add a layer"),
        names,
        index=None,
        format_func=lambda one: _(LAYERS[one].title),
        placeholder=_("Choose a layer …"),
        key=key,
        on_change=_add_chosen,
        args=(key, place),
    )


def _add_chosen(key: str, place: int) -> None:
    name = session.widget_value(key)
    if name:
        change_stack(lambda stack: insert(stack, place, LAYERS[name]()), place)


def _draw_repair(stack: Stack, network: Network, problem: Node) -> None:
    """What would make the first impossible layer possible."""
    names = name_items(stack)
    place = names.index(problem.item) if problem.item in names else len(stack)
    before = network.shape_of(problem.inputs[0])
    with st.container(horizontal=True, gap="xsmall"):
        if isinstance(problem.layer, Dense):
            _offer(
                _("Insert GlobalAveragePooling2D"), lambda all_: insert(all_, place, GlobalAveragePooling2D()), place
            )
            _offer(_("Insert Flatten"), lambda all_: insert(all_, place, Flatten()), place)
        elif place < len(stack):
            block = stack[place].block
            if isinstance(block, Convolution | Pooling) and before is not None and len(before) == 3:
                padded = StackItem(label=stack[place].label, block=block.model_copy(update={"padding": "same"}))
                _offer(_("Pad it: same"), lambda all_: replace(all_, place, padded), place)
            _offer(_("Remove it"), lambda all_: remove(all_, place), max(0, place - 1))


def _offer(label: str, change: Callable[[Stack], Stack], place: int) -> None:
    st.button(label, icon=":material/build:", on_click=change_stack, args=(change, place))

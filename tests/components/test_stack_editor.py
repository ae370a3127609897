import pytest
from streamlit.testing.v1 import AppTest

from components.stack_editor import describe_block
from lab.architectures.custom import Custom
from lab.config import RunConfig
from lab.layers.convolution import Conv2D
from lab.layers.dense import Dense
from lab.layers.regularization import Dropout
from lab.network import name_items
from lab.settings import load_settings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_HOME", str(tmp_path))
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def script() -> None:
    from components import session
    from components.stack_editor import draw_stack_editor
    from lab.architectures.custom import Custom

    draft = session.get_draft()
    if not isinstance(draft.architecture, Custom):
        draft = draft.model_copy(update={"architecture": Custom()})
    session.keep_draft(draft)
    custom = draw_stack_editor(draft.architecture, (28, 28, 1), 10, [])
    session.keep_draft(draft.model_copy(update={"architecture": custom}))


def start() -> AppTest:
    app = AppTest.from_function(script, default_timeout=150).run()
    assert not app.exception
    return app


def layers(app: AppTest):
    return app.session_state["lab"].draft.architecture.layers


def press(app: AppTest, label: str) -> None:
    next(one for one in app.button if label in (one.label, one.help, one.key)).click().run()
    assert not app.exception


def choose(app: AppTest, place: int) -> None:
    app.radio[0].set_value(place).run()


def test_every_layer_is_a_line_with_its_shape_and_parameters():
    app = start()
    press(app, "Grey CNN")
    assert app.radio[0].options[1] == "**conv_2** 32 · 4×4 · relu"
    assert app.radio[0].proto.captions[1] == "28×28×32 · 8,224 parameters"


def test_what_is_impossible_is_marked_and_mended_by_a_click():
    app = start()
    press(app, "Grey CNN")
    choose(app, 4)
    press(app, "Remove")
    assert app.radio[0].options[4].startswith(":red[")
    assert "Put Flatten" in app.radio[0].proto.captions[4]
    assert app.radio[0].proto.captions[5] == "unknown until then"
    press(app, "Insert Flatten")
    assert [item.block.name for item in layers(app)][4] == "flatten"
    assert not any(option.startswith(":red[") for option in app.radio[0].options)


def test_a_window_that_is_too_large_is_padded_by_a_click():
    app = start()
    press(app, "Grey CNN")
    choose(app, 2)
    next(one for one in app.number_input if one.label == "Kernel").set_value(31).run()
    assert "31×31 does not fit into 28×28" in app.radio[0].proto.captions[2]
    press(app, "Pad it: same")
    assert layers(app)[2].block == Conv2D(filters=64, kernel_size=31, padding="same")
    assert app.radio[0].proto.captions[2].startswith("28×28×64")


def test_layers_are_moved_copied_renamed_and_added_after_the_chosen_one():
    app = start()
    press(app, "Grey CNN")
    choose(app, 1)
    press(app, "Earlier")
    assert name_items(layers(app))[:2] == ["conv_2", "conv_1"]
    assert app.radio[0].value == 0
    press(app, "Copy")
    assert layers(app)[1].block == layers(app)[0].block
    assert app.radio[0].value == 1
    app.text_input(key=next(one.key for one in app.text_input if one.key != "stack-title")).set_value("mine").run()
    assert name_items(layers(app))[1] == "mine"
    app.selectbox(key=next(one.key for one in app.selectbox if one.key.startswith("stack-add"))).set_value(
        "dropout"
    ).run()
    assert [item.block.name for item in layers(app)][2] == "dropout"


def test_from_nothing_to_a_network_that_round_trips():
    app = start()
    press(app, "Nothing")
    assert layers(app) == ()
    assert "the output alone" in app.caption[0].value
    app.selectbox[0].set_value("flatten").run()
    custom = Custom(layers=layers(app))
    assert custom.list_layers((28, 28, 1), 10)[-1].parameters == 7_850
    assert RunConfig.model_validate_json(RunConfig(architecture=custom).model_dump_json()).architecture == custom


def test_a_network_is_saved_by_name_and_taken_up_again():
    app = start()
    press(app, "Grey CNN")
    app.text_input(key="stack-title").set_value("회색").run()
    press(app, "stack-save-now")
    assert app.success
    press(app, "Nothing")
    press(app, "회색")
    assert name_items(layers(app))[0] == "conv_1"
    press(app, "Delete 회색")
    assert not [one for one in app.button if one.label == "회색"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Conv2D(filters=8, kernel_size=5, strides=2, activation="linear"), "8 · 5×5 /2"),
        (Dense(units=3, activation="tanh"), "3 · tanh"),
        (Dropout(rate=0.25), "0.25"),
    ],
)
def test_a_layer_is_told_in_a_few_signs(block, said):
    assert describe_block(block) == said

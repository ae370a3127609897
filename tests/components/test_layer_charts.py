import json
from dataclasses import replace

import numpy as np
import pytest

from components.layer_charts import MOST_CELLS, MOST_RIDGES, dead_option, gradients_option, ridges_option
from lab.runs.insight import KINDS
from tests.lab.runs.looking import LAYERS, make_insight


@pytest.fixture
def looks(tmp_path):
    return make_insight(tmp_path).looks


def test_every_option_is_strict_json(looks):
    options = [gradients_option(looks), dead_option(looks), gradients_option(looks[:1]), dead_option(looks[:1])]
    for kind, layer in zip(KINDS, ("conv", "output", "relu"), strict=True):
        options += [ridges_option(looks, layer, kind), ridges_option(looks[:1], layer, kind)]
    for option in options:
        json.dumps(option, allow_nan=False)


def test_a_cell_tells_layer_epoch_and_value_and_layers_without_one_are_left_out(looks):
    option = gradients_option(looks)
    assert option["yAxis"]["data"] == ["conv", "output"]
    assert option["xAxis"]["data"] == [0, 1, 2, 3]
    cells = option["series"][0]["data"]
    assert len(cells) == 8
    column, row, color, layer, epoch, text = cells[-1]
    assert (column, row, layer, epoch) == (3, 1, "output", 3)
    norm = float(looks[3].gradient_norms[LAYERS.index("output")])
    assert color == pytest.approx(np.log10(norm), abs=1e-3)
    assert float(text) == pytest.approx(norm, rel=1e-2)
    assert dead_option(looks)["yAxis"]["data"] == ["conv", "relu"]


def test_a_gradient_of_nothing_has_a_colour(looks):
    still = replace(looks[1], gradient_norms=np.zeros_like(looks[1].gradient_norms))
    cells = gradients_option([looks[0], still])["series"][0]["data"]
    assert all(np.isfinite(cell[2]) for cell in cells)
    assert {cell[5] for cell in cells if cell[4] == 1} == {"0"}
    # The others keep their colours apart.
    option = gradients_option([looks[0], still])["visualMap"]
    assert option["max"] - option["min"] <= 6
    nothing = gradients_option([still])
    json.dumps(nothing, allow_nan=False)


def test_a_deep_network_over_many_epochs_stays_small(tmp_path):
    layers = tuple(f"layer_{number}" for number in range(120))
    looks = make_insight(tmp_path, 40, layers).looks
    option = gradients_option(looks)
    assert len(option["series"][0]["data"]) <= MOST_CELLS
    assert option["xAxis"]["data"][0] == 0 and option["xAxis"]["data"][-1] == 40


def test_ridges_stand_one_behind_the_other_the_newest_in_front(tmp_path):
    looks = make_insight(tmp_path, 50).looks
    ridges = ridges_option(looks, "conv", "weights")["series"]
    assert len(ridges) == MOST_RIDGES
    assert (ridges[0]["name"], ridges[-1]["name"]) == ("0", "50")
    bases = [ridge["areaStyle"]["origin"] for ridge in ridges]
    assert bases == sorted(bases, reverse=True) and bases[-1] == 0
    for ridge, base in zip(ridges, bases, strict=True):
        assert ridge["data"][0][1] == ridge["data"][-1][1] == base
        assert (ridge["data"][0][0], ridge["data"][-1][0]) == (-1, 1)
        assert max(y for _x, y in ridge["data"]) == pytest.approx(base + 2.2)

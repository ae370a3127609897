import json

import pytest

from components.handful import describe_handful
from tests.lab.runs.looking import make_insight

NAMES = ("cat", "dog", "<b>bird</b>")


def test_each_image_has_by_epoch_what_it_is_taken_for_and_how_sure(tmp_path):
    insight = make_insight(tmp_path)
    data = describe_handful(insight, NAMES)
    json.dumps(data, allow_nan=False)
    assert data["epochs"] == [0, 1, 2, 3]
    assert [tile["truth"] for tile in data["tiles"]] == ["cat", "dog"]
    for number, tile in enumerate(data["tiles"]):
        assert tile["image"].startswith("data:image/")
        for place, look in enumerate(insight.looks):
            answer = look.probabilities[number]
            assert tile["taken"][place] == answer.argmax()
            assert tile["sure"][place] == pytest.approx(answer.max(), abs=1e-3)
            assert tile["right"][place] == pytest.approx(answer[number], abs=1e-3)

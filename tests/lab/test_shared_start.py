import json
import subprocess
import sys
from pathlib import Path

import pytest

from lab.architectures.grey_cnn import GreyCNN
from lab.architectures.mlp import MLP
from lab.config import RunConfig
from lab.optimizers.adam import Adam
from lab.shared_start import compare_starts, list_shared_layers

ROOT = Path(__file__).resolve().parents[2]
NETWORKS = {
    "wide": GreyCNN(),
    "dry": GreyCNN(dropout=0.0),
    "mlp": MLP(),
}
BUILD = """
import json, sys
import keras, numpy as np
from lab.architectures import ARCHITECTURES
built = []
for settings in json.loads(sys.argv[1]):
    keras.utils.set_random_seed(0)
    model = ARCHITECTURES[settings["name"]](**settings).build((28, 28, 1), 10)
    built.append({layer.name: layer.get_weights() for layer in model.layers if layer.get_weights()})
a, b = built
print(json.dumps([x for x, y in zip(a, b) if all(np.array_equal(*p) for p in zip(a[x], b[y]))
                  and [w.shape for w in a[x]] == [w.shape for w in b[y]]]))
"""


def test_another_learning_rate_changes_nothing_at_the_start():
    start = compare_starts(RunConfig(), RunConfig(optimizer=Adam(learning_rate=0.1)), 10)
    assert start.different == ()
    assert any("same batches in the same order" in text for text in start.same)
    assert any("first weights in every layer" in text for text in start.same)


def test_another_seed_shares_only_the_images():
    start = compare_starts(RunConfig(), RunConfig(seed=1), 10)
    assert len(start.same) == 1
    assert any("Other seeds" in text for text in start.different)


def test_other_batches_are_owned_up_to():
    start = compare_starts(RunConfig(), RunConfig(batch_size=64), 10)
    assert any("batches of another size" in text for text in start.different)


@pytest.mark.slow
@pytest.mark.parametrize(("first", "second"), [("wide", "dry"), ("wide", "mlp")])
def test_what_is_said_of_the_first_weights_is_so(first, second):
    """In a process of its own: Keras stays out of this one."""
    pair = [NETWORKS[first], NETWORKS[second]]
    arguments = json.dumps([one.model_dump(mode="json") for one in pair])
    result = subprocess.run(
        [sys.executable, "-c", BUILD, arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    said = list_shared_layers(*(one.draw((28, 28, 1), 10) for one in pair))
    assert said == json.loads(result.stdout.splitlines()[-1])

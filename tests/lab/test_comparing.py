from lab.architectures.grey_cnn import GreyCNN
from lab.augmentation.geometric import Geometric
from lab.comparing import compare_leaves, describe_change, flatten_config, list_differences
from lab.config import RunConfig, Split
from lab.datasets.digits import Digits
from lab.optimizers.adam import Adam
from lab.optimizers.sgd import SGD


def test_the_same_settings_do_not_differ():
    assert list_differences([RunConfig(), RunConfig()]) == []
    assert describe_change(RunConfig(), RunConfig()) == ""


def test_one_changed_number_is_said_in_words():
    after = RunConfig(optimizer=Adam(learning_rate=0.1))
    assert describe_change(RunConfig(), after) == "learning rate 0.001 → 0.1"


def test_several_changes_stand_in_the_order_of_the_form():
    after = RunConfig(batch_size=64, augmentation=Geometric(), split=Split(keep_parts=False))
    assert describe_change(RunConfig(), after) == (
        "keep the data set's own parts on → off; augmentation None → Shift, turn, flip, brightness; batch size 32 → 64"
    )


def test_another_class_is_one_difference_with_what_both_have():
    differences = {one.path: one for one in list_differences([RunConfig(), RunConfig(optimizer=SGD())])}
    assert differences["optimizer"].texts == ("Adam", SGD.title)
    assert differences["optimizer.learning_rate"].values == (0.001, 0.01)
    assert differences["optimizer.momentum"].texts[0] == "–"
    assert "Nesterov" not in describe_change(RunConfig(), RunConfig(optimizer=SGD()))


def test_ten_configs_are_compared_at_once():
    configs = [RunConfig(batch_size=2**power, seed=power % 2) for power in range(10)]
    assert [one.label for one in list_differences(configs)] == ["Batch size", "Seed"]


def test_two_settings_of_one_name_are_told_apart():
    dropouts = [RunConfig(architecture=GreyCNN(), batch_size=size) for size in (1, 2)]
    labels = [one.label for one in list_differences([*dropouts, RunConfig(split=Split(seed=1), seed=3)])]
    assert len(labels) == len(set(labels))


def test_a_list_of_layers_is_named_by_its_kinds():
    before, after = (
        flatten_config({"architecture": {"name": "mlp", "x": [{"name": one}]}}) for one in ("dense", "flat")
    )
    assert [one.texts for one in compare_leaves([before, after])] == [("dense", "flat")]


def test_a_config_of_another_version_is_still_compared():
    values = RunConfig(dataset=Digits()).model_dump(mode="json")
    newer = {**values, "loss": {"name": "focal", "gamma": 2.0}}
    [difference] = [
        one for one in compare_leaves([flatten_config(values), flatten_config(newer)]) if one.path == "loss.gamma"
    ]
    assert (difference.label, difference.texts) == ("gamma", ("–", "2"))

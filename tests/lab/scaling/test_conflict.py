from lab.architectures.perceptron import Perceptron
from lab.config import RunConfig
from lab.scaling.caffe import Caffe
from lab.scaling.conflict import find_conflict


class Pretrained(Perceptron):
    """A network whose weights expect caffe scaling."""

    def expected_scaling(self):
        return "caffe"


def test_a_scaling_that_contradicts_the_weights_is_named():
    config = RunConfig().model_copy(update={"architecture": Pretrained()})
    conflict = find_conflict(config)
    assert conflict.field == "scaling"
    assert "`caffe: BGR, mean taken away`" in str(conflict)
    assert find_conflict(config.model_copy(update={"scaling": Caffe()})) is None
    assert find_conflict(RunConfig()) is None

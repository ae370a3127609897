"""A run with weights as they are made: `python -m bench.untrained_side HOME ARCHITECTURE SIZE`; prints its id.

How long a prediction takes does not depend on what was learned.
"""

import sys
from pathlib import Path

from lab.architectures import ARCHITECTURES
from lab.config import RunConfig
from lab.datasets.digits import Digits
from lab.datasets.subset import Subset
from lab.files import write_json
from lab.preparation import Preparation
from lab.runs.event_log import EventLog
from lab.runs.status import RunStatus
from lab.runs.store import RunStore


def main(home: Path, architecture: str, size: int) -> str:
    """Make the run, with ten classes.

    Args:
        home: of the lab that shall have it.
        architecture: its name.
        size: height and width of its images, in colour.

    Returns:
        Its id.
    """
    config = RunConfig(architecture=ARCHITECTURES[architecture](), preparation=Preparation(size=size))
    store = RunStore(home / "runs", home / "index.sqlite")
    folder = store.create(config, "bench", f"{architecture}-{size}")
    # Nobody shall train it.
    store.update(folder.id, RunStatus.FINISHED)
    source = Digits().open()
    model = config.architecture.build(config.preparation.input_shape, len(source.class_names))
    path = folder.checkpoint_path("best")
    path.parent.mkdir()
    model.save_weights(path)
    write_json(folder.labels_path, list(source.class_names))
    black = Subset.whole(source.prepare(0, config.preparation)[None])
    write_json(folder.scaler_path, config.scaling.fit(black).model_dump(mode="json"))
    with EventLog(folder.events_path) as log:
        log.append("state", state=RunStatus.FINISHED, durable=True)
    return folder.id


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))

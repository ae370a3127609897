"""t-SNE of kept features in a process of its own: `python -m lab.feature_space FILE`.

It answers with lines of JSON, {"share"}, and keeps the embedding beside the features. The end of its input, as when
the server dies, ends it.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path

import numpy as np

from lab.feature_space.embedding import embed
from lab.feature_space.features import read_features
from lab.feature_space.space import FeatureSpace
from lab.feature_space.tsne import locate_embedding
from lab.files import replace_file


def main() -> None:
    """Embed the features that the command line names."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_the_server, daemon=True).start()
    answers = sys.stdout
    path = Path(sys.argv[1])
    features = read_features(path)
    if features is None:
        sys.exit(f"{path} holds no features.")

    def tell(share: float) -> None:
        answers.write(json.dumps({"share": share}) + "\n")
        answers.flush()

    places = embed(FeatureSpace(features.values).components, tell)
    replace_file(locate_embedding(path), lambda temporary: np.save(temporary, places, allow_pickle=False))


def _leave_with_the_server() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()

"""t-SNE itself, with its progress."""

import contextlib
import io
import re

import numpy as np

from lab.feature_space.space import Places
from lab.looking.shares import OnShare

ITERATIONS = 1000
PERPLEXITY = 30.0
ITERATION = re.compile(r"Iteration (\d+)")


def embed(components: Places, on_share: OnShare) -> Places:
    """Lay images out so that those stand together whose features are near (t-SNE; van der Maaten and Hinton, 2008).

    It begins with the picture by principal components, so that the same features give the same picture.

    Args:
        components: (count, components), float32: principal components of the features.
        on_share: told every 50 iterations what share is done.

    Returns:
        (count, 2), float32.
    """
    from sklearn.manifold import TSNE

    perplexity = min(PERPLEXITY, (len(components) - 1) / 3)
    tsne = TSNE(2, perplexity=perplexity, init="pca", max_iter=ITERATIONS, random_state=0, verbose=2)
    # It has no callback, but it says how far it is.
    with contextlib.redirect_stdout(_Listener(on_share)):
        return np.asarray(tsne.fit_transform(components), np.float32)


class _Listener(io.TextIOBase):
    """Hears iterations in what is printed."""

    def __init__(self, on_share: OnShare) -> None:
        self._on_share = on_share

    def write(self, text: str) -> int:
        for number in ITERATION.findall(text):
            self._on_share(min(1.0, int(number) / ITERATIONS))
        return len(text)

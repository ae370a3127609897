"""How far a share may be off by chance."""

import math

# The 97.5 % point of the normal distribution: 95 % lie between it and its negative.
Z_95 = 1.959964


def wilson_interval(successes: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.

    Args:
        successes: 0…count.
        count: how many were tried; 0 says nothing.

    Returns:
        Its ends, 0…1.
    """
    if count == 0:
        return 0.0, 1.0
    share, z2 = successes / count, Z_95**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = Z_95 / (1 + z2 / count) * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2))
    return max(0.0, middle - half), min(1.0, middle + half)

"""Runs benchmarks by name; see `bench`."""

import sys

import bench.pages
import bench.training  # noqa: F401
from bench.registry import BENCHMARKS, describe, report


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, or all.

    Returns:
        0 whether or not the bounds hold; 2 where a name is not known.
    """
    if arguments == ["--list"]:
        print("\n".join(BENCHMARKS))
        return 0
    unknown = [name for name in arguments if name not in BENCHMARKS]
    if unknown:
        report(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}.")
        return 2
    for name in arguments or list(BENCHMARKS):
        report(f"{name} …")
        print(describe(name, BENCHMARKS[name]()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

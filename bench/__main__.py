"""Runs benchmarks by name; see `bench`."""

import signal
import sys
import traceback
from collections.abc import Mapping

from bench.registry import BENCHMARKS, Benchmark, describe, load_benchmarks, report


def main(arguments: list[str], benchmarks: Mapping[str, Benchmark]) -> int:
    """Run the named benchmarks, or all.

    Args:
        arguments: names, none for all, or `--list`.
        benchmarks: by name.

    Returns:
        0 whether or not the bounds hold; 1 where one could not be measured, after all the others; 2 where a name is
        not known.
    """
    if arguments == ["--list"]:
        print("\n".join(benchmarks))
        return 0
    unknown = [name for name in arguments if name not in benchmarks]
    if unknown:
        report(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(benchmarks)}.")
        return 2
    return max([_run(name, benchmarks[name]) for name in arguments or list(benchmarks)], default=0)


def _run(name: str, measure: Benchmark) -> int:
    report(f"{name} …")
    try:
        found = measure()
    except Exception:
        report(f"{name} could not be measured.\n{traceback.format_exc()}")
        return 1
    print(describe(name, found), flush=True)
    return 0


if __name__ == "__main__":
    # Being ended is to leave no processes either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    load_benchmarks()
    sys.exit(main(sys.argv[1:], BENCHMARKS))

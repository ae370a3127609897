"""Workers as processes, as far as that can be seen without TensorFlow."""

import subprocess
import sys

import psutil

from lab.executors import LocalExecutor

# Takes its run, and needs a while to leave.
SLOW_TO_LEAVE = "import sys, time; sys.stdin.read(); time.sleep(0.5)"


def test_a_worker_on_its_way_out_is_waited_for_where_its_run_is_taken_up_again(tmp_path, monkeypatch):
    started = []

    def start() -> subprocess.Popen:
        started.append(subprocess.Popen([sys.executable, "-c", SLOW_TO_LEAVE], stdin=subprocess.PIPE))
        return started[-1]

    monkeypatch.setattr("lab.executors.local._start_worker", start)
    # However slow this machine is.
    monkeypatch.setattr("lab.executors.local.SECONDS_TO_LEAVE", 600)
    executor = LocalExecutor()
    for _time in range(2):
        executor.submit(tmp_path)
    first, second = (psutil.Process(process.pid) for process in started)
    # Nobody else holds them: one that is dropped while it lives is a warning, and so a failure.
    started.clear()
    executor.close()
    assert not first.is_running()
    second.wait()
    assert not executor.poll(tmp_path).alive

"""`--metrics-file`."""

import os
import shutil
import stat
import subprocess
import time

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as exposition
from support.content import opened


@pytest.fixture
def metrics(mirror, tmp_path):
    mirror.metrics = tmp_path / "workosds.prom"
    return mirror


def values(path):
    """Parsed by the strict parsers of both formats, which must agree."""
    text = path.read_text()
    found = [
        {(s.name.removeprefix("workosds_mirror_"), *s.labels.values()): s.value for f in parse(text) for s in f.samples}
        for parse in (open_metrics, exposition)
    ]
    assert found[0] == found[1] and text.endswith("# EOF\n")
    return found[0]


def test_what_it_tells(metrics):
    before = time.time()
    metrics.update("--metrics-file", metrics.metrics)
    found = values(metrics.metrics)
    assert before <= found["last_success_timestamp_seconds",] <= found["written_timestamp_seconds",] <= time.time()
    assert (found["records", "user"], found["records", "directory"]) == (523, 21)
    assert found["held_directories",] == 0 and found["failing",] == 0
    assert found["process_requests",] == len(metrics.sandbox.arrived())
    assert found["file_bytes",] + found["wal_bytes",] >= metrics.path.stat().st_size
    with opened(metrics.path) as db:
        assert found["last_change",] == db.execute("SELECT max(id) FROM changes").fetchone()[0]


def test_failures_and_waits(metrics):
    metrics.update()
    metrics.sandbox.fault("/events*", status=429, headers={"Retry-After": "1"}, count=1)
    metrics.sandbox.fault("/events*", status=403, count=1)
    assert metrics.run("--metrics-file", metrics.metrics).code == 77
    found = values(metrics.metrics)
    assert found["failing",] == 1 and found["last_error_timestamp_seconds",] > found["last_success_timestamp_seconds",]
    assert (found["process_rate_limited_requests",], found["process_failed_requests",]) == (1, 2)
    assert found["process_waited_seconds",] >= 1


def test_it_is_replaced_in_one_step(metrics):
    """A reader finds a complete file at any time."""
    process = metrics.start("--watch", "--poll", 0.1, "--metrics-file", metrics.metrics)
    try:
        process.stdout.readline()
        inodes = set()
        deadline = time.monotonic() + 60
        while len(inodes) < 5 and time.monotonic() < deadline:
            with metrics.metrics.open() as file:
                inodes.add(os.fstat(file.fileno()).st_ino)
                assert file.read().endswith("# EOF\n")
        assert len(inodes) >= 2
        assert stat.S_IMODE(metrics.metrics.stat().st_mode) & 0o444
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert sorted(p.name for p in metrics.metrics.parent.glob("*.prom*")) == ["workosds.prom"]


def test_a_file_that_cannot_be_written_is_no_reason_to_stop(metrics, tmp_path):
    outcome = metrics.run("--metrics-file", tmp_path / "none" / "x.prom")
    assert outcome.code == 0
    assert any("metrics file" in line.get("error", "") for line in outcome.lines)


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool, a part of Prometheus, is not installed")
def test_promtool_accepts_it(metrics):
    metrics.update("--metrics-file", metrics.metrics)
    checked = subprocess.run(
        ["promtool", "check", "metrics"], input=metrics.metrics.read_text(), capture_output=True, text=True, timeout=60
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")

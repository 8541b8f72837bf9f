"""The cost of verifying a webhook, compared with libcrypto's part."""

from collections.abc import Iterator

from runner.row import Row
from runner.runs import Run, interleaved, median, require_same, run
from runner.workbench import Workbench


def microseconds(runs: list[Run]) -> float:
    """CPU per webhook."""
    return median(runs, lambda run: run.cpu / run.users * 1e6)


def webhook(bench: Workbench) -> Iterator[Row]:
    """The peer computes and compares the HMAC like the library, then scans the body once to check that it is a JSON
    object. The library's figure also includes the event: an independent copy with decoded texts and an indexed user."""
    commands = [
        bench.program("webhook_library"),
        bench.program("webhook_plain_c"),
        bench.program("webhook_plain_c", scan=0),
    ]
    library, plain_c, hmac = interleaved(bench.runs, commands, run)
    require_same(library, plain_c, hmac, what=lambda run: run.bytes)
    what = "a webhook of 1 KB verified, its event read: CPU"
    note = f"HMAC alone takes {microseconds(hmac):.3g} µs"
    figure, peer = microseconds(library), microseconds(plain_c)
    yield Row("webhook", what, figure, "µs", 1.2, peer, "libcrypto's HMAC and one scan", note)

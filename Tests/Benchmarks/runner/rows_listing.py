"""CPU and wall time of listing 20,000 users served by nginx, compared with plain C."""

from collections.abc import Iterator

from runner.row import Row
from runner.runs import Run, interleaved, median, require_same, run
from runner.workbench import Workbench


def compare(bench: Workbench, mode: str, peer_mode: str, *, tls: bool = False) -> tuple[list[Run], list[Run]]:
    pages = bench.pages
    ours = {"base_url": pages.tls_url, "ca_file": pages.ca_file} if tls else {"base_url": pages.http_url}
    theirs = {**ours, "compressed": "1"} if tls else ours
    commands = [bench.program("library", mode=mode, **ours), bench.program("plain_c", mode=peer_mode, **theirs)]
    library, plain_c = interleaved(bench.runs, commands, run)
    require_same(library, plain_c, what=lambda run: run.users)
    if mode == peer_mode:
        require_same(library, plain_c, what=lambda run: run.bytes)
    return library, plain_c


def cpu_row(scenario: str, what: str, goal: float, library: list[Run], plain_c: list[Run]) -> Row:
    figure, peer = (median(runs, lambda run: run.cpu) for runs in (library, plain_c))
    return Row(scenario, f"{what}: CPU", figure, "s", goal, peer, "plain C")


def wall_row(scenario: str, what: str, goal: float, library: list[Run], plain_c: list[Run]) -> Row:
    figure, peer = (median(runs, lambda run: run.wall) for runs in (library, plain_c))
    return Row(scenario, f"{what}: wall", figure, "s", goal, peer, "plain C")


def fields(bench: Workbench) -> Iterator[Row]:
    what = "20,000 users, five fields each"
    library, plain_c = compare(bench, "fields", "fields")
    yield cpu_row("fields", what, 0.12, library, plain_c)
    yield wall_row("fields", what, 0.12, library, plain_c)


def tls(bench: Workbench) -> Iterator[Row]:
    what = "the same over TLS with gzip"
    library, plain_c = compare(bench, "fields", "fields", tls=True)
    yield cpu_row("tls", what, 0.20, library, plain_c)
    yield wall_row("tls", what, 0.20, library, plain_c)


def text(bench: Workbench) -> Iterator[Row]:
    what = "each record as the server's JSON text, plain C with json_dumps"
    yield cpu_row("text", what, 0.10, *compare(bench, "text", "json"))


def json(bench: Workbench) -> Iterator[Row]:
    what = "each record as workosds_user_json, plain C with json_dumps"
    yield cpu_row("json", what, 1.3, *compare(bench, "json", "json"))


def attribute(bench: Workbench) -> Iterator[Row]:
    what = "one typed custom attribute of each user"
    yield cpu_row("attribute", what, 0.35, *compare(bench, "attribute", "attribute"))

"""The manual has every function, and renders without warnings."""

from __future__ import annotations

import html
import os
import re
import subprocess
from pathlib import Path

import pytest
from blocks import ROOT, all_blocks
from world import SANDBOX

FUNCTIONS = [
    line.split()[0]
    for line in (ROOT / "Tests/ABI/symbols.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
COMMAND = os.environ.get("WORKOSDS_COMMAND", str(ROOT / "build/workosds"))
COMMANDS = [command for command in (SANDBOX, COMMAND) if Path(command).exists()]


@pytest.fixture(scope="module")
def manual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manual")
    build = [str(ROOT / "scripts/build-manual"), str(folder), *COMMANDS]
    done = subprocess.run(build, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


def rendered(manual: Path, section: int, page: str) -> str:
    """The page as `man` shows it. A warning is an error."""
    done = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-M", str(manual / "man"), str(section), page],
        env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "400", "MANPAGER": "cat"},
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), f"{page}({section})"
    return done.stdout


def test_every_function_has_its_page(manual: Path) -> None:
    """`man 3 workosds_client_new` shows a page that describes the function."""
    pages: dict[str, str] = {}
    without: list[str] = []
    for function in FUNCTIONS:
        source = (manual / f"man/man3/{function}.3").read_text(encoding="utf-8")
        link = re.fullmatch(r"\.so man3/(workosds\w*)\.3\n", source)
        group = link[1] if link else function
        if group not in pages:
            pages[group] = rendered(manual, 3, group)
        signature = rf"^ {{3}}\S.*\b{function} \(.*\)\n {{7}}\S"
        if not re.search(signature, pages[group], re.MULTILINE):
            without.append(f"{function} in {group}(3)")
    assert not without, "\n".join(without)


def test_overview_names_the_others(manual: Path) -> None:
    overview = rendered(manual, 3, "workosds")
    groups = re.findall(r"@defgroup (workosds_\w+)", (ROOT / "docs/reference/groups.dox").read_text(encoding="utf-8"))
    assert len(groups) >= 12
    for group in groups:
        assert f"{group}(3)" in overview, group
    assert "CONVENTIONS" in overview and "#include <workosds.h>" in overview


def test_all_pages_render(manual: Path) -> None:
    pages = [path for path in manual.glob("man/man?/*") if not path.read_text(encoding="utf-8").startswith(".so ")]
    assert len(pages) >= 18 + len(COMMANDS)
    for path in pages:
        rendered(manual, int(path.suffix[1:]), path.stem)
        assert re.search(rf"^\.SH NAME\n{re.escape(path.stem)} \\- \S", path.read_text(encoding="utf-8"), re.MULTILINE)
    subprocess.run(
        ["mandoc", "-T", "lint", "-W", "error", *map(str, pages)], check=True, cwd=manual / "man", timeout=60
    )


def test_links_between_pages_lead_somewhere(manual: Path) -> None:
    for path in manual.glob("man/man3/*"):
        text = path.read_text(encoding="utf-8")
        if text.startswith(".so "):
            target = manual / "man" / text.split()[1]
            assert target.exists() and not target.read_text(encoding="utf-8").startswith(".so "), path.name


def test_code_keeps_its_characters(manual: Path) -> None:
    """Backslashes and quotation marks of examples and macros are preserved."""
    assert 'fprintf(stderr, "%s\\n", workosds_error_message(error));' in rendered(manual, 3, "workosds_iterator")
    assert '#define WORKOSDS_EVENT_DSYNC_DELETED   "dsync.deleted"' in rendered(manual, 3, "workosds_events")


@pytest.mark.skipif(not COMMANDS, reason="no command is built")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: Path(command).name)
def test_every_option_of_a_command_is_in_its_page(manual: Path, command: str) -> None:
    told = subprocess.run([command, "--help"], capture_output=True, text=True, timeout=10, check=True).stdout
    page = rendered(manual, 1, Path(command).name)
    options = re.findall(r"^  +(?:-\w, )?(--[\w-]+)", told, re.MULTILINE)
    assert options
    for option in options:
        assert option in page, option


def test_html_has_every_function(manual: Path) -> None:
    pages = [html.unescape(path.read_text(encoding="utf-8")) for path in manual.glob("html/group__*.html")]
    headings = "\n".join(re.findall(r'<td class="memname">(.*?)</td>', "\n".join(pages), re.DOTALL))
    missing = set(FUNCTIONS) - set(re.findall(r"\b(workosds_\w+) ?(?:$|\n)", headings))
    assert not missing


def test_every_function_is_used() -> None:
    """In an example of the reference, in an example program, in a document, or in a test in C."""
    sources = [*ROOT.glob("docs/examples/*.c"), *ROOT.glob("examples/*.c"), *ROOT.glob("Tests/ABI/**/*.c")]
    text = "\n".join([path.read_text(encoding="utf-8") for path in sources] + [block.text for block in all_blocks()])
    used = set(re.findall(r"\bworkosds_\w+", text))
    assert not set(FUNCTIONS) - used

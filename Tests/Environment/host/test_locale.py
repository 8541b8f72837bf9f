"""Numbers do not depend on the host's locale, even if another thread changes it."""

import subprocess

import pytest
from replay import ok
from support.host import run
from support.pages import user

SOURCE = """LC_CTYPE
copy "POSIX"
END LC_CTYPE
LC_NUMERIC
decimal_point ","
thousands_sep "."
grouping 3
END LC_NUMERIC
"""


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """A folder with a locale that has a decimal comma, since the system may have none."""
    folder = tmp_path_factory.mktemp("locales")
    (folder / "source").write_text(SOURCE)
    command = ["localedef", "--force", "--quiet", "-i", str(folder / "source"), str(folder / "comma_XX")]
    subprocess.run(command, check=False, capture_output=True)  # it warns about missing categories
    assert (folder / "comma_XX" / "LC_NUMERIC").exists()
    return str(folder)


def test_decimal_comma(locales, serve):
    text = b'{"a":0.1,"b":1.0,"c":1E2,"d":-0.0,"e":2.5e-3,"f":1.7976931348623157e308,"g":1.5}'
    reals = text.replace(b'{"a":', b'{"x":[').replace(b"}", b"]}")
    for letter in b"bcdefg":
        reals = reals.replace(b'"%c":' % letter, b"")
    body = ok(user()).partition(b"\r\n\r\n")[2]
    body = body.replace(b'"custom_attributes": {}', b'"custom_attributes": ' + text)
    body = body.replace(b'"raw_attributes": {}', b'"raw_attributes": ' + reals)
    result = run("locales", serve(lambda request: ok(body), records=False).url, LOCPATH=locales)
    assert result["changes"] > 100

"""The bundled libraries on minimal Debian systems of several releases, on both architectures.

Needs root, and `make release` and `scripts/make-dist FOLDER wheels` before; WHEELS is that folder.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from support import RELEASE, ROOT, WORK, Root, TLSFront, run

sys.path.insert(0, str(ROOT / "Tests" / "Support"))

from sandbox_server import running  # noqa: E402

WHEELS = Path(os.environ.get("WHEELS", ROOT / "build" / "dist"))
RUBIES = [("bookworm", "amd64"), ("trixie", "arm64")]
PYTHONS = [("bookworm", "amd64"), ("trixie", "amd64"), ("bookworm", "arm64"), ("trixie", "arm64")]
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}
EXPECTED = "0.1.0: 21 directories, 250 users\n"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    with running() as sandbox:
        front = TLSFront(urlsplit(sandbox.url).port, tmp_path_factory.mktemp("authority"))
        front.environment = {"WORKOS_BASE_URL": front.url, "WORKOS_API_KEY": sandbox.api_key}
        yield front
        front.close()


@pytest.fixture(scope="module", params=PYTHONS, ids="-".join)
def python(request):
    """A root with Python, the installed wheel, and a program that lists."""
    suite, architecture = request.param
    root = Root(suite, architecture, "python3", "python3-pip")
    (wheel,) = WHEELS.glob(f"workosds-*-manylinux_*_{MACHINES[architecture]}.whl")
    options = ["--no-index", "--no-deps", "--no-compile", "--target", "/test/packages"]
    # Debian's pip reads the system's CA certificates at start, which are missing without ca-certificates.
    authorities = root.folder / "etc/ssl/certs/ca-certificates.crt"
    authorities.parent.mkdir(parents=True, exist_ok=True)
    authorities.write_bytes(Path("/etc/ssl/certs/ca-certificates.crt").read_bytes())
    print(root.run("/usr/bin/python3", "-m", "pip", "install", *options, root.copy(wheel)))
    authorities.unlink()
    root.copy(ROOT / "Tests/Install/consumers/python/program.py")
    return root


def listing(root, expect=0, **environment):
    return root.run("/usr/bin/python3", "/test/program.py", expect=expect, PYTHONPATH="/test/packages", **environment)


def test_nothing_of_what_is_inside_is_installed(python):
    libraries = [path.name for path in python.folder.rglob("lib*.so*")]
    assert not [name for name in libraries if name.startswith(("libcurl.", "libjansson."))]


def test_listing_over_https(python, front):
    authority = python.copy(front.authority.file, "authority.pem")
    assert listing(python, SSL_CERT_FILE=authority, **front.environment) == EXPECTED


@pytest.mark.parametrize("python", PYTHONS[:1], indirect=True, ids="-".join)
@pytest.mark.parametrize(
    "place",
    [
        "etc/ssl/certs/ca-certificates.crt",
        "etc/pki/tls/certs/ca-bundle.crt",
        "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "etc/ssl/ca-bundle.pem",
        "etc/ssl/cert.pem",
    ],
)
def test_where_distributions_have_their_authorities(python, front, place):
    file = python.folder / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(Path(front.authority.file).read_bytes())
    try:
        assert listing(python, **front.environment) == EXPECTED
    finally:
        file.unlink()


def test_openssls_configuration_is_not_read(python, front):
    """It has a provider that does not exist, so OpenSSL would fail if it read it."""
    text = "openssl_conf = a\n[a]\nproviders = b\n[b]\nmissing = c\n[c]\nactivate = 1\nmodule = /none.so\n"
    (python.folder / "test/openssl.cnf").write_text(text, encoding="utf-8")
    authority = python.copy(front.authority.file, "authority.pem")
    environment = {"OPENSSL_CONF": "/test/openssl.cnf", "SSL_CERT_FILE": authority, **front.environment}
    assert listing(python, **environment) == EXPECTED


def test_without_authorities_the_error_says_so(python, front):
    said = listing(python, expect=1, **front.environment)
    assert "no certification authorities were found: set ca_file or SSL_CERT_FILE" in said


def test_with_certifi(python, front):
    """A package of that name, whose file is the CA of this test."""
    authority = python.copy(front.authority.file, "authority.pem")
    (python.folder / "test/certifi").mkdir()
    (python.folder / "test/certifi/__init__.py").write_text(
        f"def where():\n    return {authority!r}\n", encoding="utf-8"
    )
    said = python.run("/usr/bin/python3", "/test/program.py", PYTHONPATH="/test/packages:/test", **front.environment)
    assert said == EXPECTED


@pytest.mark.parametrize("suite,architecture", RUBIES, ids=map("-".join, RUBIES))
def test_the_gem(suite, architecture, front, tmp_path):
    machine = MACHINES[architecture]
    run(ROOT / "bindings/ruby/build_gem", tmp_path, RELEASE / f"{machine}-gnu/libworkosds.so")
    (gem,) = tmp_path.iterdir()
    root = Root(suite, architecture, "ruby")
    environment = {"GEM_HOME": "/test/gems", **front.environment}
    options = ["--local", "--no-document", "--ignore-dependencies"]
    print(root.run("/usr/bin/ruby", "/usr/bin/gem", "install", *options, root.copy(gem), **environment))
    program = root.copy(ROOT / "Tests/Install/consumers/ruby/program.rb")
    authority = root.copy(front.authority.file, "authority.pem")
    assert root.run("/usr/bin/ruby", program, SSL_CERT_FILE=authority, **environment) == EXPECTED


def test_a_c_program_on_debian_11(front):
    """Its Python is older than the binding supports."""
    root = Root("bullseye", "amd64", "libc6")
    toolchain = Path(run("sh", "-c", "readlink -f $(command -v swiftc)").strip()).parent
    sysroot = WORK / "link-x86_64"
    run(
        toolchain / "clang",
        "--target=x86_64-unknown-linux-gnu",
        f"--sysroot={sysroot}",
        "-fuse-ld=lld",
        f"-I{ROOT / 'include'}",
        ROOT / "Tests/Install/consumers/c/program.c",
        f"-L{RELEASE / 'x86_64-gnu'}",
        "-lworkosds",
        "-o",
        root.folder / "test/program",
    )
    root.copy(RELEASE / "x86_64-gnu/libworkosds.so", "libworkosds.so.0")
    authority = root.copy(front.authority.file, "authority.pem")
    assert root.run("/test/program", LD_LIBRARY_PATH="/test", SSL_CERT_FILE=authority, **front.environment) == EXPECTED

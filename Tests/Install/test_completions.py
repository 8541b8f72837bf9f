"""scripts/build-completions with the sandbox's program, which generates completions like the command."""

from support import ROOT, run


def test_each_shell_gets_its_own(built, tmp_path):
    run("scripts/build-completions", tmp_path, built.sandbox, folder=ROOT)
    name = built.sandbox.name
    texts = {
        shell: (tmp_path / "completions" / file).read_text(encoding="utf-8")
        for shell, file in {"bash": f"bash/{name}", "zsh": f"zsh/_{name}", "fish": f"fish/{name}.fish"}.items()
    }
    assert all("rate-limit" in text for text in texts.values())
    assert texts["zsh"].startswith(f"#compdef {name}\n")
    run("bash", "-n", tmp_path / "completions" / "bash" / name, folder=tmp_path)


def test_a_program_that_has_none_fails(tmp_path):
    run("scripts/build-completions", tmp_path, "/bin/false", folder=ROOT, expect=1)

"""Every template parses, holds to the content security policy, and is used."""

import re
from pathlib import Path

import pytest

from app import create_app
from tests.conftest import configuration

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()
)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """The template environment of an application."""
    return create_app(configuration("sqlite://", tmp_path_factory.mktemp("templates"))).jinja_env


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_parses(environment, name: str) -> None:  # type: ignore[no-untyped-def]
    environment.get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_inline_style_or_script(name: str) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), f"{name}: the policy allows no inline style: give it a class."
    assert not re.search(r"<style", text), f"{name}: put the rules into a stylesheet."
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), f"{name}: no inline handlers: put it into app.js."
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), f"{name}: no inline script: put it into app.js."


def test_every_template_is_used_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    code += "\n".join((ROOT / "templates" / name).read_text(encoding="utf-8") for name in TEMPLATES)
    for name in TEMPLATES:
        assert f'"{name}"' in code or f"'{name}'" in code, f"{name} is used nowhere: delete it."

"""What the browser gets is what assets/ says, and carries nothing that is not ours to show."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "assets"
STATIC = ROOT / "app" / "static"
PACKAGES = ASSETS / "node_modules"

needs_npm = pytest.mark.skipif(
    shutil.which("npm") is None or not PACKAGES.is_dir(),
    reason="npm or its packages are missing; script/setup --test installs them where it may",
)


def addresses(stylesheet: Path) -> list[str]:
    return re.findall(r"url\(\s*[\"']?([^\"')]+)", stylesheet.read_text("utf-8"))


@needs_npm
def test_the_committed_stylesheet_is_what_its_source_builds(tmp_path: Path) -> None:
    built = tmp_path / "app.css"
    done = subprocess.run(
        ["npm", "--prefix", str(ASSETS), "run", "--silent", "css"],
        env={**os.environ, "APP_CSS": str(built)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "Sass warns; mend what it warns of"
    same = built.read_bytes() == (STATIC / "app.css").read_bytes()
    assert same, "app/static/app.css is not what assets/ builds: run script/assets and commit what it makes"


@needs_npm
def test_the_committed_fonts_are_those_of_the_locked_package() -> None:
    fonts = sorted((STATIC / "fonts").glob("*.woff2"))
    assert fonts
    for font in fonts:
        original = PACKAGES / "@fontsource-variable" / "inter" / "files" / font.name
        assert font.read_bytes() == original.read_bytes(), f"{font.name} differs: run script/assets"


@pytest.mark.parametrize("name", ["app.css", "paper.css"])
def test_a_stylesheet_asks_only_for_files_that_lie_beside_it(name: str) -> None:
    asked = addresses(STATIC / name)
    assert asked
    for address in asked:
        assert not re.match(r"[a-z]+:|/", address), f"{name} asks for {address}: use a relative address"
        assert (STATIC / address).is_file(), f"{name} asks for {address}, which is not there"


def test_every_font_that_is_shipped_is_used_and_its_licence_lies_beside_it() -> None:
    asked = {Path(address).name for name in ("app.css", "paper.css") for address in addresses(STATIC / name)}
    assert {font.name for font in (STATIC / "fonts").glob("*.woff2")} <= asked
    assert "SIL Open Font License" in (STATIC / "fonts" / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("mark", ["GDS Transport", "crest", "crown", "govuk-header", "govuk-footer"])
def test_nothing_of_the_governments_own_identity_is_in_the_stylesheet(mark: str) -> None:
    assert mark not in (STATIC / "app.css").read_text("utf-8")


def test_the_npm_lock_names_versions_and_hashes_but_no_registry() -> None:
    lock = json.loads((ASSETS / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages["node_modules/govuk-frontend"]["version"] == "6.3.0"
    for name, package in packages.items():
        assert "resolved" not in package, f"{name}: assets/.npmrc keeps addresses out; make the lock anew"
        assert package["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock", "requirements-setup.lock"])
def test_a_python_lock_pins_every_package_with_hashes_and_names_no_registry(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE), "an option of one machine got into the lock"
    packages = text.replace("\\\n", " ").splitlines()
    assert packages
    for line in packages:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_the_tests_run_with_the_versions_that_are_shipped() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9-]+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-test.lock")

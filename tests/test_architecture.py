"""How the house is kept. Each rule says what to do when it is broken."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

ENTRANCES = {"app", "app.serve", "app.cli", "app.set_up", "app.beside", "app.worker"}
"""Modules that put the rest together: they may import features."""

READS_OTHERS = {"reports", "home", "example"}
"""Features that may read other features' queries (never their views or actions, but the example's loader)."""

LATE_IMPORTS: dict[str, str] = {}
"""Imports of the project inside a function: module -> the reason."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions over the limit: "module:name" -> the reason."""

ONLY_IN = {
    "weasyprint": {"app.reports.pdf", "app.reports.tagging"},
    "dbos": {"app.jobs"},
}
"""Libraries that one room alone may know."""

WORDS_OF_NOTHING = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc|stuff)(_|$)")


@cache
def sources() -> dict[str, Path]:
    """All modules of the product: dotted name -> file."""
    found = {}
    for folder in ("app", "workflows"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(name: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(sources()[name].read_text(encoding="utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """The modules that an import statement names, as exactly as it can be told."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name
    elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in sources() else node.module


def is_typing_only(node: ast.AST) -> bool:
    """Whether this is `if TYPE_CHECKING:`."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def module_imports(name: str) -> set[str]:
    """What a module imports when it is loaded."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(tree_of(name).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or is_typing_only(node):
            continue
        found.update(imported(node))
        waiting.extend(ast.iter_child_nodes(node))
    return found


def feature_of(name: str) -> str | None:
    """The feature a module belongs to; None for rules, facts and shared rooms."""
    parts = name.split(".")
    if len(parts) < 3 and not (len(parts) == 2 and sources()[name].name == "__init__.py"):
        return None
    return parts[1] if parts[0] == "app" and parts[1] not in ("models", "words", "charts", "data") else None


def test_the_rules_import_nothing_but_the_standard_library_and_transitions() -> None:
    for name in sources():
        if not name.startswith("workflows"):
            continue
        for other in module_imports(name):
            root = other.split(".")[0]
            assert root in sys.stdlib_module_names | {"workflows", "transitions"}, (
                f"{name} imports {other}: rules know only the standard library and transitions. Pass what it needs in the facts."
            )


def test_the_facts_import_only_the_rules_and_sqlalchemy() -> None:
    for name in sources():
        if not name.startswith("app.models"):
            continue
        for other in module_imports(name):
            allowed = (
                other.startswith(("app.models", "workflows", "sqlalchemy"))
                or other.split(".")[0] in sys.stdlib_module_names
            )
            assert allowed, f"{name} imports {other}: models know tables and rules, nothing above them."


def test_a_shared_room_imports_no_feature() -> None:
    for name in sources():
        if name in ENTRANCES or not name.startswith("app") or feature_of(name) is not None:
            continue
        for other in module_imports(name):
            if other in sources() and name != "app":
                assert feature_of(other) is None, (
                    f"{name} imports the feature {other}: move what both need into a room."
                )


def test_a_feature_imports_no_other_feature() -> None:
    for name in sources():
        mine = feature_of(name)
        if mine is None:
            continue
        for other in module_imports(name):
            theirs = feature_of(other) if other in sources() else None
            if theirs is None or theirs == mine:
                continue
            allowed = mine in READS_OTHERS and (other.endswith(".queries") or mine == "example")
            assert allowed, f"{name} imports {other}: what two features need is a model, a rule or a shared room."


def test_there_is_no_import_cycle() -> None:
    graph = {
        name: {other for other in module_imports(name) if other in sources() and other != name} for name in sources()
    }
    done: set[str] = set()
    path: list[str] = []

    def visit(name: str) -> None:
        if name in path:
            raise AssertionError("a cycle of imports: " + " -> ".join([*path[path.index(name) :], name]))
        if name in done:
            return
        path.append(name)
        for other in sorted(graph[name]):
            visit(other)
        path.pop()
        done.add(name)

    for name in graph:
        visit(name)


def test_nothing_of_the_project_is_imported_inside_a_function() -> None:
    for name in sources():
        for node in ast.walk(tree_of(name)):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for inner in ast.walk(node):
                for other in imported(inner):
                    late = other.split(".")[0] in ("app", "workflows") and name not in LATE_IMPORTS
                    assert not late, (
                        f"{name} imports {other} inside {node.name}(): import it at the top, or say why in LATE_IMPORTS."
                    )


@pytest.mark.parametrize("library", sorted(ONLY_IN))
def test_a_heavy_library_is_known_in_one_place_only(library: str) -> None:
    for name in sources():
        for node in ast.walk(tree_of(name)):
            for other in imported(node):
                if other.split(".")[0] == library:
                    assert name in ONLY_IN[library], f"{name} imports {library}: only {sorted(ONLY_IN[library])} may."


def test_no_module_is_longer_than_can_be_held_in_the_head() -> None:
    for name, path in sources().items():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST_MODULE, f"{name} has {lines} lines (at most {LONGEST_MODULE}): split it by subject."


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of signature and body, without decorators and docstring."""
    first = node.body[0]
    has_docstring = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


def test_no_function_is_longer_than_a_screen() -> None:
    for name in sources():
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and f"{name}:{node.name}" not in LONG_FUNCTIONS:
                lines = body_length(node)
                assert lines <= LONGEST_FUNCTION, (
                    f"{name}.{node.name} has {lines} lines (at most {LONGEST_FUNCTION}): name its parts."
                )


def test_names_say_what_a_thing_is() -> None:
    for name in sources():
        assert not WORDS_OF_NOTHING.search(name.split(".")[-1]), f"{name}: name the module after what it holds."


def test_what_is_public_states_its_contract() -> None:
    for name in sources():
        tree = tree_of(name)
        assert ast.get_docstring(tree) or not tree.body, f"{name} has no docstring: say in a sentence what it is for."
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{name}.{node.name} has no docstring."


def test_actions_know_nothing_of_the_web_and_never_commit() -> None:
    for name in sources():
        if not re.search(r"\.actions(\.|$|_)", name) and not name.endswith("actions"):
            continue
        for other in module_imports(name):
            assert other.split(".")[0] not in ("flask", "flask_login", "flask_wtf"), (
                f"{name} imports {other}: the view tells an action what it needs."
            )
        assert ".commit(" not in sources()[name].read_text(encoding="utf-8"), (
            f"{name} commits: the view commits once, last."
        )


def test_the_exceptions_to_the_rules_are_still_needed() -> None:
    for entry in (*LATE_IMPORTS, *(one.split(":")[0] for one in LONG_FUNCTIONS)):
        assert entry in sources(), f"{entry} is listed as an exception and is not there any more."

"""Every route: who may come in is decided, its address is tidy, and reading writes nothing."""

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.access import TABLE, Permission
from app.guard import permission_of
from tests.conftest import configuration
from tests.routes import ROUTES

WRITES_ON_GET = "writes_on_get"


@pytest.fixture(scope="module")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application that is only asked for its routes."""
    return create_app(configuration("sqlite://", tmp_path_factory.mktemp("routes")))


def rules(app: Flask) -> list[Rule]:
    """The routes, without static files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_the_permission_of_each_route_is_the_one_that_is_listed(plain_app: Flask) -> None:
    with plain_app.app_context():
        found = {}
        for rule in rules(plain_app):
            permission = permission_of(rule.endpoint)
            assert permission is not None, f"{rule.endpoint} has no permission: mark its view with @needs(...)."
            found[rule.endpoint] = permission.value
    new = {name: value for name, value in found.items() if name not in ROUTES}
    assert not new, f"nobody has decided who may use {new}: add them to tests/routes.py, with somebody else looking."
    gone = set(ROUTES) - set(found)
    assert not gone, f"{gone} are listed in tests/routes.py and are no routes any more."
    changed = {name: (ROUTES[name], value) for name, value in found.items() if ROUTES[name] != value}
    assert not changed, f"the permission changed (listed, now): {changed}"


def test_each_permission_is_given_to_somebody() -> None:
    for permission in Permission:
        assert permission is Permission.PUBLIC or TABLE[permission].roles, f"{permission} is given to no role."


def test_addresses_are_kebab_case(plain_app: Flask) -> None:
    for rule in rules(plain_app):
        for part in re.sub(r"<[^>]+>", "", rule.rule).split("/"):
            assert re.fullmatch(r"[a-z0-9.-]*", part), f"{rule.rule}: write addresses in kebab-case."


def test_what_writes_on_a_get_says_why(plain_app: Flask) -> None:
    marked = {
        rule.endpoint: getattr(plain_app.view_functions[rule.endpoint], WRITES_ON_GET, None)
        for rule in rules(plain_app)
        if hasattr(plain_app.view_functions[rule.endpoint], WRITES_ON_GET)
    }
    assert set(marked) <= {"evidence.show", "evidence.download", "evidence.edit"}, f"a GET writes: {marked}"
    assert all(marked.values())


def test_a_route_that_changes_something_takes_post_only(plain_app: Flask) -> None:
    for rule in rules(plain_app):
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, f"{rule.rule} takes {methods}: forms know GET and POST."

"""Find one address of every kind of page by following links, as the people of the example see them."""

from collections import deque
from urllib.parse import urldefrag, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.client import Browser
from tests.example import person_of

PEOPLE = (
    "focus_reviewer",
    "review_lead_2",
    "review_lead_1",
    "administrator",
    "secretary",
    "sponsor_pvc",
    "lead_tidal",
    "lead_horology",
    "finance_validator",
    "practitioner_local",
    "facilities_manager_horology",
    "head_of_administration_natural_philosophy",
    "reader",
)
PER_KIND = 2
MOST_PAGES = 400


def endpoint_of(app: Flask, address: str) -> str | None:
    """The kind of page at an address of this site; None for anything else."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        return str(app.url_map.bind("localhost").match(parts.path, method="GET")[0])
    except HTTPException:
        return None


def page_kinds(app: Flask) -> dict[str, tuple[str, str]]:
    """Each kind of page that links lead to: endpoint -> (person, address). Every answer on the way is checked too."""
    found: dict[str, tuple[str, str]] = {}
    for key in PEOPLE:
        browser = Browser(app).sign_in(person_of(key))
        for endpoint, address in follow(app, browser):
            found.setdefault(endpoint, (key, address))
    return found


def follow(app: Flask, browser: Browser) -> list[tuple[str, str]]:
    """The kinds of page one person reaches from the home page: (endpoint, address)."""
    waiting, seen, visits = deque(["/"]), {"/"}, dict[str, int]()
    reached: list[tuple[str, str]] = []
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        endpoint = endpoint_of(app, address)
        if endpoint is None or endpoint == "static" or visits.get(endpoint, 0) >= PER_KIND:
            continue
        visits[endpoint] = visits.get(endpoint, 0) + 1
        page = browser.get(address)
        if not page.html:
            continue
        reached.append((endpoint, address))
        for link in page.soup.find_all("a", href=True):
            onward = urldefrag(str(link["href"]))[0]
            if onward.startswith("?"):
                onward = urlsplit(address).path + onward
            if onward and onward not in seen:
                seen.add(onward)
                waiting.append(onward)
    return reached

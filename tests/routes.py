"""Who may use each route: decided by people, one by one. A route that is not listed fails the tests."""

ROUTES: dict[str, str] = {}

"""How changes read as sentences. Each feature has a module here; `app/history_pages.py` uses what they say together.

A module says what it needs of these:

VERBS: the name of an action -> what follows the person's title in the sentence, without a full stop, for example
"record_finding": "recorded finding {label}". `{label}` is the label of the main record (of all records of its kind
that the act changed, joined); `{field}` the new value of a column, `{was_field}` its value before.
FIELDS: table -> {column: label}. A column that is not named is not shown in a sentence's details.
WHEN_MADE: table -> columns whose values are shown already when the record is made, not only when it changes.
MAIN: the name of an action -> the table of its main record, where that is not simply the first one it changed.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType, ModuleType

MODULES: tuple[ModuleType, ...] = tuple(
    importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
)


def _flat(name: str) -> Mapping[str, str]:
    return MappingProxyType({key: text for module in MODULES for key, text in getattr(module, name, {}).items()})


def _columns() -> Mapping[str, Mapping[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for module in MODULES:
        for table, columns in getattr(module, "FIELDS", {}).items():
            tables.setdefault(table, {}).update(columns)
    return MappingProxyType(tables)


def _when_made() -> Mapping[str, tuple[str, ...]]:
    tables: dict[str, tuple[str, ...]] = {}
    for module in MODULES:
        for table, columns in getattr(module, "WHEN_MADE", {}).items():
            tables[table] = (*tables.get(table, ()), *columns)
    return MappingProxyType(tables)


VERBS = _flat("VERBS")
MAIN = _flat("MAIN")
FIELDS = _columns()
WHEN_MADE = _when_made()

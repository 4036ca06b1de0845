"""The example in a database of each engine, loaded once a run: the tests only read it."""

from tests.example import example_template, loaded, loaded_once, postgres_example

__all__ = ["example_template", "loaded", "loaded_once", "postgres_example"]

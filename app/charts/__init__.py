"""Charts: values become geometry here (pure functions, frozen dataclasses), and templates/charts/*.svg draw it."""

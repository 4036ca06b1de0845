"""How taking over the example portfolio reads in a history."""

VERBS = {"import_example": "took this over from the example portfolio"}

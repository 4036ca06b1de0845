"""Red, amber, green, and why: a colour never stands without its word and its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class RagColour(StrEnum):
    """The colours of how a thing stands."""

    BLUE = "blue"
    RED = "red"
    AMBER = "amber"
    GREY = "grey"
    GREEN = "green"


RAG_LABELS: Mapping[RagColour, str] = MappingProxyType({colour: colour.value.capitalize() for colour in RagColour})


@dataclass(frozen=True)
class Rag:
    """A colour and its reason, a clause to stand after "because" or a colon ("its date was revised once")."""

    colour: RagColour
    reason: str

    @property
    def label(self) -> str:
        """The word beside the colour."""
        return RAG_LABELS[self.colour]

    @property
    def sentence(self) -> str:
        """The reason as a sentence of its own."""
        return f"{self.reason[0].upper()}{self.reason[1:]}."

"""Small numbers and lists as English sentences have them."""

from collections.abc import Sequence

_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve"
).split()  # fmt: skip


def in_words(number: int) -> str:
    """Return "two" for 2, up to twelve; digits beyond, with a comma between thousands."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else f"{number:,}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return "1 day", "2 days": the number in digits with its noun."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def joined(words: Sequence[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def numbered(noun: str, numbers: Sequence[int]) -> str:
    """Return "finding 2", "findings 2 and 3"."""
    return f"{noun if len(numbers) == 1 else noun + 's'} {joined([str(number) for number in numbers])}"


def sentence_case(words: str) -> str:
    """Return the words with a capital first letter and the others as they are."""
    return words[:1].upper() + words[1:]

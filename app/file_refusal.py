"""The refusal of a file, in words for the person who sent it."""


class FileRefused(Exception):
    """A file that is not taken: `sentence` says what is wrong with it and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

"""Words one letter off from known ones: one added, left out, changed, or two neighbors swapped."""

from collections.abc import Iterable


class Near:
    """Known words by what is left when one letter is taken out: a word one letter off meets them there."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        for word in known:
            for rest in {word, *without_one(word)}:
                self._by_rest.setdefault(rest, []).append(word)

    def to(self, word: str) -> set[str]:
        """Every known word that ``word`` is one letter off from."""
        met = {known for rest in (word, *without_one(word)) for known in self._by_rest.get(rest, ())}
        return {known for known in met if is_one_off(word, known)}


def without_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def is_one_off(a: str, b: str) -> bool:
    """One letter added, left out, changed, or two neighbors swapped."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
    return rest_a[1:] == rest_b if len(a) > len(b) else rest_a == rest_b[1:]

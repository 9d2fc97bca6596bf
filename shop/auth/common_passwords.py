"""The rules that common passwords of 12 characters or more are made by."""

from collections.abc import Iterable
from string import digits, punctuation

# What people start from; also in the languages that the shop is likely to be read in.
WORDS = (
    "administrator admin baseball batman changeme charlie computer dragon facebook flower "
    "football freedom geheim google hallo hello iloveyou internet jesus letmein login loveme "
    "master michael michelle mickeymouse monkey motdepasse mustang ninja passwort password "
    "passw pokemon princess qwertz qwerty azerty samsung schatz secret shadow shopping soccer "
    "spiderman starwars summer winter spring autumn sunshine superman superstar test trustno "
    "user welcome whatever willkommen wordpass "
)

# Neighbours: on keyboards, in the alphabet, among numbers. Read both ways.
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertzuiop",
    "yxcvbnm,.-",
    "azertyuiop",
    "qsdfghjklm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "!@#$%^&*()",
    '!"§$%&/()=',
)
SHORTEST_RUN = 4  # characters
LOOKALIKES = str.maketrans("@4310$57!", "aaeiossti")
LEFT_OVER = 3  # characters beyond what is expected that make a password uncommon


def is_common(password: str, personal: Iterable[str]) -> bool:
    """Whether `password` is a repetition, a run of neighbours, or one expected word with trimmings.

    `personal` are texts that its owner is known by; all their words together count as expected.
    """
    text = password.casefold()
    if len(set(text)) < 5 or _is_repeated(text):
        return True
    core = text.strip(digits + punctuation + " ").translate(LOOKALIKES)
    for spelling in {text, core}:
        common = ([word] for word in WORDS.split() if word in spelling)
        for expected in ([], _words(personal), *common):
            if _is_expected(spelling, _without_runs(_without(spelling, expected))):
                return True
    return False


def _is_expected(text: str, rest: str) -> bool:
    """Whether so little of `text` is left that the expected part is all there is to guess.

    Digits and signs beside words do not count, for they are what people add when told to.
    """
    counted = [c for c in rest if c.isalpha()] if any(c.isalpha() for c in text) else rest
    return len(rest) < len(text) and len(counted) < LEFT_OVER


def _is_repeated(text: str) -> bool:
    """Whether it is some shorter text over and over, the last time perhaps cut off."""
    return any(
        (text[:size] * (len(text) // size + 1)).startswith(text)
        for size in range(1, len(text) // 2 + 1)
    )


def _words(texts: Iterable[str]) -> list[str]:
    words = {word for text in texts for word in _split(text.casefold()) if len(word) > 2}
    return sorted(words, key=len, reverse=True)


def _split(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    kept, at = [], 0
    while at < len(text):
        size = _run_length(text[at : at + 40])
        if size < SHORTEST_RUN:
            kept.append(text[at])
            size = 1
        at += size
    return "".join(kept)


def _run_length(text: str) -> int:
    """How many characters at the start of `text` are neighbours or the same."""
    same = len(text) - len(text.lstrip(text[0]))
    longest = max(1, same)
    for run in (*RUNS, *(run[::-1] for run in RUNS)):
        while text[: longest + 1] in run and longest < len(text):
            longest += 1
    return longest

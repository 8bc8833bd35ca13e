"""Record what PyPI's rapidfuzz says of many pairs of texts, and what its default processor makes of each code point.

    pip install rapidfuzz==3.14.6 && python scripts/record_fuzzy.py

writes what the tests of `lib/src/matching/fuzzy` read, each time the same bytes:

* recorded/pairs.jsonl.gz: a first line with the names of the scorers, then for each pair `[a, b, scores]`: from 0 to
  100, rounded to ten places, and the same for (b, a).
* recorded/default_process.txt.gz: what the default processor makes of every code point, in runs of those that move as
  far: `first last distance`, in decimals. What is in no run becomes a space.
* letters_and_digits.txt: the runs of what becomes no space, `first last` in hexadecimals. The program reads it too.
"""

import gzip
import json
import random
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import rapidfuzz
from rapidfuzz import distance, fuzz, utils

assert rapidfuzz.__version__ == "3.14.6", rapidfuzz.__version__
FUZZY = Path(__file__).parent.parent / "lib/src/matching/fuzzy"
PAIRS = 12_000

FUZZ = [
    "ratio", "partial_ratio", "token_sort_ratio", "token_set_ratio", "token_ratio", "partial_token_sort_ratio",
    "partial_token_set_ratio", "partial_token_ratio", "WRatio", "QRatio",
]  # fmt: skip
DISTANCES = [
    "Levenshtein", "DamerauLevenshtein", "OSA", "Indel", "Jaro", "JaroWinkler", "LCSseq", "Hamming",
]  # fmt: skip

# Everything that any Unicode property calls a blank, and some that only look like one.
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
ALPHABETS = {
    "two": "ab",
    "few": "abcde ",
    "latin": "abcdefghijklmnopqrstuvwxyz     ",
    "western": "aàâäåæcçeéèêëiîïnñoôöøuùûüyÿßABCÉÖÜ\xa0\x85   ",
    "greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΣ   ",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяЁё   ",
    "kana": "あいうえおかきくけこさしすせそアイウエオカキクケコガギグゲゴー\u3000  ",
    "han": "".join(map(chr, range(0x4E00, 0x4E60))) + "\u3000 ",
    "hangul": "".join(map(chr, range(0xAC00, 0xAC40))) + "  ",
    "emoji": "😀😁😂🤣😃👍👍🏽👩\u200d💻🇫🇷❤️🏳️\u200d🌈   ",
    "marks": "aeoun\u0300\u0301\u0302\u0303\u0308\u0327  ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي   ",
    "blanks": BLANKS + "abc",
    "any": "",
}
WORDS = (
    "the a an of and in la le der die das night day star wars return king queen ring lord rings new york mets "
    "atlanta braves giants jets love story last first man woman dark blue red moon café naïve straße œuvre "
    "Ænima Ω-man 2001 II III IV part episode season 1984 & — - ... ! 東京 物語 七人の侍 Москва слезам не верит"
).split()


def code_point(rng: random.Random) -> str:
    """Any one but a surrogate, which is no character."""
    at = rng.randrange(0x110000 - 0x800)
    return chr(at if at < 0xD800 else at + 0x800)


def letters(rng: random.Random, length: int) -> str:
    alphabet = ALPHABETS[rng.choice(list(ALPHABETS))]
    return "".join(rng.choice(alphabet) if alphabet else code_point(rng) for _ in range(length))


def title(rng: random.Random, words: int) -> str:
    blank = " " if rng.random() < 0.7 else rng.choice(BLANKS)
    text = blank.join(rng.choices(WORDS, k=words))
    return rng.choice([text, text, text.lower(), text.upper(), f" {text}  ", unicodedata.normalize("NFD", text)])


def length(rng: random.Random) -> int:
    """Mostly like titles, with the borders of machine words among them."""
    return rng.choice([
        0, 1, 1, 2, 3, rng.randint(0, 8), rng.randint(4, 20), rng.randint(8, 40), rng.randint(8, 40),
        rng.randint(60, 68), rng.choice([63, 64, 65, 127, 128, 129]),
        rng.randint(65, 300) if rng.random() < 0.3 else rng.randint(10, 30),
    ])  # fmt: skip


def text(rng: random.Random) -> str:
    if rng.random() < 0.45:
        return title(rng, rng.choice([1, 1, 2, 3, 3, 4, 5, 6, 8, rng.randint(8, 30)]))
    return letters(rng, length(rng))


def edited(rng: random.Random, text: str) -> str:
    """The text with some mistakes."""
    chars = list(text)
    for _ in range(rng.choice([1, 1, 2, 3, rng.randint(1, 12)])):
        at = rng.randrange(len(chars) + 1)
        match rng.randrange(5):
            case 0:
                chars.insert(at, rng.choice(chars) if chars else letters(rng, 1))
            case 1:
                del chars[at : at + 1]
            case 2:
                chars[at : at + 1] = letters(rng, 1)
            case 3:
                chars[at : at + 2] = reversed(chars[at : at + 2])
            case 4:
                other = rng.randrange(len(chars) + 1)
                chars[min(at, other) : max(at, other)] = [] if rng.random() < 0.2 else chars[min(at, other) : max(at, other)]
    return "".join(chars)


def words_moved(rng: random.Random, text: str) -> str:
    """Its words in another order, some of them twice, some not at all, some others among them."""
    words = text.split()
    words += rng.choices(words, k=rng.randint(0, 2)) if words else []
    words += rng.choices(WORDS, k=rng.randint(0, 2))
    rng.shuffle(words)
    return " ".join(words[: rng.randint(max(1, len(words) - 2), max(1, len(words)))])


def pair(rng: random.Random) -> tuple[str, str]:
    one = text(rng)
    match rng.randrange(10):
        case 0:
            return one, text(rng)
        case 1 | 2 | 3:
            return one, edited(rng, one)
        case 4 | 5:
            return one, words_moved(rng, one)
        case 6:
            start = rng.randrange(len(one) + 1)
            return one, edited(rng, one[start : start + length(rng)])
        case 7:
            return one, text(rng) + edited(rng, one) + text(rng)
        case 8:
            return edited(rng, one), edited(rng, one)
        case _:
            return one, title(rng, rng.randint(1, 6))


BY_HAND = [
    ("", ""), ("", " "), (" ", "\t"), ("", "a"), ("a", ""), ("a", "a"), ("a", "b"), ("ab", "ba"), ("a b", "b a"),
    ("a a", "a"), ("a a b", "a b b"), ("\xa0", " "), ("a\xa0b", "b a"), ("a\xa0b€", "b€ a"), ("a\x85b", "b a"),
    ("\u3000", "\u3000"), ("this is a test", "this is a test!"), ("fuzzy wuzzy was a bear", "wuzzy fuzzy was a bear"),
    ("new york mets", "new YORK mets"), ("new york mets vs atlanta braves", "atlanta braves vs new york mets"),
    ("CA", "ABC"), ("martha", "marhta"), ("dwayne", "duane"), ("dixon", "dicksonx"), ("ab" * 40, "ba" * 40),
    ("x" * 64, "x" * 64), ("x" * 65, "x" * 64), ("x" * 128, "y" * 128), ("ab" * 150, "ab" * 149 + "c"),
    ("a" * 8, "a" * 64), ("a" * 8, "a" * 65), ("ab", "abc"), ("abcd", "abcdef"), ("é", "e\u0301"), ("İ", "i̇"),
    ("\U0010ffff", "\uffff"), ("\ud7ff", "\ue000"), ("\x00", "\x00\x00"),
]  # fmt: skip


def scores(one: str, other: str) -> list[float]:
    found = [getattr(fuzz, name)(one, other) for name in FUZZ]
    found += [100 * getattr(distance, name).normalized_similarity(one, other) for name in DISTANCES]
    return [round(score, 10) for score in found]


def compact(scores: list[float]) -> list[float]:
    return [int(score) if score == int(score) else score for score in scores]


def record_pairs() -> None:
    rng = random.Random(3_14_6)
    lines = [FUZZ + DISTANCES]
    for one, other in BY_HAND + [pair(rng) for _ in range(PAIRS - len(BY_HAND))]:
        found = scores(one, other)
        assert found == scores(other, one), (one, other)
        lines.append([one, other, compact(found)])
    pack("pairs.jsonl", (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines))


def record_default_process() -> None:
    processed = {}
    for code_point in [*range(0xD800), *range(0xE000, 0x110000)]:
        # Texts of wider code points are processed by other functions.
        alone, among_wide = (utils.default_process(chr(code_point) + wide) for wide in ("", "\u4e00"))
        assert alone + "\u4e00" == among_wide or (alone, among_wide) == ("", "\u4e00"), hex(code_point)
        if alone:
            processed[code_point] = ord(alone)
    moved = runs({code_point: image - code_point for code_point, image in processed.items()})
    pack("default_process.txt", (f"{first} {last} {distance}" for first, last, distance in moved))
    kept = runs(dict.fromkeys(processed, 0))
    (FUZZY / "letters_and_digits.txt").write_text("".join(f"{first:x} {last:x}\n" for first, last, _ in kept))


def runs(distances: dict[int, int]) -> list[list[int]]:
    """Ascending code points: the first and the last of each run, and their distance."""
    found: list[list[int]] = []
    for code_point, distance in distances.items():
        if found and found[-1][1:] == [code_point - 1, distance]:
            found[-1][1] = code_point
        else:
            found.append([code_point, code_point, distance])
    return found


def pack(name: str, lines: Iterable[str]) -> None:
    (FUZZY / "recorded").mkdir(exist_ok=True)
    with (FUZZY / f"recorded/{name}.gz").open("wb") as file:
        # Without a name and a time, so that the bytes are the same each time.
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=9, mtime=0) as archive:
            archive.write("".join(line + "\n" for line in lines).encode())


if __name__ == "__main__":
    record_pairs()
    record_default_process()

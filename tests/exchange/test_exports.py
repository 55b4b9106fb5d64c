import json
import re
from itertools import pairwise
from urllib.parse import urlparse

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

import toolkit as tk
from toolkit.base.article import Article, Correction, Kind, Quotation, Relay, Span
from toolkit.grammar.language import load_model

# Line ends of every kind, a character of two code units, and words that spaCy keeps whole.
TEXT = (
    'MOSCOW: "Rates \U0001f600 will rise,\r\nand soon," TASS quoted Ann Lee as saying.\n\n'
    'Tolls,\u2028Bob\tDay added, would double\x85again. "It\'s 5-10%."He said so.\r'
)


def at(words):
    start = TEXT.index(words)
    return start, start + len(words)


PIECES = {
    "content": (at('"Rates \U0001f600 will rise,\r\nand soon,"'),),
    "cue": (at("quoted"), at("as saying")),
    "source": (at("Ann Lee"),),
    "relay": (at("TASS"),),
}
TOLLS = {
    "content": (at("Tolls,"), at("would double\x85again.")),
    "cue": (at("added"),),
    "source": (at("Bob\tDay"),),
    "speaker": "Bob\nDay",
}
SHORT = {"content": (at('"It\'s 5-10%."'),), "source": (at("He"),)}


def make_spans(places):
    return tuple(Span(*place) for place in places)


def decide(text, *quotations, **fields):
    corrections = tuple(
        Correction(
            Quotation(*(make_spans(found.get(role, ())) for role in ("content", "cue", "source"))),
            found.get("speaker", "Ann Lee"),
            Kind.PERSON,
            tuple(Relay("TASS", span) for span in make_spans(found.get("relay", ()))),
        )
        for found in quotations
    )
    return Article(text, id="a1", corrections=corrections, **fields)


@pytest.fixture(scope="module")
def article():
    return decide(TEXT, PIECES, TOLLS, SHORT)


def list_places(article):
    """List the places of all contents, cues, sources and relays."""
    places = []
    for said in tk.find_attributions(article):
        found = said.quotation
        relays = [relay.span for relay in said.relays]
        places += [*found.content, *found.cue, *found.source, *relays]
    return sorted(places)


# ---- brat ------------------------------------------------------------------------------

# The lines of the standoff format, as brat.nlplab.org/standoff.html defines them.
BRAT = {
    "T": re.compile(r"T[1-9]\d*\t(?:Content|Cue|Source|Relay) (\d+ \d+(?:;\d+ \d+)*)\t(.+)"),
    "R": re.compile(r"R[1-9]\d*\t\w+ Arg1:(T\d+) Arg2:(T\d+)"),
    "A": re.compile(r"A[1-9]\d*\t(?:Form|Act|Kind) (T\d+) \w+"),
    "#": re.compile(r"#[1-9]\d*\tAnnotatorNotes (T\d+)\t(.+)"),
}


def check_brat(path):
    """Read annotations as brat does, refuse what it refuses, and give the places."""
    text = path.with_suffix(".txt").read_text("utf-8")  # with line ends made alike, as Python does
    lines = path.read_bytes().decode("utf-8").splitlines()
    assert len(lines) == path.read_bytes().count(b"\n")  # no line of ours is two to a reader
    names = [line.partition("\t")[0] for line in lines]
    assert len({*names}) == len(names)
    places = {}
    for line in lines:
        match = BRAT[line[0]].fullmatch(line)
        assert match, line
        if line[0] == "T":
            fragments = [tuple(map(int, place.split(" "))) for place in match[1].split(";")]
            assert " ".join(text[start:end] for start, end in fragments) == match[2]
            assert all(one[1] <= other[0] for one, other in pairwise(fragments))
            places[line.partition("\t")[0]] = fragments
    for line in lines:
        if line[0] != "T":
            targets = BRAT[line[0]].fullmatch(line).groups()
            assert {target for target in targets if re.fullmatch(r"T\d+", target)} <= {*places}
    return text, places


def test_brat_reads_what_is_written(article, tmp_path):
    path = tk.exchange.write_brat(article, tmp_path / "a1.ann")
    text, places = check_brat(path)
    assert len(text) == len(article.text)
    covered = {i for fragments in places.values() for pair in fragments for i in range(*pair)}
    wanted = {i for span in list_places(article) for i in range(span.start, span.end)}
    assert {i for i in wanted if not text[i].isspace()} <= covered <= wanted


def test_brat_cuts_at_line_ends_and_nowhere_else(article, tmp_path):
    text, places = check_brat(tk.exchange.write_brat(article, tmp_path / "a1.ann"))
    cut = {name: [text[start:end] for start, end in places[name]] for name in ("T1", "T2", "T5")}
    assert cut["T1"] == ['"Rates \U0001f600 will rise,', 'and soon,"']
    assert cut["T2"] == ["quoted", "as saying"]
    assert cut["T5"] == ["Tolls,", "would double", "again."]


def test_brat_leads_from_content_to_source_cue_and_relay(article, tmp_path):
    lines = tk.exchange.write_brat(article, tmp_path / "a1.ann").read_text("utf-8").splitlines()
    assert [line.split("\t")[1] for line in lines if line[0] == "R"][:3] == [
        "Reported_by Arg1:T1 Arg2:T2",
        "Said_by Arg1:T1 Arg2:T3",
        "Heard_through Arg1:T1 Arg2:T4",
    ]
    notes = [line.split("\t")[2] for line in lines if line[0] == "#"]
    assert notes[0] == '"Ann Lee" through "TASS"; rule person; confidence 1.00'


def test_brat_knows_all_that_is_written(article, tmp_path):
    lines = tk.exchange.write_brat(article, tmp_path / "a1.ann").read_text("utf-8").splitlines()
    settings = (tmp_path / "annotation.conf").read_text("utf-8")
    sections = re.findall(r"^\[(\w+)\]$", settings, re.MULTILINE)
    assert sections == ["entities", "relations", "events", "attributes"]
    for line in lines:
        name, *_, value = line.split("\t")[1].split(" ")
        if line[0] in "TRA":
            assert re.search(rf"^{name}\b", settings, re.MULTILINE)
        if line[0] == "A":
            assert re.search(rf"^{name}\t.*\b{value}\b", settings, re.MULTILINE)


def test_settings_that_are_there_are_kept(article, tmp_path):
    (tmp_path / "annotation.conf").write_text("mine")
    tk.exchange.write_brat(article, tmp_path / "a1.ann")
    assert (tmp_path / "annotation.conf").read_text() == "mine"


def test_annotations_have_a_name_that_brat_reads(article, tmp_path):
    with pytest.raises(tk.ToolkitError, match=r"path: must end in \.ann; found 'a1\.txt'"):
        tk.exchange.write_brat(article, tmp_path / "a1.txt")


# ---- Web Annotations -------------------------------------------------------------------

# What the Web Annotation Data Model and its vocabulary allow, of what we use.
MOTIVATIONS = {"identifying", "linking", "tagging", "describing"}


def check_iri(value):
    assert isinstance(value, str)
    assert urlparse(value).scheme
    assert not re.search(r"[\s<>\"{}|\\^`]", value)


def check_body(body, known):
    if body["type"] == "TextualBody":  # 3.2.4: exactly one value; purposes are motivations
        assert isinstance(body["value"], str)
        assert body["format"] == "text/plain"
    else:  # 4: a specific resource has exactly one source
        assert body["type"] == "SpecificResource"
        check_iri(body["source"])
        assert body["source"] in known
    assert body["purpose"] in MOTIVATIONS


def check_target(target, text):
    """4.2.4 and 4.2.5: both selectors name the same characters of the text."""
    assert target["type"] == "SpecificResource"
    check_iri(target["source"])
    position, quote = target["selector"]
    assert position["type"] == "TextPositionSelector"
    assert quote["type"] == "TextQuoteSelector"
    start, end = position["start"], position["end"]
    assert isinstance(start, int)
    assert 0 <= start < end
    assert text[start:end] == quote["exact"]
    assert text[:start].endswith(quote["prefix"])
    assert text[end:].startswith(quote["suffix"])
    return Span(start, end)


def check_collection(collection, text):
    """Hold a file against the model (Recommendation of 23 February 2017), and give the places."""
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    page = collection["first"]
    assert page["type"] == "AnnotationPage"
    assert "@context" not in page
    assert page["partOf"] == collection["id"]
    assert page["startIndex"] == 0
    assert collection["total"] == len(page["items"])
    names = [collection["id"], page["id"], *(item["id"] for item in page["items"])]
    assert len({*names}) == len(names)
    places = []
    for name in names:
        check_iri(name)
    for item in page["items"]:
        assert item["type"] == "Annotation"
        assert item["motivation"] in MOTIVATIONS
        assert item["target"]
        for body in item["body"]:
            check_body(body, names)
        places += [check_target(target, text) for target in item["target"]]
    return places


def test_web_annotations_follow_the_model(article, tmp_path):
    path = tk.exchange.write_web_annotations(article, tmp_path / "a1.json")
    places = check_collection(json.loads(path.read_bytes()), article.text)
    assert sorted(places) == list_places(article)


def test_web_annotations_say_who_and_through_whom(article, tmp_path):
    path = tk.exchange.write_web_annotations(article, tmp_path / "a1.json")
    said, _, _, relay, *_ = json.loads(path.read_bytes())["first"]["items"]
    bodies = {(body["purpose"], body["value"]) for body in said["body"]}
    assert ("identifying", "Ann Lee") in bodies
    assert ("tagging", "indirect") in bodies  # no marks are paired over a line end
    assert ("tagging", "person") in bodies
    assert relay["body"][0] == {
        "type": "SpecificResource", "source": said["id"], "purpose": "linking",
    }  # fmt: skip


def test_web_annotations_are_about_the_address_of_the_article(tmp_path):
    article = decide(TEXT, PIECES, url="https://example.org/rates")
    path = tk.exchange.write_web_annotations(article, tmp_path / "a1.json")
    [item, *_] = json.loads(path.read_bytes())["first"]["items"]
    assert item["target"][0]["source"] == "https://example.org/rates"


def test_web_annotations_are_the_same_every_time(article, tmp_path):
    one = tk.exchange.write_web_annotations(article, tmp_path / "one.json").read_bytes()
    assert one == tk.exchange.write_web_annotations(article, tmp_path / "two.json").read_bytes()


# ---- spaCy -----------------------------------------------------------------------------


def test_a_doc_has_the_text_and_all_places(article):
    doc = tk.exchange.to_doc(article)
    assert doc.text == article.text
    spans = [
        span for key in ("quotations", "cues", "sources", "relays") for span in doc.spans[key]
    ]
    assert sorted((s.start_char, s.end_char) for s in spans) == [
        (span.start, span.end) for span in list_places(article)
    ]
    assert all(span.text == article.text[span.start_char : span.end_char] for span in spans)


def test_spans_of_a_doc_tell_what_was_found(article):
    doc = tk.exchange.to_doc(article)
    said, *_ = doc.spans["quotations"]
    assert (said._.speaker, said._.kind, said._.relays) == ("Ann Lee", "person", ["TASS"])
    assert (said._.form, said._.act, said._.rule) == ("indirect", "saying", "person")
    assert (said.label_, said.id_, doc.spans["relays"][0].id_) == ("content", "1", "1")


def test_a_doc_is_parsed_and_no_sentence_runs_over_two_parts():
    article = tk.parse_article("Rates rise\n\nThe bank said rates will rise. It fell.", id="a1")
    doc = tk.exchange.to_doc(article)
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Rates rise", "The bank said rates will rise.", "It fell.",
    ]  # fmt: skip
    assert doc.has_annotation("DEP")
    assert not doc.spans["relays"]


def test_a_doc_survives_a_file(article):
    packed = DocBin(store_user_data=True, docs=[tk.exchange.to_doc(article)]).to_bytes()
    [doc] = DocBin().from_bytes(packed).get_docs(load_model().vocab)
    said, *_ = doc.spans["quotations"]
    assert (said.text, said._.speaker) == ('"Rates \U0001f600 will rise,\r\nand soon,"', "Ann Lee")


# ---- all of them -----------------------------------------------------------------------


@st.composite
def articles(draw):
    """An article whose quotation stands anywhere in any text."""
    letters = st.sampled_from("ab.,'\"-5 \n\r\t\u2028\u00a0é🙂\u0301") | st.characters(
        exclude_categories=["Cs"]
    )
    text = draw(st.text(letters, min_size=1, max_size=60).filter(str.strip))
    places = []
    for most in (3, 2, 1, 1):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=2 * most, unique=True)))
        places.append(tuple(zip(cuts[::2], cuts[1::2], strict=False)))
    content = places[0] or ((0, len(text)),)
    roles = dict(zip(("content", "cue", "source", "relay"), (content, *places[1:]), strict=True))
    return decide(text, roles, language="en")


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_every_form_gives_the_places_back(tmp_path_factory, article):
    folder = tmp_path_factory.mktemp("forms")
    check_brat(tk.exchange.write_brat(article, folder / "a1.ann"))
    path = tk.exchange.write_web_annotations(article, folder / "a1.json")
    places = check_collection(json.loads(path.read_bytes()), article.text)
    assert sorted(places) == list_places(article)
    doc = tk.exchange.to_doc(article)
    assert doc.text == article.text
    spans = [span for group in doc.spans.values() for span in group]
    assert sorted((s.start_char, s.end_char) for s in spans) == [
        (span.start, span.end) for span in list_places(article)
    ]


@pytest.mark.parametrize("text", ["Nobody speaks.", "🙂", "\u202eabc\u202c"])
def test_an_article_without_a_quotation_has_every_form(text, tmp_path):
    article = tk.parse_article(text)
    assert check_brat(tk.exchange.write_brat(article, tmp_path / "a.ann"))[1] == {}
    path = tk.exchange.write_web_annotations(article, tmp_path / "a.json")
    assert check_collection(json.loads(path.read_bytes()), text) == []
    assert [len(group) for group in tk.exchange.to_doc(article).spans.values()] == [0, 0, 0, 0]


@pytest.mark.parametrize("write", [tk.exchange.write_brat, tk.exchange.write_web_annotations])
def test_what_is_no_article_is_refused(write, tmp_path):
    with pytest.raises(tk.ToolkitError, match="article: must be an Article; found str"):
        write(TEXT, tmp_path / "a.ann")
    assert [*tmp_path.iterdir()] == []


def test_a_doc_of_a_text_is_refused():
    with pytest.raises(tk.ToolkitError, match="article: must be an Article; found str"):
        tk.exchange.to_doc(TEXT)


@pytest.mark.parametrize(
    "write", [tk.exchange.write_brat, tk.exchange.write_web_annotations, tk.write_corrections]
)
def test_a_folder_that_is_missing_is_told(write, article, tmp_path):
    with pytest.raises(tk.ToolkitError, match="must be a file that can be written; found"):
        write(article, tmp_path / "missing" / "a.ann")

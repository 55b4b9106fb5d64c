"""Lay real words out in the formats that PolNeAR lacks: interviews, lists, live blogs, letters.

    python training/invent_formats.py polnear_train.jsonl --out FILE [--articles 420]

Quotations, reported clauses and narration are PolNeAR's own (train part); names, roles and layout
are invented. Spans follow the conventions of the labels: a label or signature is the source, its
colon or dash the cue; headlines, datelines, scare quotes and deeds are there without any. What is
written holds PolNeAR's text, so it stays out of the project; one command always writes one file.
"""

# ruff: noqa: PLR2004, RUF001, SIM905 - shares and styles are drawn, marks of all kinds wanted,
# and lists of words easier to read without quote marks

from __future__ import annotations

import argparse
import csv
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GIVEN = HERE.parent / "toolkit" / "data" / "given_names.csv"
SEED = 20261127
MARK = re.compile(r"\u27e6([qcs])(\d+)\|([^\u27e6\u27e7]*)\u27e7")
ROLE = {"q": "content", "c": "cue", "s": "source"}

FAMILY = """Adeyemi Afolabi Okafor Mensah Boateng Nkosi Dlamini Mokoena Banda Phiri Mwangi Otieno
Kamau Abebe Tesfaye Diallo Traoré Ndiaye Sissoko Benali Haddad Khoury Mansour Al-Masri Rahimi
Hosseini Yilmaz Demir Kaya Petrosyan Beridze Ivanova Kuznetsov Shevchenko Kovalenko Nowak
Wiśniewska Novák Horváth Popescu Dimitrov Papadopoulos Rossi Bianchi Moreau Lefèvre Dubois Schmidt
Vogel Hofmann Jansen Bakker Lindqvist Nilsen Virtanen Jensen O'Brien Gallagher MacLeod Davies
Sharma Patel Iyer Chatterjee Reddy Khan Siddiqui Rahman Perera Gurung Thapa Wang Zhang Chen Li
Kim Park Tanaka Suzuki Nguyen Tran Santos Reyes Wibowo Siregar Kahurangi Ngata Fernández García
Morales Quispe Rojas Silva Pereira Oliveira Castillo van der Merwe al-Jabari de la Cruz""".split()
MORE_GIVEN = """Chidi Ngozi Kwame Amina Thabo Lerato Wanjiru Tunde Fatoumata Yusuf Leila Nasrin
Mehmet Ayşe Olena Andriy Katarzyna Zsófia Ioana Giulia Étienne Jürgen Anneke Sigrid Aino Søren
Niamh Rhys Priya Arjun Sanjay Zainab Imran Nirmala Wei Xiu Min-jun Haruka Linh Dewi Agung
Mere Tāne Lucía Joaquín Thiago Beatriz""".split()
ROLES = """economist|shop owner|nurse|head of the water board
professor of law at the state university
mayor of the port city|spokesperson for the railway|union secretary
chief executive of the airline|coach|captain of the team|finance minister|health minister
police commissioner|district governor|farmer|a resident of the flooded quarter
director of the museum|climate scientist|opposition leader|student|headteacher|trade analyst
head of research at the bank|bus driver|an engineer at the dam|founder of the start-up
chair of the inquiry|a lawyer for the family|film director|singer|goalkeeper|fisheries officer
charity worker|president of the chamber of commerce|novelist|veterinarian|central bank governor
permanent secretary|ward councillor|imam|bishop"""
ROLES = [role for line in ROLES.split("\n") for role in line.split("|")]
GROUPS = """The central bank|Police|The electoral commission|The ministry|The airline
Union leaders|Doctors
Residents|Rights groups|The company|Aid agencies|Prosecutors|Officials|The weather service
Teachers|Farmers|The football federation|Analysts|The army|Campaigners|Scientists|The regulator
The hospital"""
GROUPS = [group for line in GROUPS.split("\n") for group in line.split("|")]
OUTLETS = """the Daily Lantern|Radio Meridian|Reuters|the Harbour Times|the state news agency
Kanal 6
the Sunday Post|Agence France-Presse|the news agency ANSA|the Evening Courier|Al Jazeera"""
OUTLETS = [outlet for line in OUTLETS.split("\n") for outlet in line.split("|")]
CITIES = """Lagos|Nairobi|Accra|Johannesburg|Cairo|Tunis|Beirut|Tehran|Ankara|Kyiv|Warsaw|Athens
Lisbon
Dublin|Cardiff|Mumbai|Dhaka|Colombo|Kathmandu|Manila|Jakarta|Seoul|Osaka|Auckland|Perth|Lima
Bogotá|Santiago|Toronto|Geneva"""
CITIES = [city for line in CITIES.split("\n") for city in line.split("|")]
QUESTIONS = """How did it begin?|What surprised you most?|Why now?|What happens next?
Were you afraid?
Did anybody warn you?|What would you say to those who doubt it?|How much will it cost?
Do you regret it?|What do you make of the criticism?|Can you tell us about your early years?
Who decided that?|Is there a plan if this fails?|What did the committee tell you?
When did you first hear about it?|How do you see the next five years?|So what went wrong?
What is the most common mistake people make?|Could this have been avoided?|And the money?
Many people say the system is broken. Do you agree?|Tell us about the new book.
You have been in this job for ten years. What has changed?
What are you working on at the moment?"""
QUESTIONS = [question for line in QUESTIONS.split("\n") for question in line.split("|")]
DEEDS = """{who} claimed victory in the third round.|{who} enjoyed the support of most members.
The council rejected the stadium plan by nine votes to four.
{who} was named head of the agency in May.|{who} called off the trip and returned to {city}.
The bill cleared its second reading on Tuesday.|{who} declared a dividend of 12 cents a share.
{who} signed the order shortly before noon.
{who} addressed the crowd for an hour and then left by a side door.
Firefighters were called at 3 a.m.|{who} answered the phone, listened and hung up.
{who} raised taxes twice in two years.|The court heard three witnesses on Friday.
{who} was reported missing on Sunday.|{who} expressed condolences to the families.
{who} thanked the volunteers.|{who} questioned four witnesses and released them.
{who} blamed nobody and moved on.|{who} approved the budget, and the bank cut its rate.
The shares closed at 41.30, up 2 percent."""
DEEDS = [deed for line in DEEDS.split("\n") for deed in line.split("|")]
SCARE = """The so-called “{a}” was built in 1987.|The exhibition “{b}” runs until June.
Her second album, “{b}”, sold 40,000 copies.|The “{a}” has cost the city a fortune.
The film “{b}” opens on Thursday.|A poster with the words “{b}” hung over the bar.
His novel ‘{b}’ was on the shortlist.|The ‘{a}’ scheme ends this year.|They call it the “{a}”."""
SCARE = [line for row in SCARE.split("\n") for line in row.split("|")]
NICKNAMES = ["Iron Bank", "green lane", "ghost shift", "smart city", "blue wall", "war room"]
TITLES = ["The Long Rain", "Ashes and Salt", "No Way Home", "Open House", "What the River Took"]
DEED_HEADS = """Council rejects stadium plan|Bank cuts rates for third time
Rain stops play in {city}
Dozens hurt as ferry runs aground|Airline cancels flights to {city}
Team wins late to top the table|New museum opens in {city}|Ministers meet over water shortage
Fuel: the price of a long winter|Explainer: how the vote works|Live: election night in {city}
Photos: the flood from above|{city}: A city of bridges|Budget 2025: what you need to know
Interview: the woman behind the map"""
DEED_HEADS = [head for line in DEED_HEADS.split("\n") for head in line.split("|")]
TRAILERS = """Read more: Council rejects stadium plan|Related: What the river took
Photo: Getty Images
Image: A view of the port (file photo)|Published: 3 June 2024|Updated 14:20 GMT
Topics: water, budget|Sign up: our morning newsletter|Time: 7 p.m. Price: 12 euros|Advertisement
Share this article|Watch: the moment the bridge fell|Source: Reuters
Key figures: 3 dead, 14 hurt, 200 homeless"""
TRAILERS = [line for row in TRAILERS.split("\n") for line in row.split("|")]
VERBS = ["said", "says", "said", "added", "warned", "explained", "argued", "recalled", "insisted"]


@dataclass(frozen=True, slots=True)
class Material:
    """What PolNeAR gives: quotations without marks, clauses without "that", and narration."""

    quotes: list[str]
    clauses: list[str]
    narration: list[str]


class Maker:
    """Draws names, words and layouts; markup of spans is a role, a number and the words."""

    def __init__(self, material: Material, rng: random.Random) -> None:
        self.material, self.rng, self.number = material, rng, 0
        with GIVEN.open(encoding="utf-8", newline="") as lines:
            self.given = [row["name"].title() for row in csv.DictReader(lines)] + MORE_GIVEN * 6

    def pick(self, options: list[str]) -> str:
        """Draw one of several."""
        return self.rng.choice(options)

    def name(self) -> str:
        """Invent a name."""
        return f"{self.pick(self.given)} {self.pick(FAMILY)}"

    def quote(self, longest: int = 60) -> str:
        """Draw a quotation, without marks, of at most so many words."""
        while True:
            words = self.pick(self.material.quotes)
            if len(words.split()) <= longest:
                return words

    def clause(self, shortest: int = 5, longest: int = 18) -> str:
        """Draw a reported clause, without "that", by its number of words."""
        while True:
            words = self.pick(self.material.clauses)
            if shortest <= len(words.split()) <= longest:
                return words

    def story(self, most: int = 2) -> str:
        """Draw sentences of narration."""
        return " ".join(
            self.pick(self.material.narration) for _ in range(self.rng.randint(1, most))
        )

    def answer(self, paragraphs: int) -> list[str]:
        """Draw the paragraphs of an answer."""
        return [
            " ".join(self.quote() for _ in range(self.rng.randint(1, 3)))
            for _ in range(paragraphs)
        ]

    def marked(self, words: str) -> str:
        """Put words in quote marks of a drawn kind."""
        marks = self.rng.choices(["“”", '""', "‘’", "«»"], [5, 4, 1.5, 0.7])[0]
        return f"{marks[0]}{words}{marks[1]}"

    def begin(self) -> None:
        """Begin a new attribution."""
        self.number += 1

    def q(self, words: str) -> str:
        """Mark words as content."""
        return f"\u27e6q{self.number}|{words}\u27e7"

    def c(self, words: str) -> str:
        """Mark words as cue."""
        return f"\u27e6c{self.number}|{words}\u27e7"

    def s(self, words: str) -> str:
        """Mark words as source."""
        return f"\u27e6s{self.number}|{words}\u27e7"

    def person(self) -> str:
        """Name a person with or without a role, as a list or caption names her."""
        name, role = self.name(), self.pick(ROLES)
        if self.rng.random() < 0.25:
            name = f"{self.pick(['Dr', 'Dr.', 'Prof', 'Mr', 'Ms', 'Mrs.', 'Sir', 'Gen'])} {name}"
        return self.pick([name, f"{name}, {role}", f"{name}, {self.rng.randint(19, 84)}"])


def interview(m: Maker) -> list[str]:
    """Lay out turns with labels (names, initials, Q and A), in one format throughout."""
    guest = m.name()
    first, last = guest.split(" ")[0], guest.split(" ")[-1]
    host = m.pick(
        ["Q", m.pick(OUTLETS).removeprefix("the ").title(), m.name(), "Interviewer", "WN"]
    )
    style = m.rng.randrange(6)
    if style == 0:
        labels, mark = ("Q", "A"), m.pick([":", "."])
    elif style == 1:
        labels, mark = (host, guest), ":"
    elif style == 2:
        labels, mark = (host.upper(), last.upper()), ":"
    elif style == 3:
        labels, mark = (
            ("".join(w[0] for w in host.split()).upper(), first[0] + last[0].upper()),
            ":",
        )
    elif style == 4:
        labels, mark = (host, last), ":"
    else:
        labels, mark = (host, guest), "(("
    lines = [m.pick([f"Interview: {guest}", f"Q&A with {guest}", f"{guest} on the long way back"])]
    lines += [f"{guest} is {m.pick(ROLES)}. {m.story(1)}"]
    for _ in range(m.rng.randint(2, 5)):
        for label, words in (
            (labels[0], [m.pick(QUESTIONS)]),
            (labels[1], m.answer(m.rng.choices([1, 2, 3], [6, 3, 1])[0])),
        ):
            m.begin()
            head = f"(({m.s(label)})) " if mark == "((" else f"{m.s(label)}{m.c(mark)} "
            lines += [head + m.q(words[0]), *(m.q(more) for more in words[1:])]
    return lines


def plain_interview(m: Maker) -> list[str]:
    """Questions and answers without labels; the answers may name the guest once."""
    guest = m.name()
    lines = [f"{guest}: {m.pick(['‘It was worth it’', 'a life in numbers', 'ten questions'])}"]
    lines = lines if "‘" not in lines[0] else [f"Ten questions for {guest}"]
    lines += [f"{guest}, {m.pick(ROLES)}, spoke to {m.pick(OUTLETS)}. {m.story(1)}"]
    named = m.rng.random() < 0.4
    for i in range(m.rng.randint(2, 4)):
        m.begin()
        lines.append(m.q(m.pick(QUESTIONS)))
        m.begin()
        answer = m.answer(m.rng.choices([1, 2], [3, 1])[0])
        head = f"{m.s(guest)}{m.c(':')} " if named and i == 0 else ""
        lines += [head + m.q(answer[0]), *(m.q(more) for more in answer[1:])]
    return lines


def transcript(m: Maker) -> list[str]:
    """Lay out turns of two to four people on lines of their own."""
    people = [m.name() for _ in range(m.rng.randint(2, 4))]
    upper = m.rng.random() < 0.6
    labels = [p.split(" ")[-1].upper() if upper else p for p in people]
    labels[0] = m.pick(["PRESENTER", "HOST", "MODERATOR", labels[0]]) if upper else labels[0]
    lines = [m.story(1)] if m.rng.random() < 0.7 else []
    for _ in range(m.rng.randint(3, 7)):
        m.begin()
        words = m.pick(QUESTIONS) if m.rng.random() < 0.3 else m.answer(1)[0]
        lines.append(f"{m.s(m.pick(labels))}{m.c(':')} {m.q(words)}")
    return lines


def signed_list(m: Maker) -> list[str]:
    """Quotations each with a dash and name before or after, a name with colon, or in brackets."""
    style = m.rng.randrange(5)
    bullet = m.pick(["", "", "- ", "• ", "* "]) if style != 1 else ""
    lines = [
        m.pick(["Quotes of the week", "What they said", "Readers write", "Reaction in brief"])
    ]
    for _ in range(m.rng.randint(2, 5)):
        m.begin()
        words, who = m.q(m.marked(m.quote(35))), m.s(m.person())
        dash = m.pick(["—", "–", "-", "--"])
        if style == 0:
            lines.append(f"{bullet}{words} {m.c(dash)} {who}")
        elif style == 1:
            lines += [words, f"{m.c(dash)} {who}"]
        elif style == 2:
            lines.append(f"{bullet}{who} {m.c(m.pick(['—', '–']))} {words}")
        elif style == 3:
            lines.append(f"{bullet}{who}{m.c(':')} {words}")
        else:
            lines.append(f"{bullet}{words} ({who})")
    return lines


def embed(m: Maker) -> list[str]:
    """Show a post with name, handle and date below or behind it."""
    name = m.name()
    handle = "@" + re.sub(r"\W", "", name)[:12] + m.pick(["", "1", "_", "TV", "MP"])
    month = m.pick(["January", "March", "June", "July", "October", "Dec"])
    date = f"{month} {m.rng.randint(1, 28)}, {m.rng.randint(2014, 2026)}"
    m.begin()
    words = m.quote(35)
    tail = m.pick(["", "", " pic.twitter.com/x7Yh2kQ", " https://t.co/Ab3dE"])
    post = m.q(m.marked(words) if m.rng.random() < 0.25 else words) + tail
    signature = f"{m.c('—')} {m.s(f'{name} ({handle})')} {date}"
    return [post, signature] if m.rng.random() < 0.6 else [f"{post} {signature}"]


def posted(m: Maker) -> list[str]:
    """Tell of a post with a verb."""
    m.begin()
    name, words = m.name(), m.marked(m.quote(30))
    verb = m.pick(["wrote on X", "posted on Facebook", "tweeted", "posted", "wrote on Instagram"])
    if m.rng.random() < 0.5:
        return [f"{m.s(name)} {m.c(verb + ':')} {m.q(words)}"]
    return [f"{m.q(words)} {m.s(name)} {m.c(verb)}."]


def headline(m: Maker) -> list[str]:
    """Make a headline with its speaker before or behind a colon or dash, or with a verb."""
    words = m.clause(4, 9)
    words = words[0].upper() + words[1:]
    words = re.sub(r"[.,]$", "", words)
    m.begin()
    who = m.pick([m.pick(GROUPS), m.pick(ROLES), m.name(), m.name().split(" ")[-1]])
    who = who.removeprefix("The ")
    behind = who if who[0].isupper() and " " in who else who.lower() if who in GROUPS else who
    if m.rng.random() < 0.35:
        words = f"‘{words}’" if m.rng.random() < 0.7 else f"'{words}'"
    style = m.rng.randrange(5)
    if style == 0:
        line = f"{m.q(words)}{m.c(':')} {m.s(behind)}"
    elif style == 1:
        line = f"{m.s(who[0].upper() + who[1:])}{m.c(':')} {m.q(words)}"
    elif style == 2:
        verb = m.pick(["says", "say", "warns", "claims", "said"])
        line = f"{m.q(words)}, {m.c(verb)} {m.s(behind)}"
    elif style == 3:
        line = f"{m.q(words)} {m.c(m.pick(['–', '—', '-']))} {m.s(behind)}"
    else:
        verb = m.pick(["says", "warns", "insists", "tells MPs", "confirms", "believes"])
        said = words if words[0] in "‘'" else words[0].lower() + words[1:]
        line = f"{m.s(who[0].upper() + who[1:])} {m.c(verb.split(' ')[0])}"
        line += f"{' MPs' if ' ' in verb else ''} {m.q(said)}"
    return [line]


def press_release(m: Maker) -> list[str]:
    """Make a press release: for the press, a place and date, and words of the chief."""
    m.begin()
    name, role = m.name(), m.pick(ROLES)
    words = m.quote()
    lines = [m.pick(["FOR IMMEDIATE RELEASE", "PRESS RELEASE", "Media statement"])]
    lines += [f"{m.pick(CITIES).upper()}, {m.pick(['June', 'May'])} 3, 2024 — {m.story()}"]
    first, _, rest = words.partition(". ")
    if rest:
        lines += [
            f"{m.q(f'“{first},”')} {m.c('said')} {m.s(f'{name}, {role}')}. {m.q(f'“{rest}”')}"
        ]
    else:
        lines += [f"{m.s(f'{name}, {role},')} {m.c('commented:')} {m.q(f'“{words}”')}"]
    return [*lines, m.story(1), m.pick(["Contact: press@example.org", "Notes to editors", "ENDS"])]


def live_blog(m: Maker) -> list[str]:
    """Entries with a time, told or signed."""
    lines = []
    for _ in range(m.rng.randint(2, 4)):
        hour, minute = m.rng.randint(6, 22), m.rng.randint(10, 59)
        lines.append(m.pick([f"{hour}:{minute} GMT", f"{hour}.{minute}", f"{hour}:{minute}"]))
        kind = m.rng.randrange(4)
        m.begin()
        if kind == 0:
            lines.append(f"{m.s(m.person())}{m.c(':')} {m.q(m.marked(m.quote(40)))}")
        elif kind == 1:
            lines += [f"{m.s(m.name())} {m.c('says')} {m.q(m.clause())}."]
        elif kind == 2:
            lines += [f"{m.s(m.pick(GROUPS))} {m.c('said:')}", m.q(m.marked(m.quote(40)))]
        else:
            lines.append(m.story())
    return lines


def letter(m: Maker) -> list[str]:
    """Quote a letter that an article quotes, over paragraphs whose marks stay open."""
    m.begin()
    name = m.name()
    words = [m.quote(40) for _ in range(m.rng.randint(1, 3))]
    head = m.pick(["In a letter to {o}, {s} {c}", "{s} {c}", "In an open letter, {s} {c}"])
    verb = m.pick(["wrote:", "said:", "writes:", "replied:"])
    head = head.replace("{o}", m.pick(OUTLETS)).replace("{s}", m.s(name)).replace("{c}", m.c(verb))
    quoted = [m.q(f"“{w}" + ("”" if i == len(words) - 1 else "")) for i, w in enumerate(words)]
    if m.rng.random() < 0.5:
        return [f"{head} {quoted[0]}", *quoted[1:]]
    return [head, *quoted]


def middle(m: Maker) -> list[str]:
    """Put a reporting clause in the middle of a sentence, quoted or not."""
    m.begin()
    who, verb = m.pick([m.name(), m.pick(GROUPS).lower(), "she", "he"]), m.pick(VERBS)
    if m.rng.random() < 0.5:
        while True:
            words = m.clause(7, 25)
            match = re.match(
                r"((?:the|a|an|this|his|her|their|these) (?:[\w-]+ ){1,4}?)"
                r"(will|would|is|was|has|had|are|were|could|should|must|can|cannot) ",
                words,
            )
            if match:
                break
        first, rest = match[1].strip(), words[match.end(1) :]
        told = m.rng.random() < 0.5
        clause = f"{m.s(who)} {m.c(verb)}" if told else f"{m.c(verb)} {m.s(who)}"
        clause = f"{m.s(who)} {m.c(verb)}" if who in ("she", "he") else clause
        return [f"{m.q(first[0].upper() + first[1:])}, {clause}, {m.q(rest)}."]
    while True:
        words = m.quote(40)
        cut = [k for k in re.finditer(r", ", words) if 10 < k.start() < len(words) - 15]
        if cut:
            break
    place = m.rng.choice(cut)
    open_mark, close_mark = m.pick(["“”", '""', "‘’", "«»"])
    first, rest = words[: place.start()], words[place.end() :]
    return [
        f"{m.q(f'{open_mark}{first},{close_mark}')} {m.s(who)} {m.c(verb)}, "
        f"{m.q(f'{open_mark}{rest}{close_mark}')}"
    ]


def relayed(m: Maker) -> list[str]:
    """Words that came through an outlet or a delegate: the source is who said them."""
    m.begin()
    who, outlet, clause = m.pick([m.name(), m.pick(GROUPS)]), m.pick(OUTLETS), m.clause()
    style = m.rng.randrange(5)
    if style == 0:
        end = m.pick([clause, m.marked(m.quote(20))])
        verb = m.pick(["was quoted as saying", "was quoted as saying"])
        return [f"{m.q(end[0].upper() + end[1:])}, {m.s(who)} {m.c(verb)} by {outlet}."]
    if style == 1:
        return [f"{m.s(who)} {m.c('was quoted by')} {outlet} {m.c('as saying')} {m.q(clause)}."]
    if style == 2:
        lead = f"Through {m.pick(['his', 'her'])} {m.pick(['commissioner', 'lawyer', 'deputy'])}"
        boss = m.pick(["the governor", "the mayor", "the minister", m.name(), "the bishop"])
        return [f"{lead}, {m.s(boss)} {m.c('said')} {m.q(clause)}."]
    if style == 3:
        return [
            f"{m.s(who)} {m.c(m.pick(['told', 'has told']))} {outlet} {m.q('that ' + clause)}."
        ]
    return [
        f"{m.s(who)} {m.c('said')} in a statement carried by {outlet} {m.q('that ' + clause)}."
    ]


def guillemets(m: Maker) -> list[str]:
    """Words in guillemets."""
    m.begin()
    who, words = m.name(), m.quote(30)
    gap = m.pick(["", "", "\u00a0", " "])
    quoted = m.q(f"«{gap}{words}{gap}»")
    if m.rng.random() < 0.5:
        return [f"{quoted}, {m.c('said')} {m.s(who)}."]
    return [f"{m.s(who)}{m.c(':')} {quoted}"]


def silent(m: Maker) -> list[str]:  # noqa: PLR0911 - a return a kind
    """Lines that look like attributions and are none."""
    fill = {"who": m.pick([m.name(), m.pick(GROUPS)]), "city": m.pick(CITIES)}
    kind = m.rng.randrange(8)
    if kind == 0:
        return [m.pick(DEEDS).format(**fill) + " " + m.pick(DEEDS).format(**fill)]
    if kind == 1:
        return [m.pick(DEED_HEADS).format(**fill)]
    if kind == 2:
        mark = m.pick([":", " —", " –", " (Reuters) —", " (AP) —"])
        return [f"{m.pick(CITIES).upper()}{mark} {m.story()}"]
    if kind == 3:
        line = m.pick(SCARE).format(a=m.pick(NICKNAMES), b=m.pick(TITLES))
        return [f"{line} {m.story(1)}"]
    if kind == 4:
        return [m.pick(TRAILERS)]
    if kind == 5:
        return [f"{m.story(1)} {m.pick(QUESTIONS)} {m.story(1)}"]
    if kind == 6:
        return [f"{m.pick(['By', 'Photo by', 'Words:', 'Edited by'])} {m.name()}"]
    return [m.story()]


WHOLE: list[tuple[float, Callable[[Maker], list[str]]]] = [
    (4, interview),
    (1, plain_interview),
    (2, transcript),
    (2, signed_list),
    (1.5, live_blog),
    (1.5, press_release),
]
PART: list[tuple[float, Callable[[Maker], list[str]]]] = [
    (2, embed),
    (1, posted),
    (1, signed_list),
    (2.5, middle),
    (2.5, relayed),
    (1, letter),
    (1, guillemets),
    (1, transcript),
    (6, silent),
]


def draw(m: Maker, table: list[tuple[float, Callable[[Maker], list[str]]]]) -> list[str]:
    """Make a passage of a drawn kind."""
    return m.rng.choices([make for _, make in table], [weight for weight, _ in table])[0](m)


def make_article(m: Maker) -> list[str]:
    """Make the paragraphs of an article: one format through and through, or several in a story."""
    if m.rng.random() < 0.4:
        lines = draw(m, WHOLE)
        return lines if m.rng.random() < 0.7 else [*lines, m.story(), *silent(m)]
    lines = headline(m) if m.rng.random() < 0.65 else silent(m)
    for _ in range(m.rng.randint(2, 5)):
        if m.rng.random() < 0.5:
            lines.append(m.story(3))
        lines += draw(m, PART)
    return lines


def parse(name: str, lines: list[str]) -> dict[str, Any]:
    """Take the markup out and note where the spans are."""
    marked = "\n\n".join(lines)
    text, end, found = "", 0, {}
    for match in MARK.finditer(marked):
        text += marked[end : match.start()]
        role, number, words = match.groups()
        entry = found.setdefault(int(number), {"content": [], "cue": [], "source": []})
        entry[ROLE[role]].append([len(text), len(text) + len(words)])
        text, end = text + words, match.end()
    text += marked[end:]
    return {"id": name, "text": text, "attributions": list(found.values())}


def gather(path: Path) -> Material:  # noqa: C901 - one pass over the articles
    """Gather quotations, clauses and narration of PolNeAR's train articles."""
    quotes, clauses, narration = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, taken = row["text"], set()
        for one in row["attributions"]:
            for start, end in (span for role in ROLE.values() for span in one[role]):
                taken.update(range(start, end))
            if len(one["content"]) != 1:
                continue
            words = text[slice(*one["content"][0])].strip()
            inner = words[1:-1].strip() if len(words) > 1 else ""
            has_marks = words[:1] in ("“", '"') and words[-1:] in ("”", '"')
            if has_marks and not re.search(r"[\n“”\"\[«⟦]", inner) and inner[:1].isupper():
                if len(inner.split()) >= 5:
                    quotes.append(re.sub(r",$", ".", inner))
            elif words.startswith("that ") and not re.search(r"[\n“”\"‘’]", words):
                clauses.append(words.removeprefix("that ").rstrip("."))
        for match in re.finditer(r"(?<=[.\n] )?[A-Z][^.?!\n“”\"‘:]{40,220}\.(?=\s)", text):
            is_cut = re.search(r"\b(?:[A-Z][a-z]{0,4}|[A-Z]\.[A-Z])\.$", match[0])  # "Sen."
            if not is_cut and not taken.intersection(range(*match.span())):
                narration.append(match[0])
    return Material(quotes, clauses, narration)


def main() -> None:
    """Read the arguments and write the articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=420)
    args = parser.parse_args()
    material = gather(args.train)
    maker = Maker(material, random.Random(SEED))  # noqa: S311 - not for secrets
    rows = [parse(f"invented-{i}", make_article(maker)) for i in range(args.articles)]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    args.out.write_text("".join(lines), encoding="utf-8")
    n = sum(len(row["attributions"]) for row in rows)
    print(f"{len(material.quotes)} quotations, {len(material.clauses)} clauses,", end=" ")
    print(f"{len(material.narration)} sentences; {len(rows)} articles, {n} attributions")


if __name__ == "__main__":
    main()

"""An article to correct by clicks in a notebook: each decision is written into a file at once.

The view is an anywidget, part of the extra ``lab``. It shows what it is told and sends what a
person does; everything is decided here, by the rules of the file of corrections.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import __version__
from toolkit.attitude import stance_passage_table
from toolkit.attribution import find_attributions, find_profiles
from toolkit.base import (
    UNKNOWN,
    Act,
    Article,
    Correction,
    Decided,
    Form,
    Gender,
    Kind,
    Quotation,
    Relay,
    Role,
    Span,
    ToolkitError,
    Verdict,
    check_article,
)
from toolkit.corrections import STANCES, find_near, touches
from toolkit.display.annotation import annotate
from toolkit.display.pieces import cut_blocks, rank_speakers
from toolkit.display.telling import explain_attribution, is_checked, name_voice
from toolkit.display.widgets import make_bundle, open_view
from toolkit.exchange import read_decided, update_corrections
from toolkit.people import find_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.base import Attribution

CORRECT = "To correct the article by clicks"
OWN = ("role", "gender", "form")  # blank until a person tells them
SHARED = ("kind", "role", "gender")  # the same in all rows of a speaker
STANCE_NAMES = {"negative": "against", "positive": "for"}


@dataclass(slots=True)
class CorrectedArticle:
    """An article that a person corrects by clicks; see `correct`.

    Parameters
    ----------
    article : Article
        As decided until now: give it to any table.
    path : Path
        The file that holds the decisions.
    coder : str
        Who decides.
    """

    article: Article
    path: Path
    coder: str
    _mentions: list[dict[str, Any]] = field(repr=False)
    _earlier: list[Article] = field(default_factory=list, repr=False)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        shown = annotate(self.article)
        return make_bundle(repr(shown), shown._repr_html_(), CORRECT, self._open)

    def _open(self) -> str:
        """Start the view, and return the name by which a page finds it."""
        return open_view("correct", self.tell(""), self.answer)

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what a person asked for, write it, and give what the view shows then.

        Parameters
        ----------
        message : dict
            `do`: ``decide`` (with `place` and changed `cells`), ``delete``, ``add`` (with
            `span`), ``move`` (`place`, `part`, `span`), ``stance`` (`span`, `target`, `stance`)
            or ``undo``. Places are pairs of first and last character.
        """
        before = self.article
        try:
            if message["do"] == "undo":
                self._undo()
            else:
                wanted = self._change(message)
                self.article = update_corrections(wanted, self.path, before=before)
                self._earlier.append(before)
        except ToolkitError as error:
            return self.tell(f"Not written: {error}", is_fault=True)
        return self.tell(f"Written to {self.path}.")

    def _undo(self) -> None:
        if not self._earlier:
            raise ToolkitError("undo: must have something to take back; found nothing")
        earlier = self._earlier[-1]
        self.article = update_corrections(earlier, self.path, before=self.article)
        self._earlier.pop()

    def _change(self, message: dict[str, Any]) -> Article:
        """Give the article with what a person asked for."""
        do, article = message["do"], self.article
        if do == "stance":
            return self._judge(message)
        if do == "add":
            span = _trim(article, message["span"])
            return self._put(Correction(Quotation((span,)), UNKNOWN, Kind.UNKNOWN))
        found = self._find(message["place"])
        if do == "delete":
            return self._put(replace(found, is_deleted=True), instead=found)
        found = replace(found, is_deleted=False)
        if do == "move":
            return self._put(
                _move(article, found, message["part"], _trim(article, message["span"])),
                instead=found,
            )
        return self._put(
            self._fill(found, message["cells"]), cells=message["cells"], instead=found
        )

    def _find(self, place: list[int]) -> Correction:
        """Find the quotation that stands at a place, as it is now."""
        for correction in self.article.corrections:
            if _place(correction.quotation) == place:
                return correction
        for said in find_attributions(self.article):
            if _place(said.quotation) == place:
                return Correction(
                    said.quotation, said.speaker.name, said.speaker.kind, said.relays
                )
        raise ToolkitError(f"quotation: must stand in the article; found none at {place}")

    def _fill(self, found: Correction, cells: dict[str, str]) -> Correction:
        """Give a correction with cells that a person changed."""
        speaker = " ".join(cells.get("speaker", found.speaker).split()) or UNKNOWN
        changes: dict[str, Any] = {"speaker": speaker}
        if speaker != found.speaker:  # kind, role and gender are the speaker's, not the row's
            changes |= self._describe(speaker)
        if "kind" in cells:
            changes["kind"] = Kind(cells["kind"])
        changes |= {name: cells[name] for name in OWN if name in cells}
        if "act" in cells:
            changes["quotation"] = replace(found.quotation, act=Act(cells["act"]))
        if "relay" in cells:
            changes["relays"] = tuple(_find_relays(self.article.text, found, cells["relay"]))
        return replace(found, **changes)

    def _describe(self, speaker: str) -> dict[str, Any]:
        """Give kind, role and gender of a speaker as they stand in other rows."""
        if speaker.lower() == UNKNOWN:
            return {"kind": Kind.UNKNOWN, "role": "", "gender": ""}
        kinds = {s.speaker.name: s.speaker.kind for s in find_attributions(self.article)}
        names = {name.name: Kind.PERSON for name in find_names(self.article)}
        told = {"kind": (names | kinds).get(speaker, Kind.PERSON), "role": "", "gender": ""}
        for other in self.article.corrections:
            if other.speaker == speaker:
                told |= {"kind": other.kind, "role": other.role, "gender": other.gender}
        return told

    def _put(
        self,
        correction: Correction,
        *,
        cells: Iterable[str] = (),
        instead: Correction | None = None,
    ) -> Article:
        """Give the article with a correction among the others."""
        decided = replace(correction, decided=self._sign())
        told = {name: getattr(decided, name) for name in SHARED if name in cells}
        others = [
            replace(other, **told) if other.speaker == decided.speaker else other
            for other in self.article.corrections
            if instead is None or other.quotation.content != instead.quotation.content
        ]
        corrections = sorted([*others, decided], key=lambda one: one.quotation.content)
        return replace(self.article, corrections=tuple(corrections))

    def _judge(self, message: dict[str, Any]) -> Article:
        span, target = Span(*message["span"]), message["target"]
        verdict = Verdict(span, target, STANCES[message["stance"]], decided=self._sign())
        others = [v for v in self.article.verdicts if (v.span, v.target) != (span, target)]
        verdicts = sorted([*others, verdict], key=lambda one: one.span)
        return replace(self.article, verdicts=tuple(verdicts))

    def _sign(self) -> Decided:
        return Decided(self.coder, date.today().isoformat(), __version__)  # noqa: DTZ011 - theirs

    # ---- what the view shows ---------------------------------------------------------------

    def tell(self, told: str, *, is_fault: bool = False) -> dict[str, Any]:
        """Give what the view shows, as JSON; all places are counted in characters.

        Parameters
        ----------
        told : str
            What came of the last click.
        is_fault : bool, optional
            Whether nothing came of it.
        """
        article = self.article
        attributions = find_attributions(article)
        quotations = [*self._list_quotations(attributions), *self._list_deleted()]
        quotations.sort(key=lambda one: one["place"])
        names = [*rank_speakers(article, attributions), *(n.name for n in find_names(article))]
        return {
            "text": article.text,
            "blocks": [{"kind": kind, **asdict(span)} for kind, span in cut_blocks(article)],
            "quotations": quotations,
            "mentions": self._list_mentions(),
            "choices": {
                "speaker": [*dict.fromkeys([*names, UNKNOWN])],
                "kind": [*Kind],
                "act": [*Act],
                "form": [*Form],
                "role": [*Role],
                "gender": [*Gender],
            },
            "done": sum(one["state"] != "open" for one in quotations),
            "all": len(quotations),
            "undo": len(self._earlier),
            "told": told,
            "fault": is_fault,
        }

    def _list_quotations(self, attributions: list[Attribution]) -> Iterable[dict[str, Any]]:
        article = self.article
        marks = rank_speakers(article, attributions)
        profiles = {profile.speaker.name: profile for profile in find_profiles(article)}
        decided = {one.quotation.content: one for one in article.corrections}
        for number, said in enumerate(attributions, start=1):
            own, profile = decided.get(said.quotation.content), profiles.get(said.speaker.name)
            found = {"form": f"{said.quotation.form}"}
            if profile is not None:
                found |= {"role": f"{profile.role}", "gender": f"{profile.gender}"}
            yield {
                "place": _place(said.quotation),
                "state": "kept" if is_checked(said) else "open",
                "name": f"{number} {name_voice(said)}",
                "facts": explain_attribution(article, said),
                "candidates": [*said.candidates],
                "colour": marks[said.speaker.name].colour,
                **_list_places(said.quotation, said.relays),
                "cells": {
                    "speaker": said.speaker.name,
                    "kind": f"{said.speaker.kind}",
                    "relay": "; ".join(relay.name for relay in said.relays),
                    "act": f"{said.quotation.act}",
                    **{name: getattr(own, name) if own else "" for name in OWN},
                },
                "found": found,
            }

    def _list_deleted(self) -> Iterable[dict[str, Any]]:
        for correction in self.article.corrections:
            if correction.is_deleted:
                yield {
                    "place": _place(correction.quotation),
                    "state": "deleted",
                    "name": "no quotation",
                    "facts": "a person decided that nobody is quoted here",
                    **_list_places(correction.quotation, ()),
                }

    def _list_mentions(self) -> list[dict[str, Any]]:
        sides = {polarity: stance for stance, polarity in STANCES.items()}
        told = {(v.span, v.target): sides[v.polarity] for v in self.article.verdicts}
        return [
            mention | {"is_checked": place in told, "stance": told.get(place, mention["stance"])}
            for mention in self._mentions
            for place in [(Span(mention["start"], mention["end"]), mention["target"])]
        ]


def _place(quotation: Quotation) -> list[int]:
    return [quotation.content[0].start, quotation.content[-1].end]


def _list_places(quotation: Quotation, relays: Iterable[Relay]) -> dict[str, Any]:
    return {
        "content": [asdict(span) for span in quotation.content],
        "cue": [asdict(span) for span in quotation.cue],
        "source": [asdict(span) for span in quotation.source],
        "carried": [asdict(relay.span) for relay in relays],
    }


def _trim(article: Article, span: list[int]) -> Span:
    """Leave out the blanks around what a person selected."""
    start, end = span
    words = article.text[start:end]
    if not words.strip():
        raise ToolkitError("selection: must hold a word; found none")
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _move(article: Article, found: Correction, part: str, span: Span) -> Correction:
    """Give a correction whose content, cue, source or relay is somewhere else."""
    quotation, words = found.quotation, span.of(article.text)
    if part == "relay":
        return replace(found, relays=(*found.relays, Relay(" ".join(words.split()), span)))
    if part == "content" and not touches(quotation.content, [span]):
        raise ToolkitError(
            "content: must share a word with what it was; found none. Make it a new quotation"
        )
    places: dict[str, Any] = {part: (span,)}
    return replace(found, quotation=replace(quotation, **places))


def _find_relays(text: str, found: Correction, cell: str) -> Iterable[Relay]:
    """Find the relays that a person named, near the words that they carried."""
    known = {relay.name: relay for relay in found.relays}
    for name in filter(None, (" ".join(name.split()) for name in cell.split(";"))):
        if name in known:
            yield known[name]
            continue
        spans = find_near(text, found.quotation.content, "relay", name, ())
        yield Relay(name, Span(spans[0].start, spans[-1].end))


def open_article(article: Article, path: Path | str, coder: str) -> CorrectedArticle:
    """Open an article for correction, with what the file says of it already."""
    check_article(article)
    article = read_decided(article, path)
    mentions = [
        {
            "start": row["mention_start"],
            "end": row["mention_end"],
            "target": row["target"],
            "voice": row["voice"],
            "stance": STANCE_NAMES.get(row["stance"], "neither"),
        }
        for row in stance_passage_table(article).to_dict("records")
    ]
    return CorrectedArticle(article, Path(path), coder, mentions)

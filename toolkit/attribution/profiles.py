"""Who the speakers of an article are to it: in what role they speak, and of what gender."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.attribution.decisions import AUTHOR
from toolkit.attribution.evidence import list_phrases
from toolkit.attribution.genders import tell_gender
from toolkit.attribution.roles import tell_role
from toolkit.attribution.speakers import find_attributions
from toolkit.base import Gender, Kind, Role, Span, check_article, check_choice
from toolkit.engine import ENGLISH, bind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from toolkit.base import Article, Attribution, Speaker
    from toolkit.engine import Engine

GENDER_BY = ("text", "names")


@dataclass(frozen=True, slots=True)
class Profile:
    """Role and gender of a speaker, with the words of the article that tell them.

    Parameters
    ----------
    speaker : Speaker
    role : Role
        ``unknown`` where the article does not tell it.
    role_evidence : tuple of Span
    gender : Gender
        ``unknown`` where the article does not tell it; ``none`` for bodies, groups, documents.
    gender_evidence : tuple of Span
    """

    speaker: Speaker
    role: Role = Role.UNKNOWN
    role_evidence: tuple[Span, ...] = ()
    gender: Gender = Gender.UNKNOWN
    gender_evidence: tuple[Span, ...] = ()


def find_profiles(
    article: Article,
    *,
    names: Mapping[str, str] | Path | str | None = None,
    gender_by: str = "text",
    engine: Engine = ENGLISH,
) -> list[Profile]:
    """Find the role and gender of each speaker of an article, by its own words.

    Parameters
    ----------
    article : Article
    names : mapping or path, optional
        As `find_attributions` takes them.
    gender_by : str, optional
        ``text``: pronouns, titles and nouns alone tell the gender. ``names``: the given name
        does too, if it is one of some 900 that nearly always tell it; pronouns weigh less.
    engine : Engine, optional
        As `find_attributions` takes it.

    Returns
    -------
    list of Profile
        By first quotation. Quotations without a source have no speaker here.

    Raises
    ------
    ToolkitError
        If `gender_by` is something else.

    Notes
    -----
    Nothing is known of anybody but what the article says; what a person corrected goes before.
    `validity_table` has the figures (benchmarks/roles).

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Rates will rise, said Ann Lee, a spokeswoman for the teachers' union.")
    >>> [found] = find_profiles(article)
    >>> str(found.role), [span.of(article.text) for span in found.role_evidence]
    ('advocacy', ["a spokeswoman for the teachers' union"])
    >>> str(found.gender)
    'woman'
    """
    check_article(article)
    article = bind(article, engine)
    attributions = find_attributions(article, names=names)
    profiles = profile_speakers(article, attributions, gender_by=gender_by)
    return [p for p in profiles.values() if p.speaker.kind is not Kind.UNKNOWN]


def profile_speakers(
    article: Article, attributions: Iterable[Attribution], *, gender_by: str = "text"
) -> dict[str, Profile]:
    """Tell the role and gender of whoever speaks in some attributions, by the speaker's name.

    Raises
    ------
    ToolkitError
        If `gender_by` is neither ``text`` nor ``names``.
    """
    check_choice("gender_by", gender_by, GENDER_BY)
    grouped: dict[str, list[Attribution]] = {}
    for attribution in attributions:
        grouped.setdefault(attribution.speaker.name, []).append(attribution)
    return {
        name: profile_speaker(article, group[0].speaker, group, by_name=gender_by == "names")
        for name, group in grouped.items()
    }


def profile_speaker(
    article: Article,
    speaker: Speaker,
    attributions: Sequence[Attribution],
    *,
    by_name: bool = False,
) -> Profile:
    """Tell the role and gender of a speaker, or of somebody who says nothing."""
    if speaker.kind is Kind.UNKNOWN:
        return Profile(speaker)
    phrases = list_phrases(article, speaker)
    if speaker.kind is Kind.DOCUMENT:
        role, told = Role.DOCUMENT, speaker.mentions[:1]
    elif speaker.name == AUTHOR:
        role, told = Role.MEDIA, speaker.mentions[:1]
    else:
        role, told = tell_role(speaker.kind, phrases)
    gender, signs = tell_gender(article, speaker, attributions, phrases, by_name=by_name)
    return _correct(article, Profile(speaker, role, told, gender, signs))


def _correct(article: Article, found: Profile) -> Profile:
    """Put what a person decided in the place of what was found."""
    for correction in article.corrections:
        if correction.speaker == found.speaker.name and not correction.is_deleted:
            words = correction.quotation.source
            if correction.role:
                found = replace(found, role=Role(correction.role), role_evidence=words)
            if correction.gender:
                gender = Gender(correction.gender)
                found = replace(found, gender=gender, gender_evidence=words)
    return found

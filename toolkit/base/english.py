"""Whether a text is English; which language it is in, where that is sure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from toolkit.base.errors import ToolkitError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


READ = 5_000  # characters from the start: enough, and the cost is bounded
# Words that no other language in Latin script writes often. In 840 PolNeAR articles they are 4 to
# 20 % of all words, in the sample sentences of 22 languages that spaCy brings none.
WORD = re.compile(r"[^\W\d_]+")
ENGLISH_WORDS = frozenset(
    {"the", "and", "of", "that", "with", "said", "from", "were", "which", "this"}
)
ENGLISH_SHARE = 0.05
FEWEST_LETTERS = 40  # the model is not asked about less
SURE = 0.99  # of the model, that it is English
# Below this chance of English, it is another language. Of 840 PolNeAR headlines, 1,192 of EmoBank
# and 7,963 sentences of NewsMTSC none has less than .002, but for some in Nigerian English.
UNLIKELY = 0.001
NO_LANGUAGES = frozenset({"zxx", "pcm"})  # figures and mark-up; English as spoken in Nigeria
STATED_ENGLISH = frozenset({"", "en", "eng", "english", "und", "mul"})
CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan",
    "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ms": "Malay", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovene",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def tell_language(text: str) -> str:
    """Tell the language of a text where it is sure.

    Parameters
    ----------
    text : str
        Its first 5,000 characters are read.

    Returns
    -------
    str
        An ISO 639 code such as ``en``; empty where it is not sure, as for most texts of
        one short sentence.

    Notes
    -----
    A text is English where one word in twenty is one of ten that no other language
    writes often. The few others are put to the model of py3langid (Lui and Baldwin 2012; 139
    languages, offline), loaded then. benchmarks/loaders holds the measured error.

    Examples
    --------
    >>> tell_language("Rates will rise, the governor said.")
    'en'
    >>> tell_language("Die Zinsen werden steigen, sagte die Präsidentin der Bank am Montag.")
    'de'
    >>> tell_language("Rates rise")
    ''
    """
    words = WORD.findall(text[:READ].lower())
    known = sum(word in ENGLISH_WORDS for word in words)
    if known and known >= ENGLISH_SHARE * len(words):
        return "en"
    if sum(map(len, words)) < FEWEST_LETTERS:
        return ""
    chances = dict(_load_identifier().rank(text[:READ]))
    code = max(chances, key=lambda each: chances[each])
    is_sure = chances["en"] >= SURE if code == "en" else chances["en"] <= UNLIKELY
    return code if is_sure and code not in NO_LANGUAGES else ""


def is_english(code: str) -> bool:
    """Tell whether a stated language is English, or none is stated.

    Examples
    --------
    >>> [is_english(code) for code in ("en-GB", "", "de")]
    [True, True, False]
    """
    return code.strip().lower().replace("_", "-").split("-")[0] in STATED_ENGLISH


def name_language(code: str) -> str:
    """Name a language for a person to read.

    Examples
    --------
    >>> name_language("de-AT"), name_language("xx")
    ('German (de-AT)', 'xx')
    """
    name = NAMES.get(code.lower().replace("_", "-").split("-")[0])
    return f"{name} ({code})" if name else code


def check_language(given: str | None) -> None:
    """Refuse what is no language code, nor ``any``, nor None.

    Raises
    ------
    ToolkitError
        If `given` is something else.
    """
    if given is not None and not (isinstance(given, str) and CODE.fullmatch(given)):
        raise ToolkitError(
            f"language: must be a code such as 'en' or 'de', or 'any'; found {given!r:.40}"
        )


@cache
def _load_identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

"""A spaCy component, for people who have a pipeline of their own.

spaCy finds it by the package's entry point, once the package is installed.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from toolkit.attribution import find_attributions
from toolkit.base import Article
from toolkit.exchange.exports import mark_doc


@Language.component("toolkit_quotations")
def toolkit_quotations(doc: Doc) -> Doc:
    """Add the quotations of a Doc's text to it, with speakers and relays.

    Needs no other component of the pipeline: the text is read as `find_attributions` reads
    it. A span that begins or ends inside a token takes in the whole of it.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        In English.

    Returns
    -------
    spacy.tokens.Doc
        The same, with ``doc.spans["quotations"]``, ``["cues"]``, ``["sources"]`` and
        ``["relays"]``; each span tells ``span._.speaker`` and so on, as `toolkit.to_doc` says.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("toolkit_quotations")
    >>> doc = nlp("TASS quoted Ann Lee as saying that rates will rise.")
    >>> [(span.text, span._.speaker, span._.relays) for span in doc.spans["quotations"]]
    [('that rates will rise', 'Ann Lee', ['TASS'])]
    """
    if not doc.text.strip():
        return mark_doc(doc, [])
    return mark_doc(doc, find_attributions(Article(doc.text)))

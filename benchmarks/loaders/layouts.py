"""Twelve invented news pages, one a layout that is common, and the words of each that are news."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SENTENCES = """The council voted on Tuesday to close the old harbour to cargo ships.
Mayor Ruth Okafor said the decision had been delayed for far too long.
“Nobody in this town can sleep while the cranes are running,” she told reporters.
Dock workers gathered outside the hall and sang until late in the evening.
Their union said that three hundred jobs would be lost by the end of the year.
A spokesman for the port authority declined to comment on the figures.
The new terminal, twelve miles down the coast, is due to open in the spring.
Engineers warned last month that its foundations had not been tested in a storm.
According to a report seen by this newspaper, repairs may cost four million dollars.
“We were promised a plan, and all we have seen is a picture,” said Tomas Lind, a crane driver.
Opposition members accused the mayor of hiding the true price from voters.
She rejected the charge, and said that every page had been published in January.
Fishing boats will be allowed to stay, but only on the northern side of the pier.
Shop owners near the market fear that fewer visitors will come in the summer.
The ferry company said its timetable would not change before October.
Rents in the district have doubled since the last terminal was built.
A judge is expected to hear the first complaint against the vote next week.
Until then, ships that are already on their way may still unload their goods.
Residents who live above the warehouses said they would believe it when they heard nothing.
The last time the harbour was closed, in 1974, it opened again after nine days.
Environmental groups welcomed the vote as a rare victory for the bay.
Scientists have counted fewer seals there in each of the past six winters.
“It is a beginning, not an end,” said Maria Costa of the coastal institute.
The government in the capital has the right to overrule the council within a month.""".splitlines()
MENU = "".join(
    f'<li><a href="/{name.lower()}">{name}</a></li>'
    for name in ("Home", "World", "Business", "Sport", "Opinion", "Weather", "Subscribe")
)
RELATED = "".join(
    f'<li><a href="/{n}">{title}</a></li>'
    for n, title in enumerate(
        ("Storm closes two schools", "How to grow beans indoors", "Team wins cup for third time")
    )
)
FOOTER = "<footer><p>© 2016 The Harbour Post. All rights reserved. Terms of use.</p></footer>"
COOKIES = (
    '<div class="cookie-banner"><p>We and our partners use cookies to show you advertisements '
    "that you may like.</p><button>Accept all</button></div>"
)
COMMENTS = (
    '<section id="comments"><h3>3 comments</h3><div class="comment"><p>I have lived here for '
    "forty years and never heard a thing.</p></div><div><p>Finally!</p></div></section>"
)


@dataclass(frozen=True)
class Sample:
    """A page, and the text of its article."""

    layout: str
    html: str
    text: str


def make_samples() -> list[Sample]:
    """Make a page of each layout, each with a story of its own order."""
    samples = []
    for number, (layout, make) in enumerate(LAYOUTS.items()):
        drawn = Random(number).sample(SENTENCES, 15)  # noqa: S311 - not a secret
        paragraphs = [" ".join(drawn[start : start + 3]) for start in range(0, 15, 3)]
        title = f"Harbour vote {number + 1}: what the council decided"
        html = (
            f"<!DOCTYPE html><html lang=en><head><title>{title} | The Harbour Post</title></head>"
        )
        html += f"<body>{make(title, paragraphs)}</body></html>"
        samples.append(Sample(layout, html, "\n\n".join(paragraphs)))
    return samples


def _wrap(paragraphs: list[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{paragraph}</{tag}>" for paragraph in paragraphs)


LAYOUTS = {
    "semantic article": lambda t, p: (
        f"<header><nav><ul>{MENU}</ul></nav></header><main><article><h1>{t}</h1><figure>"
        f"<img src=a><figcaption>The harbour at dawn</figcaption></figure>{_wrap(p)}</article>"
        f"<aside><h2>Related</h2><ul>{RELATED}</ul></aside></main>{FOOTER}"
    ),
    "divs with classes": lambda t, p: (
        f'<div class="nav"><ul>{MENU}</ul></div><div class="story-wrap"><div class="headline">'
        f'<h1>{t}</h1></div><div class="story-body">{_wrap(p)}</div><div class="sidebar"><ul>'
        f"{RELATED}</ul></div></div><div class=footer>{FOOTER}</div>"
    ),
    "divs for paragraphs": lambda t, p: (
        f'<div id="top"><ul>{MENU}</ul></div><div id="content"><h1>{t}</h1>'
        f'<div class="text">{_wrap(p, "div")}</div></div>{FOOTER}'
    ),
    "layout by tables": lambda t, p: (
        f"<table><tr><td colspan=2><ul>{MENU}</ul></td></tr><tr><td><font size=5><b>{t}</b></font>"
        f"{_wrap(p)}</td><td><ul>{RELATED}</ul></td></tr></table>{FOOTER}"
    ),
    "line breaks": lambda t, p: (
        f"<div><ul>{MENU}</ul></div><h1>{t}</h1><div class=article>"
        f"{'<br><br>'.join(p)}</div>{FOOTER}"
    ),
    "blog with comments": lambda t, p: (
        f'<ul id=menu>{MENU}</ul><div class="post hentry"><h1 class="entry-title">{t}</h1>'
        f'<div class="entry-meta">Posted by <a rel=author>Ann Lee</a></div>'
        f'<div class="entry-content">{_wrap(p)}<div class="sharedaddy"><h3>Share this:</h3><ul>'
        f"<li>Twitter</li><li>Facebook</li></ul></div></div></div>{COMMENTS}{FOOTER}"
    ),
    "inserts between paragraphs": lambda t, p: (
        f"<nav><ul>{MENU}</ul></nav><article><h1>{t}</h1>"
        + "<div class=newsletter><p>Sign up for our letter.</p><form><input></form></div>".join(
            [_wrap(p[:2]), _wrap(p[2:4]), _wrap(p[4:])]
        )
        + f"</article>{FOOTER}"
    ),
    "cookies and lists": lambda t, p: (
        f"{COOKIES}<nav><ul>{MENU * 3}</ul></nav><div role=main><h1>{t}</h1>{_wrap(p)}</div>"
        f"<div class=most-read><h2>Most read</h2><ol>{RELATED * 4}</ol></div>{FOOTER}"
    ),
    "subheadings": lambda t, p: (
        f"<nav><ul>{MENU}</ul></nav><main><h1>{t}</h1>"
        + "".join(f"<section>{_wrap([each])}</section>" for each in p)
        + f"</main><section class=related><ul>{RELATED}</ul></section>{FOOTER}"
    ),
    "quotations set apart": lambda t, p: (
        f"<ul>{MENU}</ul><article><h1>{t}</h1>{_wrap(p[:1])}<blockquote>{_wrap(p[1:2])}"
        f"</blockquote>{_wrap(p[2:])}</article>{COMMENTS}{FOOTER}"
    ),
    "telegram in pre": lambda t, p: (
        f"<h1>{t}</h1><pre>{chr(10).join(p)}</pre><hr><a href=/>Back to the wire</a>"
    ),
    "links in the text": lambda t, p: (
        f"<nav><ul>{MENU}</ul></nav><div itemprop=articleBody><h1>{t}</h1>"
        + _wrap([each.replace("harbour", "<a href=/h>harbour</a>", 1) for each in p])
        + f"</div><div class=tags><a href=/t>harbour</a> <a href=/u>council</a></div>{FOOTER}"
    ),
}

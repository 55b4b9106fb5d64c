"""Learn the register: three layers behind the reader's third, heads for mentions, and links.

    python training/train_register.py DATA --encoder FOLDER --reader FOLDER --out RUN.pt

DATA is the folder shared/data: its GUM documents, made-up articles and texts of the labelled
articles are read, the rest are labels here (`registers.py`). The reader's lower layers stay as
they are shipped: their states of all documents are worked out once and kept in memory.
README.md tells the rest.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import registers
import torch
from torch import Tensor, nn
from torch.nn import functional
from train_reader import Network, load_shipped

from toolkit.base import Span
from toolkit.reader.pieces import find_chunk
from toolkit.reader.readings import Seen, see
from toolkit.reader.registers import N_FACTS, describe_pairs, make_keys
from toolkit.reader.words import find_runs, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from registers import Register

    Chunk = tuple[int, int]

TOP = 3  # layers of the reader that are shared
WIDTH, STATE, INNER, PAIR = 384, 192, 128, 64
HEADS = ("name", "desc", "pron")
ASKED = ("d", "p", "said", "relay")  # in the order of `toolkit.reader.registers.Sought`
LABELS = (7, 11, 4)  # of each head
PRONOUNS = {"he", "she", "it", "they", "we", "i", "you", "his", "her", "its", "their", "our",
            "my", "your", "him", "them", "us", "me", "who"}  # fmt: skip
WEIGHTS = {"d": 0.6, "p": 0.8, "said": 1.0, "relay": 0.5, "name": 2.0, "desc": 1.0, "pron": 1.0}
TAGS = 8  # weight of the labels of a piece against a link
PIECES = 2400  # of a batch
HELD = {"shared": 4, "real": 8, "gum": 8}  # every so many articles are left out
SEED, WARM, AVERAGE = 7, 60, 0.995
LONGEST = 16_000  # characters of a document of GUM
NEVER = -1e4


@dataclass
class Question:
    """All that is asked for of one kind in a document."""

    chunks: list[list[Chunk]]
    right: np.ndarray
    allowed: np.ndarray
    facts: np.ndarray


@dataclass
class Document:
    """A register in word pieces, with what the reader's lower layers give for it."""

    source: str
    text: str
    seen: Seen
    labels: tuple[np.ndarray, np.ndarray, np.ndarray]
    mentions: list[tuple[int, int, str, str]]
    keys: list[int]
    asked: dict[str, Question] = field(default_factory=dict)


def read_all(data: Path) -> Iterator[tuple[str, Register]]:
    """Yield all registers with the name of their source."""
    yield from (("real", one) for one in registers.read_real(data))
    yield from (("invented", one) for one in registers.read_invented())
    for path in sorted((data / "invented").glob("*.txt")):
        yield from (("shared", one) for one in registers.read_marked_file(path))
    for line in (data / "people" / "gum_people_train.jsonl").read_text("utf-8").splitlines():
        yield "gum", read_gum(json.loads(line))


def read_gum(row: dict[str, Any]) -> Register:
    """Read a document of GUM: names by their heads, which leave titles out."""
    mentions = []
    for one in row["mentions"]:
        entity = ("P" if one["kind"] == "person" else "O") + one["entity"]
        head = row["text"][slice(*one["head"])]
        place = (one["start"], one["end"])
        form = "d"
        if one["named"] or head.lower() in PRONOUNS:
            place, form = tuple(one["head"]), "" if one["named"] else "p"
        if place[1] < LONGEST:
            mentions.append(registers.Mention(*place, entity, form))
    return registers.Register(row["id"], row["text"][:LONGEST], tuple(mentions), ())


def make_document(source: str, register: Register) -> Document:
    """Put a register into word pieces."""
    seen = see(register.text)
    size = len(seen.pieces)
    names, described, pronouns = (np.zeros(size, np.int64) for _ in HEADS)
    mentions = []
    for one in sorted(register.mentions, key=lambda m: (m.start, -m.end)):
        chunk = find_chunk(seen.pieces, Span(one.start, one.end))
        if chunk is None:
            continue
        kind = "PODGU".index(one.entity[0])
        if one.form == "p":
            pronouns[chunk[0]] = {0: 1, 4: 1, 3: 3}.get(kind, 2)
        else:
            labels = described if one.form else names
            label = kind if one.form else {3: 1, 4: 0}.get(kind, kind)
            if labels[chunk[0] : chunk[1] + 1].any():
                continue  # inside of another one
            labels[chunk[0] : chunk[1] + 1] = 2 * label + 2
            labels[chunk[0]] = 2 * label + 1
        mentions.append((*chunk, one.entity, one.form))
    if source == "gum":  # it tells of persons and bodies alone
        described[:] = pronouns[:] = -1
        names[(names == 0) & np.isin(seen.pieces.case, (2, 3))] = -1
    keys = [number for number, one in enumerate(mentions) if one[3] != "p"]
    document = Document(source, register.text, seen, (names, described, pronouns), mentions, keys)
    if keys:
        ask(document, register)
    return document


def ask(document: Document, register: Register) -> None:
    """Make the questions of a document: whom each mention stands for, who says what."""
    found: dict[str, list[tuple[list[Chunk], str, int]]] = {one: [] for one in ASKED}
    for number, (first, last, entity, form) in enumerate(document.mentions):
        if form:
            found[form].append(([(first, last)], entity, number))
    for said in register.statements:
        places = (Span(*place) for place in said.content)
        chunks = [c for place in places if (c := find_chunk(document.seen.pieces, place))]
        if chunks:
            found["said"].append((chunks, said.entity, -1))
            found["relay"].append((chunks, said.relay, -1))
    for asked, queries in found.items():
        if queries:
            document.asked[asked] = make_question(document, asked, queries)


def make_question(
    document: Document, asked: str, queries: Sequence[tuple[list[Chunk], str, int]]
) -> Question:
    """Say for all that seek one thing which mentions they may find, and which are right."""
    keys = [document.mentions[number] for number in document.keys]
    ends = np.array([key[:2] for key in keys])
    are_names = np.array([key[3] == "" for key in keys])
    owners = np.array([key[2] for key in keys])
    pieces = document.seen.pieces
    spans = (document.text[pieces.starts[a] : pieces.ends[b]] for a, b in ends)
    words = [span.lower().split()[-1] for span in spans]
    described = make_keys(ends, are_names, words)
    allowed, right, facts = [], [], []
    for chunks, entity, own in queries:
        free = np.ones(len(keys), bool)
        if asked in "dp":
            free = (are_names | (ends[:, 0] < chunks[0][0])) & (np.array(document.keys) != own)
        true = free & (owners == entity) & (entity != "")
        allowed.append([*free, True])
        right.append([*true, not true.any()])
        facts.append(describe_pairs(pieces, [chunks], described)[0])
    return Question(
        [chunks for chunks, *_ in queries],
        np.array(right),
        np.array(allowed),
        np.stack(facts).astype(np.float16),
    )


class Link(nn.Module):
    """Scores of what is sought against mentions and none."""

    def __init__(self) -> None:
        super().__init__()
        self.q = nn.ModuleDict({one: nn.Linear(3 * STATE, INNER) for one in ASKED})
        self.k = nn.Linear(3 * STATE, INNER)
        self.l = nn.Linear(INNER, PAIR, bias=False)
        self.r = nn.Linear(INNER, PAIR, bias=False)
        self.t = nn.Embedding(len(ASKED), PAIR)
        self.f = nn.Linear(N_FACTS, PAIR)
        self.bil = nn.ParameterDict(
            {one: nn.Parameter(torch.randn(INNER, INNER) * 0.02) for one in ASKED}
        )
        self.out = nn.Linear(PAIR, 1, bias=False)
        self.none = nn.ModuleDict({one: nn.Linear(INNER, 1) for one in ASKED})
        self.drop = nn.Dropout(0.2)

    def forward(self, asked: str, queries: Tensor, keys: Tensor, facts: Tensor) -> Tensor:
        """Give a row a query; the last column is none."""
        q = self.drop(functional.gelu(self.q[asked](queries)))
        k = self.drop(functional.gelu(self.k(keys)))
        hidden = self.l(q)[:, None] + self.r(k)[None] + self.f(facts)
        hidden = functional.gelu(hidden + self.t.weight[ASKED.index(asked)])
        score = q @ self.bil[asked] @ k.T + self.out(hidden)[..., 0]
        return torch.cat([score, self.none[asked](q)], 1)


class Layers(nn.Module):
    """The layers behind the reader's, with heads for mentions, and their links."""

    def __init__(self, layers: nn.ModuleList) -> None:
        super().__init__()
        self.layers, self.drop = layers, nn.Dropout(0.15)
        for head, size in (*zip(HEADS, LABELS, strict=True), ("state", STATE)):
            setattr(self, head, nn.Linear(WIDTH + STATE, size))
        self.link = Link()

    def forward(self, documents: Sequence[Document]) -> list[Tensor]:
        """Give the states of the word pieces of each document."""
        windows = [(n, w) for n, one in enumerate(documents) for w in one.seen.windows]
        longest = max(len(middle) for _, (_, middle, _) in windows)
        x, mask = torch.zeros(len(windows), longest, WIDTH), torch.zeros(len(windows), longest)
        for row, (_, (_, middle, _)) in enumerate(windows):
            x[row, : len(middle)], mask[row, : len(middle)] = torch.from_numpy(middle), 1
        hidden = (1 - mask)[:, None, None] * NEVER
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
            for layer in self.layers:
                x = layer(x, attention_mask=hidden)
                x = x[0] if isinstance(x, tuple) else x
        found: list[list[Tensor]] = [[] for _ in documents]
        for row, (number, (window, _, read)) in enumerate(windows):
            found[number].append(
                torch.cat([x[row, window.core].float(), torch.from_numpy(read[window.core])], 1)
            )
        return [self.drop(torch.cat(states)) for states in found]

    def score_links(self, document: Document, states: Tensor, asked: str) -> Tensor:
        """Give log-chances: a row a question, a column a key and one for none."""
        question = document.asked[asked]
        narrow = self.state(states)
        keys = join(narrow, [[document.mentions[number][:2]] for number in document.keys])
        facts = torch.from_numpy(question.facts.astype(np.float32))
        scores = self.link(asked, join(narrow, question.chunks), keys, facts)
        scores = scores.masked_fill(~torch.from_numpy(question.allowed), NEVER)
        return scores - torch.logsumexp(scores, 1, keepdim=True)


def join(states: Tensor, chunks: Sequence[Sequence[Chunk]]) -> Tensor:
    """Put first, last and mean state of each side by side."""
    rows = []
    for pieces in chunks:
        inside = states[[number for a, b in pieces for number in range(a, b + 1)]]
        rows.append(torch.cat([inside[0], inside[-1], inside.mean(0)]))
    return torch.stack(rows)


def weigh_loss(network: Layers, documents: Sequence[Document]) -> Tensor:
    """Add up the losses of labels, a piece, and of links, a question."""
    tags, links = torch.zeros(()), torch.zeros(())
    pieces = questions = 0
    for document, states in zip(documents, network(documents), strict=True):
        pieces += len(states)
        for head, labels in zip(HEADS, document.labels, strict=True):
            if (labels >= 0).any():
                loss = functional.cross_entropy(
                    getattr(network, head)(states), torch.from_numpy(labels),
                    ignore_index=-1, reduction="sum",
                )  # fmt: skip
                tags = tags + WEIGHTS[head] * loss
        for asked, question in document.asked.items():
            shares = network.score_links(document, states, asked)
            right = shares.masked_fill(~torch.from_numpy(question.right), NEVER)
            links = links - WEIGHTS[asked] * torch.logsumexp(right, 1).sum()
            questions += len(shares)
    return TAGS * tags / pieces + links / max(questions, 1)


@torch.no_grad()
def judge(network: Layers, documents: Sequence[Document]) -> str:
    """Tell the shares of names found and right, and of questions answered rightly."""
    network.eval()
    counts: Counter[str] = Counter()
    for document in documents:
        [states] = network([document])
        words = number_words(document.text, document.seen.pieces)
        gold = set(read_runs(document.labels[0]))
        found = {*find_runs(network.name(states).numpy(), words)}
        found = {run for run in found if not (document.labels[0][run[0] : run[1] + 1] < 0).all()}
        counts += Counter(both=len(gold & found), gold=len(gold), found=len(found))
        owners = [document.mentions[number][2] for number in document.keys]
        for asked, question in document.asked.items():
            shares = network.score_links(document, states, asked).exp().numpy()
            for share, right in zip(shares, question.right, strict=True):
                total: Counter[str] = Counter()
                for owner, value in zip([*owners, "none"], share, strict=True):
                    total[owner] += value
                true = {o for o, r in zip([*owners, "none"], right, strict=True) if r}
                counts[asked] += 1
                counts[f"{asked} right"] += max(total, key=lambda one: total[one]) in true
    network.train()
    told = [
        f"names found {counts['both']}/{counts['gold']} right {counts['both']}/{counts['found']}"
    ]
    told += [f"{one} {counts[f'{one} right']}/{counts[one]}" for one in ASKED]
    return ", ".join(told)


def read_runs(labels: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """Read runs off labels, as `find_runs` gives them."""
    for first in np.flatnonzero((labels > 0) & (labels % 2 == 1)):
        last = int(first)
        while last + 1 < len(labels) and labels[last + 1] == labels[first] + 1:
            last += 1
        yield int(first), last, int(labels[first] - 1) // 2


def list_batches(documents: list[Document]) -> Iterator[list[Document]]:
    """Give the documents in a new order, so many pieces at once."""
    random.shuffle(documents)
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if sum(len(one.seen.pieces) for one in batch) >= PIECES:
            yield batch
            batch = []
    if batch:
        yield batch


def split(data: Path) -> tuple[list[Document], dict[str, list[Document]]]:
    """Give the documents to learn from, real ones twice, and those held out by source."""
    learned: list[Document] = []
    held: dict[str, list[Document]] = {source: [] for source in HELD}
    counts: Counter[str] = Counter()
    for source, register in read_all(data):
        see.cache_clear()
        document = make_document(source, register)
        if source in HELD and counts[source] % HELD[source] == 0:
            held[source].append(document)
        else:
            learned += [document] * (2 if source == "real" else 1)
        counts[source] += 1
    return learned, held


def main() -> None:
    """Read the arguments and learn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--reader", type=Path, required=True, help="a reader of floats, as v2 is")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--epochs", type=float, default=5)
    parser.add_argument("--lr", type=float, default=1.5e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    args = parser.parse_args()
    if not args.data.is_dir():
        sys.exit(f"{args.data}: must be the folder shared/data; found none")
    for seed in (torch.manual_seed, random.seed, np.random.seed):
        seed(SEED)
    learn(args)


def learn(args: argparse.Namespace) -> None:
    """Learn, and write the averaged weights behind each epoch."""
    whole = Network(args.encoder, brief=False)
    load_shipped(whole, args.reader)
    network = Layers(nn.ModuleList(whole.bert.encoder.layer[TOP:]))
    if args.start:
        network.load_state_dict(torch.load(args.start, weights_only=True))
    learned, held = split(args.data)
    per_epoch = sum(1 for _ in list_batches(learned))
    steps = int(per_epoch * args.epochs)
    own = list(network.layers.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("layers.")]
    optimiser = torch.optim.AdamW(
        [{"params": own, "lr": args.lr}, {"params": heads, "lr": args.head_lr}], weight_decay=0.01
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / WARM, (steps - step) / steps)
    )
    average = {name: p.detach().clone() for name, p in network.named_parameters()}
    step, begun = 0, time.monotonic()
    while step < steps:
        for batch in list_batches(learned):
            weigh_loss(network, batch).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            step += 1
            kept = min(AVERAGE, (1 + step) / (20 + step))
            for name, p in network.named_parameters():
                average[name].mul_(kept).add_(p.detach(), alpha=1 - kept)
            if step % per_epoch == 0 or step == steps:
                swap(network, average)
                for source, documents in held.items():
                    seconds = round(time.monotonic() - begun)
                    print(step, f"{seconds} s", source, judge(network, documents), flush=True)
                torch.save(network.state_dict(), args.out)
                swap(network, average)
            if step == steps:
                break


def swap(network: Layers, average: dict[str, Tensor]) -> None:
    """Put the averages in the place of the weights, or back."""
    for name, p in network.named_parameters():
        p.data, average[name] = average[name], p.data


if __name__ == "__main__":
    main()

"""Fine-tune the reader: labels of content, cue and source, and the links between them.

    python training/train_reader.py DATA --encoder FOLDER --scorers FOLDER --out FOLDER
    python training/train_reader.py DATA ... --start toolkit/data/reader-v1 --more FILE 4 --lr 3e-5

DATA holds polnear_train.jsonl and polnear_dev.jsonl, the encoder's folder all-MiniLM-L6-v2,
and the scorers' folder score_quotes.py and score_chunks.py. `--start` goes on from weights that
the package ships, `--more` adds annotated articles, each so many times. README.md tells the rest.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from toolkit.base.article import Span
from toolkit.reader import readings as reader
from toolkit.reader.links import LINKS, N_PAIR, Settings, lay_out, pair_features
from toolkit.reader.pieces import N_CASE, N_PLACE, N_QUOTE, START, Pieces, Window
from toolkit.reader.readings import CORE, LEFT, RIGHT
from toolkit.reader.tags import (
    FORBIDDEN,
    LABELS,
    ROLES,
    allow_transitions,
    find_best_labels,
    read_chunks,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    Chunks = dict[str, np.ndarray]  # role -> rows of first and last piece
    Sample = tuple["Gold", Window]

SEED = 20260915
SIZE = 192  # of a piece's state, as the links see it
LEAST_CORE = 64  # of an article's first window, whose size is drawn so that borders wander
LAYERS, LAYER_DECAY = 6, 0.9
AVERAGE_DECAY = 0.996  # of the exponential moving average of the weights
OWN_SHARE = 0.5  # of windows whose links are learned on the model's own chunks, once it has some
OWN_FROM = 0.8  # epochs
SAME = 0.5  # of a chunk's pieces: then a chunk of the model's own stands for a gold one
NOT_LEARNED, NONE = -2, -1  # instead of the number of a cue or source


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated article in word pieces.

    `answers` holds, for each of `reader.LINKS`, the number of the key that each query chunk
    belongs to, NONE, or NOT_LEARNED where the annotation cannot be put into pieces.
    """

    id: str
    text: str
    pieces: Pieces
    labels: np.ndarray
    chunks: Chunks
    answers: dict[str, np.ndarray]


def read_gold(path: Path, tokenizer: Tokenizer, limit: int | None) -> list[Gold]:
    """Read annotated articles from JSONL."""
    if not path.is_file():
        sys.exit(f"{path}: must hold PolNeAR as JSONL, see training/README.md; found no file")
    lines = path.read_text(encoding="utf-8").splitlines()[:limit]
    return [make_gold(json.loads(line), tokenizer) for line in lines]


def make_gold(row: dict[str, Any], tokenizer: Tokenizer) -> Gold:
    """Put the annotation of an article into word pieces."""
    pieces = reader.cut_into_pieces(row["text"], tokenizer)
    labels = np.zeros(len(pieces), np.int64)
    found: dict[str, set[tuple[int, int]]] = {role: set() for role in ROLES}
    listed: list[dict[str, list[tuple[int, int]]]] = []
    for attribution in row["attributions"]:
        entry: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for role in ROLES:
            for start, end in sorted(attribution[role]):
                for chunk in to_chunks(pieces, Span(start, end)):
                    if chunk not in found[role]:
                        if labels[chunk[0] : chunk[1] + 1].any():
                            continue  # one of the few that overlap
                        paint(labels, role, chunk)
                        found[role].add(chunk)
                    entry[role].append(chunk)
        listed.append(entry)
    chunks = {role: np.array(sorted(found[role]), np.int64).reshape(-1, 2) for role in ROLES}
    answers = answer_links(row["attributions"], listed, chunks)
    return Gold(row["id"], row["text"], pieces, labels, chunks, answers)


def to_chunks(pieces: Pieces, span: Span) -> list[tuple[int, int]]:
    """Find the pieces of a span, cut at the borders of paragraphs."""
    first = int(np.searchsorted(pieces.ends, span.start, side="right"))
    last = int(np.searchsorted(pieces.starts, span.end, side="left")) - 1
    cut = ((max(a, first), min(b - 1, last)) for a, b in pieces.paragraphs)
    return [(a, b) for a, b in cut if a <= b]


def paint(labels: np.ndarray, role: str, chunk: tuple[int, int]) -> None:
    """Write the labels of a chunk."""
    begin, inside, end, single = (LABELS.index(f"{mark}-{role}") for mark in "BIES")
    first, last = chunk
    if first == last:
        labels[first] = single
        return
    labels[first : last + 1] = inside
    labels[first], labels[last] = begin, end


def answer_links(
    attributions: Sequence[dict[str, Any]],
    listed: Sequence[dict[str, list[tuple[int, int]]]],
    chunks: Chunks,
) -> dict[str, np.ndarray]:
    """Say for each chunk which other it belongs to."""
    number = {role: {tuple(c): i for i, c in enumerate(chunks[role])} for role in ROLES}
    answers = {name: np.full(len(chunks[query]), NOT_LEARNED) for name, query, _ in LINKS}
    for attribution, entry in zip(attributions, listed, strict=True):
        target = {
            role: number[role][entry[role][0]]
            if entry[role]
            else (NOT_LEARNED if attribution[role] else NONE)
            for role in ("cue", "source")
        }
        for name, query, key in LINKS:
            for chunk in entry[query]:
                answers[name][number[query][chunk]] = target[key]
    return answers


class Link(nn.Module):
    """Scores of query chunks against key chunks and none."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(3 * SIZE, 128)
        self.key = nn.Linear(3 * SIZE, 128)
        self.left = nn.Linear(128, 64, bias=False)
        self.right = nn.Linear(128, 64, bias=False)
        self.pair = nn.Linear(N_PAIR, 64)
        self.bilinear = nn.Linear(128, 128, bias=False)
        self.out = nn.Linear(64, 1, bias=False)
        self.none = nn.Linear(128, 1)
        nn.init.normal_(self.bilinear.weight, std=0.02)
        self.drop = nn.Dropout(0.2)

    def forward(self, queries: Tensor, keys: Tensor, features: Tensor) -> Tensor:
        """Give a row a query; the last column is none."""
        q, k = (
            self.drop(nn.functional.gelu(layer(x), approximate="tanh"))
            for layer, x in ((self.query, queries), (self.key, keys))
        )
        hidden = self.left(q)[:, None] + self.right(k)[None] + self.pair(features)
        hidden = nn.functional.gelu(hidden, approximate="tanh")
        score = self.bilinear(q) @ k.T + self.out(hidden)[..., 0]
        return torch.cat([score, self.none(q)], 1)


class Network(nn.Module):
    """Encoder, scores of labels, and links."""

    def __init__(self, encoder: Path, *, brief: bool) -> None:
        super().__init__()
        self.brief = brief  # 16-bit floats in training
        # No dropout on attention: it costs a third of the time, the rest of it regularises enough.
        self.bert = BertModel.from_pretrained(
            str(encoder), add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        width = self.bert.config.hidden_size
        self.quote = nn.Embedding(N_QUOTE, width)
        self.case = nn.Embedding(N_CASE, width)
        self.place = nn.Embedding(N_PLACE, width)
        for table in (self.quote, self.case, self.place):
            nn.init.zeros_(table.weight)  # the encoder starts as it was
        self.drop = nn.Dropout(0.1)
        self.tag = nn.Linear(width, len(LABELS))
        self.state = nn.Linear(width, SIZE)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.links = nn.ModuleDict({name: Link() for name, _, _ in LINKS})

    def forward(
        self, ids: Tensor, mask: Tensor, quote: Tensor, case: Tensor, place: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Give scores of labels and states."""
        words = self.bert.embeddings.word_embeddings(ids)
        seen = words + self.quote(quote) + self.case(case) + self.place(place)
        states = self.bert(inputs_embeds=seen, attention_mask=mask).last_hidden_state
        states = self.drop(states)
        return self.tag(states), self.state(states)


def load_shipped(network: Network, folder: Path) -> None:
    """Give a network the weights of a shipped model, multiplied out of their 8 and 16 bits."""
    model = read_weights(folder / "model.onnx")
    values = {
        name: model[name].T.astype(np.float32) * model[f"{name}.scale"].T
        if f"{name}.scale" in model
        else model[name]
        for name in model
        if name.startswith(("bert.", "tag.", "state."))
    }
    embeddings = "bert.embeddings."
    words = model["words"].astype(np.float32) * model["words.scale"]
    values[embeddings + "word_embeddings.weight"] = words
    values[embeddings + "position_embeddings.weight"] = model["positions"]  # the type's added in
    zeros = np.zeros_like(network.bert.embeddings.token_type_embeddings.weight.detach())
    values[embeddings + "token_type_embeddings.weight"] = zeros
    values |= {f"{name}.weight": model[name + "s"] for name in ("quote", "case", "place")}
    for part, stacked in read_weights(folder / "links.onnx").items():
        if "." not in part:
            continue  # a number of an axis
        for (name, _, _), one in zip(LINKS, stacked, strict=True):
            values[f"links.{name}.{part}"] = one.T  # of a bias, itself
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    values["transitions"] = np.array(config["transitions"])
    known = network.state_dict()
    network.load_state_dict(
        {
            name: torch.from_numpy(np.array(values[name], np.float32)).reshape(known[name].shape)
            for name in known
            if not name.endswith("position_ids")
        },
        strict=False,
    )


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """Read the weights of an ONNX file by name."""
    kept = onnx.load(str(path)).graph.initializer
    return {weight.name: numpy_helper.to_array(weight) for weight in kept}


def collate(samples: Sequence[Sample]) -> list[Tensor]:
    """Pad windows to one length; each begins with [CLS]."""
    longest = 1 + max(window.end - window.start for _, window in samples)
    rows = np.zeros((5, len(samples), longest), np.int64)
    for i, (gold, window) in enumerate(samples):
        pieces, size = gold.pieces, window.end - window.start + 1
        rows[0, i, 0], rows[1, i, :size] = START, 1
        values = (pieces.ids, None, pieces.quote, pieces.case, pieces.place)
        for row, value in zip(rows, values, strict=True):
            if value is not None:
                row[i, 1:size] = value[window.start : window.end]
    return [torch.from_numpy(row) for row in rows]


def tag_loss(network: Network, scores: Tensor, samples: Sequence[Sample]) -> Tensor:
    """Sum the negative log-likelihoods of the paragraphs in the cores (a linear-chain CRF)."""
    parts = []  # window, first and end piece, and whether that is a whole paragraph
    for i, (gold, window) in enumerate(samples):
        for first, end in gold.pieces.paragraphs:
            low, high = max(first, window.core_start), min(end, window.core_end)
            if low < high:
                parts.append((i, low, high, (low, high) == (first, end)))
    parts.sort(key=lambda part: part[1] - part[2])
    lengths = torch.tensor([high - low for _, low, high, _ in parts])
    steps = torch.arange(int(lengths[0]))[None]
    begins = torch.tensor([low - samples[i][1].start + 1 for i, low, _, _ in parts])
    columns = (begins[:, None] + steps).clamp(max=scores.shape[1] - 1)
    labels = np.zeros(columns.shape, np.int64)
    for row, (i, low, high, is_whole) in zip(labels, parts, strict=True):
        part = samples[i][0].labels[low:high].copy()
        row[: high - low] = part if is_whole else close_edges(part)
    rows = torch.tensor([part[0] for part in parts])[:, None]
    return crf_loss(network, scores[rows, columns], torch.from_numpy(labels), lengths)


def close_edges(labels: np.ndarray) -> np.ndarray:
    """Make labels cut out of a paragraph valid by themselves."""
    for edge, opening, closing in ((0, "IE", "BS"), (-1, "BI", "SE")):
        mark, _, role = LABELS[labels[edge]].partition("-")
        if mark in opening:
            labels[edge] = LABELS.index(f"{closing[opening.index(mark)]}-{role}")
    return labels


def crf_loss(network: Network, scores: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
    """Give the loss of padded rows of scores, the longest first."""
    follows, opens, closes = (torch.from_numpy(flags) for flags in allow_transitions())
    moves = network.transitions.masked_fill(~follows, FORBIDDEN)
    inside = torch.arange(scores.shape[1])[None] < lengths[:, None]
    gold = (scores.gather(2, labels[..., None])[..., 0] * inside).sum()
    gold = gold + (moves[labels[:, :-1], labels[:, 1:]] * inside[:, 1:]).sum()
    total = scores[:, 0] + torch.where(opens, 0.0, FORBIDDEN)
    done = []
    for t in range(1, scores.shape[1]):
        alive = int((lengths > t).sum())
        done.append(total[alive:])
        total = torch.logsumexp(total[:alive, :, None] + moves, 1) + scores[:alive, t]
    done = [total, *reversed(done)]
    ends = torch.cat(done) + torch.where(closes, 0.0, FORBIDDEN)
    return torch.logsumexp(ends, 1).sum() - gold


def link_loss(
    network: Network, sample: Sample, states: Tensor, own: Chunks | None
) -> tuple[Tensor, int]:
    """Sum the cross-entropies of the links of one window, and count them.

    `own` are the chunks that the model itself found; without them the gold ones are linked.
    """
    gold, window = sample
    inside = {
        role: np.flatnonzero((chunks[:, 0] >= window.start) & (chunks[:, 1] < window.end))
        for role, chunks in gold.chunks.items()
    }
    chunks = own or {role: gold.chunks[role][inside[role]] for role in ROLES}
    stands_for = {
        role: match_chunks(chunks[role], gold.chunks[role], inside[role]) for role in ROLES
    }
    vectors = {role: span_vectors(states, chunks[role] - window.start) for role in ROLES}
    layout = lay_out(gold.pieces, chunks)
    total, count = torch.zeros(()), 0
    for name, query, key in LINKS:
        ones, others = chunks[query], chunks[key]
        place = {int(g): i for i, g in enumerate(stands_for[key]) if g >= 0}
        targets = np.full(len(ones), NOT_LEARNED)
        for i, g in enumerate(stands_for[query]):
            if window.core_start <= ones[i, 0] < window.core_end:
                answer = gold.answers[name][g] if g >= 0 else NONE if name == "cue" else None
                targets[i] = len(others) if answer == NONE else place.get(answer, NOT_LEARNED)
        kept = np.flatnonzero(targets >= 0)
        if not len(kept):
            continue
        features = pair_features(layout, ones[kept], others, key)
        guess = network.links[name](
            vectors[query][torch.from_numpy(kept)], vectors[key], torch.from_numpy(features)
        )
        answers = torch.from_numpy(targets[kept])
        total = total + nn.functional.cross_entropy(guess, answers, reduction="sum")
        count += len(kept)
    return total, count


def span_vectors(states: Tensor, chunks: np.ndarray) -> Tensor:
    """Put first, last and mean state of each chunk side by side; `reader.span_vectors`."""
    first, last = torch.from_numpy(chunks).T
    sums = torch.cat([torch.zeros(1, states.shape[1]), states.cumsum(0)])
    means = (sums[last + 1] - sums[first]) / (last - first + 1)[:, None]
    return torch.cat([states[first], states[last], means], 1)


def match_chunks(said: np.ndarray, true: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Find the number of the gold chunk that each chunk stands for, -1 for none."""
    found = np.full(len(said), NONE)
    for i, (a, b) in enumerate(said):
        best = SAME
        for g in inside:
            c, d = true[g]
            share = (min(b, d) - max(a, c) + 1) / (max(b, d) - min(a, c) + 1)
            if share >= best:
                best, found[i] = share, g
    return found


def find_own(network: Network, sample: Sample, scores: Tensor) -> Chunks:
    """Find chunks in one window by the scores that the model gives now."""
    gold, window = sample
    found: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
    values = scores.detach().numpy()
    moves = network.transitions.detach().numpy()
    paragraphs = [
        (max(a, window.start), min(b, window.end))
        for a, b in gold.pieces.paragraphs
        if a < window.end and b > window.start
    ]
    paragraphs.sort(key=lambda paragraph: paragraph[0] - paragraph[1])
    lengths = np.array([b - a for a, b in paragraphs])
    padded = np.zeros((len(paragraphs), lengths[0], len(LABELS)), np.float32)
    for row, (a, b) in zip(padded, paragraphs, strict=True):
        row[: b - a] = values[a - window.start : b - window.start]
    paths = find_best_labels(padded, lengths, moves)
    for (a, _), path in zip(paragraphs, paths, strict=True):
        for role, chunk in read_chunks(path, a):
            found[role].append(chunk)
    return {role: np.array(sorted(found[role]), np.int64).reshape(-1, 2) for role in ROLES}


def batch_loss(
    network: Network, samples: Sequence[Sample], own_share: float, rng: random.Random
) -> tuple[Tensor, float, float]:
    """Give the loss of a batch, and its two parts a piece and a link."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=network.brief):
        scores, states = network(*collate(samples))
    scores, states = scores.float(), states.float()
    tags = tag_loss(network, scores, samples)
    links, count = torch.zeros(()), 0
    for i, sample in enumerate(samples):
        part = slice(1, sample[1].end - sample[1].start + 1)
        own = find_own(network, sample, scores[i, part]) if rng.random() < own_share else None
        loss, n = link_loss(network, sample, states[i, part], own)
        links, count = links + loss, count + n
    pieces = sum(window.core_end - window.core_start for _, window in samples)
    # About one attribution in 40 pieces: the loss is of the order of one attribution's.
    return (tags + links) / (pieces / 40), tags.item() / pieces, links.item() / max(1, count)


def make_batches(golds: Sequence[Gold], rng: random.Random, size: int) -> list[list[Sample]]:
    """Cut articles into windows and put those of about one length together."""
    samples = [
        (gold, window)
        for gold in golds
        for window in reader.cut_windows(
            gold.pieces, CORE, LEFT, RIGHT, rng.randint(LEAST_CORE, CORE)
        )
    ]
    samples.sort(key=lambda sample: sample[1].end - sample[1].start + rng.random() * 40)
    batches: list[list[Sample]] = [[]]
    longest = 0
    for sample in samples:
        length = sample[1].end - sample[1].start
        if batches[-1] and max(longest, length) * (len(batches[-1]) + 1) > size:
            batches.append([])
            longest = 0
        longest = max(longest, length)
        batches[-1].append(sample)
    rng.shuffle(batches)
    return batches


def evaluate(network: Network, golds: Sequence[Gold], args: argparse.Namespace) -> str:
    """Read the dev articles, score the readings, and tell the figures in one line."""
    network.eval()
    lines = []
    settings = to_settings(network)
    for gold in golds:
        scores = np.zeros((len(gold.pieces), len(LABELS)), np.float32)
        states = np.zeros((len(gold.pieces), SIZE), np.float32)
        windows = reader.cut_windows(gold.pieces, CORE, LEFT, RIGHT)
        for window in windows:
            with torch.inference_mode():
                some = network(*collate([(gold, window)]))
            here = slice(window.core_start, window.core_end)
            scores[here], states[here] = (values[0, window.core].numpy() for values in some)
        readings = reader.decode(gold.text, gold.pieces, scores, states, settings)
        rows = [
            {role: [[s.start, s.end] for s in getattr(reading, role)] for role in ROLES}
            for reading in readings
        ]
        lines.append(json.dumps({"id": gold.id, "attributions": rows}) + "\n")
    predicted = args.out / "dev.jsonl"
    predicted.write_text("".join(lines), encoding="utf-8")
    quotes = run_scorer("score_quotes.py", predicted, args)
    chunks = run_scorer("score_chunks.py", predicted, args)
    views = {
        view: {key: quotes[view][key]["f1"] for key in ("match", "exact", "end_to_end")}
        for view in ("all", "speech")
    }
    borders = {role: row["chunk_exact_prf"][2] for role, row in chunks.items()}
    return json.dumps({**views, "chunks": borders, "forms": quotes["all"]["recall_by_form"]})


def run_scorer(name: str, predicted: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Run one of the scorers over the dev articles."""
    gold = args.data / "polnear_dev.jsonl"
    command = [sys.executable, str(args.scorers / name), str(gold), str(predicted)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def to_settings(network: Network) -> Settings:
    """Give decoding the weights as they are now, nothing tuned."""

    def score_links(
        name: str, queries: np.ndarray, keys: np.ndarray, features: np.ndarray
    ) -> np.ndarray:
        with torch.inference_mode():
            inputs = (torch.from_numpy(x) for x in (queries, keys, features))
            return network.links[name](*inputs).numpy()

    return Settings(network.transitions.detach().numpy(), score_links, (0.0,) * 11)


def group_parameters(network: Network, args: argparse.Namespace) -> list[dict[str, Any]]:
    """Give each layer its learning rate: lower layers change less."""
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("bert.encoder.layer."):
            below_top = LAYERS - 1 - int(name.split(".")[3])
            rate = args.lr * LAYER_DECAY**below_top
        else:
            rate = args.lr * LAYER_DECAY**LAYERS if name.startswith("bert.") else args.head_lr
        groups.setdefault(rate, []).append(parameter)
    return [{"params": own, "lr": rate, "base": rate} for rate, own in groups.items()]


def update_average(average: Network, network: Network, decay: float) -> None:
    """Move the average of the weights toward the present ones."""
    with torch.no_grad():
        for one, other in zip(average.parameters(), network.parameters(), strict=True):
            if other.requires_grad:
                one.lerp_(other, 1 - decay)


@dataclass
class Run:
    """What a checkpoint holds."""

    network: Network
    average: Network
    optimizer: torch.optim.Optimizer
    step: int = 0

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        part = path.with_suffix(".part")
        saved = {name: getattr(self, name).state_dict() for name in PARTS}
        torch.save({**saved, "step": self.step}, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        saved = torch.load(path, weights_only=True)
        for name in PARTS:
            getattr(self, name).load_state_dict(saved[name])
        self.step = saved["step"]


PARTS = ("network", "average", "optimizer")


def share_own(epochs: float, args: argparse.Namespace) -> float:
    """Say what share of windows links the model's own chunks: none before it finds some."""
    return OWN_SHARE if args.start or epochs >= OWN_FROM else 0.0


def train(  # noqa: C901 - one loop, with what is kept on the way
    run: Run, golds: Sequence[Gold], dev: Sequence[Gold], args: argparse.Namespace
) -> None:
    """Train to the last epoch; learning rates rise for 150 steps, then fall to 0 in a line."""
    per_epoch = len(make_batches(golds, random.Random(0), args.batch))  # noqa: S311 - not for secrets
    total = int(per_epoch * args.epochs)
    warmup = min(150, total // 10)
    say(f"{per_epoch} steps an epoch, {total} in all, from {run.step}")
    saved = began = time.monotonic()
    first = run.step
    for epoch in range(run.step // per_epoch, math.ceil(args.epochs)):
        rng = random.Random(SEED + epoch)  # noqa: S311 - not for secrets
        run.network.train()
        for samples in make_batches(golds, rng, args.batch)[run.step - epoch * per_epoch :]:
            if run.step >= total:
                break
            scale = min((run.step + 1) / warmup, (total - run.step) / (total - warmup))
            for group in run.optimizer.param_groups:
                group["lr"] = group["base"] * scale
            own_share = share_own(run.step / per_epoch, args)
            loss, tags, links = batch_loss(run.network, samples, own_share, rng)
            run.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(run.network.parameters(), 2.0)
            run.optimizer.step()
            run.step += 1
            decay = min(args.average, run.step / (run.step + 20))
            update_average(run.average, run.network, decay)
            if run.step % 25 == 0:
                rate = (time.monotonic() - began) / (run.step - first)
                say(f"step {run.step} tags {tags:.4f} links {links:.3f} {rate:.2f} s a step")
            if args.every and run.step % args.every == 0:
                torch.save(run.average.state_dict(), args.out / f"average-at-{run.step}.pt")
            if time.monotonic() - saved > 60 * args.minutes:
                run.save(args.out / "last.pt")
                saved = time.monotonic()
        run.save(args.out / "last.pt")
        torch.save(run.average.state_dict(), args.out / f"average-{epoch + 1}.pt")
        if args.scorers:
            say(f"epoch {epoch + 1}, average: {evaluate(run.average, dev, args)}")


def say(line: str) -> None:
    """Print a line with the time."""
    print(time.strftime("%H:%M:%S"), line, flush=True)


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--scorers", type=Path, help="without it, epochs are not scored")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--batch", type=int, default=2200, help="word pieces, padding counted")
    parser.add_argument("--lr", type=float, default=1e-4, help="of the top layer")
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--limit", type=int, help="articles, to try it out")
    parser.add_argument("--start", type=Path, help="folder of shipped weights to go on from")
    parser.add_argument(
        "--more",
        nargs=2,
        action="append",
        default=[],
        metavar=("FILE", "TIMES"),
        help="annotated articles beside PolNeAR's, and how often each is seen in an epoch",
    )
    parser.add_argument("--average", type=float, default=AVERAGE_DECAY, help="decay of the mean")
    parser.add_argument("--every", type=int, help="steps after which the average is kept")
    parser.add_argument("--minutes", type=float, default=20, help="between checkpoints")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--bf16", action="store_true", help="where the processor has AMX")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(SEED)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(args.encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    golds = read_gold(args.data / "polnear_train.jsonl", tokenizer, args.limit)
    for path, times in args.more:
        golds += read_gold(Path(path), tokenizer, args.limit) * int(times)
    dev = read_gold(args.data / "polnear_dev.jsonl", tokenizer, None)
    network, average = (Network(args.encoder, brief=args.bf16) for _ in range(2))
    if args.start:
        load_shipped(network, args.start)
    average.load_state_dict(network.state_dict())
    optimizer = torch.optim.AdamW(
        group_parameters(network, args), betas=(0.9, 0.98), weight_decay=0.01
    )
    run = Run(network, average, optimizer)
    if args.resume:
        run.load(args.out / "last.pt")
    if args.epochs == 0:
        say(evaluate(average, dev, args))
    train(run, golds, dev, args)


if __name__ == "__main__":
    main()

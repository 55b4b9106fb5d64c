"""Fine-tune the stance model: one encoder, and a head for each of two questions.

    python training/train_stance.py DATA --encoder FOLDER --out FOLDER

DATA holds what stance_data.py reads; the encoder's folder is that of all-mpnet-base-v2. In the
last quarter of the steps every product of weights is made in 8 bits, as the package makes it:
the ranges of the numbers are measured on passages and then kept. README.md tells the rest.
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from stance_data import (
    HEADS,
    NONE,
    Sample,
    measure,
    read_labels,
    read_modern,
    read_news,
    read_readings,
    read_voices,
)
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as f
from transformers import MPNetModel

import toolkit
from toolkit.attitude.stance_reading import Cut, cut_passage
from toolkit.reader import FOLDER as READER

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 20261127
BATCH = 32  # passages of a step
SMOOTHING = 0.05
LAYERS, EXIT = 8, 3  # of the encoder's twelve; after how many a first answer is given
MARKS = 32  # pieces at the beginning of the vocabulary, whose vectors are learned
STAND_INS = range(10, 23)
HIDDEN = {EXIT: 256, LAYERS: 768}  # width of the heads
EARLY = 0.3  # weight of the first answer
WARM = 0.08  # share of the steps in which the rate rises
ROUNDED = 0.75  # share of the steps after which products are rounded
# Of the samples of each source that an epoch sees: of those without a call in any question, and
# of news of all. There are 8,000 sentences of news and 8,000 neutral readings.
SHARES = {"news": 0.55, "voice": 1.0, "reading": 0.1, "label": 0.5}
PAD = 1
BITS = 63  # largest 8-bit weight: of 7 bits, so that no processor's sums of pairs overflow
# How much of an outlying channel goes into the weights (SmoothQuant, Xiao and others 2023): what
# comes out of the activation function stands out far more than what is normed.
BALANCE, BALANCE_ACTIVATED = 0.6, 0.9


class Rounded(nn.Linear):
    """A linear layer that can round as 8-bit products do."""

    def __init__(self, inputs: int, outputs: int, balance: float = BALANCE) -> None:
        super().__init__(inputs, outputs)
        self.balance = balance
        self.register_buffer("most", torch.zeros(inputs))  # of each input, as measured
        self.register_buffer("spread", torch.ones(inputs))  # what each input is divided by
        self.register_buffer("unit", torch.zeros(()))  # of the rounded inputs; 0: no rounding yet
        self.measures = False

    def forward(self, x: Tensor) -> Tensor:
        """Multiply, in 8 bits where a unit is known."""
        if self.measures:
            self.most = torch.maximum(self.most, x.detach().abs().amax((0, 1)).float())
        if not self.unit:
            return super().forward(x)
        scaled = x / (self.spread * self.unit).to(x.dtype)
        rounded = scaled + (scaled.float().round().clamp(-128, 127).to(x.dtype) - scaled).detach()
        weights = self.weight * self.spread
        step = weights.detach().abs().amax(1, keepdim=True) / BITS
        weights = weights / step
        weights = weights + (weights.round() - weights).detach()
        return (
            f.linear(rounded, weights.to(x.dtype)).float() * (step[:, 0] * self.unit) + self.bias
        )

    def fix_range(self) -> None:
        """Choose what inputs are divided by, from the largest of each that was measured."""
        most = self.most.clamp(min=1e-3)
        columns = self.weight.detach().abs().amax(0).clamp(min=1e-4)
        spread = most**self.balance / columns ** (1 - self.balance)
        self.spread = spread / spread.mean()
        self.unit = (most / self.spread).max() / 127


class Layer(nn.Module):
    """A layer of the encoder."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (Rounded(width, width) for _ in range(4))
        self.norm = nn.LayerNorm(width, eps=1e-5)
        self.wide = Rounded(width, 4 * width)
        self.narrow = Rounded(4 * width, width, BALANCE_ACTIVATED)
        self.last_norm = nn.LayerNorm(width, eps=1e-5)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Attend, then transform."""
        rows, length, width = x.shape
        q, k, v = (
            part(x).view(rows, length, self.heads, -1).transpose(1, 2)
            for part in (self.q, self.k, self.v)
        )
        q, k, v = q.to(bias.dtype), k.to(bias.dtype), v.to(bias.dtype)
        context = f.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        context = context.transpose(1, 2).reshape(rows, length, width)
        x = self.norm(self.o(context) + x)
        inner = f.gelu(self.wide(x))
        return self.last_norm(self.narrow(inner) + x)


class Head(nn.Module):
    """Chances of both questions from the first, the target's and all word pieces."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.dense = nn.Linear(3 * width, hidden)
        self.out = nn.Linear(hidden, 3 * len(HEADS))

    def forward(self, x: Tensor, mask: Tensor, inside: Tensor) -> Tensor:
        """Score -1, 0 and 1 for each question."""
        x = x.float()
        pooled = [x[:, 0]]
        for part in (inside, mask):
            share = part.float().unsqueeze(-1)
            pooled.append((x * share).sum(1) / share.sum(1))
        hidden = torch.tanh(self.dense(f.dropout(torch.cat(pooled, -1), 0.1, self.training)))
        return self.out(f.dropout(hidden, 0.1, self.training)).view(-1, len(HEADS), 3)


class Stance(nn.Module):
    """The encoder, with a head after `EXIT` layers and one after all."""

    def __init__(self, encoder: MPNetModel) -> None:
        super().__init__()
        width, heads = encoder.config.hidden_size, encoder.config.num_attention_heads
        self.words = encoder.embeddings.word_embeddings.weight.detach()
        marks = self.words[:MARKS].clone()
        generator = torch.Generator().manual_seed(SEED)
        names = self.words[2000:20000].mean(0)
        for number in STAND_INS:
            marks[number] = names + 0.02 * torch.randn(width, generator=generator)
        self.marks = nn.Parameter(marks)
        self.positions = nn.Parameter(encoder.embeddings.position_embeddings.weight[2:].detach())
        self.norm = encoder.embeddings.LayerNorm
        self.relative = nn.Parameter(encoder.encoder.relative_attention_bias.weight.detach())
        places = torch.arange(256)
        self.register_buffer(
            "buckets",
            encoder.encoder.relative_position_bucket(
                places[None] - places[:, None], num_buckets=32
            ),
            persistent=False,
        )
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(LAYERS))
        for own, given in zip(self.layers, encoder.encoder.layer, strict=False):
            attention = given.attention.attn
            for name in ("q", "k", "v", "o"):
                copy(getattr(attention, name), getattr(own, name))
            copy(given.attention.LayerNorm, own.norm)
            copy(given.intermediate.dense, own.wide)
            copy(given.output.dense, own.narrow)
            copy(given.output.LayerNorm, own.last_norm)
        self.heads = nn.ModuleDict({str(n): Head(width, size) for n, size in HIDDEN.items()})

    def forward(self, ids: Tensor, mask: Tensor, inside: Tensor) -> list[Tensor]:
        """Give the scores of the first head and of the last."""
        length = ids.shape[1]
        is_mark = (ids < MARKS).unsqueeze(-1)
        x = torch.where(is_mark, self.marks[ids.clamp(max=MARKS - 1)], self.words[ids])
        x = self.norm(x + self.positions[:length])
        bias = self.relative[self.buckets[:length, :length]].permute(2, 0, 1).unsqueeze(0)
        bias = (bias + (1 - mask.float())[:, None, None] * -1e4).to(torch.bfloat16)
        found = []
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, bias)
            if number in HIDDEN:
                found.append(self.heads[str(number)](x, mask, inside))
        return found

    def list_rounded(self) -> list[Rounded]:
        """List the layers whose products are made in 8 bits."""
        return [module for module in self.modules() if isinstance(module, Rounded)]


def copy(given: nn.Module, own: nn.Module) -> None:
    """Copy a weight and a bias."""
    with torch.no_grad():
        own.weight.copy_(given.weight)
        own.bias.copy_(given.bias)


def stack(cuts: Sequence[Cut]) -> tuple[Tensor, Tensor, Tensor]:
    """Put cut passages into one batch."""
    longest = max(len(cut.pieces) for cut in cuts)
    ids = torch.full((len(cuts), longest), PAD)
    mask, inside = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, cut in enumerate(cuts):
        ids[row, : len(cut.pieces)] = torch.tensor(cut.pieces)
        mask[row, : len(cut.pieces)] = 1
        inside[row, cut.start : cut.end] = 1
    return ids, mask, inside


@torch.no_grad()
def predict(model: Stance, cuts: Sequence[Cut]) -> np.ndarray:
    """Give the scores of each passage: first and last head, both questions, three classes."""
    model.eval()
    order = sorted(range(len(cuts)), key=lambda i: len(cuts[i].pieces))
    scores = np.zeros((len(cuts), len(HIDDEN), len(HEADS), 3), np.float32)
    for at in range(0, len(order), 64):
        some = order[at : at + 64]
        with torch.autocast("cpu", torch.bfloat16):
            heads = model(*stack([cuts[i] for i in some]))
        scores[some] = torch.stack(heads, 1).float().numpy()
    model.train()
    return scores


def report(model: Stance, name: str, samples: Sequence[Sample], cuts: Sequence[Cut]) -> None:
    """Print the figures of a set, those of the first head too."""
    scores = predict(model, cuts)
    for question, head in enumerate(HEADS):
        gold = [getattr(one, head) for one in samples]
        known = [i for i, one in enumerate(gold) if one != NONE]
        if known:
            for k, where in enumerate(("first", "last")):
                figures = measure([gold[i] for i in known], scores[known, k, question])
                print(name, head, where, len(known), figures, flush=True)


def read_all(data: Path) -> dict[str, list[Sample]]:
    """Read every set, and those to learn from under `train`."""
    polnear = {part: data / f"polnear_{part}.jsonl" for part in ("train", "dev")}
    voices = {
        part: read_voices(data / f"voice_stance_{part}.jsonl", polnear[part]) for part in polnear
    }
    train = read_news(data / "newsmtsc_train.jsonl") + voices["train"]
    train += read_readings("train", polnear["train"]) + read_labels("train", data)
    return {
        "train": train,
        "news": read_news(data / "newsmtsc_dev.jsonl"),
        "voices": voices["dev"],
        "readings": read_readings("dev", polnear["dev"]),
        "labels": read_labels("dev", data),
        "modern": read_modern(data),
    }


def draw(samples: Sequence[Sample], rng: random.Random) -> list[Sample]:
    """Draw what an epoch sees: every call, and of what is neutral in every way a share."""
    kept = []
    for one in samples:
        share = SHARES[one.source]
        calls = {one.stance, one.portrayal} - {0, NONE}
        kept += [one] if rng.random() < (share if one.source == "news" or not calls else 1) else []
    return kept


def make_batches(cuts: Sequence[Cut], rng: random.Random) -> list[list[int]]:
    """Put passages of like length together, in chance order."""
    order = sorted(range(len(cuts)), key=lambda i: len(cuts[i].pieces) + rng.uniform(-4, 4))
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    rng.shuffle(batches)
    return batches


def find_loss(heads: Sequence[Tensor], samples: Sequence[Sample]) -> Tensor:
    """Find the loss of both heads on the labels that there are."""
    weight = torch.tensor([one.weight for one in samples])
    total = torch.zeros(())
    for scores, share in zip(heads, (EARLY, 1.0), strict=True):
        for question, head in enumerate(HEADS):
            gold = torch.tensor([getattr(one, head) for one in samples])
            gold = torch.where(gold == NONE, gold, gold + 1)
            each = f.cross_entropy(
                scores[:, question].float(), gold, reduction="none", label_smoothing=SMOOTHING
            )
            total = total + share * (each * weight).sum() / len(samples)
    return total


def train(model: Stance, samples: list[Sample], args: argparse.Namespace) -> None:
    """Train, with a checkpoint every 50 steps."""
    rng = random.Random(args.seed)  # noqa: S311 - no secrets
    cutter = read_tokenizer()
    epochs = []
    for number in range(math.ceil(args.epochs)):
        drawn = draw(samples, rng)
        cuts = [cut_passage(one.passage, cutter) for one in drawn]
        batches = make_batches(cuts, rng)
        batches = batches[: round(len(batches) * min(1, args.epochs - number))]
        epochs += [(drawn, cuts, batch) for batch in batches]
    new = [p for n, p in model.named_parameters() if n.startswith(("heads", "marks"))]
    body = [p for n, p in model.named_parameters() if not n.startswith(("heads", "marks"))]
    rates = [args.rate, args.head_rate]
    groups = [{"params": p, "lr": r} for p, r in zip((body, new), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    began, losses = time.time(), []
    model.train()
    rounding = round(ROUNDED * len(epochs))
    for step, (drawn, cuts, batch) in enumerate(epochs):
        if step < args.first:
            continue
        if step == rounding:
            torch.save(model.state_dict(), args.out / "floats.pt")
            find_ranges(model, epochs[rounding - 40 : rounding])
        warm = (step + 1 - args.first) / (WARM * len(epochs))
        scale = min(warm, 1.02 - step / len(epochs))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * scale
        with torch.autocast("cpu", torch.bfloat16):
            heads = model(*stack([cuts[i] for i in batch]))
        loss = find_loss(heads, [drawn[i] for i in batch])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if (step + 1) % 10 == 0:
            pace = (time.time() - began) / (step + 1 - args.first)
            mean = np.mean(losses[-10:])
            print(f"step {step + 1}/{len(epochs)} loss {mean:.3f} {pace:.2f} s/step", flush=True)
        if (step + 1) % 50 == 0:
            torch.save(model.state_dict(), args.out / "checkpoint.pt")
    torch.save(model.state_dict(), args.out / "last.pt")


@torch.no_grad()
def find_ranges(model: Stance, some: Sequence[tuple[list[Sample], list[Cut], list[int]]]) -> None:
    """Measure how large the inputs of each product are, and fix the units of rounding."""
    layers = model.list_rounded()
    for layer in layers:
        layer.measures = True
    model.eval()
    for _, cuts, batch in some:
        with torch.autocast("cpu", torch.bfloat16):
            model(*stack([cuts[i] for i in batch]))
    for layer in layers:
        layer.measures = False
        layer.fix_range()
    model.train()


def read_tokenizer() -> Tokenizer:
    """Read the reader's tokenizer, whose word pieces the encoder shares."""
    folder = Path(toolkit.__file__).parent / "data" / READER
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def main() -> None:
    """Read the arguments, train and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=1)
    parser.add_argument("--rate", type=float, default=4e-5)
    parser.add_argument("--head-rate", type=float, default=5e-4)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--first", type=int, default=0, help="step to go on with")
    parser.add_argument("--cache", type=Path, help="file of samples, read before or written")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(2)
    args.out.mkdir(parents=True, exist_ok=True)
    if args.cache and args.cache.is_file():
        sets = pickle.loads(args.cache.read_bytes())  # noqa: S301 - our own file
    else:
        sets = read_all(args.data)
        if args.cache:
            args.cache.write_bytes(pickle.dumps(sets))
    samples = sets.pop("train")
    model = Stance(MPNetModel.from_pretrained(args.encoder))
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True))
    train(model, samples, args)
    tokenizer = read_tokenizer()
    for name, some in sets.items():
        report(model, name, some, [cut_passage(one.passage, tokenizer) for one in some])


if __name__ == "__main__":
    main()

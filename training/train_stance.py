"""Fine-tune the stance model: the attitude of a passage toward one marked mention.

    python training/train_stance.py DATA --encoder FOLDER --out FOLDER

DATA holds newsmtsc_{train,dev}.jsonl, voice_stance_{train,dev}.jsonl and the articles of the
latter, polnear_{train,dev}.jsonl; the encoder's folder is all-MiniLM-L6-v2 or, for a teacher,
all-mpnet-base-v2. With --teacher, soft labels that soften_stance.py wrote are learned
instead of the labels of the data. README.md tells the rest.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from stance_data import (
    Sample,
    bare_name,
    harden,
    make_names,
    measure,
    read_lines,
    read_news,
    read_readings,
    read_voices,
    softmax,
    swap_name,
)
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from toolkit.attitude.stance_model import hide_name
from toolkit.base.article import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEED = 20261124
BATCH, LONGEST = 32, 160  # samples of a step; word pieces of a passage that are read
SMOOTHING = 0.05
VOICE_WEIGHT = 2  # how often an epoch sees the samples of voice_stance_train
SWAPPED = 0.5  # of the names: those replaced by another one in an epoch


# --- model -------------------------------------------------------------------------------


class Stance(nn.Module):
    """An encoder; and three chances from [CLS], the target's and all word pieces."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.bert = encoder
        width = encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.dense = nn.Linear(3 * width, width)
        self.out = nn.Linear(width, 3)

    def forward(self, ids: Tensor, mask: Tensor, target: Tensor) -> Tensor:
        """Score -1, 0 and 1 for each row of word pieces."""
        more = {"token_type_ids": target} if self.bert.config.model_type == "bert" else {}
        states = self.bert(input_ids=ids, attention_mask=mask, **more).last_hidden_state.float()
        inside, every = target.float().unsqueeze(-1), mask.float().unsqueeze(-1)
        pooled = [states[:, 0]]
        pooled += [(states * part).sum(1) / part.sum(1).clamp(min=1) for part in (inside, every)]
        hidden = torch.tanh(self.dense(self.drop(torch.cat(pooled, -1))))
        return self.out(self.drop(hidden))


class Cutter:
    """Cuts samples into word pieces, and marks the target."""

    def __init__(self, folder: Path, *, hide: bool) -> None:
        self.hide = hide
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        number = self.tokenizer.token_to_id
        mpnet = number("<s>") is not None
        self.pad = number("<pad>" if mpnet else "[PAD]")
        self.first = number("<s>" if mpnet else "[CLS]")
        self.last = number("</s>" if mpnet else "[SEP]")
        # Word pieces that no text has: [unused1] and [unused2], which the encoders never learned.
        self.marks = (number("[unused1]"), number("[unused2]")) if mpnet else (2, 3)

    def cut(self, samples: Sequence[Sample]) -> list[tuple[list[int], int, int]]:
        """Cut samples; gives the word pieces and where those of the target are."""
        texts = [part for one in samples for part in self.split(one)]
        ids = [e.ids for e in self.tokenizer.encode_batch(texts, add_special_tokens=False)]
        return [self.put_together(*ids[i : i + 3]) for i in range(0, len(ids), 3)]

    def split(self, one: Sample) -> tuple[str, str, str]:
        """Split a passage around its target, whose name is hidden if so wanted."""
        if self.hide:
            return hide_name(one.text, Span(one.start, one.end))
        return one.text[: one.start], one.mention, one.text[one.end :]

    def put_together(
        self, left: list[int], target: list[int], right: list[int]
    ) -> tuple[list[int], int, int]:
        """Mark the target, and leave out what is far from it in a long passage."""
        target = target[: LONGEST // 2]
        room = LONGEST - len(target) - 4
        n_left = min(len(left), max(room // 2, room - len(right)))
        left, right = left[len(left) - n_left :], right[: room - n_left]
        start = len(left) + 2
        ids = [self.first, *left, self.marks[0], *target, self.marks[1], *right, self.last]
        return ids, start, start + len(target)

    def stack(self, cut: Sequence[tuple[list[int], int, int]]) -> tuple[Tensor, Tensor, Tensor]:
        """Put cut samples into one batch."""
        longest = max(len(ids) for ids, _, _ in cut)
        rows = torch.full((len(cut), longest), self.pad)
        mask, inside = torch.zeros_like(rows), torch.zeros_like(rows)
        for i, (ids, start, end) in enumerate(cut):
            rows[i, : len(ids)] = torch.tensor(ids)
            mask[i, : len(ids)] = 1
            inside[i, start:end] = 1
        return rows, mask, inside


@torch.no_grad()
def predict(model: Stance, cutter: Cutter, samples: Sequence[Sample], *, bf16: bool) -> np.ndarray:
    """Give the three scores (before softmax) of each sample."""
    model.eval()
    cut = cutter.cut(samples)
    order = sorted(range(len(cut)), key=lambda i: len(cut[i][0]))
    scores = np.zeros((len(cut), 3), np.float32)
    for at in range(0, len(order), 64):
        some = order[at : at + 64]
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            scores[some] = model(*cutter.stack([cut[i] for i in some])).float().numpy()
    return scores


def make_batches(cut: Sequence[tuple[list[int], int, int]], rng: random.Random) -> list[list[int]]:
    """Put samples of like length together, in chance order."""
    order = sorted(range(len(cut)), key=lambda i: len(cut[i][0]) + rng.uniform(-4, 4))
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    rng.shuffle(batches)
    return batches


def draw_epoch(
    samples: Sequence[Sample], names: Sequence[str], rng: random.Random
) -> list[Sample]:
    """Draw what an epoch sees, some names swapped if there are other ones."""
    times = {"voice": VOICE_WEIGHT}
    repeated = [one for one in samples for _ in range(times.get(one.source, 1))]
    if not names:
        return repeated
    return [swap_name(one, names, rng) if rng.random() < SWAPPED else one for one in repeated]


class Average:
    """A moving average of the weights."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = {name: w.detach().clone() for name, w in self.learned(model)}

    @staticmethod
    def learned(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
        """List the weights that change."""
        return ((n, w) for n, w in model.named_parameters() if w.requires_grad)

    def update(self, model: nn.Module) -> None:
        """Move toward the model's weights."""
        self.steps += 1
        share = 1 - min(self.decay, (1 + self.steps) / (10 + self.steps))
        for name, weight in self.learned(model):
            self.weights[name].lerp_(weight.detach(), share)

    def put_into(self, model: nn.Module) -> dict[str, Tensor]:
        """Give the model these weights; returns those that it had."""
        had = {name: weight.detach().clone() for name, weight in self.learned(model)}
        self.give(model, self.weights)
        return had

    def give(self, model: nn.Module, weights: dict[str, Tensor]) -> None:
        """Give the model weights."""
        with torch.no_grad():
            for name, weight in self.learned(model):
                weight.copy_(weights[name])


def main() -> None:
    """Read the arguments, train, and write a checkpoint after each epoch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, help="soft labels, as JSON lines")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--head-rate", type=float, default=8e-4)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--swap", action="store_true", help="swap names, in place of hiding them")
    parser.add_argument("--start", type=Path, help="checkpoint or model.onnx to begin with")
    parser.add_argument("--neutral", type=float, default=1, help="share of neutral readings used")
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--limit", type=int, help="samples of each file, for a trial")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = random.Random(args.seed)  # noqa: S311 - no secrets
    names = make_names(rng)
    voices = [
        read_voices(args.data / f"voice_stance_{part}.jsonl", args.data / f"polnear_{part}.jsonl")
        for part in ("train", "dev")
    ]
    news = [read_news(args.data / f"newsmtsc_{part}.jsonl") for part in ("train", "dev")]
    samples = news[0][: args.limit] + voices[0][: args.limit]
    samples += [
        one
        for one in read_readings("train", args.data / "polnear_train.jsonl")[: args.limit]
        if one.soft != harden(0) or rng.random() < args.neutral
    ]
    if args.teacher:
        samples = read_soft(args.teacher)
    names += [bare for one in samples if (bare := bare_name(one.mention))][::3]
    cutter = Cutter(args.encoder, hide=not args.swap)
    model = Stance(AutoModel.from_pretrained(args.encoder, add_pooling_layer=False))
    model.bert.embeddings.word_embeddings.weight.requires_grad = False
    if model.bert.config.model_type == "bert":
        # The encoder never saw a second segment: its vector starts as the first one's.
        with torch.no_grad():
            segments = model.bert.embeddings.token_type_embeddings.weight
            segments[1] = segments[0]
    if args.start:
        shipped = args.start.suffix == ".onnx"
        saved = read_shipped(args.start) if shipped else torch.load(args.start, weights_only=True)
        model.load_state_dict(saved, strict=not shipped)
    train(model, cutter, samples, names, [news[1], voices[1]], args, rng)


def read_shipped(path: Path) -> dict[str, Tensor]:
    """Read the weights that export_stance.py wrote, without the word embeddings."""
    kept = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}
    weights = {
        f"bert.embeddings.{name}.weight": kept.pop(short)
        for short, name in (
            ("positions", "position_embeddings"),
            ("segments", "token_type_embeddings"),
        )
    }
    for name, values in kept.items():
        if f"{name}.scale" in kept:
            weights[name] = (values * kept[f"{name}.scale"]).T
        elif name.endswith((".weight", ".bias")):
            weights[name] = values
    return {name: torch.tensor(values) for name, values in weights.items()}


def read_soft(path: Path) -> list[Sample]:
    """Read samples with soft labels."""
    return [Sample(**{**row, "soft": tuple(row["soft"])}) for row in read_lines(path)]


def train(  # noqa: PLR0913
    model: Stance,
    cutter: Cutter,
    samples: Sequence[Sample],
    names: Sequence[str],
    held_out: Sequence[Sequence[Sample]],
    args: argparse.Namespace,
    rng: random.Random,
) -> None:
    """Train, and write and measure the average of the weights at the end of each epoch."""
    args.out.mkdir(parents=True, exist_ok=True)
    head = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
    body = [p for p in model.bert.parameters() if p.requires_grad]
    rates = [args.rate, args.head_rate]
    groups = [{"params": p, "lr": r} for p, r in zip((body, head), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    average = Average(model, 0.99)
    step, epoch, began, total = 0, 0, time.time(), 0
    smoothing = 0.0 if args.teacher else SMOOTHING
    while epoch < args.epochs:
        drawn = draw_epoch(samples, names if args.swap else [], rng)
        cut = cutter.cut(drawn)
        batches = make_batches(cut, rng)
        total = total or math.ceil(len(batches) * args.epochs)
        losses = []
        model.train()
        for batch in batches:
            if step >= total:
                break
            scale = min((step + 1) / (0.1 * total), (total - step) / (0.9 * total))
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            gold = torch.tensor([drawn[i].soft for i in batch])
            gold = (1 - smoothing) * gold + smoothing / 3
            weight = torch.tensor([drawn[i].weight for i in batch])
            with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
                scores = model(*cutter.stack([cut[i] for i in batch]))
            each = -(gold * scores.float().log_softmax(-1)).sum(-1)
            loss = (each * weight).sum() / weight.sum()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            average.update(model)
            step += 1
            losses.append(loss.item())
            if step % 25 == 0:
                pace = (time.time() - began) / step
                print(
                    f"step {step}/{total} loss {np.mean(losses[-25:]):.3f} {pace:.2f} s/step",
                    flush=True,
                )
        epoch += 1
        had = average.put_into(model)
        name = f"average-{epoch}"
        for part in held_out:
            scores = predict(model, cutter, part, bf16=args.bf16)
            np.save(args.out / f"{name}-{part[0].source}.npy", scores)
            print(name, part[0].source, measure(part, softmax(scores)), flush=True)
        torch.save(model.state_dict(), args.out / f"{name}.pt")
        average.give(model, had)


if __name__ == "__main__":
    main()

"""Turn a checkpoint of train_stance.py into what the package ships.

    python training/export_stance.py CHECKPOINT --encoder FOLDER --out toolkit/data/stance-v3

The encoder is cut after its first answer: `first.onnx` and `rest.onnx`. Products of weights are
made of 8-bit integers, whose units are those that were fixed in training, and not taken from the
numbers of a batch: a passage's scores never depend on those beside it, and the sums are exact.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from export_reader import Graph, quantise
from onnx import TensorProto, helper
from train_stance import BITS, EXIT, LAYERS, MARKS
from transformers import MPNetModel

from toolkit.attitude.stance_reading import LONGEST

WIDTH, HEADS = 768, 12
EPSILON = 1e-5
FLAT, ROWS = np.array([0, -1], np.int64), np.array([-1, WIDTH], np.int64)
N_SCORES = 6  # of two questions, each against, neither, for
# Overwritten by training/tune_stance.py.
UNTUNED = {"least": 0.0, "bins": {}}

Weights = dict[str, np.ndarray]


def add_product(g: Graph, name: str, x: str, weights: Weights) -> str:
    """Multiply by a matrix in 8 bits, and add."""
    spread, unit = weights[f"{name}.spread"], weights[f"{name}.unit"]
    matrix = (weights[f"{name}.weight"] * spread).T
    step = np.abs(matrix).max(0) / BITS
    whole = np.rint(matrix / step).astype(np.int8)
    scaled = g.add("Mul", x, g.keep(f"{name}.turn", (1 / spread).astype(np.float32)))
    zero = g.keep(f"{name}.zero", np.array(128, np.uint8))
    size = g.keep(f"{name}.unit", np.array(unit, np.float32))
    return g.add(
        "MatMulIntegerToFloat",
        g.add("QuantizeLinear", scaled, size, zero),
        g.keep(f"{name}.weight", whole),
        size,
        g.keep(f"{name}.step", step.astype(np.float32)),
        zero,
        "",
        g.keep(f"{name}.bias", weights[f"{name}.bias"]),
        domain="com.microsoft",
    )


def add_norm(g: Graph, x: str, weights: Weights, name: str) -> str:
    """Bring each row to one mean and spread."""
    scale = g.keep(f"{name}.weight", weights[f"{name}.weight"])
    bias = g.keep(f"{name}.bias", weights[f"{name}.bias"])
    return g.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)


def add_layer(g: Graph, x: str, bias: str, weights: Weights, number: int) -> str:
    """Add one layer; x holds passages of one length."""
    own = f"layers.{number}."
    split = g.keep(f"{own}split", np.array([0, 0, HEADS, WIDTH // HEADS], np.int64))
    join = g.keep(f"{own}join", np.array([0, 0, WIDTH], np.int64))
    q, k, v = (
        g.add("Reshape", add_product(g, f"{own}{part}", x, weights), split) for part in "qkv"
    )
    q, v = (g.add("Transpose", y, perm=[0, 2, 1, 3]) for y in (q, v))
    k = g.add("Transpose", k, perm=[0, 2, 3, 1])
    size = g.keep(f"{own}size", np.array((WIDTH // HEADS) ** -0.5, np.float32))
    scores = g.add("Add", g.add("MatMul", g.add("Mul", q, size), k), bias)
    mixed = g.add("MatMul", g.add("Softmax", scores, axis=-1), v)
    mixed = g.add("Reshape", g.add("Transpose", mixed, perm=[0, 2, 1, 3]), join)
    mixed = add_product(g, f"{own}o", mixed, weights)
    x = add_norm(g, g.add("Add", mixed, x), weights, f"{own}norm")
    y = g.add("Gelu", add_product(g, f"{own}wide", x, weights))
    y = add_product(g, f"{own}narrow", y, weights)
    return add_norm(g, g.add("Add", y, x), weights, f"{own}last_norm")


def add_head(g: Graph, x: str, weights: Weights, layers: int) -> None:
    """Add the scores after so many layers, from the first, the target's and all pieces."""
    one, two = (g.keep(f"one{i}", np.array([i], np.int64)) for i in (1, 2))
    zero = g.keep("zero", np.array([0], np.int64))
    inside = g.add("Unsqueeze", "target", one)
    total = g.add("ReduceSum", inside, two, keepdims=1)
    target = g.add("Squeeze", g.add("Div", g.add("MatMul", inside, x), total), one)
    first = g.add("Squeeze", g.add("Gather", x, zero, axis=1), one)
    # A sum down columns, which onnxruntime makes in one order however many passages there are.
    columns = g.add("Reshape", g.add("Transpose", x, perm=[1, 0, 2]), g.keep("flat", FLAT))
    mean = g.add("Reshape", g.add("ReduceMean", columns, zero, keepdims=0), g.keep("rows", ROWS))
    pooled = g.add("Concat", first, target, mean, axis=1)
    own = f"heads.{layers}."
    hidden = g.add_linear(
        f"{own}dense", pooled, weights[f"{own}dense.weight"], weights[f"{own}dense.bias"]
    )
    out = g.add_linear(
        f"{own}out", g.add("Tanh", hidden), weights[f"{own}out.weight"], weights[f"{own}out.bias"]
    )
    rename(g, out, "scores")


def rename(g: Graph, output: str, name: str) -> None:
    """Give an output the name that the package asks for."""
    for node in g.nodes:
        node.input[:] = [name if one == output else one for one in node.input]
        node.output[:] = [name if one == output else one for one in node.output]


def add_bias(g: Graph, weights: Weights, x: str) -> str:
    """Add what attention gains by the distance of two pieces, cut to the length of x."""
    places = np.arange(LONGEST)
    buckets = MPNetModel_buckets(places[None] - places[:, None])
    table = weights["relative"][buckets].transpose(2, 0, 1)[None].astype(np.float32)
    length = g.add("Shape", x, start=1, end=2)
    size = g.add("Concat", length, length, axis=0)
    start = g.keep("start", np.array([0, 0], np.int64))
    axes = g.keep("axes", np.array([2, 3], np.int64))
    return g.add("Slice", g.keep("distances", table), start, size, axes)


def MPNetModel_buckets(distances: np.ndarray) -> np.ndarray:  # noqa: N802
    """Give the bucket of each distance, as the encoder counts them."""
    from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

    return MPNetEncoder.relative_position_bucket(torch.tensor(distances), num_buckets=32).numpy()


def build(weights: Weights, first: int, last: int) -> onnx.ModelProto:
    """Build the graph of some layers with the head behind them."""
    g = Graph(quantised=True)
    x = "words"
    if first == 0:
        length = g.add("Shape", "words", start=1, end=2)
        zero = g.keep("begin", np.array([0], np.int64))
        positions = g.keep("positions", weights["positions"][:LONGEST])
        x = g.add("Add", x, g.add("Slice", positions, zero, length, zero))
        x = add_norm(g, x, weights, "norm")
    bias = add_bias(g, weights, "words")
    for number in range(first, last):
        x = add_layer(g, x, bias, weights, number)
    add_head(g, x, weights, last)
    outputs = [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["passages", N_SCORES])]
    shape = ["passages", "pieces", WIDTH]
    if last < LAYERS:
        rename(g, x, "states")
        outputs.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, shape))
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.FLOAT, shape),
        helper.make_tensor_value_info("target", TensorProto.FLOAT, shape[:2]),
    ]
    return g.finish("stance", inputs, outputs)


def write_words(table: np.ndarray, path: Path) -> None:
    """Write the vector of each word piece as 8-bit integers, and behind them what they mean."""
    whole, scale = quantise(table, axis=1)
    path.write_bytes(whole.tobytes() + scale.astype("<f4").tobytes())


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    saved = torch.load(args.checkpoint, weights_only=True)
    weights = {name: values.float().numpy() for name, values in saved.items()}
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, 0, EXIT), str(args.out / "first.onnx"))
    onnx.save(build(weights, EXIT, LAYERS), str(args.out / "rest.onnx"))
    encoder = MPNetModel.from_pretrained(args.encoder)
    table = encoder.embeddings.word_embeddings.weight.detach().numpy().copy()
    table[:MARKS] = weights["marks"]
    write_words(table, args.out / "words.bin")
    (args.out / "config.json").write_text(json.dumps(UNTUNED) + "\n")


if __name__ == "__main__":
    main()

"""Turn a checkpoint of train_reader.py into what the package ships: ONNX, links, tokenizer.

    python training/export_reader.py CHECKPOINT ... --encoder FOLDER --out FOLDER

Several checkpoints are averaged, weight by weight.

Weights are kept as 8-bit integers with a scale for each output and multiplied out to 32-bit
floats when the model is loaded. All sums are then those of floats, whatever the processor:
8-bit products would saturate on processors without VNNI, and a scale taken from the numbers
of a batch would make a text's result depend on the texts beside it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from toolkit.reader.links import LINKS, N_PAIR

HEADS, WIDTH, LAYERS = 12, 384, 6
EPSILON = 1e-12
WORDS = "bert.embeddings.word_embeddings.weight"
# Overwritten by training/tune_reader.py: what decoding needs beside the weights.
UNTUNED = {"calibration": [0.0] * 11, "least": 0.0}


class Graph:
    """Nodes and weights of an ONNX graph, added one by one."""

    def __init__(self, *, quantised: bool) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self.quantised = quantised

    def keep(self, name: str, values: np.ndarray) -> str:
        """Keep weights under a name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, kind: str, *inputs: str, domain: str = "", **settings: object) -> str:
        """Add a node and give the name of its output."""
        name = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **settings))
        return name

    def add_matrix(self, name: str, matrix: np.ndarray) -> str:
        """Keep a matrix (inputs x outputs) as 8-bit integers with a scale for each output."""
        if not self.quantised:
            return self.keep(name, matrix)
        whole, scale = quantise(matrix, axis=0)
        floats = self.add("Cast", self.keep(name, whole), to=TensorProto.FLOAT)
        return self.add("Mul", floats, self.keep(f"{name}.scale", scale))

    def add_linear(self, name: str, x: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """Multiply by a matrix (outputs x inputs, as torch keeps it) and add."""
        product = self.add("MatMul", x, self.add_matrix(f"{name}.weight", weight.T))
        return self.add("Add", product, self.keep(f"{name}.bias", bias))

    def add_norm(self, x: str, weights: dict[str, np.ndarray], name: str) -> str:
        """Bring each row to one mean and spread."""
        scale = self.keep(f"{name}.weight", weights[f"{name}.weight"])
        bias = self.keep(f"{name}.bias", weights[f"{name}.bias"])
        return self.add("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)

    def add_table(self, name: str, table: np.ndarray, numbers: str) -> str:
        """Look rows up in a table that stays 8-bit in memory."""
        if not self.quantised:
            return self.add("Gather", self.keep(name, table), numbers)
        whole, scale = quantise(table, axis=1)
        row = self.add("Gather", self.keep(name, whole), numbers)
        factor = self.add("Gather", self.keep(f"{name}.scale", scale), numbers)
        return self.add("Mul", self.add("Cast", row, to=TensorProto.FLOAT), factor)

    def finish(
        self, name: str, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
    ) -> onnx.ModelProto:
        """Make a model of what was added, and check it."""
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.weights)
        opsets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
        onnx.checker.check_model(model)
        return model


def quantise(matrix: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Round to -127 ... 127 with one scale for each slice across `axis`."""
    scale = np.abs(matrix).max(axis=axis, keepdims=True).astype(np.float32) / 127
    scale = np.where(scale == 0, np.float32(1), scale)
    return np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale


def build(weights: dict[str, np.ndarray], *, quantised: bool = True) -> onnx.ModelProto:
    """Build the graph of the encoder with its tag scores and states; one window at a time."""
    g = Graph(quantised=quantised)
    embeddings = "bert.embeddings."
    x = g.add_table("words", weights[WORDS], "ids")
    for name in ("quote", "case", "place"):
        x = g.add("Add", x, g.add("Gather", g.keep(name + "s", weights[f"{name}.weight"]), name))
    positions = weights[embeddings + "position_embeddings.weight"]
    positions = positions + weights[embeddings + "token_type_embeddings.weight"][0]
    size = g.add("Shape", "ids")
    zero = g.keep("zero", np.array([0], np.int64))
    table = g.keep("positions", positions)
    x = g.add("Add", x, g.add("Slice", table, zero, size, zero))
    x = g.add_norm(x, weights, embeddings + "LayerNorm")
    one_text = g.keep("one_text", np.array([1, -1, WIDTH], np.int64))
    for layer in range(LAYERS):
        x = add_layer(g, x, one_text, weights, f"bert.encoder.layer.{layer}.")
    scores = g.add_linear("tag", x, weights["tag.weight"], weights["tag.bias"])
    states = g.add_linear("state", x, weights["state.weight"], weights["state.bias"])
    g.nodes[[n.output[0] for n in g.nodes].index(scores)].output[0] = "scores"
    g.nodes[[n.output[0] for n in g.nodes].index(states)].output[0] = "states"
    names = ("ids", "quote", "case", "place")
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["pieces"]) for n in names]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pieces", len(bias)])
        for name, bias in (("scores", weights["tag.bias"]), ("states", weights["state.bias"]))
    ]
    return g.finish("reader", inputs, outputs)


def add_layer(g: Graph, x: str, texts: str, weights: dict[str, np.ndarray], name: str) -> str:
    """Add self-attention and the two-step network of one layer.

    x is a row a piece. Those of one text attend to each other: `texts` names the shape of the
    rows text by text (texts, pieces, width).
    """
    own = f"{name}attention.self."
    three = [f"{own}{part}" for part in ("query", "key", "value")]
    q, k, v = (g.add_linear(p, x, weights[f"{p}.weight"], weights[f"{p}.bias"]) for p in three)
    q, k, v = (g.add("Reshape", p, texts) for p in (q, k, v))
    mixed = g.add("MultiHeadAttention", q, k, v, domain="com.microsoft", num_heads=HEADS)
    mixed = g.add("Reshape", mixed, g.keep(f"{name}rows", np.array([-1, WIDTH], np.int64)))
    out = f"{name}attention.output.dense"
    mixed = g.add_linear(out, mixed, weights[f"{out}.weight"], weights[f"{out}.bias"])
    x = g.add_norm(g.add("Add", mixed, x), weights, f"{name}attention.output.LayerNorm")
    inner, outer = f"{name}intermediate.dense", f"{name}output.dense"
    y = g.add_linear(inner, x, weights[f"{inner}.weight"], weights[f"{inner}.bias"])
    y = g.add("Gelu", y)
    y = g.add_linear(outer, y, weights[f"{outer}.weight"], weights[f"{outer}.bias"])
    return g.add_norm(g.add("Add", y, x), weights, f"{name}output.LayerNorm")


def build_links(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Build the graph of `Link` in train_reader.py, for all links: `link` says which.

    Its weights are kept as 16-bit floats and computed with as 32-bit ones.
    """
    g = Graph(quantised=False)

    def pick(part: str) -> str:
        stacked = np.stack([weights[f"links.{name}.{part}"] for name, _, _ in LINKS])
        if stacked.ndim == 3:  # noqa: PLR2004 - a matrix, not a bias; torch keeps it turned
            stacked = stacked.transpose(0, 2, 1)
        whole = g.add("Cast", g.keep(part, stacked.astype(np.float16)), to=TensorProto.FLOAT)
        return g.add("Gather", whole, "link")

    def weigh(x: str, layer: str) -> str:
        return g.add("MatMul", x, pick(f"{layer}.weight"))

    def act(x: str) -> str:
        return g.add("Gelu", x, approximate="tanh")

    first, second, last = (g.keep(f"axis{i}", np.array([i], np.int64)) for i in (0, 1, 2))
    query = act(g.add("Add", weigh("queries", "query"), pick("query.bias")))
    key = act(g.add("Add", weigh("keys", "key"), pick("key.bias")))
    left = g.add("Unsqueeze", weigh(query, "left"), second)
    right = g.add("Unsqueeze", weigh(key, "right"), first)
    pair = g.add("Add", weigh("features", "pair"), pick("pair.bias"))
    hidden = act(g.add("Add", g.add("Add", left, right), pair))
    score = g.add("Squeeze", weigh(hidden, "out"), last)
    turned = g.add("Transpose", key, perm=[1, 0])
    score = g.add("Add", score, g.add("MatMul", weigh(query, "bilinear"), turned))
    none = g.add("Add", weigh(query, "none"), pick("none.bias"))
    g.nodes.append(helper.make_node("Concat", [score, none], ["scores"], axis=1))
    width = weights["links.cue.query.weight"].shape[1]
    shapes = {
        "queries": ["queries", width],
        "keys": ["keys", width],
        "features": ["queries", "keys", N_PAIR],
    }
    inputs = [helper.make_tensor_value_info("link", TensorProto.INT64, [])]
    inputs += [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()]
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["queries", None])
    return g.finish("links", inputs, [output])


def write_tokenizer(encoder: Path, path: Path) -> None:
    """Write the tokenizer without the padding and cutting that its encoder came with."""
    content = json.loads((encoder / "tokenizer.json").read_text(encoding="utf-8"))
    content["padding"] = content["truncation"] = None
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def main() -> None:
    """Read the arguments and write the four files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--floats", action="store_true", help="do not quantise")
    args = parser.parse_args()
    saved = [torch.load(path, weights_only=True) for path in args.checkpoints]
    weights = {
        name: sum(one[name].float() for one in saved).numpy() / len(saved) for name in saved[0]
    }
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights, quantised=not args.floats), str(args.out / "model.onnx"))
    onnx.save(build_links(weights), str(args.out / "links.onnx"))
    write_tokenizer(args.encoder, args.out / "tokenizer.json")
    transitions = [[round(float(x), 3) for x in row] for row in weights["transitions"]]
    tuned = {"transitions": transitions, **UNTUNED}
    (args.out / "config.json").write_text(json.dumps(tuned) + "\n")


if __name__ == "__main__":
    main()

"""Turn a checkpoint of train_register.py into what the package ships.

    python training/export_register.py CHECKPOINT DATA/polnear_train.jsonl --out FOLDER
    python training/export_register.py --middle toolkit/data/reader-v3/model.onnx

The first writes the layers with their heads, in products of 8-bit integers as `round_reader.py`
makes them, and the links. The second gives the reader's model one more output, ``middle``: the
states behind its third layer, on which those layers build.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from export_reader import WIDTH, Graph, add_layer
from onnx import TensorProto, helper
from round_reader import N_ARTICLES, round_products
from train_register import ASKED, HEADS, STATE, TOP

from toolkit.reader.readings import see
from toolkit.reader.registers import N_FACTS, Look


def name_middle(path: Path) -> None:
    """Give the reader's model one more output, in place."""
    model = onnx.load(str(path))
    norm = f"bert.encoder.layer.{TOP - 1}.output.LayerNorm.weight"
    [node] = [node for node in model.graph.node if norm in node.input]
    old = node.output[0]
    for each in model.graph.node:
        each.input[:] = ["middle" if name == old else name for name in each.input]
        each.output[:] = ["middle" if name == old else name for name in each.output]
    output = helper.make_tensor_value_info("middle", TensorProto.FLOAT, ["pieces", WIDTH])
    model.graph.output.append(output)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def build(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Build the graph of the layers and heads; one window at a time."""
    g = Graph(quantised=True)
    texts = g.keep("one_text", np.array([1, -1, WIDTH], np.int64))
    x = "middle"
    renamed = {name.replace("layers.", "register."): value for name, value in weights.items()}
    for layer in range(1 + max(int(n.split(".")[1]) for n in weights if n.startswith("layers."))):
        x = add_layer(g, x, texts, renamed, f"register.{layer}.")
    x = g.add("Concat", x, "read", axis=-1)
    sizes = {}
    for head, output in (*zip(HEADS, Look, strict=True), ("state", "states")):
        g.add_linear(head, x, weights[f"{head}.weight"], weights[f"{head}.bias"])
        g.nodes[-1].output[0] = output
        sizes[str(output)] = len(weights[f"{head}.bias"])
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pieces", size])
        for name, size in (("middle", WIDTH), ("read", STATE))
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pieces", size])
        for name, size in sizes.items()
    ]
    return g.finish("register", inputs, outputs)


def build_links(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Build the graph of `Link` in train_register.py; `sought` says which."""
    g = Graph(quantised=False)

    def keep(name: str, value: np.ndarray) -> str:
        whole = g.keep(name, value.astype(np.float16))
        return g.add("Cast", whole, to=TensorProto.FLOAT)

    def pick(part: str, *, turned: bool = False) -> str:
        values = [weights[part.format(asked)] for asked in ASKED]
        values = [value.T for value in values] if turned else values
        return g.add("Gather", keep(part.format("all"), np.stack(values)), "sought")

    def act(x: str) -> str:
        return g.add("Gelu", x)

    def weigh(x: str, name: str) -> str:
        product = g.add("MatMul", x, keep(f"{name}.weight", weights[f"link.{name}.weight"].T))
        bias = weights.get(f"link.{name}.bias")
        return product if bias is None else g.add("Add", product, keep(f"{name}.bias", bias))

    query = g.add("MatMul", "queries", pick("link.q.{}.weight", turned=True))
    query = act(g.add("Add", query, pick("link.q.{}.bias")))
    key = act(weigh("keys", "k"))
    first, second, last = (g.keep(f"axis{i}", np.array([i], np.int64)) for i in (0, 1, 2))
    hidden = g.add(
        "Add",
        g.add("Unsqueeze", weigh(query, "l"), second),
        g.add("Unsqueeze", weigh(key, "r"), first),
    )
    hidden = g.add("Add", hidden, weigh("facts", "f"))
    kind = g.add("Gather", keep("t", weights["link.t.weight"]), "sought")
    hidden = act(g.add("Add", hidden, kind))
    score = g.add("Squeeze", weigh(hidden, "out"), last)
    turned = g.add("Transpose", key, perm=[1, 0])
    crossed = g.add("MatMul", query, pick("link.bil.{}"))
    score = g.add("Add", score, g.add("MatMul", crossed, turned))
    none = g.add("MatMul", query, pick("link.none.{}.weight", turned=True))
    none = g.add("Add", none, pick("link.none.{}.bias"))
    g.nodes.append(helper.make_node("Concat", [score, none], ["scores"], axis=1))
    shapes = {
        "queries": ["queries", 3 * STATE],
        "keys": ["keys", 3 * STATE],
        "facts": ["queries", "keys", N_FACTS],
    }
    inputs = [helper.make_tensor_value_info("sought", TensorProto.INT64, [])]
    inputs += [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()]
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["queries", None])
    return g.finish("links", inputs, [output])


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path, nargs="?")
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--middle", type=Path, help="the reader's model, changed in place")
    args = parser.parse_args()
    if args.middle:
        name_middle(args.middle)
        return
    saved = torch.load(args.checkpoint, weights_only=True)
    weights = {name: value.float().numpy() for name, value in saved.items()}
    lines = args.articles.read_text(encoding="utf-8").splitlines()[:N_ARTICLES]
    windows = [
        {"middle": middle, "read": read}
        for line in lines
        for _, middle, read in see(json.loads(line)["text"]).windows
    ]
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(round_products(build(weights), windows), str(args.out / "model.onnx"))
    onnx.save(build_links(weights), str(args.out / "links.onnx"))


if __name__ == "__main__":
    main()

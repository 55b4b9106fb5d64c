"""Make the products of the reader's weights in 8 bits, with units that are fixed beforehand.

    python training/round_reader.py toolkit/data/reader-v2 DATA/polnear_train.jsonl --out FOLDER

The inputs of each product are measured on articles of the training part; what stands out in one
channel is put into the weights (SmoothQuant, Xiao and others 2023), and all channels share one
unit that no text changes. Sums of integers are exact, and weights have 7 bits, so that no
processor's sums of pairs overflow. Word vectors, norms and attention stay as they are, and so does
the product behind the activation function, where single numbers stand out too far.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

from toolkit.reader import readings as reader

BITS = 63  # largest weight
BALANCE = 0.6  # how much of an outlying channel goes into the weights
ACTIVATED = re.compile(r"layer\.\d+\.output\.dense")
N_ARTICLES = 60


class Recorder:
    """Stands in for the reader's session, and keeps what it is asked."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self.session, self.asked = session, []

    def run(self, outputs: list[str], inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Pass on, and keep."""
        self.asked.append(inputs)
        return self.session.run(outputs, inputs)

    def get_outputs(self) -> list[onnxruntime.NodeArg]:
        """Pass on."""
        return self.session.get_outputs()


def list_windows(texts: list[str]) -> list[dict[str, np.ndarray]]:
    """List the windows that the reader is shown of texts."""
    model = reader.load_model()
    recorder = Recorder(model.session)
    for text in texts:
        reader.encode(reader.cut_into_pieces(text, model.tokenizer), recorder)
    return recorder.asked


def find_products(graph: onnx.GraphProto) -> dict[str, tuple[onnx.NodeProto, str]]:
    """Find the products with a matrix of 8-bit weights: output, with node and matrix."""
    makers = {output: node for node in graph.node for output in node.output}
    found = {}
    for node in graph.node:
        maker = makers.get(node.input[1]) if node.op_type == "MatMul" else None
        if maker is not None and maker.op_type == "Mul":
            name = makers[maker.input[0]].input[0]  # of a cast
            if not ACTIVATED.search(name):
                found[node.output[0]] = (node, name)
    return found


def measure(
    model: onnx.ModelProto, wanted: set[str], windows: list[dict]
) -> dict[str, np.ndarray]:
    """Find the largest value of each channel of tensors."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(onnx.ValueInfoProto(name=name) for name in sorted(wanted))
    session = onnxruntime.InferenceSession(watched.SerializeToString())
    most: dict[str, np.ndarray] = {}
    for window in windows:
        values = session.run(sorted(wanted), window)
        for name, value in zip(sorted(wanted), values, strict=True):
            largest = np.abs(value).max(0)
            most[name] = np.maximum(most.get(name, largest), largest)
    return most


def round_products(model: onnx.ModelProto, windows: list[dict]) -> onnx.ModelProto:
    """Put products of integers in the place of those of floats."""
    graph = model.graph
    kept = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    products = find_products(graph)
    most = measure(model, {node.input[0] for node, _ in products.values()}, windows)
    biases = {}
    for node in graph.node:
        if node.op_type == "Add" and node.input[0] in products and node.input[1] in kept:
            biases[node.input[0]] = (node.input[1], node.output[0])
    nodes, weights, dropped = [], {}, set()
    for node in graph.node:
        if node.output[0] not in products:
            if not (node.op_type == "Add" and node.input[0] in biases):
                nodes.append(node)
            continue
        _, name = products[node.output[0]]
        bias, output = biases.get(node.output[0], ("", node.output[0]))
        nodes += make_product(name, node.input[0], (bias, output), kept, most, weights)
        dropped |= {name, f"{name}.scale"}
    unused = {node.input[1] for node, _ in products.values()}
    casts = {node.input[0] for node in nodes if node.output[0] in unused}
    nodes = [node for node in nodes if node.output[0] not in unused | casts]
    initializers = [one for one in graph.initializer if one.name not in dropped]
    initializers += [numpy_helper.from_array(value, name) for name, value in weights.items()]
    made = helper.make_graph(nodes, graph.name, graph.input, graph.output, initializers)
    rounded = helper.make_model(
        made, opset_imports=model.opset_import, ir_version=model.ir_version
    )
    onnx.checker.check_model(rounded)
    return rounded


def make_product(  # noqa: PLR0913 - the parts of a graph
    name: str,
    x: str,
    ends: tuple[str, str],
    kept: dict[str, np.ndarray],
    most: dict[str, np.ndarray],
    weights: dict[str, np.ndarray],
) -> list[onnx.NodeProto]:
    """Make the nodes of one product, and keep what they need."""
    matrix = kept[name].astype(np.float32) * kept[f"{name}.scale"]
    largest = np.maximum(most[x], 1e-3)
    spread = largest**BALANCE / np.maximum(np.abs(matrix).max(1), 1e-4) ** (1 - BALANCE)
    spread = (spread / spread.mean()).astype(np.float32)
    matrix = matrix * spread[:, None]
    step = (np.abs(matrix).max(0) / BITS).astype(np.float32)
    own = {
        f"{name}.turn": 1 / spread,
        f"{name}.unit": np.float32((largest / spread).max() / 127),
        f"{name}.zero": np.uint8(128),
        f"{name}.whole": np.rint(matrix / step).astype(np.int8),
        f"{name}.step": step,
    }
    weights |= {one: np.asarray(value) for one, value in own.items()}
    turn, unit, zero, whole, size = own
    bias, output = ends
    turned, rounded = f"{name}.turned", f"{name}.rounded"
    return [
        helper.make_node("Mul", [x, turn], [turned]),
        helper.make_node("QuantizeLinear", [turned, unit, zero], [rounded]),
        helper.make_node(
            "MatMulIntegerToFloat",
            [rounded, whole, unit, size, zero, "", bias],
            [output],
            domain="com.microsoft",
        ),
    ]


def main() -> None:
    """Read the arguments and write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    lines = args.articles.read_text(encoding="utf-8").splitlines()[:N_ARTICLES]
    windows = list_windows([json.loads(line)["text"] for line in lines])
    model = onnx.load(str(args.weights / "model.onnx"))
    args.out.mkdir(parents=True, exist_ok=True)
    for name in ("links.onnx", "tokenizer.json", "config.json"):
        shutil.copy(args.weights / name, args.out / name)
    onnx.save(round_products(model, windows), str(args.out / "model.onnx"))


if __name__ == "__main__":
    main()

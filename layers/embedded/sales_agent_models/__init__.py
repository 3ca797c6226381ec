"""The embedding model of the embedded layer: all-MiniLM-L6-v2 (Apache-2.0), int8, made by `scripts/build_model.py`.

384 dimensions, mean pooling over the attention mask, L2-normalised; at most 256 tokens of input.
"""

from pathlib import Path

MODEL = Path(__file__).parent / "minilm-int8.onnx"
TOKENIZER = Path(__file__).parent / "tokenizer.json"

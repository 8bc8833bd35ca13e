#!/usr/bin/env python3
"""Learn interactions with what Python has: run by the benchmark `collaborative`, which has written them.

    bench_collaborative.py als|cosine|ease64|ease32 DIRECTORY

Reads `sizes` and `learned` there, writes `lists` (ten items for each user, all of 32 bits, little-endian), and prints the
seconds of training and of listing and the most memory in MiB as JSON. Uses all cores. EASE^R has lambda = four times the mean
number of interactions with an item, as ours has by default.
"""

import json
import os
import resource
import sys
import time

name, directory = sys.argv[1:]
N_THREADS = os.cpu_count()
# implicit has threads of its own, and wants none below.
os.environ["OPENBLAS_NUM_THREADS"] = str(N_THREADS if name.startswith("ease") else 1)

import numpy as np  # noqa: E402
from scipy import sparse  # noqa: E402

TOP = 10


def read():
    n_users, n_items = np.fromfile(os.path.join(directory, "sizes"), dtype="<u4")
    users, items = np.fromfile(os.path.join(directory, "learned"), dtype="<u4").reshape(-1, 2).T
    ones = np.ones(len(users), dtype=np.float32)
    return sparse.csr_matrix((ones, (users, items)), shape=(n_users, n_items))


def implicit(interactions, model):
    def train():
        model.fit(interactions, show_progress=False)

    def lists():
        return model.recommend(np.arange(interactions.shape[0]), interactions, N=TOP)[0]

    return train, lists


def ease(interactions, dtype):
    weights = None

    def train():
        nonlocal weights
        gram = (interactions.T @ interactions).toarray().astype(dtype)
        diagonal = np.diag_indices_from(gram)
        counts = gram[diagonal]
        gram[diagonal] += 4 * counts[counts > 0].mean()
        weights = np.linalg.inv(gram)
        weights /= -np.diag(weights)
        weights[diagonal] = 0

    def lists():
        # In parts, which takes less memory than all at once and no more time.
        parts = []
        for start in range(0, interactions.shape[0], 1000):
            part = interactions[start : start + 1000]
            scores = part @ weights
            scores[part.nonzero()] = -np.inf
            best = np.argpartition(-scores, TOP, axis=1)[:, :TOP]
            order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1)
            parts.append(np.take_along_axis(best, order, axis=1))
        return np.concatenate(parts)

    return train, lists


def contender(interactions):
    if name == "als":
        from implicit.als import AlternatingLeastSquares

        model = AlternatingLeastSquares(
            factors=64, iterations=15, num_threads=N_THREADS, random_state=7
        )
        return implicit(interactions, model)
    if name == "cosine":
        from implicit.nearest_neighbours import CosineRecommender

        return implicit(interactions, CosineRecommender(K=50, num_threads=N_THREADS))
    return ease(interactions, {"ease64": np.float64, "ease32": np.float32}[name])


interactions = read()
train, lists = contender(interactions)
started = time.perf_counter()
train()
trained = time.perf_counter()
found = lists()
listed = time.perf_counter()
found.astype("<u4").tofile(os.path.join(directory, "lists"))
memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
figures = {"training_s": trained - started, "listing_s": listed - trained, "memory_mib": memory_mib}
print(json.dumps(figures))

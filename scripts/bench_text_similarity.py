#!/usr/bin/env python3
"""How many pairs of texts RapidFuzz compares in a second, as figures in JSON.

    scripts/bench_text_similarity.py TEXTS extract|cdist SCORER QUERIES COMPARED BEST

TEXTS has first the queries, then the titles, one on each line; RAYON_NUM_THREADS says on how many cores. `extract` has no
threads, so that each core gets a process; `cdist` has its own. To `extract`, all queries are alike: of those there are only
as many as make some four million pairs.
"""

import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from rapidfuzz import distance, fuzz, process

PAIRS = 4_000_000

texts, what, name, *numbers = sys.argv[1:]
n_queries, n_compared, best = map(int, numbers)
cores = int(os.environ["RAYON_NUM_THREADS"])
lines = open(texts, encoding="utf-8").read().split("\n")
queries, titles = lines[:n_queries], lines[n_queries:]
scorer = getattr(fuzz, name, None) or getattr(distance, name).normalized_similarity
# Its distances have similarities up to 1.
scale = 1 if hasattr(fuzz, name) else 100


def extract(some):
    return [sum(hit[1] for hit in process.extract(query, titles, scorer=scorer, limit=best)) for query in some]


def main():
    if what == "cdist":
        started = time.perf_counter()
        scores = process.cdist(queries, titles, scorer=scorer, workers=cores)
        seconds, n_pairs = time.perf_counter() - started, scores.size
        total = float(scores[:n_compared].sum(dtype="float64"))
    else:
        asked = queries[: max(n_compared, min(n_queries, PAIRS // len(titles)))]
        with ProcessPoolExecutor(cores) as processes:
            # They are there before the time is taken.
            list(processes.map(extract, [[]] * cores))
            started = time.perf_counter()
            sums = list(processes.map(extract, [asked[core::cores] for core in range(cores)]))
            seconds, n_pairs = time.perf_counter() - started, len(asked) * len(titles)
        by_query = {query: score for core, some in enumerate(sums) for query, score in zip(range(core, len(asked), cores), some)}
        total = sum(by_query[query] for query in range(n_compared))
    print(json.dumps({"pairs_per_s": n_pairs / seconds, "scores": scale * total}))


if __name__ == "__main__":
    main()

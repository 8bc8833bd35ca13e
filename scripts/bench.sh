#!/usr/bin/env bash
# Measure, on this machine, and write BENCH.md. Wants a quiet machine; the first run builds for many minutes.
#
#   scripts/bench.sh              everything
#   scripts/bench.sh NAME...      only budget, catalogue, collaborative, http, log-in, enumeration, cold-start, freshness,
#                                 search, records, similarities, text_similarity, affinity, jobs or units; BENCH.md stays
#
# BENCH_QUICK=1 makes it a try of about two minutes, whose figures say little. wrk (a Debian package) is installed if it is
# missing and we may, Python's packages (from PyPI) beside what is built; Python 3 is needed. What is measured, and how,
# stands above each table.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
quick=${BENCH_QUICK:-}
functions=(accounts admin articles bulk cascade docs groups jobs match media profiles recompute runners sweep)
all=(http log-in enumeration cold-start freshness search records text_similarity budget similarities affinity collaborative jobs catalogue units)
wanted=("${@:-${all[@]}}")

say() { echo "bench: $*" >&2; }
die() { say "$*"; exit 1; }

is_wanted() { [[ " ${wanted[*]} " == *" $1 "* ]]; }

need_wrk() {
    if command -v wrk >/dev/null; then return; fi
    say "installing wrk"
    ((EUID == 0)) && apt-get install -y wrk >/dev/null 2>&1 || die "wrk is missing: apt-get install wrk"
}

# Python with packages that we are compared with; not where the name leads to, for beside this name are its packages.
python=$(realpath --no-symlinks --canonicalize-missing "$target/bench-python/bin/python")
# need_python MODULE PACKAGE...
need_python() {
    if "$python" -c "import $1" 2>/dev/null; then return; fi
    say "installing Python's ${*:2}"
    [[ -x $python ]] || python3 -m venv "$target/bench-python"
    "$python" -m pip install --quiet "${@:2}"
}

# cargo_serve COMMAND...: one choice of packages for all commands, so that nothing is built twice.
cargo_serve() {
    cargo "$@" --profile serve -p kindred-cli -p tests
}

build() {
    if is_wanted cold-start; then
        cargo build --release "${functions[@]/#/--package=}" --bins
    fi
    if is_wanted http || is_wanted log-in; then cargo_serve build --bin kindred; fi
    local benches=()
    for name in affinity budget catalogue collaborative enumeration freshness search records similarities text_similarity jobs units; do
        if is_wanted "$name"; then benches+=(--bench "$name"); fi
    done
    if ((${#benches[@]})); then
        cargo_serve build "${benches[@]}"
    fi
}

http() {
    cat <<'TEXT'
## HTTP

`kindred serve --memory`, built as it is meant to be used (`--profile serve`), with 1,000 articles of 1 KB; load from wrk
on the same machine, which takes its share of the processors.

TEXT
    scripts/bench_http.py "$target/serve/kindred" --seconds $((quick ? 1 : 5)) --runs $((quick ? 1 : 5))
}

log-in() {
    cat <<'TEXT'
## Log-ins

`kindred serve --memory` as above, passwords at cost 10, nothing throttled. First with one core for the server and another
for wrk; beside it, on the server's core, the function `checkpw` of Python's package `bcrypt` at the same cost, without
HTTP. Both are counted by the seconds of the core that they used. Our hash is bcrypt over an HMAC, and a log-in reads the
account and signs a token.

Hashing may take all cores but one, so what it does to others should be what any process does that keeps so many cores
busy: on two cores, of which the load itself takes one, that shows beyond p50.

TEXT
    scripts/bench_log_in.py "$target/serve/kindred" "$python" --seconds $((quick ? 2 : 10)) --runs $((quick ? 1 : 5))
}

enumeration() {
    cat <<'TEXT'
## Does time tell who has an account?

In this process, passwords at cost 10, nothing throttled: 200 log-ins with a wrong password for an account that is there
and 200 for one that is not, in turn.

TEXT
    cargo_serve bench --bench enumeration
}

cold-start() {
    cat <<'TEXT'
## Cold start of the functions

The release binaries, built as for Lambda but for this machine. From starting the process to its first poll of the
runtime API; the initialisation of Lambda's own environment comes on top and is not ours.

What dominates shows in the comparison of the lines. "Nothing at all" is what starting any process takes. `docs` has no
client for DynamoDB, `recompute` has no routes; "over plain HTTP" leaves out TLS and its root certificates. The rest of
`media` over `articles` is the routes and their descriptions, which it has once for each kind.

TEXT
    scripts/bench_cold_start.py "$target/release" --starts $((quick ? 10 : 25))
}

freshness() {
    cat <<'TEXT'
## Freshness

From a rating that is sent to the first answer whose list of recommendations reflects it, over HTTP on a socket, in one
process with the pump in the background, as in `kindred serve`. One client rates the first movie of its list, then asks
for the list until the movie is gone from it; the asking itself competes with the work.

TEXT
    cargo_serve bench --bench freshness
}

search() {
    cat <<'TEXT'
## Search by title

Made-up titles in a snapshot, and 400 newer ones beside it, in one process that has read the snapshot. In the index alone,
and as a request to the router: that reads the newer titles, and the contents on the first page.

TEXT
    cargo_serve bench --bench search
}

collaborative() {
    cat <<'TEXT'
## Collaborative models

Each in a process of its own, on all cores, in turn: it learns four fifths of the interactions, all of weight 1, and lists
the ten best items for every user. Times are without reading the interactions; memory is that of the whole process, of
which Python and its packages take some 100 MiB. NDCG@10 is over the held out fifth, among all items that a user has not
met. Medians of five runs, each with its defaults. Ours were chosen by comparing variants on one random split each of
MovieLens 100k and of a set of games, those of the others on nothing here: on such data ours have that advantage. The
made-up sets (`tests/benches/collaborative/set.rs`) tell times and memory; their NDCG says little about people.

TEXT
    BENCH_PYTHON=$python cargo_serve bench --bench collaborative
}

budget() {
    cat <<'TEXT'
## The largest request for matches

What one core takes for as much work as a request may be by its estimate (`GET /api/match` tells how much), when the texts
are as slow as they can be; and what it takes for titles of 25 characters. Reckoned from a share of the work; a real
request is given up when it has taken 20 seconds.

TEXT
    cargo_serve bench --bench budget
}

jobs() {
    cat <<'TEXT'
## Jobs

From submission to result, in one process with its data in files, as in `kindred serve --data`; what is answered survives
the end of the process. Each worker submits a job without audio, gives a sign of life, fetches what its runner was given
and brings a result, one after another: five requests, over HTTP by clients on the same machine and in the same process.
Two jobs for each runner wait from the start, so that none is idle.

TEXT
    cargo_serve bench --bench jobs
    cat <<'TEXT'

The one thread of the embedded store is what limits: a job takes it some 11 reads, two single writes and three
transactions of 14 items, whose four events then go through the stream.
TEXT
}

records() {
    cat <<'TEXT'
## Look-up of records

Made-up works, one core, no store: which item a title belongs to that somebody has spoilt, by comparing it with every title
(WRatio as in `extract`, on processed texts) and by the look-up; then how the look-up grows, with a title alone and with
all that is known of a record.

TEXT
    cargo_serve bench --bench records
}

similarities() {
    cat <<'TEXT'
## Neighbours

The ten most similar items of each of all items, by TF-IDF and cosine, as `ContentSimilarities` finds them, beside the
sparse product and `argpartition` of numpy, scipy and scikit-learn. Items look like movies and come from a seed
(`tests/benches/similarities/items.rs`); both find the same pairs. A similarity of 0.5 at least is asked for, as by the
engine, which ours takes advantage of. Medians of three processes each.

TEXT
    BENCH_PYTHON=$python cargo_serve bench --bench similarities
}

affinity() {
    cat <<'TEXT'
## People of near taste

Everybody whose taste is near somebody's among so many people, in the memory of a process, and one more opinion of somebody.
People are made up, with a hundred opinions each of ten thousand contents, the popular ones more often. `read` is what a
process reads when it begins.

TEXT
    cargo_serve bench --bench affinity
}

text_similarity() {
    cat <<'TEXT'
## Similarity of texts

Pairs of texts compared in a second, beside RapidFuzz 3.14.6: the five best titles for each of 1,000 queries, and the scores of all
queries with all titles. Titles of one to eight words and misspelt queries come from a seed
(`tests/benches/text_similarity/titles.rs`); both find the same scores. Ours is one process on so many threads, with the
preparation of the titles. RapidFuzz's `extract` is one process for each core, its `cdist` has threads. Medians of five
processes each.

TEXT
    BENCH_PYTHON=$python cargo_serve bench --bench text_similarity
}

catalogue() {
    cat <<'TEXT'
## A large catalogue

Made by a seeded generator (`tests/benches/catalogue/large.rs`): items of all six kinds, half of them movies; people with
tastes, of whom one in a hundred has an account and the others are of a data set. Imported by the way of `kindred import
jsonl` into an embedded store in files, then derived at once, as after every large import. The routes are called one after
the other, in the same process and without a socket, 200 times each; units are those of the last call.

TEXT
    cargo_serve bench --bench catalogue
}

units() {
    cat <<'TEXT'
## Read and write units

What DynamoDB would bill, from the ConsumedCapacity of every request, with 100 and with 1,000 articles and movies in the
store. An article has 1 KB of text, a movie about 1 KB. Reads are strongly consistent; a transaction counts twice. Beside
an operation's own units stand, in the second table, those that recompute and cascade need for its events; a batch
shares them.

TEXT
    cargo_serve bench --bench units
}

machine() {
    local commit
    commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
    if [[ -n $(git status --porcelain 2>/dev/null) ]]; then commit+=", with changes"; fi
    cat <<TEXT
# Measurements

Written by \`make bench\`; what is compared was measured in the same run. Ratios travel from machine to machine, times do
not.
${quick:+
**A quick try: these figures say little.**
}
| | |
| --- | --- |
| processor | $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | sort -u | head -n 1), $(nproc) cores |
| memory | $(awk '/^MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo) |
| compiler | $(rustc --version) |
| date | $(date -u +%Y-%m-%d) |
| commit | $commit |
| load before | $(cut -d ' ' -f 1 /proc/loadavg) |
TEXT
}

for name in "${wanted[@]}"; do
    [[ " ${all[*]} " == *" $name "* ]] || die "there is no $name; there are: ${all[*]}"
done
if is_wanted http || is_wanted log-in; then need_wrk; fi
if is_wanted log-in; then need_python bcrypt bcrypt==5.0.0; fi
if is_wanted collaborative; then need_python implicit implicit==0.7.3 numpy==2.4.6 scipy==1.17.1; fi
if is_wanted similarities; then
    need_python sklearn scikit-learn==1.8.0 numpy==2.4.6 scipy==1.17.1
fi
if is_wanted text_similarity; then need_python rapidfuzz rapidfuzz==3.14.6 numpy==2.4.6; fi
build
if (($#)); then
    for name in "$@"; do "$name"; echo; done
    exit
fi
# Aside first, so that a run that fails leaves the last good one.
mkdir -p "$target"
new=$target/BENCH.md
machine >"$new"
for name in "${all[@]}"; do
    say "$name"
    { echo && "$name"; } >>"$new"
done
mv "$new" BENCH.md
say "see BENCH.md"

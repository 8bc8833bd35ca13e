#!/usr/bin/env bash
# Load from many people at once, by Locust (locustfile.py); the exit status says whether all areas passed.
#
#   scripts/load.sh [LOCUST'S ARGUMENTS...]
#
# Without KINDRED_LOAD_URL the load is on a `kindred serve` of its own: in memory, with demo data, nothing throttled, on a
# free port of 127.0.0.1, ended with the run. With it, on whatever answers there; nothing is built or started then, and
# those who need an account of KINDRED_ADMIN_EMAIL, _PASSWORD or KINDRED_USER_EMAIL, _PASSWORD are left out without it.
#
#   KINDRED_LOAD_USERS=100 KINDRED_LOAD_SPAWN_RATE=10 KINDRED_LOAD_TIME=60s      how many, so many a second, how long
#   KINDRED_LOAD_SHAPE=ramp                                                      up to them in five steps over the time
#   KINDRED_LOAD_P95_MS=300,reader=50 KINDRED_LOAD_ERRORS_PERCENT=0.5            what passes, by area
#   KINDRED_LOAD_PROFILE=serve                                                   how the server is built; `dev`: tests
#
# Only optimised code tells about load, so the profile is the one that `kindred serve` is meant to be used with, though it
# builds for minutes the first time. Locust comes from PyPI, into a virtual environment beside what is built.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
profile=${KINDRED_LOAD_PROFILE:-serve}
python=$target/load-python
out=$target/load/$(date -u +%Y%m%d-%H%M%S)

say() { echo "load: $*" >&2; }
die() { say "$*"; exit 1; }

need_locust() {
    if cmp -s load/requirements.txt "$python/requirements.txt"; then return; fi
    say "installing Locust"
    # Without a pip of its own: Debian ships ensurepip apart, and any pip can install into it.
    python3 -m venv --clear --without-pip "$python"
    python3 -m pip --quiet --python "$python/bin/python" install --requirement load/requirements.txt
    cp load/requirements.txt "$python/"
}

# build: the binary; the choice of packages is that of others who build so, so that nothing is built twice.
build() {
    if [[ $profile == dev ]]; then
        cargo build --workspace --bin kindred
        kindred=$target/debug/kindred
    else
        cargo build --profile "$profile" -p kindred-cli -p tests --bin kindred
        kindred=$target/$profile/kindred
    fi
}

# serve: start a server and wait for the address that it prints.
serve() {
    local password=Load-$RANDOM-$RANDOM-$RANDOM log=$out/server.log tenth
    : >"$log"
    export KINDRED_ADMIN_EMAIL=admin@load.invalid KINDRED_ADMIN_PASSWORD=$password
    export KINDRED_USER_EMAIL=user@load.invalid KINDRED_USER_PASSWORD=$password
    KINDRED_THROTTLE=off KINDRED_ACCOUNTS="[
        {\"email\": \"$KINDRED_ADMIN_EMAIL\", \"password\": \"$password\", \"isAdmin\": true},
        {\"email\": \"$KINDRED_USER_EMAIL\", \"password\": \"$password\"}]" \
        "$kindred" serve --memory --port 0 >>"$log" 2>&1 &
    server=$!
    trap 'kill "$server" 2>/dev/null; wait "$server" || true' EXIT
    for ((tenth = 0; tenth < 600; tenth++)); do
        url=$(sed -n 's/^ *API *//p' "$log")
        if [[ $url ]]; then return; fi
        kill -0 "$server" 2>/dev/null || die "the server has ended: $(tail -n 5 "$log")"
        sleep 0.1
    done
    die "the server does not answer, see $log"
}

need_locust
url=${KINDRED_LOAD_URL:-}
mkdir -p "$out"
if [[ ! $url ]]; then
    build
    serve
fi
say "on $url"
status=0
"$python/bin/locust" --locustfile locustfile.py --headless --only-summary --host "${url%/}" \
    --users "${KINDRED_LOAD_USERS:-100}" --spawn-rate "${KINDRED_LOAD_SPAWN_RATE:-10}" \
    --run-time "${KINDRED_LOAD_TIME:-60s}" --stop-timeout 20 \
    --html "$out/report.html" --csv "$out/load" "$@" || status=$?
# What breaks after an answer shows in no answer.
if [[ -e $out/server.log ]] && grep ERROR "$out/server.log" >&2; then
    say "FAIL: the server has logged errors"
    status=1
fi
say "see $out/report.html, and load_*.csv beside it"
exit "$status"

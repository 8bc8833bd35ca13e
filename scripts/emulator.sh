#!/usr/bin/env bash
# Kindred as Lambda functions on this machine: every function is its own process and speaks the Lambda runtime API.
#
#   scripts/emulator.sh              run until Ctrl-C
#   scripts/emulator.sh COMMAND...   run COMMAND against it (KINDRED_BASE_URL is set), then stop; exit with its status
#
#   kindred serve --stores-only      DynamoDB with our tables, and S3; hands the stream of Events to recompute and cascade
#   cargo lambda watch               API Gateway and the runtime API; its routes stand in Cargo.toml
#   scripts/mail_sink.py             a mail server that prints what it gets, into a log
#   the functions                    as built by cargo, two instances of each (recompute, cascade, bulk, sweep: one)
#   a loop                           invokes sweep once a minute, as its schedule does
#
# The functions are started here and not by `cargo lambda watch`: it would build them one by one with `cargo run --bin`,
# which finds only the default member of the workspace. Ports: KINDRED_EMULATOR_PORT, KINDRED_STORES_PORT,
# KINDRED_MAIL_SINK_PORT. Logs: target/emulator. The emulator stalls for good at about 100 waiting requests per function: no load tests here.
set -euo pipefail
cd "$(dirname "$0")/.."

port=${KINDRED_EMULATOR_PORT:-9000}
stores_port=${KINDRED_STORES_PORT:-8000}
smtp_port=${KINDRED_MAIL_SINK_PORT:-2525}
target=${CARGO_TARGET_DIR:-target}
logs=$target/emulator
# `cargo lambda invoke` knocks at ::1 only, and `::` is the one address that takes that and 127.0.0.1: it also takes
# guests from the network. Tests need no guests.
address=${KINDRED_EMULATOR_ADDRESS:-$( (($#)) && echo 127.0.0.1 || echo ::)}
pids=()

say() { echo "emulator: $*" >&2; }
die() { say "$*"; exit 1; }

# start NAME COMMAND...: in the background, with a log of its own.
start() {
    local name=$1
    shift
    "$@" >>"$logs/$name.log" 2>&1 </dev/null &
    pids+=($!)
}

# Ends what was started here, by id, the last first.
stop() {
    local i
    trap - EXIT INT TERM
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        kill "${pids[i]}" 2>/dev/null || true
        wait "${pids[i]}" 2>/dev/null || true
    done
}

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# wait_for NAME COMMAND...: until COMMAND succeeds; gives up after 30 s or when a process has ended.
wait_for() {
    local name=$1 tries pid
    shift
    for ((tries = 0; tries < 150; tries++)); do
        if "$@"; then return; fi
        for pid in "${pids[@]}"; do
            if ! kill -0 "$pid" 2>/dev/null; then tail -n 20 "$logs"/*.log >&2 && die "$name does not start"; fi
        done
        sleep 0.2
    done
    tail -n 20 "$logs/$name.log" >&2
    die "$name does not answer"
}

# The first line of the answer to GET path $1; the emulator holds a request until an instance takes it.
get() {
    local line
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
    read -r -t 20 line <&3 || line=nothing
    exec 3>&-
    [[ $line =~ ^HTTP/1.1\ [234] ]]
}

command -v cargo-lambda >/dev/null || die "cargo-lambda is missing: pip install cargo-lambda==1.9.2"
for used in "$port" "$stores_port" "$smtp_port"; do
    if is_open "$used"; then
        die "port $used is taken (KINDRED_EMULATOR_PORT, KINDRED_STORES_PORT, KINDRED_MAIL_SINK_PORT)"
    fi
done
cargo build --workspace --bins
mkdir -p "$logs"
rm -f "$logs"/*.log
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# What the template gives the functions, and where their stores are.
export AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:$stores_port AWS_ENDPOINT_URL_S3=http://127.0.0.1:$stores_port
export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
export KINDRED_TABLE_STATE=State KINDRED_TABLE_EVENTS=Events KINDRED_TABLE_DERIVED=Derived
export KINDRED_BUCKET=kindred-blobs
export KINDRED_LOG=${KINDRED_LOG:-info}
secret=only-for-the-emulator-on-this-machine

# Who creates runners, and who submits jobs: the contract tests are told.
export KINDRED_ADMIN_EMAIL=admin@kindred.localhost KINDRED_ADMIN_PASSWORD=Only-On-This-Machine-1
export KINDRED_USER_EMAIL=user@kindred.localhost KINDRED_USER_PASSWORD=Only-On-This-Machine-2
accounts='[{"email": "'$KINDRED_ADMIN_EMAIL'", "password": "'$KINDRED_ADMIN_PASSWORD'", "isAdmin": true},
    {"email": "'$KINDRED_USER_EMAIL'", "password": "'$KINDRED_USER_PASSWORD'"}]'

start stores "$target/debug/kindred" serve --stores-only --memory --port "$stores_port" \
    --invoke "http://127.0.0.1:$port/2015-03-31/functions/recompute/invocations" \
    --invoke "http://127.0.0.1:$port/2015-03-31/functions/cascade/invocations"
# The time-out also ends a function that waits so long for its first or next request: a day.
start gateway cargo-lambda lambda watch --only-lambda-apis --disable-cors --timeout 86400 \
    --invoke-address "$address" --invoke-port "$port"
start mail scripts/mail_sink.py "$smtp_port"
wait_for stores is_open "$stores_port"
wait_for mail is_open "$smtp_port"
wait_for gateway is_open "$port"

# instances NAME N [VARIABLE=VALUE...]: N processes of a function.
instances() {
    local name=$1 n=$2
    shift 2
    while ((n-- > 0)); do
        start "$name" env "AWS_LAMBDA_RUNTIME_API=http://127.0.0.1:$port/.rt/$name" \
            "AWS_LAMBDA_FUNCTION_NAME=$name" AWS_LAMBDA_FUNCTION_VERSION=1 \
            AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256 "$@" "$target/debug/$name"
    done
}
instances accounts 2 "KINDRED_TOKEN_SECRET=$secret" "KINDRED_BCRYPT_COST=${KINDRED_BCRYPT_COST:-10}" \
    "KINDRED_THROTTLE=${KINDRED_THROTTLE:-off}" KINDRED_SMTP_HOST=127.0.0.1 "KINDRED_SMTP_PORT=$smtp_port" \
    KINDRED_SMTP_SECURITY=unencrypted KINDRED_SENDER_EMAIL=no-reply@kindred.localhost \
    "KINDRED_CLIENT_URL=${KINDRED_CLIENT_URL:-http://localhost:3000}" "KINDRED_ACCOUNTS=$accounts"
instances articles 2 "KINDRED_TOKEN_SECRET=$secret"
instances media 2 "KINDRED_TOKEN_SECRET=$secret"
instances docs 2
instances groups 2 "KINDRED_TOKEN_SECRET=$secret"
instances profiles 2 "KINDRED_TOKEN_SECRET=$secret"
instances match 2 "KINDRED_TOKEN_SECRET=$secret"
instances admin 2 "KINDRED_TOKEN_SECRET=$secret"
instances jobs 2 "KINDRED_TOKEN_SECRET=$secret"
instances runners 2 "KINDRED_TOKEN_SECRET=$secret"
instances recompute 1
instances cascade 1
instances bulk 1
instances sweep 1
for ready in accounts:/verify-token articles:/articles media:/api/movie jobs:/api/jobs/list runners:/api/runners/create \
    groups:/api/group/1 profiles:/api/profile match:/api/match admin:/api/admin/events docs:/openapi.json; do
    wait_for "${ready%%:*}" get "${ready#*:}"
done


# The schedules of the template, and what they send.
keep_invoking() {
    local function=http://127.0.0.1:$port/2015-03-31/functions/$1/invocations
    trap 'kill $! 2>/dev/null; exit' TERM
    while sleep "$2" & wait $!; do
        curl -sS --data-binary "@events/$1/schedule.json" "$function" || true
    done
}
start schedule keep_invoking sweep 60
start schedule keep_invoking bulk 60

export KINDRED_BASE_URL=http://127.0.0.1:$port
if (($#)); then
    status=0
    "$@" || status=$?
    if ((status)); then say "failed; the logs are in $logs"; fi
    exit "$status"
fi
say "Kindred answers at $KINDRED_BASE_URL, the logs are in $logs, Ctrl-C stops"
say "cargo lambda invoke recompute -P $port --data-file events/recompute/stream-meta-added.json"
wait -n "${pids[@]}" || true
die "a process has ended, see $logs"

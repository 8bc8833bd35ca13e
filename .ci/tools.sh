# Sourced by .ci/run: puts the tools of CI on PATH, each at its version. What the machine has is used; what it lacks is
# installed into a cache that outlives target/, and nowhere else.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/kindred-ci

# python_tools: sam, cfn-lint and cargo-lambda, from PyPI into one virtual environment.
python_tools() {
    if has_python_tools; then return; fi
    local venv
    venv=$cache/venv-$(cksum <.ci/requirements.txt | cut -d ' ' -f 1)
    if [[ ! -x $venv/tools/sam ]]; then
        # Without a pip of its own: Debian ships ensurepip apart, and any pip can install into it.
        python3 -m venv --clear --without-pip "$venv" &&
            python3 -m pip --quiet --python "$venv/bin/python" install --requirement .ci/requirements.txt || return
        # Only they go on PATH: the machine's python3 stays what others find, for it has a pip.
        mkdir -p "$venv/tools" && ln -sf ../bin/{sam,cfn-lint,cargo-lambda} "$venv/tools/" || return
    fi
    PATH=$venv/tools:$PATH
    hash -r
    has_python_tools
}

has_python_tools() {
    [[ $(cfn-lint --version 2>/dev/null) == "cfn-lint $(pinned cfn-lint)" &&
        $(sam --version 2>/dev/null) == *" $(pinned aws-sam-cli)" &&
        $(cargo-lambda lambda --version 2>/dev/null) == "cargo-lambda $(pinned cargo-lambda) "* ]]
}

pinned() { sed -n "s/^$1==//p" .ci/requirements.txt; }

# cargo_tool NAME VERSION: from crates.io. Unoptimised: they run for seconds, and optimising takes minutes.
cargo_tool() {
    if [[ $(cargo "${1#cargo-}" --version 2>/dev/null) == *"$2" ]]; then return; fi
    local root=$cache/$1-$2
    PATH=$root/bin:$PATH
    if [[ -x $root/bin/$1 ]]; then return; fi
    cargo install --quiet --locked --debug "$1" --version "$2" --root "$root" && hash -r
}

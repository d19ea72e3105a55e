#!/usr/bin/env bash
# Starts the desk by the README's command on an empty data folder and free ports, and proves that ticks become closed M1 bars.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
log="$work/desk.log"
base=http://127.0.0.1:5180
export Desk__DataFolder="$work/data" ASPNETCORE_URLS="$base" Desk__Simulator__BinancePort=0 Desk__Bridge__Port=0
key=$(dotnet run --no-build --project TradingDesk.Api -- keys create smoke --scopes read)
dotnet run --no-build --project TradingDesk.Api >"$log" 2>&1 &
pid=$!
trap 'pkill -P "$pid" 2>/dev/null || true; kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
source build/smoke-lib.sh
wait_ready
prove_bars
grep -q "/signin" "$log" || { echo "no sign-in link was printed"; exit 1; }
echo "smoke: ok"

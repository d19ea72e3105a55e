#!/usr/bin/env bash
# Publishes, starts the published program in an empty folder in Production, and proves that the dashboard's script and the bars are there.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
log="$work/desk.log"
base=http://127.0.0.1:5181
dotnet publish TradingDesk.Api -c Release -o "$work/app" -v quiet --nologo
mkdir "$work/empty"
cd "$work/empty"
export ASPNETCORE_URLS="$base" Desk__Simulator__BinancePort=0 Desk__Bridge__Port=0 Desk__DataFolder="$work/empty/data"
key=$(dotnet "$work/app/TradingDesk.Api.dll" keys create smoke --scopes read)
dotnet "$work/app/TradingDesk.Api.dll" >"$log" 2>&1 &
pid=$!
trap 'kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
source "$OLDPWD/build/smoke-lib.sh"
wait_ready
prove_bars
script_bytes=$(curl -fsS "$base/_framework/blazor.web.js" | wc -c)
[ "$script_bytes" -gt 100000 ] || { echo "blazor.web.js has only $script_bytes bytes"; exit 1; }
page=$(curl -fsS "$base/signin")
grep -q "blazor.web" <<<"$page" || { echo "the sign-in page does not load the dashboard's script"; exit 1; }
echo "smoke, published: ok"

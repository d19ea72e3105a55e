# Shared by the smoke scripts: waits for a running desk and proves over HTTP that it works.
# Expects: $base (address), $key (API key with read scope), $pid (the desk's process), $log (its output).

fetch() { curl -fsS --max-time 5 -H "Authorization: Bearer $key" "$base$1"; }

wait_ready() {
  for _ in $(seq 1 120); do
    if curl -fsS --max-time 2 "$base/health/ready" >/dev/null 2>&1; then return 0; fi
    if ! kill -0 "$pid" 2>/dev/null; then echo "the desk ended:"; tail -n 40 "$log"; return 1; fi
    sleep 0.5
  done
  echo "not ready within 60 s:"; tail -n 40 "$log"; return 1
}

# History must be in and the desk healthy, within 60 s of its being ready.
wait_healthy() {
  local status
  for _ in $(seq 1 120); do
    status=$(fetch /health | node -e 'process.stdout.write(JSON.parse(require("fs").readFileSync(0, "utf8")).status)')
    if [ "$status" = healthy ]; then return 0; fi
    sleep 0.5
  done
  echo "not healthy within 60 s:"; fetch /health | head -c 2000; return 1
}

# M1 bars of every symbol must then grow: closed from ticks, not from history.
prove_bars() {
  local report before now
  wait_healthy || return 1
  before=$(bars) || return 1
  for _ in $(seq 1 120); do
    sleep 0.5
    now=$(bars) || return 1
    if all_greater "$before" "$now"; then
      report=$(fetch /health)
      echo "M1 bars closed: $before -> $now; status $(node -p 'JSON.parse(process.argv[1]).status' "$report")"
      return 0
    fi
  done
  echo "no M1 bars within 60 s: $before -> $now"; tail -n 40 "$log"; return 1
}

bars() { fetch /health | node -e '
  const h = JSON.parse(require("fs").readFileSync(0, "utf8"));
  process.stdout.write(h.symbols.map(s => `${s.symbol}=${s.bars.M1}`).join(" "));'; }

all_greater() { node -e '
  const read = t => Object.fromEntries(t.split(" ").map(p => p.split("=")));
  const a = read(process.argv[1]), b = read(process.argv[2]);
  process.exit(Object.keys(b).length >= 3 && Object.keys(b).every(s => Number(b[s]) > Number(a[s] ?? 0)) ? 0 : 1);' "$1" "$2"; }

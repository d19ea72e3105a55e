// Asks the exchange at BASE (http://host:port) with the npm package "binance" and prints one JSON object per line:
// {"kind":"klines"|"exchangeInfo"|"aggTrades"|"message"|"error", ...}. Usage: node client.js BASE SYMBOL SECONDS
'use strict';
const { MainClient, WebsocketClient } = require('binance');

const [base, symbol, seconds] = process.argv.slice(2);
const print = (value) => process.stdout.write(JSON.stringify(value) + '\n');
const silent = { trace: () => {}, info: () => {}, error: (...parts) => print({ kind: 'error', text: parts.map(String).join(' ') }) };

async function main() {
  const rest = new MainClient({ baseUrl: base, disableTimeSync: true });
  print({ kind: 'exchangeInfo', data: await rest.getExchangeInfo({ symbol }) });
  print({ kind: 'klines', data: await rest.getKlines({ symbol, interval: '1m', limit: 200 }) });
  print({ kind: 'aggTrades', data: await rest.getAggregateTrades({ symbol, limit: 100 }) });

  const sockets = new WebsocketClient({ wsUrl: base.replace('http', 'ws'), beautify: false }, silent);
  sockets.on('message', (data) => print({ kind: 'message', data }));
  sockets.on('exception', (data) => print({ kind: 'error', text: String(data && data.error ? data.error : JSON.stringify(data)) }));
  sockets.on('reconnecting', () => print({ kind: 'error', text: 'reconnecting' }));
  const lower = symbol.toLowerCase();
  await sockets.subscribe([`${lower}@aggTrade`, `${lower}@bookTicker`], 'main');
  print({ kind: 'subscribed' });
  setTimeout(() => {
    sockets.closeAll(true);
    process.stdout.write('', () => process.exit(0));
  }, Number(seconds) * 1000);
}

main().catch((error) => {
  print({ kind: 'error', text: String(error && error.message ? error.message : JSON.stringify(error)) });
  process.exit(1);
});

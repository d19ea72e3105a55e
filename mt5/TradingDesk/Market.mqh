//+------------------------------------------------------------------+
//| Hello, heartbeats, specifications, ticks, bars                   |
//+------------------------------------------------------------------+
void InitSymbols(int n)
  {
   ArrayResize(g_wanted, n); ArrayResize(g_next, n); ArrayResize(g_same, n); ArrayResize(g_replay, n); ArrayResize(g_replayId, n);
   ArrayResize(g_m1, n); ArrayResize(g_h1, n); ArrayResize(g_h4, n);
   for(int i = 0; i < n; i++)
     {
      SymbolSelect(g_symbol[i], true);
      g_wanted[i] = false; g_replay[i] = false; g_next[i] = 0; g_same[i] = 0; g_replayId[i] = "";
     }
  }

int SymbolIndex(string name)
  {
   int i = ArraySize(g_symbol) - 1;
   while(i >= 0 && g_symbol[i] != name) i--;
   return i;
  }

//--- TimeTradeServer goes on at weekends, when TimeCurrent stands still
int ServerOffset() { return (int)(MathRound((double)(TimeTradeServer() - TimeGMT()) / 1800.0) * 1800); }

string MarginMode()
  {
   long mode = AccountInfoInteger(ACCOUNT_MARGIN_MODE);
   return mode == ACCOUNT_MARGIN_MODE_RETAIL_HEDGING ? "hedging" : mode == ACCOUNT_MARGIN_MODE_EXCHANGE ? "exchange" : "netting";
  }

bool IsDemo() { return AccountInfoInteger(ACCOUNT_TRADE_MODE) == ACCOUNT_TRADE_MODE_DEMO; }

void SendHello(string nonce)
  {
   string login = IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN)), server = AccountInfoString(ACCOUNT_SERVER);
   g_sentOffset = ServerOffset();
   SendLine("hello", NumberField("ts", (long)TimeGMT() * 1000) + TextField("ea", "TradingDeskBridge 2.0") + TextField("login", login) + TextField("server", server)
      + Field("demo", Flag(IsDemo())) + TextField("margin", MarginMode()) + TextField("ccy", AccountInfoString(ACCOUNT_CURRENCY)) + NumberField("srvOff", g_sentOffset)
      + NumberField("replay", (long)InpReplayMinutes * 60000) + NumberField("build", TerminalInfoInteger(TERMINAL_BUILD)) + Field("trade", Flag(TradeRefusal() == ""))
      + TextField("mac", Hmac(InpToken, nonce + "|" + login + "|" + server)));
  }

void SendHeartbeat()
  {
   int offset = ServerOffset();
   if(offset == g_sentOffset && GetTickCount64() - g_lastHeartbeat < (ulong)g_heartbeatMs) return;
   g_lastHeartbeat = GetTickCount64(); g_sentOffset = offset;
   SendLine("hb", NumberField("ts", (long)TimeGMT() * 1000) + NumberField("srvOff", offset) + Field("conn", Flag(TerminalInfoInteger(TERMINAL_CONNECTED) != 0))
      + Field("trade", Flag(TradeRefusal() == "")) + NumberField("ping", TerminalInfoInteger(TERMINAL_PING_LAST)) + NumberField("rseq", g_rseq));
  }

//--- specifications and account after the welcome and every minute
void SendDescriptions()
  {
   if(g_lastDescriptions != 0 && GetTickCount64() - g_lastDescriptions < 60000) return;
   g_lastDescriptions = GetTickCount64();
   for(int i = 0; i < ArraySize(g_symbol); i++)
      if(g_wanted[i] && !SendSpec(g_symbol[i])) return;
   if(SendAccount()) SendListing("", 0);
  }

string TradeModeName(long mode)
  {
   return mode == SYMBOL_TRADE_MODE_FULL ? "full" : mode == SYMBOL_TRADE_MODE_LONGONLY ? "longonly" : mode == SYMBOL_TRADE_MODE_SHORTONLY ? "shortonly"
      : mode == SYMBOL_TRADE_MODE_CLOSEONLY ? "closeonly" : "disabled";
  }

string ExecutionName(long mode)
  {
   return mode == SYMBOL_TRADE_EXECUTION_MARKET ? "market" : mode == SYMBOL_TRADE_EXECUTION_INSTANT ? "instant" : mode == SYMBOL_TRADE_EXECUTION_EXCHANGE ? "exchange" : "request";
  }

bool SendSpec(string s)
  {
   return SendLine("spec", TextField("s", s) + NumberField("digits", SymbolInfoInteger(s, SYMBOL_DIGITS)) + RealField("point", SymbolInfoDouble(s, SYMBOL_POINT), 8)
      + RealField("tickSize", SymbolInfoDouble(s, SYMBOL_TRADE_TICK_SIZE), 8) + RealField("tickValue", SymbolInfoDouble(s, SYMBOL_TRADE_TICK_VALUE), 8)
      + RealField("contract", SymbolInfoDouble(s, SYMBOL_TRADE_CONTRACT_SIZE), 4) + RealField("vMin", SymbolInfoDouble(s, SYMBOL_VOLUME_MIN), 4)
      + RealField("vMax", SymbolInfoDouble(s, SYMBOL_VOLUME_MAX), 4) + RealField("vStep", SymbolInfoDouble(s, SYMBOL_VOLUME_STEP), 4)
      + NumberField("stops", SymbolInfoInteger(s, SYMBOL_TRADE_STOPS_LEVEL)) + NumberField("freeze", SymbolInfoInteger(s, SYMBOL_TRADE_FREEZE_LEVEL))
      + NumberField("fill", SymbolInfoInteger(s, SYMBOL_FILLING_MODE)) + TextField("exec", ExecutionName(SymbolInfoInteger(s, SYMBOL_TRADE_EXEMODE)))
      + TextField("mode", TradeModeName(SymbolInfoInteger(s, SYMBOL_TRADE_MODE))) + TextField("ccyP", SymbolInfoString(s, SYMBOL_CURRENCY_PROFIT))
      + TextField("ccyM", SymbolInfoString(s, SYMBOL_CURRENCY_MARGIN)));
  }

//--- puts a symbol's place back; the next look sends from there, the last line saying more:false
void StartReplay(int i, long fromMs, string id)
  {
   g_replay[i] = true; g_replayId[i] = id; g_same[i] = 0;
   MqlTick newest;
   long now = (long)TimeTradeServer() * 1000;
   if(fromMs > 0)                                   g_next[i] = MathMax(fromMs, now - (long)InpReplayMinutes * 60000);
   else if(SymbolInfoTick(g_symbol[i], newest))     g_next[i] = newest.time_msc;
   else                                             g_next[i] = now;
  }

void SendTicks(int i)
  {
   long from = g_next[i];
   int digits = (int)SymbolInfoInteger(g_symbol[i], SYMBOL_DIGITS);
   bool more = true;
   while(more)
     {
      MqlTick k[];
      int n = CopyTicks(g_symbol[i], k, COPY_TICKS_INFO, g_next[i], MAX_PER_LINE + g_same[i]);
      if(n < 0) return;   // history is still coming: the next look tries again
      more = n == MAX_PER_LINE + g_same[i];
      string values = "";
      long next = g_next[i];
      int same = g_same[i], skip = g_same[i];
      for(int j = 0; j < n; j++)
        {
         if(k[j].time_msc == g_next[i] && skip > 0) { skip--; continue; }
         same = k[j].time_msc == next ? same + 1 : 1;
         next = k[j].time_msc;
         values += (values == "" ? "" : ",") + StringFormat("[%I64d,%s,%s,0,0,%u]", k[j].time_msc, DoubleToString(k[j].bid, digits), DoubleToString(k[j].ask, digits), k[j].flags);
        }
      string head = TextField("s", g_symbol[i]);
      if(g_replay[i]) head += (g_replayId[i] == "" ? "" : TextField("id", g_replayId[i])) + NumberField("from", from) + Field("more", Flag(more));
      if((values != "" || g_replay[i]) && !SendLine("ticks", head + Field("k", "[" + values + "]"))) return;   // rolled back: the place stays, nothing is lost
      g_next[i] = next; g_same[i] = same;
     }
   g_replay[i] = false;
  }

string BarValues(const MqlRates &r, int digits)
  {
   return StringFormat("[%I64d,%s,%s,%s,%s,%I64d,%d]", (long)r.time, DoubleToString(r.open, digits), DoubleToString(r.high, digits), DoubleToString(r.low, digits),
      DoubleToString(r.close, digits), r.tick_volume, r.spread);
  }

void SendClosed(int i, ENUM_TIMEFRAMES period, string name, datetime &seen)
  {
   datetime forming = iTime(g_symbol[i], period, 0);
   if(forming == 0 || forming == seen) return;
   MqlRates r[];
   if(CopyRates(g_symbol[i], period, 1, 1, r) != 1) return;
   seen = forming;
   SendLine("bar", TextField("s", g_symbol[i]) + TextField("tf", name) + Field("k", BarValues(r[0], (int)SymbolInfoInteger(g_symbol[i], SYMBOL_DIGITS))));
  }

void SendBars(int i)
  {
   datetime m1 = g_m1[i], h1 = g_h1[i], h4 = g_h4[i];
   SendClosed(i, PERIOD_M1, "M1", m1);
   SendClosed(i, PERIOD_H1, "H1", h1);
   SendClosed(i, PERIOD_H4, "H4", h4);
   g_m1[i] = m1; g_h1[i] = h1; g_h4[i] = h4;
  }

ENUM_TIMEFRAMES PeriodOf(string name)
  {
   if(name == "M1")  return PERIOD_M1;
   if(name == "M5")  return PERIOD_M5;
   if(name == "M15") return PERIOD_M15;
   if(name == "M30") return PERIOD_M30;
   if(name == "H1")  return PERIOD_H1;
   if(name == "H4")  return PERIOD_H4;
   if(name == "D1")  return PERIOD_D1;
   return PERIOD_CURRENT;
  }

void AnswerBars(int i, string id, string name, datetime from, int count)
  {
   ENUM_TIMEFRAMES period = PeriodOf(name);
   MqlRates r[];
   datetime forming = iTime(g_symbol[i], period, 0);
   int n = period == PERIOD_CURRENT || forming == 0 ? -1 : from >= forming ? 0 : CopyRates(g_symbol[i], period, from, forming - 1, r);
   if(n < 0) { SendError(id, "LIMIT", "history is not there yet"); return; }
   n = MathMin(n, count);
   int digits = (int)SymbolInfoInteger(g_symbol[i], SYMBOL_DIGITS), start = 0;
   do
     {
      string values = "";
      int end = MathMin(n, start + MAX_PER_LINE);
      for(int j = start; j < end; j++) values += (values == "" ? "" : ",") + BarValues(r[j], digits);
      start = end;
      if(!SendLine("bars", TextField("id", id) + TextField("s", g_symbol[i]) + TextField("tf", name) + Field("more", Flag(start < n)) + Field("k", "[" + values + "]"))) return;
     }
   while(start < n);
  }
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//| TradingDeskBridge: sends this terminal's prices to TradingDesk.  |
//| Read-only: it holds no code that trades.                         |
//| Protocol: see README.md beside this file.                        |
//+------------------------------------------------------------------+
#property strict
#property version "1.0"

input string InpHost          = "127.0.0.1";             // Desk (must be in the terminal's list of allowed URLs)
input int    InpPort          = 5082;                    // Desk:Bridge:Port
input string InpToken         = "";                      // Desk:Bridge:Token
input string InpSymbols       = "BTCUSD,XAUUSD,GBPJPY";  // Symbols that the desk may have, as this broker names them
input int    InpTimerMs       = 25;                      // Milliseconds between two looks
input int    InpReplayMinutes = 30;                      // Minutes of ticks sent again after an interruption

#define MAX_PER_LINE 500
#define MAX_RX       65536
#define SILENCE_MS   5000

//--- connection
int    g_socket = INVALID_HANDLE;
uchar  g_rx[];
ulong  g_nextTry = 0, g_lastRx = 0, g_lastHeartbeat = 0, g_lastSpecs = 0;
uint   g_backoff = 1000;
bool   g_welcome = false;
long   g_seq = 0, g_rseq = 0;
int    g_heartbeatMs = 1000;

//--- one entry per symbol
string   g_symbol[];
bool     g_wanted[];
long     g_next[];       // server ms of the next tick to send
int      g_same[];       // ticks already sent with exactly that ms
bool     g_replay[];
string   g_replayId[];
datetime g_m1[], g_h1[], g_h4[];   // open time of the bar in progress

int OnInit()
  {
   int n = StringSplit(InpSymbols, ',', g_symbol);
   if(n <= 0 || InpToken == "") { Print("Symbols and token are needed."); return INIT_PARAMETERS_INCORRECT; }
   ArrayResize(g_wanted, n); ArrayResize(g_next, n); ArrayResize(g_same, n); ArrayResize(g_replay, n); ArrayResize(g_replayId, n);
   ArrayResize(g_m1, n); ArrayResize(g_h1, n); ArrayResize(g_h4, n);
   for(int i = 0; i < n; i++)
     {
      SymbolSelect(g_symbol[i], true);
      g_wanted[i] = false; g_replay[i] = false; g_next[i] = 0; g_same[i] = 0; g_replayId[i] = "";
     }
   return EventSetMillisecondTimer(InpTimerMs) ? INIT_SUCCEEDED : INIT_FAILED;
  }

void OnDeinit(const int reason) { EventKillTimer(); Drop(); }
void OnTimer() { Pump(); }
void OnTick()  { Pump(); }

void Pump()
  {
   static bool busy = false;
   if(busy) return;
   busy = true;
   if(g_socket == INVALID_HANDLE) Dial();
   if(g_socket != INVALID_HANDLE) Receive();
   if(g_socket != INVALID_HANDLE && g_welcome)
     {
      SendSpecs();
      for(int i = 0; i < ArraySize(g_symbol) && g_socket != INVALID_HANDLE; i++)
         if(g_wanted[i]) { SendTicks(i); SendBars(i); }
      SendHeartbeat();
     }
   busy = false;
  }

//+------------------------------------------------------------------+
//| Connection                                                       |
//+------------------------------------------------------------------+
void Drop()
  {
   if(g_socket != INVALID_HANDLE) { SocketClose(g_socket); g_socket = INVALID_HANDLE; }
   ArrayResize(g_rx, 0);
   g_welcome = false;
   g_nextTry = GetTickCount64() + g_backoff;
   g_backoff = MathMin(g_backoff * 2, 30000);
  }

void Dial()
  {
   if(GetTickCount64() < g_nextTry) return;
   g_socket = SocketCreate();
   ResetLastError();
   if(g_socket == INVALID_HANDLE || !SocketConnect(g_socket, InpHost, InpPort, 1000))
     {
      if(_LastError == 4014) Print("Add ", InpHost, " under Tools > Options > Expert Advisors > allowed URLs.");
      Drop();
      return;
     }
   SocketTimeouts(g_socket, 1000, 10);
   g_seq = 0; g_rseq = 0; g_lastRx = GetTickCount64();
  }

bool SendLine(string type, string rest)
  {
   g_seq++;
   string line = "{\"v\":1,\"t\":\"" + type + "\",\"seq\":" + IntegerToString(g_seq) + rest + "}\n";
   uchar bytes[];
   int n = StringToCharArray(line, bytes, 0, WHOLE_ARRAY, CP_UTF8) - 1;
   if(n > 0 && SocketSend(g_socket, bytes, n) == n) return true;
   Drop();   // half a line: the framing is lost
   return false;
  }

void Receive()
  {
   uchar part[];
   int n = SocketIsReadable(g_socket) > 0 ? SocketRead(g_socket, part, 8192, 1) : 0;   // -1 is a time-out, not an end
   if(n > 0)
     {
      int old = ArraySize(g_rx);
      ArrayResize(g_rx, old + n, MAX_RX);
      ArrayCopy(g_rx, part, old, 0, n);
      g_lastRx = GetTickCount64();
     }
   else if(!SocketIsConnected(g_socket) || GetTickCount64() - g_lastRx > SILENCE_MS) { Drop(); return; }
   int start = 0;
   for(int i = 0; i < ArraySize(g_rx); i++)
      if(g_rx[i] == '\n')
        {
         string line = CharArrayToString(g_rx, start, i - start, CP_UTF8);
         start = i + 1;
         Handle(line);
         if(g_socket == INVALID_HANDLE) return;
        }
   if(start > 0) ArrayRemove(g_rx, 0, start);
   if(ArraySize(g_rx) > MAX_RX) Drop();
  }

//+------------------------------------------------------------------+
//| What the desk says: flat objects only                            |
//+------------------------------------------------------------------+
string Text(string line, string key)
  {
   string mark = "\"" + key + "\":\"";
   int from = StringFind(line, mark);
   if(from < 0) return "";
   from += StringLen(mark);
   return StringSubstr(line, from, StringFind(line, "\"", from) - from);
  }

long Number(string line, string key)
  {
   string mark = "\"" + key + "\":";
   int from = StringFind(line, mark);
   return from < 0 ? 0 : StringToInteger(StringSubstr(line, from + StringLen(mark), 20));
  }

void Handle(string line)
  {
   string type = Text(line, "t");
   g_rseq = MathMax(g_rseq, Number(line, "seq"));
   if(type == "challenge")    SendHello(Text(line, "nonce"));
   else if(type == "welcome") Welcome(line);
   else if(type == "cmd")     Execute(line);
  }

void Welcome(string line)
  {
   string wanted = "," + Text(line, "symbols") + ",", last = "," + Text(line, "lastTick");
   for(int i = 0; i < ArraySize(g_symbol); i++)
     {
      g_wanted[i] = StringFind(wanted, "," + g_symbol[i] + ",") >= 0;
      string mark = "," + g_symbol[i] + ":";
      int at = StringFind(last, mark);
      StartReplay(i, at < 0 ? 0 : StringToInteger(StringSubstr(last, at + StringLen(mark), 20)), "");
      g_m1[i] = iTime(g_symbol[i], PERIOD_M1, 0); g_h1[i] = iTime(g_symbol[i], PERIOD_H1, 0); g_h4[i] = iTime(g_symbol[i], PERIOD_H4, 0);
     }
   g_heartbeatMs = (int)MathMax(100, Number(line, "hb"));
   g_welcome = true; g_backoff = 1000; g_lastSpecs = 0;
  }

void Execute(string line)
  {
   string op = Text(line, "op"), id = Text(line, "id"), symbol = Text(line, "s");
   int i = ArraySize(g_symbol) - 1;
   while(i >= 0 && g_symbol[i] != symbol) i--;
   if(op == "snap")                SendLine("snap", ",\"pos\":[],\"ord\":[]");
   else if(i >= 0 && op == "ticks") StartReplay(i, Number(line, "from"), id);
   else if(i >= 0 && op == "bars")  AnswerBars(i, id, Text(line, "tf"), (datetime)Number(line, "from"), (int)Number(line, "n"));
   else                             SendLine("err", ",\"id\":\"" + id + "\",\"code\":\"NOT_ALLOWED\"");
  }

//+------------------------------------------------------------------+
//| What the desk is told                                            |
//+------------------------------------------------------------------+
int ServerOffset() { return (int)(MathRound((double)(TimeTradeServer() - TimeGMT()) / 1800.0) * 1800); }

string Hmac(string key, string text)
  {
   uchar k[], inner[], outer[], none[], hash[];
   int n = StringToCharArray(key, k, 0, WHOLE_ARRAY, CP_UTF8) - 1;
   ArrayResize(k, n);
   if(n > 64) { CryptEncode(CRYPT_HASH_SHA256, k, none, hash); ArrayCopy(k, hash); n = ArrayResize(k, 32); }
   ArrayResize(k, 64);
   for(int i = n; i < 64; i++) k[i] = 0;
   uchar t[];
   int m = StringToCharArray(text, t, 0, WHOLE_ARRAY, CP_UTF8) - 1;
   ArrayResize(inner, 64 + m); ArrayResize(outer, 96);
   for(int i = 0; i < 64; i++) { inner[i] = (uchar)(k[i] ^ 0x36); outer[i] = (uchar)(k[i] ^ 0x5c); }
   ArrayCopy(inner, t, 64, 0, m);
   CryptEncode(CRYPT_HASH_SHA256, inner, none, hash);
   ArrayCopy(outer, hash, 64, 0, 32);
   CryptEncode(CRYPT_HASH_SHA256, outer, none, hash);
   string hex = "";
   for(int i = 0; i < 32; i++) hex += StringFormat("%02x", hash[i]);
   return hex;
  }

void SendHello(string nonce)
  {
   string login = IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN)), server = AccountInfoString(ACCOUNT_SERVER);
   SendLine("hello", StringFormat(",\"ts\":%I64d,\"ea\":\"TradingDeskBridge 1.0\",\"login\":\"%s\",\"server\":\"%s\",\"demo\":%s,\"ccy\":\"%s\",\"srvOff\":%d,\"replay\":%I64d,\"build\":%d,\"mac\":\"%s\"",
      (long)TimeGMT() * 1000, login, server, AccountInfoInteger(ACCOUNT_TRADE_MODE) == ACCOUNT_TRADE_MODE_DEMO ? "true" : "false",
      AccountInfoString(ACCOUNT_CURRENCY), ServerOffset(), (long)InpReplayMinutes * 60000, (int)TerminalInfoInteger(TERMINAL_BUILD), Hmac(InpToken, nonce + "|" + login + "|" + server)));
  }

void SendSpecs()
  {
   if(g_lastSpecs != 0 && GetTickCount64() - g_lastSpecs < 60000) return;
   g_lastSpecs = GetTickCount64();
   for(int i = 0; i < ArraySize(g_symbol); i++)
     {
      if(!g_wanted[i]) continue;
      string s = g_symbol[i];
      if(!SendLine("spec", StringFormat(",\"s\":\"%s\",\"digits\":%d,\"point\":%.8f,\"tickSize\":%.8f,\"tickValue\":%.8f,\"contract\":%.4f,\"vMin\":%.4f,\"vMax\":%.4f,\"vStep\":%.4f,\"stops\":%d,\"freeze\":%d,\"fill\":%d,\"ccyP\":\"%s\",\"ccyM\":\"%s\"",
         s, (int)SymbolInfoInteger(s, SYMBOL_DIGITS), SymbolInfoDouble(s, SYMBOL_POINT), SymbolInfoDouble(s, SYMBOL_TRADE_TICK_SIZE), SymbolInfoDouble(s, SYMBOL_TRADE_TICK_VALUE),
         SymbolInfoDouble(s, SYMBOL_TRADE_CONTRACT_SIZE), SymbolInfoDouble(s, SYMBOL_VOLUME_MIN), SymbolInfoDouble(s, SYMBOL_VOLUME_MAX), SymbolInfoDouble(s, SYMBOL_VOLUME_STEP),
         (int)SymbolInfoInteger(s, SYMBOL_TRADE_STOPS_LEVEL), (int)SymbolInfoInteger(s, SYMBOL_TRADE_FREEZE_LEVEL), (int)SymbolInfoInteger(s, SYMBOL_FILLING_MODE),
         SymbolInfoString(s, SYMBOL_CURRENCY_PROFIT), SymbolInfoString(s, SYMBOL_CURRENCY_MARGIN)))) return;
     }
   SendLine("acct", StringFormat(",\"bal\":%.2f,\"eq\":%.2f,\"margin\":%.2f,\"free\":%.2f,\"tradeAllowed\":%s",
      AccountInfoDouble(ACCOUNT_BALANCE), AccountInfoDouble(ACCOUNT_EQUITY), AccountInfoDouble(ACCOUNT_MARGIN), AccountInfoDouble(ACCOUNT_MARGIN_FREE),
      AccountInfoInteger(ACCOUNT_TRADE_ALLOWED) != 0 ? "true" : "false"));
  }

void SendHeartbeat()
  {
   if(g_socket == INVALID_HANDLE || GetTickCount64() - g_lastHeartbeat < (ulong)g_heartbeatMs) return;
   g_lastHeartbeat = GetTickCount64();
   SendLine("hb", StringFormat(",\"ts\":%I64d,\"srvOff\":%d,\"conn\":%s,\"rseq\":%I64d", (long)TimeGMT() * 1000, ServerOffset(),
      TerminalInfoInteger(TERMINAL_CONNECTED) != 0 ? "true" : "false", g_rseq));
  }

//+------------------------------------------------------------------+
//| Ticks                                                            |
//+------------------------------------------------------------------+
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
      string head = ",\"s\":\"" + g_symbol[i] + "\"";
      if(g_replay[i])
         head += (g_replayId[i] == "" ? "" : ",\"id\":\"" + g_replayId[i] + "\"") + ",\"from\":" + IntegerToString(from) + ",\"more\":" + (more ? "true" : "false");
      if((values != "" || g_replay[i]) && !SendLine("ticks", head + ",\"k\":[" + values + "]")) return;   // the place stays: nothing is lost
      g_next[i] = next; g_same[i] = same;
     }
   g_replay[i] = false;
  }

//+------------------------------------------------------------------+
//| Bars                                                             |
//+------------------------------------------------------------------+
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
   SendLine("bar", ",\"s\":\"" + g_symbol[i] + "\",\"tf\":\"" + name + "\",\"k\":" + BarValues(r[0], (int)SymbolInfoInteger(g_symbol[i], SYMBOL_DIGITS)));
  }

void SendBars(int i)
  {
   if(g_socket != INVALID_HANDLE) SendClosed(i, PERIOD_M1, "M1", g_m1[i]);
   if(g_socket != INVALID_HANDLE) SendClosed(i, PERIOD_H1, "H1", g_h1[i]);
   if(g_socket != INVALID_HANDLE) SendClosed(i, PERIOD_H4, "H4", g_h4[i]);
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
   int n = period == PERIOD_CURRENT || forming == 0 ? -1 : CopyRates(g_symbol[i], period, from, forming - 1, r);
   if(n < 0) { SendLine("err", ",\"id\":\"" + id + "\",\"code\":\"LIMIT\",\"msg\":\"history is not there yet\""); return; }
   n = MathMin(n, count);
   int digits = (int)SymbolInfoInteger(g_symbol[i], SYMBOL_DIGITS), start = 0;
   do
     {
      string values = "";
      int end = MathMin(n, start + MAX_PER_LINE);
      for(int j = start; j < end; j++) values += (values == "" ? "" : ",") + BarValues(r[j], digits);
      start = end;
      if(!SendLine("bars", ",\"id\":\"" + id + "\",\"s\":\"" + g_symbol[i] + "\",\"tf\":\"" + name + "\",\"more\":" + (start < n ? "true" : "false") + ",\"k\":[" + values + "]")) return;
     }
   while(start < n);
  }
//+------------------------------------------------------------------+

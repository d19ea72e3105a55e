//+------------------------------------------------------------------+
//| Socket, lines, flat JSON, proof of the token                     |
//+------------------------------------------------------------------+
void Drop()
  {
   if(g_socket != INVALID_HANDLE) { SocketClose(g_socket); g_socket = INVALID_HANDLE; }
   ArrayResize(g_rx, 0);
   g_welcome = false;
   g_nextTry = GetTickCount64() + g_backoff;
   g_backoff = (uint)MathMin(g_backoff * 2, 30000);
  }

bool IsTlsByHand() { return InpTls && InpPort != 443; }   // on 443 the terminal does the handshake itself

void Dial()
  {
   if(GetTickCount64() < g_nextTry) return;
   ResetLastError();
   g_socket = SocketCreate();
   if(g_socket == INVALID_HANDLE || !SocketConnect(g_socket, InpHost, InpPort, 1000))
     {
      if(GetLastError() == 4014) Print("Add ", InpHost, " under Tools > Options > Expert Advisors > allowed URLs.");
      Drop();
      return;
     }
   SocketTimeouts(g_socket, 1000, 10);
   if(IsTlsByHand() && !SocketTlsHandshake(g_socket, InpHost)) { Print("TLS handshake failed, error ", GetLastError()); Drop(); return; }
   g_seq = 0; g_rseq = 0; g_lastRx = GetTickCount64();
  }

bool SendLine(string type, string rest)
  {
   if(g_socket == INVALID_HANDLE) return false;
   g_seq++;
   string line = "{\"v\":" + IntegerToString(PROTOCOL) + ",\"t\":\"" + type + "\",\"seq\":" + IntegerToString(g_seq) + rest + "}\n";
   uchar bytes[];
   int n = StringToCharArray(line, bytes, 0, WHOLE_ARRAY, CP_UTF8) - 1;
   int sent = n <= 0 || n > MAX_RX ? -1 : InpTls ? SocketTlsSend(g_socket, bytes, n) : SocketSend(g_socket, bytes, n);
   if(sent == n) return true;
   Drop();   // half a line: the framing is lost
   return false;
  }

int ReadBytes(uchar &part[])
  {
   if(InpTls) return SocketTlsReadAvailable(g_socket, part, 8192);
   return SocketIsReadable(g_socket) > 0 ? SocketRead(g_socket, part, 8192, 1) : 0;   // -1 is a time-out, not an end
  }

ulong SilenceMs() { return (ulong)MathMax(3000, 3 * g_heartbeatMs); }

void Receive()
  {
   uchar part[];
   int n = ReadBytes(part);
   if(n > 0)
     {
      int old = ArraySize(g_rx);
      ArrayResize(g_rx, old + n, MAX_RX);
      ArrayCopy(g_rx, part, old, 0, n);
      g_lastRx = GetTickCount64();
     }
   else if(!SocketIsConnected(g_socket) || GetTickCount64() - g_lastRx > SilenceMs()) { Drop(); return; }
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
   if(ArraySize(g_rx) > MAX_RX) Drop();   // a line without end
  }

//--- reading: the desk sends flat objects only
bool Has(string line, string key) { return StringFind(line, "\"" + key + "\":") >= 0; }

string Text(string line, string key)
  {
   string mark = "\"" + key + "\":\"";
   int from = StringFind(line, mark);
   if(from < 0) return "";
   from += StringLen(mark);
   int to = StringFind(line, "\"", from);
   return to < 0 ? "" : StringSubstr(line, from, to - from);
  }

string Bare(string line, string key)
  {
   string mark = "\"" + key + "\":";
   int from = StringFind(line, mark);
   return from < 0 ? "0" : StringSubstr(line, from + StringLen(mark), 24);
  }

long   Number(string line, string key) { return StringToInteger(Bare(line, key)); }
double Real(string line, string key)   { return StringToDouble(Bare(line, key)); }
ulong  Ticket(string line, string key) { return (ulong)StringToInteger(Text(line, key)); }

//--- writing
string Quoted(string text)
  {
   StringReplace(text, "\\", "\\\\");
   StringReplace(text, "\"", "\\\"");
   for(int i = StringLen(text) - 1; i >= 0; i--)
      if(StringGetCharacter(text, i) < 32) StringSetCharacter(text, i, ' ');
   return "\"" + StringSubstr(text, 0, 200) + "\"";
  }

string Flag(bool value) { return value ? "true" : "false"; }
string Field(string key, string value) { return ",\"" + key + "\":" + value; }
string TextField(string key, string value) { return Field(key, Quoted(value)); }
string TicketField(string key, ulong ticket) { return Field(key, "\"" + StringFormat("%I64u", ticket) + "\""); }
string NumberField(string key, long value) { return Field(key, IntegerToString(value)); }
string RealField(string key, double value, int digits) { return Field(key, DoubleToString(value, digits)); }

void SendError(string id, string code, string message)
  {
   SendLine("err", (id == "" ? "" : TextField("id", id)) + TextField("code", code) + TextField("msg", message));
  }

//--- HMAC-SHA256 by hand: CryptEncode gives the plain digest
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
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//| What the desk says                                               |
//+------------------------------------------------------------------+
void Handle(string line)
  {
   string type = Text(line, "t");
   g_rseq = (long)MathMax(g_rseq, Number(line, "seq"));
   if(Has(line, "ts")) HearDesk(Number(line, "ts"), type);
   if(type == "challenge")    SendHello(Text(line, "nonce"));
   else if(type == "welcome") Welcome(line);
   else if(type == "hb")      return;   // its time has been taken
   else if(type == "cmd")     Execute(line);
   else                       SendError("", "BAD_JSON", "no such type");
  }

//--- after a long silence a heartbeat has to come before anything new is opened: commands may have waited in the socket
void HearDesk(long ms, string type)
  {
   if(g_deskAt != 0 && GetTickCount64() - g_deskAt > (ulong)InpDeadManSeconds * 1000) g_deskSilent = true;
   g_deskMs = ms; g_deskAt = GetTickCount64();
   if(type == "hb" || type == "welcome") { g_deskSilent = false; g_cancelledWhenSilent = false; }
  }

//--- UTC milliseconds by the desk's clock: this machine's own may be wrong
long DeskNow() { return g_deskMs + (long)(GetTickCount64() - g_deskAt); }

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
   g_welcome = true; g_backoff = 1000;
   g_lastDescriptions = 0; g_lastMacro = 0; g_lastCalendar = 0; g_listingDue = false;
   ArrayResize(g_dealQueue, 0);   // the desk asks for what it missed
  }

void Execute(string line)
  {
   string op = Text(line, "op"), id = Text(line, "id");
   int i = SymbolIndex(Text(line, "s"));
   if(op == "snap") { SendListing(id, Number(line, "from")); return; }
   if(op == "ticks" || op == "bars" || op == "sub" || op == "unsub")
     {
      if(i < 0)              SendError(id, "NOT_ALLOWED", "symbol");
      else if(op == "ticks") StartReplay(i, Number(line, "from"), id);
      else if(op == "bars")  AnswerBars(i, id, Text(line, "tf"), (datetime)Number(line, "from"), (int)Number(line, "n"));
      else                   Subscribe(i, id, op == "sub");
      return;
     }
   if(op == "open" || op == "pending" || op == "modify" || op == "close" || op == "closeby" || op == "cancel" || op == "modord" || op == "closeall") { Trade(line, op, id); return; }
   SendError(id, "UNKNOWN_OP", op);
  }

void Subscribe(int i, string id, bool wanted)
  {
   if(wanted && !g_wanted[i]) StartReplay(i, 0, "");
   g_wanted[i] = wanted;
   SendLine("ack", TextField("id", id));
   SendLine("res", TextField("id", id) + Field("ok", "true") + NumberField("rc", TRADE_RETCODE_DONE));
  }

//--- stored result, expiry, limits; then: acknowledged, begun on disk, carried out, stored, answered
void Trade(string line, string op, string id)
  {
   int known = id == "" ? -1 : RingFind(id);
   if(known >= 0)
     {
      if(g_ringResult[known] == "") SendError(id, "IN_DOUBT", "begun before an interruption");
      else SendLine("res", TextField("id", id) + g_ringResult[known] + Field("dup", "true"));
      return;
     }
   if(id == "" || !Has(line, "exp"))     { SendError(id, "BAD_JSON", "id or exp is missing"); return; }
   if(DeskNow() > Number(line, "exp"))   { SendError(id, "EXPIRED", ""); return; }
   string refusal = TradeRefusal();
   if(Has(line, "s") && SymbolIndex(Text(line, "s")) < 0) refusal = "symbol";
   bool opens = op == "open" || op == "pending";
   if(refusal == "" && opens && g_deskSilent) refusal = "the desk was silent";
   if(refusal != "")                     { SendError(id, "NOT_ALLOWED", refusal); return; }
   if(opens) refusal = LimitRefusal(Real(line, "vol"));
   if(refusal != "")                     { SendError(id, "LIMIT", refusal); return; }
   if(!SendLine("ack", TextField("id", id))) return;   // nothing was begun: the desk sends it again
   if(!RingBegin(id))                    { SendError(id, "NOT_ALLOWED", "the file of ids cannot be written"); return; }
   string result = CarryOut(line, op, id);
   RingEnd(id, result);
   SendLine("res", TextField("id", id) + result);
   g_listingDue = true;
  }

string CarryOut(string line, string op, string id)
  {
   MqlTradeResult r; ZeroMemory(r);
   int closed = 0, left = 0;
   ulong started = GetTickCount64();
   if(op == "open")          OpenMarket(line, id, r);
   else if(op == "pending")  PlacePending(line, id, r);
   else if(op == "modify")   ModifyPosition(line, r);
   else if(op == "close")    ClosePosition(Ticket(line, "pos"), Real(line, "vol"), Number(line, "dev"), id, r);
   else if(op == "closeby")  CloseBy(line, id, r);
   else if(op == "cancel")   CancelOrder(Ticket(line, "ord"), r);
   else if(op == "modord")   ModifyOrder(line, r);
   else                      CloseAll(line, id, r, closed, left);
   bool ok = r.retcode == TRADE_RETCODE_DONE || r.retcode == TRADE_RETCODE_DONE_PARTIAL || r.retcode == TRADE_RETCODE_PLACED;
   return Field("ok", Flag(ok)) + NumberField("rc", r.retcode) + TicketField("ord", r.order) + TicketField("deal", r.deal) + TicketField("pos", PositionOf(line, op, r))
      + RealField("vol", r.volume, 8) + RealField("price", r.price, 8) + RealField("bid", r.bid, 8) + RealField("ask", r.ask, 8) + NumberField("ms", (long)(GetTickCount64() - started))
      + TextField("msg", r.comment) + NumberField("rid", r.request_id) + (op == "closeall" ? NumberField("n", closed) + NumberField("left", left) : "");
  }

//--- the position that an order made or changed; its ticket is the order's where the deal is not there yet (hedging)
ulong PositionOf(string line, string op, const MqlTradeResult &r)
  {
   if(op != "open") return Ticket(line, "pos");
   if(r.deal > 0 && HistoryDealSelect(r.deal)) return (ulong)HistoryDealGetInteger(r.deal, DEAL_POSITION_ID);
   return r.order;
  }
//+------------------------------------------------------------------+

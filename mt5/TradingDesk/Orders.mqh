//+------------------------------------------------------------------+
//| Own limits, and orders to the trade server                       |
//+------------------------------------------------------------------+
//--- why nothing may be traded at all; empty where it may
string TradeRefusal()
  {
   if(!InpAllowTrading)                                       return "InpAllowTrading is off";
   if(!IsDemo() && !InpAllowReal)                             return "real account and InpAllowReal is off";
   if(TerminalInfoInteger(TERMINAL_CONNECTED) == 0)           return "the terminal has no connection";
   if(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED) == 0)       return "Algo Trading is off";
   if(MQLInfoInteger(MQL_TRADE_ALLOWED) == 0)                 return "algo trading is off for this Expert Advisor";
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED) == 0)         return "the account is read-only";
   if(AccountInfoInteger(ACCOUNT_TRADE_EXPERT) == 0)          return "the broker forbids Expert Advisors";
   if(g_ringFile == INVALID_HANDLE)                           return "the file of ids cannot be written";
   return "";
  }

double OpenLots()
  {
   double lots = 0;
   for(int i = PositionsTotal() - 1; i >= 0; i--) if(PositionGetTicket(i) > 0) lots += PositionGetDouble(POSITION_VOLUME);
   for(int i = OrdersTotal() - 1; i >= 0; i--)    if(OrderGetTicket(i) > 0)    lots += OrderGetDouble(ORDER_VOLUME_CURRENT);
   return lots;
  }

//--- equity at the start of the server's day, kept over restarts in the terminal's global variables
double LossOfToday()
  {
   string day = "TradingDesk_day_" + IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN)), equity = "TradingDesk_eq_" + IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN));
   double today = MathFloor((double)TimeTradeServer() / 86400.0);
   if(!GlobalVariableCheck(day) || GlobalVariableGet(day) != today)
     {
      GlobalVariableSet(day, today);
      GlobalVariableSet(equity, AccountInfoDouble(ACCOUNT_EQUITY));
      GlobalVariablesFlush();
     }
   return GlobalVariableGet(equity) - AccountInfoDouble(ACCOUNT_EQUITY);
  }

int OrdersOfLastMinute()
  {
   int kept = 0;
   for(int i = 0; i < ArraySize(g_orderAt); i++)
      if(GetTickCount64() - g_orderAt[i] < 60000) g_orderAt[kept++] = g_orderAt[i];
   ArrayResize(g_orderAt, kept);
   return kept;
  }

//--- why an order that opens is refused; empty where it is not, and then it counts
string LimitRefusal(double lots)
  {
   if(lots <= 0 || lots > InpMaxLots + 1e-9)              return "InpMaxLots";
   if(OpenLots() + lots > InpMaxTotalLots + 1e-9)         return "InpMaxTotalLots";
   if(OrdersOfLastMinute() >= InpMaxOrdersPerMinute)      return "InpMaxOrdersPerMinute";
   if(LossOfToday() >= InpMaxDailyLoss)                   return "InpMaxDailyLoss";
   int n = ArraySize(g_orderAt);
   ArrayResize(g_orderAt, n + 1);
   g_orderAt[n] = GetTickCount64();
   return "";
  }

//--- nothing new is opened while the desk is silent; positions keep their stops and are never closed by this
void WatchDesk()
  {
   if(g_deskAt == 0 || GetTickCount64() - g_deskAt <= (ulong)InpDeadManSeconds * 1000) return;
   if(!g_deskSilent) Print("The desk is silent: nothing new will be opened.");
   g_deskSilent = true;
   if(!InpCancelWhenSilent || g_cancelledWhenSilent || !InpAllowTrading) return;
   g_cancelledWhenSilent = true;
   for(int i = OrdersTotal() - 1; i >= 0; i--)
     {
      ulong ticket = OrderGetTicket(i);
      MqlTradeResult r;
      if(ticket > 0 && SymbolIndex(OrderGetString(ORDER_SYMBOL)) >= 0 && StringFind(OrderGetString(ORDER_COMMENT), "d:") == 0) CancelOrder(ticket, r);
     }
  }

ENUM_ORDER_TYPE_FILLING Filling(string s)
  {
   long modes = SymbolInfoInteger(s, SYMBOL_FILLING_MODE);
   if((modes & SYMBOL_FILLING_FOK) != 0) return ORDER_FILLING_FOK;
   if((modes & SYMBOL_FILLING_IOC) != 0) return ORDER_FILLING_IOC;
   return ORDER_FILLING_RETURN;
  }

double Rounded(string s, double price) { return NormalizeDouble(price, (int)SymbolInfoInteger(s, SYMBOL_DIGITS)); }

//--- true only says that the request was taken: the retcode tells
void SendOrder(MqlTradeRequest &q, MqlTradeResult &r)
  {
   ZeroMemory(r);
   ResetLastError();
   if(!OrderSend(q, r) && r.retcode == 0) r.retcode = TRADE_RETCODE_ERROR;
  }

void Refuse(MqlTradeResult &r, uint retcode, string comment) { ZeroMemory(r); r.retcode = retcode; r.comment = comment; }

void OpenMarket(string line, string id, MqlTradeResult &r)
  {
   MqlTradeRequest q; ZeroMemory(q);
   MqlTick tick;
   string s = Text(line, "s");
   if(!SymbolInfoTick(s, tick)) { Refuse(r, TRADE_RETCODE_PRICE_OFF, "no quote"); return; }
   bool isBuy = Text(line, "side") == "buy";
   q.action = TRADE_ACTION_DEAL; q.symbol = s; q.volume = Real(line, "vol"); q.type = isBuy ? ORDER_TYPE_BUY : ORDER_TYPE_SELL; q.price = isBuy ? tick.ask : tick.bid;
   q.sl = Rounded(s, Real(line, "sl")); q.tp = Rounded(s, Real(line, "tp")); q.deviation = (ulong)Number(line, "dev"); q.magic = (ulong)Number(line, "magic");
   q.comment = "d:" + id; q.type_filling = Filling(s);
   SendOrder(q, r);
  }

ENUM_ORDER_TYPE PendingType(string kind, bool isBuy)
  {
   if(kind == "limit") return isBuy ? ORDER_TYPE_BUY_LIMIT : ORDER_TYPE_SELL_LIMIT;
   if(kind == "stop")  return isBuy ? ORDER_TYPE_BUY_STOP : ORDER_TYPE_SELL_STOP;
   return isBuy ? ORDER_TYPE_BUY_STOP_LIMIT : ORDER_TYPE_SELL_STOP_LIMIT;
  }

//--- "until" is UTC milliseconds, 0 for good till cancelled
void SetExpiration(MqlTradeRequest &q, string line)
  {
   long until = Number(line, "until");
   q.type_time = until > 0 ? ORDER_TIME_SPECIFIED : ORDER_TIME_GTC;
   q.expiration = until > 0 ? (datetime)(until / 1000 + ServerOffset()) : 0;
  }

void PlacePending(string line, string id, MqlTradeResult &r)
  {
   MqlTradeRequest q; ZeroMemory(q);
   string s = Text(line, "s");
   q.action = TRADE_ACTION_PENDING; q.symbol = s; q.volume = Real(line, "vol"); q.type = PendingType(Text(line, "type"), Text(line, "side") == "buy");
   q.price = Rounded(s, Real(line, "price")); q.stoplimit = Rounded(s, Real(line, "slimit")); q.sl = Rounded(s, Real(line, "sl")); q.tp = Rounded(s, Real(line, "tp"));
   q.magic = (ulong)Number(line, "magic"); q.comment = "d:" + id; q.type_filling = ORDER_FILLING_RETURN;
   SetExpiration(q, line);
   SendOrder(q, r);
  }

void ModifyPosition(string line, MqlTradeResult &r)
  {
   ulong ticket = Ticket(line, "pos");
   if(!PositionSelectByTicket(ticket)) { Refuse(r, TRADE_RETCODE_POSITION_CLOSED, "no such position"); return; }
   MqlTradeRequest q; ZeroMemory(q);
   q.action = TRADE_ACTION_SLTP; q.position = ticket; q.symbol = PositionGetString(POSITION_SYMBOL);
   q.sl = Rounded(q.symbol, Real(line, "sl")); q.tp = Rounded(q.symbol, Real(line, "tp"));
   SendOrder(q, r);
  }

//--- lots 0 is all. The volume is read here and now, so that a netted position is never turned around.
void ClosePosition(ulong ticket, double lots, long deviation, string id, MqlTradeResult &r)
  {
   MqlTick tick;
   if(!PositionSelectByTicket(ticket)) { Refuse(r, TRADE_RETCODE_POSITION_CLOSED, "no such position"); return; }
   double held = PositionGetDouble(POSITION_VOLUME);
   if(lots > held + 1e-9) { Refuse(r, TRADE_RETCODE_INVALID_CLOSE_VOLUME, "more than the position"); return; }
   MqlTradeRequest q; ZeroMemory(q);
   q.symbol = PositionGetString(POSITION_SYMBOL);
   if(!SymbolInfoTick(q.symbol, tick)) { Refuse(r, TRADE_RETCODE_PRICE_OFF, "no quote"); return; }
   bool isBuy = PositionGetInteger(POSITION_TYPE) == POSITION_TYPE_BUY;
   q.action = TRADE_ACTION_DEAL; q.position = ticket; q.volume = lots > 0 ? lots : held; q.type = isBuy ? ORDER_TYPE_SELL : ORDER_TYPE_BUY; q.price = isBuy ? tick.bid : tick.ask;
   q.deviation = (ulong)deviation; q.magic = (ulong)PositionGetInteger(POSITION_MAGIC); q.comment = "d:" + id; q.type_filling = Filling(q.symbol);
   SendOrder(q, r);
  }

void CloseBy(string line, string id, MqlTradeResult &r)
  {
   MqlTradeRequest q; ZeroMemory(q);
   if(!PositionSelectByTicket(Ticket(line, "pos"))) { Refuse(r, TRADE_RETCODE_POSITION_CLOSED, "no such position"); return; }
   q.action = TRADE_ACTION_CLOSE_BY; q.position = Ticket(line, "pos"); q.position_by = Ticket(line, "by"); q.magic = (ulong)PositionGetInteger(POSITION_MAGIC); q.comment = "d:" + id;
   SendOrder(q, r);
  }

void CancelOrder(ulong ticket, MqlTradeResult &r)
  {
   if(!OrderSelect(ticket)) { Refuse(r, TRADE_RETCODE_INVALID_ORDER, "no such order"); return; }
   MqlTradeRequest q; ZeroMemory(q);
   q.action = TRADE_ACTION_REMOVE; q.order = ticket;
   SendOrder(q, r);
  }

void ModifyOrder(string line, MqlTradeResult &r)
  {
   ulong ticket = Ticket(line, "ord");
   if(!OrderSelect(ticket)) { Refuse(r, TRADE_RETCODE_INVALID_ORDER, "no such order"); return; }
   MqlTradeRequest q; ZeroMemory(q);
   string s = OrderGetString(ORDER_SYMBOL);
   q.action = TRADE_ACTION_MODIFY; q.order = ticket; q.symbol = s; q.price = Rounded(s, Real(line, "price")); q.stoplimit = Rounded(s, Real(line, "slimit"));
   q.sl = Rounded(s, Real(line, "sl")); q.tp = Rounded(s, Real(line, "tp"));
   SetExpiration(q, line);
   SendOrder(q, r);
  }

bool Fits(string line, string s, long magic)
  {
   return SymbolIndex(s) >= 0 && (!Has(line, "s") || Text(line, "s") == s) && (!Has(line, "magic") || Number(line, "magic") == magic);
  }

//--- as many as can be; closed and left are counted
void CloseAll(string line, string id, MqlTradeResult &r, int &closed, int &left)
  {
   Refuse(r, TRADE_RETCODE_DONE, "");
   for(int i = OrdersTotal() - 1; i >= 0; i--)
     {
      ulong ticket = OrderGetTicket(i);
      if(ticket == 0 || PendingName(OrderGetInteger(ORDER_TYPE)) == "" || !Fits(line, OrderGetString(ORDER_SYMBOL), OrderGetInteger(ORDER_MAGIC))) continue;
      MqlTradeResult one; CancelOrder(ticket, one);
      if(one.retcode == TRADE_RETCODE_DONE) closed++; else { left++; r = one; }
     }
   for(int i = PositionsTotal() - 1; i >= 0; i--)
     {
      ulong ticket = PositionGetTicket(i);
      if(ticket == 0 || !Fits(line, PositionGetString(POSITION_SYMBOL), PositionGetInteger(POSITION_MAGIC))) continue;
      MqlTradeResult one; ClosePosition(ticket, 0, 100, id, one);
      if(one.retcode == TRADE_RETCODE_DONE) closed++; else { left++; r = one; }
     }
  }
//+------------------------------------------------------------------+

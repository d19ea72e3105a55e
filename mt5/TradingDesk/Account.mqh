//+------------------------------------------------------------------+
//| Account, positions, orders, deals                                |
//+------------------------------------------------------------------+
#define LISTED_PER_LINE 60
#define MAX_LISTED_DEALS 512

bool SendAccount()
  {
   g_lastAccount = GetTickCount64();
   return SendLine("acct", RealField("bal", AccountInfoDouble(ACCOUNT_BALANCE), 2) + RealField("eq", AccountInfoDouble(ACCOUNT_EQUITY), 2)
      + RealField("margin", AccountInfoDouble(ACCOUNT_MARGIN), 2) + RealField("free", AccountInfoDouble(ACCOUNT_MARGIN_FREE), 2)
      + RealField("lvl", AccountInfoDouble(ACCOUNT_MARGIN_LEVEL), 2) + RealField("credit", AccountInfoDouble(ACCOUNT_CREDIT), 2)
      + Field("tradeAllowed", Flag(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED) != 0)));
  }

//--- queued deals, then the listing that they changed
void SendAccountChanges()
  {
   int n = ArraySize(g_dealQueue);
   for(int i = 0; i < n; i++)
     {
      if(!HistoryDealSelect(g_dealQueue[i])) { g_listingDue = true; continue; }
      string body = DealBody(g_dealQueue[i]);
      if(body != "" && !SendLine("deal", body)) return;
     }
   ArrayResize(g_dealQueue, 0);
   if(g_listingDue)
     {
      g_listingDue = false;
      SendListing("", 0);
      SendAccount();
     }
   else if(GetTickCount64() - g_lastAccount > 5000) SendAccount();
  }

string SideName(bool isBuy) { return isBuy ? "buy" : "sell"; }

//--- the position that PositionGetTicket has selected
string PositionBody(ulong ticket)
  {
   string s = PositionGetString(POSITION_SYMBOL);
   int digits = (int)SymbolInfoInteger(s, SYMBOL_DIGITS);
   return "{" + StringSubstr(TicketField("id", ticket), 1) + TextField("s", s) + TextField("side", SideName(PositionGetInteger(POSITION_TYPE) == POSITION_TYPE_BUY))
      + RealField("vol", PositionGetDouble(POSITION_VOLUME), 8) + RealField("po", PositionGetDouble(POSITION_PRICE_OPEN), digits) + RealField("sl", PositionGetDouble(POSITION_SL), digits)
      + RealField("tp", PositionGetDouble(POSITION_TP), digits) + RealField("pr", PositionGetDouble(POSITION_PROFIT), 2) + RealField("sw", PositionGetDouble(POSITION_SWAP), 2)
      + NumberField("tm", PositionGetInteger(POSITION_TIME_MSC)) + NumberField("magic", PositionGetInteger(POSITION_MAGIC)) + TextField("c", PositionGetString(POSITION_COMMENT)) + "}";
  }

string PendingName(long type)
  {
   if(type == ORDER_TYPE_BUY_LIMIT || type == ORDER_TYPE_SELL_LIMIT) return "limit";
   if(type == ORDER_TYPE_BUY_STOP || type == ORDER_TYPE_SELL_STOP)   return "stop";
   if(type == ORDER_TYPE_BUY_STOP_LIMIT || type == ORDER_TYPE_SELL_STOP_LIMIT) return "stoplimit";
   return "";   // a market order on its way
  }

bool IsBuyOrder(long type) { return type == ORDER_TYPE_BUY || type == ORDER_TYPE_BUY_LIMIT || type == ORDER_TYPE_BUY_STOP || type == ORDER_TYPE_BUY_STOP_LIMIT; }

//--- the order that OrderGetTicket has selected; empty where it does not wait
string OrderBody(ulong ticket)
  {
   string s = OrderGetString(ORDER_SYMBOL), kind = PendingName(OrderGetInteger(ORDER_TYPE));
   if(kind == "") return "";
   int digits = (int)SymbolInfoInteger(s, SYMBOL_DIGITS);
   return "{" + StringSubstr(TicketField("id", ticket), 1) + TextField("s", s) + TextField("side", SideName(IsBuyOrder(OrderGetInteger(ORDER_TYPE)))) + TextField("type", kind)
      + RealField("vol", OrderGetDouble(ORDER_VOLUME_CURRENT), 8) + RealField("price", OrderGetDouble(ORDER_PRICE_OPEN), digits) + RealField("slimit", OrderGetDouble(ORDER_PRICE_STOPLIMIT), digits)
      + RealField("sl", OrderGetDouble(ORDER_SL), digits) + RealField("tp", OrderGetDouble(ORDER_TP), digits) + NumberField("tm", OrderGetInteger(ORDER_TIME_SETUP_MSC))
      + NumberField("magic", OrderGetInteger(ORDER_MAGIC)) + TextField("c", OrderGetString(ORDER_COMMENT)) + "}";
  }

string EntryName(long entry) { return entry == DEAL_ENTRY_IN ? "in" : entry == DEAL_ENTRY_OUT ? "out" : entry == DEAL_ENTRY_INOUT ? "inout" : "outby"; }

string ReasonName(long reason)
  {
   if(reason == DEAL_REASON_SL) return "sl";
   if(reason == DEAL_REASON_TP) return "tp";
   if(reason == DEAL_REASON_SO) return "so";
   if(reason == DEAL_REASON_EXPERT) return "expert";
   if(reason == DEAL_REASON_CLIENT || reason == DEAL_REASON_MOBILE || reason == DEAL_REASON_WEB) return "client";
   return "other";
  }

//--- a selected deal's fields, beginning with a comma; empty for balance operations
string DealBody(ulong deal)
  {
   long type = HistoryDealGetInteger(deal, DEAL_TYPE);
   if(type != DEAL_TYPE_BUY && type != DEAL_TYPE_SELL) return "";
   string s = HistoryDealGetString(deal, DEAL_SYMBOL);
   return TicketField("deal", deal) + TicketField("pos", (ulong)HistoryDealGetInteger(deal, DEAL_POSITION_ID)) + TicketField("ord", (ulong)HistoryDealGetInteger(deal, DEAL_ORDER))
      + TextField("s", s) + TextField("side", SideName(type == DEAL_TYPE_BUY)) + TextField("entry", EntryName(HistoryDealGetInteger(deal, DEAL_ENTRY)))
      + RealField("vol", HistoryDealGetDouble(deal, DEAL_VOLUME), 8) + RealField("price", HistoryDealGetDouble(deal, DEAL_PRICE), (int)SymbolInfoInteger(s, SYMBOL_DIGITS))
      + RealField("pr", HistoryDealGetDouble(deal, DEAL_PROFIT), 2) + RealField("com", HistoryDealGetDouble(deal, DEAL_COMMISSION), 2) + RealField("sw", HistoryDealGetDouble(deal, DEAL_SWAP), 2)
      + TextField("reason", ReasonName(HistoryDealGetInteger(deal, DEAL_REASON))) + NumberField("magic", HistoryDealGetInteger(deal, DEAL_MAGIC))
      + TextField("c", HistoryDealGetString(deal, DEAL_COMMENT)) + NumberField("tm", HistoryDealGetInteger(deal, DEAL_TIME_MSC));
  }

void Append(string &list, string body) { if(body != "") list += (list == "" ? "" : ",") + body; }

//--- positions and orders; with fromMs (server ms) also the deals since then. In several lines where they are many.
void SendListing(string id, long fromMs)
  {
   int positions = PositionsTotal(), orders = OrdersTotal(), deals = 0;
   if(fromMs > 0 && HistorySelect((datetime)(fromMs / 1000), TimeTradeServer() + 86400)) deals = HistoryDealsTotal();
   int first = MathMax(0, deals - MAX_LISTED_DEALS);
   int lines = MathMax(1, (int)MathCeil((double)MathMax(MathMax(positions, orders), deals - first) / LISTED_PER_LINE));
   for(int line = 0; line < lines; line++)
     {
      string pos = "", ord = "", done = "";
      for(int i = line * LISTED_PER_LINE; i < (line + 1) * LISTED_PER_LINE; i++)
        {
         ulong ticket = i < positions ? PositionGetTicket(i) : 0;
         if(ticket > 0) Append(pos, PositionBody(ticket));
         ticket = i < orders ? OrderGetTicket(i) : 0;
         if(ticket > 0) Append(ord, OrderBody(ticket));
         ticket = first + i < deals ? HistoryDealGetTicket(first + i) : 0;
         string body = ticket > 0 ? DealBody(ticket) : "";
         if(body != "") Append(done, "{" + StringSubstr(body, 1) + "}");
        }
      if(!SendLine("snap", (id == "" ? "" : TextField("id", id)) + Field("more", Flag(line < lines - 1)) + Field("pos", "[" + pos + "]") + Field("ord", "[" + ord + "]")
         + Field("deals", "[" + done + "]"))) return;
     }
  }
//+------------------------------------------------------------------+

//+------------------------------------------------------------------+
//| TradingDeskBridge: connects this terminal to TradingDesk.        |
//| Sends prices, account, calendar; carries out the desk's orders   |
//| within its own limits. Protocol and set-up: README.md.           |
//+------------------------------------------------------------------+
#property version "2.0"

input group "Connection"
input string InpHost              = "127.0.0.1";             // Desk (must be in the terminal's list of allowed URLs)
input int    InpPort              = 5082;                    // Desk:Bridge:Port
input bool   InpTls               = false;                   // TLS (where the desk has a certificate)
input string InpToken             = "";                      // Desk:Bridge:Token
input int    InpTimerMs           = 25;                      // Milliseconds between two looks
input group "Prices"
input string InpSymbols           = "BTCUSD,XAUUSD,GBPJPY";  // Symbols that the desk may have and trade, as this broker names them
input int    InpReplayMinutes     = 30;                      // Minutes of ticks sent again after an interruption
input group "World"
input string InpMacro             = "";                      // VIX=...,DXY=...,US10Y=... as this broker names them; empty for none
input string InpCalendarCurrencies = "USD,EUR,GBP,JPY";      // Currencies whose releases are sent; empty for none
input group "Hard limits, whatever the desk asks for"
input bool   InpAllowTrading      = false;                   // Carry out orders at all
input bool   InpAllowReal         = false;                   // ... on a real account too
input double InpMaxLots           = 0.10;                    // Lots of one order
input double InpMaxTotalLots      = 0.50;                    // Lots of all positions and orders together
input int    InpMaxOrdersPerMinute = 10;                     // Orders that open, in a minute
input double InpMaxDailyLoss      = 200.0;                   // Loss of the server's day in account currency
input int    InpDeadManSeconds    = 15;                      // Silence of the desk after which nothing new is opened
input bool   InpCancelWhenSilent  = false;                   // ... and waiting orders are removed (positions are never closed)

#include "TradingDesk/State.mqh"
#include "TradingDesk/Wire.mqh"
#include "TradingDesk/Market.mqh"
#include "TradingDesk/Account.mqh"
#include "TradingDesk/World.mqh"
#include "TradingDesk/Ring.mqh"
#include "TradingDesk/Orders.mqh"
#include "TradingDesk/Commands.mqh"

int OnInit()
  {
   int n = StringSplit(InpSymbols, ',', g_symbol);
   if(n <= 0 || StringLen(InpToken) < 16) { Print("Symbols and a token of at least 16 characters are needed."); return INIT_PARAMETERS_INCORRECT; }
   InitSymbols(n);
   RingLoad();
   return EventSetMillisecondTimer(InpTimerMs) ? INIT_SUCCEEDED : INIT_FAILED;
  }

void OnDeinit(const int reason) { EventKillTimer(); Drop(); RingClose(); }
void OnTimer() { Pump(); }
void OnTick()  { Pump(); }

//--- every deal, also those made by hand and by stops, is queued here and sent by the pump
void OnTradeTransaction(const MqlTradeTransaction &t, const MqlTradeRequest &request, const MqlTradeResult &result)
  {
   if(!g_welcome) return;   // the desk asks for what it missed
   if(t.type == TRADE_TRANSACTION_DEAL_ADD && ArraySize(g_dealQueue) < MAX_QUEUED_DEALS)
     {
      int n = ArraySize(g_dealQueue);
      ArrayResize(g_dealQueue, n + 1, 64);
      g_dealQueue[n] = t.deal;
     }
   g_listingDue = true;
  }

//--- one look at socket and market; nothing here waits
void Pump()
  {
   static bool busy = false;
   if(busy) return;
   busy = true;
   WatchDesk();
   if(g_socket == INVALID_HANDLE) Dial();
   if(g_socket != INVALID_HANDLE) Receive();
   if(IsUp()) SendHeartbeat();   // before prices: it carries a changed offset
   if(IsUp()) SendDescriptions();
   if(IsUp()) SendAccountChanges();
   for(int i = 0; i < ArraySize(g_symbol) && IsUp(); i++)
      if(g_wanted[i]) { SendTicks(i); SendBars(i); }
   if(IsUp()) SendWorld();
   busy = false;
  }

bool IsUp() { return g_socket != INVALID_HANDLE && g_welcome; }
//+------------------------------------------------------------------+

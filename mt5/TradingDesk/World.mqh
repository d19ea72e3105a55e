//+------------------------------------------------------------------+
//| Economic calendar and macro symbols                              |
//+------------------------------------------------------------------+
#define EVENTS_PER_LINE 40
#define CALENDAR_MS     600000
#define MACRO_MS        60000

void SendWorld()
  {
   if(InpMacro != "" && (g_lastMacro == 0 || GetTickCount64() - g_lastMacro >= MACRO_MS)) { g_lastMacro = GetTickCount64(); SendMacro(); }
   if(IsUp() && InpCalendarCurrencies != "" && (g_lastCalendar == 0 || GetTickCount64() - g_lastCalendar >= CALENDAR_MS)) { g_lastCalendar = GetTickCount64(); SendCalendar(); }
  }

void SendMacro()
  {
   string pairs[], parts[];
   int n = StringSplit(InpMacro, ',', pairs);
   for(int i = 0; i < n && IsUp(); i++)
     {
      MqlTick tick;
      if(StringSplit(pairs[i], '=', parts) != 2 || !SymbolSelect(parts[1], true) || !SymbolInfoTick(parts[1], tick)) continue;
      double value = tick.bid > 0 && tick.ask > 0 ? (tick.bid + tick.ask) / 2 : tick.last;
      if(value > 0) SendLine("macro", TextField("n", parts[0]) + RealField("val", value, 6) + NumberField("tm", tick.time_msc));
     }
  }

string Figure(string key, long value) { return value == LONG_MIN ? "" : RealField(key, (double)value / 1000000.0, 6); }

string UnitName(const MqlCalendarEvent &e) { return e.unit == CALENDAR_UNIT_PERCENT ? "%" : e.unit == CALENDAR_UNIT_CURRENCY ? "ccy" : ""; }

string EventBody(const MqlCalendarValue &v, string currency)
  {
   MqlCalendarEvent e;
   if(!CalendarEventById(v.event_id, e)) return "";
   return "{" + StringSubstr(TextField("id", StringFormat("%I64u", v.id)), 1) + NumberField("tm", (long)v.time) + TextField("ccy", currency) + NumberField("imp", (long)e.importance)
      + TextField("name", e.name) + Figure("act", v.actual_value) + Figure("fc", v.forecast_value) + Figure("prev", v.revised_prev_value == LONG_MIN ? v.prev_value : v.revised_prev_value)
      + TextField("unit", UnitName(e)) + "}";
  }

//--- the whole window in one go: what is not listed is gone
void SendCalendar()
  {
   datetime from = TimeTradeServer() - 86400, to = TimeTradeServer() + 7 * 86400;
   string currencies[], bodies[];
   int n = StringSplit(InpCalendarCurrencies, ',', currencies), count = 0;
   for(int i = 0; i < n; i++)
     {
      MqlCalendarValue values[];
      int found = CalendarValueHistory(values, from, to, NULL, currencies[i]);
      for(int j = 0; j < found; j++)
        {
         string body = EventBody(values[j], currencies[i]);
         if(body == "") continue;
         ArrayResize(bodies, count + 1, 256);
         bodies[count++] = body;
        }
     }
   int start = 0;
   do
     {
      string list = "";
      int end = MathMin(count, start + EVENTS_PER_LINE);
      for(int i = start; i < end; i++) Append(list, bodies[i]);
      if(!SendLine("cal", NumberField("since", (long)from) + NumberField("until", (long)to) + Field("first", Flag(start == 0)) + Field("more", Flag(end < count))
         + Field("k", "[" + list + "]"))) return;
      start = end;
     }
   while(start < count);
  }
//+------------------------------------------------------------------+

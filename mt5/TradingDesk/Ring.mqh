//+------------------------------------------------------------------+
//| Ids that were begun and the results of those that ended, on disk |
//+------------------------------------------------------------------+
string g_ringId[RING_SIZE], g_ringResult[RING_SIZE];   // an empty result: begun, and nobody knows how it ended
int    g_ringNext = 0, g_ringFile = INVALID_HANDLE, g_ringLines = 0;

string RingName() { return "TradingDesk_" + IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN)) + ".ids"; }

int RingFind(string id)
  {
   for(int i = 0; i < RING_SIZE; i++)
      if(g_ringId[i] == id) return i;
   return -1;
  }

int RingPut(string id, string result)
  {
   int i = RingFind(id);
   if(i < 0) { i = g_ringNext; g_ringNext = (g_ringNext + 1) % RING_SIZE; }
   g_ringId[i] = id; g_ringResult[i] = result;
   return i;
  }

//--- one line an event, "id<TAB>result"; the last of an id counts
bool RingWrite(string id, string result)
  {
   if(g_ringFile == INVALID_HANDLE) return false;
   if(FileWriteString(g_ringFile, id + "\t" + result + "\n") == 0) return false;
   FileFlush(g_ringFile);
   if(++g_ringLines > 8 * RING_SIZE) RingCompact();
   return true;
  }

bool RingBegin(string id) { RingPut(id, ""); return RingWrite(id, ""); }
void RingEnd(string id, string result) { RingPut(id, result); RingWrite(id, result); }

void RingOpen()
  {
   g_ringFile = FileOpen(RingName(), FILE_READ | FILE_WRITE | FILE_TXT | FILE_ANSI | FILE_SHARE_READ);
   if(g_ringFile == INVALID_HANDLE) { Print("The file of ids cannot be opened: no order will be carried out. Error ", GetLastError()); return; }
   FileSeek(g_ringFile, 0, SEEK_END);
  }

void RingLoad()
  {
   for(int i = 0; i < RING_SIZE; i++) { g_ringId[i] = ""; g_ringResult[i] = ""; }
   int file = FileOpen(RingName(), FILE_READ | FILE_TXT | FILE_ANSI | FILE_SHARE_READ);
   while(file != INVALID_HANDLE && !FileIsEnding(file))
     {
      string line = FileReadString(file);
      int tab = StringFind(line, "\t");
      if(tab > 0) RingPut(StringSubstr(line, 0, tab), StringSubstr(line, tab + 1));
     }
   if(file != INVALID_HANDLE) FileClose(file);
   RingCompact();
  }

//--- writes what is remembered, oldest first, beside the old file and puts it in its place
void RingCompact()
  {
   RingClose();
   string fresh = RingName() + ".new";
   int file = FileOpen(fresh, FILE_WRITE | FILE_TXT | FILE_ANSI);
   if(file != INVALID_HANDLE)
     {
      for(int i = 0; i < RING_SIZE; i++)
        {
         int at = (g_ringNext + i) % RING_SIZE;
         if(g_ringId[at] != "") FileWriteString(file, g_ringId[at] + "\t" + g_ringResult[at] + "\n");
        }
      FileClose(file);
      FileMove(fresh, 0, RingName(), FILE_REWRITE);
     }
   g_ringLines = RING_SIZE;
   RingOpen();
  }

void RingClose()
  {
   if(g_ringFile != INVALID_HANDLE) FileClose(g_ringFile);
   g_ringFile = INVALID_HANDLE;
  }
//+------------------------------------------------------------------+

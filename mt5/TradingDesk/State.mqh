//+------------------------------------------------------------------+
//| What the Expert Advisor remembers                                |
//+------------------------------------------------------------------+
#define PROTOCOL         1
#define MAX_PER_LINE     500
#define MAX_RX           65536
#define MAX_QUEUED_DEALS 1024
#define RING_SIZE        512

//--- connection
int    g_socket = INVALID_HANDLE;
uchar  g_rx[];
ulong  g_nextTry = 0, g_lastRx = 0, g_lastHeartbeat = 0, g_lastDescriptions = 0;
uint   g_backoff = 1000;
bool   g_welcome = false;
long   g_seq = 0, g_rseq = 0;
int    g_heartbeatMs = 1000, g_sentOffset = 0;

//--- the desk's clock: its last word, and this machine's counter then
long   g_deskMs = 0;
ulong  g_deskAt = 0;
bool   g_deskSilent = true;   // until a heartbeat came
bool   g_cancelledWhenSilent = false;

//--- one entry per symbol
string   g_symbol[];
bool     g_wanted[];
long     g_next[];       // server ms of the next tick to send
int      g_same[];       // ticks already sent with exactly that ms
bool     g_replay[];
string   g_replayId[];
datetime g_m1[], g_h1[], g_h4[];   // open time of the bar in progress

//--- account
ulong  g_dealQueue[];
bool   g_listingDue = false;
ulong  g_lastAccount = 0;

//--- world
ulong  g_lastMacro = 0, g_lastCalendar = 0;

//--- orders of the last minute
ulong  g_orderAt[];
//+------------------------------------------------------------------+

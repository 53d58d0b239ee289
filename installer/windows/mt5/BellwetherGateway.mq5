//+------------------------------------------------------------------+
//| BellwetherGateway.mq5                                            |
//| SPDX-License-Identifier: GPL-3.0-or-later                        |
//| Publishes the ticks of this terminal over ZeroMQ. Market data    |
//| only: it never trades and reads no account but its mode.         |
//+------------------------------------------------------------------+
#property copyright "Bellwether contributors, GPL-3.0-or-later"
#property version   "1.00"
#property description "Publishes ticks, specifications, depth and heartbeats over ZeroMQ."

// Pointers and size_t are 64 bits: the terminal is 64-bit, and so must libzmq.dll be. Texts go as bytes, options as
// byte arrays, so that no overload and no Unicode string ever meets the library.
#import "libzmq.dll"
long zmq_ctx_new();
int  zmq_ctx_term(long context);
long zmq_socket(long context, int type);
int  zmq_close(long socket);
int  zmq_setsockopt(long socket, int option, const uchar &value[], ulong size);
int  zmq_bind(long socket, const uchar &endpoint[]);
int  zmq_send(long socket, const uchar &buffer[], ulong size, int flags);
int  zmq_errno();
#import

#define ZMQ_PUB 1
#define ZMQ_DONTWAIT 1
#define ZMQ_SNDMORE 2
#define ZMQ_LINGER 17
#define ZMQ_SNDHWM 23
#define ZMQ_TCP_KEEPALIVE 34
#define ZMQ_CURVE_SERVER 47
#define ZMQ_CURVE_SECRETKEY 49

enum ENUM_DIALECT {
   DIALECT_V6 = 0,  // v6: numbered, two parts, heartbeats
   DIALECT_T1 = 1,  // T1: one part, no time
   DIALECT_T2 = 2   // T2: one part, server time in ms
};

input string       InpAddress = "tcp://127.0.0.1:5556";  // Address to bind
input ENUM_DIALECT InpDialect = DIALECT_V6;              // Dialect
input string       InpGateway = "mt5";                   // Name of this gateway (a-z, 0-9, -)
input string       InpSymbols = "";                      // Symbols, comma separated; empty: all of MarketWatch
input bool         InpDepth = false;                     // Publish the depth of market (v6)
input string       InpCurveSecret = "";                  // CURVE secret key (40 characters); empty: not encrypted
input bool         InpAllowPlain = false;                // Allow another address without CURVE

// What goes out. Every value is a text already, so each hole is %s; texts were escaped by JsonText.
#define TICK_V6 "{\"v\":6,\"type\":\"tick\",\"gw\":\"%s\",\"epoch\":%s,\"seq\":%s,\"symbol\":\"%s\"%s,\"last\":%s,\"volume\":%s,\"volume_real\":%s,\"flags\":%s,\"time_msc\":%s,\"tz_s\":%s}"
#define TICK_T1 "{\"type\":\"TICK\",\"symbol\":\"%s\"%s}"
#define TICK_T2 "{\"type\":\"TICK\",\"symbol\":\"%s\"%s,\"time\":%s}"
#define SIDE_BID ",\"bid\":%s"
#define SIDE_ASK ",\"ask\":%s"
#define HB_HEAD "{\"v\":6,\"type\":\"hb\",\"gw\":\"%s\",\"epoch\":%s,\"n\":%s,\"interval_ms\":1000,\"time_msc\":%s,\"tz_s\":%s,\"seqs\":{"
#define HB_SEQ "\"%s\":%s"
#define HB_TAIL "},\"sent\":%s,\"send_fail\":%s,\"copy_fail\":%s,\"trade_mode\":%s,\"connected\":%s}"
#define SPEC_HEAD "{\"v\":6,\"type\":\"spec\",\"symbol\":\"%s\",\"digits\":%s,\"point\":%s,\"contract_size\":%s,\"volume_step\":%s,\"base\":\"%s\",\"profit\":\"%s\",\"sessions\":["
#define SPEC_SESSION "[%s,\"%s\",\"%s\"]"
#define SPEC_TAIL "]}"
#define BOOK_HEAD "{\"v\":6,\"type\":\"book\",\"epoch\":%s,\"seq\":%s,\"symbol\":\"%s\",\"bids\":["
#define BOOK_LEVEL "[%s,%s]"
#define BOOK_MIDDLE "],\"asks\":["
#define BOOK_TAIL "],\"time_msc\":%s,\"tz_s\":%s}"

const int  kTicksAsked = 2000;   // of one CopyTicks
const int  kTicksACall = 5000;   // of one pump: the rest waits for the next
const uint kBeatMs = 1000;
const uint kSpecMs = 60000;

/// One symbol. Ticks of one millisecond are told apart by their count: the terminal adds to it while we look.
struct SymbolState {
   string name;
   string text;      // escaped
   int    digits;
   long   last_msc;  // of the last tick sent; 0: none known yet
   int    sent_n;    // ticks sent with that time
   ulong  seq;       // number of the last tick, from 1 an epoch
   ulong  book_seq;
   bool   has_book;
   string spec;      // as last sent
};

long        g_context = 0;
long        g_socket = 0;
SymbolState g_symbols[];
ulong       g_epoch = 0;
ulong       g_beats = 0;
ulong       g_sent = 0;
ulong       g_send_fail = 0;
ulong       g_copy_fail = 0;
uint        g_last_beat_ms = 0;
uint        g_last_spec_ms = 0;
string      g_gateway = "";

//+------------------------------------------------------------------+
//| Text                                                             |
//+------------------------------------------------------------------+

/// The inside of a JSON string.
string JsonText(const string text) {
   string out = "";
   const int length = StringLen(text);
   for(int i = 0; i < length; i++) {
      const ushort c = StringGetCharacter(text, i);
      if(c == '"' || c == '\\')
         out += "\\" + ShortToString(c);
      else if(c < 0x20)
         out += StringFormat("\\u%04x", c);
      else
         out += ShortToString(c);
   }
   return out;
}

/// A number without an exponent and without zeros behind its last digit.
string Plain(const double value) {
   string text = DoubleToString(value, 8);
   int length = StringLen(text);
   while(length > 0 && StringGetCharacter(text, length - 1) == '0')
      length--;
   if(length > 0 && StringGetCharacter(text, length - 1) == '.')
      length--;
   return StringSubstr(text, 0, length);
}

string Number(const ulong value) {
   return StringFormat("%I64u", value);
}

/// "HH:MM" of the minutes of a day, up to "24:00".
string DayTime(const int minutes) {
   return StringFormat("%02d:%02d", minutes / 60, minutes % 60);
}

/// UTF-8 with its terminator; returns the bytes without it.
int Utf8(const string text, uchar &bytes[]) {
   int length = StringToCharArray(text, bytes, 0, WHOLE_ARRAY, CP_UTF8);
   while(length > 0 && bytes[length - 1] == 0)
      length--;
   return length;
}

//+------------------------------------------------------------------+
//| Time                                                             |
//+------------------------------------------------------------------+

/// Seconds the server clock is ahead of UTC, to the quarter hour.
long ZoneSeconds() {
   return (long)MathRound((double)((long)TimeTradeServer() - (long)TimeGMT()) / 900.0) * 900;
}

ulong ServerMs() {
   return (ulong)TimeTradeServer() * 1000;
}

//+------------------------------------------------------------------+
//| Socket                                                           |
//+------------------------------------------------------------------+

bool SetInt(const int option, const int value) {
   uchar bytes[4];
   for(int i = 0; i < 4; i++)
      bytes[i] = (uchar)((value >> (8 * i)) & 0xff);
   return zmq_setsockopt(g_socket, option, bytes, 4) == 0;
}

bool SetText(const int option, const string value) {
   uchar bytes[];
   const int length = Utf8(value, bytes);
   return zmq_setsockopt(g_socket, option, bytes, (ulong)length + 1) == 0;
}

bool IsLoopback(const string address) {
   return StringFind(address, "tcp://127.") == 0 || StringFind(address, "tcp://[::1]") == 0;
}

/// One message; never waits. A subscriber that is too slow loses it, and its number shows that.
void Send(const string topic, const string body) {
   uchar bytes[];
   bool  is_sent = true;
   int   length = 0;
   if(topic != "") {
      length = Utf8(topic, bytes);
      is_sent = zmq_send(g_socket, bytes, (ulong)length, ZMQ_DONTWAIT | ZMQ_SNDMORE) >= 0;
   }
   if(is_sent) {
      length = Utf8(body, bytes);
      is_sent = zmq_send(g_socket, bytes, (ulong)length, ZMQ_DONTWAIT) >= 0;
   }
   if(is_sent)
      g_sent++;
   else
      g_send_fail++;
}

bool OpenSocket() {
   g_context = zmq_ctx_new();
   if(g_context == 0)
      return false;
   g_socket = zmq_socket(g_context, ZMQ_PUB);
   if(g_socket == 0)
      return false;
   bool is_set = SetInt(ZMQ_SNDHWM, 100000) && SetInt(ZMQ_LINGER, 0) && SetInt(ZMQ_TCP_KEEPALIVE, 1);
   if(is_set && InpCurveSecret != "")
      is_set = SetInt(ZMQ_CURVE_SERVER, 1) && SetText(ZMQ_CURVE_SECRETKEY, InpCurveSecret);
   if(!is_set) {
      Print("BellwetherGateway: libzmq refused an option, error ", zmq_errno(),
            InpCurveSecret != "" ? "; is the key 40 characters, and was libzmq.dll built with CURVE?" : "");
      return false;
   }
   uchar endpoint[];
   Utf8(InpAddress, endpoint);
   if(zmq_bind(g_socket, endpoint) == 0)
      return true;
   Print("BellwetherGateway: cannot bind ", InpAddress, ", error ", zmq_errno(),
         "; another program may have the port");
   return false;
}

void CloseSocket() {
   if(g_socket != 0)
      zmq_close(g_socket);
   if(g_context != 0)
      zmq_ctx_term(g_context);
   g_socket = 0;
   g_context = 0;
}

//+------------------------------------------------------------------+
//| Symbols                                                          |
//+------------------------------------------------------------------+

int FindSymbol(const string name) {
   for(int i = 0; i < ArraySize(g_symbols); i++)
      if(g_symbols[i].name == name)
         return i;
   return -1;
}

/// Starts at the newest tick: what came before this program is not its business.
void AddSymbol(const string name) {
   if(name == "" || FindSymbol(name) >= 0 || !SymbolSelect(name, true))
      return;
   const int at = ArraySize(g_symbols);
   ArrayResize(g_symbols, at + 1, 64);
   g_symbols[at].name = name;
   g_symbols[at].text = JsonText(name);
   g_symbols[at].digits = (int)SymbolInfoInteger(name, SYMBOL_DIGITS);
   g_symbols[at].last_msc = 0;
   g_symbols[at].sent_n = 0;
   g_symbols[at].seq = 0;
   g_symbols[at].book_seq = 0;
   g_symbols[at].has_book = InpDepth && InpDialect == DIALECT_V6 && MarketBookAdd(name);
   g_symbols[at].spec = "";
   MqlTick newest;
   if(!SymbolInfoTick(name, newest) || newest.time_msc <= 0)
      return;
   MqlTick ticks[];
   const int count = CopyTicks(name, ticks, COPY_TICKS_ALL, (ulong)newest.time_msc, (uint)kTicksAsked);
   g_symbols[at].last_msc = newest.time_msc;
   for(int i = 0; i < count; i++)
      if(ticks[i].time_msc == newest.time_msc)
         g_symbols[at].sent_n++;
}

/// All of the list, or what is in MarketWatch now: symbols may be added while this runs.
void FindSymbols() {
   if(InpSymbols == "") {
      for(int i = 0; i < SymbolsTotal(true); i++)
         AddSymbol(SymbolName(i, true));
      return;
   }
   string    names[];
   const int count = StringSplit(InpSymbols, ',', names);
   for(int i = 0; i < count; i++) {
      StringTrimLeft(names[i]);
      StringTrimRight(names[i]);
      AddSymbol(names[i]);
   }
}

//+------------------------------------------------------------------+
//| Messages                                                         |
//+------------------------------------------------------------------+

/// A side without a price is left out: absent is not 0.
string Sides(const MqlTick &tick, const int digits) {
   string out = "";
   if(tick.bid > 0.0)
      out += StringFormat(SIDE_BID, DoubleToString(tick.bid, digits));
   if(tick.ask > 0.0)
      out += StringFormat(SIDE_ASK, DoubleToString(tick.ask, digits));
   return out;
}

/// `zone` is ZoneSeconds as text: asked once a pump.
void SendTick(SymbolState &symbol, const MqlTick &tick, const string zone) {
   const string sides = Sides(tick, symbol.digits);
   if(InpDialect == DIALECT_T1) {
      Send("", StringFormat(TICK_T1, symbol.text, sides));
      return;
   }
   if(InpDialect == DIALECT_T2) {
      Send("", StringFormat(TICK_T2, symbol.text, sides, Number((ulong)tick.time_msc)));
      return;
   }
   symbol.seq++;
   Send("tick." + symbol.name,
        StringFormat(TICK_V6, g_gateway, Number(g_epoch), Number(symbol.seq), symbol.text, sides,
                     DoubleToString(tick.last, symbol.digits), Number(tick.volume), Plain(tick.volume_real),
                     Number(tick.flags), Number((ulong)tick.time_msc), zone));
}

/// Quoting hours of the week, server time, day 0 is Sunday.
string Sessions(const string name) {
   string out = "";
   for(int day = 0; day < 7; day++) {
      datetime from = 0;
      datetime to = 0;
      for(uint i = 0; SymbolInfoSessionQuote(name, (ENUM_DAY_OF_WEEK)day, i, from, to); i++) {
         const int open = (int)((long)from / 60);
         int       close = (int)(((long)to + 59) / 60);  // 23:59:59 is the end of the day
         if(close <= open || close > 1440)
            close = 1440;
         if(out != "")
            out += ",";
         out += StringFormat(SPEC_SESSION, IntegerToString(day), DayTime(open), DayTime(close));
      }
   }
   return out;
}

/// Sends the specification if it changed, or anyway when `is_due`.
void SendSpec(SymbolState &symbol, const bool is_due) {
   const string name = symbol.name;
   symbol.digits = (int)SymbolInfoInteger(name, SYMBOL_DIGITS);
   const string spec =
      StringFormat(SPEC_HEAD, symbol.text, IntegerToString(symbol.digits),
                   DoubleToString(SymbolInfoDouble(name, SYMBOL_POINT), symbol.digits),
                   Plain(SymbolInfoDouble(name, SYMBOL_TRADE_CONTRACT_SIZE)),
                   Plain(SymbolInfoDouble(name, SYMBOL_VOLUME_STEP)),
                   JsonText(SymbolInfoString(name, SYMBOL_CURRENCY_BASE)),
                   JsonText(SymbolInfoString(name, SYMBOL_CURRENCY_PROFIT))) +
      Sessions(name) + SPEC_TAIL;
   if(!is_due && spec == symbol.spec)
      return;
   symbol.spec = spec;
   Send("spec." + name, spec);
}

void SendHeartbeat() {
   g_beats++;
   string body = StringFormat(HB_HEAD, g_gateway, Number(g_epoch), Number(g_beats), Number(ServerMs()),
                              IntegerToString(ZoneSeconds()));
   for(int i = 0; i < ArraySize(g_symbols); i++) {
      if(i > 0)
         body += ",";
      body += StringFormat(HB_SEQ, g_symbols[i].text, Number(g_symbols[i].seq));
   }
   body += StringFormat(HB_TAIL, Number(g_sent), Number(g_send_fail), Number(g_copy_fail),
                        IntegerToString(AccountInfoInteger(ACCOUNT_TRADE_MODE)),
                        TerminalInfoInteger(TERMINAL_CONNECTED) != 0 ? "true" : "false");
   Send("hb." + InpGateway, body);
}

/// The best levels of one side of the depth; a level's volume may have decimals.
string Levels(const MqlBookInfo &rows[], const ENUM_BOOK_TYPE side, const int digits) {
   string out = "";
   for(int i = 0; i < ArraySize(rows); i++) {
      if(rows[i].type != side)
         continue;
      const double volume = rows[i].volume_real > 0.0 ? rows[i].volume_real : (double)rows[i].volume;
      if(out != "")
         out += ",";
      out += StringFormat(BOOK_LEVEL, DoubleToString(rows[i].price, digits), Plain(volume));
   }
   return out;
}

void SendBook(SymbolState &symbol) {
   MqlBookInfo rows[];
   if(!symbol.has_book || !MarketBookGet(symbol.name, rows))
      return;
   symbol.book_seq++;
   Send("book." + symbol.name,
        StringFormat(BOOK_HEAD, Number(g_epoch), Number(symbol.book_seq), symbol.text) +
           Levels(rows, BOOK_TYPE_BUY, symbol.digits) + BOOK_MIDDLE + Levels(rows, BOOK_TYPE_SELL, symbol.digits) +
           StringFormat(BOOK_TAIL, Number(ServerMs()), IntegerToString(ZoneSeconds())));
}

//+------------------------------------------------------------------+
//| The pump                                                         |
//+------------------------------------------------------------------+

/// All ticks of one symbol since the last call, at most `room`. Returns how many were sent.
int PumpSymbol(SymbolState &symbol, const int room, const string zone) {
   if(symbol.last_msc == 0) {  // it had no tick when it was added: the first one ever is new
      MqlTick newest;
      if(!SymbolInfoTick(symbol.name, newest) || newest.time_msc <= 0)
         return 0;
      symbol.last_msc = newest.time_msc;
      symbol.sent_n = 0;
   }
   int sent = 0;
   while(sent < room) {
      MqlTick   ticks[];
      const int asked = kTicksAsked + symbol.sent_n;
      const int count = CopyTicks(symbol.name, ticks, COPY_TICKS_ALL, (ulong)symbol.last_msc, (uint)asked);
      if(count < 0) {
         g_copy_fail++;
         ResetLastError();
         return sent;
      }
      int skip = symbol.sent_n;  // of those with the time we stopped at
      const long stopped_msc = symbol.last_msc;
      int i = 0;
      for(; i < count && sent < room; i++) {
         if(ticks[i].time_msc < stopped_msc)
            continue;
         if(ticks[i].time_msc == stopped_msc && skip > 0) {
            skip--;
            continue;
         }
         if(ticks[i].time_msc != symbol.last_msc) {
            symbol.last_msc = ticks[i].time_msc;
            symbol.sent_n = 0;
         }
         symbol.sent_n++;
         SendTick(symbol, ticks[i], zone);
         sent++;
      }
      if(count < asked)
         break;
   }
   return sent;
}

/// What comes each second: new symbols, changed specifications, the heartbeat.
void Clockwork() {
   const uint now_ms = GetTickCount();
   if(now_ms - g_last_beat_ms < kBeatMs)  // unsigned: right across the wrap after 49 days
      return;
   g_last_beat_ms = now_ms;
   FindSymbols();
   if(InpDialect != DIALECT_V6)
      return;
   const bool is_due = now_ms - g_last_spec_ms >= kSpecMs;
   if(is_due)
      g_last_spec_ms = now_ms;
   for(int i = 0; i < ArraySize(g_symbols); i++)
      SendSpec(g_symbols[i], is_due);
   SendHeartbeat();
}

void Pump() {
   if(g_socket == 0)
      return;
   Clockwork();
   const string zone = IntegerToString(ZoneSeconds());
   int          room = kTicksACall;
   for(int i = 0; i < ArraySize(g_symbols) && room > 0; i++)
      room -= PumpSymbol(g_symbols[i], room, zone);
}

//+------------------------------------------------------------------+
//| Events                                                           |
//+------------------------------------------------------------------+

int OnInit() {
   if(!MQLInfoInteger(MQL_DLLS_ALLOWED)) {
      Print("BellwetherGateway: allow DLL imports: Options, Expert Advisors, and the Dependencies tab of this program");
      return INIT_FAILED;
   }
   if(!IsLoopback(InpAddress) && InpCurveSecret == "" && !InpAllowPlain) {
      Print("BellwetherGateway: ", InpAddress,
            " can be reached from other machines: give a CURVE secret key, or set 'Allow another address without CURVE'");
      return INIT_PARAMETERS_INCORRECT;
   }
   if(!OpenSocket()) {
      CloseSocket();
      return INIT_FAILED;
   }
   g_gateway = JsonText(InpGateway);
   g_epoch = (ulong)TimeGMT() * 1000 + GetTickCount64() % 1000;
   g_beats = 0;
   g_sent = 0;
   g_send_fail = 0;
   g_copy_fail = 0;
   ArrayResize(g_symbols, 0);
   FindSymbols();
   g_last_beat_ms = GetTickCount() - kBeatMs;  // the first pump tells specifications and a heartbeat
   g_last_spec_ms = GetTickCount() - kSpecMs;
   EventSetMillisecondTimer(10);
   Print("BellwetherGateway: ", ArraySize(g_symbols), " symbols at ", InpAddress,
         InpCurveSecret != "" ? ", encrypted" : ", not encrypted");
   return INIT_SUCCEEDED;
}

void OnDeinit(const int reason) {
   EventKillTimer();
   for(int i = 0; i < ArraySize(g_symbols); i++)
      if(g_symbols[i].has_book)
         MarketBookRelease(g_symbols[i].name);
   CloseSocket();
}

// A tick of the chart's symbol alone comes here, and none while another is worked on: the timer catches the rest.
void OnTick() {
   Pump();
}

void OnTimer() {
   Pump();
}

void OnBookEvent(const string &symbol) {
   const int at = g_socket != 0 ? FindSymbol(symbol) : -1;
   if(at >= 0)
      SendBook(g_symbols[at]);
   Pump();
}
//+------------------------------------------------------------------+

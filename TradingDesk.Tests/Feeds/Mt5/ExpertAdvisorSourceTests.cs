using System.Text;
using System.Text.RegularExpressions;
using TradingDesk.Core.Feeds.Mt5;
using TradingDesk.Core.Feeds.Mt5.Trading;
using TradingDesk.Tests.Layout;

namespace TradingDesk.Tests.Feeds.Mt5;

/// <summary>No build here compiles MQL5. What can be read off the Expert Advisor's text is checked, and each check is seen to fail on a text that breaks it.</summary>
public sealed partial class ExpertAdvisorSourceTests
{
    private static readonly string[] Operations = ["open", "pending", "modify", "close", "closeby", "cancel", "modord", "closeall", "bars", "ticks", "snap", "sub", "unsub"];

    /// <summary>The language's own functions that the source uses: a misspelt one is not among them.</summary>
    private const string BuiltIn = """
        AccountInfoDouble AccountInfoInteger AccountInfoString ArrayCopy ArrayRemove ArrayResize ArraySize CalendarEventById CalendarValueHistory CharArrayToString CopyRates CopyTicks
        CryptEncode DoubleToString EventKillTimer EventSetMillisecondTimer FileClose FileFlush FileIsEnding FileMove FileOpen FileReadString FileSeek FileWriteString GetLastError
        GetTickCount64 GlobalVariableCheck GlobalVariableGet GlobalVariableSet GlobalVariablesFlush HistoryDealGetDouble HistoryDealGetInteger HistoryDealGetString HistoryDealGetTicket
        HistoryDealSelect HistoryDealsTotal HistorySelect IntegerToString MQLInfoInteger MathCeil MathFloor MathMax MathMin MathRound NormalizeDouble OrderGetDouble OrderGetInteger
        OrderGetString OrderGetTicket OrderSelect OrderSend OrdersTotal PositionGetDouble PositionGetInteger PositionGetString PositionGetTicket PositionSelectByTicket PositionsTotal Print
        ResetLastError SocketClose SocketConnect SocketCreate SocketIsConnected SocketIsReadable SocketRead SocketSend SocketTimeouts SocketTlsHandshake SocketTlsReadAvailable SocketTlsSend
        StringFind StringFormat StringGetCharacter StringLen StringReplace StringSetCharacter StringSplit StringSubstr StringToCharArray StringToDouble StringToInteger SymbolInfoDouble
        SymbolInfoInteger SymbolInfoString SymbolInfoTick SymbolSelect TerminalInfoInteger TimeGMT TimeTradeServer ZeroMemory
        """;

    private static string Source => string.Join('\n', SourceTree.Files.Where(file => file.Path.StartsWith("mt5/", StringComparison.Ordinal) && !file.Path.EndsWith(".md", StringComparison.Ordinal)).Select(file => file.Text));

    [Fact]
    public void Source_KeepsEveryRule() => Assert.Equal("", string.Join('\n', Faults(Source)));

    [Theory]
    [InlineData("type == \"hb\"", "type == \"beat\"", "does not handle hb")]
    [InlineData("op == \"closeby\"", "op == \"closeit\"", "does not handle closeby")]
    [InlineData("SendLine(\"deal\"", "SendLine(\"trade\"", "does not send deal")]
    [InlineData("#include \"TradingDesk/State.mqh\"", "#include \"TradingDesk/State.mqh\"\n#import \"user32.dll\"", "imports a library")]
    [InlineData("InpAllowTrading      = false", "InpAllowTrading      = true", "InpAllowTrading")]
    [InlineData("InpMaxDailyLoss      =", "InpLoss =", "InpMaxDailyLoss")]
    [InlineData("SendOrder(q, r);", "OrderSend(q, r);", "OrderSend")]
    [InlineData("RingEnd(id, result);", "", "stores no result")]
    [InlineData("StringToInteger(", "StringToInt(", "StringToInt is neither")]
    [InlineData("void Pump()\n  {", "void Pump()\n  {{", "braces")]
    public void Source_WithAPlantedFault_IsCaught(string right, string wrong, string complaint)
    {
        var broken = Source.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Source, broken);
        Assert.Contains(Faults(broken), fault => fault.Contains(complaint, StringComparison.Ordinal));
    }

    [Fact]
    public void Includes_AreThere_AndSmall()
    {
        var main = SourceTree.Files.Single(file => file.Path == "mt5/TradingDeskBridge.mq5");
        var included = IncludeLine().Matches(main.Text).Select(match => "mt5/" + match.Groups[1].Value).ToList();
        Assert.Equal(included.Order(StringComparer.Ordinal), SourceTree.Files.Select(file => file.Path).Where(path => path.EndsWith(".mqh", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(SourceTree.Files.Where(file => file.Path.StartsWith("mt5/", StringComparison.Ordinal)), file => Assert.True(file.Lines.Count < 250, file.Path));
    }

    private static IEnumerable<string> Faults(string source)
    {
        foreach (var type in new[] { "challenge", "welcome", "hb", "cmd" }.Where(type => !source.Contains($"type == \"{type}\"", StringComparison.Ordinal)))
        {
            yield return $"does not handle {type}";
        }

        foreach (var operation in Operations.Where(operation => !source.Contains($"op == \"{operation}\"", StringComparison.Ordinal)))
        {
            yield return $"does not handle {operation}";
        }

        var parser = new BridgeLineParser(new BridgeSymbols(BridgeInstruments.All, BridgeInstruments.Options()));
        var sent = SentType().Matches(source).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var type in new[] { "hello", "hb", "spec", "acct", "snap", "ticks", "bar", "bars", "deal", "cal", "macro", "ack", "res", "err" }.Where(type => !sent.Contains(type)))
        {
            yield return $"does not send {type}";
        }

        foreach (var type in sent.Where(type => type != "hello" && !(parser.TryParse(Encoding.UTF8.GetBytes($$"""{"t":"{{type}}","seq":1}""")) && parser.Type != BridgeMessageType.Unknown)))
        {
            yield return $"sends {type}, which the desk does not know";
        }

        foreach (var fault in SafetyFaults(source).Concat(LanguageFaults(source)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> SafetyFaults(string source)
    {
        if (source.Contains("#import", StringComparison.Ordinal))
        {
            yield return "imports a library";
        }

        foreach (var limit in new[] { "string InpSymbols", "double InpMaxLots", "double InpMaxTotalLots", "int    InpMaxOrdersPerMinute", "double InpMaxDailyLoss", "int    InpDeadManSeconds" }.Where(limit => !source.Contains("input " + limit + " ", StringComparison.Ordinal)))
        {
            yield return $"has no input {limit}";
        }

        foreach (var guard in new[] { "InpAllowTrading", "InpAllowReal", "InpCancelWhenSilent" }.Where(guard => !Regex.IsMatch(source, $@"input bool\s+{guard}\s+= false;", RegexOptions.None, TimeSpan.FromSeconds(1))))
        {
            yield return $"{guard} is not off by default";
        }

        foreach (var limit in new[] { "InpMaxLots", "InpMaxTotalLots", "InpMaxOrdersPerMinute", "InpMaxDailyLoss", "InpAllowReal", "InpDeadManSeconds" }.Where(limit => Regex.Count(source, $@"\b{limit}\b", RegexOptions.None, TimeSpan.FromSeconds(1)) < 2))
        {
            yield return $"{limit} is not used";
        }

        if (Regex.Count(source, @"\bOrderSend\(", RegexOptions.None, TimeSpan.FromSeconds(1)) != 1)
        {
            yield return "OrderSend is called in more than one place";
        }

        var (ack, begin, carry, end) = (source.IndexOf("SendLine(\"ack\", TextField(\"id\", id))) return;", StringComparison.Ordinal), source.IndexOf("RingBegin(id))", StringComparison.Ordinal),
            source.IndexOf("= CarryOut(", StringComparison.Ordinal), source.IndexOf("RingEnd(id, result);", StringComparison.Ordinal));
        if (!(ack > 0 && ack < begin && begin < carry))
        {
            yield return "an order is not acknowledged and begun before it is carried out";
        }

        if (end < carry)
        {
            yield return "stores no result after an order";
        }
    }

    private static IEnumerable<string> LanguageFaults(string source)
    {
        var code = CharText().Replace(LineComment().Replace(StringText().Replace(source, "\"\""), ""), "' '");
        foreach (var (open, close, what) in new[] { ('{', '}', "braces"), ('(', ')', "parentheses"), ('[', ']', "brackets") })
        {
            if (code.Count(c => c == open) != code.Count(c => c == close))
            {
                yield return $"{what} do not pair";
            }
        }

        var own = Definition().Matches(code).Select(match => match.Groups[1].Value).ToList();
        foreach (var twice in own.GroupBy(name => name).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key} is defined twice";
        }

        var known = own.Concat(BuiltIn.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in Call().Matches(code).Select(match => match.Groups[1].Value).Distinct().Where(name => !known.Contains(name)))
        {
            yield return $"{name} is neither defined nor the language's";
        }
    }

    [GeneratedRegex("^#include \"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex IncludeLine();

    [GeneratedRegex("SendLine\\(\"([a-z]+)\"")]
    private static partial Regex SentType();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex StringText();

    [GeneratedRegex(@"'(\\.|[^'\\])'")]
    private static partial Regex CharText();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex LineComment();

    [GeneratedRegex(@"^(?:void|bool|int|long|ulong|double|string|ENUM_\w+)\s+(\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\b([A-Z]\w+)\s*\(")]
    private static partial Regex Call();
}

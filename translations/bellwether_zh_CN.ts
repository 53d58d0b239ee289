<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>AlertRows</name>
        <message>
            <source>acknowledged</source>
            <translation>已确认</translation>
        </message>
        <message>
            <source>firing</source>
            <translation>触发中</translation>
        </message>
        <message>
            <source>pending</source>
            <translation>待确认</translation>
        </message>
        <message>
            <source>True, but not for as long as the rule asks</source>
            <translation>条件成立，但尚未持续到规则要求的时间</translation>
        </message>
        <message>
            <source>ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>at %1</source>
            <translation>于 %1</translation>
        </message>
        <message>
            <source>What the rule watches is not known now</source>
            <translation>规则所监视的数值当前未知</translation>
        </message>
        <message>
            <source>Muted for so long; it is still shown here</source>
            <translation>静音剩余时间；此处仍会显示</translation>
        </message>
        <message>
            <source>severity</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>alert</source>
            <translation>告警</translation>
        </message>
        <message>
            <source>of</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>What makes it this alert and not another of the rule</source>
            <translation>区分同一规则下不同告警的标签</translation>
        </message>
        <message>
            <source>value / threshold</source>
            <translation>数值 / 阈值</translation>
        </message>
        <message>
            <source>since</source>
            <translation>起始</translation>
        </message>
        <message>
            <source>Local time</source>
            <translation>本地时间</translation>
        </message>
        <message>
            <source>state</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>acknowledged by</source>
            <translation>确认人</translation>
        </message>
        <message>
            <source>muted</source>
            <translation>静音</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>剩余时间</translation>
        </message>
    </context>
    <context>
        <name>Feed</name>
        <message>
            <source>LIVE</source>
            <translation>在线</translation>
        </message>
    </context>
    <context>
        <name>FeedRows</name>
        <message>
            <source>source</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>endpoint</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>state</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>age</source>
            <translation>时效</translation>
        </message>
        <message>
            <source>Since the last message</source>
            <translation>距上一条消息</translation>
        </message>
        <message>
            <source>msg/s</source>
            <translation>条/秒</translation>
        </message>
        <message>
            <source>kB/s</source>
            <translation>kB/秒</translation>
        </message>
        <message>
            <source>frames</source>
            <translation>帧数</translation>
        </message>
        <message>
            <source>rejected</source>
            <translation>已拒绝</translation>
        </message>
        <message>
            <source>Frames that were refused, each with a code in the log</source>
            <translation>被拒绝的帧，日志中各有代码</translation>
        </message>
        <message>
            <source>in gap</source>
            <translation>缺口内</translation>
        </message>
        <message>
            <source>Frames that arrived while their stream was in a gap</source>
            <translation>所属数据流处于缺口时到达的帧</translation>
        </message>
        <message>
            <source>connects</source>
            <translation>连接次数</translation>
        </message>
        <message>
            <source>last error</source>
            <translation>最近错误</translation>
        </message>
        <message>
            <source>retry</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Until the next attempt</source>
            <translation>距下次尝试</translation>
        </message>
        <message>
            <source>for %1</source>
            <translation>已持续 %1</translation>
        </message>
        <message>
            <source>instrument</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>stream</source>
            <translation>数据流</translation>
        </message>
        <message>
            <source>gen</source>
            <translation>代</translation>
        </message>
        <message>
            <source>Generation of the book: +1 with each snapshot</source>
            <translation>盘口代号：每次快照加 1</translation>
        </message>
        <message>
            <source>levels</source>
            <translation>档位</translation>
        </message>
        <message>
            <source>Levels held on both sides</source>
            <translation>买卖两侧持有的档位数</translation>
        </message>
        <message>
            <source>messages</source>
            <translation>消息数</translation>
        </message>
        <message>
            <source>gaps</source>
            <translation>缺口数</translation>
        </message>
        <message>
            <source>Opened since start</source>
            <translation>启动以来出现的缺口</translation>
        </message>
        <message>
            <source>resyncs</source>
            <translation>重新同步</translation>
        </message>
        <message>
            <source>ticker</source>
            <translation>报价核对</translation>
        </message>
        <message>
            <source>Best quotes of the rebuilt book that equal the venue's ticker, of those compared</source>
            <translation>重建盘口的最优报价与交易所报价一致的数量／比较总数</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>twice</source>
            <translation>重复</translation>
        </message>
        <message>
            <source>Trades that came again and were dropped</source>
            <translation>重复到达并被丢弃的成交</translation>
        </message>
        <message>
            <source>integrity</source>
            <translation>完整性</translation>
        </message>
        <message>
            <source>The gap ledger of the last 24 hours, or of the last hour while the run is younger</source>
            <translation>最近 24 小时的缺口台账；运行不足一小时时显示最近一小时</translation>
        </message>
        <message>
            <source>Times the book was rebuilt from a new snapshot</source>
            <translation>用新快照重建盘口的次数</translation>
        </message>
        <message>
            <source>checksums</source>
            <translation>校验和</translation>
        </message>
        <message>
            <source>Checksums of the venue that held and that did not</source>
            <translation>交易所校验和：一致 / 不一致</translation>
        </message>
        <message>
            <source>Trade ids that did not come</source>
            <translation>未收到的成交编号</translation>
        </message>
        <message>
            <source>filled</source>
            <translation>已回补</translation>
        </message>
        <message>
            <source>Trades fetched from the venue's history into a gap</source>
            <translation>从交易所历史数据取回并补入缺口的成交</translation>
        </message>
        <message>
            <source>Messages are missing: see the gaps page</source>
            <translation>有消息缺失：见“缺口”页</translation>
        </message>
    </context>
    <context>
        <name>Freshness</name>
        <message>
            <source>REPLAY</source>
            <translation>回放</translation>
        </message>
        <message>
            <source>DEMO</source>
            <translation>演示</translation>
        </message>
        <message>
            <source>LIVE</source>
            <translation>在线</translation>
        </message>
        <message>
            <source>no instrument</source>
            <translation>无品种</translation>
        </message>
        <message>
            <source>ENGINE NOT RESPONDING</source>
            <translation>引擎无响应</translation>
        </message>
        <message>
            <source>WAITING</source>
            <translation>等待中</translation>
        </message>
        <message>
            <source>No message of this instrument has arrived yet</source>
            <translation>该品种尚未收到任何消息</translation>
        </message>
        <message>
            <source>STALE</source>
            <translation>数据过期</translation>
        </message>
        <message>
            <source>Nothing has arrived for longer than this stream is ever silent</source>
            <translation>静默时间已超出该数据流的正常范围</translation>
        </message>
        <message>
            <source>GAP</source>
            <translation>缺口</translation>
        </message>
        <message numerus="yes">
            <source>%n stream(s) of this instrument are in a gap now</source>
            <translation>
                <numerusform>该品种当前有 %n 个数据流处于缺口</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>GapNote</name>
        <message>
            <source>healed gap</source>
            <translation>已修复缺口</translation>
        </message>
        <message>
            <source>gap</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>still open</source>
            <translation>尚未关闭</translation>
        </message>
        <message>
            <source>ids %1–%2</source>
            <translation>编号 %1–%2</translation>
        </message>
    </context>
    <context>
        <name>GapTable</name>
        <message>
            <source>from</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Time of receipt, local zone</source>
            <translation>接收时间（本地时区）</translation>
        </message>
        <message>
            <source>instrument</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>stream</source>
            <translation>数据流</translation>
        </message>
        <message>
            <source>cause</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>missing ids</source>
            <translation>缺失编号</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>to</source>
            <translation>结束</translation>
        </message>
        <message>
            <source>length</source>
            <translation>时长</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>关闭方式</translation>
        </message>
        <message>
            <source>How the gap was closed</source>
            <translation>缺口的关闭方式</translation>
        </message>
    </context>
    <context>
        <name>MarketData</name>
        <message>
            <source>%1 min</source>
            <translation>%1 分钟</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 小时 %2 分钟</translation>
        </message>
        <message>
            <source>Mark</source>
            <translation>标记价格</translation>
        </message>
        <message>
            <source>Price by which the venue values positions</source>
            <translation>交易所用来给持仓估值的价格</translation>
        </message>
        <message>
            <source>Index</source>
            <translation>指数价格</translation>
        </message>
        <message>
            <source>Average price of the spot markets the venue follows</source>
            <translation>交易所所跟踪现货市场的平均价格</translation>
        </message>
        <message>
            <source>Funding</source>
            <translation>资金费率</translation>
        </message>
        <message>
            <source>What holders of one side pay the other, and the time until it is paid next</source>
            <translation>多空双方之间支付的费率，以及距下次结算的时间</translation>
        </message>
        <message>
            <source>Open interest</source>
            <translation>持仓量</translation>
        </message>
        <message>
            <source>Contracts that are open, in the venue's unit</source>
            <translation>未平仓合约数量，单位以交易所为准</translation>
        </message>
        <message>
            <source>Last liquidation</source>
            <translation>最近强平</translation>
        </message>
        <message>
            <source>Newest forced order; %1 since the start</source>
            <translation>最新的强平订单；启动以来共 %1 笔</translation>
        </message>
        <message>
            <source>Long/short</source>
            <translation>多空比</translation>
        </message>
        <message>
            <source>Accounts that are long for each that is short</source>
            <translation>做多账户数与做空账户数之比</translation>
        </message>
        <message>
            <source>Volatility index</source>
            <translation>波动率指数</translation>
        </message>
        <message>
            <source>The venue's index of expected volatility, % a year</source>
            <translation>交易所的预期波动率指数，年化 %</translation>
        </message>
        <message>
            <source>Subscribed; nothing has arrived yet</source>
            <translation>已订阅，尚未收到数据</translation>
        </message>
        <message>
            <source>This source does not send it</source>
            <translation>该数据源不提供此项</translation>
        </message>
        <message>
            <source>%1 in %2</source>
            <translation>%1，%2后</translation>
        </message>
        <message>
            <source>Market data</source>
            <translation>市场数据</translation>
        </message>
    </context>
    <context>
        <name>Mode</name>
        <message>
            <source>LIVE</source>
            <translation>实盘</translation>
        </message>
        <message>
            <source>DEMO</source>
            <translation>演示</translation>
        </message>
        <message>
            <source>REPLAY</source>
            <translation>回放</translation>
        </message>
    </context>
    <context>
        <name>Notice</name>
        <message>
            <source>%1: gap in %2 opened, %3</source>
            <translation>%1：%2出现缺口，%3</translation>
        </message>
        <message>
            <source>%1: gap in %2 opened, %3, ids %4 to %5</source>
            <translation>%1：%2出现缺口，%3，编号 %4 至 %5</translation>
        </message>
        <message>
            <source>%1: gap in %2 closed: %3</source>
            <translation>%1：%2缺口已关闭：%3</translation>
        </message>
        <message>
            <source>%1: book %2</source>
            <translation>%1：盘口%2</translation>
        </message>
        <message>
            <source>%1: book %2, %3</source>
            <translation>%1：盘口%2，%3</translation>
        </message>
        <message>
            <source>%1: connection %2</source>
            <translation>%1：连接%2</translation>
        </message>
        <message>
            <source>%1: connection %2, %3</source>
            <translation>%1：连接%2，%3</translation>
        </message>
        <message>
            <source>%1: %2 messages rejected, %3</source>
            <translation>%1：拒绝 %2 条消息，%3</translation>
        </message>
        <message>
            <source>kill latch %1: %2</source>
            <translation>紧急停止锁存%1：%2</translation>
        </message>
        <message>
            <source>kill latch %1: %2, reason: %3</source>
            <translation>紧急停止锁存%1：%2，理由：%3</translation>
        </message>
        <message>
            <source>%1: queue full, %2 messages dropped and marked as a gap</source>
            <translation>%1：队列已满，丢弃 %2 条消息并标记为缺口</translation>
        </message>
        <message>
            <source>%1: no %2 for %3 although the connection delivers; subscribing again</source>
            <translation>%1：%3 未收到%2，但连接仍有数据；正在重新订阅</translation>
        </message>
        <message>
            <source>the computer slept for %1: what came meanwhile is a gap, feeds start again</source>
            <translation>电脑休眠了 %1：期间的数据记为缺口，行情重新启动</translation>
        </message>
        <message>
            <source>the clock of this computer jumped by %1: switch time synchronisation on</source>
            <translation>本机时钟跳变 %1：请打开时间同步</translation>
        </message>
        <message>
            <source>%1: the venue reports: %2</source>
            <translation>%1：交易所报告：%2</translation>
        </message>
        <message>
            <source>%1: %2 back after %3</source>
            <translation>%1：%2恢复到达，中断 %3</translation>
        </message>
        <message>
            <source>order %1 %2</source>
            <translation>委托 %1 %2</translation>
        </message>
        <message>
            <source>alert ended: %1</source>
            <translation>告警结束：%1</translation>
        </message>
        <message>
            <source>%1 alert: %2</source>
            <translation>%1告警：%2</translation>
        </message>
    </context>
    <context>
        <name>OrderRows</name>
        <message>
            <source>It was sent and may have been carried out. It counts in full until it is known.</source>
            <translation>已发出，可能已执行。结果明确之前按全量计入。</translation>
        </message>
        <message>
            <source>Sent is not done: the venue has not answered yet</source>
            <translation>已发出不等于完成：交易场所尚未应答</translation>
        </message>
        <message>
            <source>external: not sent from here</source>
            <translation>外部：非本程序发出</translation>
        </message>
        <message>
            <source>reduces</source>
            <translation>减仓</translation>
        </message>
        <message>
            <source>stop loss</source>
            <translation>止损</translation>
        </message>
        <message>
            <source>take profit</source>
            <translation>止盈</translation>
        </message>
        <message>
            <source>Ticket %1</source>
            <translation>订单号 %1</translation>
        </message>
        <message>
            <source>time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Of the last change, local time</source>
            <translation>最后变动，本地时间</translation>
        </message>
        <message>
            <source>order</source>
            <translation>委托</translation>
        </message>
        <message>
            <source>route</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>instrument</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>side</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>filled / qty</source>
            <translation>成交 / 数量</translation>
        </message>
        <message>
            <source>price</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>Limit price, else stop price</source>
            <translation>限价，否则为触发价</translation>
        </message>
        <message>
            <source>average</source>
            <translation>均价</translation>
        </message>
        <message>
            <source>state</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>made %1</source>
            <translation>建立于 %1</translation>
        </message>
    </context>
    <context>
        <name>Research</name>
        <message>
            <source>significant at %1 of %2 horizons</source>
            <translation>%2 个期限中 %1 个显著</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>是</translation>
        </message>
        <message>
            <source>no</source>
            <translation>否</translation>
        </message>
        <message>
            <source>significant</source>
            <translation>显著</translation>
        </message>
        <message>
            <source>published</source>
            <translation>已发布</translation>
        </message>
        <message>
            <source>default kept</source>
            <translation>保留默认</translation>
        </message>
        <message>
            <source>enough trades</source>
            <translation>成交足够</translation>
        </message>
        <message numerus="yes">
            <source>%n sample(s)</source>
            <translation>
                <numerusform>%n 个样本</numerusform>
            </translation>
        </message>
        <message>
            <source>evaluation</source>
            <translation>评估</translation>
        </message>
        <message>
            <source>tuning</source>
            <translation>调参</translation>
        </message>
        <message>
            <source>calibration</source>
            <translation>校准</translation>
        </message>
        <message>
            <source>backtest</source>
            <translation>回测</translation>
        </message>
        <message>
            <source>The report is not a JSON object.</source>
            <translation>报告不是 JSON 对象。</translation>
        </message>
        <message>
            <source>The report cannot be read: %1 at byte %2.</source>
            <translation>无法读取报告：%1，位于第 %2 字节。</translation>
        </message>
        <message>
            <source>This version does not know reports of the kind %1.</source>
            <translation>此版本不认识 %1 类报告。</translation>
        </message>
        <message>
            <source>Metrics (insufficient: too few trades to judge)</source>
            <translation>指标（样本不足：成交太少，无法判断）</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>pnl after costs</source>
            <translation>扣除成本后盈亏</translation>
        </message>
        <message>
            <source>In the quote currency</source>
            <translation>以计价货币计</translation>
        </message>
        <message>
            <source>gross pnl</source>
            <translation>毛盈亏</translation>
        </message>
        <message>
            <source>fees</source>
            <translation>手续费</translation>
        </message>
        <message>
            <source>slippage</source>
            <translation>滑点</translation>
        </message>
        <message>
            <source>spread</source>
            <translation>价差</translation>
        </message>
        <message>
            <source>Sharpe</source>
            <translation>夏普比率</translation>
        </message>
        <message>
            <source>Annualised, over the returns of the bars</source>
            <translation>按各周期收益年化</translation>
        </message>
        <message>
            <source>best Sharpe of as many noise trials</source>
            <translation>同样次数噪声试验的最佳夏普</translation>
        </message>
        <message>
            <source>What the best of so many tries over noise would show</source>
            <translation>在噪声上尝试这么多次，最好的一次会有多少</translation>
        </message>
        <message>
            <source>trials</source>
            <translation>试验次数</translation>
        </message>
        <message>
            <source>Settings that were tried</source>
            <translation>尝试过的设置数</translation>
        </message>
        <message>
            <source>Sortino</source>
            <translation>索提诺比率</translation>
        </message>
        <message>
            <source>largest drawdown</source>
            <translation>最大回撤</translation>
        </message>
        <message>
            <source>From %1 to %2 UTC</source>
            <translation>从 %1 到 %2 UTC</translation>
        </message>
        <message>
            <source>turnover a day</source>
            <translation>日换手</translation>
        </message>
        <message>
            <source>Traded notional over mean equity</source>
            <translation>成交名义金额除以平均权益</translation>
        </message>
        <message>
            <source>hit rate, 95%</source>
            <translation>胜率，95%</translation>
        </message>
        <message>
            <source>Trades with a net gain; ties are losses</source>
            <translation>净盈利的成交；持平算亏</translation>
        </message>
        <message>
            <source>trades</source>
            <translation>成交数</translation>
        </message>
        <message>
            <source>touched a gap</source>
            <translation>触及缺口</translation>
        </message>
        <message>
            <source>Trades whose life touches a gap</source>
            <translation>持仓期间触及缺口的成交</translation>
        </message>
        <message>
            <source>larger than the shown level</source>
            <translation>超过显示档位数量</translation>
        </message>
        <message>
            <source>time in the market</source>
            <translation>持仓时间占比</translation>
        </message>
        <message>
            <source>costs over gross</source>
            <translation>成本占毛利</translation>
        </message>
        <message>
            <source>p against random entries</source>
            <translation>相对随机入场的 p</translation>
        </message>
        <message>
            <source>%1 draws of the same count, sides and holding times, entered at random</source>
            <translation>%1 次抽样：笔数、方向、持有时间相同，入场随机</translation>
        </message>
        <message>
            <source>Trades that touch a gap, apart</source>
            <translation>触及缺口的成交单列</translation>
        </message>
        <message>
            <source>clean</source>
            <translation>未触及</translation>
        </message>
        <message>
            <source>touched</source>
            <translation>触及</translation>
        </message>
        <message>
            <source>gross</source>
            <translation>毛额</translation>
        </message>
        <message>
            <source>net</source>
            <translation>净额</translation>
        </message>
        <message>
            <source>Equity after costs, and below it the fall from its peak</source>
            <translation>扣除成本后的权益；下方为自峰值的回落</translation>
        </message>
        <message>
            <source>held its time</source>
            <translation>持有到期</translation>
        </message>
        <message>
            <source>reversed</source>
            <translation>反向</translation>
        </message>
        <message>
            <source>signal</source>
            <translation>信号</translation>
        </message>
        <message>
            <source>end of data</source>
            <translation>数据结束</translation>
        </message>
        <message>
            <source>in (UTC)</source>
            <translation>入场 (UTC)</translation>
        </message>
        <message>
            <source>side</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>quantity</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>price in</source>
            <translation>入场价</translation>
        </message>
        <message>
            <source>out (UTC)</source>
            <translation>离场 (UTC)</translation>
        </message>
        <message>
            <source>price out</source>
            <translation>离场价</translation>
        </message>
        <message>
            <source>reason</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>gap</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>Its life touches a gap</source>
            <translation>持仓期间触及缺口</translation>
        </message>
        <message>
            <source>▲ long</source>
            <translation>▲ 多</translation>
        </message>
        <message>
            <source>▼ short</source>
            <translation>▼ 空</translation>
        </message>
        <message>
            <source>▲ yes</source>
            <translation>▲ 是</translation>
        </message>
        <message numerus="yes">
            <source>%n trade(s)</source>
            <translation>
                <numerusform>%n 笔成交</numerusform>
            </translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>概要</translation>
        </message>
        <message>
            <source>strategy</source>
            <translation>策略</translation>
        </message>
        <message>
            <source>symbol</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>market</source>
            <translation>市场</translation>
        </message>
        <message>
            <source>period</source>
            <translation>周期</translation>
        </message>
        <message>
            <source>parameters</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>job</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>data hash</source>
            <translation>数据哈希</translation>
        </message>
        <message>
            <source>started</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>Trades</source>
            <translation>成交</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>value</source>
            <translation>值</translation>
        </message>
        <message>
            <source>By horizon</source>
            <translation>按期限</translation>
        </message>
        <message>
            <source>status</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Only what is published is shown as a probability beside signals</source>
            <translation>只有已发布的才会作为概率显示在信号旁</translation>
        </message>
        <message>
            <source>events</source>
            <translation>事件</translation>
        </message>
        <message>
            <source>Directional, ties left out</source>
            <translation>有方向的事件，不含平局</translation>
        </message>
        <message>
            <source>independent events</source>
            <translation>独立事件</translation>
        </message>
        <message>
            <source>Those whose windows do not overlap; every p and interval is over them</source>
            <translation>窗口互不重叠的事件；所有 p 值和区间都基于它们</translation>
        </message>
        <message>
            <source>ρ of score and return</source>
            <translation>分数与收益的 ρ</translation>
        </message>
        <message>
            <source>Spearman</source>
            <translation>斯皮尔曼</translation>
        </message>
        <message>
            <source>p of ρ</source>
            <translation>ρ 的 p 值</translation>
        </message>
        <message>
            <source>One-sided, by permutation</source>
            <translation>单侧，置换检验</translation>
        </message>
        <message>
            <source>base rate</source>
            <translation>基准率</translation>
        </message>
        <message>
            <source>Brier</source>
            <translation>Brier 分数</translation>
        </message>
        <message>
            <source>Mean squared error of the probability, over the test folds</source>
            <translation>测试折上概率的均方误差</translation>
        </message>
        <message>
            <source>Brier skill</source>
            <translation>Brier 技能</translation>
        </message>
        <message>
            <source>Against the base rate of the training part; above 0 is better than it</source>
            <translation>相对训练部分的基准率；大于 0 为更好</translation>
        </message>
        <message>
            <source>calibration error</source>
            <translation>校准误差</translation>
        </message>
        <message>
            <source>ECE over ten bins of equal count, over the test folds</source>
            <translation>测试折上十个等量分箱的 ECE</translation>
        </message>
        <message>
            <source>chance alone stays below</source>
            <translation>仅凭偶然不超过</translation>
        </message>
        <message>
            <source>In 95 of 100 draws, were every probability true</source>
            <translation>若概率全部为真，100 次抽样中有 95 次低于此值</translation>
        </message>
        <message>
            <source>ties left out</source>
            <translation>剔除的平局</translation>
        </message>
        <message>
            <source>score</source>
            <translation>分数</translation>
        </message>
        <message>
            <source>hits</source>
            <translation>命中</translation>
        </message>
        <message>
            <source>winrate</source>
            <translation>命中率</translation>
        </message>
        <message>
            <source>95%</source>
            <translation>95%</translation>
        </message>
        <message>
            <source>mean return, bps</source>
            <translation>平均收益，bps</translation>
        </message>
        <message>
            <source>In the direction of the signal</source>
            <translation>按信号方向</translation>
        </message>
        <message>
            <source>Winrate by score at %1, 95%</source>
            <translation>%1 时各分数的命中率，95%</translation>
        </message>
        <message>
            <source>No curve is published: %1 (n = %2)</source>
            <translation>未发布曲线：%1（n = %2）</translation>
        </message>
        <message>
            <source>Reliability at %1, 95%</source>
            <translation>%1 时的可靠性，95%</translation>
        </message>
        <message>
            <source>probability said</source>
            <translation>所报概率</translation>
        </message>
        <message>
            <source>share that came true</source>
            <translation>实现的比例</translation>
        </message>
        <message>
            <source>data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>symbols</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>sampling</source>
            <translation>采样</translation>
        </message>
        <message>
            <source>seed</source>
            <translation>种子</translation>
        </message>
        <message>
            <source>Score ranges at %1</source>
            <translation>%1 时的分数区间</translation>
        </message>
        <message>
            <source>n %1 independent of %2</source>
            <translation>独立 n %1，共 %2</translation>
        </message>
        <message>
            <source>By horizon, test folds only</source>
            <translation>按期限，仅测试折</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>结论</translation>
        </message>
        <message>
            <source>By q, by the control and by the folds</source>
            <translation>依据 q、对照和各折</translation>
        </message>
        <message>
            <source>hits, misses, ties</source>
            <translation>命中、未中、平局</translation>
        </message>
        <message>
            <source>accuracy, ties are wrong</source>
            <translation>准确率，平局算错</translation>
        </message>
        <message>
            <source>accuracy without ties</source>
            <translation>准确率，不含平局</translation>
        </message>
        <message>
            <source>its 95% interval</source>
            <translation>其 95% 区间</translation>
        </message>
        <message>
            <source>Wilson interval of the independent events</source>
            <translation>独立事件的 Wilson 区间</translation>
        </message>
        <message>
            <source>base rate p0</source>
            <translation>基准率 p0</translation>
        </message>
        <message>
            <source>What the same sides would have hit over all samples</source>
            <translation>同样方向在全部样本上的命中率</translation>
        </message>
        <message>
            <source>control (n)</source>
            <translation>对照 (n)</translation>
        </message>
        <message>
            <source>Accuracy of the price structure alone: same pivots, no divergence</source>
            <translation>仅价格结构的准确率：相同枢轴，无背离</translation>
        </message>
        <message>
            <source>p against chance</source>
            <translation>相对偶然的 p</translation>
        </message>
        <message>
            <source>Exact binomial, one-sided, against one half or the base rate</source>
            <translation>精确二项检验，单侧，对照一半或基准率</translation>
        </message>
        <message>
            <source>p against control</source>
            <translation>相对对照的 p</translation>
        </message>
        <message>
            <source>Fisher's exact test, one-sided</source>
            <translation>Fisher 精确检验，单侧</translation>
        </message>
        <message>
            <source>Corrected for the number of tests (Benjamini-Hochberg)</source>
            <translation>按检验次数校正（Benjamini-Hochberg）</translation>
        </message>
        <message>
            <source>gross bps</source>
            <translation>毛收益 bps</translation>
        </message>
        <message>
            <source>Mean return in the direction of the signal</source>
            <translation>按信号方向的平均收益</translation>
        </message>
        <message>
            <source>Moving-block bootstrap</source>
            <translation>移动块自助法</translation>
        </message>
        <message>
            <source>net bps</source>
            <translation>净收益 bps</translation>
        </message>
        <message>
            <source>After spread and fees</source>
            <translation>扣除价差和手续费</translation>
        </message>
        <message>
            <source>covers its cost</source>
            <translation>覆盖成本</translation>
        </message>
        <message>
            <source>The lower bound of net is above 0</source>
            <translation>净收益下限大于 0</translation>
        </message>
        <message>
            <source>folds above chance</source>
            <translation>高于偶然的折</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
        <message>
            <source>smallest detectable</source>
            <translation>可检出的最小值</translation>
        </message>
        <message>
            <source>Accuracy that this n finds with 80% power</source>
            <translation>此 n 以 80% 功效可检出的准确率</translation>
        </message>
        <message>
            <source>in sample</source>
            <translation>样本内</translation>
        </message>
        <message>
            <source>The training part, for comparison only: nothing is judged by it</source>
            <translation>训练部分，仅供比较，不据此判断</translation>
        </message>
        <message>
            <source>type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>channel</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>grade</source>
            <translation>等级</translation>
        </message>
        <message>
            <source>scenario</source>
            <translation>情景</translation>
        </message>
        <message>
            <source>session</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>day or night</source>
            <translation>昼夜</translation>
        </message>
        <message>
            <source>liquidity</source>
            <translation>流动性</translation>
        </message>
        <message>
            <source>Breakdown</source>
            <translation>细分</translation>
        </message>
        <message>
            <source>by</source>
            <translation>维度</translation>
        </message>
        <message>
            <source>horizon</source>
            <translation>期限</translation>
        </message>
        <message>
            <source>n ind.</source>
            <translation>独立 n</translation>
        </message>
        <message>
            <source>Independent events</source>
            <translation>独立事件</translation>
        </message>
        <message>
            <source>acc.</source>
            <translation>准确率</translation>
        </message>
        <message>
            <source>Accuracy without ties</source>
            <translation>准确率，不含平局</translation>
        </message>
        <message>
            <source>Accuracy without ties at %1, 95%</source>
            <translation>%1 时的准确率，不含平局，95%</translation>
        </message>
        <message>
            <source>Accuracy by score at %1, 95%</source>
            <translation>%1 时各分数的准确率，95%</translation>
        </message>
        <message>
            <source>Folds</source>
            <translation>各折</translation>
        </message>
        <message>
            <source>fold</source>
            <translation>折</translation>
        </message>
        <message>
            <source>from (UTC)</source>
            <translation>从 (UTC)</translation>
        </message>
        <message>
            <source>to (UTC)</source>
            <translation>到 (UTC)</translation>
        </message>
        <message>
            <source>trained on</source>
            <translation>训练事件</translation>
        </message>
        <message>
            <source>Events before the span, purged</source>
            <translation>该段之前的事件，已清除重叠</translation>
        </message>
        <message>
            <source>above chance</source>
            <translation>高于偶然</translation>
        </message>
        <message>
            <source>Above one half and the base rate</source>
            <translation>高于一半和基准率</translation>
        </message>
        <message>
            <source>covered</source>
            <translation>覆盖</translation>
        </message>
        <message>
            <source>%1 h</source>
            <translation>%1 小时</translation>
        </message>
        <message>
            <source>segments</source>
            <translation>段数</translation>
        </message>
        <message>
            <source>gaps</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>price</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>%1 candidates, %2 directional, %3 conflicts, %4 unlabelled, %5 withheld by gaps</source>
            <translation>候选 %1，有方向 %2，冲突 %3，无标签 %4，因缺口暂缓 %5</translation>
        </message>
        <message>
            <source>tests in the family</source>
            <translation>检验族大小</translation>
        </message>
        <message>
            <source>q is corrected for this many</source>
            <translation>q 按此数量校正</translation>
        </message>
        <message>
            <source>Accuracy without ties, 95%</source>
            <translation>准确率，不含平局，95%</translation>
        </message>
        <message>
            <source>context</source>
            <translation>情境</translation>
        </message>
        <message>
            <source>Session, liquidity and source of the events</source>
            <translation>事件的时段、流动性和来源</translation>
        </message>
        <message>
            <source>acc. 10</source>
            <translation>准确率 10</translation>
        </message>
        <message>
            <source>control</source>
            <translation>对照</translation>
        </message>
        <message>
            <source>q 10</source>
            <translation>q 10</translation>
        </message>
        <message>
            <source>acc. 20</source>
            <translation>准确率 20</translation>
        </message>
        <message>
            <source>q 20</source>
            <translation>q 20</translation>
        </message>
        <message>
            <source>per hour</source>
            <translation>每小时</translation>
        </message>
        <message>
            <source>Events an hour of covered time</source>
            <translation>每小时覆盖时间的事件数</translation>
        </message>
        <message>
            <source>%1
from pivot to detection, p95: %2 ms</source>
            <translation>%1
从枢轴到检出，p95：%2 ms</translation>
        </message>
        <message>
            <source>By bucket, each span tested with what was chosen before it</source>
            <translation>按分桶：每段用其之前选出的参数检验</translation>
        </message>
        <message>
            <source>bucket</source>
            <translation>分桶</translation>
        </message>
        <message>
            <source>would be</source>
            <translation>将选</translation>
        </message>
        <message>
            <source>swing_L, z_hi and z_mid that the whole range would choose</source>
            <translation>整个区间会选出的 swing_L、z_hi、z_mid</translation>
        </message>
        <message>
            <source>Independent events at 10 samples</source>
            <translation>10 个样本时的独立事件</translation>
        </message>
        <message>
            <source>accuracy without ties, 95%</source>
            <translation>准确率，不含平局，95%</translation>
        </message>
        <message>
            <source>all buckets</source>
            <translation>全部分桶</translation>
        </message>
        <message>
            <source>cells</source>
            <translation>格</translation>
        </message>
        <message>
            <source>%1 significant, %2 not significant, %3 insufficient</source>
            <translation>显著 %1，不显著 %2，样本不足 %3</translation>
        </message>
        <message>
            <source>significant cells</source>
            <translation>显著的格</translation>
        </message>
        <message>
            <source>Cells</source>
            <translation>各格</translation>
        </message>
    </context>
    <context>
        <name>Ribbon</name>
        <message>
            <source>no proof available</source>
            <translation>无法证明完整性</translation>
        </message>
        <message numerus="yes">
            <source>no proof available, %n gap(s)</source>
            <translation>
                <numerusform>无法证明完整性，%n 个缺口</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 proven</source>
            <translation>%1 已证实</translation>
        </message>
        <message numerus="yes">
            <source>%1 proven, %n gap(s)</source>
            <translation>
                <numerusform>%1 已证实，%n 个缺口</numerusform>
            </translation>
        </message>
        <message>
            <source>The last hour of the gap ledger</source>
            <translation>最近一小时的缺口台账</translation>
        </message>
        <message>
            <source>The last 24 hours of the gap ledger</source>
            <translation>最近 24 小时的缺口台账</translation>
        </message>
        <message>
            <source>nothing received yet</source>
            <translation>尚未收到数据</translation>
        </message>
        <message>
            <source>%1 recovering, backfilled or waiting</source>
            <translation>%1 恢复中、回补或等待</translation>
        </message>
        <message>
            <source>%1 in gaps</source>
            <translation>%1 处于缺口</translation>
        </message>
        <message>
            <source>Integrity ribbon</source>
            <translation>完整性色带</translation>
        </message>
    </context>
    <context>
        <name>RiskRows</name>
        <message>
            <source>What it is measured by is not known or too old</source>
            <translation>所依据的数据未知或过旧</translation>
        </message>
        <message>
            <source>Switched off in the configuration</source>
            <translation>已在配置中关闭</translation>
        </message>
        <message>
            <source>Breaching readings in a row, of those that trip</source>
            <translation>连续越限的读数 / 触发所需次数</translation>
        </message>
        <message numerus="yes">
            <source>Fewer than %n answer(s)</source>
            <translation>
                <numerusform>应答不足 %n 次</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n 处差异</numerusform>
            </translation>
        </message>
        <message>
            <source>demo account</source>
            <translation>模拟账户</translation>
        </message>
        <message>
            <source>contest account</source>
            <translation>竞赛账户</translation>
        </message>
        <message>
            <source>real account</source>
            <translation>真实账户</translation>
        </message>
        <message>
            <source>equity %1</source>
            <translation>净值 %1</translation>
        </message>
        <message>
            <source>day %1</source>
            <translation>当日 %1</translation>
        </message>
        <message>
            <source>drawdown %1</source>
            <translation>回撤 %1</translation>
        </message>
        <message>
            <source>margin level %1</source>
            <translation>保证金比例 %1</translation>
        </message>
        <message>
            <source>id</source>
            <translation>编号</translation>
        </message>
        <message>
            <source>limit</source>
            <translation>限额</translation>
        </message>
        <message>
            <source>of</source>
            <translation>对象</translation>
        </message>
        <message>
            <source>Instrument or group; empty: the whole account</source>
            <translation>品种或分组；空表示整个账户</translation>
        </message>
        <message>
            <source>used / limit</source>
            <translation>已用 / 限额</translation>
        </message>
        <message>
            <source>share</source>
            <translation>占用</translation>
        </message>
        <message>
            <source>The tick is the warning at 80%</source>
            <translation>刻度为 80% 预警线</translation>
        </message>
        <message>
            <source>state</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>readings</source>
            <translation>读数</translation>
        </message>
        <message>
            <source>window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>age</source>
            <translation>时效</translation>
        </message>
        <message>
            <source>Of the input it is measured by</source>
            <translation>所依据数据的时效</translation>
        </message>
        <message>
            <source>route</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>orders</source>
            <translation>委托</translation>
        </message>
        <message>
            <source>Whether orders may leave by this route now</source>
            <translation>当前能否经此通道发出委托</translation>
        </message>
        <message>
            <source>health</source>
            <translation>健康</translation>
        </message>
        <message>
            <source>p50</source>
            <translation>p50</translation>
        </message>
        <message>
            <source>Round trip of a ping, of the last hour</source>
            <translation>最近一小时的心跳往返时间</translation>
        </message>
        <message>
            <source>p95</source>
            <translation>p95</translation>
        </message>
        <message>
            <source>Needs 20 answers</source>
            <translation>至少需要 20 次应答</translation>
        </message>
        <message>
            <source>p99</source>
            <translation>p99</translation>
        </message>
        <message>
            <source>Needs 100 answers</source>
            <translation>至少需要 100 次应答</translation>
        </message>
        <message>
            <source>n</source>
            <translation>次数</translation>
        </message>
        <message>
            <source>Answers measured</source>
            <translation>已测应答数</translation>
        </message>
        <message>
            <source>lost</source>
            <translation>丢失</translation>
        </message>
        <message>
            <source>Pings without an answer in time</source>
            <translation>未及时应答的心跳</translation>
        </message>
        <message>
            <source>offset</source>
            <translation>时差</translation>
        </message>
        <message>
            <source>Clock of the gateway less ours</source>
            <translation>网关时钟减本机时钟</translation>
        </message>
        <message>
            <source>compared</source>
            <translation>对账</translation>
        </message>
        <message>
            <source>Orders and positions here against the venue's</source>
            <translation>本地与交易场所的委托和持仓核对</translation>
        </message>
        <message>
            <source>dialect</source>
            <translation>协议</translation>
        </message>
        <message>
            <source>endpoint</source>
            <translation>地址</translation>
        </message>
        <message>
            <source>armed</source>
            <translation>已启用</translation>
        </message>
        <message>
            <source>not armed</source>
            <translation>未启用</translation>
        </message>
        <message>
            <source>disabled</source>
            <translation>已禁用</translation>
        </message>
        <message>
            <source>gateway polls on a 1 s timer; use a millisecond timer and drain loop</source>
            <translation>网关以 1 秒定时器轮询；请改用毫秒定时器并循环读空</translation>
        </message>
        <message>
            <source>gateway cannot cancel: a stop cannot take its orders back</source>
            <translation>网关不能撤单：停止时无法撤回其委托</translation>
        </message>
        <message>
            <source>instrument</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>breaker</source>
            <translation>熔断</translation>
        </message>
        <message>
            <source>losses in a row</source>
            <translation>连续亏损</translation>
        </message>
        <message>
            <source>opened today</source>
            <translation>今日触发</translation>
        </message>
        <message>
            <source>loss of the day</source>
            <translation>当日亏损</translation>
        </message>
        <message>
            <source>closes in</source>
            <translation>恢复倒计时</translation>
        </message>
        <message>
            <source>A dash: not by itself before the day rolls</source>
            <translation>横线：换日之前不会自行恢复</translation>
        </message>
    </context>
    <context>
        <name>ScoreRows</name>
        <message>
            <source>drifted</source>
            <translation>已漂移</translation>
        </message>
        <message>
            <source>The outcomes no longer fit the calibrated probabilities; they are hidden until a new calibration is in force</source>
            <translation>结果已不符合校准概率；在新的校准生效之前不显示</translation>
        </message>
        <message>
            <source>insufficient</source>
            <translation>样本不足</translation>
        </message>
        <message>
            <source>above the base rate</source>
            <translation>高于基准率</translation>
        </message>
        <message>
            <source>below the base rate</source>
            <translation>低于基准率</translation>
        </message>
        <message>
            <source>no evidence</source>
            <translation>无证据</translation>
        </message>
        <message>
            <source>The interval includes the base rate</source>
            <translation>区间包含基准率</translation>
        </message>
        <message>
            <source>all signals</source>
            <translation>全部信号</translation>
        </message>
        <message>
            <source>insufficient %1/%2</source>
            <translation>样本不足 %1/%2</translation>
        </message>
        <message>
            <source>%1 hits, %2 misses, %3 ties, %4 without a label</source>
            <translation>命中 %1，未命中 %2，平 %3，无标签 %4</translation>
        </message>
        <message>
            <source>No calibrated probability among them</source>
            <translation>其中没有校准概率</translation>
        </message>
        <message>
            <source>signals</source>
            <translation>信号</translation>
        </message>
        <message>
            <source>Outcomes: hits, misses and ties</source>
            <translation>结果数：命中、未命中和平</translation>
        </message>
        <message>
            <source>acc strict</source>
            <translation>严格准确率</translation>
        </message>
        <message>
            <source>Share of hits; ties count as misses</source>
            <translation>命中占比；平计为未命中</translation>
        </message>
        <message>
            <source>acc ex ties</source>
            <translation>去平准确率</translation>
        </message>
        <message>
            <source>Share of hits; ties are left out</source>
            <translation>命中占比；不计平</translation>
        </message>
        <message>
            <source>Wilson interval of the accuracy without ties</source>
            <translation>去平准确率的 Wilson 区间</translation>
        </message>
        <message>
            <source>Base rate: how often the price went these ways anyway</source>
            <translation>基准率：价格本来朝这些方向走的比例</translation>
        </message>
        <message>
            <source>return bps</source>
            <translation>收益 bps</translation>
        </message>
        <message>
            <source>Mean signed return before costs</source>
            <translation>按方向计的平均收益，未扣成本</translation>
        </message>
        <message>
            <source>Brier</source>
            <translation>Brier</translation>
        </message>
        <message>
            <source>Mean squared error of the calibrated probabilities</source>
            <translation>校准概率的均方误差</translation>
        </message>
        <message>
            <source>skill</source>
            <translation>技巧分</translation>
        </message>
        <message>
            <source>Brier skill against the base rate</source>
            <translation>相对基准率的 Brier 技巧分</translation>
        </message>
        <message>
            <source>state</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>No outcome yet: the first comes %1 samples after the first signal.</source>
            <translation>尚无结果：第一个结果在首个信号之后 %1 个样本。</translation>
        </message>
        <message>
            <source>Insufficient: %1 of %2 outcomes. No figure is shown before.</source>
            <translation>样本不足：结果 %1/%2。在此之前不显示任何数字。</translation>
        </message>
        <message>
            <source>%1, interval %2, n %3, base rate %4</source>
            <translation>%1，区间 %2，n %3，基准率 %4</translation>
        </message>
        <message>
            <source>Above the base rate: %1. Whether that is more than the price structure, only the evaluation tells.</source>
            <translation>高于基准率：%1。是否超出价格结构本身，只有评估能说明。</translation>
        </message>
        <message>
            <source>Below the base rate: %1.</source>
            <translation>低于基准率：%1。</translation>
        </message>
        <message>
            <source>No evidence of skill: %1.</source>
            <translation>没有预测能力的证据：%1。</translation>
        </message>
    </context>
    <context>
        <name>SignalFactsText</name>
        <message numerus="yes">
            <source>after %n sample(s)</source>
            <translation>
                <numerusform>%n 个样本后</numerusform>
            </translation>
        </message>
        <message>
            <source>Timeline</source>
            <translation>时间线</translation>
        </message>
        <message>
            <source>pivot A</source>
            <translation>拐点 A</translation>
        </message>
        <message>
            <source>pivot B</source>
            <translation>拐点 B</translation>
        </message>
        <message>
            <source>detected</source>
            <translation>检出</translation>
        </message>
        <message>
            <source>lag</source>
            <translation>滞后</translation>
        </message>
        <message>
            <source>received</source>
            <translation>收到</translation>
        </message>
        <message>
            <source>painted</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>not yet</source>
            <translation>尚未</translation>
        </message>
        <message>
            <source>Probability and outcome</source>
            <translation>概率与结果</translation>
        </message>
        <message>
            <source>Record</source>
            <translation>记录</translation>
        </message>
        <message>
            <source>reasons</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>channel</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>bucket</source>
            <translation>分组</translation>
        </message>
        <message>
            <source>regime</source>
            <translation>市况</translation>
        </message>
        <message>
            <source>calibration</source>
            <translation>校准</translation>
        </message>
        <message>
            <source>settings</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>ledger line</source>
            <translation>账本行</translation>
        </message>
        <message>
            <source>segment</source>
            <translation>分段</translation>
        </message>
        <message>
            <source>event</source>
            <translation>事件</translation>
        </message>
    </context>
    <context>
        <name>SignalText</name>
        <message>
            <source>insufficient n %1/%2</source>
            <translation>样本不足 n %1/%2</translation>
        </message>
        <message>
            <source>p after %1 samples: %2</source>
            <translation>%1 个样本后的 p：%2</translation>
        </message>
        <message>
            <source>p after %1 samples: %2, 95 % interval %3, from %4 events</source>
            <translation>%1 个样本后的 p：%2，95 % 区间 %3，来自 %4 个事件</translation>
        </message>
        <message>
            <source>not better than chance</source>
            <translation>不优于随机</translation>
        </message>
        <message>
            <source>withheld</source>
            <translation>已扣留</translation>
        </message>
        <message>
            <source>suppressed</source>
            <translation>已抑制</translation>
        </message>
        <message>
            <source>not judged</source>
            <translation>不评判</translation>
        </message>
        <message>
            <source>trade prices</source>
            <translation>成交价</translation>
        </message>
        <message>
            <source>withheld pair of pivots: %1</source>
            <translation>已扣留的拐点对：%1</translation>
        </message>
        <message>
            <source>score %1</source>
            <translation>得分 %1</translation>
        </message>
        <message>
            <source>suppressed: %1</source>
            <translation>已抑制：%1</translation>
        </message>
        <message numerus="yes">
            <source>%n sample(s) and %1 after pivot B</source>
            <translation>
                <numerusform>拐点 B 之后 %n 个样本，%1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SignalWords</name>
        <message>
            <source>warming up</source>
            <translation>预热中</translation>
        </message>
        <message>
            <source>invalid input</source>
            <translation>输入无效</translation>
        </message>
        <message>
            <source>gap in the data</source>
            <translation>数据缺口</translation>
        </message>
        <message>
            <source>book not synced</source>
            <translation>盘口未同步</translation>
        </message>
        <message>
            <source>source stale</source>
            <translation>数据过期</translation>
        </message>
        <message>
            <source>sides unknown</source>
            <translation>方向未知</translation>
        </message>
        <message>
            <source>sides suspect</source>
            <translation>方向可疑</translation>
        </message>
        <message>
            <source>no tape</source>
            <translation>无逐笔成交</translation>
        </message>
        <message>
            <source>no book</source>
            <translation>无盘口</translation>
        </message>
        <message>
            <source>frozen after a silence</source>
            <translation>静默后冻结</translation>
        </message>
        <message>
            <source>no spread of values yet</source>
            <translation>数值尚无离散</translation>
        </message>
        <message>
            <source>book and trades too far apart</source>
            <translation>盘口与成交时间相距过大</translation>
        </message>
        <message>
            <source>cooldown</source>
            <translation>冷却中</translation>
        </message>
        <message>
            <source>pivots too close</source>
            <translation>拐点过近</translation>
        </message>
        <message>
            <source>pivots too far apart</source>
            <translation>拐点过远</translation>
        </message>
        <message>
            <source>no divergence pattern</source>
            <translation>无背离形态</translation>
        </message>
        <message>
            <source>score too low</source>
            <translation>得分过低</translation>
        </message>
        <message>
            <source>price is flat</source>
            <translation>价格无变化</translation>
        </message>
        <message>
            <source>parameters changed</source>
            <translation>参数已变</translation>
        </message>
        <message>
            <source>time ran backward</source>
            <translation>时间倒退</translation>
        </message>
        <message>
            <source>time jumped ahead</source>
            <translation>时间跳前</translation>
        </message>
        <message>
            <source>OFI alone</source>
            <translation>仅 OFI</translation>
        </message>
        <message>
            <source>CVD alone</source>
            <translation>仅 CVD</translation>
        </message>
        <message>
            <source>insufficient</source>
            <translation>样本不足</translation>
        </message>
        <message>
            <source>not significant</source>
            <translation>不显著</translation>
        </message>
        <message>
            <source>not calibrated</source>
            <translation>未校准</translation>
        </message>
        <message>
            <source>calibration drifted</source>
            <translation>校准已漂移</translation>
        </message>
        <message>
            <source>number too large</source>
            <translation>数值过大</translation>
        </message>
        <message>
            <source>late trade</source>
            <translation>迟到成交</translation>
        </message>
        <message>
            <source>session change</source>
            <translation>时段切换</translation>
        </message>
        <message>
            <source>price source changed</source>
            <translation>价格来源已变</translation>
        </message>
        <message>
            <source>no trade for too long</source>
            <translation>过久无成交</translation>
        </message>
        <message>
            <source>neutral</source>
            <translation>中性</translation>
        </message>
        <message>
            <source>buy</source>
            <translation>买入</translation>
        </message>
        <message>
            <source>strong buy</source>
            <translation>强买入</translation>
        </message>
        <message>
            <source>sell</source>
            <translation>卖出</translation>
        </message>
        <message>
            <source>strong sell</source>
            <translation>强卖出</translation>
        </message>
        <message>
            <source>bull</source>
            <translation>看涨</translation>
        </message>
        <message>
            <source>hidden bull</source>
            <translation>隐藏看涨</translation>
        </message>
        <message>
            <source>bear</source>
            <translation>看跌</translation>
        </message>
        <message>
            <source>hidden bear</source>
            <translation>隐藏看跌</translation>
        </message>
        <message>
            <source>conflict</source>
            <translation>冲突</translation>
        </message>
        <message>
            <source>anomaly</source>
            <translation>异常</translation>
        </message>
        <message>
            <source>price anomaly</source>
            <translation>价格异常</translation>
        </message>
        <message>
            <source>bullish divergence</source>
            <translation>看涨背离</translation>
        </message>
        <message>
            <source>hidden bullish divergence</source>
            <translation>隐藏看涨背离</translation>
        </message>
        <message>
            <source>bearish divergence</source>
            <translation>看跌背离</translation>
        </message>
        <message>
            <source>hidden bearish divergence</source>
            <translation>隐藏看跌背离</translation>
        </message>
        <message>
            <source>OFI and CVD in conflict</source>
            <translation>OFI 与 CVD 冲突</translation>
        </message>
        <message>
            <source>flow anomaly</source>
            <translation>订单流异常</translation>
        </message>
        <message>
            <source>order flow imbalance (OFI)</source>
            <translation>订单流失衡（OFI）</translation>
        </message>
        <message>
            <source>cumulative volume delta (CVD)</source>
            <translation>累计成交量差（CVD）</translation>
        </message>
        <message>
            <source>fusion of OFI and CVD</source>
            <translation>OFI 与 CVD 融合</translation>
        </message>
        <message>
            <source>weak</source>
            <translation>弱</translation>
        </message>
        <message>
            <source>normal</source>
            <translation>中</translation>
        </message>
        <message>
            <source>strong</source>
            <translation>强</translation>
        </message>
        <message>
            <source>open</source>
            <translation>未到期</translation>
        </message>
        <message>
            <source>hit</source>
            <translation>命中</translation>
        </message>
        <message>
            <source>miss</source>
            <translation>未命中</translation>
        </message>
        <message>
            <source>tie</source>
            <translation>平</translation>
        </message>
        <message>
            <source>no label</source>
            <translation>无标签</translation>
        </message>
        <message>
            <source>active, high volatility</source>
            <translation>活跃，高波动</translation>
        </message>
        <message>
            <source>active, low volatility</source>
            <translation>活跃，低波动</translation>
        </message>
        <message>
            <source>quiet, high volatility</source>
            <translation>清淡，高波动</translation>
        </message>
        <message>
            <source>quiet, low volatility</source>
            <translation>清淡，低波动</translation>
        </message>
        <message>
            <source>active</source>
            <translation>活跃</translation>
        </message>
        <message>
            <source>quiet</source>
            <translation>清淡</translation>
        </message>
        <message>
            <source>Tokyo</source>
            <translation>东京</translation>
        </message>
        <message>
            <source>London</source>
            <translation>伦敦</translation>
        </message>
        <message>
            <source>New York</source>
            <translation>纽约</translation>
        </message>
        <message>
            <source>day</source>
            <translation>日盘</translation>
        </message>
        <message>
            <source>night</source>
            <translation>夜盘</translation>
        </message>
    </context>
    <context>
        <name>Texts</name>
        <message>
            <source>INIT</source>
            <translation>初始化</translation>
        </message>
        <message>
            <source>BUFFERING</source>
            <translation>缓冲中</translation>
        </message>
        <message>
            <source>SYNCED</source>
            <translation>已同步</translation>
        </message>
        <message>
            <source>GAP</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>LIMITED</source>
            <translation>深度受限</translation>
        </message>
        <message>
            <source>IMAGE</source>
            <translation>镜像</translation>
        </message>
        <message>
            <source>DOWN</source>
            <translation>断开</translation>
        </message>
        <message>
            <source>CONNECTING</source>
            <translation>连接中</translation>
        </message>
        <message>
            <source>STALE</source>
            <translation>数据过期</translation>
        </message>
        <message>
            <source>STARVED</source>
            <translation>无数据</translation>
        </message>
        <message>
            <source>book</source>
            <translation>盘口</translation>
        </message>
        <message>
            <source>top of book</source>
            <translation>最优报价</translation>
        </message>
        <message>
            <source>trades</source>
            <translation>逐笔成交</translation>
        </message>
        <message>
            <source>ticks</source>
            <translation>报价</translation>
        </message>
        <message>
            <source>klines</source>
            <translation>K 线</translation>
        </message>
        <message>
            <source>all streams</source>
            <translation>全部数据流</translation>
        </message>
        <message>
            <source>sequence break</source>
            <translation>序号中断</translation>
        </message>
        <message>
            <source>rejected data</source>
            <translation>数据被拒绝</translation>
        </message>
        <message>
            <source>checksum mismatch</source>
            <translation>校验和不符</translation>
        </message>
        <message>
            <source>crossed book</source>
            <translation>盘口交叉</translation>
        </message>
        <message>
            <source>ticker mismatch</source>
            <translation>报价不符</translation>
        </message>
        <message>
            <source>audit mismatch</source>
            <translation>核对不符</translation>
        </message>
        <message>
            <source>connection lost</source>
            <translation>连接中断</translation>
        </message>
        <message>
            <source>silent connection</source>
            <translation>连接静默</translation>
        </message>
        <message>
            <source>computer was asleep</source>
            <translation>计算机曾休眠</translation>
        </message>
        <message>
            <source>queue overflow</source>
            <translation>队列溢出</translation>
        </message>
        <message>
            <source>gateway restart</source>
            <translation>网关重启</translation>
        </message>
        <message>
            <source>no snapshot</source>
            <translation>无快照</translation>
        </message>
        <message>
            <source>contract change</source>
            <translation>合约变更</translation>
        </message>
        <message>
            <source>depth limited</source>
            <translation>深度受限</translation>
        </message>
        <message>
            <source>disk full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>recording damaged</source>
            <translation>录制损坏</translation>
        </message>
        <message>
            <source>recording missing</source>
            <translation>录制缺失</translation>
        </message>
        <message>
            <source>program stopped</source>
            <translation>程序停止</translation>
        </message>
        <message>
            <source>program crashed</source>
            <translation>程序崩溃</translation>
        </message>
        <message>
            <source>power loss</source>
            <translation>断电</translation>
        </message>
        <message>
            <source>resync by hand</source>
            <translation>手动重新同步</translation>
        </message>
        <message>
            <source>open</source>
            <translation>未关闭</translation>
        </message>
        <message>
            <source>filled</source>
            <translation>已回补</translation>
        </message>
        <message>
            <source>partly filled</source>
            <translation>部分回补</translation>
        </message>
        <message>
            <source>bridged, nothing missing</source>
            <translation>已衔接，无缺失</translation>
        </message>
        <message>
            <source>reordered</source>
            <translation>已重排</translation>
        </message>
        <message>
            <source>cannot be filled</source>
            <translation>无法回补</translation>
        </message>
        <message>
            <source>resynced</source>
            <translation>已重新同步</translation>
        </message>
        <message>
            <source>ACTIVE</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>REDUCING</source>
            <translation>仅减仓</translation>
        </message>
        <message>
            <source>HALTED</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>UNKNOWN</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>flag set</source>
            <translation>停止标志已置</translation>
        </message>
        <message>
            <source>latch durable</source>
            <translation>锁存已落盘</translation>
        </message>
        <message>
            <source>outbound blocked</source>
            <translation>外发已阻断</translation>
        </message>
        <message>
            <source>lock file written</source>
            <translation>锁文件已写入</translation>
        </message>
        <message>
            <source>orders cancelled</source>
            <translation>撤销订单</translation>
        </message>
        <message>
            <source>button</source>
            <translation>按钮</translation>
        </message>
        <message>
            <source>shortcut</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>tray</source>
            <translation>托盘</translation>
        </message>
        <message>
            <source>command line</source>
            <translation>命令行</translation>
        </message>
        <message>
            <source>system signal</source>
            <translation>系统信号</translation>
        </message>
        <message>
            <source>lock file</source>
            <translation>锁文件</translation>
        </message>
        <message>
            <source>engine</source>
            <translation>引擎</translation>
        </message>
        <message>
            <source>watchdog</source>
            <translation>看门狗</translation>
        </message>
        <message>
            <source>starting, nothing is known yet</source>
            <translation>正在启动，状态未知</translation>
        </message>
        <message>
            <source>first start</source>
            <translation>首次启动</translation>
        </message>
        <message>
            <source>first start with live routes: stopped until reset</source>
            <translation>首次启动且有实盘通道：复位前保持停止</translation>
        </message>
        <message>
            <source>stopped by the kill button</source>
            <translation>由紧急停止按钮停止</translation>
        </message>
        <message>
            <source>stopped by the shortcut</source>
            <translation>由快捷键停止</translation>
        </message>
        <message>
            <source>stopped on the command line</source>
            <translation>由命令行停止</translation>
        </message>
        <message>
            <source>stopped by a system signal</source>
            <translation>由系统信号停止</translation>
        </message>
        <message>
            <source>was stopped when the program ended</source>
            <translation>上次退出时处于停止状态</translation>
        </message>
        <message>
            <source>was reducing when the program ended</source>
            <translation>上次退出时处于仅减仓状态</translation>
        </message>
        <message>
            <source>the latch file is missing</source>
            <translation>锁存文件缺失</translation>
        </message>
        <message>
            <source>the latch file is damaged</source>
            <translation>锁存文件损坏</translation>
        </message>
        <message>
            <source>the latch folder was moved</source>
            <translation>锁存目录被移动</translation>
        </message>
        <message>
            <source>another engine holds the latch</source>
            <translation>另一引擎占用锁存</translation>
        </message>
        <message>
            <source>the latch folder cannot be used</source>
            <translation>锁存目录不可用</translation>
        </message>
        <message>
            <source>the latch folder can be written by others</source>
            <translation>锁存目录可被他人写入</translation>
        </message>
        <message>
            <source>the latch folder is on a network disk</source>
            <translation>锁存目录位于网络磁盘</translation>
        </message>
        <message>
            <source>the latch could not be written to disk</source>
            <translation>锁存无法写入磁盘</translation>
        </message>
        <message>
            <source>the lock folder cannot be read</source>
            <translation>锁目录无法读取</translation>
        </message>
        <message>
            <source>a kill file of another program is present</source>
            <translation>存在其他程序的停止文件</translation>
        </message>
        <message>
            <source>another engine stopped</source>
            <translation>另一引擎已停止</translation>
        </message>
        <message>
            <source>the engine stalled</source>
            <translation>引擎停滞</translation>
        </message>
        <message>
            <source>the message thread stalled</source>
            <translation>消息线程停滞</translation>
        </message>
        <message>
            <source>the watchdog is gone</source>
            <translation>看门狗已退出</translation>
        </message>
        <message>
            <source>the process was paused</source>
            <translation>进程曾被挂起</translation>
        </message>
        <message>
            <source>a thread is late</source>
            <translation>有线程超时</translation>
        </message>
        <message>
            <source>outbound messages could not be blocked in time</source>
            <translation>未能及时阻断外发消息</translation>
        </message>
        <message>
            <source>no reset key is set</source>
            <translation>未设置复位密钥</translation>
        </message>
        <message>
            <source>the reset key is wrong</source>
            <translation>复位密钥错误</translation>
        </message>
        <message>
            <source>the typed text is not the one asked for</source>
            <translation>输入的文字与要求不符</translation>
        </message>
        <message>
            <source>the reason needs 10 to 500 characters</source>
            <translation>理由须为 10 至 500 个字符</translation>
        </message>
        <message>
            <source>more than 60 s passed: start again</source>
            <translation>已超过 60 秒：请重新开始</translation>
        </message>
        <message>
            <source>too many wrong tries: locked for a while</source>
            <translation>错误次数过多：暂时锁定</translation>
        </message>
        <message>
            <source>a kill file of another program must be removed first</source>
            <translation>须先移除其他程序的停止文件</translation>
        </message>
        <message>
            <source>nothing is stopped</source>
            <translation>当前没有停止</translation>
        </message>
        <message>
            <source>the reset was not prepared: start again</source>
            <translation>复位未准备：请重新开始</translation>
        </message>
        <message>
            <source>the cause of the stop is still there</source>
            <translation>停止原因仍然存在</translation>
        </message>
        <message>
            <source>the audit log cannot be written</source>
            <translation>审计日志无法写入</translation>
        </message>
        <message>
            <source>the audit log was altered</source>
            <translation>审计日志被改动</translation>
        </message>
        <message>
            <source>the audit log does not match the latch</source>
            <translation>审计日志与锁存不一致</translation>
        </message>
        <message>
            <source>the disk is full</source>
            <translation>磁盘已满</translation>
        </message>
        <message>
            <source>the folder cannot be used</source>
            <translation>目录不可用</translation>
        </message>
        <message>
            <source>the file cannot be opened</source>
            <translation>文件无法打开</translation>
        </message>
        <message>
            <source>the file cannot be read</source>
            <translation>文件无法读取</translation>
        </message>
        <message>
            <source>the file cannot be written</source>
            <translation>文件无法写入</translation>
        </message>
        <message>
            <source>the file is not of this format</source>
            <translation>文件格式不符</translation>
        </message>
        <message>
            <source>the file is empty</source>
            <translation>文件为空</translation>
        </message>
        <message>
            <source>the format is not known</source>
            <translation>未知格式</translation>
        </message>
        <message>
            <source>recording stopped: the disk is full</source>
            <translation>录制已停止：磁盘已满</translation>
        </message>
        <message>
            <source>recording could not be written to disk</source>
            <translation>录制无法写入磁盘</translation>
        </message>
        <message>
            <source>another engine uses this data folder</source>
            <translation>另一引擎正在使用该数据目录</translation>
        </message>
        <message>
            <source>the host name could not be resolved</source>
            <translation>主机名无法解析</translation>
        </message>
        <message>
            <source>the connection was refused</source>
            <translation>连接被拒绝</translation>
        </message>
        <message>
            <source>no answer in time</source>
            <translation>超时无应答</translation>
        </message>
        <message>
            <source>the secure connection failed</source>
            <translation>安全连接失败</translation>
        </message>
        <message>
            <source>the server refused the request</source>
            <translation>服务器拒绝请求</translation>
        </message>
        <message>
            <source>the connection went silent</source>
            <translation>连接静默</translation>
        </message>
        <message>
            <source>the other side closed the connection</source>
            <translation>对方关闭了连接</translation>
        </message>
        <message>
            <source>the subscription was refused</source>
            <translation>订阅被拒绝</translation>
        </message>
        <message>
            <source>the port is in use</source>
            <translation>端口被占用</translation>
        </message>
        <message>
            <source>no gateway answers</source>
            <translation>网关无应答</translation>
        </message>
        <message>
            <source>no valid tick arrived</source>
            <translation>未收到有效报价</translation>
        </message>
        <message>
            <source>the symbol is not known</source>
            <translation>未知品种</translation>
        </message>
        <message>
            <source>these settings contradict each other</source>
            <translation>设置互相矛盾</translation>
        </message>
        <message>
            <source>a value is out of range</source>
            <translation>数值超出范围</translation>
        </message>
        <message>
            <source>the input is not valid</source>
            <translation>输入无效</translation>
        </message>
        <message>
            <source>no engine is running</source>
            <translation>没有引擎在运行</translation>
        </message>
        <message>
            <source>the engine is busy</source>
            <translation>引擎忙</translation>
        </message>
        <message>
            <source>the saved layout was damaged: the default layout is shown</source>
            <translation>保存的布局已损坏：显示默认布局</translation>
        </message>
        <message>
            <source>the layout could not be saved</source>
            <translation>布局无法保存</translation>
        </message>
        <message>
            <source>some notices were lost on the way to the screen</source>
            <translation>部分通知在送达屏幕前丢失</translation>
        </message>
        <message>
            <source>info</source>
            <translation>信息</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>critical</source>
            <translation>严重</translation>
        </message>
        <message>
            <source>pending</source>
            <translation>进行中</translation>
        </message>
        <message>
            <source>done</source>
            <translation>完成</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>does not apply</source>
            <translation>不适用</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1（%2）</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>pressed in the window</source>
            <translation>在窗口中按下</translation>
        </message>
        <message>
            <source>pressed on the keyboard</source>
            <translation>在键盘上按下</translation>
        </message>
        <message>
            <source>the certificate of the server has expired</source>
            <translation>服务器证书已过期</translation>
        </message>
        <message>
            <source>the certificate of the server is not valid yet</source>
            <translation>服务器证书尚未生效</translation>
        </message>
        <message>
            <source>the certificate belongs to another host</source>
            <translation>证书属于另一台主机</translation>
        </message>
        <message>
            <source>the certificate is from an authority this computer does not trust</source>
            <translation>证书的签发机构不受本机信任</translation>
        </message>
        <message>
            <source>the server signed its own certificate</source>
            <translation>服务器使用自签名证书</translation>
        </message>
        <message>
            <source>the server speaks no safe version of TLS</source>
            <translation>服务器不支持安全的 TLS 版本</translation>
        </message>
        <message>
            <source>the certificate is not the pinned one</source>
            <translation>证书与固定的证书不符</translation>
        </message>
        <message>
            <source>the secure connection could not be set up</source>
            <translation>无法建立安全连接</translation>
        </message>
        <message>
            <source>the proxy asks for a name and a password, or refused them</source>
            <translation>代理要求用户名和密码，或拒绝了它们</translation>
        </message>
        <message>
            <source>the proxy refuses to connect</source>
            <translation>代理拒绝连接</translation>
        </message>
        <message>
            <source>the venue does not serve this place</source>
            <translation>交易所不向该地区提供服务</translation>
        </message>
        <message>
            <source>too many requests: the venue asks to wait</source>
            <translation>请求过多：交易所要求等待</translation>
        </message>
        <message>
            <source>the venue has locked out this address for a while</source>
            <translation>交易所暂时封禁了该地址</translation>
        </message>
        <message>
            <source>the computer was asleep</source>
            <translation>电脑曾休眠</translation>
        </message>
        <message>
            <source>the clock of this computer jumped</source>
            <translation>本机时钟发生跳变</translation>
        </message>
        <message>
            <source>the connection was replaced by a fresh one</source>
            <translation>连接已更换为新连接</translation>
        </message>
        <message>
            <source>the gateway refuses the keys of this program</source>
            <translation>网关拒绝本程序的密钥</translation>
        </message>
        <message>
            <source>a stream stopped although its connection delivers</source>
            <translation>连接正常，但某个数据流中断</translation>
        </message>
        <message>
            <source>the venue changed the form of its messages</source>
            <translation>交易所更改了消息格式</translation>
        </message>
        <message>
            <source>single trades do not come: the tape uses summed trades</source>
            <translation>收不到逐笔成交：改用归集成交</translation>
        </message>
        <message>
            <source>the venue sends more than was asked for</source>
            <translation>交易所发送了超出订阅范围的数据</translation>
        </message>
        <message>
            <source>the checksums of the venue never fit: they are not used any more</source>
            <translation>交易所的校验和始终不符：不再使用</translation>
        </message>
        <message>
            <source>a closed bar came again with other values: the later one is left out</source>
            <translation>已收盘的K线以不同数值再次到达：忽略后到的</translation>
        </message>
        <message>
            <source>the venue reports an error</source>
            <translation>交易所报告错误</translation>
        </message>
        <message>
            <source>the book contradicts the changes of the venue</source>
            <translation>盘口与交易所的变更相矛盾</translation>
        </message>
        <message>
            <source>Check the network and the host name.</source>
            <translation>请检查网络和主机名。</translation>
        </message>
        <message>
            <source>Check host and port, and whether the other side runs.</source>
            <translation>请检查主机和端口，以及对方是否在运行。</translation>
        </message>
        <message>
            <source>Check the network; the program tries again by itself.</source>
            <translation>请检查网络；程序会自动重试。</translation>
        </message>
        <message>
            <source>Check the date of this computer, and whether a firewall reads the traffic.</source>
            <translation>请检查本机日期，以及防火墙是否在解密流量。</translation>
        </message>
        <message>
            <source>See the detail for the answer of the server.</source>
            <translation>服务器的答复见详情。</translation>
        </message>
        <message>
            <source>The program reconnects by itself.</source>
            <translation>程序会自动重连。</translation>
        </message>
        <message>
            <source>Check the names of the instruments.</source>
            <translation>请检查品种名称。</translation>
        </message>
        <message>
            <source>Close the other program, or choose another port.</source>
            <translation>请关闭占用端口的程序，或改用其他端口。</translation>
        </message>
        <message>
            <source>Start MetaTrader 5 with the gateway, and check host and port.</source>
            <translation>请启动带网关的 MetaTrader 5，并检查主机和端口。</translation>
        </message>
        <message>
            <source>Check that the symbols are in the Market Watch and their market is open.</source>
            <translation>请确认品种已加入“市场报价”窗口且市场已开盘。</translation>
        </message>
        <message>
            <source>Check the date of this computer; if it is right, the venue or the proxy must renew its certificate.</source>
            <translation>请检查本机日期；若无误，则需由交易所或代理更新证书。</translation>
        </message>
        <message>
            <source>Check date and time of this computer.</source>
            <translation>请检查本机的日期和时间。</translation>
        </message>
        <message>
            <source>Check the address; on a foreign network a sign-in page may answer instead of the venue.</source>
            <translation>请检查地址；在陌生网络中，应答的可能是登录页面而不是交易所。</translation>
        </message>
        <message>
            <source>A firewall or virus scanner may read the traffic: add its authority in the network settings, or exempt this program.</source>
            <translation>可能有防火墙或杀毒软件在解密流量：请在网络设置中添加其签发机构，或将本程序列为例外。</translation>
        </message>
        <message>
            <source>Check whether a proxy or firewall answers instead of the venue.</source>
            <translation>请检查是否由代理或防火墙代替交易所应答。</translation>
        </message>
        <message>
            <source>Somebody answers in the place of the server, or it was renewed: check before you change the pin.</source>
            <translation>可能有人冒充服务器，或证书已更新：更改固定证书前请先核实。</translation>
        </message>
        <message>
            <source>Try again; if it stays, a firewall may block the venue.</source>
            <translation>请重试；若仍然失败，可能是防火墙拦截了该交易所。</translation>
        </message>
        <message>
            <source>Set them in the network settings.</source>
            <translation>请在网络设置中填写。</translation>
        </message>
        <message>
            <source>Check host and port of the proxy in the network settings, and whether it may reach the venue.</source>
            <translation>请检查网络设置中代理的主机和端口，以及代理能否访问该交易所。</translation>
        </message>
        <message>
            <source>Choose another venue, or a recording.</source>
            <translation>请选择其他交易所或录制文件。</translation>
        </message>
        <message>
            <source>The program waits and goes on by itself; fewer instruments help.</source>
            <translation>程序会等待后自动继续；减少品种会有帮助。</translation>
        </message>
        <message>
            <source>The program waits until the time is over; do not restart it to try again.</source>
            <translation>程序会等到封禁结束；请勿为了重试而重启程序。</translation>
        </message>
        <message>
            <source>Switch sleep off while the program records.</source>
            <translation>录制期间请关闭休眠。</translation>
        </message>
        <message>
            <source>Switch time synchronisation on.</source>
            <translation>请打开时间同步。</translation>
        </message>
        <message>
            <source>Nothing to do: this happens once a day.</source>
            <translation>无需处理：每天发生一次。</translation>
        </message>
        <message>
            <source>Copy the public key of the gateway into the settings again, and let the gateway know the key of this program.</source>
            <translation>请重新将网关的公钥复制到设置中，并让网关登记本程序的密钥。</translation>
        </message>
        <message>
            <source>The program subscribes again by itself; if it stays, the venue has a problem or the instrument is halted.</source>
            <translation>程序会自动重新订阅；若持续，则是交易所故障或该品种停牌。</translation>
        </message>
        <message>
            <source>Nothing to do; several fills of one order are shown as one trade.</source>
            <translation>无需处理；同一订单的多笔成交合并显示为一笔。</translation>
        </message>
        <message>
            <source>Nothing to do; the surplus is left out.</source>
            <translation>无需处理；多余的数据会被忽略。</translation>
        </message>
        <message>
            <source>The book is still checked by its sequence; watch the ticker agreement.</source>
            <translation>盘口仍按序号校验；请留意与行情报价的一致程度。</translation>
        </message>
        <message>
            <source>Nothing to do; the first closing values stand.</source>
            <translation>无需处理；以首次收盘的数值为准。</translation>
        </message>
        <message>
            <source>See the message of the venue in the log.</source>
            <translation>交易所的消息见日志。</translation>
        </message>
        <message>
            <source>The book is rebuilt from a new snapshot by itself.</source>
            <translation>盘口会自动用新快照重建。</translation>
        </message>
        <message>
            <source>POLLED</source>
            <translation>轮询</translation>
        </message>
        <message>
            <source>mark price</source>
            <translation>标记价格</translation>
        </message>
        <message>
            <source>funding rate</source>
            <translation>资金费率</translation>
        </message>
        <message>
            <source>open interest</source>
            <translation>持仓量</translation>
        </message>
        <message>
            <source>liquidations</source>
            <translation>强平</translation>
        </message>
        <message>
            <source>long/short</source>
            <translation>多空比</translation>
        </message>
        <message>
            <source>volatility index</source>
            <translation>波动率指数</translation>
        </message>
        <message>
            <source>the connection does not answer pings</source>
            <translation>连接不应答心跳</translation>
        </message>
        <message>
            <source>nearly all trades have the same side: it is not believed</source>
            <translation>几乎所有成交方向相同：该方向不可信</translation>
        </message>
        <message>
            <source>See the log for the field; a newer version of this program may be needed.</source>
            <translation>具体字段见日志；可能需要更新本程序。</translation>
        </message>
        <message>
            <source>CVD leaves these trades out; the broker does not mark the side of its deals.</source>
            <translation>CVD 不计入这些成交；该经纪商没有标注成交方向。</translation>
        </message>
        <message>
            <source>The connection of this stream is lost; the program reconnects by itself. See the sources page.</source>
            <translation>该数据流的连接已断开；程序会自动重连。见“来源”页。</translation>
        </message>
        <message>
            <source>Subscribed; no message has arrived yet</source>
            <translation>已订阅，尚未收到消息</translation>
        </message>
        <message>
            <source>Nothing has arrived for longer than this stream is ever silent</source>
            <translation>超过该数据流正常的静默时间仍无数据</translation>
        </message>
        <message>
            <source>The connection delivers, but not this stream; the program subscribes again, then reconnects</source>
            <translation>连接有数据，但该数据流没有；程序会重新订阅，之后重连</translation>
        </message>
        <message>
            <source>No snapshot of the book yet</source>
            <translation>尚无盘口快照</translation>
        </message>
        <message>
            <source>Changes are kept until the snapshot arrives</source>
            <translation>快照到达前先保留变更</translation>
        </message>
        <message>
            <source>Every change since the snapshot is in</source>
            <translation>快照以来的每次变更都已计入</translation>
        </message>
        <message>
            <source>A change is missing; a new snapshot is on its way</source>
            <translation>有变更缺失；正在获取新快照</translation>
        </message>
        <message>
            <source>Only the best levels are known</source>
            <translation>只知道最优的若干档</translation>
        </message>
        <message>
            <source>Each message replaces the book; what happened in between is not known</source>
            <translation>每条消息替换整个盘口；其间的变化未知</translation>
        </message>
        <message>
            <source>Fetched now and then because the stream does not come; what happened in between is not known</source>
            <translation>因数据流中断而定时查询；其间的变化未知</translation>
        </message>
        <message>
            <source>a sum is too large for exact arithmetic</source>
            <translation>求和超出精确运算的范围</translation>
        </message>
        <message>
            <source>a bar contradicts itself or comes out of order</source>
            <translation>K 线自相矛盾或顺序错误</translation>
        </message>
        <message>
            <source>the data are too short, or of another instrument</source>
            <translation>数据太短，或属于其他品种</translation>
        </message>
        <message>
            <source>the file of signal settings is not valid</source>
            <translation>信号参数文件无效</translation>
        </message>
        <message>
            <source>the calibration belongs to other settings or instruments</source>
            <translation>该校准属于其他参数或品种</translation>
        </message>
        <message>
            <source>the calibration file is damaged or of another form</source>
            <translation>校准文件已损坏或格式不同</translation>
        </message>
        <message>
            <source>the signal ledger was altered</source>
            <translation>信号账本被改动</translation>
        </message>
        <message>
            <source>there are no quotes to fill the orders from</source>
            <translation>没有可用于成交的报价</translation>
        </message>
        <message>
            <source>pictures need the program with its window</source>
            <translation>生成图片需要带窗口的程序</translation>
        </message>
        <message>
            <source>the flow scores are not spread as they should be</source>
            <translation>订单流得分的分布不正常</translation>
        </message>
        <message>
            <source>nearly all trades have the same side: CVD is withheld</source>
            <translation>几乎所有成交方向相同：CVD 已扣留</translation>
        </message>
        <message>
            <source>outcomes no longer fit the calibrated probabilities</source>
            <translation>结果已不符合校准概率</translation>
        </message>
        <message>
            <source>unusual order flow</source>
            <translation>订单流异常</translation>
        </message>
        <message>
            <source>the price jumped between two trades</source>
            <translation>两笔成交之间价格跳变</translation>
        </message>
        <message>
            <source>the fusion changed its level</source>
            <translation>融合等级已变</translation>
        </message>
        <message>
            <source>the counts of the signals do not add up</source>
            <translation>信号计数不平衡</translation>
        </message>
        <message>
            <source>The bar is left out; nothing was computed from it.</source>
            <translation>该 K 线被略过，未参与任何计算。</translation>
        </message>
        <message>
            <source>Choose a longer recording, or the one of this instrument.</source>
            <translation>请选择更长的录制，或该品种的录制。</translation>
        </message>
        <message>
            <source>The last good settings stay in force; the log names the line.</source>
            <translation>上一份有效参数继续生效；日志指出所在行。</translation>
        </message>
        <message>
            <source>Calibrate with the settings in force; until then no probability is shown.</source>
            <translation>请用当前参数重新校准；在此之前不显示概率。</translation>
        </message>
        <message>
            <source>The last good calibration stays in force; calibrate again.</source>
            <translation>上一份有效校准继续生效；请重新校准。</translation>
        </message>
        <message>
            <source>Keep the file: the log names the first line that does not fit.</source>
            <translation>请保留该文件：日志指出第一处不符的行。</translation>
        </message>
        <message>
            <source>Use a recording with a book or quotes, or test on bars.</source>
            <translation>请使用带盘口或报价的录制，或在 K 线上测试。</translation>
        </message>
        <message>
            <source>Nothing is changed by itself; look at the data of this instrument.</source>
            <translation>程序不会自行改动；请检查该品种的数据。</translation>
        </message>
        <message>
            <source>The source probably does not mark the side of its trades; signals use the OFI alone.</source>
            <translation>来源可能未标注成交方向；信号仅使用 OFI。</translation>
        </message>
        <message>
            <source>The probabilities are hidden until a new calibration is in force.</source>
            <translation>在新的校准生效之前不显示概率。</translation>
        </message>
        <message>
            <source>This is a fault of the program: keep the log and report it.</source>
            <translation>这是程序的错误：请保留日志并报告。</translation>
        </message>
        <message>
            <source>stopped from the tray icon</source>
            <translation>由托盘图标停止</translation>
        </message>
        <message>
            <source>stopped over HTTP</source>
            <translation>通过 HTTP 停止</translation>
        </message>
        <message>
            <source>stopped over the message bus</source>
            <translation>通过消息总线停止</translation>
        </message>
        <message>
            <source>stopped by the guard process</source>
            <translation>由守护进程停止</translation>
        </message>
        <message>
            <source>the guard process is gone</source>
            <translation>守护进程已消失</translation>
        </message>
        <message>
            <source>too many halted scopes: everything is stopped</source>
            <translation>停止范围过多：已全部停止</translation>
        </message>
        <message>
            <source>this venue, instrument or source is halted</source>
            <translation>该场所、品种或来源已停止</translation>
        </message>
        <message>
            <source>what became of an order is not known: resolve it first</source>
            <translation>有委托结果未知：请先处理</translation>
        </message>
        <message>
            <source>a route of the stop is not verified</source>
            <translation>停止所涉的通道尚未核实</translation>
        </message>
        <message>
            <source>the book of an open position is not in step</source>
            <translation>持仓品种的盘口未同步</translation>
        </message>
        <message>
            <source>another engine runs another version or configuration</source>
            <translation>另一引擎的版本或配置不同</translation>
        </message>
        <message>
            <source>recording to disk stalls</source>
            <translation>写盘录制停滞</translation>
        </message>
        <message>
            <source>the folder of the logs cannot be used</source>
            <translation>日志文件夹不可用</translation>
        </message>
        <message>
            <source>the drill was too slow: the disk</source>
            <translation>演练过慢：磁盘原因</translation>
        </message>
        <message>
            <source>the drill failed</source>
            <translation>演练失败</translation>
        </message>
        <message>
            <source>no good drill for too long</source>
            <translation>过久没有合格的演练</translation>
        </message>
        <message>
            <source>the loss of the day reached its limit</source>
            <translation>当日亏损达到限额</translation>
        </message>
        <message>
            <source>the loss of the day reached its share of equity</source>
            <translation>当日亏损达到净值比例限额</translation>
        </message>
        <message>
            <source>equity fell too far from its highest</source>
            <translation>净值自高点回撤过大</translation>
        </message>
        <message>
            <source>too many orders in a minute</source>
            <translation>一分钟内委托过多</translation>
        </message>
        <message>
            <source>too many orders in 100 ms</source>
            <translation>100 毫秒内委托过多</translation>
        </message>
        <message>
            <source>no usable account reading for too long</source>
            <translation>过久没有可用的账户读数</translation>
        </message>
        <message>
            <source>several symbol breakers are open at once</source>
            <translation>多个品种同时熔断</translation>
        </message>
        <message>
            <source>a position differs from the venue's again and again</source>
            <translation>持仓与交易场所反复不符</translation>
        </message>
        <message>
            <source>the gateway does not answer</source>
            <translation>网关无应答</translation>
        </message>
        <message>
            <source>no route is armed</source>
            <translation>没有已启用的通道</translation>
        </message>
        <message>
            <source>orders from here are switched off</source>
            <translation>此来源的委托已关闭</translation>
        </message>
        <message>
            <source>the account holds real money and that is not allowed</source>
            <translation>账户为真实资金，未获允许</translation>
        </message>
        <message>
            <source>the instrument is not known to this route</source>
            <translation>该通道不认识此品种</translation>
        </message>
        <message>
            <source>the quantity is not a multiple of its step</source>
            <translation>数量不是最小步长的整数倍</translation>
        </message>
        <message>
            <source>the quantity is too small or too large</source>
            <translation>数量过小或过大</translation>
        </message>
        <message>
            <source>the price is not a multiple of its tick</source>
            <translation>价格不是最小变动单位的整数倍</translation>
        </message>
        <message>
            <source>this kind of order needs a price</source>
            <translation>此类委托需要价格</translation>
        </message>
        <message>
            <source>the gateway could not cancel such an order</source>
            <translation>网关无法撤销此类委托</translation>
        </message>
        <message>
            <source>the gateway cannot change orders</source>
            <translation>网关不能改单</translation>
        </message>
        <message>
            <source>this order id was used before</source>
            <translation>该委托编号已用过</translation>
        </message>
        <message>
            <source>the order is not known</source>
            <translation>委托不存在</translation>
        </message>
        <message>
            <source>the order is not filled in correctly</source>
            <translation>委托填写有误</translation>
        </message>
        <message>
            <source>the order does not reduce a position</source>
            <translation>该委托不会减少持仓</translation>
        </message>
        <message>
            <source>the gateway is not connected</source>
            <translation>网关未连接</translation>
        </message>
        <message>
            <source>orders and positions were not compared with the venue yet</source>
            <translation>尚未与交易场所核对委托和持仓</translation>
        </message>
        <message>
            <source>this gateway cannot tell its orders and positions</source>
            <translation>该网关无法报告委托和持仓</translation>
        </message>
        <message>
            <source>the position differs from the venue's</source>
            <translation>持仓与交易场所不符</translation>
        </message>
        <message>
            <source>what became of an earlier order is not known</source>
            <translation>先前委托的结果未知</translation>
        </message>
        <message>
            <source>an account figure is not a number</source>
            <translation>账户数据不是数字</translation>
        </message>
        <message>
            <source>the account or quote is too old</source>
            <translation>账户或报价数据过旧</translation>
        </message>
        <message>
            <source>the book is not in step, crossed or one-sided</source>
            <translation>盘口未同步、交叉或单边</translation>
        </message>
        <message>
            <source>the same order was sent just now</source>
            <translation>刚刚发过相同的委托</translation>
        </message>
        <message>
            <source>outside the trading hours</source>
            <translation>不在交易时段</translation>
        </message>
        <message>
            <source>the market moves too much</source>
            <translation>市场波动过大</translation>
        </message>
        <message>
            <source>the breaker of this symbol is open</source>
            <translation>该品种已熔断</translation>
        </message>
        <message>
            <source>the price is too far beyond the touch</source>
            <translation>价格偏离最优价过远</translation>
        </message>
        <message>
            <source>the order is too large</source>
            <translation>委托过大</translation>
        </message>
        <message>
            <source>the position would be too large</source>
            <translation>持仓将过大</translation>
        </message>
        <message>
            <source>the exposure would be too large</source>
            <translation>敞口将过大</translation>
        </message>
        <message>
            <source>the margin would be too small</source>
            <translation>保证金将不足</translation>
        </message>
        <message>
            <source>the loss limit is reached</source>
            <translation>已达亏损限额</translation>
        </message>
        <message>
            <source>a loss limit is being confirmed</source>
            <translation>正在确认亏损限额</translation>
        </message>
        <message>
            <source>enough trades for today</source>
            <translation>今日交易次数已满</translation>
        </message>
        <message>
            <source>too many orders in a short time</source>
            <translation>短时间内委托过多</translation>
        </message>
        <message>
            <source>contract size or exchange rate is not known</source>
            <translation>合约乘数或汇率未知</translation>
        </message>
        <message>
            <source>what happened earlier today is not known</source>
            <translation>今日先前的情况未知</translation>
        </message>
        <message>
            <source>a negative loss limit was read without its sign</source>
            <translation>负的亏损限额已按绝对值读取</translation>
        </message>
        <message>
            <source>a risk setting is not valid</source>
            <translation>某项风控设置无效</translation>
        </message>
        <message>
            <source>there is no usable market to fill from</source>
            <translation>没有可用行情用于成交</translation>
        </message>
        <message>
            <source>what answers is not a gateway this program knows</source>
            <translation>应答方不是本程序认识的网关</translation>
        </message>
        <message>
            <source>the gateway speaks another dialect than configured</source>
            <translation>网关协议与配置不同</translation>
        </message>
        <message>
            <source>the connection to the gateway is not secured</source>
            <translation>与网关的连接未加密保护</translation>
        </message>
        <message>
            <source>the gateway could not prove who it is</source>
            <translation>网关无法证明其身份</translation>
        </message>
        <message>
            <source>a reply of the gateway is not signed correctly</source>
            <translation>网关应答的签名不正确</translation>
        </message>
        <message>
            <source>a reply of the gateway fits no question</source>
            <translation>网关应答对不上任何请求</translation>
        </message>
        <message>
            <source>the gateway refuses the signature</source>
            <translation>网关拒绝签名</translation>
        </message>
        <message>
            <source>the clocks of gateway and program differ too much</source>
            <translation>网关与本程序时钟相差过大</translation>
        </message>
        <message>
            <source>the gateway has seen this message before</source>
            <translation>网关已收到过此消息</translation>
        </message>
        <message>
            <source>the gateway was restarted: the session is over</source>
            <translation>网关已重启：会话失效</translation>
        </message>
        <message>
            <source>the order came too late at the gateway</source>
            <translation>委托到达网关过迟</translation>
        </message>
        <message>
            <source>the gateway itself is stopped</source>
            <translation>网关自身已停止</translation>
        </message>
        <message>
            <source>nothing would change</source>
            <translation>没有任何变化</translation>
        </message>
        <message>
            <source>the price moved away</source>
            <translation>价格已变动</translation>
        </message>
        <message>
            <source>the venue finds the order not valid</source>
            <translation>交易场所认为委托无效</translation>
        </message>
        <message>
            <source>trading is switched off there</source>
            <translation>对方已关闭交易</translation>
        </message>
        <message>
            <source>the market is closed</source>
            <translation>市场已休市</translation>
        </message>
        <message>
            <source>not enough money</source>
            <translation>资金不足</translation>
        </message>
        <message>
            <source>the venue asks for fewer requests</source>
            <translation>交易场所要求减少请求</translation>
        </message>
        <message>
            <source>a limit of the venue is reached</source>
            <translation>已达交易场所的限额</translation>
        </message>
        <message>
            <source>the venue refused the order</source>
            <translation>交易场所拒绝了委托</translation>
        </message>
        <message>
            <source>the order changed meanwhile</source>
            <translation>委托在此期间已变动</translation>
        </message>
        <message>
            <source>it was sent and its outcome is not known</source>
            <translation>已发出，结果未知</translation>
        </message>
        <message>
            <source>the gateway could not read the message</source>
            <translation>网关无法读取消息</translation>
        </message>
        <message>
            <source>the gateway does not know this command</source>
            <translation>网关不认识此命令</translation>
        </message>
        <message>
            <source>the gateway refuses the check sum of the order</source>
            <translation>网关拒绝委托的校验和</translation>
        </message>
        <message>
            <source>the terminal is not connected to its broker</source>
            <translation>终端未连接经纪商</translation>
        </message>
        <message>
            <source>the question could not be answered</source>
            <translation>查询未能得到应答</translation>
        </message>
        <message>
            <source>the position could not be closed</source>
            <translation>持仓未能平仓</translation>
        </message>
        <message>
            <source>the gateway cannot do this</source>
            <translation>网关不支持此操作</translation>
        </message>
        <message>
            <source>the venue has a position that was not known here</source>
            <translation>交易场所有本地未知的持仓</translation>
        </message>
        <message>
            <source>a position known here does not exist at the venue</source>
            <translation>本地持仓在交易场所不存在</translation>
        </message>
        <message>
            <source>a position differs from the venue's: the venue's value is taken</source>
            <translation>持仓与交易场所不符：采用对方数值</translation>
        </message>
        <message>
            <source>the venue has an order of ours that was not known here</source>
            <translation>交易场所有本地未知的我方委托</translation>
        </message>
        <message>
            <source>orders and positions could not be compared with the venue</source>
            <translation>无法与交易场所核对委托和持仓</translation>
        </message>
        <message>
            <source>alert</source>
            <translation>告警</translation>
        </message>
        <message>
            <source>alert ended</source>
            <translation>告警结束</translation>
        </message>
        <message>
            <source>an alert rule is not valid</source>
            <translation>某条告警规则无效</translation>
        </message>
        <message>
            <source>many alerts at once</source>
            <translation>同时出现大量告警</translation>
        </message>
        <message>
            <source>an alert could not be delivered</source>
            <translation>告警未能送达</translation>
        </message>
        <message>
            <source>alerts were dropped: too many wait for delivery</source>
            <translation>告警被丢弃：等待送达的过多</translation>
        </message>
        <message>
            <source>the global shortcut could not be registered</source>
            <translation>无法注册全局快捷键</translation>
        </message>
        <message>
            <source>Arm a route in the Risk view, page Routes.</source>
            <translation>请在“风控”视图的“通道”页启用一条通道。</translation>
        </message>
        <message>
            <source>Allow it in the configuration (execution.allow_real), or use a demo account.</source>
            <translation>请在配置中允许（execution.allow_real），或改用模拟账户。</translation>
        </message>
        <message>
            <source>Check that the gateway runs; what was not handed over is not sent later.</source>
            <translation>请检查网关是否运行；未交出的委托之后不会补发。</translation>
        </message>
        <message>
            <source>The program asks the venue by itself and goes on when both agree.</source>
            <translation>程序会自行查询交易场所，一致后继续。</translation>
        </message>
        <message>
            <source>Use a gateway that can be asked (p3 or v6).</source>
            <translation>请使用可查询的网关（p3 或 v6）。</translation>
        </message>
        <message>
            <source>The venue's value was taken; after two clean rounds orders are possible again.</source>
            <translation>已采用交易场所的数值；两轮无误后可再次委托。</translation>
        </message>
        <message>
            <source>Look in the terminal of the venue, then resolve the order in the Orders view.</source>
            <translation>请查看交易终端，然后在“委托”视图中处理该委托。</translation>
        </message>
        <message>
            <source>Do not send it again: the program asks the venue until it knows.</source>
            <translation>请勿重发：程序会持续查询直到结果明确。</translation>
        </message>
        <message>
            <source>Check the gateway; fresh figures reopen the gate by themselves.</source>
            <translation>请检查网关；收到新数据后会自动放行。</translation>
        </message>
        <message>
            <source>Check the gateway and the account; positions can still be reduced.</source>
            <translation>请检查网关和账户；仍可减仓。</translation>
        </message>
        <message>
            <source>Switch Algo Trading on in the terminal.</source>
            <translation>请在终端中打开“算法交易”。</translation>
        </message>
        <message>
            <source>Check the terminal's connection to its broker.</source>
            <translation>请检查终端与经纪商的连接。</translation>
        </message>
        <message>
            <source>Use a gateway on this computer, CURVE keys, or the v6 dialect.</source>
            <translation>请使用本机网关、CURVE 密钥或 v6 协议。</translation>
        </message>
        <message>
            <source>Check the key of the gateway; until then it is only watched.</source>
            <translation>请检查网关密钥；在此之前仅作监视。</translation>
        </message>
        <message>
            <source>Reset it at the gateway.</source>
            <translation>请在网关处复位。</translation>
        </message>
        <message>
            <source>Check the gateway; pinging goes on and the gate reopens after both sides agree.</source>
            <translation>请检查网关；心跳继续，双方一致后重新放行。</translation>
        </message>
        <message>
            <source>Check the disk of the recordings.</source>
            <translation>请检查录制所用磁盘。</translation>
        </message>
        <message>
            <source>Run a drill in the Drill view.</source>
            <translation>请在“演练”视图中进行演练。</translation>
        </message>
        <message>
            <source>The disk of the latch is too slow for its budget: use a local SSD.</source>
            <translation>锁存所在磁盘达不到时限：请使用本地固态硬盘。</translation>
        </message>
        <message>
            <source>Check the address and the receiver of the alerts.</source>
            <translation>请检查告警的地址和接收方。</translation>
        </message>
        <message>
            <source>The last good value, else the default, stays in force; live orders are refused until it is mended.</source>
            <translation>沿用最后的有效值或默认值；修正之前拒绝实盘委托。</translation>
        </message>
        <message>
            <source>Start it again: bellwether kill --guard.</source>
            <translation>请重新启动：bellwether kill --guard。</translation>
        </message>
        <message>
            <source>cancel sent</source>
            <translation>撤单已发</translation>
        </message>
        <message>
            <source>acknowledged</source>
            <translation>已确认</translation>
        </message>
        <message>
            <source>order list asked</source>
            <translation>已查询委托</translation>
        </message>
        <message>
            <source>verified</source>
            <translation>已核实</translation>
        </message>
        <message>
            <source>HTTP</source>
            <translation>HTTP</translation>
        </message>
        <message>
            <source>message bus</source>
            <translation>消息总线</translation>
        </message>
        <message>
            <source>global shortcut</source>
            <translation>全局快捷键</translation>
        </message>
        <message>
            <source>limits</source>
            <translation>限额</translation>
        </message>
        <message>
            <source>chosen in the tray menu</source>
            <translation>在托盘菜单中选择</translation>
        </message>
    </context>
    <context>
        <name>Trade</name>
        <message>
            <source>buy</source>
            <translation>买入</translation>
        </message>
        <message>
            <source>sell</source>
            <translation>卖出</translation>
        </message>
        <message>
            <source>market</source>
            <translation>市价</translation>
        </message>
        <message>
            <source>limit</source>
            <translation>限价</translation>
        </message>
        <message>
            <source>stop</source>
            <translation>止损触发</translation>
        </message>
        <message>
            <source>until cancelled</source>
            <translation>撤销前有效</translation>
        </message>
        <message>
            <source>at once or not</source>
            <translation>立即成交否则取消</translation>
        </message>
        <message>
            <source>today</source>
            <translation>当日有效</translation>
        </message>
        <message>
            <source>NEW</source>
            <translation>新建</translation>
        </message>
        <message>
            <source>REFUSED HERE</source>
            <translation>本地拒绝</translation>
        </message>
        <message>
            <source>SENDING</source>
            <translation>发送中</translation>
        </message>
        <message>
            <source>WORKING</source>
            <translation>挂单中</translation>
        </message>
        <message>
            <source>PARTIAL</source>
            <translation>部分成交</translation>
        </message>
        <message>
            <source>FILLED</source>
            <translation>全部成交</translation>
        </message>
        <message>
            <source>REJECTED</source>
            <translation>被拒绝</translation>
        </message>
        <message>
            <source>CANCELLED</source>
            <translation>已撤销</translation>
        </message>
        <message>
            <source>EXPIRED</source>
            <translation>已过期</translation>
        </message>
        <message>
            <source>CANCEL SENT</source>
            <translation>撤单已发</translation>
        </message>
        <message>
            <source>UNKNOWN</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>RESOLVED BY HAND</source>
            <translation>人工处理</translation>
        </message>
        <message>
            <source>loss of the day</source>
            <translation>当日亏损</translation>
        </message>
        <message>
            <source>loss of the day, share of equity</source>
            <translation>当日亏损占净值</translation>
        </message>
        <message>
            <source>fall from the highest equity: warning</source>
            <translation>净值回撤：预警</translation>
        </message>
        <message>
            <source>fall from the highest equity: reduce only</source>
            <translation>净值回撤：仅减仓</translation>
        </message>
        <message>
            <source>fall from the highest equity: stop</source>
            <translation>净值回撤：停止</translation>
        </message>
        <message>
            <source>orders in a minute</source>
            <translation>一分钟委托数</translation>
        </message>
        <message>
            <source>orders in 100 ms</source>
            <translation>100 毫秒委托数</translation>
        </message>
        <message>
            <source>opening fills of the day</source>
            <translation>当日开仓成交数</translation>
        </message>
        <message>
            <source>notional of an instrument</source>
            <translation>单品种名义金额</translation>
        </message>
        <message>
            <source>quantity of an instrument</source>
            <translation>单品种数量</translation>
        </message>
        <message>
            <source>notional of an order</source>
            <translation>单笔名义金额</translation>
        </message>
        <message>
            <source>open positions</source>
            <translation>持仓个数</translation>
        </message>
        <message>
            <source>positions of an instrument</source>
            <translation>单品种持仓个数</translation>
        </message>
        <message>
            <source>exposure over equity</source>
            <translation>敞口占净值</translation>
        </message>
        <message>
            <source>exposure over equity: everything</source>
            <translation>敞口占净值：全部</translation>
        </message>
        <message>
            <source>exposure over equity: an instrument</source>
            <translation>敞口占净值：单品种</translation>
        </message>
        <message>
            <source>exposure over equity: a group</source>
            <translation>敞口占净值：分组</translation>
        </message>
        <message>
            <source>exposure over equity: a sector</source>
            <translation>敞口占净值：板块</translation>
        </message>
        <message>
            <source>leverage</source>
            <translation>杠杆</translation>
        </message>
        <message>
            <source>margin level, at least</source>
            <translation>最低保证金比例</translation>
        </message>
        <message>
            <source>price beyond the touch</source>
            <translation>偏离最优价</translation>
        </message>
        <message>
            <source>the same order again</source>
            <translation>重复委托</translation>
        </message>
        <message>
            <source>volatility of a year</source>
            <translation>年化波动率</translation>
        </message>
        <message>
            <source>trading hours</source>
            <translation>交易时段</translation>
        </message>
        <message>
            <source>symbol breakers open</source>
            <translation>熔断品种</translation>
        </message>
        <message>
            <source>no data from a source</source>
            <translation>某来源没有数据</translation>
        </message>
        <message>
            <source>a subscribed symbol is silent</source>
            <translation>已订阅的品种无数据</translation>
        </message>
        <message>
            <source>a component fails again and again</source>
            <translation>某组件连续出错</translation>
        </message>
        <message>
            <source>ticks arrive late</source>
            <translation>行情到达延迟</translation>
        </message>
        <message>
            <source>the engine loop is slow</source>
            <translation>引擎循环过慢</translation>
        </message>
        <message>
            <source>the input queue is long</source>
            <translation>输入队列过长</translation>
        </message>
        <message>
            <source>a queue is long</source>
            <translation>队列过长</translation>
        </message>
        <message>
            <source>feeds and books hold much memory</source>
            <translation>行情与盘口占用内存过多</translation>
        </message>
        <message>
            <source>the program holds much memory</source>
            <translation>程序占用内存过多</translation>
        </message>
        <message>
            <source>the data threads use much processor time</source>
            <translation>数据线程占用处理器过多</translation>
        </message>
        <message>
            <source>this computer is busy</source>
            <translation>本机繁忙</translation>
        </message>
        <message>
            <source>the memory of this computer is nearly full</source>
            <translation>本机内存即将用尽</translation>
        </message>
        <message>
            <source>many messages are rejected</source>
            <translation>大量消息被拒绝</translation>
        </message>
        <message>
            <source>a limit is nearly used up</source>
            <translation>某限额即将用尽</translation>
        </message>
        <message>
            <source>the gateway does not answer</source>
            <translation>网关无应答</translation>
        </message>
        <message>
            <source>orders and positions could not be compared with the venue</source>
            <translation>无法与交易场所核对委托和持仓</translation>
        </message>
        <message>
            <source>a position differs from the venue's</source>
            <translation>持仓与交易场所不符</translation>
        </message>
        <message>
            <source>what became of an order is not known</source>
            <translation>有委托结果未知</translation>
        </message>
        <message>
            <source>the stop is not on disk</source>
            <translation>停止状态未写入磁盘</translation>
        </message>
        <message>
            <source>the audit log cannot be written</source>
            <translation>审计日志无法写入</translation>
        </message>
        <message>
            <source>the audit log does not match the latch</source>
            <translation>审计日志与锁存不一致</translation>
        </message>
        <message>
            <source>no good drill for too long</source>
            <translation>过久没有合格的演练</translation>
        </message>
        <message>
            <source>the guard process is gone</source>
            <translation>守护进程已消失</translation>
        </message>
        <message>
            <source>the clock of this computer jumped</source>
            <translation>本机时钟发生跳变</translation>
        </message>
        <message>
            <source>many seconds with ten orders or more</source>
            <translation>多次出现一秒十笔以上委托</translation>
        </message>
        <message>
            <source>an alert could not be delivered</source>
            <translation>告警未能送达</translation>
        </message>
        <message>
            <source>what a rule watches is not measured</source>
            <translation>规则所监视的数值没有测量</translation>
        </message>
        <message>
            <source>no order was working</source>
            <translation>没有挂单</translation>
        </message>
        <message>
            <source>verified: no order works</source>
            <translation>已核实：没有挂单</translation>
        </message>
        <message>
            <source>acknowledged, not verified</source>
            <translation>已确认，未核实</translation>
        </message>
        <message>
            <source>not acknowledged</source>
            <translation>未确认</translation>
        </message>
        <message>
            <source>refused</source>
            <translation>被拒绝</translation>
        </message>
        <message>
            <source>gateway cannot cancel; not acknowledged. Use the terminal.</source>
            <translation>网关不能撤单；未确认。请使用终端。</translation>
        </message>
        <message>
            <source>unreachable</source>
            <translation>无法连接</translation>
        </message>
        <message>
            <source>durable in the fallback file</source>
            <translation>已写入备用文件</translation>
        </message>
        <message>
            <source>flag set</source>
            <translation>停止标志已置</translation>
        </message>
        <message>
            <source>outbound blocked</source>
            <translation>外发已阻断</translation>
        </message>
        <message>
            <source>latch durable</source>
            <translation>锁存已落盘</translation>
        </message>
        <message>
            <source>lock file written</source>
            <translation>锁文件已写入</translation>
        </message>
        <message>
            <source>cancel sent</source>
            <translation>撤单已发</translation>
        </message>
        <message>
            <source>acknowledged</source>
            <translation>已确认</translation>
        </message>
        <message>
            <source>queried</source>
            <translation>已查询</translation>
        </message>
        <message>
            <source>verified</source>
            <translation>已核实</translation>
        </message>
        <message>
            <source>OFF: watching only</source>
            <translation>关闭：仅监视</translation>
        </message>
        <message>
            <source>PAPER: embedded paper broker</source>
            <translation>模拟：内置模拟经纪</translation>
        </message>
        <message>
            <source>LIVE</source>
            <translation>实盘</translation>
        </message>
        <message>
            <source>not known yet</source>
            <translation>尚未知</translation>
        </message>
        <message>
            <source>p0, watching only</source>
            <translation>p0，仅监视</translation>
        </message>
        <message>
            <source>p1, watching only</source>
            <translation>p1，仅监视</translation>
        </message>
        <message>
            <source>p2, no cancel, no query</source>
            <translation>p2，不能撤单和查询</translation>
        </message>
        <message>
            <source>p3, no cancel</source>
            <translation>p3，不能撤单</translation>
        </message>
        <message>
            <source>v6, full</source>
            <translation>v6，完整</translation>
        </message>
        <message>
            <source>HEALTHY</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>DEGRADED</source>
            <translation>迟缓</translation>
        </message>
        <message>
            <source>FAILED</source>
            <translation>失效</translation>
        </message>
        <message>
            <source>not yet</source>
            <translation>尚未</translation>
        </message>
        <message>
            <source>equal</source>
            <translation>一致</translation>
        </message>
        <message>
            <source>findings handled</source>
            <translation>差异已处理</translation>
        </message>
        <message>
            <source>partly skipped</source>
            <translation>部分跳过</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>impossible</source>
            <translation>无法进行</translation>
        </message>
        <message>
            <source>SAFE</source>
            <translation>安全</translation>
        </message>
        <message>
            <source>ENGAGED</source>
            <translation>已熔断</translation>
        </message>
        <message>
            <source>ON TRIAL</source>
            <translation>试行中</translation>
        </message>
        <message>
            <source>off</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>free</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>near</source>
            <translation>接近</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>未知</translation>
        </message>
        <message>
            <source>info</source>
            <translation>信息</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>high</source>
            <translation>高</translation>
        </message>
        <message>
            <source>critical</source>
            <translation>严重</translation>
        </message>
        <message>
            <source>venue</source>
            <translation>场所</translation>
        </message>
        <message>
            <source>instrument</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>source</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>the engine has not told yet whether orders are possible</source>
            <translation>引擎尚未告知能否委托</translation>
        </message>
        <message>
            <source>execution is off: this program only watches (execution.mode)</source>
            <translation>执行已关闭：本程序仅监视（execution.mode）</translation>
        </message>
        <message>
            <source>BREACH</source>
            <translation>越限</translation>
        </message>
        <message>
            <source>fall from the highest equity</source>
            <translation>净值回撤</translation>
        </message>
        <message>
            <source>the kill switch engaged</source>
            <translation>紧急停止已触发</translation>
        </message>
        <message>
            <source>a symbol breaker opened</source>
            <translation>某品种熔断</translation>
        </message>
        <message>
            <source>the gateway of an armed route does not answer</source>
            <translation>已启用通道的网关无应答</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::AlertsView</name>
        <message>
            <source>Alerts</source>
            <translation>告警</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Show alerts that have ended too</source>
            <translation>同时显示已结束的告警</translation>
        </message>
        <message>
            <source>Filter (Ctrl+F)</source>
            <translation>筛选 (Ctrl+F)</translation>
        </message>
        <message>
            <source>Filter the alerts by any text in a row</source>
            <translation>按行内任意文字筛选告警</translation>
        </message>
        <message>
            <source>Acknowledge</source>
            <translation>确认</translation>
        </message>
        <message>
            <source>Mute</source>
            <translation>静音</translation>
        </message>
        <message>
            <source>Unmute</source>
            <translation>取消静音</translation>
        </message>
        <message>
            <source>The engine has not told its alerts yet.</source>
            <translation>引擎尚未报告告警。</translation>
        </message>
        <message>
            <source>No alert since start.</source>
            <translation>启动以来没有告警。</translation>
        </message>
        <message>
            <source>No alert matches.</source>
            <translation>没有匹配的告警。</translation>
        </message>
        <message>
            <source>everything</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>%1 for %2</source>
            <translation>%1 剩 %2</translation>
        </message>
        <message>
            <source>muted: %1</source>
            <translation>静音：%1</translation>
        </message>
        <message>
            <source>webhook: %1 delivered</source>
            <translation>webhook：已送达 %1</translation>
        </message>
        <message>
            <source>%1 failed, %2 dropped</source>
            <translation>失败 %1，丢弃 %2</translation>
        </message>
        <message numerus="yes">
            <source>%n critical, not acknowledged</source>
            <translation>
                <numerusform>%n 条严重告警未确认</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n firing</source>
            <translation>
                <numerusform>%n 条触发中</numerusform>
            </translation>
        </message>
        <message>
            <source>none firing</source>
            <translation>没有触发</translation>
        </message>
        <message>
            <source>Choose an alert first</source>
            <translation>请先选择一条告警</translation>
        </message>
        <message>
            <source>Only firing alerts are acknowledged</source>
            <translation>只能确认触发中的告警</translation>
        </message>
        <message>
            <source>It is acknowledged already</source>
            <translation>已确认过</translation>
        </message>
        <message>
            <source>Ends sound and repeats of this firing (A)</source>
            <translation>停止本次告警的声音和重复（A）</translation>
        </message>
        <message>
            <source>No sound, message or repeat for a while; alerts are still shown</source>
            <translation>一段时间内无声音、消息和重复；告警仍会显示</translation>
        </message>
        <message>
            <source>Nothing is muted</source>
            <translation>没有静音</translation>
        </message>
        <message>
            <source>Ends the mute of the chosen alert</source>
            <translation>取消所选告警的静音</translation>
        </message>
        <message>
            <source>Ends the mute of everything</source>
            <translation>取消全部静音</translation>
        </message>
        <message>
            <source>asked to acknowledge: %1</source>
            <translation>已请求确认：%1</translation>
        </message>
        <message>
            <source>15 minutes</source>
            <translation>15 分钟</translation>
        </message>
        <message>
            <source>1 hour</source>
            <translation>1 小时</translation>
        </message>
        <message>
            <source>8 hours</source>
            <translation>8 小时</translation>
        </message>
        <message>
            <source>This alert: %1</source>
            <translation>此告警：%1</translation>
        </message>
        <message>
            <source>The rule: %1</source>
            <translation>此规则：%1</translation>
        </message>
        <message>
            <source>All alerts</source>
            <translation>所有告警</translation>
        </message>
        <message>
            <source>asked to end the mute of %1</source>
            <translation>已请求取消静音：%1</translation>
        </message>
        <message>
            <source>asked to mute %1</source>
            <translation>已请求静音：%1</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::Banner</name>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Reset…</source>
            <translation>复位…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>▲ State unknown: treated as stopped</source>
            <translation>▲ 状态未知：按已停止处理</translation>
        </message>
        <message>
            <source>◆ REDUCING: only orders that shrink a position are allowed · %1</source>
            <translation>◆ 仅减仓：只允许减少持仓的订单 · %1</translation>
        </message>
        <message>
            <source>■ HALTED since %1 · %2 · %3</source>
            <translation>■ 已停止，始于 %1 · %2 · %3</translation>
        </message>
        <message>
            <source>▲ Engine not responding. What you see is old; the kill button still works.</source>
            <translation>▲ 引擎无响应。画面为旧数据；紧急停止按钮仍然有效。</translation>
        </message>
        <message>
            <source>◆ Not recording</source>
            <translation>◆ 未录制</translation>
        </message>
        <message>
            <source>◆ Not recording: %1</source>
            <translation>◆ 未录制：%1</translation>
        </message>
        <message>
            <source>✓ flat</source>
            <translation>✓ 已清</translation>
        </message>
        <message>
            <source>not yet flat</source>
            <translation>尚未清</translation>
        </message>
        <message>
            <source>Alerts</source>
            <translation>告警</translation>
        </message>
        <message>
            <source>▲ Critical: %1</source>
            <translation>▲ 严重：%1</translation>
        </message>
        <message numerus="yes">
            <source>▲ %n critical alert(s) not acknowledged: %1</source>
            <translation>
                <numerusform>▲ %n 条严重告警未确认：%1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ChartCanvas</name>
        <message>
            <source>Price chart</source>
            <translation>价格图</translation>
        </message>
        <message>
            <source>Last %1, open %2, high %3, low %4</source>
            <translation>最新 %1，开 %2，高 %3，低 %4</translation>
        </message>
        <message>
            <source>no bar here</source>
            <translation>此处无 K 线</translation>
        </message>
        <message>
            <source>O</source>
            <comment>open price</comment>
            <translation>开</translation>
        </message>
        <message>
            <source>H</source>
            <comment>high price</comment>
            <translation>高</translation>
        </message>
        <message>
            <source>L</source>
            <comment>low price</comment>
            <translation>低</translation>
        </message>
        <message>
            <source>C</source>
            <comment>close price</comment>
            <translation>收</translation>
        </message>
        <message>
            <source>Vol</source>
            <translation>量</translation>
        </message>
        <message>
            <source>Δ</source>
            <comment>buy minus sell volume</comment>
            <translation>Δ</translation>
        </message>
        <message>
            <source>n</source>
            <comment>number of trades</comment>
            <translation>笔</translation>
        </message>
        <message>
            <source>quotes</source>
            <translation>报价</translation>
        </message>
        <message>
            <source>bid bars, no tape</source>
            <translation>买价 K 线，无逐笔成交</translation>
        </message>
        <message>
            <source>touched by a gap, partial</source>
            <translation>受缺口影响，不完整</translation>
        </message>
        <message>
            <source>backfilled</source>
            <translation>回补</translation>
        </message>
        <message numerus="yes">
            <source>hindsight: detected %n sample(s) and %1 ms after pivot B</source>
            <translation>
                <numerusform>事后：在拐点 B 之后 %n 个样本、%1 ms 检出</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>另有 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>detected %1</source>
            <translation>检出 %1</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ChartView</name>
        <message>
            <source>Bar period</source>
            <translation>K 线周期</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>最新</translation>
        </message>
        <message>
            <source>Back to the newest bar (End)</source>
            <translation>回到最新 K 线 (End)</translation>
        </message>
        <message>
            <source>Price chart</source>
            <translation>价格图</translation>
        </message>
        <message>
            <source>Bars of %1</source>
            <translation>%1 K 线</translation>
        </message>
        <message>
            <source>No instrument yet. The source sends its list when it connects.</source>
            <translation>尚无品种。来源连接后会发送列表。</translation>
        </message>
        <message>
            <source>Waiting for the first message of %1</source>
            <translation>等待 %1 的第一条消息</translation>
        </message>
        <message>
            <source>No bar of this period yet. Bars start with the first trade or quote that arrives.</source>
            <translation>该周期尚无 K 线。收到第一笔成交或报价后开始。</translation>
        </message>
        <message>
            <source>Chart</source>
            <translation>图表</translation>
        </message>
        <message>
            <source>Hindsight</source>
            <translation>事后</translation>
        </message>
        <message>
            <source>Off: as seen, a signal stands where and when it was detected. On: its pivots are drawn at their own times, which nobody knew then</source>
            <translation>关：所见即记录，信号位于其检出的时间与价格。开：在拐点自身的时间绘出拐点，当时无人知晓</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::CommandDialog</name>
        <message numerus="yes">
            <source>at most %n digit(s) after the point</source>
            <translation>
                <numerusform>小数点后最多 %n 位</numerusform>
            </translation>
        </message>
        <message>
            <source>the number is too large</source>
            <translation>数字过大</translation>
        </message>
        <message>
            <source>a number such as 1234.5, without signs or separators</source>
            <translation>请输入如 1234.5 的数字，不带符号和分隔符</translation>
        </message>
        <message>
            <source>more than zero</source>
            <translation>必须大于零</translation>
        </message>
        <message>
            <source>Type %1 exactly</source>
            <translation>请准确输入 %1</translation>
        </message>
        <message>
            <source>Phrase</source>
            <translation>短语</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message numerus="yes">
            <source>A reason of at least %n character(s) is kept in the audit log.</source>
            <translation>
                <numerusform>理由至少 %n 个字符，记入审计日志。</numerusform>
            </translation>
        </message>
        <message>
            <source>missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>The phrase is not typed yet.</source>
            <translation>尚未输入确认短语。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::CurvePlotWidget</name>
        <message>
            <source>no events</source>
            <translation>无事件</translation>
        </message>
        <message>
            <source>%1 %2
%3 %4, interval %5 to %6
n %7</source>
            <translation>%1 %2
%3 %4，区间 %5 至 %6
n %7</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::DockTitle</name>
        <message>
            <source>Detach or dock again</source>
            <translation>分离或重新停靠</translation>
        </message>
        <message>
            <source>Detach</source>
            <translation>分离</translation>
        </message>
        <message>
            <source>Close; it comes back from the menu</source>
            <translation>关闭；可从菜单重新打开</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::DrillView</name>
        <message>
            <source>Drill</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>Run drill</source>
            <translation>开始演练</translation>
        </message>
        <message>
            <source>Progress of the drill</source>
            <translation>演练进度</translation>
        </message>
        <message>
            <source>Steps of the drill</source>
            <translation>演练步骤</translation>
        </message>
        <message>
            <source>Drills so far</source>
            <translation>历次演练</translation>
        </message>
        <message>
            <source>step</source>
            <translation>步骤</translation>
        </message>
        <message>
            <source>n</source>
            <translation>次数</translation>
        </message>
        <message>
            <source>Times it was measured</source>
            <translation>测量次数</translation>
        </message>
        <message>
            <source>min</source>
            <translation>最小</translation>
        </message>
        <message>
            <source>p50</source>
            <translation>p50</translation>
        </message>
        <message>
            <source>p95</source>
            <translation>p95</translation>
        </message>
        <message>
            <source>p99</source>
            <translation>p99</translation>
        </message>
        <message>
            <source>Needs 100 measurements</source>
            <translation>至少需要 100 次测量</translation>
        </message>
        <message>
            <source>max</source>
            <translation>最大</translation>
        </message>
        <message>
            <source>budget</source>
            <translation>时限</translation>
        </message>
        <message>
            <source>verdict</source>
            <translation>结论</translation>
        </message>
        <message>
            <source>started</source>
            <translation>开始</translation>
        </message>
        <message>
            <source>Local time</source>
            <translation>本地时间</translation>
        </message>
        <message>
            <source>rounds</source>
            <translation>轮数</translation>
        </message>
        <message>
            <source>why</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>No drill yet.</source>
            <translation>尚无演练。</translation>
        </message>
        <message>
            <source>good</source>
            <translation>合格</translation>
        </message>
        <message>
            <source>missed</source>
            <translation>超时</translation>
        </message>
        <message>
            <source>A drill is running</source>
            <translation>演练进行中</translation>
        </message>
        <message>
            <source>Measures a whole stop on a gateway of its own; the real latch is not touched</source>
            <translation>在专用网关上测量完整的停止过程；不触及真实锁存</translation>
        </message>
        <message>
            <source>running %1</source>
            <translation>进行中 %1</translation>
        </message>
        <message>
            <source>drill overdue</source>
            <translation>演练逾期</translation>
        </message>
        <message>
            <source>no drill yet</source>
            <translation>尚无演练</translation>
        </message>
        <message>
            <source>last drill good</source>
            <translation>上次演练合格</translation>
        </message>
        <message>
            <source>last drill missed its budgets</source>
            <translation>上次演练超出时限</translation>
        </message>
        <message>
            <source>Run a drill: it measures every step of a stop and returns to normal by itself.</source>
            <translation>进行演练：测量停止的每个步骤，并自行恢复正常。</translation>
        </message>
        <message>
            <source>Fewer than 100 measurements</source>
            <translation>测量不足 100 次</translation>
        </message>
        <message>
            <source>not reached</source>
            <translation>未到达</translation>
        </message>
        <message>
            <source>held</source>
            <translation>达标</translation>
        </message>
        <message numerus="yes">
            <source>%n round(s)</source>
            <translation>
                <numerusform>%n 轮</numerusform>
            </translation>
        </message>
        <message>
            <source>verified %1</source>
            <translation>已核实 %1</translation>
        </message>
        <message>
            <source>outbound after the fence: %1</source>
            <translation>阻断后外发：%1</translation>
        </message>
        <message>
            <source>load %1 msg/s</source>
            <translation>负载 %1 条/秒</translation>
        </message>
        <message>
            <source>asked for a drill</source>
            <translation>已请求演练</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::EquityPlotWidget</name>
        <message>
            <source>The report holds no equity.</source>
            <translation>报告中没有权益曲线。</translation>
        </message>
        <message>
            <source>%1 UTC
equity %2
below its peak %3</source>
            <translation>%1 UTC
权益 %2
低于峰值 %3</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::FeedsView</name>
        <message>
            <source>Page</source>
            <translation>页面</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>Streams</source>
            <translation>数据流</translation>
        </message>
        <message>
            <source>Gaps</source>
            <translation>缺口</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>数据源</translation>
        </message>
        <message>
            <source>No source is connected. Choose one, or start the demo market.</source>
            <translation>没有已连接的来源。请选择一个，或启动演示行情。</translation>
        </message>
        <message>
            <source>No stream yet. Instruments appear when their source sends them.</source>
            <translation>尚无数据流。来源发送后品种会出现。</translation>
        </message>
        <message>
            <source>No gap since the start.</source>
            <translation>启动以来无缺口。</translation>
        </message>
        <message>
            <source>Resync</source>
            <translation>重新同步</translation>
        </message>
        <message>
            <source>%1 of %2 live</source>
            <translation>%1／%2 在线</translation>
        </message>
        <message numerus="yes">
            <source>%n open gap(s)</source>
            <translation>
                <numerusform>%n 个未关闭缺口</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose a row to rebuild the book of its instrument</source>
            <translation>选择一行以重建该品种的盘口</translation>
        </message>
        <message>
            <source>Feeds and integrity</source>
            <translation>数据源与完整性</translation>
        </message>
        <message>
            <source>Rebuild the book of %1 from a new snapshot (Ctrl+Shift+R)</source>
            <translation>用新快照重建 %1 的盘口 (Ctrl+Shift+R)</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::FirstRunPage</name>
        <message>
            <source>Where do the data come from?</source>
            <translation>数据从哪里来？</translation>
        </message>
        <message>
            <source>Choose a source. You can change it at any time in the menu; nothing is sent anywhere before you do.</source>
            <translation>请选择数据来源。之后可随时在菜单中更改；选择之前不会向任何地方发送数据。</translation>
        </message>
        <message>
            <source>Back to the window</source>
            <translation>返回窗口</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Market colours</source>
            <translation>涨跌颜色</translation>
        </message>
        <message>
            <source>Green up</source>
            <translation>绿涨</translation>
        </message>
        <message>
            <source>Red up</source>
            <translation>红涨</translation>
        </message>
        <message>
            <source>Colour-blind</source>
            <translation>色盲友好</translation>
        </message>
        <message>
            <source>Demo market</source>
            <translation>演示行情</translation>
        </message>
        <message>
            <source>A built-in market with six instruments, order books and trades over real sockets. It needs no network and no account; everything it shows is marked DEMO.</source>
            <translation>内置行情，含六个品种、盘口与逐笔成交，经真实套接字传输。无需网络和账户；所有内容均标记为“演示”。</translation>
        </message>
        <message>
            <source>Start the demo market</source>
            <translation>启动演示行情</translation>
        </message>
        <message>
            <source>MetaTrader 5 gateway</source>
            <translation>MetaTrader 5 网关</translation>
        </message>
        <message>
            <source>Ticks from your own terminal over ZeroMQ. The dialect is recognised by itself.</source>
            <translation>通过 ZeroMQ 接收您自己终端的报价。协议方言自动识别。</translation>
        </message>
        <message>
            <source>Connect MT5</source>
            <translation>连接 MT5</translation>
        </message>
        <message>
            <source>Binance live</source>
            <translation>币安实时行情</translation>
        </message>
        <message>
            <source>Public market data, no key needed.</source>
            <translation>公开行情数据，无需密钥。</translation>
        </message>
        <message>
            <source>Connect Binance</source>
            <translation>连接币安</translation>
        </message>
        <message>
            <source>Open a recording</source>
            <translation>打开录制</translation>
        </message>
        <message>
            <source>Replays data through the same engine, marked REPLAY.</source>
            <translation>通过同一引擎回放数据，标记为“回放”。</translation>
        </message>
        <message>
            <source>Open recording</source>
            <translation>打开录制</translation>
        </message>
        <message>
            <source>Host</source>
            <translation>主机</translation>
        </message>
        <message>
            <source>Port</source>
            <translation>端口</translation>
        </message>
        <message>
            <source>Market</source>
            <translation>市场</translation>
        </message>
        <message>
            <source>Symbols</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>Path</source>
            <translation>路径</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>速度</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>浏览…</translation>
        </message>
        <message>
            <source>USD-M futures</source>
            <translation>U 本位合约</translation>
        </message>
        <message>
            <source>Spot</source>
            <translation>现货</translation>
        </message>
        <message>
            <source>COIN-M futures</source>
            <translation>币本位合约</translation>
        </message>
        <message>
            <source>Own recording (journal folder)</source>
            <translation>自有录制（journal 目录）</translation>
        </message>
        <message>
            <source>Binance USD-M capture (ts-json)</source>
            <translation>币安 U 本位抓包 (ts-json)</translation>
        </message>
        <message>
            <source>Binance spot capture (ts-json)</source>
            <translation>币安现货抓包 (ts-json)</translation>
        </message>
        <message>
            <source>Binance COIN-M capture (ts-json)</source>
            <translation>币安币本位抓包 (ts-json)</translation>
        </message>
        <message>
            <source>MetaTrader tick export (mt5-csv)</source>
            <translation>MetaTrader 报价导出 (mt5-csv)</translation>
        </message>
        <message>
            <source>as fast as possible</source>
            <translation>尽可能快</translation>
        </message>
        <message>
            <source>Host and port (1 to 65535) are needed.</source>
            <translation>请填写主机和端口（1 至 65535）。</translation>
        </message>
        <message>
            <source>"%1" is not a symbol. Example: BTCUSDT, ETHUSDT</source>
            <translation>“%1”不是品种代码。例如：BTCUSDT, ETHUSDT</translation>
        </message>
        <message>
            <source>At least one symbol is needed.</source>
            <translation>至少需要一个品种。</translation>
        </message>
        <message>
            <source>Choose a file or a folder first.</source>
            <translation>请先选择文件或目录。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::FlowCanvas</name>
        <message>
            <source>Order flow</source>
            <translation>订单流</translation>
        </message>
        <message>
            <source>Cumulative volume delta %1</source>
            <translation>累计成交量差 %1</translation>
        </message>
        <message>
            <source>CVD</source>
            <translation>CVD</translation>
        </message>
        <message>
            <source>OFI best, running</source>
            <translation>OFI 最优档，累计</translation>
        </message>
        <message>
            <source>OFI best</source>
            <translation>OFI 最优档</translation>
        </message>
        <message>
            <source>OFI 5 levels</source>
            <translation>OFI 五档</translation>
        </message>
        <message>
            <source>Delta</source>
            <translation>成交量差</translation>
        </message>
        <message>
            <source>no tape: the source sends no trades</source>
            <translation>无逐笔成交：来源不发送成交</translation>
        </message>
        <message>
            <source>no book: the source sends no depth</source>
            <translation>无盘口：来源不发送深度</translation>
        </message>
        <message>
            <source>withheld: the book is not usable now</source>
            <translation>暂不显示：盘口当前不可用</translation>
        </message>
        <message>
            <source>waiting for the first trade</source>
            <translation>等待第一笔成交</translation>
        </message>
        <message>
            <source>waiting for the first book</source>
            <translation>等待第一份盘口</translation>
        </message>
        <message>
            <source>All lanes are off</source>
            <translation>所有分栏均已关闭</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::FlowView</name>
        <message>
            <source>Bar period</source>
            <translation>K 线周期</translation>
        </message>
        <message>
            <source>CVD</source>
            <translation>CVD</translation>
        </message>
        <message>
            <source>OFI</source>
            <translation>OFI</translation>
        </message>
        <message>
            <source>OFI5</source>
            <translation>OFI5</translation>
        </message>
        <message>
            <source>Delta</source>
            <translation>成交量差</translation>
        </message>
        <message>
            <source>Cumulative volume delta: buy minus sell volume since start</source>
            <translation>累计成交量差：启动以来主动买减主动卖</translation>
        </message>
        <message>
            <source>Order-flow imbalance of the best bid and ask</source>
            <translation>最优买卖档的订单流失衡</translation>
        </message>
        <message>
            <source>Order-flow imbalance of the five best levels</source>
            <translation>前五档的订单流失衡</translation>
        </message>
        <message>
            <source>Buy minus sell volume of each bar</source>
            <translation>每根 K 线的主动买减主动卖</translation>
        </message>
        <message>
            <source>OFI as a running sum, or bar by bar</source>
            <translation>OFI 显示累计值或逐根值</translation>
        </message>
        <message>
            <source>OFI as a running sum</source>
            <translation>OFI 累计值</translation>
        </message>
        <message>
            <source>Order flow</source>
            <translation>订单流</translation>
        </message>
        <message>
            <source>No instrument yet. The source sends its list when it connects.</source>
            <translation>尚无品种。来源连接后会发送列表。</translation>
        </message>
        <message>
            <source>Nothing to draw yet. Bars start with the first trade or quote that arrives.</source>
            <translation>暂无内容。收到第一笔成交或报价后开始。</translation>
        </message>
        <message>
            <source>side: venue %1 · inferred %2 · unknown %3</source>
            <translation>方向：交易所 %1 · 推断 %2 · 未知 %3</translation>
        </message>
        <message>
            <source>venue %1 · ~%2 · ?%3</source>
            <comment>short side shares: venue, inferred, unknown</comment>
            <translation>交易所 %1 · ~%2 · ?%3</translation>
        </message>
        <message>
            <source>Share of the volume by where its side comes from, over the last %1 trades; unknown volume is never part of CVD</source>
            <translation>最近 %1 笔成交中按方向来源划分的成交量占比；方向未知的成交量不计入 CVD</translation>
        </message>
        <message>
            <source>What is drawn</source>
            <translation>绘制内容</translation>
        </message>
        <message>
            <source>Fusion</source>
            <translation>融合</translation>
        </message>
        <message>
            <source>Order-flow imbalance of the book, in standard deviations of what is usual here</source>
            <translation>盘口的订单流失衡，以此处常态的标准差计</translation>
        </message>
        <message>
            <source>Net volume of the aggressors, in standard deviations of what is usual here</source>
            <translation>主动方净量，以此处常态的标准差计</translation>
        </message>
        <message>
            <source>Weighted mean of both, with the bands that make it a buy or a sell</source>
            <translation>两者的加权平均，及构成买入或卖出的区带</translation>
        </message>
        <message>
            <source>Scores of the samples, with the thresholds in force</source>
            <translation>各样本的分数，及当前阈值</translation>
        </message>
        <message>
            <source>Scores</source>
            <translation>分数</translation>
        </message>
        <message>
            <source>raw</source>
            <translation>原始</translation>
        </message>
        <message>
            <source>Quantities bar by bar</source>
            <translation>逐周期数量</translation>
        </message>
        <message>
            <source>Order flow, scores</source>
            <translation>订单流，分数</translation>
        </message>
        <message>
            <source>No sample yet. Scores start with the first sample; raw shows quantities until then.</source>
            <translation>尚无样本。首个样本到来后开始计分；在此之前可看原始数量。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::IntervalPlotWidget</name>
        <message>
            <source>no events</source>
            <translation>无事件</translation>
        </message>
        <message>
            <source>base rate</source>
            <translation>基准率</translation>
        </message>
        <message>
            <source>control</source>
            <translation>对照</translation>
        </message>
        <message>
            <source>too few to judge</source>
            <translation>太少，无法判断</translation>
        </message>
        <message>
            <source>n %1 independent</source>
            <translation>独立 n %1</translation>
        </message>
        <message>
            <source>accuracy %1, interval %2 to %3</source>
            <translation>准确率 %1，区间 %2 至 %3</translation>
        </message>
        <message>
            <source>base rate %1</source>
            <translation>基准率 %1</translation>
        </message>
        <message>
            <source>price structure alone %1</source>
            <translation>仅价格结构 %1</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::KillButton</name>
        <message>
            <source>KILL</source>
            <translation>紧急停止</translation>
        </message>
        <message>
            <source>STOPPING</source>
            <translation>正在停止</translation>
        </message>
        <message>
            <source>HALTED</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>Engage kill switch for %1</source>
            <translation>对 %1 启动紧急停止</translation>
        </message>
        <message>
            <source>%1 is stopped. Press to see the steps and to send the cancels again.</source>
            <translation>%1 已停止。按下可查看步骤并再次发送撤单。</translation>
        </message>
        <message>
            <source>Stop %1 now (Ctrl+Shift+K). Acts at once, asks nothing.</source>
            <translation>立即停止 %1 (Ctrl+Shift+K)。按下即生效，不再询问。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::LatencyCanvas</name>
        <message>
            <source>journal sync</source>
            <translation>日志落盘</translation>
        </message>
        <message>
            <source>receive → painted</source>
            <translation>接收 → 绘制</translation>
        </message>
        <message>
            <source>venue → receive</source>
            <translation>交易所 → 接收</translation>
        </message>
        <message>
            <source>queue</source>
            <translation>排队</translation>
        </message>
        <message>
            <source>journal</source>
            <translation>写日志</translation>
        </message>
        <message>
            <source>decode</source>
            <translation>解码</translation>
        </message>
        <message>
            <source>book</source>
            <translation>盘口</translation>
        </message>
        <message>
            <source>signal</source>
            <translation>信号</translation>
        </message>
        <message>
            <source>publish</source>
            <translation>发布</translation>
        </message>
        <message>
            <source>receive → signal</source>
            <translation>接收 → 信号</translation>
        </message>
        <message>
            <source>receive → view</source>
            <translation>接收 → 视图</translation>
        </message>
        <message>
            <source>p50 %1, p95 %2, p99 %3, p99.9 %4, largest %5, n %6</source>
            <translation>p50 %1，p95 %2，p99 %3，p99.9 %4，最大 %5，n %6</translation>
        </message>
        <message>
            <source>Not available: the source sends no venue time</source>
            <translation>不可用：来源不发送交易所时间</translation>
        </message>
        <message>
            <source>Holds the offset between the venue's clock and ours</source>
            <translation>包含交易所时钟与本机时钟的偏差</translation>
        </message>
        <message>
            <source>%1 values are negative: the venue's clock is ahead of ours</source>
            <translation>%1 个值为负：交易所时钟快于本机</translation>
        </message>
        <message>
            <source>A percentile needs enough values: 20 for p50, 200 for p95, 1,000 for p99, 10,000 for p99.9</source>
            <translation>分位数需要足够样本：p50 需 20，p95 需 200，p99 需 1,000，p99.9 需 10,000</translation>
        </message>
        <message>
            <source>stage</source>
            <translation>环节</translation>
        </message>
        <message>
            <source>no values in this window</source>
            <translation>该时段无数据</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::LatencyView</name>
        <message>
            <source>Window</source>
            <translation>时段</translation>
        </message>
        <message>
            <source>start</source>
            <translation>启动起</translation>
        </message>
        <message>
            <source>10m</source>
            <translation>10 分</translation>
        </message>
        <message>
            <source>1m</source>
            <translation>1 分</translation>
        </message>
        <message>
            <source>10s</source>
            <translation>10 秒</translation>
        </message>
        <message>
            <source>Since the start of the engine, or since Reset</source>
            <translation>引擎启动以来，或清零以来</translation>
        </message>
        <message>
            <source>The last ten minutes</source>
            <translation>最近十分钟</translation>
        </message>
        <message>
            <source>The last minute</source>
            <translation>最近一分钟</translation>
        </message>
        <message>
            <source>The last ten seconds</source>
            <translation>最近十秒</translation>
        </message>
        <message>
            <source>Latency</source>
            <translation>延迟</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>清零</translation>
        </message>
        <message>
            <source>Count from now on, in this view only</source>
            <translation>从现在起重新计数，仅限本视图</translation>
        </message>
        <message>
            <source>Latency by stage</source>
            <translation>各环节延迟</translation>
        </message>
        <message>
            <source>last %1</source>
            <translation>最近 %1</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::LogModel</name>
        <message>
            <source>time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>level</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>source</source>
            <translation>来源</translation>
        </message>
        <message>
            <source>code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>what happened</source>
            <translation>内容</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::LogView</name>
        <message>
            <source>Level</source>
            <translation>级别</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>Critical</source>
            <translation>严重</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
        <message>
            <source>Filter by text or code</source>
            <translation>按文字或代码筛选</translation>
        </message>
        <message>
            <source>Follow</source>
            <translation>跟随</translation>
        </message>
        <message>
            <source>Keep the newest line in sight</source>
            <translation>始终显示最新一行</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Hold the list still; what arrives is kept and shown afterwards</source>
            <translation>暂停滚动；新到的内容会保留，稍后显示</translation>
        </message>
        <message>
            <source>No line matches.</source>
            <translation>没有匹配的行。</translation>
        </message>
        <message>
            <source>paused · %1 new</source>
            <translation>已暂停 · %1 条新内容</translation>
        </message>
        <message>
            <source>%1 lines</source>
            <translation>%1 行</translation>
        </message>
        <message>
            <source>%1 of %2 lines</source>
            <translation>%1／%2 行</translation>
        </message>
        <message>
            <source>%1 older dropped</source>
            <translation>已丢弃 %1 条旧内容</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::MainWindow</name>
        <message>
            <source>%1 · %2 · Bellwether</source>
            <translation>%1 · %2 · Bellwether</translation>
        </message>
        <message>
            <source>Choose source…</source>
            <translation>选择数据来源…</translation>
        </message>
        <message>
            <source>Views</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Default layout</source>
            <translation>默认布局</translation>
        </message>
        <message>
            <source>Engage kill</source>
            <translation>启动紧急停止</translation>
        </message>
        <message>
            <source>Reset the stop…</source>
            <translation>复位停止…</translation>
        </message>
        <message>
            <source>Reset key…</source>
            <translation>复位密钥…</translation>
        </message>
        <message>
            <source>About Bellwether…</source>
            <translation>关于 Bellwether…</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Market colours</source>
            <translation>涨跌颜色</translation>
        </message>
        <message>
            <source>Green up, red down</source>
            <translation>绿涨红跌</translation>
        </message>
        <message>
            <source>Red up, green down</source>
            <translation>红涨绿跌</translation>
        </message>
        <message>
            <source>Blue and vermilion (colour-blind)</source>
            <translation>蓝与朱红（色盲友好）</translation>
        </message>
        <message>
            <source>Font size</source>
            <translation>字号</translation>
        </message>
        <message>
            <source>About Bellwether</source>
            <translation>关于 Bellwether</translation>
        </message>
        <message>
            <source>Bellwether %1, a workstation that watches markets</source>
            <translation>Bellwether %1，行情监测工作站</translation>
        </message>
        <message>
            <source>Engine: %1</source>
            <translation>引擎：%1</translation>
        </message>
        <message>
            <source>Data: %1</source>
            <translation>数据：%1</translation>
        </message>
        <message>
            <source>Log: %1</source>
            <translation>日志：%1</translation>
        </message>
        <message>
            <source>Free software under the GNU General Public License, version 3 or later.</source>
            <translation>自由软件，遵循 GNU 通用公共许可证第 3 版或更新版本。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Trading layout</source>
            <translation>交易布局</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::OrderTicketPanel</name>
        <message>
            <source>Quantity</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Limit price</source>
            <translation>限价</translation>
        </message>
        <message>
            <source>Stop price</source>
            <translation>触发价</translation>
        </message>
        <message>
            <source>Stop loss</source>
            <translation>止损</translation>
        </message>
        <message>
            <source>Take profit</source>
            <translation>止盈</translation>
        </message>
        <message>
            <source>Instrument</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>Route</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Valid</source>
            <translation>有效期</translation>
        </message>
        <message>
            <source>Reduce only</source>
            <translation>仅减仓</translation>
        </message>
        <message>
            <source>Only shrinks a position; refused if it would open or turn one</source>
            <translation>只减少持仓；若会开仓或反手则拒绝</translation>
        </message>
        <message>
            <source>A recording is playing: orders are impossible.</source>
            <translation>正在回放录制：无法委托。</translation>
        </message>
        <message>
            <source>The engine does not respond.</source>
            <translation>引擎无响应。</translation>
        </message>
        <message>
            <source>Stopped: %1</source>
            <translation>已停止：%1</translation>
        </message>
        <message>
            <source>The state of the stop is not known: treated as stopped.</source>
            <translation>停止状态未知：按已停止处理。</translation>
        </message>
        <message>
            <source>Reducing: only orders that shrink a position pass. Tick “Reduce only”.</source>
            <translation>仅减仓：只允许减少持仓的委托。请勾选“仅减仓”。</translation>
        </message>
        <message>
            <source>No order may be sent: %1</source>
            <translation>当前不能委托：%1</translation>
        </message>
        <message>
            <source>%1 is not armed: arm it in the Risk view, page Routes.</source>
            <translation>%1 未启用：请在“风控”视图的“通道”页启用。</translation>
        </message>
        <message>
            <source>No instrument yet.</source>
            <translation>尚无品种。</translation>
        </message>
        <message>
            <source>Choose buy or sell.</source>
            <translation>请选择买入或卖出。</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>Send order</source>
            <translation>发出委托</translation>
        </message>
        <message>
            <source>Buy %1, %2%3</source>
            <translation>买入 %1，%2%3</translation>
        </message>
        <message>
            <source>Sell %1, %2%3</source>
            <translation>卖出 %1，%2%3</translation>
        </message>
        <message>
            <source>Only limit orders have one</source>
            <translation>仅限价委托需要</translation>
        </message>
        <message>
            <source>Only stop orders have one</source>
            <translation>仅止损触发委托需要</translation>
        </message>
        <message>
            <source>Sends it now; the table shows what becomes of it</source>
            <translation>立即发出；结果见表格</translation>
        </message>
        <message>
            <source>%1 handed over; choose a side for the next one</source>
            <translation>%1 已交出；下一笔请重新选择方向</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::OrdersView</name>
        <message>
            <source>Orders</source>
            <translation>委托</translation>
        </message>
        <message>
            <source>Ticket</source>
            <translation>下单</translation>
        </message>
        <message>
            <source>Show the ticket for a new order</source>
            <translation>显示新委托的下单面板</translation>
        </message>
        <message>
            <source>Cancel order</source>
            <translation>撤单</translation>
        </message>
        <message>
            <source>Cancel all</source>
            <translation>全部撤单</translation>
        </message>
        <message>
            <source>Replace…</source>
            <translation>改单…</translation>
        </message>
        <message>
            <source>Resolve…</source>
            <translation>处理…</translation>
        </message>
        <message>
            <source>The engine has not told its orders yet.</source>
            <translation>引擎尚未报告委托。</translation>
        </message>
        <message>
            <source>No order. Execution is off: this program only watches.</source>
            <translation>没有委托。执行已关闭：本程序仅监视。</translation>
        </message>
        <message>
            <source>No order yet.</source>
            <translation>尚无委托。</translation>
        </message>
        <message numerus="yes">
            <source>%n live</source>
            <translation>
                <numerusform>有效 %n 笔</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sent today</source>
            <translation>
                <numerusform>今日发出 %n 笔</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <translation>
                <numerusform>拒绝 %n 笔</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) did not fit</source>
            <translation>
                <numerusform>%n 行未能显示</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) of unknown outcome</source>
            <translation>
                <numerusform>%n 笔委托结果未知</numerusform>
            </translation>
        </message>
        <message>
            <source>A recording is playing: orders are impossible</source>
            <translation>正在回放录制：无法委托</translation>
        </message>
        <message>
            <source>Choose an order first</source>
            <translation>请先选择一笔委托</translation>
        </message>
        <message>
            <source>This order has ended</source>
            <translation>该委托已结束</translation>
        </message>
        <message>
            <source>It has no id of ours: cancel it at the venue</source>
            <translation>没有我方编号：请在交易场所撤单</translation>
        </message>
        <message>
            <source>Asks the venue to cancel it (Del); passes also while stopped</source>
            <translation>请求交易场所撤单（Del）；停止时也可进行</translation>
        </message>
        <message>
            <source>No order is live</source>
            <translation>没有有效委托</translation>
        </message>
        <message>
            <source>Asks every venue to cancel all of our orders; asks nothing</source>
            <translation>请求各交易场所撤销我方全部委托；不再询问</translation>
        </message>
        <message>
            <source>Only working limit and stop orders can be changed</source>
            <translation>只能更改挂单中的限价和止损触发委托</translation>
        </message>
        <message>
            <source>A smaller quantity or another price</source>
            <translation>减少数量或更改价格</translation>
        </message>
        <message>
            <source>Only orders of unknown outcome are resolved by hand</source>
            <translation>只有结果未知的委托才需人工处理</translation>
        </message>
        <message>
            <source>After you looked at the venue; the reason is kept in the audit log</source>
            <translation>请先到交易场所查看；理由记入审计日志</translation>
        </message>
        <message>
            <source>asked to cancel %1</source>
            <translation>已请求撤单 %1</translation>
        </message>
        <message>
            <source>asked to cancel all orders</source>
            <translation>已请求全部撤单</translation>
        </message>
        <message>
            <source>Replace %1</source>
            <translation>更改 %1</translation>
        </message>
        <message>
            <source>A smaller quantity passes always; a larger one or a more aggressive price is checked like a new order.</source>
            <translation>减少数量总能通过；增加数量或更激进的价格按新委托检查。</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>改单</translation>
        </message>
        <message>
            <source>Quantity</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Price</source>
            <translation>价格</translation>
        </message>
        <message>
            <source>asked to replace %1</source>
            <translation>已请求更改 %1</translation>
        </message>
        <message>
            <source>Resolve %1</source>
            <translation>处理 %1</translation>
        </message>
        <message>
            <source>Look at the venue first. From then on the order no longer counts as position and no longer closes the gate of its instrument.</source>
            <translation>请先到交易场所查看。处理后该委托不再计入持仓，也不再阻止该品种的委托。</translation>
        </message>
        <message>
            <source>Resolve</source>
            <translation>处理</translation>
        </message>
        <message>
            <source>What you saw at the venue</source>
            <translation>您在交易场所看到的情况</translation>
        </message>
        <message>
            <source>asked to resolve %1</source>
            <translation>已请求处理 %1</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::PositionsView</name>
        <message>
            <source>Positions</source>
            <translation>持仓</translation>
        </message>
        <message>
            <source>Flatten…</source>
            <translation>平仓…</translation>
        </message>
        <message>
            <source>Flatten route…</source>
            <translation>通道平仓…</translation>
        </message>
        <message>
            <source>Reset paper account…</source>
            <translation>重置模拟账户…</translation>
        </message>
        <message>
            <source>route</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>instrument</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>side</source>
            <translation>方向</translation>
        </message>
        <message>
            <source>qty</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>open</source>
            <translation>开仓价</translation>
        </message>
        <message>
            <source>Average price of the position</source>
            <translation>持仓均价</translation>
        </message>
        <message>
            <source>mark</source>
            <translation>标记价</translation>
        </message>
        <message>
            <source>P&amp;L</source>
            <translation>浮动盈亏</translation>
        </message>
        <message>
            <source>Open profit or loss in account currency</source>
            <translation>以账户货币计的浮动盈亏</translation>
        </message>
        <message>
            <source>realised</source>
            <translation>已实现</translation>
        </message>
        <message>
            <source>Of today, in account currency</source>
            <translation>今日，以账户货币计</translation>
        </message>
        <message>
            <source>notional</source>
            <translation>名义金额</translation>
        </message>
        <message>
            <source>In account currency</source>
            <translation>以账户货币计</translation>
        </message>
        <message>
            <source>ticket</source>
            <translation>订单号</translation>
        </message>
        <message>
            <source>Of accounts that hold several positions</source>
            <translation>适用于可同时持有多个仓位的账户</translation>
        </message>
        <message>
            <source>marks</source>
            <translation>标记</translation>
        </message>
        <message>
            <source>drift</source>
            <translation>不符</translation>
        </message>
        <message>
            <source>external</source>
            <translation>外部</translation>
        </message>
        <message>
            <source>Found at the venue, not opened from here; never closed by itself</source>
            <translation>在交易场所发现，非本程序开仓；不会自动平仓</translation>
        </message>
        <message>
            <source>long</source>
            <translation>多</translation>
        </message>
        <message>
            <source>short</source>
            <translation>空</translation>
        </message>
        <message>
            <source>The engine has not told its positions yet.</source>
            <translation>引擎尚未报告持仓。</translation>
        </message>
        <message>
            <source>No position.</source>
            <translation>没有持仓。</translation>
        </message>
        <message numerus="yes">
            <source>%n position(s) differ from the venue's</source>
            <translation>
                <numerusform>%n 个持仓与交易场所不符</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n position(s)</source>
            <translation>
                <numerusform>%n 个持仓</numerusform>
            </translation>
        </message>
        <message>
            <source>A recording is playing: orders are impossible</source>
            <translation>正在回放录制：无法委托</translation>
        </message>
        <message>
            <source>Choose a position first</source>
            <translation>请先选择一个持仓</translation>
        </message>
        <message>
            <source>Closes this position; works while stopped too</source>
            <translation>平掉此持仓；停止时也可进行</translation>
        </message>
        <message>
            <source>Closes every position of this route; works while stopped too</source>
            <translation>平掉此通道的全部持仓；停止时也可进行</translation>
        </message>
        <message>
            <source>Only with execution.mode paper</source>
            <translation>仅在 execution.mode 为 paper 时可用</translation>
        </message>
        <message>
            <source>Starts the paper account again from its first balance</source>
            <translation>模拟账户从初始余额重新开始</translation>
        </message>
        <message>
            <source>Flatten %1</source>
            <translation>平仓 %1</translation>
        </message>
        <message>
            <source>Flatten %1 on %2</source>
            <translation>平仓 %2 的 %1</translation>
        </message>
        <message>
            <source>Each position is closed by its own order, which can only reduce. Every one is reported as closed, refused or unknown. This is never done automatically.</source>
            <translation>每个持仓由单独的只减仓委托平掉，并逐一报告已平、被拒或未知。此操作绝不会自动进行。</translation>
        </message>
        <message>
            <source>Flatten</source>
            <translation>平仓</translation>
        </message>
        <message>
            <source>asked to flatten %1</source>
            <translation>已请求平仓 %1</translation>
        </message>
        <message>
            <source>Reset the paper account</source>
            <translation>重置模拟账户</translation>
        </message>
        <message>
            <source>Orders, positions and balance of the paper account start again. It is kept in the audit log.</source>
            <translation>模拟账户的委托、持仓和余额重新开始，并记入审计日志。</translation>
        </message>
        <message>
            <source>Reset paper account</source>
            <translation>重置模拟账户</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>asked to reset the paper account</source>
            <translation>已请求重置模拟账户</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ReliabilityCanvas</name>
        <message>
            <source>said %1, was %2, interval %3–%4, n %5</source>
            <translation>预测 %1，实际 %2，区间 %3–%4，n %5</translation>
        </message>
        <message>
            <source>Share of hits by calibrated p</source>
            <translation>各校准概率的命中占比</translation>
        </message>
        <message>
            <source>hollow: fewer than %1</source>
            <translation>空心：少于 %1</translation>
        </message>
        <message>
            <source>not calibrated: no outcome has a probability yet</source>
            <translation>未校准：尚无带概率的结果</translation>
        </message>
        <message>
            <source>Area of a dot: number of outcomes. Bars: 95 % interval. On the dashed line, what was said came true.</source>
            <translation>点的面积：结果数。竖线：95 % 区间。落在虚线上表示预测与实际一致。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ReportPageWidget</name>
        <message>
            <source>Nothing to list.</source>
            <translation>无内容。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ResearchView</name>
        <message>
            <source>Page</source>
            <translation>页</translation>
        </message>
        <message>
            <source>Evaluation</source>
            <translation>评估</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translation>刷新</translation>
        </message>
        <message>
            <source>Read the list of runs again</source>
            <translation>重新读取运行列表</translation>
        </message>
        <message>
            <source>Copy JSON</source>
            <translation>复制 JSON</translation>
        </message>
        <message>
            <source>Copy the report as its command wrote it</source>
            <translation>按命令写出的原样复制报告</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>No run yet</source>
            <translation>尚无运行</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>完成于</translation>
        </message>
        <message>
            <source>name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>The report is larger than 64 MiB and is not shown.</source>
            <translation>报告超过 64 MiB，不予显示。</translation>
        </message>
        <message>
            <source>The report cannot be read: %1</source>
            <translation>无法读取报告：%1</translation>
        </message>
        <message>
            <source>Reading the list of runs…</source>
            <translation>正在读取运行列表…</translation>
        </message>
        <message>
            <source>No run yet. Make one on the command line; it appears here when it has finished:</source>
            <translation>尚无运行。请在命令行中执行；完成后会出现在这里：</translation>
        </message>
        <message>
            <source>Choose a run.</source>
            <translation>请选择一次运行。</translation>
        </message>
        <message>
            <source>Reading the report…</source>
            <translation>正在读取报告…</translation>
        </message>
        <message>
            <source>unreadable</source>
            <translation>无法读取</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ResetDialog</name>
        <message>
            <source>Reset the stop</source>
            <translation>复位停止</translation>
        </message>
        <message>
            <source>Reset %1</source>
            <translation>复位 %1</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>上一步</translation>
        </message>
        <message>
            <source>Reset now</source>
            <translation>立即复位</translation>
        </message>
        <message>
            <source>Wakes 3 s after phrase, reason and key are there</source>
            <translation>短语、理由和密钥齐全 3 秒后可用</translation>
        </message>
        <message>
            <source>Why is it safe to go on? 10 to 500 characters, kept in the audit log.</source>
            <translation>为什么可以安全继续？10 至 500 个字符，记入审计日志。</translation>
        </message>
        <message>
            <source>Reset key</source>
            <translation>复位密钥</translation>
        </message>
        <message>
            <source>Phrase</source>
            <translation>短语</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>%1 since %2 by %3: %4</source>
            <translation>%1，始于 %2，触发者 %3：%4</translation>
        </message>
        <message>
            <source>Reason given: %1</source>
            <translation>所给理由：%1</translation>
        </message>
        <message>
            <source>Type %1 exactly</source>
            <translation>请准确输入 %1</translation>
        </message>
        <message>
            <source>No reset key is set. Set one in the Risk view first.</source>
            <translation>未设置复位密钥。请先在风控视图中设置。</translation>
        </message>
        <message>
            <source>Nothing blocks the reset. After it nothing restarts by itself.</source>
            <translation>没有阻碍复位的条件。复位后不会自动重启任何操作。</translation>
        </message>
        <message>
            <source>Checking the key…</source>
            <translation>正在核对密钥…</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ResetKeyDialog</name>
        <message>
            <source>Reset key</source>
            <translation>复位密钥</translation>
        </message>
        <message>
            <source>A stop can only be reset with this key. It is not stored here; if it is lost, a new one is set on the command line.</source>
            <translation>停止只能用此密钥复位。密钥不保存在本程序中；若遗失，请在命令行重新设置。</translation>
        </message>
        <message>
            <source>Present key</source>
            <translation>当前密钥</translation>
        </message>
        <message numerus="yes">
            <source>New key, at least %n character(s)</source>
            <translation>
                <numerusform>新密钥，至少 %n 个字符</numerusform>
            </translation>
        </message>
        <message>
            <source>New key again</source>
            <translation>再次输入新密钥</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Set key</source>
            <translation>设置密钥</translation>
        </message>
        <message>
            <source>New key</source>
            <translation>新密钥</translation>
        </message>
        <message>
            <source>The two new keys differ</source>
            <translation>两次输入的新密钥不一致</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::RiskPane</name>
        <message>
            <source>Engage kill</source>
            <translation>启动紧急停止</translation>
        </message>
        <message>
            <source>The same as the red control in the top bar</source>
            <translation>与顶栏的红色按钮相同</translation>
        </message>
        <message>
            <source>Reset…</source>
            <translation>复位…</translation>
        </message>
        <message>
            <source>by %1</source>
            <translation>触发者 %1</translation>
        </message>
        <message>
            <source>since %1</source>
            <translation>始于 %1</translation>
        </message>
        <message>
            <source>since %1 by %2</source>
            <translation>始于 %1，触发者 %2</translation>
        </message>
        <message>
            <source>%1, reason: %2</source>
            <translation>%1，理由：%2</translation>
        </message>
        <message>
            <source>Two steps: check, then phrase, reason and key</source>
            <translation>分两步：先检查，再输入短语、理由和密钥</translation>
        </message>
        <message>
            <source>Nothing is stopped</source>
            <translation>当前没有停止</translation>
        </message>
        <message>
            <source>Risk</source>
            <translation>风控</translation>
        </message>
        <message>
            <source>Choose a route first</source>
            <translation>请先选择一条通道</translation>
        </message>
        <message>
            <source>This route is not armed</source>
            <translation>该通道未启用</translation>
        </message>
        <message>
            <source>This route is armed</source>
            <translation>该通道已启用</translation>
        </message>
        <message>
            <source>A recording is playing: orders are impossible</source>
            <translation>正在回放录制：无法委托</translation>
        </message>
        <message>
            <source>The paper broker arms by itself</source>
            <translation>模拟经纪会自行启用</translation>
        </message>
        <message>
            <source>Only with execution.mode live</source>
            <translation>仅在 execution.mode 为 live 时可用</translation>
        </message>
        <message>
            <source>Not while stopped or reducing</source>
            <translation>停止或仅减仓时不可用</translation>
        </message>
        <message>
            <source>The route is disabled in the configuration</source>
            <translation>该通道已在配置中禁用</translation>
        </message>
        <message>
            <source>Lets orders leave by this route until the program ends or a stop</source>
            <translation>允许委托经此通道发出，直到程序结束或停止</translation>
        </message>
        <message>
            <source>Takes effect at once</source>
            <translation>立即生效</translation>
        </message>
        <message>
            <source>Choose a breaker that is engaged first</source>
            <translation>请先选择一个已熔断的品种</translation>
        </message>
        <message>
            <source>Reduce only</source>
            <translation>仅减仓</translation>
        </message>
        <message>
            <source>From now on only orders that shrink a position pass. It is left by the two keyed steps of a reset.</source>
            <translation>此后只允许减少持仓的委托。须经两步密钥复位才能解除。</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>理由</translation>
        </message>
        <message>
            <source>Halt a scope</source>
            <translation>停止某一范围</translation>
        </message>
        <message>
            <source>Orders of this scope are cancelled and none of it leaves any more. It is kept on disk and left by the two keyed steps of a reset.</source>
            <translation>该范围的委托将被撤销且不再发出。状态保存在磁盘上，须经两步密钥复位才能解除。</translation>
        </message>
        <message>
            <source>Halt</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Scope</source>
            <translation>范围</translation>
        </message>
        <message>
            <source>Which one</source>
            <translation>具体对象</translation>
        </message>
        <message>
            <source>Arm %1</source>
            <translation>启用 %1</translation>
        </message>
        <message>
            <source>Orders may leave by this route, with real effect, until the program ends, the route is disarmed or a stop.</source>
            <translation>委托可经此通道发出并产生实际效果，直到程序结束、通道停用或紧急停止。</translation>
        </message>
        <message>
            <source>Arm</source>
            <translation>启用</translation>
        </message>
        <message>
            <source>asked to arm %1</source>
            <translation>已请求启用 %1</translation>
        </message>
        <message>
            <source>asked to disarm %1</source>
            <translation>已请求停用 %1</translation>
        </message>
        <message>
            <source>Close the breaker of %1</source>
            <translation>解除 %1 的熔断</translation>
        </message>
        <message>
            <source>Opening orders of this symbol pass again. The reason is kept in the audit log.</source>
            <translation>该品种可再次开仓。理由记入审计日志。</translation>
        </message>
        <message>
            <source>Close breaker</source>
            <translation>解除熔断</translation>
        </message>
        <message>
            <source>asked to close the breaker of %1</source>
            <translation>已请求解除 %1 的熔断</translation>
        </message>
        <message>
            <source>Page</source>
            <translation>页面</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Limits</source>
            <translation>限额</translation>
        </message>
        <message>
            <source>Routes</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>Breakers</source>
            <translation>熔断</translation>
        </message>
        <message>
            <source>Reduce only…</source>
            <translation>仅减仓…</translation>
        </message>
        <message>
            <source>Halt scope…</source>
            <translation>停止范围…</translation>
        </message>
        <message>
            <source>Stops one venue, instrument or source; the rest goes on</source>
            <translation>停止一个场所、品种或来源；其余继续</translation>
        </message>
        <message>
            <source>Arm…</source>
            <translation>启用…</translation>
        </message>
        <message>
            <source>Disarm</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>Close breaker…</source>
            <translation>解除熔断…</translation>
        </message>
        <message>
            <source>The engine has not told its limits yet.</source>
            <translation>引擎尚未报告限额。</translation>
        </message>
        <message>
            <source>No order route is configured. Orders can go to the paper broker only.</source>
            <translation>未配置委托通道。委托只能发往模拟经纪。</translation>
        </message>
        <message>
            <source>No symbol breaker has opened or counted a loss today.</source>
            <translation>今日没有品种熔断或计入亏损。</translation>
        </message>
        <message numerus="yes">
            <source>%n more cause(s)</source>
            <translation>
                <numerusform>另有 %n 个原因</numerusform>
            </translation>
        </message>
        <message>
            <source>simulated</source>
            <translation>模拟</translation>
        </message>
        <message>
            <source>Everything is stopped already</source>
            <translation>已全部停止</translation>
        </message>
        <message>
            <source>Only reducing orders pass already</source>
            <translation>已处于仅减仓状态</translation>
        </message>
        <message>
            <source>From now on only orders that shrink a position pass</source>
            <translation>此后只允许减少持仓的委托</translation>
        </message>
        <message>
            <source>Execution: not known yet</source>
            <translation>执行：尚未知</translation>
        </message>
        <message>
            <source>Execution: %1</source>
            <translation>执行：%1</translation>
        </message>
        <message>
            <source>armed: %1</source>
            <translation>已启用：%1</translation>
        </message>
        <message>
            <source>no order may be sent: %1</source>
            <translation>当前不能委托：%1</translation>
        </message>
        <message numerus="yes">
            <source>%n limit(s) breached</source>
            <translation>
                <numerusform>%n 项限额越限</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n limit(s) near</source>
            <translation>
                <numerusform>%n 项限额接近</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ScoreboardView</name>
        <message>
            <source>Group</source>
            <translation>分组</translation>
        </message>
        <message>
            <source>Horizon</source>
            <translation>期限</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>窗口</translation>
        </message>
        <message>
            <source>Overview</source>
            <translation>总览</translation>
        </message>
        <message>
            <source>Symbols</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>Types</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>Grades</source>
            <translation>等级</translation>
        </message>
        <message>
            <source>All rows</source>
            <translation>全部行</translation>
        </message>
        <message>
            <source>Which rows are shown</source>
            <translation>显示哪些行</translation>
        </message>
        <message>
            <source>Samples after the detection</source>
            <translation>检出后的样本数</translation>
        </message>
        <message>
            <source>ever</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>last 500</source>
            <translation>最近 500</translation>
        </message>
        <message>
            <source>Outcomes that count</source>
            <translation>计入的结果</translation>
        </message>
        <message>
            <source>Scoreboard</source>
            <translation>战绩</translation>
        </message>
        <message>
            <source>No outcome yet. Only signals as they were emitted count, never a re-run.</source>
            <translation>尚无结果。只计当时发出的信号，从不重算。</translation>
        </message>
        <message>
            <source>Reliability diagram</source>
            <translation>可靠性图</translation>
        </message>
        <message numerus="yes">
            <source>%n outcome(s)</source>
            <translation>
                <numerusform>%n 个结果</numerusform>
            </translation>
        </message>
        <message>
            <source>calibration drifted</source>
            <translation>校准已漂移</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) did not fit</source>
            <translation>
                <numerusform>%n 行放不下</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::SignalDetailView</name>
        <message>
            <source>The signal before this one</source>
            <translation>上一个信号</translation>
        </message>
        <message>
            <source>The signal after this one</source>
            <translation>下一个信号</translation>
        </message>
        <message>
            <source>Newest</source>
            <translation>最新</translation>
        </message>
        <message>
            <source>The newest signal that was emitted</source>
            <translation>最新发出的信号</translation>
        </message>
        <message>
            <source>Price and flow around the signal</source>
            <translation>信号前后的价格与订单流</translation>
        </message>
        <message>
            <source>Score, probability, timeline and record of the signal</source>
            <translation>信号的得分、概率、时间线与记录</translation>
        </message>
        <message>
            <source>Signal detail</source>
            <translation>信号详情</translation>
        </message>
        <message>
            <source>No signal yet. The newest one will be shown here; choose another in the table.</source>
            <translation>尚无信号。最新信号将显示在此；也可在表中选择其他信号。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::SignalFacts</name>
        <message>
            <source>Z strength</source>
            <translation>Z 强度</translation>
        </message>
        <message>
            <source>P pivots</source>
            <translation>P 拐点</translation>
        </message>
        <message>
            <source>A agreement</source>
            <translation>A 一致</translation>
        </message>
        <message>
            <source>C consistency</source>
            <translation>C 同向</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>得分</translation>
        </message>
        <message>
            <source>The ledger says %1: other weights were in force</source>
            <translation>账本为 %1：当时使用了其他权重</translation>
        </message>
        <message>
            <source>Score with default weights</source>
            <translation>得分（默认权重）</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::SignalPicture</name>
        <message>
            <source>price, samples of %1</source>
            <translation>价格，%1 样本</translation>
        </message>
        <message>
            <source>detected</source>
            <translation>检出</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::SignalsModel</name>
        <message>
            <source>pair</source>
            <translation>拐点对</translation>
        </message>
        <message>
            <source>detected</source>
            <translation>检出</translation>
        </message>
        <message>
            <source>symbol</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>channel</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>score</source>
            <translation>得分</translation>
        </message>
        <message>
            <source>grade</source>
            <translation>等级</translation>
        </message>
        <message>
            <source>bucket</source>
            <translation>分组</translation>
        </message>
        <message>
            <source>lag</source>
            <translation>滞后</translation>
        </message>
        <message>
            <source>outcome %1 · %2</source>
            <translation>结果 %1 · %2</translation>
        </message>
        <message>
            <source>reasons</source>
            <translation>原因</translation>
        </message>
        <message>
            <source>settings</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>ledger</source>
            <translation>账本</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::SignalsView</name>
        <message>
            <source>Signals</source>
            <translation>信号</translation>
        </message>
        <message>
            <source>Withheld</source>
            <translation>已扣留</translation>
        </message>
        <message>
            <source>Show pairs of pivots that a gap came between: they were not judged</source>
            <translation>显示被缺口隔开的拐点对：未作判断</translation>
        </message>
        <message>
            <source>Suppressed</source>
            <translation>已抑制</translation>
        </message>
        <message>
            <source>Show divergences that were not emitted: score too low, or cooldown</source>
            <translation>显示未发出的背离：得分过低或处于冷却</translation>
        </message>
        <message>
            <source>Filter (Ctrl+F)</source>
            <translation>筛选 (Ctrl+F)</translation>
        </message>
        <message>
            <source>Filter the signals by any text in a row</source>
            <translation>按行内任意文字筛选信号</translation>
        </message>
        <message numerus="yes">
            <source>%n signal(s)</source>
            <translation>
                <numerusform>%n 个信号</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2, filter on</source>
            <translation>%1/%2，已筛选</translation>
        </message>
        <message>
            <source>%1 older dropped</source>
            <translation>较早的 %1 条已移除</translation>
        </message>
        <message>
            <source>%1 did not reach the screen, see the ledger</source>
            <translation>%1 条未到达屏幕，见账本</translation>
        </message>
        <message>
            <source>No signal matches the filter.</source>
            <translation>没有符合筛选的信号。</translation>
        </message>
        <message>
            <source>No signal yet: no data has arrived.</source>
            <translation>尚无信号：尚未收到数据。</translation>
        </message>
        <message>
            <source>No signal since %1.</source>
            <translation>自 %1 起无信号。</translation>
        </message>
        <message numerus="yes">
            <source>Warm-up %1/%2 on %n symbol(s).</source>
            <translation>
                <numerusform>%n 个品种预热中 %1/%2。</numerusform>
            </translation>
        </message>
        <message>
            <source>No sample has closed yet.</source>
            <translation>尚无样本收盘。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::StatusStrip</name>
        <message>
            <source>○ waiting for the first data</source>
            <translation>○ 等待首批数据</translation>
        </message>
        <message>
            <source>&lt; 1 s</source>
            <translation>&lt; 1 s</translation>
        </message>
        <message>
            <source>◐ %1 · STALE %2</source>
            <translation>◐ %1 · 数据过期 %2</translation>
        </message>
        <message>
            <source>● %1 · age %2</source>
            <translation>● %1 · 时效 %2</translation>
        </message>
        <message>
            <source>side: venue %1</source>
            <translation>方向：交易所 %1</translation>
        </message>
        <message>
            <source>side: no trade yet</source>
            <translation>方向：尚无成交</translation>
        </message>
        <message>
            <source>no tape</source>
            <translation>无逐笔成交</translation>
        </message>
        <message>
            <source>no gap open</source>
            <translation>无未关闭缺口</translation>
        </message>
        <message numerus="yes">
            <source>▲ %n gap(s) open</source>
            <translation>
                <numerusform>▲ %n 个缺口未关闭</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 rejected</source>
            <translation>已拒绝 %1</translation>
        </message>
        <message>
            <source>replay %1</source>
            <translation>回放 %1</translation>
        </message>
        <message>
            <source>REC</source>
            <translation>录制</translation>
        </message>
        <message>
            <source>REC %1/h</source>
            <translation>录制 %1/时</translation>
        </message>
        <message>
            <source>not recording</source>
            <translation>未录制</translation>
        </message>
        <message>
            <source>%1 msg/s</source>
            <translation>%1 条/秒</translation>
        </message>
        <message>
            <source>frame p99 %1</source>
            <translation>帧 p99 %1</translation>
        </message>
        <message>
            <source>%1 dropped</source>
            <translation>已丢弃 %1</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::StepsTable</name>
        <message>
            <source>Nothing was stopped in this run.</source>
            <translation>本次运行未触发停止。</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::StopPage</name>
        <message>
            <source>Latch</source>
            <translation>锁存</translation>
        </message>
        <message>
            <source>Latch file</source>
            <translation>锁存文件</translation>
        </message>
        <message>
            <source>Lock folder</source>
            <translation>锁目录</translation>
        </message>
        <message>
            <source>Audit log</source>
            <translation>审计日志</translation>
        </message>
        <message>
            <source>Reset key</source>
            <translation>复位密钥</translation>
        </message>
        <message>
            <source>Threads</source>
            <translation>线程</translation>
        </message>
        <message>
            <source>Stopped, not yet flat: no route is green before the venue says that no order works.</source>
            <translation>已停止，尚未清：交易场所确认没有挂单之前不会显示绿色。</translation>
        </message>
        <message>
            <source>Stopping.</source>
            <translation>正在停止。</translation>
        </message>
        <message>
            <source>Flat: every route says that no order works.</source>
            <translation>已清：所有通道均确认没有挂单。</translation>
        </message>
        <message>
            <source>Latched. No order route, nothing was cancelled. Tools that honour kill_switch.lock stop.</source>
            <translation>已锁存。没有委托通道，未撤销任何委托。遵守 kill_switch.lock 的工具会停止。</translation>
        </message>
        <message>
            <source>■ %1: halted since %2</source>
            <translation>■ %1：自 %2 起停止</translation>
        </message>
        <message>
            <source>◆ %1: reducing only since %2</source>
            <translation>◆ %1：自 %2 起仅减仓</translation>
        </message>
        <message>
            <source>✓ on disk</source>
            <translation>✓ 已落盘</translation>
        </message>
        <message>
            <source>▲ not on disk</source>
            <translation>▲ 未落盘</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s)</source>
            <translation>
                <numerusform>%n 行</numerusform>
            </translation>
        </message>
        <message>
            <source>✓ set</source>
            <translation>✓ 已设置</translation>
        </message>
        <message>
            <source>◆ not set: a stop cannot be reset from here</source>
            <translation>◆ 未设置：无法在此复位停止</translation>
        </message>
        <message>
            <source>Change reset key…</source>
            <translation>更改复位密钥…</translation>
        </message>
        <message>
            <source>Set reset key…</source>
            <translation>设置复位密钥…</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::TopBar</name>
        <message>
            <source>since %1</source>
            <translation>始于 %1</translation>
        </message>
        <message>
            <source>FEEDS</source>
            <translation>数据源</translation>
        </message>
        <message numerus="yes">
            <source>%n gap(s)</source>
            <translation>
                <numerusform>%n 个缺口</numerusform>
            </translation>
        </message>
        <message>
            <source>DATA</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>ALERTS</source>
            <translation>告警</translation>
        </message>
        <message>
            <source>Risk state</source>
            <translation>风控状态</translation>
        </message>
        <message>
            <source>Mode</source>
            <translation>模式</translation>
        </message>
        <message>
            <source>Focused symbol</source>
            <translation>当前品种</translation>
        </message>
        <message>
            <source>Connections live of all</source>
            <translation>在线连接／全部连接</translation>
        </message>
        <message>
            <source>Open gaps</source>
            <translation>未关闭缺口</translation>
        </message>
        <message>
            <source>Clock</source>
            <translation>时钟</translation>
        </message>
        <message>
            <source>Local time; below it UTC</source>
            <translation>本地时间；下方为 UTC</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>菜单</translation>
        </message>
        <message>
            <source>Data: %1. Click to choose another source.</source>
            <translation>数据：%1。点击可选择其他来源。</translation>
        </message>
        <message>
            <source>overdue</source>
            <translation>逾期</translation>
        </message>
        <message>
            <source>DRILL</source>
            <translation>演练</translation>
        </message>
        <message>
            <source>Alerts not acknowledged</source>
            <translation>未确认的告警</translation>
        </message>
        <message>
            <source>Drill overdue</source>
            <translation>演练逾期</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::Tray</name>
        <message>
            <source>Halt all</source>
            <translation>全部停止</translation>
        </message>
        <message>
            <source>Show the window</source>
            <translation>显示窗口</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Bellwether · %1</source>
            <translation>Bellwether · %1</translation>
        </message>
        <message numerus="yes">
            <source>Bellwether · %1 · %n critical alert(s)</source>
            <translation>
                <numerusform>Bellwether · %1 · %n 条严重告警</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n alert(s)</source>
            <translation>
                <numerusform>%n 条告警</numerusform>
            </translation>
        </message>
        <message>
            <source>Alert</source>
            <translation>告警</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::WatchlistModel</name>
        <message>
            <source>no tape</source>
            <translation>无成交</translation>
        </message>
        <message>
            <source>no book</source>
            <translation>无盘口</translation>
        </message>
        <message>
            <source>○ quotes</source>
            <translation>○ 报价</translation>
        </message>
        <message>
            <source>Symbol</source>
            <translation>品种</translation>
        </message>
        <message>
            <source>Last</source>
            <translation>最新</translation>
        </message>
        <message>
            <source>Chg</source>
            <translation>涨跌</translation>
        </message>
        <message>
            <source>Bid</source>
            <translation>买一</translation>
        </message>
        <message>
            <source>Ask</source>
            <translation>卖一</translation>
        </message>
        <message>
            <source>Spread</source>
            <translation>价差</translation>
        </message>
        <message>
            <source>CVD</source>
            <translation>CVD</translation>
        </message>
        <message>
            <source>OFI 1m</source>
            <translation>OFI 1分</translation>
        </message>
        <message>
            <source>msg/s</source>
            <translation>条/秒</translation>
        </message>
        <message>
            <source>Age</source>
            <translation>时效</translation>
        </message>
        <message>
            <source>Integrity</source>
            <translation>完整性</translation>
        </message>
        <message>
            <source>The instrument; a click shows it in the charts</source>
            <translation>品种；点击后在图表中显示</translation>
        </message>
        <message>
            <source>Price of the last trade and the side that took it; where the source has no trades, the bid (b)</source>
            <translation>最新成交价及主动方向；来源无成交时显示买价 (b)</translation>
        </message>
        <message>
            <source>Change against the first price of this run</source>
            <translation>相对本次运行首个价格的涨跌</translation>
        </message>
        <message>
            <source>Best bid</source>
            <translation>最优买价</translation>
        </message>
        <message>
            <source>Best ask</source>
            <translation>最优卖价</translation>
        </message>
        <message>
            <source>Ask minus bid, in ticks</source>
            <translation>卖价减买价，以最小变动价位计</translation>
        </message>
        <message>
            <source>Cumulative volume delta since start: bought minus sold by aggressors, trades of unknown side left out</source>
            <translation>启动以来的累计成交量差：主动买减主动卖，不含方向未知的成交</translation>
        </message>
        <message>
            <source>Order-flow imbalance of the forming minute, best level (Cont, Kukanov, Stoikov)</source>
            <translation>当前分钟的订单流失衡，最优档 (Cont, Kukanov, Stoikov)</translation>
        </message>
        <message>
            <source>Messages a second, all streams</source>
            <translation>每秒消息数，全部数据流</translation>
        </message>
        <message>
            <source>Since the newest message</source>
            <translation>距最新消息</translation>
        </message>
        <message>
            <source>State of the book, and the last hour of the gap ledger</source>
            <translation>盘口状态及最近一小时的缺口记录</translation>
        </message>
        <message>
            <source>Last trade, %1</source>
            <translation>最新成交，%1</translation>
        </message>
        <message>
            <source>No trades at this source: the bid is shown</source>
            <translation>该来源无成交：显示买价</translation>
        </message>
        <message>
            <source>One side of the book is empty</source>
            <translation>盘口一侧为空</translation>
        </message>
        <message>
            <source>%1 bps</source>
            <translation>%1 bps</translation>
        </message>
        <message>
            <source>%1 %2, exact</source>
            <translation>%1 %2，精确值</translation>
        </message>
        <message>
            <source>This source sends no trades</source>
            <translation>该来源不发送成交</translation>
        </message>
        <message>
            <source>This source sends no order book</source>
            <translation>该来源不发送盘口</translation>
        </message>
        <message>
            <source>Withheld: the book is not usable now (%1)</source>
            <translation>暂不显示：盘口当前不可用（%1）</translation>
        </message>
        <message>
            <source>%1 updates in this minute</source>
            <translation>本分钟 %1 次更新</translation>
        </message>
        <message>
            <source>%1 resyncs, %2 missing ids, %3 rejected</source>
            <translation>重新同步 %1 次，缺失编号 %2，已拒绝 %3</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::WatchlistView</name>
        <message>
            <source>No symbols yet. Waiting for the first data; choose another source in the menu.</source>
            <translation>尚无品种。正在等待首批数据；可在菜单中选择其他来源。</translation>
        </message>
        <message>
            <source>Watchlist</source>
            <translation>行情自选</translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ZCanvas</name>
        <message>
            <source>OFI %1, CVD %2, fusion %3, %4</source>
            <translation>OFI %1，CVD %2，融合 %3，%4</translation>
        </message>
        <message>
            <source>OFI z</source>
            <translation>OFI z</translation>
        </message>
        <message>
            <source>CVD z</source>
            <translation>CVD z</translation>
        </message>
        <message>
            <source>Fusion</source>
            <translation>融合</translation>
        </message>
        <message>
            <source>no book: the source sends no depth</source>
            <translation>无盘口：数据源不提供深度</translation>
        </message>
        <message>
            <source>no tape: the source sends no trades</source>
            <translation>无逐笔：数据源不提供成交</translation>
        </message>
        <message>
            <source>warm-up %1/%2</source>
            <translation>预热 %1/%2</translation>
        </message>
        <message>
            <source>withheld: %1</source>
            <translation>暂缓：%1</translation>
        </message>
        <message>
            <source>new segment</source>
            <translation>新段</translation>
        </message>
        <message>
            <source>consistency %1</source>
            <translation>一致性 %1</translation>
        </message>
        <message>
            <source>unknown %1</source>
            <translation>未知 %1</translation>
        </message>
        <message>
            <source>All lanes are off</source>
            <translation>所有泳道已关闭</translation>
        </message>
        <message>
            <source>Segment %1 begins: %2</source>
            <translation>第 %1 段开始：%2</translation>
        </message>
    </context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
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
            <source>Best quotes of the rebuilt book that equal the venue&apos;s ticker, of those compared</source>
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
            <source>Trades fetched from the venue&apos;s history into a gap</source>
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
            <source>Contracts that are open, in the venue&apos;s unit</source>
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
            <source>The venue&apos;s index of expected volatility, % a year</source>
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
            <source>Fisher&apos;s exact test, one-sided</source>
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
            <source>&quot;%1&quot; is not a symbol. Example: BTCUSDT, ETHUSDT</source>
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
            <source>Holds the offset between the venue&apos;s clock and ours</source>
            <translation>包含交易所时钟与本机时钟的偏差</translation>
        </message>
        <message>
            <source>%1 values are negative: the venue&apos;s clock is ahead of ours</source>
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
            <source>Set reset key…</source>
            <translation>设置复位密钥…</translation>
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
            <source>✓ on disk</source>
            <translation>✓ 已落盘</translation>
        </message>
        <message>
            <source>▲ not on disk</source>
            <translation>▲ 未落盘</translation>
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
            <source>Risk</source>
            <translation>风控</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s)</source>
            <translation>
                <numerusform>%n 行</numerusform>
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
            <source>Alerts not yet seen</source>
            <translation>未查看的告警</translation>
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

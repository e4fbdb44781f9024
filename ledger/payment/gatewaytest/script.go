package gatewaytest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"shouqi/ledger/payment"
)

// readyAfter is when on the next day, in China, the channels have a day's file.
const readyAfter = 10 * time.Hour

// Fault is what goes wrong with one call.
type Fault string

// The faults. Unless it says otherwise the channel did what it was asked, and only its answer is bad.
const (
	Fine       Fault = ""
	Lost       Fault = "lost"        // the line breaks before the answer
	Slow       Fault = "slow"        // the answer comes after nobody waits any more
	Unsigned   Fault = "unsigned"    // the answer lacks a signature
	Forged     Fault = "forged"      // somebody else signed it
	OtherOrder Fault = "other-order" // signed, and about another order
	OtherSum   Fault = "other-sum"   // signed, and of another sum
	Huge       Fault = "huge"        // far too long
	Broken     Fault = "broken"      // a day's file that is not what its hash says, or no file at all
	Waits      Fault = "waits"       // a refund that is taken note of and not there yet
	Fails      Fault = "fails"       // a refund that cannot be given back
	Down       Fault = "down"        // nothing is done; the channel says that its system is out of order
	HTML       Fault = "html"        // nothing is done; a proxy answers with a page
	Skewed     Fault = "skewed"      // the clocks are ten minutes apart; Alipay then does nothing
	Refused    Fault = "refused"     // nothing is done; the channel says no
	Garbled    Fault = "garbled"     // the terminal's answer is damaged on its line, and comes well when it is sent again
)

// Faults are all faults with their words, in the order in which help lists them.
var Faults = []struct {
	Fault Fault
	Words string
}{
	{Lost, "做了，但应答没有回来（断线）"}, {Slow, "做了，但应答来得太晚"}, {Unsigned, "做了，应答没有签名"}, {Forged, "做了，应答的签名不是渠道的"},
	{OtherOrder, "做了，应答说的是另一笔订单"}, {OtherSum, "做了，应答的金额不对"}, {Huge, "做了，应答过长"}, {Broken, "账单文件与校验值不符"},
	{Waits, "退款受理了，还没有到账"}, {Fails, "退款受理了，退不回去"}, {Down, "没有做，渠道系统错误"}, {HTML, "没有做，网关返回一页 HTML"},
	{Skewed, "两边的时钟相差十分钟"}, {Refused, "没有做，渠道拒绝"},
	{Garbled, "做了，刷卡机的应答在线上坏了，重发才对"},
}

// The methods of a channel, as a scenario names them.
const (
	MethodShow        = "show"
	MethodCharge      = "charge"
	MethodQuery       = "query"
	MethodClose       = "close"
	MethodReverse     = "reverse"
	MethodRefund      = "refund"
	MethodQueryRefund = "query-refund"
	MethodBill        = "bill"
	MethodFile        = "file"
)

// Methods are all of them.
var Methods = []string{MethodShow, MethodCharge, MethodQuery, MethodClose, MethodReverse, MethodRefund, MethodQueryRefund, MethodBill, MethodFile}

// Rule says what goes wrong with the nth call of a method of a channel, from 1; 0 is every call.
type Rule struct {
	Channel payment.Channel
	Method  string
	Nth     int
	Fault   Fault
}

type called struct {
	channel payment.Channel
	method  string
}

// Script is what goes wrong, call by call. The zero value lets nothing go wrong. Its methods may be called by several goroutines.
type Script struct {
	mu    sync.Mutex
	rules []Rule
	calls map[called]int
}

// Add adds a rule.
func (s *Script) Add(rules ...Rule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = append(s.rules, rules...)
}

// Clear lets nothing go wrong any more.
func (s *Script) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = nil
}

// Next lets something go wrong with the next call of a method.
func (s *Script) Next(channel payment.Channel, method string, fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rules = append(s.rules, Rule{Channel: channel, Method: method, Nth: s.calls[called{channel, method}] + 1, Fault: fault})
}

// call counts a call, and returns what goes wrong with it.
func (s *Script) call(channel payment.Channel, method string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.calls == nil {
		s.calls = make(map[called]int)
	}
	s.calls[called{channel, method}]++
	n := s.calls[called{channel, method}]
	for _, rule := range s.rules {
		if rule.Channel == channel && rule.Method == method && (rule.Nth == 0 || rule.Nth == n) {
			return rule.Fault
		}
	}
	return Fine
}

// ParseRules reads a scenario: a rule a line of four words, "wechat query 2 lost" for the second query at WeChat, "*" for every one. Empty
// lines and those that begin with # count for nothing. Errors name the line.
func ParseRules(text string) (rules []Rule, err error) {
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		rule, err := parseRule(words)
		if err != nil {
			return nil, fmt.Errorf("第 %d 行：%w", i+1, err)
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

func parseRule(words []string) (rule Rule, err error) {
	if len(words) != 4 {
		return rule, fmt.Errorf("要四个词：渠道 方法 第几次 故障")
	}
	rule = Rule{Channel: payment.Channel(words[0]), Method: words[1], Fault: Fault(words[3])}
	if !slices.Contains(payment.Channels, rule.Channel) {
		return rule, fmt.Errorf("不认识的渠道：%s", words[0])
	}
	if !slices.Contains(Methods, rule.Method) {
		return rule, fmt.Errorf("不认识的方法：%s", words[1])
	}
	known := false
	for _, fault := range Faults {
		known = known || fault.Fault == rule.Fault
	}
	if !known {
		return rule, fmt.Errorf("不认识的故障：%s", words[3])
	}
	if words[2] != "*" {
		if rule.Nth, err = strconv.Atoi(words[2]); err != nil || rule.Nth < 1 {
			return rule, fmt.Errorf("第几次应是从 1 起的数字或 *：%s", words[2])
		}
	}
	return rule, nil
}

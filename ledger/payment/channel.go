package payment

import (
	"regexp"
	"strings"

	"shouqi/ledger/store"
)

// Channel names whose system moves the money.
type Channel string

// The channels that this program can ask for money.
const (
	WeChat Channel = "wechat"
	Alipay Channel = "alipay"
	// Terminal is the bank-card terminal on the counter: the owner taps or inserts a card there, and no code is shown or scanned.
	Terminal Channel = "terminal"
)

// Channels are those of the screens' keys, in their order.
var Channels = []Channel{WeChat, Alipay, Terminal}

// HasCodes reports whether the owner pays by a code: one on our screen, or one on the phone. A channel without is only ever Charged, and
// nothing is scanned for it.
func (c Channel) HasCodes() bool { return c != Terminal }

// Name returns the channel's name as it stands on screens and papers, which are Chinese whatever language the screen speaks.
func (c Channel) Name() string {
	switch c {
	case WeChat:
		return "微信"
	case Alipay:
		return "支付宝"
	case Terminal:
		return "刷卡机"
	}
	return string(c)
}

// payerCodes are what a payment code on an owner's phone looks like, as the channels publish it. Nothing stricter may be asked: the
// channels announce longer codes. The last two are named so that a person is told; no contract of ours can charge them.
var payerCodes = []struct {
	channel Channel
	form    *regexp.Regexp
	refusal string
}{
	{channel: WeChat, form: regexp.MustCompile(`^1[0-5]\d{16}$`)},
	{channel: Alipay, form: regexp.MustCompile(`^(?:2[5-9]|30)\d{14,22}$`)},
	{form: regexp.MustCompile(`^62\d{17}$`), refusal: codePayerUnionPay},
	{form: regexp.MustCompile(`^01\d{17}$`), refusal: codePayerDigitalYuan},
}

// ChannelOf returns the channel of a payment code that a scanner read off the owner's phone; line ends around it count for nothing.
// Errors: payment.payer_unionpay and payment.payer_digital_yuan for codes of ways that this program cannot charge,
// payment.payer_receives for the code with which the owner would receive money, and payment.payer_code for anything else.
// The code itself never stands in an error: for a minute it is as good as money.
func ChannelOf(scanned string) (Channel, error) {
	code := strings.TrimSpace(scanned)
	for _, row := range payerCodes {
		if !row.form.MatchString(code) {
			continue
		}
		if row.refusal != "" {
			return "", store.Refuse(row.refusal)
		}
		return row.channel, nil
	}
	lower := strings.ToLower(code)
	if strings.HasPrefix(lower, "wxp://") || strings.HasPrefix(lower, "https://qr.alipay.com/") {
		return "", store.Refuse(codePayerReceives)
	}
	return "", store.Refuse(CodePayerCode)
}

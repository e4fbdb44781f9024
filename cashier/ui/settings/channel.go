package settings

import (
	"context"
	"errors"
	"slices"
	"strings"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// channelItems are the lines of the channels: whose money each collects, and where a merchant's keys come in. No key is ever shown.
func (s *Screen) channelItems() []item {
	text := s.frame.Text
	lines := []item{s.group("channels")}
	for _, channel := range payment.Channels {
		line := item{label: text("desk.tender." + string(channel)), value: s.merchantOf(channel), help: text("settings.channel.help")}
		switch {
		case slices.Contains(s.facts.connected, channel):
			line.act, line.do = text("settings.channel.check"), func() { s.checkChannel(channel) }
		case s.facts.unread != nil:
			line.help = text("settings.channel.unread.help", s.deps.Explain(s.facts.unread))
		default:
			line.help = text("settings.channel.none.help")
		}
		lines = append(lines, line)
	}
	line := item{label: text("settings.merchants"), help: text("settings.merchants.help"), guarded: true}
	line.do = func() { s.askMerchants(line) }
	return append(lines, line)
}

// merchantOf says whose money a channel collects.
func (s *Screen) merchantOf(channel payment.Channel) string {
	text := s.frame.Text
	at := slices.IndexFunc(s.facts.merchants, func(m payment.Merchant) bool { return m.Channel == channel })
	switch {
	case at >= 0 && slices.Contains(s.facts.connected, channel):
		return s.merchantWords(s.facts.merchants[at].Number, s.facts.merchants[at].Pretend)
	case s.facts.unread != nil:
		return text("settings.channel.unread")
	}
	return text("settings.channel.none")
}

func (s *Screen) merchantWords(number string, pretend bool) string {
	if pretend {
		return s.frame.Text("settings.channel.pretend", number)
	}
	return s.frame.Text("settings.channel.merchant", number)
}

// checkChannel tries a channel's keys: an order number that was never used is asked about, and no money moves.
func (s *Screen) checkChannel(channel payment.Channel) {
	title := s.frame.Text("desk.tender." + string(channel))
	s.frame.Run(s.frame.Text("settings.channel.checking"), func(ctx context.Context, progress func(done, total int)) error {
		progress(0, 0)
		err := s.counter.Book.Payments.Check(ctx, channel)
		if ctx.Err() != nil {
			return ctx.Err() // cancelled: whatever came of it was not waited for
		}
		return err
	}, func(err error) {
		if errors.Is(err, context.Canceled) {
			s.frame.Toast(s.deps.Explain(context.Canceled), widgets.ToneCalm)
			return
		}
		widgets.ShowNotice(s.frame.Canvas(), title, s.checkedWords(channel, err), s.frame.Text("ui.ok"), nil)
		s.deps.Changed()
	})
}

// checkedWords say how a check came out, what to do about it, and how the clocks stand.
func (s *Screen) checkedWords(channel payment.Channel, err error) string {
	text := s.frame.Text
	switch code := store.Code(err); code {
	case "":
	case payment.CodeRefused:
		var refusal *store.Error
		if errors.As(err, &refusal) && !channel.HasCodes() {
			return text("settings.channel.failed.terminal", refusal.Args...)
		}
		return text("settings.channel.failed.refused")
	case payment.CodeNoAnswer, payment.CodeUntrusted, payment.CodeMismatch:
		return text("settings.channel.failed." + strings.TrimPrefix(code, "payment."))
	default:
		return s.deps.Explain(err)
	}
	if !channel.HasCodes() { // it has no keys, and its clock is its own
		return text("settings.channel.passed.terminal")
	}
	skewMS, warn := s.counter.Book.Payments.SkewMS()
	words := text("settings.channel.passed", max(skewMS, -skewMS)/1000)
	if channel == payment.WeChat { // what WeChat refuses, and an order that is not there is refused, is read without its signature
		words += "\n" + text("settings.channel.passed.wechat")
	}
	if warn {
		words += "\n" + text("settings.channel.skew")
	}
	return words
}

// askMerchants asks for the merchant's file and keeps its keys on this machine, which takes two people: whose money it is hangs on them. What
// the second agrees to is what was read when the first was asked, whatever the file is by then.
func (s *Screen) askMerchants(line item) {
	entry := textEntry("")
	var contracts []ledger.Contract
	s.ask(line, entry, func() (value, refusal string) { return strings.TrimSpace(entry.Text), "" },
		func(ctx context.Context, path string, second session.Second) (err error) {
			if second == (session.Second{}) {
				if contracts, err = ledger.ReadContracts(path); err != nil {
					return err
				}
			}
			return s.counter.Agreed(ctx, staff.ConnectChannel, second, func(by staff.Actor, approval staff.Approval) error {
				return s.counter.Book.SetContracts(ctx, by, approval, contracts)
			})
		}, func(string) string {
			var words []string
			for _, contract := range contracts {
				words = append(words, s.frame.Text("desk.tender."+string(contract.Channel))+" "+s.merchantWords(contract.Merchant(), contract.Base != ""))
			}
			return strings.Join(append(words, s.frame.Text("settings.merchants.second")), "\n")
		})
}

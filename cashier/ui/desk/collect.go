package desk

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"shouqi/cashier/checkout"
	"shouqi/cashier/collecting"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
)

// channelSigns are the keys of the channels: on the keypad beside the figures, because the hand is there. After figures a hyphen says that they
// are a room's, so that the terminal's key works before any are typed.
var channelSigns = map[payment.Channel]string{payment.WeChat: "/", payment.Alipay: "*", payment.Terminal: "-"}

// scanKey waits for the code on the owner's phone.
const scanKey = "+"

// keypadSigns are what a Chinese input method makes of the keys.
var keypadSigns = strings.NewReplacer("、", "/", "÷", "/", "／", "/", "×", "*", "＊", "*", "＋", "+", "－", "-", "—", "-", "–", "-")

// collectPanel is the right column while a channel is asked: it is made anew with the state of the order, and only its seconds change.
type collectPanel struct {
	seconds *canvas.Text
}

// orderForm is what of an order the panel is made of.
type orderForm struct {
	no, state, failure, code, problem string
	stopping, stopped                 bool
}

func orderFormOf(v checkout.View) (f orderForm) {
	if v.Step == checkout.Scanning || v.Step == checkout.Collecting { // elsewhere a problem is written without making the column anew
		if f.problem = v.Problem.Key; v.Problem.Err != nil {
			f.problem = v.Problem.Err.Error()
		}
	}
	if v.Draft != nil && v.Draft.AtChannel != nil {
		o := v.Draft.AtChannel
		f = orderForm{problem: f.problem, no: o.Order.No, state: string(o.State), failure: o.Failure, code: o.Code, stopping: v.Stopping, stopped: o.Stopped}
	}
	return f
}

// channelFen is what the channel is asked for of the payment as it stands: what nothing else pays.
func (s *Screen) channelFen() money.Fen {
	tender, _ := till.ChannelTender(s.view.Quote.Tenders)
	return tender.Fen
}

// isCollecting says whether the money column belongs to a channel.
func (s *Screen) isCollecting() bool {
	return s.view.Draft != nil && (s.view.Step == checkout.Scanning || s.view.Draft.AtChannel != nil)
}

// channelChips are the buttons of the channels that this counter has, nil where it has none: they show which key of the keypad it is. A short
// window has only a line that says so.
func (s *Screen) channelChips() fyne.CanvasObject {
	if len(s.view.State.Channels) == 0 {
		return nil
	}
	if look.IsShort() { // the change needs the room: the keys are said in one line
		return look.Text(s.channelLine(), look.SmallSize(), look.Ink2())
	}
	chips := widgets.HStack(6)
	channels := slices.Clone(s.view.State.Channels)
	slices.SortStableFunc(channels, func(a, b payment.Channel) int { return s.usualFirst(a) - s.usualFirst(b) })
	for _, channel := range channels {
		chip := widgets.NewButton(widgets.ChipButton, s.text("desk.collect.chip."+string(channel)), channelSigns[channel], func() {
			s.send(checkout.Collect{Channel: channel, Seen: s.sight.SeenByTap()})
		})
		chip.SetChosen(s.view.Draft.Rest == till.TenderKind(channel))
		chips.Add(chip)
	}
	if s.scansCodes() {
		chips.Add(widgets.NewButton(widgets.ChipButton, s.text("desk.collect.scan"), scanKey, func() { s.send(checkout.Scan{Seen: s.sight.SeenByTap()}) }))
	}
	return chips
}

// scansCodes reports whether any channel of this counter charges the code on the owner's phone.
func (s *Screen) scansCodes() bool {
	return slices.ContainsFunc(s.view.State.Channels, payment.Channel.HasCodes)
}

// channelLine names the keys of the channels.
func (s *Screen) channelLine() string {
	var words []string
	for _, channel := range s.view.State.Channels {
		words = append(words, channelSigns[channel]+" "+s.text("desk.collect.chip."+string(channel)))
	}
	if s.scansCodes() {
		words = append(words, scanKey+" "+s.text("desk.collect.scan"))
	}
	return strings.Join(words, "   ")
}

// usualFirst is 0 for the channel by which the household usually pays, and 1 for any other.
func (s *Screen) usualFirst(channel payment.Channel) int {
	if s.view.Draft.Household.UsualWay == till.TenderKind(channel) {
		return 0
	}
	return 1
}

// channelKeys are the keys that ask a channel for what is left to pay, of the channels that this counter has.
func (s *Screen) channelKeys() (keys []shell.Key) {
	for _, channel := range s.view.State.Channels {
		cap := channelSigns[channel]
		keys = append(keys, shell.Key{Name: fyne.KeyName(cap), Cap: cap, Label: s.text("desk.tender." + string(channel)), Quiet: true})
	}
	if s.scansCodes() {
		keys = append(keys, shell.Key{Name: scanKey, Cap: scanKey, Label: s.text("desk.collect.scan"), Quiet: true})
	}
	return keys
}

// typedChannel takes the sign of a channel, where a payment stands that it could be meant for.
func (s *Screen) typedChannel(character rune) bool {
	sign := keypadSigns.Replace(string(character))
	isTerminal := sign == channelSigns[payment.Terminal] && s.amount.Text() == ""
	if s.view.Draft == nil || !isTerminal && !strings.Contains("/*+", sign) {
		return false
	}
	if s.view.Step != checkout.Tendering {
		return !isTerminal && s.view.Step != checkout.Choosing // a key that is held is not the beginning of a search, but for a room's hyphen
	}
	seen := s.sight.SeenByKey()
	if sign == scanKey && s.scansCodes() {
		s.send(checkout.Scan{Seen: seen})
		return true
	}
	for _, channel := range s.view.State.Channels {
		if channelSigns[channel] == sign {
			s.send(checkout.Collect{Channel: channel, Seen: seen})
			return true
		}
	}
	return false
}

// earlyWords asks for the key that came too early once more: another in its place would take the money another way.
func (s *Screen) earlyWords() string {
	key := "Enter"
	switch early := s.view.Early.(type) {
	case checkout.Pass:
		key = "F12"
	case checkout.Collect:
		key = channelSigns[early.Channel]
	case checkout.Scan:
		key = scanKey
	}
	return s.text("desk.early", key)
}

// TakesPayerCode charges a payment code that was scanned, in the step that waits for one; it reports whether that is now.
func (s *Screen) TakesPayerCode(code string) bool {
	if s.view.Step != checkout.Scanning {
		return false
	}
	s.send(checkout.PayerCode{Code: code})
	return true
}

// keepsPayerCode takes a payment code that was typed where none is waited for: it is named, put nowhere, and nothing is charged.
func (s *Screen) keepsPayerCode(typed string) bool {
	if _, err := payment.ChannelOf(typed); err != nil || !s.scansCodes() {
		return false
	}
	s.send(checkout.Query{})
	s.NamePayerCode()
	return true
}

// NamePayerCode says that a payment code charges nothing here, and what to do first.
func (s *Screen) NamePayerCode() {
	said := s.text("desk.collect.code_here", scanKey)
	switch {
	case !s.scansCodes():
		said = s.text("desk.collect.code_unconnected")
	case s.view.Draft != nil && s.view.Draft.AtChannel != nil:
		said = s.text("desk.collect.code_busy")
	}
	s.frame.Toast(said, widgets.ToneLook)
}

// collectKeys are the keys while a channel is asked.
func (s *Screen) collectKeys() []shell.Key {
	if s.view.Draft.AtChannel == nil {
		return nil
	}
	keys := []shell.Key{{Name: fyne.KeyF7, Label: s.text("desk.collect.aside"), Do: func() { s.send(checkout.SetAside{}) }}}
	if s.mayShowAgain() {
		keys = append(keys, shell.Key{Name: fyne.KeyF5, Label: s.text("desk.collect.again"), Do: func() { s.send(checkout.ShowAgain{}) }})
	}
	return keys
}

// mayShowAgain says whether the channel can be asked for the code once more: an order that is shown and not given up.
func (s *Screen) mayShowAgain() bool {
	o := s.view.Draft.AtChannel
	return o.Order.Way == payment.Shown && o.State.IsOpen() && !o.Stopped && !s.view.Stopping
}

// collectView is the right column while the owner's code is waited for, or the owner.
func (s *Screen) collectView() fyne.CanvasObject {
	panel := &collectPanel{seconds: look.Text("", look.LeadSize(), look.Ink2())}
	s.collect = panel
	width := widgets.SideInner(rightWidth)
	view := widgets.VStack(8)
	title, fen := s.text("desk.collect.show_code"), s.channelFen()
	order := s.view.Draft.AtChannel
	if order != nil {
		title, fen = s.text("desk.collect."+string(order.Order.Way), order.Channel.Name()), order.Order.Fen
		if order.Stopped || s.view.Stopping || order.IsRefused() {
			title = s.text("desk.collect.ending", order.Channel.Name())
		}
	}
	view.Add(widgets.VStack(-6, widgets.Sides(look.Text(title, look.BodySize(), look.Ink2()), panel.seconds), bigAmount(fen, look.TotalSize(), look.Ink())))
	if rest := s.view.Quote.DueFen - fen; rest > 0 {
		view.Add(widgets.NewField(s.text("desk.collect.rest"), rest.Yuan()).Strong(look.Jade()))
	}
	if order == nil {
		view.Add(s.payerCode)
		view.Add(widgets.Paragraph(s.text("desk.collect.scan_advice"), look.BodySize(), look.Ink2(), width))
	} else {
		if order.Code != "" && !s.view.Stopping {
			view.Add(widgets.QRCode(order.Code, look.Scaled(qrSide)))
		}
		words, tone := s.orderWords(*order)
		view.Add(widgets.Notice(words, tone, width))
	}
	foot := widgets.VStack(6)
	if !s.view.Problem.IsNone() {
		foot.Add(s.problemNotice(width))
	}
	foot.Add(widgets.Paragraph(s.collectAdvice(), look.SmallSize(), look.Ink2(), width))
	s.addAside(foot, width)
	s.tickOrder(panel)
	return widgets.Card(widgets.Edges(nil, foot, flushScroll(view)))
}

// qrSide is the side of the code on the desk, in points at scale 1.
const qrSide = 230

// collectAdvice says what Esc and the other keys do now.
func (s *Screen) collectAdvice() string {
	switch order := s.view.Draft.AtChannel; {
	case order == nil:
		return s.text("desk.collect.advice.scan")
	case order.IsFound():
		return s.text("desk.collect.advice.found")
	case order.Stopped || s.view.Stopping:
		return s.text("desk.collect.advice.ending")
	}
	return s.text("desk.collect.advice")
}

// orderWords says how an order stands, and whether the money is safe.
func (s *Screen) orderWords(order collecting.Order) (string, widgets.Tone) {
	switch {
	case order.IsFound():
		return s.text("desk.collect.found"), widgets.ToneGood
	case s.view.Stopping:
		return s.text("desk.collect.stopping"), widgets.ToneLook
	case order.Stopped:
		words := s.text("desk.collect.stop_unknown", clock(order.Order.ExpiresMS))
		if order.BesideFen > 0 {
			words += s.text("desk.collect.stop_beside", order.BesideFen.Yuan())
		}
		return words, widgets.ToneLook
	case order.IsRefused() && !order.Channel.HasCodes():
		return s.text("desk.collect.card_refused"), widgets.ToneOwed
	case order.IsRefused():
		return s.text("desk.collect.refused", order.Channel.Name()), widgets.ToneOwed
	case order.Failure != "":
		return s.explain(collecting.Trouble(order.Failure, order.Channel)), widgets.ToneLook
	case order.State == payment.Created:
		return s.text("desk.collect.asking", order.Channel.Name()), widgets.ToneCalm
	case !order.Channel.HasCodes():
		return s.text("desk.collect.card"), widgets.ToneLook
	case order.Order.Way == payment.Charged:
		return s.text("desk.collect.password"), widgets.ToneLook
	}
	return s.text("desk.collect.waiting"), widgets.ToneCalm
}

// tickOrder writes the seconds until the code ends, or since the owner's was charged, and again a second later.
func (s *Screen) tickOrder(panel *collectPanel) {
	if s.collect != panel || s.view.Draft == nil || s.view.Draft.AtChannel == nil {
		return
	}
	order := s.view.Draft.AtChannel.Order
	now := time.Now().UnixMilli()
	seconds := (now - order.MadeMS) / 1000
	if order.Way == payment.Shown {
		seconds = max(order.ExpiresMS-now, 0) / 1000
	}
	look.SetText(panel.seconds, s.text("desk.collect.seconds."+string(order.Way), max(seconds, 0)), false)
	s.frame.Later(time.Second, func() { s.tickOrder(panel) })
}

// refuseTypedCode says that a payment code that a hand typed charges nobody: whoever reads one over an owner's shoulder could.
func (s *Screen) refuseTypedCode() {
	s.frame.Toast(s.text("desk.collect.by_hand"), widgets.ToneOwed)
}

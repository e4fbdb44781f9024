package refunds

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/refunding"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// askRoom asks whose money goes back, and then from where.
func (s *Screen) askRoom() {
	room := widgets.NewKeyEntry("3-2-1201", nil)
	var sources refunding.Sources
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("refunds.ask"), Message: s.text("refunds.ask.advice"), Body: forms.Labelled(s.text("refunds.room"), room),
			Inputs: []fyne.Focusable{room}, Yes: s.text("refunds.next"), No: s.text("refunds.back")},
		Work: func(ctx context.Context) (err error) {
			sources, err = s.counter.Refunding.Sources(ctx, strings.TrimSpace(room.Text))
			return err
		},
		Explain: s.deps.Explain,
		Done:    func() { s.chooseSource(sources) },
	})
}

// chooseSource asks which money goes back: the prepayment, one of the deposits, or what a payment paid of a bill.
func (s *Screen) chooseSource(sources refunding.Sources) {
	room := sources.Code
	var steps []step
	for _, one := range sources.Prepayments {
		if one.FreeFen() <= 0 {
			continue
		}
		steps = append(steps, step{s.text("refunds.from.prepaid", forms.Purpose(s.frame, one.Purpose), one.FreeFen().Yuan()), func() {
			s.askRefund(wish{title: s.text("refunds.title.prepaid", room), room: sources.Room, most: one.FreeFen(), line: till.RefundLine{Source: till.FromPrepaid, Object: sources.Room, Purpose: one.Purpose}})
		}})
	}
	for _, deposit := range sources.Deposits {
		steps = append(steps, step{s.text("refunds.from.deposit", deposit.Place, deposit.Item, deposit.FreeFen().Yuan()), func() { s.askDeposit(deposit) }})
	}
	for _, paid := range sources.Paid {
		item := strings.TrimSpace(paid.Item + " " + paid.Period)
		words := s.text("refunds.from.paid", item, paid.Fen.Yuan())
		if paid.Channel != "" {
			words += " · " + s.text("desk.collect.chip."+string(paid.Channel))
		}
		words += " · " + paid.Number
		steps = append(steps, step{words, func() {
			s.askRefund(wish{title: s.text("refunds.title.paid", room, item), room: sources.Room, most: paid.Fen,
				line: till.RefundLine{Source: till.FromPayment, Bill: paid.Bill, Of: paid.Number}})
		}})
	}
	if len(steps) == 0 {
		s.frame.Toast(s.text("refunds.nothing", room), widgets.ToneLook)
		return
	}
	s.choose(s.text("refunds.ask"), s.text("refunds.from"), steps)
}

// actOnDeposit offers what can be done with the deposit at the cursor.
func (s *Screen) actOnDeposit() {
	if s.stale || s.atHeld < 0 || s.atHeld >= len(s.standing.Deposits) {
		return
	}
	deposit := s.standing.Deposits[s.atHeld]
	key := "refunds.deposit.title"
	isUninspected := deposit.WantsInspection && deposit.Inspection != till.Passed
	if deposit.Frozen || deposit.Inspection == till.Failed || isUninspected { // nothing of it goes back now
		key = "refunds.deposit.held"
	}
	s.choose(s.text(key, deposit.Place, deposit.Item, deposit.FreeFen().Yuan()), s.depositAdvice(deposit), s.depositSteps(deposit))
}

func (s *Screen) askDeposit(deposit refunding.Deposit) { s.askRefund(s.ofDeposit(deposit)) }

func (s *Screen) ofDeposit(deposit refunding.Deposit) wish {
	return wish{title: s.text("refunds.title.deposit", deposit.Place, deposit.Item), room: deposit.Room, most: deposit.FreeFen(),
		line: till.RefundLine{Source: till.FromDeposit, Bill: deposit.Bill}}
}

// wish is what a refund is asked for: where its money comes from and how much there is at most.
type wish struct {
	title, room string
	most        money.Fen
	line        till.RefundLine
	// back is the channel by which the money can go back the way it came, "" for none.
	back till.TenderKind
	// isBackFirst says that all of it can go back that way.
	isBackFirst bool
}

// refundForm are the entries of a refund that is asked for.
type refundForm struct {
	screen                     *Screen
	back                       till.TenderKind
	fen                        *widgets.DigitEntry
	way, account, reason, note *widgets.KeyEntry
	who                        *widgets.KeyEntry
	pin                        *widgets.DigitEntry
}

// The digits of the ways by which money goes back.
const (
	wayCash     = "1"
	wayTransfer = "2"
	wayBack     = "3" // the way it came, over a channel
)

// wayWords names the ways that there are.
func (s *Screen) wayWords(back till.TenderKind) string {
	if back == "" {
		return s.text("refunds.form.way")
	}
	return s.text("refunds.form.way_back", s.text("desk.tender."+string(back)))
}

// askRefund asks what of it can go back the way it came, and then how it is to go back.
func (s *Screen) askRefund(of wish) {
	var most money.Fen
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		of.back, most, err = s.counter.Refunding.WayBack(ctx, of.room, of.line)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		of.isBackFirst = most >= of.most
		s.askHow(of)
	})
}

// askHow asks how much goes back, by which way and why. A second person who types a PIN approves it on the spot; without one it
// waits for somebody else.
func (s *Screen) askHow(of wish) {
	f := &refundForm{screen: s, back: of.back, fen: widgets.NewMoneyEntry(s.text("refunds.fen"), nil), way: widgets.NewKeyEntry("", nil), reason: widgets.NewKeyEntry("", nil),
		who: forms.NewCode(s.frame), pin: widgets.NewPINEntry(s.text("desk.second.pin"), nil)}
	f.fen.SetText(of.most.String())
	f.way.SetText(wayCash)
	if of.back != "" && of.isBackFirst { // the way it came is what an owner expects, and what leaves the drawer alone
		f.way.SetText(wayBack)
	}
	f.way.MaxRunes = 1
	f.account = widgets.NewKeyEntry("", nil)
	f.account.Pass = func() bool { return f.way.Text != wayTransfer }
	f.note = forms.NewNote(f.reason, len(till.RefundReasons))
	advice := s.text("refunds.form.advice")
	if of.line.Source == till.FromPayment {
		advice = s.text("refunds.form.advice_paid") + advice
	}
	asked := till.RefundWish{Room: of.room}
	var second session.Second
	var refund till.Refund
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: of.title, Message: advice, Width: 660, Body: f.body(),
			Inputs: []fyne.Focusable{f.fen, f.way, f.account, f.reason, f.note, f.who, f.pin}, Yes: s.text("refunds.ask"), No: s.text("refunds.back")},
		Check: func() (refusal string) {
			of.line.Fen, refusal = f.read(&asked, of.most)
			asked.Lines = []till.RefundLine{of.line}
			second = session.Second{Who: strings.TrimSpace(f.who.Text), PIN: f.pin.Text()}
			if refusal == "" && (second.Who == "") != (second.PIN == "") {
				refusal = s.text("desk.second.missing")
			}
			return refusal
		},
		Work: func(ctx context.Context) (err error) {
			if asked.RequestID == "" {
				if asked.RequestID, err = session.NewRequestID(); err != nil {
					return err
				}
			}
			refund, err = s.counter.Refunding.Ask(ctx, asked, second)
			return err
		},
		Explain: s.deps.Explain, Failed: func() {
			f.pin.SetText("")
			asked.RequestID = "" // what was refused made nothing, and may be asked with other content
		},
		Done: func() { s.asked(refund) },
	})
}

// asked says what became of a wish, and goes on to paying what was approved on the spot.
func (s *Screen) asked(refund till.Refund) {
	if refund.State == till.RefundApproved {
		s.ended(s.text("refunds.approved", refund.Number))
		return
	}
	s.ended(s.text("refunds.asked", refund.Number))
}

func (f *refundForm) body() fyne.CanvasObject {
	s := f.screen
	var reasons []string
	for index, code := range till.RefundReasons {
		reasons = append(reasons, strconv.Itoa(index+1)+" "+s.text("refunds.reason."+code))
	}
	return widgets.VStack(8, f.fen,
		widgets.Columns(12, forms.Labelled(s.wayWords(f.back), f.way), forms.Labelled(s.text("refunds.form.account"), f.account)),
		look.Text(strings.Join(reasons, "  "), look.SmallSize(), look.Ink()),
		widgets.Columns(12, forms.Labelled(s.text("desk.late.reason"), f.reason), forms.Labelled(s.text("desk.late.note"), f.note)),
		widgets.Columns(12, forms.Labelled(s.text("desk.second.who"), f.who), forms.Labelled(s.text("desk.second"), f.pin)))
}

// read reads the entries into a wish; a refusal is a sentence.
func (f *refundForm) read(asked *till.RefundWish, most money.Fen) (fen money.Fen, refusal string) {
	s := f.screen
	fen, err := money.Parse(strings.TrimSuffix(f.fen.Text(), "."))
	number, notNumber := strconv.Atoi(f.reason.Text)
	switch {
	case err != nil || fen <= 0 || fen > most:
		return 0, s.text("refunds.form.fen", most.Yuan())
	case f.way.Text == wayBack && f.back != "":
	case f.way.Text != wayCash && f.way.Text != wayTransfer:
		return 0, s.text("refunds.form.way.wrong")
	case f.way.Text == wayTransfer && strings.TrimSpace(f.account.Text) == "":
		return 0, s.text("refunds.form.account.missing")
	}
	if notNumber != nil || number < 1 || number > len(till.RefundReasons) {
		return 0, s.text("desk.late.reason_wrong", len(till.RefundReasons))
	}
	switch asked.Way, asked.Payee = till.Cash, ""; f.way.Text {
	case wayTransfer:
		asked.Way, asked.Payee = till.Transfer, strings.TrimSpace(f.account.Text)
	case wayBack:
		asked.Way = f.back
	}
	asked.Reason = till.Reason{Code: till.RefundReasons[number-1], Note: strings.TrimSpace(f.note.Text)}
	return fen, ""
}

// askDeduct asks what of a deposit is used, what for, and who agrees.
func (s *Screen) askDeduct(deposit refunding.Deposit) {
	fen := widgets.NewMoneyEntry(s.text("refunds.deduct.fen"), nil)
	item, why := widgets.NewKeyEntry(s.text("refunds.deduct.item.hint"), nil), widgets.NewKeyEntry("", nil)
	item.Required, why.Required = true, true
	who, pin := forms.NewCode(s.frame), widgets.NewPINEntry(s.text("desk.second.pin"), nil)
	asked := till.Deduction{Deposit: deposit.Bill}
	var second session.Second
	var taken taking.Taken
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: s.text("refunds.deduct.title", deposit.Place, deposit.Item), Message: s.text("refunds.deduct.advice", deposit.FreeFen().Yuan()), Width: 620,
			Body: widgets.VStack(8, fen, widgets.Columns(12, forms.Labelled(s.text("refunds.deduct.item"), item), forms.Labelled(s.text("refunds.deduct.why"), why)),
				widgets.Columns(12, forms.Labelled(s.text("desk.second.who"), who), forms.Labelled(s.text("desk.second"), pin))),
			Inputs: []fyne.Focusable{fen, item, why, who, pin}, Yes: s.text("refunds.deduct"), No: s.text("refunds.back")},
		Check: func() string {
			sum, err := money.Parse(strings.TrimSuffix(fen.Text(), "."))
			if err != nil || sum <= 0 || sum > deposit.FreeFen() {
				return s.text("refunds.form.fen", deposit.FreeFen().Yuan())
			}
			if asked.Fen, asked.Item, asked.Why = sum, strings.TrimSpace(item.Text), strings.TrimSpace(why.Text); asked.Item == "" || asked.Why == "" {
				return s.text("refunds.deduct.missing")
			}
			if second = (session.Second{Who: strings.TrimSpace(who.Text), PIN: pin.Text()}); (second.Who == "") != (second.PIN == "") {
				return s.text("desk.second.missing")
			}
			return ""
		},
		Work: func(ctx context.Context) (err error) {
			if asked.RequestID == "" {
				if asked.RequestID, err = session.NewRequestID(); err != nil {
					return err
				}
			}
			taken, err = s.counter.Refunding.Deduct(ctx, asked, second)
			return err
		},
		Explain: s.deps.Explain, Failed: func() {
			pin.SetText("")
			asked.RequestID = ""
		},
		Done: func() { s.paid(taken, "refunds.deducted") },
	})
}

package desk

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/money"
	"shouqi/ledger/till"
)

// rightWidth is the column of money, in points at scale 1.
const rightWidth = 336

// moneyPanel is the right column while a payment is being made. It is made anew with the screen's state, and only its
// words change while an amount is typed.
type moneyPanel struct {
	title   *canvas.Text
	total   *fyne.Container
	lines   *fyne.Container
	answer  *fyne.Container
	chips   *fyne.Container
	foot    *fyne.Container
	primary *widgets.Button
	bottom  *fyne.Container // the foot and the button
	whole   *fyne.Container
}

func (s *Screen) makeEntries() {
	s.amount = widgets.NewMoneyEntry(s.text("desk.cash.label"), func(text string) {
		if s.view.Draft != nil && s.view.Draft.Typed != text {
			s.send(checkout.Amount{Text: text})
		}
	})
	s.amount.OnKey = func(name fyne.KeyName) bool { return !widgets.IsEnter(name) && s.bills.HandleKey(name) }
	s.amount.OnRune = s.keepsOut
	s.reference = widgets.NewKeyEntry(s.text("desk.reference.hint"), nil)
	s.reference.MaxRunes, s.reference.NoSpace = 40, true
	s.reference.OnKey = func(name fyne.KeyName) bool {
		return (name == fyne.KeyUp || name == fyne.KeyDown) && s.bills.HandleKey(name)
	}
	s.reference.OnChanged = func(text string) {
		if s.view.Draft != nil && s.view.Draft.Reference != text {
			s.send(checkout.Reference{Text: text})
		}
	}
	s.payerCode = widgets.NewPayerCodeEntry(s.text("desk.collect.payer_code"), func(code string) { s.send(checkout.PayerCode{Code: code}) }, s.refuseTypedCode)
	s.followEntries()
}

func (s *Screen) isCash() bool { return s.view.Draft != nil && s.view.Draft.Rest == till.Cash }

// tenderView is the right column: what is due, how it is paid, what to give back.
func (s *Screen) tenderView() fyne.CanvasObject {
	panel := &moneyPanel{
		title: look.Text("", look.BodySize(), look.Ink2()),
		total: container.NewStack(), lines: widgets.VStack(0), answer: container.NewStack(), chips: container.NewStack(s.chips()), foot: widgets.VStack(0),
		primary: widgets.NewButton(widgets.PrimaryButton, "", "Enter", s.press),
	}
	s.money = panel
	var entry fyne.CanvasObject = s.amount
	if !s.isCash() && !s.view.Draft.Rest.IsChannel() {
		entry = s.reference
	}
	top := widgets.VStack(8, widgets.VStack(-6, panel.title, panel.total), panel.chips, panel.lines, entry, panel.answer)
	panel.bottom = widgets.VStack(10, panel.foot, panel.primary)
	panel.whole = widgets.Edges(nil, panel.bottom, flushScroll(top))
	panel.update(s)
	return widgets.Card(panel.whole)
}

// flushScroll scrolls content in a card without moving it in from what stands below: the space that the scroll keeps
// around it comes off the card's own.
func flushScroll(content fyne.CanvasObject) fyne.CanvasObject {
	return widgets.Inset(-4, -10, 0, -4, widgets.Scroll(content))
}

// chips are the ways to pay; only those this household has. Their keys are always the same.
func (s *Screen) chips() fyne.CanvasObject {
	rest := s.view.Draft.Rest
	electronic := s.text("desk.tender.other")
	isSlip := rest != till.Cash && !rest.IsChannel()
	if isSlip {
		electronic = s.tenderName(rest)
	}
	cash := widgets.NewButton(widgets.ChipButton, s.text("desk.tender.cash"), "F9", s.payCash)
	cash.SetChosen(rest == till.Cash)
	other := widgets.NewButton(widgets.ChipButton, electronic, "F8", s.payOther)
	other.SetChosen(isSlip)
	chips := widgets.HStack(6, cash, other)
	if s.view.Draft.Household.CanPay() > 0 {
		credit := widgets.NewButton(widgets.ChipButton, s.text("desk.tender.prepaid"), "F6", s.useCredit)
		credit.SetChosen(s.view.Quote.CreditFen > 0)
		chips.Add(credit)
	}
	channels := s.channelChips()
	switch {
	case channels == nil:
		return chips
	case s.view.Draft.Household.UsualWay.IsChannel(): // how this household usually pays stands first
		return widgets.VStack(6, channels, chips)
	}
	return widgets.VStack(6, chips, channels)
}

// update writes the figures of the payment as it is now.
func (p *moneyPanel) update(s *Screen) {
	look.SetText(p.title, s.dueTitle(), false)
	p.total.Objects = []fyne.CanvasObject{bigAmount(s.view.Quote.DueFen, look.TotalSize(), look.Ink())}
	p.total.Refresh()
	p.lines.Objects = nil
	for _, field := range s.moneyLines() {
		p.lines.Add(field)
	}
	p.lines.Hidden = len(p.lines.Objects) == 0
	p.chips.Hidden = look.IsShort() && len(s.view.Guards) > 0 // the change keeps its room beside a warning, and the keys stand in the bar
	p.answer.Objects = []fyne.CanvasObject{s.answerView()}
	p.answer.Refresh()
	p.foot.Objects = s.footView()
	p.button(s)
	if s.amount.Visible() {
		s.amount.SetPlaceholder(s.exactWords())
	}
	p.whole.Refresh() // What stands at the foot may have grown.
}

// button says what Enter does now; it cannot be pressed while money is on its way or cannot be taken at all.
func (p *moneyPanel) button(s *Screen) {
	words := s.text("desk.take")
	switch {
	case s.view.Step == checkout.Waiting:
		words = s.text("desk.taking")
	case s.view.Step == checkout.Unknown:
		words = s.text("desk.take.again")
	case len(s.view.Guards) > 0:
		words = s.text("desk.take.anyway")
	case s.view.Draft.Late != nil:
		words = s.text("desk.take.late")
	case s.view.Quote.RestFen == 0 && s.view.Quote.CreditFen > 0:
		words = s.text("desk.take.credit")
	}
	hint := "Enter"
	if len(s.view.Guards) > 0 {
		hint = "F12"
	}
	p.primary.SetHint(hint)
	p.primary.SetText(words)
	if s.view.MayTake {
		p.primary.Enable()
	} else {
		p.primary.Disable()
	}
}

func (s *Screen) dueTitle() string {
	count := len(s.view.Draft.Parts)
	if s.view.Draft.PrepayFen > 0 {
		if count == 0 {
			return s.text("desk.due.prepay")
		}
		return s.text("desk.due.with_prepay", count)
	}
	return s.text("desk.due", count)
}

// moneyLines are the sums between what is due and what is to be handed over, where there are any.
func (s *Screen) moneyLines() []fyne.CanvasObject {
	var lines []fyne.CanvasObject
	add := func(key string, fen money.Fen, ink color.Color) {
		if fen > 0 {
			lines = append(lines, widgets.NewField(s.text(key), fen.Yuan()).Strong(ink))
		}
	}
	add("desk.line.late", s.view.Quote.LateFen, look.Ink())
	if fen := s.view.Draft.PrepayFen; fen > 0 {
		lines = append(lines, widgets.NewField(s.prepayWords(s.view.Draft.PrepayPurpose), fen.Yuan()).Strong(look.Ink()))
	}
	add("desk.tender.offer", s.view.Quote.GiftFen, look.Jade())
	for _, rest := range s.view.Quote.Unearned {
		words := s.text("desk.offer.unearned", rest.Name, rest.Count, rest.Missing, rest.Offer.Pay+rest.Offer.Free, rest.Offer.Free)
		lines = append(lines, widgets.Paragraph(words, look.SmallSize(), look.Amber(), widgets.SideInner(rightWidth)-8))
	}
	add("desk.line.credit", s.view.Quote.CreditFen, look.Jade())
	for _, tender := range s.view.Draft.Given {
		name := s.tenderName(tender.Kind)
		if tender.Reference != "" {
			name += " · " + tender.Reference
		}
		lines = append(lines, widgets.NewField(name, tender.Fen.Yuan()).Strong(look.Jade()))
	}
	add("desk.line.rounding", s.view.Quote.RoundingFen, look.Jade())
	if fen := s.view.Quote.UnroundedFen; fen > 0 {
		lines = append(lines, widgets.Paragraph(s.text("desk.line.unrounded", fen.Yuan()), look.SmallSize(), look.Amber(), widgets.SideInner(rightWidth)-8))
	}
	return lines
}

// answerView is the one large answer: the change, what is missing, or what to key into the terminal.
func (s *Screen) answerView() fyne.CanvasObject {
	q := s.view.Quote
	switch {
	case q.UnneededFen > 0 && q.CreditFen == 0:
		return answer(widgets.ToneOwed, s.text("desk.answer.unneeded"), q.UnneededFen, s.text("desk.answer.nothing_due"))
	case q.UnneededFen > 0:
		return answer(widgets.ToneOwed, s.text("desk.answer.unneeded"), q.UnneededFen, s.text("desk.answer.unneeded_advice"))
	case q.RestFen == 0 && q.TenderedFen == 0:
		return canvas.NewRectangle(color.Transparent)
	case s.view.Draft.Rest == till.TerminalPay:
		return answer(widgets.ToneGood, s.text("desk.answer.terminal"), s.channelFen(), s.text("desk.answer.at_terminal"))
	case s.view.Draft.Rest.IsChannel() && s.view.Draft.IsScanned():
		return answer(widgets.ToneGood, s.text("desk.answer.scan"), s.channelFen(), s.text("desk.answer.scan_advice"))
	case s.view.Draft.Rest.IsChannel():
		return answer(widgets.ToneGood, s.text("desk.answer."+string(s.view.Draft.Rest)), s.channelFen(), s.text("desk.answer.channel"))
	case !s.isCash():
		return answer(widgets.ToneGood, s.text("desk.answer."+string(s.view.Draft.Rest)), q.RestFen, s.text("desk.answer.reference"))
	case q.MissingFen > 0 && q.MissingFen <= q.LateFen:
		return answer(widgets.ToneOwed, s.text("desk.answer.missing"), q.MissingFen, s.text("desk.answer.missing_late"))
	case q.MissingFen > 0:
		return answer(widgets.ToneOwed, s.text("desk.answer.missing"), q.MissingFen, s.text("desk.answer.missing_advice"))
	case q.OddCashFen() > 0:
		return s.oddView()
	case q.KeptFen > 0:
		return answer(widgets.ToneGood, s.text("desk.answer.kept"), q.KeptFen, s.text("desk.answer.kept_advice"))
	case q.ChangeFen == 0:
		return answer(widgets.ToneGood, s.text("desk.change"), 0, s.text("desk.change.none", q.RestFen.Grouped()))
	}
	return answer(widgets.ToneGood, s.text("desk.change"), q.ChangeFen, s.pieces(q.ChangeFen))
}

// oddView says that nobody can hand that cash over, or give its change, and what helps: the till refuses it.
func (s *Screen) oddView() fyne.CanvasObject {
	q, draft := s.view.Quote, s.view.Draft
	fen, advice := q.TenderedFen, "desk.answer.jiao_advice"
	isChange := fen == fen.DownToJiao()
	if isChange {
		fen = q.ChangeFen
	}
	if isChange || draft.Typed == "" && !draft.KeepChange {
		advice = "desk.answer.jiao_rest"
	}
	return answer(widgets.ToneOwed, s.text("desk.answer.jiao"), fen, s.text(advice))
}

// exactWords offers the sum that pays all of the rest, where there is such a sum in cash.
func (s *Screen) exactWords() string {
	rest := s.view.Quote.RestFen
	if s.view.Draft.Rest.IsChannel() || rest == 0 || rest != rest.DownToJiao() {
		return ""
	}
	return s.text("desk.cash.exact", rest.Grouped())
}

// answer draws a sum that can be read from two metres, with words above and below.
func answer(tone widgets.Tone, title string, fen money.Fen, advice string) fyne.CanvasObject {
	width := widgets.SideInner(rightWidth) - 30
	parts := widgets.VStack(-2, look.Text(title, look.BodySize(), tone.Ink()), bigAmountIn(fen, look.ChangeSize(), tone.Ink(), width))
	if advice != "" {
		parts.Add(widgets.Paragraph(advice, look.SmallSize(), look.Ink2(), width))
	}
	return container.NewStack(widgets.Ground(tone.Tint(), look.Corner()), widgets.Inset(8, 14, 10, 14, parts))
}

// bigAmount writes a sum at the left of the money column, smaller where it would not fit.
func bigAmount(fen money.Fen, size float32, ink color.Color) fyne.CanvasObject {
	return bigAmountIn(fen, size, ink, widgets.SideInner(rightWidth)-4)
}

func bigAmountIn(fen money.Fen, size float32, ink color.Color, width float32) fyne.CanvasObject {
	line := widgets.Amount(fen.Yuan(), size, ink)
	if need := line.MinSize().Width; need > width {
		line.TextSize = size * width / need
	}
	return container.NewHBox(line)
}

// footView stands above the button: what went wrong, what to look at, why no money can be taken; else whose receipt it is,
// and who was put aside.
func (s *Screen) footView() []fyne.CanvasObject {
	width := widgets.SideInner(rightWidth)
	if stopped, way := s.stopped(); stopped != "" {
		return []fyne.CanvasObject{s.stopView(stopped, way, width)}
	}
	if !s.view.Problem.IsNone() {
		return []fyne.CanvasObject{s.problemNotice(width)}
	}
	if len(s.view.Guards) > 0 {
		notices := widgets.VStack(6)
		for at, guard := range s.view.Guards {
			if at > 0 && look.IsShort() { // the change keeps its room, and every warning is named
				notices.Add(widgets.Paragraph(s.text("desk.guard.also", s.guardNames(s.view.Guards[at:])), look.SmallSize(), look.Ink(), width))
				break
			}
			notices.Add(widgets.Notice(s.text("guard."+guard.Code, guard.Args...), widgets.ToneLook, width))
		}
		notices.Add(look.Text(s.text("desk.guard.keys"), look.SmallSize(), look.Ink2()))
		return []fyne.CanvasObject{notices}
	}
	foot := widgets.VStack(0)
	if s.view.Early != nil {
		foot.Add(widgets.Notice(s.earlyWords(), widgets.ToneLook, width))
	}
	draft := s.view.Draft
	payer := draft.Household.Payer()
	if draft.PayerName != "" {
		payer = s.text("desk.on_behalf", draft.PayerName)
	}
	foot.Add(widgets.NewField(s.text("desk.payer"), payer))
	if late := draft.Late; late != nil {
		foot.Add(widgets.NewField(s.text("desk.late"), string(late.ValueOn)+" · "+late.PaperNumber).Toned(look.Amber()))
	}
	s.addAside(foot, width)
	return foot.Objects
}

// guardNames says what warnings are called.
func (s *Screen) guardNames(guards []checkout.Guard) string {
	names := make([]string, len(guards))
	for i, guard := range guards {
		names[i] = s.text("guard.name." + guard.Code)
	}
	return strings.Join(names, s.text("desk.guard.and"))
}

// few leaves the first of several notices in a short window, with how many there are besides: the figures above them keep their room.
func (s *Screen) few(notices *fyne.Container) fyne.CanvasObject {
	if more := len(notices.Objects) - 1; more > 0 && look.IsShort() {
		return widgets.VStack(4, notices.Objects[0], look.Text(s.text("desk.notices.more", more), look.SmallSize(), look.Ink2()))
	}
	return notices
}

// stopView says why no money can be taken, and the key that goes where it can be helped.
func (s *Screen) stopView(sentence, way string, width float32) fyne.CanvasObject {
	view := widgets.VStack(8, widgets.Notice(sentence, widgets.ToneLook, width))
	if way != "" && s.deps.ToShift != nil {
		view.Add(widgets.NewButton(widgets.PlainButton, way, "F12", s.deps.ToShift))
	}
	return view
}

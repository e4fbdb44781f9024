package charges

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"

	"shouqi/cashier/pricing"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/billing"
	"shouqi/ledger/tariff"
)

// drawSide shows the item under the cursor: what it says of itself, and its tariffs with who wins.
func (p *listPage) drawSide() {
	charge, ok := p.chosen()
	if !ok {
		p.side.Objects = []fyne.CanvasObject{widgets.TitledCard(p.s.text("charges.about"), nil,
			widgets.Paragraph(p.s.text("charges.about.text"), look.BodySize(), look.Ink2(), widgets.SideInner(sideWidth)))}
		p.side.Refresh()
		return
	}
	s := p.s
	fields := widgets.VStack(0, widgets.NewField(s.text("charges.kind"), s.text("charges.kind."+charge.Kind)+" · "+s.text("charges.hangs."+charge.HangsOn)),
		widgets.NewField(s.text("charges.cycle"), s.cycleWords(charge.Item)),
		widgets.NewField(s.text("charges.late"), s.lateWords(charge.LateFee)))
	if charge.LateFee.RatePerDay != "" {
		fields.Add(widgets.NewField(s.text("charges.line.clause"), charge.LateFee.Clause))
	}
	if tax := s.taxWords(charge.Item); tax != "" {
		fields.Add(widgets.NewField(s.text("charges.tax"), tax))
	}
	if charge.Inspect {
		fields.Add(widgets.NewField(s.text("charges.line.inspect"), s.text("charges.inspect.yes")))
	}
	if charge.Source != "" {
		fields.Add(widgets.NewField(s.text("charges.line.source"), charge.Source))
	}
	for _, name := range charge.Names {
		fields.Add(widgets.NewField(s.text("charges.called"), s.text("charges.called.from", name.FromOn, name.Name)))
	}
	if charge.Merchant != "" {
		fields.Add(widgets.NewField(s.text("charges.merchant"), charge.Merchant))
	}
	body := widgets.VStack(10, fields, widgets.Rule(), look.Text(s.text("charges.tariffs", len(charge.Tariffs)), look.SmallSize(), look.Ink2()))
	for i, t := range byRank(charge.Tariffs) {
		body.Add(s.tariffCard(i, t))
	}
	if len(charge.Tariffs) > 1 {
		body.Add(widgets.Paragraph(s.text("charges.rank"), look.SmallSize(), look.Ink2(), widgets.SideInner(sideWidth)-16))
	}
	p.side.Objects = []fyne.CanvasObject{widgets.TitledCard(charge.Title(), s.endedTag(charge), s.scrolled(body))}
	p.side.Refresh()
}

func (s *Screen) endedTag(charge pricing.Charge) fyne.CanvasObject {
	if charge.Active {
		return nil
	}
	return widgets.Tag(s.text("charges.ended"), widgets.ToneLook)
}

// tariffCard shows one tariff: its place in the order, where it applies, its price today and the next one.
func (s *Screen) tariffCard(index int, t billing.Tariff) fyne.CanvasObject {
	width := widgets.SideInner(sideWidth) - 16
	head := widgets.HStack(8, look.BoldText(strconv.Itoa(index+1)+"  "+look.Fit(s.tariffWords(t.Name), look.BodySize(), true, width/2), look.BodySize(), look.Ink()))
	lines := widgets.VStack(2, head, short(s.scopePhrase(t.Scope), look.SmallSize(), look.Ink2(), width))
	now, later := versionsOn(t, s.today)
	if now != nil {
		lines.Add(short(s.rulePhrase(now.Rule), look.BodySize(), look.Ink(), width))
		lines.Add(look.Text(s.text("charges.since", now.FromOn), look.SmallSize(), look.Ink2()))
	}
	for _, next := range later {
		lines.Add(short(s.text("charges.from", next.FromOn, s.rulePhrase(next.Rule)), look.SmallSize(), look.Amber(), width))
	}
	if t.ToOn != "" {
		lines.Add(look.Text(s.text("charges.until", t.ToOn), look.SmallSize(), look.Amber()))
	}
	return widgets.Inset(0, 0, 4, 0, lines)
}

// short sets a text in one line where it fits and wraps it where it does not: measuring once is quick.
func short(text string, size float32, ink color.Color, width float32) fyne.CanvasObject {
	if look.Width(text, size, false) <= width {
		return look.Text(text, size, ink)
	}
	return widgets.Paragraph(text, size, ink, width)
}

func (s *Screen) cycleWords(item billing.Item) string {
	when := "charges.arrears.words"
	if item.Advance {
		when = "charges.advance.words"
	}
	return s.text("charges.cycle."+string(item.Cycle)) + " · " + s.text(when, item.DueDays)
}

// lateWords says the late fee in tenths of a thousand a day, as contracts do.
func (s *Screen) lateWords(fee tariff.LateFee) string {
	rate := permyriad(fee.RatePerDay)
	if rate == "" {
		return s.text("charges.late.none")
	}
	words := s.text("charges.late.words", rate)
	if fee.GraceDays > 0 {
		words += s.text("charges.late.grace", fee.GraceDays)
	}
	return words
}

func (s *Screen) taxWords(item billing.Item) string {
	words := ""
	if item.TaxPercent != "" {
		words = string(item.TaxPercent) + "%"
	}
	if item.Subject != "" {
		words += " · " + item.Subject
	}
	return words
}

// permyriad turns a share a day ("0.0005") into ten-thousandths ("5"); "" is none.
func permyriad(rate tariff.Value) string {
	share, err := tariff.ParseNumber(string(rate))
	if err != nil || share.Sign() == 0 {
		return ""
	}
	return share.Mul(tariff.Whole(10_000)).String()
}

package shift

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/shifts"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
)

func (s *Screen) drawCounting() fyne.CanvasObject {
	text := s.frame.Text
	left := s.countCard(text("shift.count.title"), text("shift.count.advice"), text("shift.count.total"))
	s.form.SetInputs(s.grid.inputs()...)
	s.message = forms.NewMessage(s.frame, s.textWidth())
	if s.facts.state.PastCutoff {
		on, today, words := s.facts.overview.Shift.BusinessOn, s.facts.state.BusinessOn, "shift.past"
		if on > today {
			words = "shift.ahead"
		}
		s.message.Say(text(words, string(on), string(today)), widgets.ToneLook)
	}
	end := widgets.VStack(10)
	if s.facts.isStale() {
		end.Add(widgets.Notice(text("shift.stale"), widgets.ToneLook, s.textWidth()))
	}
	if beside := s.besideFen(); beside > 0 {
		end.Add(widgets.Notice(forms.HalfYen(text("shift.count.beside", beside.Yuan())), widgets.ToneOwed, s.textWidth()))
	}
	if rooms := s.aside(); len(rooms) > 0 {
		end.Add(widgets.Notice(text("shift.aside", len(rooms), strings.Join(rooms, "、")), widgets.ToneLook, s.textWidth()))
	}
	if len(s.facts.unsure) > 0 {
		end.Add(widgets.Notice(s.unsureWords(), widgets.ToneLook, s.textWidth()))
	}
	if len(end.Objects) == 0 || !look.IsShort() { // what is special about this shift needs the room
		end.Add(widgets.Paragraph(text("shift.end.advice"), look.BodySize(), look.Ink2(), s.textWidth()))
	}
	end.Add(s.message.Object())
	again := widgets.NewButton(widgets.PlainButton, text("shift.again"), "Esc", s.again)
	commit := widgets.NewButton(widgets.PrimaryButton, text("shift.count.go"), text("shift.count.hint"), s.form.Meant(s.commit))
	buttons := s.buttons(again, commit)
	right := widgets.Edges(widgets.Inset(0, 0, look.Gap(), 0, s.overviewCard()), nil,
		widgets.TitledCard(text("shift.end.title"), nil, widgets.Edges(nil, buttons, widgets.Scroll(end))))
	return widgets.Frame(left, countWidth, right, nil, 0)
}

// buttons sets the two buttons below a count side by side, and the one that goes on above the other where the column is too narrow for both.
func (s *Screen) buttons(back, on *widgets.Button) fyne.CanvasObject {
	const gap = 12
	if back.MinSize().Width+gap+on.MinSize().Width > s.textWidth() {
		return widgets.VStack(gap, on, back)
	}
	return widgets.Columns(gap, back, on)
}

func (s *Screen) overviewCard() fyne.CanvasObject {
	text, o := s.frame.Text, s.facts.overview
	lines := widgets.VStack(0)
	add := func(line *widgets.Field) {
		if !look.IsShort() { // else what is special about this shift needs the room
			line.Ruled()
		}
		lines.Add(line)
	}
	add(widgets.NewField(text("shift.own.opened", clock(o.Shift.OpenedMS)), o.Shift.FloatFen.Yuan()))
	add(widgets.NewField(text("shift.own.done", o.Payments, o.Voids, o.Reversals), text("shift.own.later")))
	switch receipts := text("shift.own.receipts", o.FirstReceipt, tail(o.LastReceipt)); {
	case o.FirstReceipt == "":
		add(widgets.NewField(text("shift.own.noreceipts"), text("shift.own.none")))
	case o.Between > 0:
		add(widgets.NewField(receipts, text("shift.own.skipped", o.Between)))
	default:
		add(widgets.NewField(receipts, text("shift.own.gapless")).Toned(look.Jade()))
	}
	for _, one := range o.Skipped {
		why := "shift.own.skip.other"
		if one.Why != "" {
			why = "shift.own.skip." + string(one.Why)
		}
		add(widgets.NewField(s.skippedWords(one), text(why)))
	}
	if o.NotPrinted > 0 { // where no paper is missing, there is nothing to do
		add(widgets.NewField(text("shift.own.unprinted"), text("shift.own.sheets", o.NotPrinted)).Toned(look.Amber()))
	}
	add(widgets.NewField(text("shift.own.counts"), text("shift.own.times", o.Shift.Counts)))
	return widgets.TitledCard(text("shift.own.title"), nil, lines)
}

// skippedWords name numbers that were skipped, of receipts or of shifts.
func (s *Screen) skippedWords(one till.Skipped) string {
	switch from, to, ok := one.Shifts(); {
	case !ok:
		return s.frame.Text("shift.own.skip", one.From, tail(one.To))
	case from == to:
		return s.frame.Text("shift.own.skip.shift", from)
	default:
		return s.frame.Text("shift.own.skip.shifts", from, to)
	}
}

// aside are the rooms that a payment was begun for and not taken.
func (s *Screen) aside() []string {
	if s.deps.Aside == nil {
		return nil
	}
	return s.deps.Aside()
}

// unsureMax is how many numbers are named; the list of receipts has them all.
const unsureMax = 6

// unsureWords names the receipts whose paper may be missing.
func (s *Screen) unsureWords() string {
	numbers := s.facts.unsure[:min(len(s.facts.unsure), unsureMax)]
	words := s.frame.Text("shift.unsure", strings.Join(numbers, "、"))
	if rest := len(s.facts.unsure) - len(numbers); rest > 0 {
		words = s.frame.Text("shift.unsure.more", strings.Join(numbers, "、"), rest)
	}
	return words
}

// clock returns the time of day of a moment.
func clock(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format("15:04") }

// tail returns the running part of a receipt's number, 004319 of 01-2026-004319.
func tail(number string) string {
	for index := len(number) - 1; index >= 0; index-- {
		if number[index] == '-' {
			return number[index+1:]
		}
	}
	return number
}

// commit takes the blind count; an empty one is asked about, because Enter is quickly pressed.
func (s *Screen) commit() {
	if s.grid.isEmpty() && s.facts.overview.Payments+s.facts.overview.Voids > 0 {
		text := s.frame.Text
		widgets.ShowConfirm(s.frame.Canvas(), text("shift.count.zero.title"), text("shift.count.zero"),
			text("shift.count.zero.yes"), text("shift.count.zero.no"), func(agreed bool) {
				if agreed {
					s.commitCount()
				}
			})
		return
	}
	s.commitCount()
}

func (s *Screen) commitCount() {
	count := s.grid.count()
	var shift till.Shift
	var slips till.Slips
	var overview shifts.Overview
	working := "shift.count.working"
	if slices.Contains(s.facts.state.Channels, payment.Terminal) {
		working = "shift.confirming"
	}
	s.form.Run(s.frame.Text(working), func(ctx context.Context, _ func(done, total int)) (err error) {
		if err = s.counter.Collecting.Confirm(ctx); err != nil {
			return err
		}
		if shift, err = s.counter.Shifts.Count(ctx, count); err == nil {
			slips, err = s.counter.Shifts.Slips(ctx)
		}
		if err == nil { // what the terminal said may have to be carried
			overview, err = s.counter.Shifts.Overview(ctx)
		}
		return err
	}, func(err error) {
		if err != nil {
			s.message.Say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.facts.shift, s.facts.slips, s.facts.overview = shift, slips, overview
		s.hand.begin(shift)
		s.goTo(afterCounting(slips))
	})
}

func (s *Screen) openDrawer() {
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return s.counter.Printing.OpenDrawer(ctx, "change_money")
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.frame.Toast(s.frame.Text("shift.drawer.done"), widgets.ToneGood)
	})
}

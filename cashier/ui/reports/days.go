package reports

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/calendar"
)

// askDays asks for another day, or for the first and the last of another span.
func (s *Screen) askDays() {
	if s.kind.OfADay() {
		day := widgets.NewKeyEntry(string(s.day), nil)
		day.MaxRunes = len("2026-11-21")
		s.ask(s.text("reports.day"), widgets.VStack(0, day), func() string {
			on, fine := month.ParseDayOr(day.Text, s.day)
			if !fine {
				return s.text("reports.day.wrong")
			}
			s.day = on
			return ""
		}, day)
		return
	}
	from, to := widgets.NewKeyEntry(string(s.from), nil), widgets.NewKeyEntry(string(s.to), nil)
	from.MaxRunes, to.MaxRunes = len("2026-11-21"), len("2026-11-21")
	s.ask(s.text("reports.span"), widgets.Columns(12, forms.Labelled(s.text("reports.span.from"), from), forms.Labelled(s.text("reports.span.to"), to)),
		func() string {
			if from.Text == "" && to.Text == "" {
				return ""
			}
			first, last, fine := parseSpan(cmp.Or(from.Text, string(s.from)), to.Text)
			if !fine {
				return s.text("reports.span.wrong")
			}
			s.from, s.to = first, last
			return ""
		}, from, to)
}

func (s *Screen) ask(title string, body fyne.CanvasObject, take func() string, inputs ...fyne.Focusable) {
	var dialog *widgets.Dialog
	dialog = widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: title, Message: s.text("reports.day.advice"), Body: body, Inputs: inputs,
		Yes: s.text("reports.day.yes"), No: s.text("reports.back"), Accept: func() string {
			if refusal := take(); refusal != "" {
				return refusal
			}
			dialog.Close() // which gives the focus back to the table that is drawn anew
			s.at = 0
			s.load()
			return ""
		}})
}

// parseSpan reads the two ends of a span. A month (202611, 2026-11) is its first day or its last; without an end the span ends
// with the month it begins in.
func parseSpan(from, to string) (first, last calendar.Date, fine bool) {
	if strings.TrimSpace(to) == "" {
		to = from
		if on, isDay := month.ParseDay(from); isDay {
			to = on.Month()
		}
	}
	if first, fine = end(from, month.FirstOf); !fine {
		return "", "", false
	}
	last, fine = end(to, month.LastOf)
	return first, last, fine && first <= last
}

func end(text string, of func(on calendar.Date, after int) calendar.Date) (calendar.Date, bool) {
	if on, isDay := month.ParseDay(text); isDay {
		return on, true
	}
	digits := strings.ReplaceAll(strings.TrimSpace(text), "-", "")
	on, isMonth := month.ParseDay(digits + "01")
	if !isMonth || len(digits) != len("202611") {
		return "", false
	}
	return of(on, 0), true
}

package counters

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
)

// endable returns the counter at the cursor where it can be ended: not the one of this file, and none that is at its end.
func (s *Screen) endable() (report.Counter, bool) {
	if s.at < 0 || s.at >= len(s.view.Counters) {
		return report.Counter{}, false
	}
	one := s.view.Counters[s.at]
	return one, !one.Own && !one.Ended
}

// checks reads the second person out of the entries, and says what is missing.
func checks(entries *month.Second, second *session.Second) func() string {
	return func() (refusal string) {
		*second, refusal = entries.Read()
		return refusal
	}
}

// missing has the keyboard in the entry that waits for its own. What was refused elsewhere says so by itself.
func missing(entries *month.Second) func(err error) fyne.Focusable {
	return func(err error) fyne.Focusable {
		if err == nil {
			return entries.Missing()
		}
		return nil
	}
}

// askEnd says what it means to end the counter at the cursor, and ends it once that is confirmed, with a second person where one is wanted.
func (s *Screen) askEnd() {
	one, ok := s.endable()
	if s.busy || !s.view.Ends || !ok {
		return
	}
	options := widgets.DialogOptions{Title: s.text("counters.end.title", one.Code), Message: s.text("counters.end.help", one.Events), Width: 620,
		Yes: s.text("counters.end.yes"), No: s.text("approvals.back"), Danger: true}
	entries := month.NewSecond(s.frame)
	if s.view.TakesTwo {
		options.Message += "\n" + s.text("counters.end.two")
		options.Body, options.Inputs = entries.Body(), entries.Inputs()
	}
	var second session.Second
	forms.Ask(s.frame, forms.Question{
		Options: options,
		Check:   checks(entries, &second),
		At:      missing(entries),
		Work:    func(ctx context.Context) error { return s.counter.Exchanging.EndCounter(ctx, one.Code, second) },
		Explain: s.deps.Explain,
		Failed:  entries.Wipe,
		Done: func() {
			s.say(s.text("counters.end.done", one.Code), widgets.ToneGood)
			s.deps.Changed()
		},
	})
}

package reports

import (
	"context"

	"shouqi/cashier/reports"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/report"
)

// verifiable returns the number of the money at the cursor that waits to be verified; ok is false on every other report.
func (s *Screen) verifiable() (line report.Row, reference string, ok bool) {
	if s.counter != nil {
		if _, signed := s.counter.Actor(); !signed {
			return line, "", false // a book that is only looked at
		}
	}
	if s.kind != reports.Unverified || !s.ready || len(s.read.Sheets) == 0 || s.at >= len(s.read.Sheets[0].Rows) || s.at < 0 {
		return line, "", false
	}
	line = s.read.Sheets[0].Rows[s.at]
	if line.Kind != report.PlainRow || len(line.Cells) <= report.UnverifiedReference {
		return line, "", false
	}
	return line, line.Cells[report.UnverifiedReference].Text, true
}

// verify asks whether the money at the cursor was found in its channel's statement, and notes who found it.
func (s *Screen) verify() {
	line, reference, ok := s.verifiable()
	if !ok {
		return
	}
	what := line.Cells[report.UnverifiedReference-2].Text + " " + line.Cells[report.UnverifiedReference-1].Fen.Yuan()
	widgets.ShowConfirm(s.frame.Canvas(), s.text("reports.verify"), s.text("reports.verify.ask", what, reference), s.text("reports.verify.yes"), s.text("reports.back"),
		func(agreed bool) {
			if agreed {
				s.verified(reference, line.Cells[report.UnverifiedReceipt].Text)
			}
		})
}

// verified notes it in the background and reads the list anew.
func (s *Screen) verified(reference, receipt string) {
	s.frame.Run("", func(ctx context.Context, _ func(int, int)) error {
		return s.counter.Reports.Verify(ctx, reference, receipt)
	}, func(err error) {
		if err != nil {
			s.message.Say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.frame.Toast(s.text("reports.verified", reference), widgets.ToneGood)
		s.load()
	})
}

package shift

import "fyne.io/fyne/v2"

// keptPage is the page of a hand-over under way, kept while its count is looked at again.
type keptPage struct {
	page   []fyne.CanvasObject
	inputs []fyne.Focusable
}

// recheck reads whether the committed count still stands: cash may have been taken at the desk since. Until that is known
// nothing of the count shows. Then the hand-over is as it was left, or the cash is counted again from an empty grid.
func (s *Screen) recheck() {
	if s.stage == counted {
		s.kept = keptPage{s.root.Objects, s.form.Inputs}
		s.goTo(checking)
	}
	s.read(func(read facts) {
		shift := read.state.Shift
		if shift != nil && read.mayClose && shift.CountStands && shift.CountedSeq == s.facts.shift.CountedSeq {
			s.resume()
			return
		}
		s.grid.clear()
		s.settle(read)
	})
}

// resume shows the hand-over as it was left.
func (s *Screen) resume() {
	s.stage, s.root.Objects = counted, s.kept.page
	s.form.SetInputs(s.kept.inputs...)
	s.root.Refresh()
	if s.shown {
		s.frame.RefreshKeys()
		s.focus()
	}
}

// isStale says whether cash moved after the shift's last count.
func (f *facts) isStale() bool { return f.overview.Shift.Counts > 0 && !f.overview.Shift.CountStands }

package shift

import (
	"slices"

	"fyne.io/fyne/v2"
)

// keptPage is the page of a hand-over under way, kept while its count is looked at again.
type keptPage struct {
	page   []fyne.CanvasObject
	inputs []fyne.Focusable
	stage  stage
	counts int // of the slips
}

// recheck reads whether the committed count still stands: cash may have been taken at the desk since. Until that is known
// nothing of the count shows. Then the hand-over is as it was left, or the cash is counted again from an empty grid.
func (s *Screen) recheck() {
	if s.stage == counted || s.stage == slipping {
		s.kept = keptPage{s.root.Objects, s.form.Inputs, s.stage, s.facts.slips.Counts}
		s.goTo(checking)
	}
	s.read(func(read facts) {
		shift := read.state.Shift
		if shift != nil && read.mayClose && shift.CountStands && shift.CountedSeq == s.facts.shift.CountedSeq {
			s.resumeWith(read)
			return
		}
		s.grid.clear()
		s.settle(read)
	})
}

// resumeWith shows what was under way, or the slips anew where some came or went since.
func (s *Screen) resumeWith(read facts) {
	same := slices.Equal(read.slips.Kinds, s.facts.slips.Kinds) && read.slips.Counts == s.kept.counts
	if !same || s.kept.stage == counted && !read.slips.Stands {
		s.facts.slips = read.slips
		s.slips.clear()
		s.goTo(afterCounting(read.slips))
		return
	}
	s.resume()
}

// resume shows the hand-over as it was left.
func (s *Screen) resume() {
	s.stage, s.root.Objects = s.kept.stage, s.kept.page
	s.form.SetInputs(s.kept.inputs...)
	s.root.Refresh()
	if s.shown {
		s.frame.RefreshKeys()
		s.focus()
	}
}

// isStale says whether cash moved after the shift's last count.
func (f *facts) isStale() bool { return f.overview.Shift.Counts > 0 && !f.overview.Shift.CountStands }

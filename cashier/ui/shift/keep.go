package shift

import (
	"maps"

	"shouqi/ledger/till"
)

// Kept is what a person had counted when the counter was locked: the notes and slips as typed, and what of the hand-over was filled in.
// It holds no PIN and no note. Keep it in memory, for that person alone. The zero value is nothing.
type Kept struct {
	stage  stage
	pieces [8]string
	slips  slipGrid
	// shift is the shift that was counted, 0 for the float of the next; counted is the count that was committed, 0 for none.
	shift, counted int64

	left         string
	leftPieces   *till.Count
	receiverCode string
	// OnScreen says that the page of the shift was being looked at.
	OnScreen bool
}

// IsNone says that nothing is kept.
func (k Kept) IsNone() bool { return k.stage == loading }

// Keep returns what was counted, to be given back by Resume after a lock.
func (s *Screen) Keep() (kept Kept) {
	at := s.stage
	if at == checking {
		at = s.kept.stage
	}
	switch at {
	case opening, differing, counting:
		if s.grid.isEmpty() {
			return Kept{}
		}
	case slipping, counted:
		kept.counted = s.facts.shift.CountedSeq
		kept.left, kept.leftPieces, kept.receiverCode = s.hand.left, s.hand.leftPieces, s.hand.receiverCode
	default:
		return Kept{}
	}
	if shift := s.facts.state.Shift; shift != nil {
		kept.shift = shift.Seq
	}
	kept.stage, kept.pieces, kept.OnScreen = at, s.grid.pieces, s.shown
	kept.slips = slipGrid{counts: maps.Clone(s.slips.counts), sums: maps.Clone(s.slips.sums), reason: s.slips.reason}
	return kept
}

// Resume brings back what was kept when its person locked the counter; call it before the screen is first shown. A committed count that
// stands no longer, because cash moved since, is made anew as ever.
func (s *Screen) Resume(kept Kept) { s.resumed = kept }

// settleKept goes on with what was kept where the shift that was read is still the one that was counted; false leaves it to settle.
func (s *Screen) settleKept(read facts) bool {
	kept := s.resumed
	s.resumed = Kept{}
	shift := read.state.Shift
	isOpening := kept.stage == opening || kept.stage == differing
	switch {
	case kept.IsNone() || isOpening != (shift == nil):
		return false
	case isOpening:
		s.grid.pieces = kept.pieces
		s.goTo(opening)
		return true
	case !read.mayClose || shift.Seq != kept.shift:
		return false
	case kept.counted == 0:
		s.grid.pieces = kept.pieces
		s.goTo(counting)
		return true
	case !shift.CountStands || shift.CountedSeq != kept.counted:
		return false
	}
	s.grid.pieces, s.slips = kept.pieces, kept.slips
	s.facts.shift = *shift
	s.hand.begin(*shift)
	s.hand.left, s.hand.leftPieces, s.hand.receiverCode = kept.left, kept.leftPieces, kept.receiverCode
	s.goTo(afterCounting(read.slips))
	return true
}

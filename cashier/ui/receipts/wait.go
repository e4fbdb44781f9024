package receipts

// whenRead does what a key asks for once the receipt at the cursor was read: at once, where it was. What is typed meanwhile
// waits for it. Opens says that it opens a dialog: where none can be opened, what was typed for it goes nowhere, because it
// may be a second person's PIN.
func (s *Screen) whenRead(opens bool, do func()) {
	if s.isRead() {
		do()
		return
	}
	s.wanted, s.opens = do, opens
	s.frame.Hold()
}

// isRead says whether what stands at the right is the receipt that the next key is meant for.
func (s *Screen) isRead() bool { return !s.reading && s.preview != nil }

// settle lets what waited go on, once nothing is being read any more.
func (s *Screen) settle() {
	if s.frame.Current() != s || s.busy || s.reading || s.preview == nil && s.chosen != "" && s.problem == "" {
		return
	}
	wanted, opens := s.wanted, s.opens
	s.wanted = nil
	if wanted != nil && s.isRead() {
		wanted()
	}
	isOpen := s.frame.Canvas().Overlays().Top() != nil
	switch {
	case !s.frame.Holding() || s.busy:
	case wanted != nil && opens && !isOpen:
		s.frame.Drop()
		s.frame.Focus(s.search)
	default:
		s.release()
	}
}

// release hands on what was held: to the dialog that is open, or else to the search.
func (s *Screen) release() {
	if s.frame.Canvas().Overlays().Top() == nil {
		s.frame.Focus(s.search)
	}
	s.frame.Release()
}

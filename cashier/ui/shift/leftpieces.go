package shift

import (
	"slices"

	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/till"
)

// askPieces asks for the notes and coins that stay as the next float; their sum is then what is left. The next opening is compared with them.
func (h *hand) askPieces() {
	s, text := h.screen, h.screen.frame.Text
	left := &grid{frame: s.frame}
	if h.leftPieces != nil {
		left.fill(*h.leftPieces)
	}
	body := left.object(text("shift.hand.left"))
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: text("shift.pieces"), Body: body, Inputs: left.inputs(),
		Yes: text("shift.pieces.yes"), No: text("shift.move.no"), Width: countWidth,
		Accept: func() string {
			count := left.count()
			fen := left.fen()
			if fen > s.facts.shift.CountedFen {
				return text("shift.hand.leftbad")
			}
			if slices.ContainsFunc(till.PiecesBeside(&count, s.facts.shift.Pieces), func(d till.PieceDifference) bool { return d.Pieces > 0 }) {
				return text("shift.pieces.bad")
			}
			h.leftEntry.SetText(fen.String())
			h.changeLeft(fen.String())
			h.leftPieces = &count
			return ""
		}})
}

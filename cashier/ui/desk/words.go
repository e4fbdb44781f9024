package desk

import (
	"strconv"
	"strings"
	"time"

	"shouqi/cashier/shifts"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// parseTyped reads a sum as the amount entry gives it; a dot without figures after it is allowed there.
func parseTyped(text string) (money.Fen, error) {
	return money.Parse(strings.TrimSuffix(text, "."))
}

// area writes an area as 98.30 m².
func area(centiM2 int64) string { return money.Fen(centiM2).Grouped() + " m²" }

// clock writes the time of day of a moment at the counter: 10:24.
func clock(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format("15:04") }

// pieces says the notes and coins to give back, for the hand that gives them: 100 一张，1 元一枚，1 角两枚.
func (s *Screen) pieces(fen money.Fen) string {
	counts := []rune(s.text("desk.piece.counts"))
	var words []string
	for _, piece := range shifts.Pieces(fen) {
		count := s.text("desk.piece.many", piece.Count)
		if piece.Count <= len(counts) {
			count = string(counts[piece.Count-1])
		}
		switch {
		case piece.Fen > 1_00:
			words = append(words, s.text("desk.piece.note", strconv.FormatInt(int64(piece.Fen/100), 10), count))
		case piece.Fen == 1_00:
			words = append(words, s.text("desk.piece.yuan", count))
		default:
			words = append(words, s.text("desk.piece.jiao", strconv.FormatInt(int64(piece.Fen/10), 10), count))
		}
	}
	return strings.Join(words, s.text("desk.piece.comma"))
}

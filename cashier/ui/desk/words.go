package desk

import (
	"fmt"
	"strings"
	"time"

	"shouqi/assets"
	"shouqi/cashier"
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

var chineseCounts = []string{"", "一", "两", "三", "四", "五", "六", "七", "八", "九"}

// pieces says the notes and coins to give back, for the hand that gives them: 100 一张，1 元一枚，1 角两枚.
func pieces(lang string, fen money.Fen) string {
	var words []string
	for _, piece := range cashier.Pieces(fen) {
		count := fmt.Sprint(piece.Count)
		if lang == assets.Chinese && piece.Count < len(chineseCounts) {
			count = chineseCounts[piece.Count]
		} else if lang == assets.Chinese {
			count = "× " + count + " "
		}
		switch {
		case piece.Fen > 1_00:
			words = append(words, assets.Text(lang, "desk.piece.note", fmt.Sprint(int64(piece.Fen/100)), count))
		case piece.Fen == 1_00:
			words = append(words, assets.Text(lang, "desk.piece.yuan", count))
		default:
			words = append(words, assets.Text(lang, "desk.piece.jiao", fmt.Sprint(int64(piece.Fen/10)), count))
		}
	}
	return strings.Join(words, assets.Text(lang, "desk.piece.comma"))
}

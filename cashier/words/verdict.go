package words

import (
	"time"

	"shouqi/assets"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/till"
)

// Verdict says what the book makes of a receipt that somebody shows: its worth in a word or two, such as 真, and in a sentence what it is
// and what to do now. It names neither the room nor anybody.
func Verdict(v ledger.Verdict, lang string) (worth, sentence string) {
	text := func(key string, args ...any) string { return assets.Text(lang, key, args...) }
	if v.Worth == ledger.Unproven {
		return text("proof.unproven"), text("proof.why." + string(v.Why))
	}
	key, fen := "proof.receipt", v.Fen
	if v.State == till.StateReversal || v.State == till.StateRefund {
		key, fen = key+"."+v.State, -fen // It tells what went back.
	}
	about := text(key, v.Number, fen.Yuan(), minute(v.AtMS), v.Counter)
	switch {
	case v.Worth == ledger.Undone && v.State == till.StateVoid:
		return text("proof.void"), about + text("proof.voided", minute(v.UndoneMS))
	case v.Worth == ledger.Undone:
		return text("proof.reversed"), about + text("proof.undone", minute(v.UndoneMS), v.UndoneBy)
	case v.RefundedFen != 0:
		return text("proof.proven"), about + text("proof.refunded", v.RefundedFen.Yuan())
	}
	return text("proof.proven"), about + text("proof.compare")
}

// minute writes a moment as it stands on a receipt.
func minute(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format("2006-01-02 15:04") }

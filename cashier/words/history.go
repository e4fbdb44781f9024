package words

import (
	"strings"

	"shouqi/assets"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
)

// HistoryKind returns the word of a kind of line in a household's history, in lang; "" is all of them.
func HistoryKind(kind report.HistoryKind, lang string) string {
	if kind == "" {
		return assets.Text(lang, "history.kind.all")
	}
	return assets.Text(lang, "history.kind."+string(kind))
}

// HistoryWhat returns what a line of a household's history is, in two to four characters.
func HistoryWhat(line report.HistoryLine, lang string) string {
	return assets.Text(lang, "history.what."+line.What)
}

// HistoryDetail says in one line what a line of a household's history is for: item and period, receipt and ways of paying, the
// reason. Room is the code of the household, which is not named again.
func HistoryDetail(line report.HistoryLine, room, lang string) string {
	say := func(key string, args ...any) string { return assets.Text(lang, key, args...) }
	var parts []string
	add := func(words string) {
		if words != "" {
			parts = append(parts, words)
		}
	}
	place := line.Place
	if place == room {
		place = ""
	}
	switch line.What {
	case "reading":
		add(line.Meter)
		add(place)
		add(say("history.reading", line.Value, line.Usage))
	case "concession":
		add(line.Name)
		item := line.Item
		if item == "" {
			item = say("history.every_item")
		}
		add(item)
		add(place)
		add(say("history.factor", line.Factor))
		add(say("history.since", string(line.FromOn)))
	case "moved", "deposit_moved":
		add(line.Name)
		add(place)
	default:
		add(line.Refund)
		add(line.ItemWords())
		add(place)
		add(Period(line.FromOn, line.ToOn))
	}
	if len(line.Receipts) > 0 {
		add(say("history.receipt", strings.Join(line.Receipts, "、")))
	}
	if line.Of != "" {
		add(say("history.of", line.Of))
	}
	if line.ValueOn != "" {
		add(say("history.late", string(line.ValueOn)))
	}
	add(waysOf(line, lang))
	add(moved("history.credit", line.CreditMoveFen, lang))
	add(moved("history.deposit", line.DepositMoveFen, lang))
	if line.Reason != "" {
		add(say(line.Reason))
	}
	return strings.Join(parts, "  ")
}

// waysOf says how a payment was paid, or how a refund is to be: a way that is the only one needs no sum.
func waysOf(line report.HistoryLine, lang string) string {
	words := make([]string, len(line.Ways))
	for i, way := range line.Ways {
		words[i] = assets.Text(lang, "desk.tender."+string(way.Kind))
		if len(line.Ways) > 1 {
			words[i] += " " + way.Fen.Grouped()
		}
	}
	return strings.Join(words, "、")
}

// moved says what came to a balance or went from it, "" for nothing.
func moved(key string, fen money.Fen, lang string) string {
	switch {
	case fen > 0:
		return assets.Text(lang, key, "+"+fen.Grouped())
	case fen < 0:
		return assets.Text(lang, key, fen.Grouped())
	}
	return ""
}

// HistoryState says how a line of a household's history stands: whether a bill is paid, a payment undone, a refund decided; ""
// where there is nothing to say.
func HistoryState(line report.HistoryLine, lang string) string {
	switch {
	case line.What == "asked":
		return assets.Text(lang, "history.refund."+line.State)
	case line.OwedFen > 0:
		return assets.Text(lang, "history.state."+line.State, line.OwedFen.Yuan())
	case line.State != "":
		return assets.Text(lang, "history.state."+line.State)
	case line.UndoneBy == "void":
		return assets.Text(lang, "history.voided")
	case line.UndoneBy != "":
		return assets.Text(lang, "history.reversed")
	}
	return ""
}

// HistoryWho names who did what a line tells, and who agreed.
func HistoryWho(line report.HistoryLine) string {
	if line.Approver == "" || line.Approver == line.By {
		return line.By
	}
	return strings.TrimPrefix(line.By+"、"+line.Approver, "、")
}

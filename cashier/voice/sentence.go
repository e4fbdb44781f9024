package voice

import (
	"shouqi/cashier/facing"
)

// sentence is something to be spoken, by the names of its words. One that is whole is never broken off.
type sentence struct {
	words   []string
	isWhole bool
}

// of returns what is spoken of what the owner is shown, nothing where there is nothing to say.
func of(view facing.View) sentence {
	switch view.State {
	case facing.Due, facing.AtTerminal:
		if view.PayFen > 0 {
			return sentence{words: append([]string{"due"}, amount(view.PayFen)...)}
		}
	case facing.ShowPhone:
		return sentence{words: []string{"show"}}
	case facing.ScanMe:
		return sentence{words: append([]string{"scan"}, amount(view.PayFen)...)}
	case facing.Confirm:
		return sentence{words: []string{"password"}}
	case facing.Paid:
		return sentence{words: paid(view), isWhole: true}
	}
	return sentence{}
}

// paid says what came by which way, and what goes back.
func paid(view facing.View) (words []string) {
	if view.ChannelFen > 0 {
		way := string(view.ChannelKind)
		if _, spoken := texts[way]; !spoken {
			way = "paid"
		}
		words = append(append(words, way), amount(view.ChannelFen)...)
	}
	if view.HandedFen > 0 {
		words = append(append(words, "received"), amount(view.HandedFen)...)
		if view.ChangeFen > 0 {
			words = append(append(words, "change"), amount(view.ChangeFen)...)
		}
	}
	if len(words) == 0 && view.PayFen > 0 {
		words = append([]string{"paid"}, amount(view.PayFen)...)
	}
	return words
}

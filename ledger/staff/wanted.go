package staff

import (
	"errors"
	"strings"
	"unicode"
)

// wantedError is the cause of a refusal that wants a second person: the one deed that takes one. It names no person.
type wantedError struct{ deed Deed }

// Error returns the developer's form: the action and what it is done to.
func (e *wantedError) Error() string { return string(e.deed.Action) + " " + e.deed.About }

// Wanted returns the deed for which a command was refused with staff.needs_approval, as an approval of it can be asked for (see
// AskFor): of all that one command does, see together. found is false for any other error, and for a deed that does not say what it is
// done to, where the second person has to be there.
func Wanted(err error) (deed Deed, found bool) {
	var wanted *wantedError
	if !errors.As(err, &wanted) {
		return Deed{}, false
	}
	return wanted.deed, true
}

// AskFor asks for the approval of a deed that was refused for want of one, of exactly that and no more.
func AskFor(requestID string, deed Deed) Ask {
	return Ask{RequestID: requestID, Action: deed.Action, About: deed.About, Terms: deed.Terms, Fen: max(deed.Fen, -deed.Fen), Note: deed.Note}
}

// goesTo stands between the two places of a subject, see From, partOf between a place and a part of it, see PartOf, and called before what
// a bill is called, see Called.
const (
	goesTo = ">"
	partOf = "."
	called = ":"

	// calledRunes is how many characters such a name has at most.
	calledRunes = 40
)

// together makes one deed of those for which one command takes a second person, for one approval: the first, with the others among
// its terms. one is false where there is none, or where one of them does not say what it is done to.
func together(deeds []Deed) (all Deed, one bool) {
	for i, deed := range deeds {
		if deed.About == "" {
			return Deed{}, false
		}
		if i == 0 {
			all = deed
			continue
		}
		fen := max(deed.Fen, -deed.Fen)
		all.Note = strings.Trim(all.Note+"；"+deed.Note, "；")
		all.Terms = all.Terms.And(NewTerms("also", string(deed.Action), "fen", fen.String(), "what", deed.About)).And(deed.Terms)
	}
	return all, len(deeds) > 0
}

// Called is a subject with what the bill, the tariff or the contract is called that the deed makes or changes: an approval for one is
// none for another of the same sum. A name that is too long for a subject, or has its signs, is told shortened with a digest.
func Called(about, item string) string {
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(goesTo+called, r) || unicode.Is(unicode.C, r) {
			return ' '
		}
		return r
	}, item)
	if runes := []rune(plain); plain != item || len(runes) > calledRunes {
		item = string(runes[:min(len(runes), calledRunes-9)]) + "#" + Content(item)[:8]
	}
	return about + called + item
}

// CalledIn returns what the bill of a subject is called, "" where it says none.
func CalledIn(about string) string {
	_, item, _ := strings.Cut(about, called)
	return item
}

// From is the subject of a deed that takes from one place and gives to another, which an approval has to name both: Deed.About has
// it. A place may be one part of another: see PartOf.
func From(place, to string) string { return place + goesTo + to }

// PartOf is a part of a place, as a subject names it: what a prepayment is kept for. It is the place itself where part is "".
func PartOf(place, part string) string {
	if part == "" {
		return place
	}
	return place + partOf + part
}

// Places takes a subject apart: the place that it is about with the part of it, and where that goes, "" where a subject has none.
func Places(about string) (place, part, to, toPart string) {
	about, _, _ = strings.Cut(about, called)
	from, to, _ := strings.Cut(about, goesTo)
	place, part, _ = strings.Cut(from, partOf)
	to, toPart, _ = strings.Cut(to, partOf)
	return place, part, to, toPart
}

// goesSomewhere are the actions whose subject names two places. An approval that was asked for one place alone would never be found.
var goesSomewhere = map[Action]bool{MoveDeposit: true, MovePrepaid: true}

// names are the actions whose subject says what is made or changed by its name, a bill, a tariff or a contract.
var names = map[Action]bool{AddBill: true, DeductDeposit: true, SetPrices: true}

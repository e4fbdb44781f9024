package staff

import (
	"errors"
	"strings"
)

// wantedError is the cause of a refusal that wants a second person: the one deed that takes one. It names no person.
type wantedError struct{ deed Deed }

// Error returns the developer's form: the action and what it is done to.
func (e *wantedError) Error() string { return string(e.deed.Action) + " " + e.deed.About }

// Wanted returns the deed for which a command was refused with staff.needs_approval, as an approval of it can be asked for (see
// AskFor). found is false for any other error, for a command that wants a second person for several deeds at once, and for a deed
// that does not say what it is done to.
func Wanted(err error) (deed Deed, found bool) {
	var wanted *wantedError
	if !errors.As(err, &wanted) {
		return Deed{}, false
	}
	return wanted.deed, true
}

// AskFor asks for the approval of a deed that was refused for want of one, of exactly that and no more.
func AskFor(requestID string, deed Deed) Ask {
	return Ask{RequestID: requestID, Action: deed.Action, About: deed.About, Fen: max(deed.Fen, -deed.Fen)}
}

// goesTo stands between the two places of a subject, see From, partOf between a place and a part of it, see PartOf, and called before what
// a bill is called, see Called.
const (
	goesTo = ">"
	partOf = "."
	called = ":"
)

// Called is a subject with what the bill is called that the deed makes: an approval for one bill is none for another of the same sum.
func Called(about, item string) string { return about + called + item }

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

// makesBill are the actions whose subject names a bill that is made.
var makesBill = map[Action]bool{AddBill: true, DeductDeposit: true}

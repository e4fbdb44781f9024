package charging

import "shouqi/ledger/billing"

// AlikeExceptions are the objects that a run cannot bill for one and the same reason.
type AlikeExceptions struct {
	Sentence   string
	Exceptions []billing.Exception
}

// alikeMin is from how many on alike exceptions are told once: fewer are read sooner one by one.
const alikeMin = 4

// Alike puts the exceptions of one sentence together, in the order in which each first comes. Where there are only a few of
// a sentence each stands alone.
func Alike(all []billing.Exception, explain func(err error) string) []AlikeExceptions {
	sentences := make([]string, len(all))
	count := make(map[string]int, len(all))
	for i, exception := range all {
		sentences[i] = explain(exception.Err)
		count[sentences[i]]++
	}
	at := map[string]int{}
	var gathered []AlikeExceptions
	for i, exception := range all {
		index, found := at[sentences[i]]
		if !found || count[sentences[i]] < alikeMin {
			at[sentences[i]] = len(gathered)
			gathered = append(gathered, AlikeExceptions{sentences[i], []billing.Exception{exception}})
			continue
		}
		gathered[index].Exceptions = append(gathered[index].Exceptions, exception)
	}
	return gathered
}

// Households counts the households among them.
func (a AlikeExceptions) Households() int { return billing.HouseholdsOf(a.Exceptions) }

// Rooms returns the codes of the objects, each once.
func (a AlikeExceptions) Rooms() []string {
	var rooms []string
	seen := map[string]bool{}
	for _, exception := range a.Exceptions {
		if !seen[exception.Code] {
			rooms = append(rooms, exception.Code)
		}
		seen[exception.Code] = true
	}
	return rooms
}

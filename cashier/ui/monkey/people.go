package monkey

import "shouqi/ledger/staff"

// person is somebody at the counter. Their PIN is of digits that stand nowhere else in the book, so that five of them in
// a row on a screen can only be the PIN's.
type person struct {
	code, name, pin string
	role            staff.Role
}

// The people of the book: whoever founded it, who confirms, and two who take money.
var (
	manager    = person{"100", "陈国栋", "64297531", staff.Manager}
	supervisor = person{"200", "李慧", "75318642", staff.Supervisor}
	cashier101 = person{"101", "王丽", "86429753", staff.Cashier}
	cashier102 = person{"102", "周婷", "97531864", staff.Cashier}
)

var people = []person{manager, supervisor, cashier101, cashier102}

// pinWindow is how many digits of a PIN in a row give it away.
const pinWindow = 5

// pinPieces gives every run of pinWindow digits of anybody's PIN.
func pinPieces() []string {
	var pieces []string
	for _, somebody := range people {
		for from := 0; from+pinWindow <= len(somebody.pin); from++ {
			pieces = append(pieces, somebody.pin[from:from+pinWindow])
		}
	}
	return pieces
}

package monkey

import "shouqi/ledger/staff"

// person is somebody at the counter. Every five digits in a row of a PIN have 79 among them, and the monkey types a 7
// nowhere else: five such digits on a screen can only be a PIN's.
type person struct {
	code, name, pin string
	role            staff.Role
}

// The people of the book: whoever founded it, who confirms, and two who take money.
var (
	manager    = person{"100", "陈国栋", "64279513", staff.Manager}
	supervisor = person{"200", "李慧", "53179642", staff.Supervisor}
	cashier101 = person{"101", "王丽", "86479315", staff.Cashier}
	cashier102 = person{"102", "周婷", "31579826", staff.Cashier}
)

var people = []person{manager, supervisor, cashier101, cashier102}

// wrongPIN is nobody's.
const wrongPIN = "20479168"

// pinWindow is how many digits of a PIN in a row give it away.
const pinWindow = 5

// pinPieces returns every run of pinWindow digits of anybody's PIN.
func pinPieces() []string {
	var pieces []string
	for _, pin := range pins() {
		for from := 0; from+pinWindow <= len(pin); from++ {
			pieces = append(pieces, pin[from:from+pinWindow])
		}
	}
	return pieces
}

// pins returns every PIN that is ever typed.
func pins() []string {
	typed := []string{wrongPIN}
	for _, somebody := range people {
		typed = append(typed, somebody.pin)
	}
	return typed
}

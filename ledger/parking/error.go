package parking

import (
	"fmt"
	"strings"
)

// Error says what cannot be priced, where. Code is stable ("parking.gap", "parking.backwards", …) and the catalogue's key
// behind "error."; Args fill its sentence, in order. Places in a plan are written as in its JSON, counted from 1:
// windows[2].rates[1].price.
type Error struct {
	Code string
	Args []any
}

// Error returns the code with its arguments, for developers and logs; people read the catalogue's sentence.
func (e *Error) Error() string {
	if len(e.Args) == 0 {
		return e.Code
	}
	return e.Code + " " + strings.TrimSuffix(fmt.Sprintln(e.Args...), "\n")
}

func refuse(code string, args ...any) *Error { return &Error{Code: code, Args: args} }

package tariff

import (
	"errors"
	"fmt"
	"strings"
)

// Error says what cannot be worked out, where. Code is stable ("tariff.no_area", "tariff.syntax", …) and the catalogue's
// key behind "error."; Args fill its sentence, in order. Line is the rule's line, counted from 1, 0 for the rule as a whole;
// Column is the character of the formula, counted from 1, 0 where there is none. It never carries personal data: own
// fields are named, their content is not.
type Error struct {
	Code   string
	Args   []any
	Line   int
	Column int
}

// Error returns the code with its arguments and place, for developers and logs; people read the catalogue's sentence.
func (e *Error) Error() string {
	text := e.Code
	if len(e.Args) > 0 {
		text += " " + strings.TrimSuffix(fmt.Sprintln(e.Args...), "\n")
	}
	if e.Line > 0 {
		text += fmt.Sprintf(" (line %d)", e.Line)
	}
	if e.Column > 0 {
		text += fmt.Sprintf(" (column %d)", e.Column)
	}
	return text
}

// refuse returns an *Error without a place. Whoever knows the line or the column adds it.
func refuse(code string, args ...any) *Error { return &Error{Code: code, Args: args} }

// inLine returns a copy of the error with the rule's line, whose index is counted from 0 here and from 1 in the error. An
// error that has a line already keeps it.
func inLine(err error, index int) error {
	var refused *Error
	if !errors.As(err, &refused) || refused.Line > 0 {
		return err
	}
	named := *refused
	named.Line = index + 1
	return &named
}

// inColumn returns a copy of the error with the character of the formula, counted from 1. An error that has a column already
// keeps it: the innermost part of a formula, which fails first, is where the fault is.
func inColumn(err error, column int) error {
	var refused *Error
	if !errors.As(err, &refused) || refused.Column > 0 {
		return err
	}
	named := *refused
	named.Column = column
	return &named
}

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

// Error returns the developer's form.
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

func refuse(code string, args ...any) *Error { return &Error{Code: code, Args: args} }

// inLine names the line (counted from 0 here) that an error comes from.
func inLine(err error, index int) error {
	var refused *Error
	if !errors.As(err, &refused) || refused.Line > 0 {
		return err
	}
	named := *refused
	named.Line = index + 1
	return &named
}

// inColumn names the character of a formula that an error comes from.
func inColumn(err error, column int) error {
	var refused *Error
	if !errors.As(err, &refused) || refused.Column > 0 {
		return err
	}
	named := *refused
	named.Column = column
	return &named
}

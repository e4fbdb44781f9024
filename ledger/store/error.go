package store

import (
	"errors"
	"fmt"
)

// Error is a refusal or a failure with a stable code. Screens and ledgerctl turn Code and Args into a sentence a cashier
// understands (the catalogue's key is "error." + Code); Err keeps the cause for the log. Neither carries personal data.
type Error struct {
	Code string
	Args []any
	Err  error
}

// Error returns the developer's form: the code, its arguments and the cause.
func (e *Error) Error() string {
	text := e.Code
	if len(e.Args) > 0 {
		text += fmt.Sprint(" ", e.Args)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is an Error of the same code, so that errors.Is(err, store.Refuse("till.no_shift")) reads well.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code
}

// Refuse returns the error for input that is turned down: nothing was changed, and the person can do something about
// it.
func Refuse(code string, args ...any) *Error { return &Error{Code: code, Args: args} }

// Offer returns the error for a word that is none of those that are offered, which its arguments are: a screen shows them anyway, and whoever types
// one has to be told.
func Offer(code string, offered []string) *Error {
	err := &Error{Code: code}
	for _, word := range offered {
		err.Args = append(err.Args, word)
	}
	return err
}

// Fail returns the error for something that went wrong below, with its cause.
func Fail(code string, err error, args ...any) *Error {
	return &Error{Code: code, Args: args, Err: err}
}

// Typed returns an error as one with a code: the first of its chain with all that its sentence says, "internal" around any other. err is not nil.
func Typed(err error) *Error {
	var typed *Error
	if errors.As(err, &typed) {
		return Fail(typed.Code, err, typed.Args...)
	}
	return Fail(CodeInternal, err)
}

// Code returns the code of the first Error in err's chain, "internal" for any other error and "" for nil.
func Code(err error) string {
	if err == nil {
		return ""
	}
	var typed *Error
	if errors.As(err, &typed) {
		return typed.Code
	}
	return CodeInternal
}

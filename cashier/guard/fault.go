package guard

import (
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// Kind says where a panic was caught.
type Kind string

// The kinds of fault.
const (
	OnScreen Kind = "screen"     // on the window's thread: what the screens show can no longer be trusted
	InJob    Kind = "job"        // in work whose caller gets the error
	InBehind Kind = "background" // in work nobody waits for
)

// Fault is a panic that was caught.
type Fault struct {
	Kind Kind
	// Where names the screen or the work, by a word of the code.
	Where string
	// What is the kind of panic, without any value.
	What string
	// Stack holds the functions with file and line, the one that panicked first.
	Stack []string
	// Report is where the report lies, as a person is told it; "" while there is none.
	Report string
}

// Error returns the developer's form, in one line.
func (f *Fault) Error() string {
	text := fmt.Sprintf("panic in %s %s: %s", f.Kind, f.Where, f.What)
	if len(f.Stack) > 0 {
		text += " at " + f.Stack[0]
	}
	return text
}

// stackMost bounds the lines kept: enough for the deepest call that is no endless recursion.
const stackMost = 128

// Of describes a recovered panic. It must be called by the deferred function that recovered it, while the stack is still
// that of the panic. A Fault that was passed on by a panic of its own stays as it is.
func Of(cause any, kind Kind, where string) *Fault {
	if fault, ok := cause.(*Fault); ok {
		return fault
	}
	return &Fault{Kind: kind, Where: where, What: whatOf(cause), Stack: stack()}
}

// numbers are those inside a message of the runtime; a figure that was typed may be an index.
var numbers = regexp.MustCompile(`-?\b\d+\b`)

// whatOf names the kind of panic. Only Go's own runtime is known to put no text of a person into its messages: they name
// types and fields. Of everything else the type is kept.
func whatOf(cause any) string {
	kind := reflect.TypeOf(cause)
	owner := kind
	if kind.Kind() == reflect.Pointer {
		owner = kind.Elem()
	}
	if fault, ok := cause.(runtime.Error); ok && owner.PkgPath() == "runtime" {
		return numbers.ReplaceAllString(fault.Error(), "N")
	}
	return kind.String()
}

// stack returns the lines of code from the panic outwards. It reads program counters alone, so that no argument is in it.
func stack() []string {
	counters := make([]uintptr, stackMost+16)
	frames := runtime.CallersFrames(counters[:runtime.Callers(2, counters)])
	var lines []string
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			lines = nil // what is above it only catches
		case len(lines) > 0 || !strings.HasPrefix(frame.Function, "runtime."):
			lines = append(lines, fmt.Sprintf("%s %s:%d", frame.Function, filepath.Base(frame.File), frame.Line))
		}
		if !more {
			return slices.Clip(lines[:min(len(lines), stackMost)])
		}
	}
}

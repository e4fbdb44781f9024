// Package guard is where a panic of our own code is caught, on the window's thread and on any goroutine of the window's
// process.
//
// It catches and describes; what then happens is decided by the one that watches, ui.App. Invariant: what it keeps of a
// panic holds no value of the program. A panic's text may hold what somebody typed, and so may the arguments in Go's own
// stack trace, so a Fault has the kind of the panic and the lines of code it went through, and nothing else.
//
// It imports neither Fyne nor a database. Everything that runs on the window's thread enters by Run or begins with
// "defer guard.Step()()"; work off it runs in Try, when somebody waits for its error, or in Behind.
package guard

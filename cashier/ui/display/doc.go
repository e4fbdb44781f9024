// Package display is the owner's screen: a second window that turns towards who pays and shows what is paid, how much, the code to be
// scanned, what was handed over and what comes back, in print that is read from two metres.
//
// It is fed by the room facing alone and takes no key: it has nothing to focus. What is typed while it has the keyboard is passed on to
// the counter's window. It shows a name masked and no phone, because whoever stands in the queue reads it too.
package display

// Package display drives the small displays on a serial line on which a payer reads the amount: eight figures with lamps,
// or two lines of twenty signs.
//
// It imports nothing of ours but devices and devices/serial. Invariants: an amount is shown whole or not at all; showing
// never waits for the device; a display that was away shows the last amount when it comes back, and none from before.
package display

// Package tray is the page 未了结的电子收款: orders at a channel that may still be paid or wait for a shift, and money on its way back to
// owners. It asks, stops and finds orders, and takes no money.
package tray

// Package payment is how electronic money arrives: the Gateway port by which a channel is asked, and the intents that say what became
// of each order.
package payment

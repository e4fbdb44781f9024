// Package refunds is the page 退款: what waits to be given back, who has to decide it, and the deposits that are there.
package refunds

// Package billing says what the estate charges for and keeps what is owed: items, the dated tariffs that say where which
// rule applies, the runs that make bills from them, and what may happen to a bill afterwards.
//
// A bill is an amount frozen with the reason that made it. It is never changed: what was paid is the sum of its
// allocations, what was taken off since the sum of its reductions, a wrong one is undone while nothing is allocated to it
// or answered by an adjustment, and its id is a hash of what it bills, so making it twice makes it once. A price never
// reaches back over what is billed.
//
// Where things are: item.go, tariff.go, scope.go and concession.go say what is charged; order.go, ground.go, facts.go,
// price.go, parts.go, filling.go and share.go work a run out; run.go and issue.go make it; adjust.go, reduce.go and latefee.go are for bills
// that are out; effect.go shows what a price would do; charges.go and event.go are the events and their folds.
//
// The package must not import till, lease or payment.
package billing

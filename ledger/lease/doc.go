// Package lease keeps leases (租赁合同) and makes their bills: rent with its rent-free spans and escalation, a share of
// turnover against the rent as its floor, and the deposit.
//
// A contract is told once and never changes; what two people agree on later holds from a day on and leaves what was before
// it alone. What a lease asks for is worked out by Schedule, which is pure; Run hands it to billing, whose bills these are.
// A tenant is named by a person of the estate; no name is in a contract.
//
// The package must not import till or payment.
package lease

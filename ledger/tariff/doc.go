// Package tariff is the room of the charge rules (收费标准): dated prices, formulas and tiers that give bill lines with
// their reasons. It will be pure functions over money and exact decimals, and must import no other room but those.
//
// Nothing is billed by rule yet: bills come from a register's opening balances and from a person's hand (see billing).
package tariff

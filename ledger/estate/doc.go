// Package estate keeps the register (房产台账): buildings, rooms (房屋) and parking spaces (车位), owners (业主) and
// tenants (租户), and who owes for what from when to when.
//
// What a room is lies in the open (code, area, use, state, own fields such as a unit price). Who a person is lies
// sealed in the vault, and the tables name ids only. A party to a room has a from and a to day; nothing is ever
// removed, so a bill of last year still finds last year's owner. The finder opens the vault once and keeps its index
// in memory, so that no name or phone number is searchable on the disk.
//
// The package must not import staff, billing or till.
package estate

// Package estate keeps the estate: buildings, rooms and parking spaces, owners and tenants, and who owes for what from
// when to when.
//
// What a room is lies in the open (code, area, use, state, own fields such as a unit price); who a person is lies in the
// vault, and the tables name ids only. A party to a room has a from and a to day; nothing is ever removed. The finder
// opens the vault once and keeps its index in memory, so no name or phone is searchable on the disk.
//
// The package must not import staff, billing or till.
package estate

// Package staff says who may do what: people, PINs, roles, approvals.
//
// A cashier can take money and nothing else; whatever else touches money names two people. An Actor or an Approval can
// only be had by a PIN that was right, so a command that asks for one has been authorised. A PIN that somebody else set, who knows it, is
// good for setting an own one and neither signs in nor approves. Whoever may approve is made, promoted or gets a PIN by two people, and by
// the printed recovery key while one person alone may approve. Names and PIN hashes lie in
// the vault; the journal knows ids. Five wrong PINs lock a person out until another manager or the recovery key lets
// them in again, and a restart changes nothing of it, because each wrong PIN is an event.
//
// The package must not import estate, billing or till.
package staff

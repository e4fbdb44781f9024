// Package vault keeps personal data sealed: names, phones, identity numbers, plates, typed notes and reasons, PIN hashes.
//
// Each subject (a person, a note, a PIN) has a key of its own, wrapped by the book's data key; its versions are
// append-only. Events and receipts name a subject's version, never its content, so erasing somebody is destroying one
// key and breaks no chain (PIPL art. 47). The data key belongs to the book, not to the machine: it is wrapped in slots,
// one for the OS keyring, one for a passphrase, one for the printed recovery key, of which a new one makes the old one void, and a marked one for demo books.
//
// The first event of a book has a proof of its data key (Proof), dataKey in base64 with padding: the 32 bytes of HKDF-SHA-256 (RFC 5869) over the 32
// bytes of the data key, with the book's id as the salt and "shouqi key proof" as the info. Who has the data key, as out of a slot, works it out and
// compares; nobody finds the key from it.
//
// The package knows nothing of what the content means and must import only store.
package vault

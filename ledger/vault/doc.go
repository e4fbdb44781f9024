// Package vault keeps personal data sealed: names, phones, identity numbers, plates, typed notes and reasons, PIN hashes.
//
// Each subject (a person, a note, a PIN) has a key of its own, wrapped by the book's data key; its versions are
// append-only. Events and receipts name a subject's version, never its content, so erasing somebody is destroying one
// key and breaks no chain (PIPL art. 47). The data key belongs to the book, not to the machine: it is wrapped in slots,
// one for the OS keyring, one for a passphrase, one for the printed recovery key, of which a new one makes the old one void, and a marked one for demo books.
//
// The package knows nothing of what the content means and must import only store.
package vault

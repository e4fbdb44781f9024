// Package voice speaks to the owner: what is due, what was handed over, what comes back, and what to do on the phone, in Mandarin and without
// a network. It speaks with the system's own voice where there is one, and otherwise with recorded words, which a folder of the company's own
// recordings replaces.
//
// Nobody waits for it: a sentence is queued and spoken behind the window. Invariants: never two sentences at once; what was paid and what
// comes back is spoken whole, everything else gives way to what is newer; no name, room or phone is ever spoken.
package voice

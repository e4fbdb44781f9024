// Package journal is the only way a figure in the book changes: an append-only, hash-chained log of events, and the
// projectors that fold each event into tables.
//
// A command validates, builds a body and calls Append inside the book's write transaction. Append stores the exact
// bytes, chains the hash, lets the projector of the kind update the tables and writes the event row last, so that the
// database's triggers see the whole of it. Folding the same events again makes the same tables: verify and rebuild
// rely on that.
//
// What is hashed and signed is fixed to the byte, so that a program which has none of this one's code can check a book. Text stands as UTF-8, a u32
// and a u64 are big-endian, and text(x) is x behind the u32 of its length in bytes. The first event of a device has as its previous hash (Genesis)
// SHA-256("shouqi.genesis.v1|" + book + "|" + device), with the two ids as the tables identity and devices have them, and every other the hash of the
// device's event before. An event's hash (HashOf) is SHA-256 over text("shouqi.event.v1"), text(book), text(device), the u64 of its number, text(kind),
// the u64 of its version, the u64 of its time in milliseconds, the u64 of the body's length in bytes, the bytes of the body as they are stored, and
// the 32 bytes of the previous hash. A signature is Ed25519 (RFC 8032, pure) over 55 bytes: "shouqi.head.v1|", the u64 of which of the device's
// signatures it is, counted from 1, and the 32 bytes of the hash of the event that it names; it covers every event before. The public key, 32 bytes,
// stands as publicKey, in base64 with padding, in the JSON body of event 1 of the device that founded the book; that of another device in the
// body of the event counter.invited that names its id as device.
//
// The events of several devices stand in one order, which is the same in every file of the book (Hear, clock): rows of the table events are in it, and
// what is folded from them is folded in it. A projector may therefore rely on what stands before its event, and what it refuses there is a conflict and
// no error. What comes late is put at its place by taking back what follows (local_undo keeps of the newest events which rows each changed, as they were), or, where that is
// not known of one of them, by folding the whole book again. Both make the same tables.
//
// The package must import only store and money; of the kinds of event it knows two by name: what was heard, and that a
// counter is at its end.
package journal

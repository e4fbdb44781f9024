// Package ledger is the book: Book opens the file, checks it and hands out its rooms.
//
// A bill is worked out once, paid once at the counter, printed once; each is an event that is never changed, and every
// figure can be rebuilt from the events. The rooms below own the parts; what needs several of them at once (making a
// book, taking a register in, rebuilding, restoring) stands here.
//
// # Several counters
//
// A book may have a file at each of several counters. The counter that founded it lets the machine of another in (Book.Invite), for which two people
// compare a code; the machine makes its file from what that one knew (Join), with a device id and a signing key of its own that never leave it. Files
// go from counter to counter (Book.Exchange, Book.Hear) with whatever the other may not have heard, sealed by the book's key.
//
// Every file folds the same events in the same order, and so has the same tables to the byte. The order is that of Lamport's clock: a device that goes on
// after it heard of others says so in an event (counter.heard), and all that it does from then on comes after what it had heard; events that nobody heard
// of each other go by their time on that clock, and where it is the same by the number of their device, which follows from its id. A wall clock decides
// nothing. What is heard late stands between what is here already: what comes after it is taken back and folded again (journal.Hear), in the transaction that takes it
// in. A large parcel is taken in pages, each of them a transaction of its own, so that other writes wait for no more than one.
//
// An event that its projector refuses at its place, because of what another counter did before it, is kept and stands in the table conflicts; what
// becomes of it its kind says (journal.Projector.Contested):
//
//	what two counters do without each other           who wins                    what becomes of the other
//	the same bill issued by a rule or a lease         the first in the order      the other bills of its run are made, its payments pay the winner's
//	two bills by hand of one item and day             both                        nothing; each counter has revisions of its own
//	a bill taken back and made anew here, paid there  the first in the order      where the money was first, neither the taking back nor the new bill holds
//	a bill taken back here and paid there             the first in the order      the bill stays; or the money is put by for the household
//	one payment undone twice, or undone and refunded  the first in the order      what left the drawer is to be got back (account recoverable)
//	one prepayment or deposit spent twice             the first in the order      the money that came in with it is put by, the rest is not paid
//	one refund paid twice                             the first in the order      what left the drawer is to be got back
//	one bill paid twice                               both                        it is paid over; somebody of the office moves what is paid over to the prepayment (Book.MoveExcesses)
//	what is paid over moved here and undone there     the first in the order      nothing is moved; what left the drawer after it is to be got back
//	two reductions or waivers of one bill             both that fit in its sum    one that does not fit is nothing; it can be done again
//	one code of a person, one slip, one request id    the first in the order      nothing; money that came in is put by
//	a policy, limit, price, name, role or right set   the last in the order       it is replaced; whoever had heard the other is always last
//	a right taken here, and one given there           what was taken              it can be given again by who has heard of it
//	a conflict settled twice                          the first in the order      cash that came back stays in the drawer
//	a PIN set anew here, and changed there            the first in the order      who has the old PIN does not go on by it: the person is locked
//	a counter ended, and what it does meanwhile       the end                     what nobody had heard before it is kept and counts for nothing
//	two counters end each other                       the first in the order      nothing: its counter is at its end, the other one goes on
//	one person's data or PIN changed                  the first in the order      its sealed text is kept as a spare; it can be done again
//	one meter read twice, one file imported twice     the first in the order      nothing; it can be done again
//	cash out of one safe                              both                        the safe is short in the figures of both
//
// Nothing is posted twice, and a number that stands on a paper is that paper's. Who may do what is asked where it is done, by what that counter knows then: a
// right that was taken from somebody elsewhere holds here from when it was heard (audit, views).
//
// # Somebody with the file in hand
//
// Who has the file but no key of the book cannot read a name, and cannot write an event that passes for one of this device: the first event
// has the device's public key and a proof of the data key, the device signs the head of every commit, and a slot around another key opens
// nothing. What they change is noticed, and no money is taken: at the opening by the newest signature, by what came since the last check,
// by the schema, by the ids of the book and its devices (an event of one that nobody let in is nobody's), by people, roles, limits, policies and slots, which are folded anew, and by the sums of open
// bills, prepayments and deposits; on the machine that remembers the book also by any byte of the file that is not as it was left, which has the
// whole book checked before the first write (of a large one after a power cut: behind it); while the book is open by another program's commit,
// and by a file or a log that is no longer at its path; and by Verify in every row. Who replaces a book, by a backup or by itself folded anew, is
// asked as long as a key opens either; what was found lifts no right, and what is not the device's own is not signed over.
//
// Who makes a whole book anew around a key of their own, with the ids of this one, can neither seal that key under the data key nor prove another data
// key: every opening, Verify, Restore and Bring tell it from this one by any key of this one. Without a key nobody can, and Verify says what it left out.
//
// An older copy, a book whose log was lost and one whose end was cut off where a commit ended are whole in themselves. Each account of the
// counter's machine therefore remembers outside of the book's folder how far it was (package witness), sealed by the data key and bound to the
// machine, and the book names, in a signed event, the machine that is its counter: a book behind its witness, one whose log is gone although it was not
// closed, one beside the file that the machine works with, and one on another machine take no
// money until somebody with the recovery key goes on with it (OpenOptions.GoOn), past every number of a receipt and of a shift that may be on paper. The
// key that was made last, which the witness knows, is the one: with a void one nobody goes on, and what is put back has the one in force.
// While a program works the book it holds the witness, so that no other of the account works a copy under any name, and it looks before each commit whether
// the note is still its own: one that another program changed stops money and is not written over.
//
// Whoever guesses PINs at the counter is locked out after the fifth wrong one, and a key of the book is wanted to guess anywhere else. How many were
// wrong follows from an event for each PIN that is typed, too many to fold at an opening: who sets it back in the closed file is noticed by the file's
// digest in the witness's note, upon which the whole book is checked before it takes money (after a power cut, while it does) and the row is named.
// An older copy, or a note removed, gives no guess back either: both want the recovery key. The book and its note put back together, as a whole
// machine that is set back to an earlier day is, do: nothing on the machine then knows what came after, numbers and guesses are given again, and only
// papers tell. A demo, whose PINs are no secret, has no witness; there
// Verify alone names the row.
//
// Who has a key of the book and an account of its machine can make a book that is whole and a note that fits it. That is not kept out; it is
// told by what lies outside of both, the number and hash on a printed Z report (audit.Anchor), and so is a book put back with its note. Nor does the witness of one account know what another
// account of the machine did since, once both were let in by the recovery key.
package ledger

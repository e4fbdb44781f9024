package ledger

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"shouqi/ledger/audit"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/lease"
	"shouqi/ledger/meter"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/terminal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// Book is an open book with the rooms that work on it. A book that was opened without a key of its own (OpenOptions.Locked, Foreign) has
// no Vault and none of the rooms that write: Vault, Staff, Estate, Meters, Billing, Leases, Till and Payments are nil then, and
// the book can only be read and audited.
type Book struct {
	Store    *store.DB
	Journal  *journal.Journal
	Vault    *vault.Vault
	Staff    *staff.Staff
	Estate   *estate.Estate
	Meters   *meter.Meters
	Billing  *billing.Billing
	Leases   *lease.Leases
	Till     *till.Till
	Payments *payment.Payments
	// Finder is empty until LoadFinder has run.
	Finder *estate.Finder

	openPort terminal.OpenPort
	// foreign is what a key opened that is not the one with which the book began, nil where none did: it makes no room, and the audit names it.
	foreign *vault.Vault
	// attending has this machine remember how far the book is, nil where nothing does. outside is what was wrong by it at the opening.
	attending *attending
	// held is this machine's note while the book is open for writing, nil where nothing is remembered, and unheld why it could not be taken.
	held   *witness.Held
	unheld *store.Error
	// isChecked says that the whole book was checked before anything was written.
	isChecked bool
	outside   *store.Error
	checking  checking
}

// Founding holds what a new book is told about itself. Counter, Demo and Training can never be changed afterwards, the names
// can.
type Founding struct {
	Estate  string
	Company string
	// Counter is this counter's code, 1 to 4 digits or letters: the prefix of its receipts.
	Counter string
	// Manager is the first person; everybody else is added by managers.
	Manager    staff.Entry
	ManagerPIN string
	// Passphrase opens the book where the machine has no keyring; "" uses the keyring.
	Passphrase string
	// Demo makes a book that anybody can open: never for real owners.
	Demo bool
	// Training makes a demo book to practise in (练习账本): it says so on every screen and paper, and reaches no real printer and no real
	// channel.
	Training bool
	// RulePack are the rules of a place that the book is held against, as law.Pack.Text writes them, "" for none.
	RulePack string
	// Witness is where this machine, which is the counter's from then on, remembers how far the book is; the zero Place for nowhere. A demo
	// book has none.
	Witness witness.Place
	// Anew makes it also at a path where this machine remembers a book that is gone: somebody was told so.
	Anew bool
}

// check refuses what could not be printed on a receipt: book.name for an empty or overlong name, book.counter for a
// counter's code that is not 1 to 4 digits or capital letters.
func (f Founding) check() error {
	for _, name := range []string{f.Estate, f.Company} {
		if !estate.GoodName(name) {
			return store.Refuse(codeName, estate.NameMax)
		}
	}
	if !isCounterCode(f.Counter) {
		return store.Refuse(CodeCounter)
	}
	return nil
}

// Create makes a book at path and returns the recovery key to be printed ("" for a demo book). The file appears under
// its name only when it is whole, so a power cut leaves no half a book. Errors: store.exists, store.log_alone, book.gone where this machine remembers a book
// at that path and Anew does not say that it is known, vault.no_keyring, book.name, book.counter and the refusals of staff for the manager.
func Create(ctx context.Context, path string, founding Founding) (recovery string, err error) {
	if err := founding.check(); err != nil {
		return "", err
	}
	founding.Demo = founding.Demo || founding.Training
	if _, err := os.Stat(path); err == nil {
		return "", store.Refuse(store.CodeExists, filepath.Base(path))
	}
	if err := store.CheckAlone(path); err != nil {
		return "", err
	}
	if !founding.Anew && founding.Witness.Remembers(path) {
		return "", store.Refuse(CodeGone, filepath.Base(path)) // its numbers would be given out again
	}
	making, cleared, err := makeBeside(path)
	if err != nil {
		return "", err
	}
	made := Replaced{}
	defer func() { err = notUndone(err, made, cleared()) }()
	if recovery, err = found(ctx, making, store.Real(path), founding); err != nil {
		return "", store.Unwritten(err, path)
	}
	err = store.Place(making, path)
	if made.Done = isPlaced(err); !made.Done {
		recovery = ""
	}
	return recovery, err
}

// found makes the whole book at making, which is to lie at path: its identity, the first event, the wrapped data key and the first manager. The
// manager comes in by a second write. A power cut between the two leaves a book without people, but under the name
// that Create gives to unfinished files, and the next attempt removes it.
func found(ctx context.Context, making, path string, founding Founding) (recovery string, err error) {
	db, err := store.Create(ctx, making, store.Options{})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := journal.Identify(ctx, db); err != nil {
		return "", err
	}
	book, err := assemble(ctx, db)
	if err != nil {
		return "", err
	}
	book.unlockWith(vault.Create())
	remembers := !founding.Demo && !founding.Witness.IsZero()
	err = db.Write(ctx, func(tx *store.Tx) error {
		if err := book.writeFounding(tx, founding); err != nil {
			return err
		}
		if founding.RulePack != "" {
			if err := book.Estate.SetPolicy(tx, "", estate.PolicyRulePack, founding.RulePack); err != nil {
				return err
			}
		}
		if recovery, err = book.writeSlots(tx, founding); err != nil || !remembers {
			return err
		}
		return book.placeAt(tx, founding.Witness)
	})
	if err != nil {
		return "", err
	}
	if err := book.Staff.Found(ctx, founding.Manager, founding.ManagerPIN); err != nil || !remembers {
		return recovery, err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return recovery, book.noteFirst(ctx, founding.Witness, path)
}

// noteFirst has this machine remember a new book that is to lie at path.
func (b *Book) noteFirst(ctx context.Context, place witness.Place, path string) error {
	held, err := place.Hold(b.Journal.Device)
	if err != nil {
		return err
	}
	// From here on the book is made: who stops waiting now would be told that the disk keeps this machine from remembering it.
	return errors.Join((&attending{book: b, held: held, path: path, isFolded: true}).note(context.WithoutCancel(ctx)), held.Release())
}

// writeFounding makes the device's Ed25519 key pair, seals the private half in the vault and appends the first event
// of the book, which carries the public half.
func (b *Book) writeFounding(tx *store.Tx, founding Founding) error {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return fmt.Errorf("make the device's key: %w", err)
	}
	key, err := b.Vault.Put(tx, "device/"+b.Journal.Device, "", private)
	if err != nil {
		return err
	}
	proof, err := b.Vault.Proof(b.Journal.Book)
	if err != nil {
		return err
	}
	b.Journal.SignWith(private)
	return b.Estate.Found(tx, estate.Founding{Estate: strings.TrimSpace(founding.Estate), Company: strings.TrimSpace(founding.Company),
		Counter: founding.Counter, Demo: founding.Demo, Training: founding.Training, PublicKey: public, Key: key, DataKey: proof})
}

// writeSlots wraps the data key so that the book can be opened again, and returns the recovery key. A demo book has
// one slot that anybody can open and no recovery key. Every other book has a slot for the passphrase or, where none
// was given, for the OS keyring, and one for the recovery key. Each slot is noted in an event, by which the audit
// notices a slot that was changed.
func (b *Book) writeSlots(tx *store.Tx, founding Founding) (recovery string, err error) {
	var slot vault.Version
	switch {
	case founding.Demo:
		slot, err = b.Vault.Demo(tx)
	case founding.Passphrase != "":
		slot, err = b.Vault.Passphrase(tx, founding.Passphrase)
	default:
		slot, err = b.Vault.Keyring(tx, b.Journal.Book)
	}
	if err != nil {
		return "", err
	}
	if err := b.Estate.RecordSlot(tx, "", slot); err != nil || founding.Demo {
		return "", err
	}
	if recovery, slot, err = b.Vault.Recovery(tx); err != nil {
		return "", err
	}
	return recovery, b.Estate.RecordSlot(tx, "", slot)
}

// OpenOptions says how a book is opened. Key is what the person brings; its zero value tries the demo key of a demo book
// and then the OS keyring.
type OpenOptions struct {
	Key vault.Key
	// Locked opens without any key: to verify a book that no key opens. What is sealed is then checked by digest alone.
	Locked bool
	// Foreign opens a book also where the key that is brought opens another than the one with which it began (vault.foreign_key), as Locked does:
	// to verify it, which is then a finding.
	Foreign bool
	// ReadOnly migrates nothing: a book of an older version is store.older then.
	ReadOnly bool
	// VFS names the SQLite VFS to open the file with; "" is the operating system's. Tests pass one that fails.
	VFS string
	// Witness is where this machine remembers how far the book is; the zero Place for nowhere, as for a copy that a test works on. A book that
	// is opened ReadOnly changes nothing there.
	Witness witness.Place
	// GoOn makes this machine the counter's where the witness does not know the book; Key must be the recovery key then.
	GoOn *GoingOn
	// OpenPort opens the serial port of a card terminal; nil where this program has no ports, and a terminal is reached over TCP alone.
	OpenPort terminal.OpenPort
}

// Open opens a book, unlocks it and runs the quick audit. Opened for writing, it first removes what programs that were killed left beside it, and
// what takes long is checked afterwards, behind the ready desk: every write waits for it, as Checked does. A book with findings is returned too, so that what it holds
// can be read, but its store is latched with book.findings: every write is refused until the book is opened again
// without findings. So is one that this machine's witness does not know, whose store is latched with book.behind, book.elsewhere,
// book.retired, book.unenrolled or book.unwitnessed, and one whose note this account may not read (witness.unread). Errors: those of store.Open, with
// book.unopened for store.io and book.gone for a missing file that this machine's witness remembers, and of vault.Unlock, store.older for an old book that is opened
// ReadOnly, and those of going on.
func Open(ctx context.Context, path string, options OpenOptions) (*Book, []audit.Finding, error) {
	if options.GoOn != nil {
		options.GoOn = &GoingOn{Paper: till.TypedNumber(options.GoOn.Paper)}
	}
	db, err := store.Open(ctx, path, store.Options{ReadOnly: options.ReadOnly, VFS: options.VFS})
	if err != nil {
		if store.Code(err) == store.CodeMissing && options.Witness.Remembers(path) {
			err = store.Fail(CodeGone, err, filepath.Base(path))
		}
		return nil, nil, unopened(err, path)
	}
	// A reader does not migrate the tables, and those of an older version would be misread.
	if options.ReadOnly {
		if err := db.Read(ctx, store.CheckCurrent); err != nil {
			return nil, nil, unopened(errors.Join(err, db.Close()), path)
		}
	}
	if !options.ReadOnly {
		store.Sweep(db.Path())
	}
	book, err := assemble(ctx, db)
	if err != nil {
		return nil, nil, unopened(errors.Join(err, db.Close()), path)
	}
	if err = book.unlockFor(ctx, options); err == nil {
		err = book.hold(ctx, options)
	}
	var findings []audit.Finding
	if err == nil {
		findings, err = book.lookOver(ctx, options)
	}
	if err != nil {
		return nil, nil, unopened(errors.Join(err, book.shut()), path)
	}
	if len(findings) > 0 {
		// What this machine remembers is looked at all the same, and nothing is enrolled. That a damaged book cannot be held against it is no reason
		// not to open it.
		book.outside, _, _ = book.recall(ctx, options)
		findings = append(findings, book.seenOutside()...)
		db.Latch(store.Refuse(CodeFindings, len(findings)))
		return book, findings, nil
	}
	if book.outside, err = unread(book.attest(ctx, options)); err != nil {
		return nil, nil, unopened(errors.Join(err, book.shut()), path)
	}
	if book.outside != nil {
		db.Latch(book.outside)
		return book, book.seenOutside(), nil
	}
	if !options.ReadOnly {
		findings, err = book.checkOpening(ctx)
	}
	if err != nil {
		return nil, nil, unopened(errors.Join(err, book.Close()), path)
	}
	return book, findings, nil
}

// unlockFor unlocks a book as the options say, and connects what is outside of it.
func (b *Book) unlockFor(ctx context.Context, options OpenOptions) error {
	b.openPort = options.OpenPort
	if options.Locked {
		return nil
	}
	err := b.unlock(ctx, options.Key, options.Witness)
	switch {
	case err == nil:
		return b.connect(ctx)
	case options.Foreign && b.foreign != nil:
		return nil
	}
	return err
}

// lookOver runs the quick audit, and adds what the last check of the whole book left. Something else with the name of that is no finding, and nothing
// could be left under the name then: a book is not opened for writing beside it (store.beside).
func (b *Book) lookOver(ctx context.Context, options OpenOptions) ([]audit.Finding, error) {
	if !options.ReadOnly {
		if err := store.CheckBeside(b.Store.Path(), foundSuffix); err != nil {
			return nil, err
		}
	}
	findings, err := b.Audit().Quick(ctx)
	// Nothing here has left a book with which somebody goes on as it is, so that all of it is checked before an event says that this is the counter.
	if err == nil && len(findings) == 0 && options.GoOn != nil {
		findings, err = b.Audit().Full(ctx, nil)
		b.isChecked = err == nil && len(findings) == 0
		if err == nil && len(findings) > 0 {
			return findings, leaveFindings(b.Store.Path(), len(findings)) // or the next opening would ask for the recovery key again
		}
	}
	if err != nil {
		return nil, err
	}
	before, err := remembered(b.Store.Path())
	return append(findings, before...), err
}

// assemble opens the journal with the projectors of all rooms and returns a book that is still locked. Every room
// that appends events has to be listed here, because the journal refuses an event that nobody folds (journal.kind).
func assemble(ctx context.Context, db *store.DB) (*Book, error) {
	j, err := journal.Open(ctx, db, estate.Projectors(), staff.Projectors(), meter.Projectors(), billing.Projectors(), lease.Projectors(), till.Projectors(), payment.Projectors())
	if err != nil {
		return nil, err
	}
	return &Book{Store: db, Journal: j, Finder: &estate.Finder{}}, nil
}

// unlockWith makes the rooms that need the data key. It also connects rooms that must not import each other: staff
// asks billing whether the book has asked for money and estate whose phone a number is, meter asks billing whether a reading is billed,
// and billing asks the till how a bill was paid.
func (b *Book) unlockWith(v *vault.Vault) {
	b.Vault = v
	b.Staff = staff.New(b.Store, v, b.Journal)
	b.Staff.HasAsked = billing.HasAsked
	b.Staff.IsPhone = func(tx *store.Tx, text string) (bool, error) { return estate.IsPhone(tx, v, text) }
	b.Estate = estate.New(v, b.Journal)
	b.Meters = meter.New(b.Store, b.Journal, b.Staff)
	b.Meters.Billed = func(tx *store.Tx, m meter.Meter, r meter.Reading) (bool, error) {
		return billing.MeterBilled(tx, m.Object, m.Kind, r.ForOn)
	}
	b.Billing = billing.New(b.Store, b.Journal, b.Staff)
	b.Billing.MayExceed = till.CheckGiven
	b.Leases = lease.New(b.Store, b.Journal, b.Staff, b.Estate, b.Billing)
	b.Till = till.New(b.Store, v, b.Journal, b.Staff)
	b.Payments = payment.New(b.Store, b.Journal, b.Staff, b.Till)
}

// unlock opens the data key with what the person brought and makes the rooms. The zero key stands for the demo key in
// a demo book and for the OS keyring in every other. Errors: those of vault.Unlock.
func (b *Book) unlock(ctx context.Context, key vault.Key, place witness.Place) error {
	return b.Store.Read(ctx, func(tx *store.Tx) error {
		if key == (vault.Key{}) {
			// Of the policies this one alone is read: a book in which somebody changed another must open to be examined.
			demo, err := estate.IsDemo(tx)
			if err != nil {
				return err
			}
			if key = (vault.Key{Keyring: b.Journal.Book}); demo {
				key = vault.Key{Demo: true}
			}
		}
		v, err := vault.Unlock(tx, key)
		// An older copy does not know the recovery key that is in force, and this machine does.
		if store.Code(err) == vault.CodeWrongKey && key.Recovery != "" && !place.IsZero() {
			if newer := b.newerKey(tx, key, place); newer != nil {
				v, err = newer, nil
			}
		}
		if err == nil {
			err = estate.CheckKey(tx, v, b.Journal.Book)
		}
		if store.Code(err) == vault.CodeForeignKey {
			b.foreign = v
		}
		if err != nil {
			return err
		}
		b.unlockWith(v)
		return b.signFrom(tx)
	})
}

// signFrom has the journal sign with this device's key. Of one that does not open the audit says so: nothing is then signed, and Open stops money.
func (b *Book) signFrom(tx *store.Tx) error {
	device, err := b.device(tx)
	if err != nil {
		return err
	}
	key, err := device.Private(tx, b.Vault)
	if err == nil {
		b.Journal.SignWith(key)
	}
	if vault.IsShut(err) {
		return nil
	}
	return err
}

// Audit examines this book.
func (b *Book) Audit() *audit.Audit {
	return audit.New(b.Store, b.Journal, cmp.Or(b.Vault, b.foreign))
}

// LoadFinder fills the search index from the rooms and the vault.
func (b *Book) LoadFinder(ctx context.Context) error {
	return b.Finder.Load(ctx, b.Store, b.Vault, b.Journal.Now())
}

// Today returns the current business day (营业日) by the book's clock and its cut-off hour. Every room means this day
// by today: at 2 in the morning it is still the day before.
func (b *Book) Today(tx *store.Tx) (calendar.Date, error) { return estate.Today(tx, b.Journal.Now()) }

// Policies reads the policies as they are at this moment, in a read of its own.
func (b *Book) Policies(ctx context.Context) (policies estate.Policies, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		policies, err = estate.ReadPolicies(tx)
		return err
	})
	return policies, err
}

// Close folds the WAL into the file and closes it. A latched book is closed without that step: a write has failed or
// the audit has found damage, and the file and its log are left as they are.
func (b *Book) Close() error {
	isGood := b.Store.Latched() == nil
	b.checking.stop() // a check that is not over stops money, which is no reason to leave the log behind
	var folded error
	switch {
	case b.attending != nil:
		folded = b.attending.leave(context.Background(), !isGood)
	case isGood:
		folded = b.Store.Checkpoint(context.Background())
	}
	return errors.Join(folded, b.shut())
}

// shut lets other programs have what this machine remembers of the book, and closes the file: whoever opens it next takes its lock first, and must
// not find the note held by a program that is done.
func (b *Book) shut() error {
	var released error
	if b.held != nil {
		released = b.held.Release()
		b.held = nil
	}
	return errors.Join(released, b.Store.Close())
}

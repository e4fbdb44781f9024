package ledger

import (
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
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// Book is an open book with its rooms. Vault is nil, and the rooms that write are too, when it was opened without a key.
type Book struct {
	Store   *store.DB
	Journal *journal.Journal
	Vault   *vault.Vault
	Staff   *staff.Staff
	Estate  *estate.Estate
	Meters  *meter.Meters
	Billing *billing.Billing
	Leases  *lease.Leases
	Till    *till.Till
	Finder  *estate.Finder
}

// Founding holds a new book's initial settings.
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
}

// The longest names, in characters.
const nameMax = 40

func (f Founding) check() error {
	for _, name := range []string{f.Estate, f.Company} {
		if strings.TrimSpace(name) == "" || len([]rune(name)) > nameMax {
			return store.Refuse(codeName, nameMax)
		}
	}
	if len(f.Counter) < 1 || len(f.Counter) > 4 || strings.Trim(f.Counter, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return store.Refuse(CodeCounter)
	}
	return nil
}

// Create makes a book at path and gives the recovery key to be printed ("" for a demo book). The file appears under its
// name only when it is whole, so a power cut leaves no half a book. Errors: store.exists, vault.no_keyring,
// book.name, book.counter and the refusals of staff for the manager.
func Create(ctx context.Context, path string, founding Founding) (recovery string, err error) {
	if err := founding.check(); err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err == nil {
		return "", store.Refuse(store.CodeExists, filepath.Base(path))
	}
	making := path + ".making"
	if err := removeBook(making); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, removeBook(making)) }()
	if recovery, err = found(ctx, making, founding); err != nil {
		return "", err
	}
	return recovery, store.Place(making, path)
}

func removeBook(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm", ".lock", ".holder"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return store.Fail(store.CodeIO, err)
		}
	}
	return nil
}

func found(ctx context.Context, path string, founding Founding) (recovery string, err error) {
	db, err := store.Create(ctx, path, store.Options{})
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
	err = db.Write(ctx, func(tx *store.Tx) error {
		if err := book.writeFounding(tx, founding); err != nil {
			return err
		}
		recovery, err = book.writeSlots(tx, founding)
		return err
	})
	if err != nil {
		return "", err
	}
	return recovery, book.Staff.Found(ctx, founding.Manager, founding.ManagerPIN)
}

func (b *Book) writeFounding(tx *store.Tx, founding Founding) error {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return fmt.Errorf("make the device's key: %w", err)
	}
	key, err := b.Vault.Put(tx, "device/"+b.Journal.Device, "", private)
	if err != nil {
		return err
	}
	return b.Estate.Found(tx, estate.Founding{Estate: strings.TrimSpace(founding.Estate), Company: strings.TrimSpace(founding.Company),
		Counter: founding.Counter, Demo: founding.Demo, PublicKey: public, Key: key})
}

// writeSlots wraps the data key: for a demo book in the open, otherwise for the keyring or the passphrase, and always for
// the recovery key.
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
	// ReadOnly migrates nothing: a book of an older version is store.older then.
	ReadOnly bool
	VFS      string
}

// Open opens a book, unlocks it and checks it quickly. Findings do not keep it shut, so that what it holds can be read,
// but they latch it: no money is taken until verify is clean. Errors: what store.Open and vault.Unlock answer.
func Open(ctx context.Context, path string, options OpenOptions) (*Book, []audit.Finding, error) {
	db, err := store.Open(ctx, path, store.Options{ReadOnly: options.ReadOnly, VFS: options.VFS})
	if err != nil {
		return nil, nil, err
	}
	if options.ReadOnly {
		if err := db.Read(ctx, store.CheckCurrent); err != nil {
			return nil, nil, errors.Join(err, db.Close())
		}
	}
	book, err := assemble(ctx, db)
	if err == nil && !options.Locked {
		err = book.unlock(ctx, options.Key)
	}
	var findings []audit.Finding
	if err == nil {
		findings, err = book.Audit().Quick(ctx)
	}
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	if len(findings) > 0 {
		db.Latch(store.Refuse(CodeFindings, len(findings)))
	}
	return book, findings, nil
}

func assemble(ctx context.Context, db *store.DB) (*Book, error) {
	j, err := journal.Open(ctx, db, estate.Projectors(), staff.Projectors(), meter.Projectors(), billing.Projectors(), lease.Projectors(), till.Projectors())
	if err != nil {
		return nil, err
	}
	return &Book{Store: db, Journal: j, Finder: &estate.Finder{}}, nil
}

func (b *Book) unlockWith(v *vault.Vault) {
	b.Vault = v
	b.Staff = staff.New(b.Store, v, b.Journal)
	b.Staff.HasAsked = billing.HasAsked
	b.Estate = estate.New(v, b.Journal)
	b.Meters = meter.New(b.Store, b.Journal, b.Staff)
	b.Meters.Billed = func(tx *store.Tx, m meter.Meter, r meter.Reading) (bool, error) {
		return billing.MeterBilled(tx, m.Object, m.Kind, r.ForOn)
	}
	b.Billing = billing.New(b.Store, b.Journal, b.Staff)
	b.Leases = lease.New(b.Store, b.Journal, b.Staff, b.Estate, b.Billing)
	b.Till = till.New(b.Store, v, b.Journal, b.Staff)
}

func (b *Book) unlock(ctx context.Context, key vault.Key) error {
	return b.Store.Read(ctx, func(tx *store.Tx) error {
		if key == (vault.Key{}) {
			policies, err := estate.ReadPolicies(tx)
			if err != nil {
				return err
			}
			if key = (vault.Key{Keyring: b.Journal.Book}); policies.Demo {
				key = vault.Key{Demo: true}
			}
		}
		v, err := vault.Unlock(tx, key)
		if err == nil {
			b.unlockWith(v)
		}
		return err
	})
}

// Audit examines this book.
func (b *Book) Audit() *audit.Audit { return audit.New(b.Store, b.Journal, b.Vault) }

// LoadFinder fills the search index from the rooms and the vault.
func (b *Book) LoadFinder(ctx context.Context) error { return b.Finder.Load(ctx, b.Store, b.Vault) }

// Today returns the business day that it is now by the book's clock and its cut-off: what every room means by today.
func (b *Book) Today(tx *store.Tx) (calendar.Date, error) { return estate.Today(tx, b.Journal.Now()) }

// Policies reads the policies of the moment.
func (b *Book) Policies(ctx context.Context) (policies estate.Policies, err error) {
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		policies, err = estate.ReadPolicies(tx)
		return err
	})
	return policies, err
}

// Close folds the WAL into the file and closes it.
func (b *Book) Close() error {
	var checkpoint error
	if b.Store.Latched() == nil {
		checkpoint = b.Store.Checkpoint(context.Background())
	}
	return errors.Join(checkpoint, b.Store.Close())
}

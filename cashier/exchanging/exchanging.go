package exchanging

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"shouqi/assets"
	"shouqi/cashier/newfile"
	"shouqi/cashier/people"
	"shouqi/cashier/session"
	"shouqi/ledger"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// CodeFile is the code of a file that cannot be opened.
const CodeFile = "exchanging.file"

// Ending is how the names of exchange files end.
const Ending = ".xch"

// folderSetting is the setting of this machine under which the folder of the last exchange is kept: the same stick comes again each evening.
const folderSetting = "exchange_folder"

// View is what there is to know of the counters of the book. Today is the business day it is now.
type View struct {
	Counters  []report.Counter
	Conflicts int
	// Overpaid is how many bills are paid beyond what was asked: where two counters took the same one, both payments hold, and it is no conflict.
	Overpaid int
	// MovesExcess says that whoever is signed in may move what is paid too much to the prepayments.
	MovesExcess bool
	NowMS       int64
	Today       calendar.Date
	// Invites says that whoever is signed in may let a further computer in, here; TakesTwo that a second person has to agree.
	Invites, TakesTwo bool
	// Ends says that whoever is signed in may end another counter, here.
	Ends bool
	// Folder is where the last exchange was, "" for none that is there now; then Out is the one that is not.
	Folder, Out string
}

// Own returns the counter of this file.
func (v View) Own() (own report.Counter) {
	for _, one := range v.Counters {
		if one.Own {
			own = one
		}
	}
	return own
}

// Read reads what there is to know of the counters. Errors: staff.unknown for nobody signed in, and those of reading the book.
func (c *Exchanging) Read(ctx context.Context) (v View, err error) {
	by := c.session.Who()
	list, err := c.session.Book.Staff.List(ctx)
	if err != nil {
		return v, err
	}
	v.TakesTwo = people.TakesTwo(list, by.ID())
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if err := c.session.Book.Staff.Require(tx, by, staff.ReadFigures); err != nil {
			return err
		}
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		now := c.session.Book.Journal.Now()
		v.NowMS, v.Today = now.UnixMilli(), policies.Today(now)
		if v.Counters, err = report.Counters(tx); err != nil {
			return err
		}
		if v.Conflicts, err = report.OpenConflicts(tx); err != nil {
			return err
		}
		v.Overpaid, err = billing.CountOverpaid(tx)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Ends = by.Role().May(staff.Settings) && !v.Own().Ended
	v.Invites = v.Ends && v.Own().Inviter
	v.MovesExcess = by.Role().May(staff.ReduceBill) && !v.Own().Ended
	v.Folder, v.Out, err = c.folder(ctx)
	return v, err
}

// folder returns the folder of the last exchange, or as out where it is not there: a stick that is not in must not become a folder of the disk.
func (c *Exchanging) folder(ctx context.Context) (folder, out string, err error) {
	folder, err = c.session.LocalSetting(ctx, folderSetting)
	if err != nil || folder == "" {
		return "", "", err
	}
	if about, err := os.Stat(folder); err != nil || !about.IsDir() {
		return "", folder, nil //nolint:nilerr // it is asked for anew
	}
	return folder, "", nil
}

// Conflicts lists what was done at two counters without each other and did not fit, what waits for somebody first and of that the newest, in the language of the window. Errors: staff.unknown for
// nobody signed in, and those of report.Conflicts.
func (c *Exchanging) Conflicts(ctx context.Context, lang string) (all []report.Conflict, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if err := c.session.Book.Staff.Require(tx, c.session.Who(), staff.ReadFigures); err != nil {
			return err
		}
		all, err = report.Conflicts(tx, c.session.Book.Vault, func(key string) string { return assets.Text(lang, key) })
		return err
	})
	return all, err
}

// Export writes the file for the other counters, which is new, and remembers its folder, unless it is aside: written where the stick of the last time was not in, which is
// asked for the next time all the same. Errors: store.exists, and those of ledger.Exchange and of writing it.
func (c *Exchanging) Export(ctx context.Context, path string, aside bool) error {
	if err := c.mayExchange(ctx); err != nil {
		return err
	}
	if err := newfile.Create(path, func(to io.Writer) error { return c.session.Book.Exchange(ctx, to) }); err != nil {
		return err
	}
	if aside {
		return nil
	}
	return c.session.SetLocalSetting(context.WithoutCancel(ctx), folderSetting, filepath.Dir(path))
}

// Last writes, at a counter that another one ended and where nobody can sign in any more, what the others may not know. Where the file is there already
// it stays: once is enough, since such a counter does nothing more. The file says nothing to whoever has no key of the book. Errors: as of Export.
func (c *Exchanging) Last(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.Unwritten(err, path)
	}
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	part := path + ".part" // what a power cut left of it is none
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return store.Unwritten(err, path)
	}
	if err := newfile.Create(part, func(to io.Writer) error { return c.session.Book.Exchange(ctx, to) }); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return store.Unwritten(err, path)
	}
	return nil
}

// Taken is what a file of another counter brought: how many records are new, and how many conflicts wait for somebody and bills are paid too much now.
type Taken struct{ New, Conflicts, Overpaid int }

// TakeIn takes in the file of another counter, and tells progress how many of its new records are in the book. What was taken in stays so, whatever ctx becomes
// then. Errors: exchanging.file, and those of ledger.Hear.
func (c *Exchanging) TakeIn(ctx context.Context, path string, progress func(done, total int)) (taken Taken, err error) {
	if err := c.mayExchange(ctx); err != nil {
		return taken, err
	}
	err = read(path, func(from io.Reader) error {
		heard, err := c.session.Book.Hear(ctx, from, progress)
		taken.New = heard.New
		return err
	})
	if err != nil {
		return taken, err
	}
	rest := context.WithoutCancel(ctx)
	if err := c.session.SetLocalSetting(rest, folderSetting, filepath.Dir(path)); err != nil {
		return taken, err
	}
	err = c.session.Book.Store.Read(rest, func(tx *store.Tx) error {
		if taken.Conflicts, err = report.OpenConflicts(tx); err != nil {
			return err
		}
		taken.Overpaid, err = billing.CountOverpaid(tx)
		return err
	})
	return taken, err
}

// MoveExcesses moves what is paid too much on any bill to its household's prepayment. Errors: those of ledger.MoveExcesses.
func (c *Exchanging) MoveExcesses(ctx context.Context) (ledger.MovedExcesses, error) {
	return c.session.Book.MoveExcesses(ctx, c.session.Who())
}

// mayExchange asks for somebody who is signed in: a counter that is locked exchanges nothing.
func (c *Exchanging) mayExchange(ctx context.Context) error {
	return c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		return c.session.Book.Staff.Require(tx, c.session.Who(), staff.ReadFigures)
	})
}

// Request reads the request of a computer that wants to be a counter. Errors: exchanging.file, and book.join_request.
func (c *Exchanging) Request(path string) (request ledger.JoinRequest, err error) {
	err = read(path, func(from io.Reader) error {
		request, err = ledger.ParseJoinRequest(from)
		return err
	})
	return request, err
}

// Invitation is what lets a computer in: its request, the code of the counter that it becomes, the twelve digits that its screen shows, and the new file in
// which the invitation is written.
type Invitation struct {
	Request             ledger.JoinRequest
	Counter, Code, Path string
}

// Invite lets a computer in as a counter and writes its invitation. The file is opened first: an invitation that could not be written would let a computer in
// that never comes. Errors: store.exists, and those of session.Agreed and ledger.Invite: no file is left then.
func (c *Exchanging) Invite(ctx context.Context, invitation Invitation, second session.Second) error {
	err := c.session.Agreed(ctx, staff.GiveLogin, second, func(by staff.Actor, approval staff.Approval) error {
		return newfile.Create(invitation.Path, func(to io.Writer) error {
			return c.session.Book.Invite(ctx, by, approval, invitation.Request, invitation.Counter, invitation.Code, to)
		})
	})
	if err != nil {
		return err
	}
	return c.session.SetLocalSetting(context.WithoutCancel(ctx), folderSetting, filepath.Dir(invitation.Path))
}

// EndCounter ends another counter, by its code, with a second person where there is one. Errors: those of session.Agreed and ledger.EndCounter.
func (c *Exchanging) EndCounter(ctx context.Context, code string, second session.Second) error {
	return c.session.Agreed(ctx, staff.GiveLogin, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.EndCounter(ctx, by, approval, code)
	})
}

// read has take read a file.
func read(path string, take func(from io.Reader) error) error {
	file, err := os.Open(path)
	if err != nil {
		return store.Fail(CodeFile, err, filepath.Base(path))
	}
	return errors.Join(take(file), file.Close())
}

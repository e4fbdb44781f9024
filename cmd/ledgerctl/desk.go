package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"shouqi/assets"
	"shouqi/cashier"
	"shouqi/cashier/words"
	"shouqi/devices/serial"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
	"shouqi/ledger/witness"
)

// typedMax bounds a line of standard input, and passphraseMax a passphrase's file, in bytes.
const (
	typedMax      = 256
	passphraseMax = 4 << 10
)

// desk is what a command works with: the flags of every command, standard input, output and error, and the clock.
type desk struct {
	*commandLine
	ctx    context.Context
	typed  *bufio.Reader
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time

	// writes is the book that the command writes, nil outside of it.
	writes *ledger.Book
	// awaited are the lines of standard input that were read before the book was opened, see await.
	awaited []typedLine
}

func newDesk(ctx context.Context, line *commandLine, stdin io.Reader, stdout, stderr io.Writer, now func() time.Time) *desk {
	return &desk{commandLine: line, ctx: ctx, typed: bufio.NewReaderSize(&plainReader{source: stdin}, typedMax), stdout: stdout, stderr: stderr, now: now}
}

// answer prints what a command found or did: value as JSON, or lines for people. The number of a receipt in it stands for a paper.
func (d *desk) answer(value any, lines ...string) error {
	if d.writes != nil {
		if err := d.writes.Remember(); err != nil {
			return err
		}
	}
	if d.JSON {
		encoder := json.NewEncoder(d.stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return unanswered(encoder.Encode(value))
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(d.stdout, oneLine(line)); err != nil {
			return unanswered(err)
		}
	}
	return nil
}

// unanswered says of an answer that could not be written that what it answers was done: whoever reads that it was not does it again.
func unanswered(err error) error {
	if err == nil {
		return nil
	}
	return store.Fail(codeUnanswered, err)
}

// open opens the book with this desk's clock, for writing only after the people of the command have typed.
func (d *desk) open(readOnly bool) (*ledger.Book, []audit.Finding, error) {
	if d.Book != "" && !readOnly {
		d.await(0)
	}
	return d.openKeyed(ledger.OpenOptions{ReadOnly: readOnly})
}

// openKeyed opens the book with the key that was typed, if any.
func (d *desk) openKeyed(options ledger.OpenOptions) (*ledger.Book, []audit.Finding, error) {
	if d.Book == "" {
		return nil, nil, store.Refuse(codeNoBook)
	}
	typed, asBytes, err := d.passphrase()
	if err != nil {
		return nil, nil, err
	}
	options.Key = vault.Key{Passphrase: typed}
	book, findings, err := d.openWith(options)
	if asBytes != "" && store.Code(err) == vault.CodeWrongKey {
		options.Key.Passphrase = asBytes
		return d.openWith(options)
	}
	return book, findings, err
}

func (d *desk) openWith(options ledger.OpenOptions) (*ledger.Book, []audit.Finding, error) {
	options.OpenPort, options.Witness = serial.OpenStream, witness.Here()
	book, findings, err := ledger.Open(d.ctx, d.Book, options)
	if err == nil {
		book.Journal.Now = d.now
	}
	return book, findings, err
}

// examining is reading for who checks a book: where no key was typed and none opens it, what is sealed is checked by its digest alone. A key that
// was typed and opens nothing is an error: who typed it would take the answer for one that it stands behind.
func (d *desk) examining(options ledger.OpenOptions, work func(book *ledger.Book) error) error {
	book, _, err := d.openKeyed(options)
	switch store.Code(err) {
	case vault.CodeWrongKey, vault.CodeNoSlot, vault.CodeNoKeyring:
		if d.PassphraseFile == "" {
			options.Locked = true
			book, _, err = d.openWith(options)
		}
	}
	if err != nil {
		return err
	}
	return errors.Join(work(book), book.Close())
}

// reading does work on the book opened for reading, which is allowed beside a running counter. One that would take no money is read all the same,
// and who reads it is told beside the answer why.
func (d *desk) reading(work func(book *ledger.Book) error) error {
	book, _, err := d.open(true)
	if err != nil {
		return err
	}
	if cause := book.Store.Latched(); cause != nil {
		if _, err := fmt.Fprintln(d.stderr, assets.Text(assets.Chinese, "ctl.read_stopped")+words.Explain(cause, assets.Chinese)); err != nil {
			return errors.Join(unanswered(err), book.Close())
		}
	}
	return errors.Join(work(book), book.Close())
}

// reads is reading within one snapshot.
func (d *desk) reads(work func(book *ledger.Book, tx *store.Tx) error) error {
	return d.reading(func(book *ledger.Book) error {
		return book.Store.Read(d.ctx, func(tx *store.Tx) error { return work(book, tx) })
	})
}

// writing does work as the person that --as names, whose PIN is the next line. A book with findings is not written.
func (d *desk) writing(work func(book *ledger.Book, by staff.Actor) error) error {
	return d.opened(func(book *ledger.Book) error {
		by, err := d.signIn(book)
		if err != nil {
			return err
		}
		return d.orAsk(book, by, work(book, by))
	})
}

// orAsk asks, with --ask, for the approval of what was refused for want of one, of exactly that, and answers how far the asking is. Any
// other answer stays as it is. What takes a second person on the spot is ctl.on_the_spot.
func (d *desk) orAsk(book *ledger.Book, by staff.Actor, done error) error {
	if !d.Ask || store.Code(done) != staff.CodeNeedsApproval {
		return done
	}
	deed, found := staff.Wanted(done)
	if !found {
		return store.Fail(codeOnTheSpot, done)
	}
	request, err := requestID("")
	if err != nil {
		return err
	}
	asking, err := book.Staff.AskApproval(d.ctx, by, staff.AskFor(request, deed))
	if err != nil {
		return err
	}
	return d.answer(asking, askingLines(asking)...)
}

// opened does work on the book opened for writing, before anybody has signed in.
func (d *desk) opened(work func(book *ledger.Book) error) error {
	book, findings, err := d.open(false)
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		return errors.Join(book.Store.Latched(), book.Close())
	}
	if err := book.Checked(d.ctx); err != nil {
		return errors.Join(err, book.Close())
	}
	return d.closed(d.told(book, func() error { return work(book) }), book.Close())
}

// told says of work that failed for a reason of the disk or of the program how much of it is in the book all the same: whoever reads that
// it was not done does it again. What was turned down is said as it is.
func (d *desk) told(book *ledger.Book, work func() error) error {
	d.writes = book
	defer func() { d.writes = nil }()
	before, unread := book.Written(d.ctx)
	err := work()
	if unread != nil || !saysNothingWasDone(err) {
		return err
	}
	written, unread := book.WrittenSince(context.WithoutCancel(d.ctx), before)
	if unread != nil || written == 0 {
		return err
	}
	return store.Fail(codeWritten, err, written, store.Code(err))
}

// closed returns what the work answered. Where it was done and closing the book then failed, as on a full disk, that is said
// beside it: what was acknowledged stands, and whoever reads a failure would do it again.
func (d *desk) closed(work, closing error) error {
	if work != nil || closing == nil {
		return errors.Join(work, closing)
	}
	_, err := fmt.Fprintln(d.stderr, assets.Text(assets.Chinese, "ctl.done_not_closed")+words.WhyUnwritten(closing, assets.Chinese))
	return err
}

// saysNothingWasDone reports whether the sentence of an error says that nothing was done, which is of the write that failed alone.
func saysNothingWasDone(err error) bool {
	switch codeOf(err) {
	case store.CodeSQL, store.CodeBusy, store.CodeFull, store.CodeLatched, store.CodeRefused, store.CodeInternal, "cancelled":
		return err != nil
	}
	return false
}

func (d *desk) signIn(book *ledger.Book) (staff.Actor, error) {
	if d.As == "" {
		return staff.Actor{}, store.Refuse(codeNoPerson)
	}
	pin, err := d.line()
	if err != nil {
		return staff.Actor{}, err
	}
	return book.Staff.SignIn(d.ctx, d.As, pin)
}

// signInAt makes the person that --as names the one at a counter.
func (d *desk) signInAt(counter *cashier.Counter) error {
	if d.As == "" {
		return store.Refuse(codeNoPerson)
	}
	pin, err := d.line()
	if err != nil {
		return err
	}
	_, err = counter.SignIn(d.ctx, d.As, pin)
	return err
}

// approval takes the word of the person that --approver names, whose PIN is the next line; without one, and for no actions, it
// is nobody's. It passes what a rule of the law says should be kept only with --pass-law.
func (d *desk) approval(book *ledger.Book, by staff.Actor, actions ...staff.Action) (staff.Approval, error) {
	return d.wordOf(book, by, d.Approver, actions...)
}

func (d *desk) wordOf(book *ledger.Book, by staff.Actor, who string, actions ...staff.Action) (staff.Approval, error) {
	actions = slices.DeleteFunc(slices.Clone(actions), func(a staff.Action) bool { return a == staff.PassLaw })
	if d.PassLaw {
		actions = append(actions, staff.PassLaw)
	}
	if who == "" || len(actions) == 0 {
		return staff.Approval{}, nil
	}
	pin, err := d.line()
	if err != nil {
		return staff.Approval{}, err
	}
	return book.Staff.Approve(d.ctx, by, who, pin, actions[0], actions[1:]...)
}

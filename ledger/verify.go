package ledger

import (
	"context"
	"errors"
	"os"
	"strconv"

	"shouqi/ledger/audit"
	"shouqi/ledger/store"
)

// foundSuffix is the end of the name of a file beside a book in which the last full check found something. It lies outside the book, because a
// book with findings is not written.
const foundSuffix = ".findings"

// Verify checks the whole book and returns what it found. A finding stops money here at once, and wherever the book is opened from then on,
// until a check finds nothing: else the next start, or another program, would go on in a book that is known to be wrong. progress is told how
// many events were checked, nil tells nobody. Errors: those of audit.Full, store.beside, and of writing the file beside the book.
func (b *Book) Verify(ctx context.Context, progress func(done int64)) ([]audit.Finding, error) {
	findings, err := b.Audit().Full(ctx, progress)
	if err != nil {
		return findings, err
	}
	if len(findings) == 0 {
		if b.attending != nil {
			b.attending.judge(true)
		}
		return b.seenOutside(), forgetFindings(b.Store.Path())
	}
	findings = append(findings, b.seenOutside()...)
	b.Store.Latch(store.Refuse(CodeFindings, len(findings)))
	// Whoever removes that file does not take what the machine remembers with it.
	if b.attending != nil {
		if err := b.attending.doubt(context.WithoutCancel(ctx)); err != nil {
			return findings, err
		}
	}
	return findings, leaveFindings(b.Store.Path(), len(findings))
}

// leaveFindings has every opening of the book at path refuse money until a check finds nothing. Errors: store.beside, and those of store.Unwritten.
func leaveFindings(path string, count int) error {
	if err := store.CheckBeside(path, foundSuffix); err != nil {
		return err
	}
	if err := os.WriteFile(path+foundSuffix, []byte(strconv.Itoa(count)+"\n"), 0o600); err != nil {
		return store.Unwritten(err, path+foundSuffix)
	}
	return nil
}

// What Verify leaves out where no key of the book's own opened it.
const (
	UncheckedSealed  = "sealed"  // what is sealed is compared by its digest alone
	UncheckedKeys    = "keys"    // whether the keys are those with which the book began
	UncheckedWitness = "witness" // how far this machine remembers the book to be
)

// Unchecked returns what Verify leaves out, nil where it checks everything.
func (b *Book) Unchecked() []string {
	switch {
	case b.Vault != nil:
		return nil
	case b.foreign != nil:
		return []string{UncheckedSealed, UncheckedWitness}
	default:
		return []string{UncheckedSealed, UncheckedKeys, UncheckedWitness}
	}
}

// remembered returns the finding that the last full check of the book at path left, none where it found nothing. What is no file it did not leave.
func remembered(path string) ([]audit.Finding, error) {
	switch info, err := os.Lstat(path + foundSuffix); {
	case err == nil && !info.Mode().IsRegular():
		return nil, nil
	case err == nil:
		return []audit.Finding{{Check: "remembered", Table: "book", Detail: "the last check of the whole book found something; only another that finds nothing lets it take money again"}}, nil
	case errors.Is(err, os.ErrNotExist):
		return nil, nil
	default:
		return nil, store.Fail(store.CodeIO, err)
	}
}

// forgetFindings is called once the book at path was checked and nothing was found. Errors: store.beside for what is no file and nobody of ours left,
// and those of store.Unwritten.
func forgetFindings(path string) error {
	// A medium that nobody may write says so of a file that is not there too.
	if _, err := os.Lstat(path + foundSuffix); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err := store.CheckBeside(path, foundSuffix); err != nil {
		return err
	}
	if err := os.Remove(path + foundSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
		return store.Unwritten(err, path+foundSuffix)
	}
	return nil
}

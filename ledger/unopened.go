package ledger

import (
	"path/filepath"

	"shouqi/ledger/store"
	"shouqi/ledger/witness"
)

// unopened makes book.unopened of a failure of the disk (store.io) while a book is opened: nothing was begun, and nobody needs to look whether a
// payment is booked. Any other error stays as it is.
func unopened(err error, path string) error {
	if store.Code(err) != store.CodeIO {
		return err
	}
	return store.Fail(CodeUnopened, err, filepath.Base(path))
}

// unread passes on what attest says. It makes an error of a cause that is only that nobody waits any more, and a cause, for which a book takes no money and can be looked at, of a right that is missing to read what this machine remembers of it.
func unread(cause *store.Error, err error) (*store.Error, error) {
	if cause != nil && store.IsCancelled(cause) {
		return nil, cause.Err
	}
	if store.Code(err) != witness.CodeUnread {
		return cause, err
	}
	return store.Typed(err), nil
}

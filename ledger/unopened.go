package ledger

import (
	"path/filepath"

	"shouqi/ledger/store"
)

// unopened makes book.unopened of a failure of the disk (store.io) while a book is opened: nothing was begun, and nobody needs to look whether a
// payment is booked. Any other error stays as it is.
func unopened(err error, path string) error {
	if store.Code(err) != store.CodeIO {
		return err
	}
	return store.Fail(CodeUnopened, err, filepath.Base(path))
}

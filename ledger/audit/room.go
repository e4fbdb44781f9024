package audit

import (
	"os"

	"shouqi/ledger/store"
)

// orNoRoom makes audit.room of a check that failed because the disk is full: what the check writes beside a book is as large as the book.
func orNoRoom(err error, book string) error {
	if !store.IsFull(err) {
		return err
	}
	var bytes int64
	for _, path := range []string{book, book + "-wal"} {
		if file, missing := os.Stat(path); missing == nil {
			bytes += file.Size()
		}
	}
	const mega = 1 << 20
	return store.Fail(codeRoom, err, (bytes+mega-1)/mega)
}

package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"shouqi/ledger/store"
)

// copyChecked copies a backup to making and runs the full audit over the copy, with the key where one of those of asking opens it: a book that
// somebody forged around a key of their own is whole in itself. Errors: book.backup_damaged with the number of findings, book.backup_unread for a file that this user may not read, and those of copying.
func copyChecked(ctx context.Context, backup, making string, asking Asking) (err error) {
	source, err := store.Open(ctx, backup, store.Options{ReadOnly: true})
	// Without permission the file cannot be opened either, but the backup may be whole: the permission is what is
	// missing.
	if errors.Is(mayRead(backup), os.ErrPermission) {
		return store.Fail(codeBackupUnread, err, filepath.Base(backup))
	}
	if err != nil {
		return damaged(err)
	}
	if err := errors.Join(source.Backup(ctx, making), source.Close()); err != nil {
		if store.Code(err) == store.CodeCorrupt {
			err = damaged(err)
		}
		return err
	}
	// Opened for writing, so that the copy of an older version is migrated before it is audited.
	db, err := store.Open(ctx, making, store.Options{})
	if err != nil {
		return damaged(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	book, err := assemble(ctx, db)
	if err != nil {
		return damaged(err)
	}
	asking.open(ctx, book)
	findings, err := book.Audit().Full(ctx, nil)
	if err != nil {
		return err
	}
	if len(findings) > 0 {
		return store.Refuse(codeBackupDamaged, len(findings))
	}
	return nil
}

// damaged turns the reason why a backup or its copy could not be read into book.backup_damaged. A full disk, a folder
// that takes no file, a program that is too old and somebody who waits no more are returned as they are: they say nothing against the backup, and
// a person who was told that it is damaged would throw a good one away.
func damaged(err error) error {
	switch store.Code(err) {
	case store.CodeMissing, store.CodeLogAlone, store.CodeNoBook, store.CodeBeside, store.CodeNewer, store.CodeFull, store.CodeNoRoom, store.CodeLock, store.CodeHeld, store.CodeCopy, store.CodeNoSpace, store.CodeFolder, store.CodeNameLong,
		store.CodeNoRight:
		return err
	}
	if store.IsCancelled(err) {
		return err
	}
	return store.Fail(codeBackupDamaged, err, 1)
}

// mayRead returns why this user cannot open a file for reading, nil where it can be opened.
func mayRead(path string) error {
	file, err := os.Open(path)
	if err == nil {
		err = file.Close()
	}
	return err
}

package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, each step in a transaction of its own: after a power cut the next start goes
// on with the step that was cut off. A file that a newer program migrated is store.newer. Before an older one is
// changed a copy is kept beside it.
func (db *DB) migrate(ctx context.Context) error {
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return Fail(codeMigrate, err)
	}
	// goose wants a pool; the writer's own connection is given back for the time of the migration.
	if err := db.writer.close(); err != nil {
		return Fail(codeMigrate, err)
	}
	if err := db.step(ctx, steps); err != nil {
		return errors.Join(err, db.reconnect(ctx))
	}
	return db.reconnect(ctx)
}

// reconnect opens the writer again. Its prepared statements are gone, which the changed tables make necessary anyway.
func (db *DB) reconnect(ctx context.Context) (err error) {
	db.writer, err = openConnection(ctx, db.writers)
	return err
}

// step migrates from the version that the file has to the newest. A new file has version 0 and nothing that a copy
// could keep.
func (db *DB) step(ctx context.Context, steps fs.FS) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db.writers, steps, goose.WithVerbose(false))
	if err != nil {
		return Fail(codeMigrate, err)
	}
	now, newest, err := provider.GetVersions(ctx)
	if err != nil {
		return notMigrated(classify(err))
	}
	if now > newest {
		return Refuse(CodeNewer, now, newest)
	}
	if now == newest {
		return nil
	}
	kept := ""
	if now > 0 {
		if kept, err = db.keepBefore(ctx, fmt.Sprintf("%s.before-%d", db.path, newest)); err != nil {
			return notMigrated(err)
		}
	}
	db.wrote = true
	if _, err := provider.Up(ctx); err != nil {
		err = notMigrated(classify(err))
		// A book that is as it was needs no copy of what it was, and each further opening would leave one.
		if still, _, unread := provider.GetVersions(ctx); unread == nil && still == now && kept != "" && Code(err) == codeVersions {
			err = errors.Join(err, removeIfThere(kept))
		}
		return err
	}
	return nil
}

// notMigrated returns store.migrate for why a step was not done. A cancelled context, a disk that is full or fails, a folder that cannot be written
// and a name that is too long stay what they are: nothing is wrong with the step, and the person can do something about them. A statement that
// does not fit the tables (store.sql) is store.versions: the book says another version than it has.
func notMigrated(err error) error {
	switch Code(err) {
	case CodeFull, CodeNoSpace, CodeFolder, CodeNameLong, CodeIO, CodeBusy, CodeCorrupt:
		return err
	case CodeSQL:
		return Fail(codeVersions, err)
	}
	if IsCancelled(err) {
		return err
	}
	return Fail(codeMigrate, err)
}

// copiesMax is how many copies are kept of one migration that is cut off again and again; one more is store.exists.
const copiesMax = 99

// keepBefore writes a whole copy of the book beside it, under the first name of its kind that is free. It never
// writes over a copy: where a migration was cut off, the copy of its first try is the one that holds the book as it
// was. It returns the copy's path.
func (db *DB) keepBefore(ctx context.Context, name string) (path string, err error) {
	path = name
	for number := 2; ; number++ {
		if !exists(path) && LogOf(path) == "" {
			break
		}
		if number > copiesMax {
			return "", Refuse(CodeExists, filepath.Base(path))
		}
		path = fmt.Sprintf("%s-%d", name, number)
	}
	// It is made before SQLite fills it, so that nobody else can read it meanwhile.
	partial := name + ".partial"
	if err := removeIfThere(partial); err != nil {
		return "", err
	}
	file, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		return "", Unwritten(err, path)
	}
	if _, err := db.writers.ExecContext(ctx, "VACUUM INTO ?", partial); err != nil {
		return "", errors.Join(classify(err), removeIfThere(partial))
	}
	if err := syncFile(partial); err != nil {
		return "", err
	}
	if err := os.Rename(partial, path); err != nil {
		return "", err
	}
	return path, SyncDirectory(path)
}

// checkVersion refuses (store.newer) a book that a newer program has changed: what its tables mean is not known here.
// It is for readers, which do not migrate.
func checkVersion(tx *Tx) error {
	now, newest, err := versions(tx)
	if err == nil && now > newest {
		return Refuse(CodeNewer, now, newest)
	}
	return err
}

// CheckCurrent refuses (store.older) a book that was not brought up to date yet. Whoever reads its tables as this
// program knows them calls it: a check of the whole book would take what is missing for damage.
func CheckCurrent(tx *Tx) error {
	now, newest, err := versions(tx)
	if err == nil && now < newest {
		return Refuse(codeOlder, now, newest)
	}
	return err
}

// versions returns the newest migration that the book has and the newest one of this program. A book that has none is store.versions.
func versions(tx *Tx) (now, newest int64, err error) {
	steps, err := migrations.ReadDir("migrations")
	if err != nil {
		return 0, 0, Fail(codeMigrate, err)
	}
	if newest, err = goose.NumericComponent(steps[len(steps)-1].Name()); err != nil {
		return 0, 0, Fail(codeMigrate, err)
	}
	_, err = tx.Get("SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied", nil, &now)
	if Code(err) == CodeSQL || err == nil && now == 0 { // the table is gone, or what every book has is not in it
		err = Fail(codeVersions, err)
	}
	return now, newest, err
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"

	_ "modernc.org/sqlite" // the driver, registered as "sqlite"
)

// applicationID marks the file as a book of ours ("SHQI"), so that a foreign SQLite file is refused by name.
const applicationID = 0x53485149

// readersMax is how many read transactions go on at once; a further one waits.
const readersMax = 3

// busyTimeoutMS is how long a statement waits for another process, in ms.
const busyTimeoutMS = "5000"

// Options says how a book file is opened.
type Options struct {
	// ReadOnly opens without the lock and without any write; it works beside a running counter.
	ReadOnly bool
	// Scratch makes a throw-away file without a lock and without durability: what verify folds the events into.
	Scratch bool
	// VFS names a registered SQLite VFS; "" is the operating system's. The crash tests put theirs here.
	VFS string
	// still reads a file that nobody can be writing, without the two files that SQLite makes beside one that is open.
	still bool
}

// DB is an open book file. Write and Read may be called from any goroutine.
type DB struct {
	// path is that of the file itself, with no link in it.
	path string
	// lock is nil for a reader and for a scratch file.
	lock    *bookLock
	writers *sql.DB
	readers *sql.DB

	// writing guards writer, which is nil in a DB that was opened read-only or is closed. free holds the readers that
	// are idle.
	writing sync.Mutex
	writer  *connection
	free    chan *connection
	// standing is nil where there is no writer.
	standing *standing
	// last run in each write after its work, right before the commit.
	last []func(tx *Tx) error
	// after runs after each commit, nil for nothing.
	after func()
	// wrote says that this DB committed something, so that what the log has is its own.
	wrote bool
	// latched is why nothing is written any more, nil while writing is allowed.
	latched atomic.Pointer[Error]
	// gate is closed once writes may begin; nil where nothing held them.
	gate atomic.Pointer[chan struct{}]
	// file is a handle of the file for Digest, nil where nobody asks for it; hadLog is what HadLog returns.
	file   *os.File
	hadLog bool
}

// Open opens an existing book. It refuses a missing file (store.missing), one whose log alone is there (store.log_alone), what is empty or no file (store.no_book), what is no log in the place of
// one (store.beside), one that is no book of ours (store.foreign),
// one made by a newer program (store.newer), one that another process writes (store.held), settings that did not take
// (store.settings), one that cannot be looked at (store.io), one that this user may not write (store.no_right) and a disk without room for what lies beside an open book (store.no_room).
func Open(ctx context.Context, path string, options Options) (*DB, error) {
	info, err := os.Stat(path)
	if isTooLong(err) {
		return nil, Fail(CodeNameLong, err, filepath.Base(path))
	}
	// One that cannot be looked at, as in a folder that is not this account's, may be there: nobody is to make another.
	if err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
		return nil, Fail(CodeIO, err)
	}
	if err != nil {
		if alone := CheckAlone(path); alone != nil {
			return nil, alone
		}
		return nil, Fail(CodeMissing, err, filepath.Base(path))
	}
	if !info.Mode().IsRegular() || info.Size() == 0 {
		return nil, Refuse(CodeNoBook, filepath.Base(path))
	}
	path = Real(path)
	if err := CheckBeside(path, besides...); err != nil {
		return nil, err
	}
	// SQLite would make two files beside one that nobody may write, which nobody could write either.
	options.still = options.ReadOnly && info.Mode().Perm()&writing == 0 && nobodyWrites(path)
	db, err := open(ctx, path, options)
	if options.ReadOnly && (Code(err) == CodeIO || Code(err) == CodeReadonly) && nobodyWrites(path) {
		options.still = true
		return open(ctx, path, options)
	}
	return db, err
}

// nobodyWrites reports whether no log lies beside a book. Then a folder that takes no file, a disc or a stick that is
// protected against writing, is no reason not to read it: whoever has a book open for writing keeps its log there.
func nobodyWrites(path string) bool { return !exists(path+"-wal") && !exists(path+"-journal") }

// exists reports whether something has the name, or might.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, os.ErrNotExist)
}

// Real returns the path of the book file itself where path leads there by links. A lock, a log and a file that takes a book's
// place lie beside the file: by two names of it two programs would each have a lock of their own. It is from the root on, so that it means the same file
// from wherever somebody stands: what a machine remembers of a book names the file by it.
func Real(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if absolute, err := filepath.Abs(path); err == nil {
		return absolute
	}
	return path
}

// open takes the lock, where the options want one, and connects. The caller has made sure that the file is there.
func open(ctx context.Context, path string, options Options) (*DB, error) {
	db := &DB{path: path}
	if !options.ReadOnly && !options.Scratch {
		lock, err := lockFile(path)
		if err != nil {
			return nil, orNoRoom(err, path)
		}
		db.lock = lock
	}
	err := db.hold(options)
	if err == nil {
		err = db.connect(ctx, options)
	}
	if err != nil {
		closed := db.Close()
		if !options.ReadOnly {
			err = orNoRight(err, path)
		}
		return nil, errors.Join(orNoRoom(err, path), closed)
	}
	return db, nil
}

// connect opens the readers and the writer and brings the schema up to date. A read-only DB has no writer and
// changes nothing: it looks only whether the file is a book that this program understands.
//
// Where a log lies beside the file a reader stands open before the writer and after it, because the last connection of all folds the log into the
// file, and one that somebody put there must not be folded in by who only looked whether the two belong together. A reader cannot; nor can it
// undo what a power cut left of the making of a book, before which there is no log.
func (db *DB) connect(ctx context.Context, options Options) (err error) {
	if options.ReadOnly || !options.Scratch && exists(db.path+"-wal") && !exists(db.path+"-journal") {
		if err := db.connectReaders(ctx, options); err != nil {
			return err
		}
	}
	if !options.ReadOnly {
		if db.writers, err = sql.Open("sqlite", dsn(db.path, options)); err != nil {
			return Fail(CodeSQL, err)
		}
		db.writers.SetMaxOpenConns(1)
		if db.writer, err = openConnection(ctx, db.writers); err != nil {
			return err
		}
		if err := db.ready(ctx, options); err != nil {
			return err
		}
	}
	if db.writer != nil {
		if err := db.stand(ctx, options); err != nil {
			return err
		}
	}
	if db.readers == nil {
		return db.connectReaders(ctx, options)
	}
	if options.ReadOnly {
		return db.Read(ctx, checkVersion)
	}
	return nil
}

// connectReaders opens the readers, and has one of them read.
func (db *DB) connectReaders(ctx context.Context, options Options) (err error) {
	options.ReadOnly = true
	if db.readers, err = sql.Open("sqlite", dsn(db.path, options)); err != nil {
		return Fail(CodeSQL, err)
	}
	db.readers.SetMaxOpenConns(readersMax)
	db.free = make(chan *connection, readersMax)
	for range readersMax {
		reader, err := openConnection(ctx, db.readers)
		if err != nil {
			return err
		}
		db.free <- reader
	}
	return db.Read(ctx, checkIdentity)
}

// dsn returns the data source name of a book. It sets each PRAGMA in the way that was measured to take effect
// (reference: the ledger's measurements), because one that does not is silent.
//
// synchronous=FULL loses no acknowledged payment on a power cut, NORMAL does. The WAL is folded in every 4,000 pages
// (16 MiB) rather than every 4 MiB: a checkpoint follows a commit, and one payment in eighty waiting for it was
// the slowest hundredth (measured). Of a book that stands on the disk Write does it, and in a file of a test's file system SQLite. The cache is 32 MiB a connection, a statement waits 5,000 ms for another process,
// and temporary tables stay in memory. _defensive, trusted_schema and cell_size_check keep a file that somebody
// prepared from doing harm; _dqs=0 makes a misspelt column an error instead of a text.
func dsn(path string, options Options) string {
	query := url.Values{}
	query.Set("_busy_timeout", busyTimeoutMS)
	query.Set("_foreign_keys", "on")
	query.Set("_defensive", "1")
	query.Set("_dqs", "0")
	query.Set("_error_rc", "1")
	checkpoint := "wal_autocheckpoint(0)"
	if options.VFS != "" || options.Scratch {
		checkpoint = "wal_autocheckpoint(4000)"
	}
	for _, pragma := range []string{checkpoint, "journal_size_limit(67108864)", "cache_size(-32768)",
		"trusted_schema(0)", "cell_size_check(1)", "temp_store(2)"} {
		query.Add("_pragma", pragma)
	}
	if options.ReadOnly {
		query.Set("_query_only", "1")
		query.Set("mode", "ro")
		// An immutable file is read without a lock and without a log beside it, which is right only while nobody
		// writes it.
		if options.still {
			query.Set("immutable", "1")
		}
	} else {
		// A transaction that writes takes the lock at its beginning, so that it never fails half way because another
		// one was first.
		query.Set("_txlock", "immediate")
		query.Set("_journal_mode", "WAL")
		query.Set("_synchronous", "FULL")
		if options.Scratch {
			query.Set("_synchronous", "OFF")
		}
	}
	if options.VFS != "" {
		query.Set("vfs", options.VFS)
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

// ready refuses a foreign file (store.foreign), reads the settings back, because a PRAGMA that did not take is silent
// (store.settings), and brings the schema up to date. A scratch file has other settings and is thrown away, so that
// they are not read back.
func (db *DB) ready(ctx context.Context, options Options) error {
	if options.Scratch {
		// What is in memory is marked only here; a scratch file is marked already.
		if _, err := db.writer.conn.ExecContext(ctx, markAsBook); err != nil {
			return classify(err)
		}
	}
	if err := db.writer.run(ctx, "BEGIN", "ROLLBACK", checkIdentity); err != nil {
		return err
	}
	if options.Scratch {
		return db.migrate(ctx)
	}
	for _, want := range []struct{ pragma, value string }{
		{"journal_mode", "wal"}, {"synchronous", "2"}, {"foreign_keys", "1"}, {"cell_size_check", "1"}, {"trusted_schema", "0"},
	} {
		var got string
		if err := db.writer.conn.QueryRowContext(ctx, "PRAGMA "+want.pragma).Scan(&got); err != nil {
			return classify(err)
		}
		if got != want.value {
			return Refuse(codeSettings, want.pragma, got)
		}
	}
	// SQLite opens what it may only read without a word, and would refuse the first payment.
	if err := db.writer.run(ctx, "BEGIN IMMEDIATE", "ROLLBACK", func(*Tx) error { return nil }); err != nil {
		return err
	}
	return db.migrate(ctx)
}

// checkIdentity refuses (store.foreign) a file without the application id of a book.
func checkIdentity(tx *Tx) error {
	var id int64
	if _, err := tx.Get("PRAGMA application_id", nil, &id); err != nil {
		return err
	}
	if id != applicationID {
		return Refuse(CodeForeign)
	}
	return nil
}

// Path returns the file's path.
func (db *DB) Path() string { return db.path }

// BeforeCommit has last run in every write after its work and what was set before it, right before the commit; its error rolls everything back.
// It is set before the first write, or while nothing writes.
func (db *DB) BeforeCommit(last func(tx *Tx) error) { db.last = append(db.last, last) }

// Write runs work in the book's single write transaction and returns nil only when it is on the disk. An error of
// work rolls everything back, and so does a power cut before the commit. Writes wait for each other. Errors beside
// those of work: store.readonly; store.edited where another program wrote into the file, and store.moved where the file is no longer
// at its path, which were it taken away during the commit may be booked in it; and store.latched after either, or an I/O error, for good: close, open again and verify.
func (db *DB) Write(ctx context.Context, work func(tx *Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := db.WaitForGate(ctx); err != nil {
		return err
	}
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.writer == nil {
		return Refuse(CodeReadonly)
	}
	if cause := db.latched.Load(); cause != nil {
		return Fail(CodeLatched, cause)
	}
	// A commit is never half-cancelled: the caller's deadline ends the wait before it, not the write itself. (A
	// cancellable context also costs a third of the speed of every call; measured.)
	err := db.writer.run(context.WithoutCancel(ctx), "BEGIN IMMEDIATE", "COMMIT", func(tx *Tx) error { return db.guarded(tx, work) })
	if err == nil {
		db.wrote = true
		err = db.isThere()
	}
	db.watch(err)
	if err != nil {
		return err
	}
	if db.standing != nil && db.standing.isLong {
		// The commit stands whatever becomes of it, and what means that the disk cannot be trusted latches the book.
		_ = db.fold(context.WithoutCancel(ctx))
	}
	if db.after != nil {
		db.after()
	}
	return nil
}

// AfterCommit has next run after every write that is on the disk. It must not wait for anything, because a payment waits for it, and it is set
// before the first write.
func (db *DB) AfterCommit(next func()) { db.after = next }

// guarded runs work in a file that nobody else wrote, and lets it be committed only to one that is still at its path.
func (db *DB) guarded(tx *Tx, work func(tx *Tx) error) error {
	if err := db.isAlone(tx); err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return err
	}
	for _, last := range db.last {
		if err := last(tx); err != nil {
			return err
		}
	}
	return db.isThere()
}

// Read runs work in a read transaction: one snapshot of the book, however long it takes and whatever is written
// meanwhile. Where all readers are at work it waits for one, or for the end of ctx.
func (db *DB) Read(ctx context.Context, work func(tx *Tx) error) error {
	var reader *connection
	select {
	case reader = <-db.free:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.free <- reader }()
	err := reader.run(ctx, "BEGIN", "ROLLBACK", work)
	db.watch(err)
	return err
}

// watch latches the DB on the first error that means that the disk cannot be trusted. SQLite itself would go on: it
// forgets a failed sync at the next call.
func (db *DB) watch(err error) {
	if err != nil && latching(err) {
		db.Latch(Typed(err))
	}
}

// Latch stops all further writes for the given reason: an audit that goes on behind the ready desk calls it when it
// finds something. The first reason stays.
func (db *DB) Latch(cause *Error) { db.latched.CompareAndSwap(nil, cause) }

// Latched returns the reason why nothing is written any more, or nil.
func (db *DB) Latched() *Error { return db.latched.Load() }

// Checkpoint folds the WAL into the file and truncates it: at shift close and at exit, so that the file alone is the
// whole book. In a read-only DB it does nothing.
func (db *DB) Checkpoint(ctx context.Context) error {
	db.writing.Lock()
	defer db.writing.Unlock()
	if db.writer == nil {
		return nil
	}
	return db.fold(ctx)
}

// fold is Checkpoint for who holds the writing.
func (db *DB) fold(ctx context.Context) error {
	// What a reader still needs stays in the log. The counter must not stand still over a report or a check that reads for
	// minutes, so nobody is waited for.
	_, err := db.writer.conn.ExecContext(ctx, "PRAGMA busy_timeout = 0")
	if err == nil {
		_, err = db.writer.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		_, after := db.writer.conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA busy_timeout = "+busyTimeoutMS)
		err = errors.Join(err, after)
	}
	db.folded()
	err = classify(err)
	db.watch(err)
	return err
}

// Close ends all connections and releases the lock; what was written is folded into the file, and where nothing was the log stays as it is. It is
// safe on a half-opened DB.
func (db *DB) Close() error {
	db.writing.Lock()
	defer db.writing.Unlock()
	var all error
	if db.writer != nil && db.wrote && db.latched.Load() == nil {
		all = db.fold(context.Background())
	}
	if db.writer != nil {
		all = errors.Join(all, db.writer.close())
		db.writer = nil
	}
	if db.writers != nil {
		all = errors.Join(all, db.writers.Close())
	}
	if db.free != nil {
		for range len(db.free) {
			all = errors.Join(all, (<-db.free).close())
		}
		all = errors.Join(all, db.readers.Close())
	}
	all = errors.Join(all, db.letGo())
	if db.lock != nil {
		all = errors.Join(all, db.lock.release())
		db.lock = nil
	}
	if all != nil {
		return fmt.Errorf("close the book: %w", all)
	}
	return nil
}

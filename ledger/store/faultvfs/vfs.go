package faultvfs

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Name is the name of the VFS, to be put into the options of the store.
const Name = "faultvfs"

// file is the header of ours in front of the system's own file object, which follows it in the same memory: SQLite
// allocates both as one. token tells open files apart and is the key of state.paths, because the memory of C cannot
// hold a Go string.
type file struct {
	methods uintptr
	token   uintptr
}

const headerBytes = unsafe.Sizeof(file{})

// state is the one VFS of the process, locked while a call uses it. vfs, real and methods are addresses in memory
// outside Go: of this VFS, of the system's and of our file methods. paths has the name behind each open file's token,
// "" for a temporary file.
var state struct {
	sync.Mutex
	once      sync.Once
	vfs       uintptr
	real      uintptr
	methods   uintptr
	lastToken uintptr
	paths     map[uintptr]string
	recording *Recording
	fault     *Fault
}

// Register makes the VFS known to SQLite; calling it again does nothing.
func Register() error {
	var failed error
	state.once.Do(func() { failed = register() })
	return failed
}

// register copies the system's VFS, replaces the calls that are recorded or failed and makes the copy known to SQLite
// under Name, without making it the default.
func register() error {
	tls := libc.NewTLS()
	defer tls.Close()
	state.paths = make(map[uintptr]string)
	if state.real = sqlite3.Xsqlite3_vfs_find(tls, 0); state.real == 0 {
		return fmt.Errorf("SQLite has no VFS")
	}
	name, err := libc.CString(Name)
	if err != nil {
		return fmt.Errorf("name the VFS: %w", err)
	}
	ours, methods := at[sqlite3.Tsqlite3_vfs](state.real), new(sqlite3.Tsqlite3_io_methods)
	wrapped := *ours
	wrapped.FpNext, wrapped.FzName = 0, name
	wrapped.FszOsFile += int32(headerBytes)
	wrapped.FxOpen, wrapped.FxDelete = pointer(xOpen), pointer(xDelete)
	// Version 2 has shared memory, which a WAL needs, and no memory-mapped reading, which would go past this VFS.
	*methods = sqlite3.Tsqlite3_io_methods{FiVersion: 2, FxClose: pointer(xClose), FxRead: pointer(xRead), FxWrite: pointer(xWrite),
		FxTruncate: pointer(xTruncate), FxSync: pointer(xSync), FxFileSize: pointer(xFileSize), FxLock: pointer(xLock), FxUnlock: pointer(xUnlock),
		FxCheckReservedLock: pointer(xCheckReservedLock), FxFileControl: pointer(xFileControl), FxSectorSize: pointer(xSectorSize),
		FxDeviceCharacteristics: pointer(xDeviceCharacteristics), FxShmMap: pointer(xShmMap), FxShmLock: pointer(xShmLock),
		FxShmBarrier: pointer(xShmBarrier), FxShmUnmap: pointer(xShmUnmap)}
	// SQLite keeps both structures for the life of the process, so they lie outside Go's memory and are never freed.
	if state.vfs, err = outside(tls, wrapped); err != nil {
		return err
	}
	if state.methods, err = outside(tls, *methods); err != nil {
		return err
	}
	return registered(tls, state.vfs, 0)
}

// Default makes this VFS the one SQLite takes when none is named, until restore is called: for code that names none.
func Default() (restore func() error, err error) {
	if err := Register(); err != nil {
		return nil, err
	}
	set := func(vfs uintptr) error {
		tls := libc.NewTLS()
		defer tls.Close()
		return registered(tls, vfs, 1)
	}
	return func() error { return set(state.real) }, set(state.vfs)
}

// registered makes a VFS known to SQLite; makeDefault 1 also makes it the one that is taken where none is named.
func registered(tls *libc.TLS, vfs uintptr, makeDefault int32) error {
	if rc := sqlite3.Xsqlite3_vfs_register(tls, vfs, makeDefault); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("register the VFS: SQLite says %d", rc)
	}
	return nil
}

// outside copies value to memory that Go does not move or free.
func outside[T any](tls *libc.TLS, value T) (uintptr, error) {
	memory := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(value)))
	if memory == 0 {
		return 0, fmt.Errorf("no memory for the VFS")
	}
	*at[T](memory) = value
	return memory, nil
}

// at reads an address of C memory as a Go pointer.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// pointer returns the C function pointer of a Go function: the translated SQLite calls functions by the address of
// their closure.
func pointer[F any](function F) uintptr { return *(*uintptr)(unsafe.Pointer(&function)) }

// call returns the Go function behind a C function pointer.
func call[F any](address uintptr) F { return *(*F)(unsafe.Pointer(&address)) }

// below returns the system's own file object behind ours, and its methods.
func below(f uintptr) (uintptr, *sqlite3.Tsqlite3_io_methods) {
	real := f + headerBytes
	return real, at[sqlite3.Tsqlite3_io_methods](at[sqlite3.Tsqlite3_file](real).FpMethods)
}

// pathOf returns the path of an open file, "" for a temporary one. The caller holds the lock of state.
func pathOf(f uintptr) string { return state.paths[at[file](f).token] }

// xOpen opens a file with the system's VFS and records whether it was made. The lock is held throughout, so that the
// recording has the calls in the order in which they reached the files.
func xOpen(tls *libc.TLS, _, name, f uintptr, flags int32, out uintptr) int32 {
	state.Lock()
	defer state.Unlock()
	path := ""
	if name != 0 {
		path = strings.Clone(libc.GoString(name))
	}
	if path != "" && state.recording != nil {
		state.recording.meet(path)
	}
	*at[file](f) = file{}
	real := f + headerBytes
	rc := call[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](at[sqlite3.Tsqlite3_vfs](state.real).FxOpen)(tls, state.real, name, real, flags, out)
	if path != "" && state.recording != nil {
		state.recording.opened(path, rc == sqlite3.SQLITE_OK)
	}
	// SQLite closes a file after a failed opening only if it has methods; without them ours stays empty too.
	if at[sqlite3.Tsqlite3_file](real).FpMethods == 0 {
		return rc
	}
	state.lastToken++
	state.paths[state.lastToken] = path
	*at[file](f) = file{methods: state.methods, token: state.lastToken}
	return rc
}

// xDelete deletes a file and records it. syncDirectory says whether SQLite wants the directory synced as well.
func xDelete(tls *libc.TLS, _, name uintptr, syncDirectory int32) int32 {
	state.Lock()
	defer state.Unlock()
	path := strings.Clone(libc.GoString(name))
	rc := call[func(*libc.TLS, uintptr, uintptr, int32) int32](at[sqlite3.Tsqlite3_vfs](state.real).FxDelete)(tls, state.real, name, syncDirectory)
	if rc == sqlite3.SQLITE_OK && state.recording != nil {
		state.recording.removed(path, syncDirectory != 0)
	}
	return rc
}

// xClose closes a file. It is not recorded: closing makes nothing durable.
func xClose(tls *libc.TLS, f uintptr) int32 {
	state.Lock()
	delete(state.paths, at[file](f).token)
	state.Unlock()
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr) int32](methods.FxClose)(tls, real)
}

func xRead(tls *libc.TLS, f, buffer uintptr, amount int32, offset int64) int32 {
	if rc, fail := trip(Read, f); fail {
		return rc
	}
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](methods.FxRead)(tls, real, buffer, amount, offset)
}

// xWrite fails, or writes and records the write. What a failed write leaves behind is not recorded.
func xWrite(tls *libc.TLS, f, buffer uintptr, amount int32, offset int64) int32 {
	real, methods := below(f)
	write := call[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](methods.FxWrite)
	if rc, fail := trip(Write, f); fail {
		if short() {
			write(tls, real, buffer, amount/2, offset)
		}
		return rc
	}
	state.Lock()
	defer state.Unlock()
	rc := write(tls, real, buffer, amount, offset)
	if path := pathOf(f); rc == sqlite3.SQLITE_OK && path != "" && state.recording != nil {
		state.recording.written(path, unsafe.Slice(at[byte](buffer), amount), offset)
	}
	return rc
}

// xTruncate counts as a write.
func xTruncate(tls *libc.TLS, f uintptr, size int64) int32 {
	if rc, fail := trip(Write, f); fail {
		return rc
	}
	state.Lock()
	defer state.Unlock()
	real, methods := below(f)
	rc := call[func(*libc.TLS, uintptr, int64) int32](methods.FxTruncate)(tls, real, size)
	if path := pathOf(f); rc == sqlite3.SQLITE_OK && path != "" && state.recording != nil {
		state.recording.truncated(path, size)
	}
	return rc
}

func xSync(tls *libc.TLS, f uintptr, flags int32) int32 {
	if rc, fail := trip(Sync, f); fail {
		return rc
	}
	state.Lock()
	defer state.Unlock()
	real, methods := below(f)
	rc := call[func(*libc.TLS, uintptr, int32) int32](methods.FxSync)(tls, real, flags)
	if path := pathOf(f); rc == sqlite3.SQLITE_OK && path != "" && state.recording != nil {
		state.recording.synced(path)
	}
	return rc
}

func xLock(tls *libc.TLS, f uintptr, level int32) int32 {
	if rc, fail := trip(Lock, f); fail {
		return rc
	}
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, int32) int32](methods.FxLock)(tls, real, level)
}

// xShmLock fails only where a lock is taken. A lock that could not be released would leave SQLite waiting for itself.
func xShmLock(tls *libc.TLS, f uintptr, offset, n, flags int32) int32 {
	if flags&sqlite3.SQLITE_SHM_LOCK != 0 {
		if rc, fail := trip(Lock, f); fail {
			return rc
		}
	}
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, int32, int32, int32) int32](methods.FxShmLock)(tls, real, offset, n, flags)
}

// The rest hands on what it is given.

func xFileSize(tls *libc.TLS, f, size uintptr) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, uintptr) int32](methods.FxFileSize)(tls, real, size)
}

func xUnlock(tls *libc.TLS, f uintptr, level int32) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, int32) int32](methods.FxUnlock)(tls, real, level)
}

func xCheckReservedLock(tls *libc.TLS, f, out uintptr) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, uintptr) int32](methods.FxCheckReservedLock)(tls, real, out)
}

func xFileControl(tls *libc.TLS, f uintptr, operation int32, argument uintptr) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, int32, uintptr) int32](methods.FxFileControl)(tls, real, operation, argument)
}

func xSectorSize(tls *libc.TLS, f uintptr) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr) int32](methods.FxSectorSize)(tls, real)
}

func xDeviceCharacteristics(tls *libc.TLS, f uintptr) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr) int32](methods.FxDeviceCharacteristics)(tls, real)
}

func xShmMap(tls *libc.TLS, f uintptr, region, size, extend int32, out uintptr) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32](methods.FxShmMap)(tls, real, region, size, extend, out)
}

func xShmBarrier(tls *libc.TLS, f uintptr) {
	real, methods := below(f)
	call[func(*libc.TLS, uintptr)](methods.FxShmBarrier)(tls, real)
}

func xShmUnmap(tls *libc.TLS, f uintptr, remove int32) int32 {
	real, methods := below(f)
	return call[func(*libc.TLS, uintptr, int32) int32](methods.FxShmUnmap)(tls, real, remove)
}

// contentOf reads a file before SQLite opens it; afterwards nobody may, because closing it would drop SQLite's locks.
func contentOf(path string) ([]byte, bool) {
	content, err := os.ReadFile(path)
	return content, err == nil
}

package faultvfs

import sqlite3 "modernc.org/sqlite/lib"

// Call is a kind of call that a Fault counts and fails.
type Call int

// The kinds. Write counts truncations too, and Lock the locks of the file and of its shared memory.
const (
	Read Call = iota + 1
	Write
	Sync
	Lock
)

// Fault fails the N-th call of a kind, counted from 1 over all files, with the SQLite result code Code. Short lets
// the first half of a failed write reach the file before. ForEver fails every call from the N-th on: a disk that
// stays full or broken.
type Fault struct {
	Call    Call
	N       int
	Code    int32
	Short   bool
	ForEver bool

	// seen counts the calls since Arm, and fired says that one of them failed.
	seen  int
	fired bool
}

// The result codes that tests fail calls with.
const (
	IOErrRead  = int32(sqlite3.SQLITE_IOERR_READ)
	IOErrWrite = int32(sqlite3.SQLITE_IOERR_WRITE)
	IOErrSync  = int32(sqlite3.SQLITE_IOERR_FSYNC)
	Full       = int32(sqlite3.SQLITE_FULL)
	Busy       = int32(sqlite3.SQLITE_BUSY)
)

// Arm sets the one fault that is to happen, and replaces an earlier one. Calls are counted from here on.
func Arm(fault Fault) {
	state.Lock()
	defer state.Unlock()
	state.fault = &fault
}

// Disarm removes the fault and reports whether it happened. A test that expects a failure checks that: a fault that
// never fired proves nothing.
func Disarm() (fired bool) {
	state.Lock()
	defer state.Unlock()
	fired = state.fault != nil && state.fault.fired
	state.fault = nil
	return fired
}

// trip counts a call and reports whether it fails, with the code for SQLite. Temporary files have no path and are not
// counted: how many SQLite makes is its own affair, and N would not mean the same call from run to run.
func trip(call Call, f uintptr) (rc int32, fail bool) {
	state.Lock()
	defer state.Unlock()
	fault := state.fault
	if fault == nil || fault.Call != call || pathOf(f) == "" {
		return 0, false
	}
	fault.seen++
	if fault.seen == fault.N || fault.ForEver && fault.seen > fault.N {
		fault.fired = true
		return fault.Code, true
	}
	return 0, false
}

// short reports whether a write that fails is to leave its first half behind.
func short() bool {
	state.Lock()
	defer state.Unlock()
	return state.fault != nil && state.fault.Short
}

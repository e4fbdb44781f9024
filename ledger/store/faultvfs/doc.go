// Package faultvfs stands between SQLite and the operating system so that tests can break the disk under a book.
//
// It registers one SQLite VFS, called Name, that hands every call on to the system's own and can do two things besides:
// record what is written, synced, truncated and deleted (Record), so that the files a power cut would leave behind can be
// made for any moment; and fail the n-th call of a kind (Arm). It is imported by tests alone and must import no room of
// the ledger. SQLite's registry of VFSs is one for the whole process, and so is everything here: tests that use it do not
// run in parallel.
//
// What the model assumes of a disk: a write that was not synced may be there, be missing or be torn at 512 bytes; names
// (files made, removed, renamed) reach the disk in the order in which they were changed and before any later sync ends,
// as journalling file systems do it. The -shm file is not recorded, because SQLite makes it anew after a crash.
package faultvfs

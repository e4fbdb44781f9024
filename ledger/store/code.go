package store

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	codeBusy       = "store.busy"
	CodeCopy       = "store.copy"
	CodeCorrupt    = "store.corrupt"
	CodeExists     = "store.exists"
	CodeForeign    = "store.foreign"
	CodeFull       = "store.full"
	CodeHeld       = "store.held"
	CodeInternal   = "internal"
	CodeIO         = "store.io"
	CodeLatched    = "store.latched"
	CodeLock       = "store.lock"
	codeMigrate    = "store.migrate"
	CodeMissing    = "store.missing"
	CodeNewer      = "store.newer"
	CodeNoRoom     = "store.no_room"
	codeOlder      = "store.older"
	CodeReadonly   = "store.readonly"
	CodeRefused    = "store.refused"
	codeSettings   = "store.settings"
	codeSQL        = "store.sql"
	codeStatements = "store.statements"
	codeWal        = "store.wal"
)

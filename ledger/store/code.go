package store

// The codes of this package's refusals and failures. A code stands in logs, in tests and in the key of its sentence
// ("error." and the code, in assets/text), so it keeps its meaning for good. The codes that other packages branch on
// are exported.
const (
	codeBusy       = "store.busy"
	CodeCopy       = "store.copy"
	CodeCorrupt    = "store.corrupt"
	CodeEdited     = "store.edited"
	CodeExists     = "store.exists"
	CodeForeign    = "store.foreign"
	CodeFull       = "store.full"
	CodeHeld       = "store.held"
	CodeInternal   = "internal"
	CodeIO         = "store.io"
	CodeLatched    = "store.latched"
	CodeLock       = "store.lock"
	codeMigrate    = "store.migrate"
	CodeMoved      = "store.moved"
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

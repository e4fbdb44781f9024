package store

// The codes of this package's refusals and failures. A code stands in logs, in tests and in the key of its sentence
// ("error." and the code, in assets/text), so it keeps its meaning for good. The codes that other packages branch on
// are exported.
const (
	CodeBeside     = "store.beside"
	CodeBusy       = "store.busy"
	CodeCopy       = "store.copy"
	CodeCorrupt    = "store.corrupt"
	CodeEdited     = "store.edited"
	CodeExists     = "store.exists"
	CodeFolder     = "store.folder"
	CodeForeign    = "store.foreign"
	CodeFull       = "store.full"
	CodeHeld       = "store.held"
	CodeInternal   = "internal"
	CodeIO         = "store.io"
	CodeLatched    = "store.latched"
	CodeLock       = "store.lock"
	CodeLogAlone   = "store.log_alone"
	codeMigrate    = "store.migrate"
	CodeMoved      = "store.moved"
	CodeMissing    = "store.missing"
	CodeNewer      = "store.newer"
	CodeNameLong   = "store.name_long"
	CodeNoBook     = "store.no_book"
	CodeNoRoom     = "store.no_room"
	CodeNoSpace    = "store.no_space"
	codeOlder      = "store.older"
	CodeReadonly   = "store.readonly"
	CodeRefused    = "store.refused"
	codeSettings   = "store.settings"
	CodeSQL        = "store.sql"
	codeStatements = "store.statements"
	CodeUnsynced   = "store.unsynced"
	codeWal        = "store.wal"
)

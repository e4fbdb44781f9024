package ledger

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	CodeBehind          = "book.behind"
	CodeElsewhere       = "book.elsewhere"
	CodePaper           = "book.paper"
	CodePaperYear       = "book.paper_year"
	CodeParted          = "book.parted"
	CodeRecoveryAsked   = "book.recovery_asked"
	CodeRecoveryVoid    = "book.recovery_void"
	CodeRetired         = "book.retired"
	CodeUnenrolled      = "book.unenrolled"
	CodeUnwitnessed     = "book.unwitnessed"
	codeBackupDamaged   = "book.backup_damaged"
	codeBackupUnread    = "book.backup_unread"
	CodeCounter         = "book.counter"
	CodeGone            = "book.gone"
	codeDryRun          = "book.dry_run"
	CodeFindings        = "book.findings"
	codeName            = "book.name"
	CodeNoRecovery      = "book.no_recovery"
	CodePassphraseAsked = "book.passphrase_asked"
	codeNoDevice        = "book.no_device"
	codeOtherBook       = "book.other_book"
	codePersonChanged   = "book.person_changed"
	CodeRestoreNewer    = "book.restore_newer"
	CodeLost            = "book.lost_log"
	CodeCopied          = "book.copied"
	CodeUnopened        = "book.unopened"
)

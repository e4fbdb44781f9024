package spool

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	codeCopy             = "spool.copy"
	codeFull             = "spool.full"
	codeKind             = "spool.kind"
	CodeNoPrinter        = "spool.no_printer"
	codePrinterElsewhere = "spool.printer_elsewhere"
	codePrinterForeign   = "spool.printer_foreign"
	codePrinterSetting   = "spool.printer_setting"
	codeState            = "spool.state"
	codeSubject          = "spool.subject"
	CodeTraining         = "spool.training"
	codeTwice            = "spool.twice"
	codeUnknownJob       = "spool.unknown_job"
)

package scanning

// What this room refuses, by code. The sentence that a person reads of each stands in assets/text behind "error.".
const (
	codeDamaged   = "scanning.damaged"
	codeOtherBook = "scanning.other_book"
	codeGoods     = "scanning.goods"
	codeLink      = "scanning.link"
	codeInvoice   = "scanning.invoice"
	codeHanzi     = "scanning.hanzi"
	codeUnread    = "scanning.unread"

	// CodeUnknown is a text that is nothing the counter knows of.
	CodeUnknown = "scanning.unknown"
)

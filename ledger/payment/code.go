package payment

// The codes of this package's refusals and failures. A code stands in logs, in tests and in the key of its sentence ("error." and the
// code, in assets/text), so it keeps its meaning for good.
const (
	// CodePayerCode says that a scanned text is no payment code of any channel or way that is known.
	CodePayerCode        = "payment.payer_code"
	codePayerUnionPay    = "payment.payer_unionpay"
	codePayerDigitalYuan = "payment.payer_digital_yuan"
	codePayerReceives    = "payment.payer_receives"
	codePayerOther       = "payment.payer_other"

	// CodeNoAnswer is a failure of the network, of the channel or of its answer: nothing is known about the money.
	CodeNoAnswer = "payment.no_answer"
	// CodeUntrusted is an answer that is not signed by the channel, as CodeNoAnswer in what it says about the money.
	CodeUntrusted = "payment.untrusted"
	// CodeMismatch is an answer about another merchant, order or sum.
	CodeMismatch = "payment.mismatch"
	// CodeRefused is the channel's word that it did not do what was asked; its own code stands in the arguments.
	CodeRefused = "payment.refused"
	// CodeNoStatement says that the channel has no file of that day, or none yet.
	CodeNoStatement = "payment.no_statement"
	// CodeUnknownOrder says that this book has no order of that number.
	CodeUnknownOrder = "payment.unknown_order"
	// CodeTooEarly says that a charge cannot be taken back yet, and after how many seconds it can.
	CodeTooEarly = "payment.too_early"
	// CodeStillOpen says that an order that is not waited for any more may still be paid.
	CodeStillOpen = "payment.still_open"
	// CodeOrdersOpen says that a channel's merchant cannot be another one while its orders or refunds are not settled: only who has them knows.
	CodeOrdersOpen = "payment.orders_open"
	// codeBackOpen says that money may still go back the way it came: its channel has not given it up.
	codeBackOpen = "payment.back_open"
	// codeBackKept says that money cannot go back over a channel, because that is what the channel gave up before.
	codeBackKept = "payment.back_kept"
	// codeGivenUp says that an order was paid after it was given up, and that what was to be paid beside it went back to the owner by then.
	codeGivenUp = "payment.given_up"
	// CodeNotAgreed says that the merchant whose keys lie beside the book is not the one that two people agreed to last: an older file was put
	// there, or the book is an older one.
	CodeNotAgreed = "payment.not_agreed"
	// CodeChannel says that the counter has no contract with the channel.
	CodeChannel = "payment.channel"
	// CodeKey says that a key or certificate cannot be read.
	CodeKey = "payment.key"
	// CodePretend says that a pretend channel is set up in a book that is no demo; the file stands in the arguments.
	CodePretend = "payment.pretend"
	// CodeTraining says that a book to practise in asks no channel but a pretend one on this machine.
	CodeTraining = "payment.training"
	// CodeClock says that the counter's clock is too far from the channel's for an answer to be trusted.
	CodeClock = "payment.clock"
)

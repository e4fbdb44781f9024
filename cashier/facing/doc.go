// Package facing says what of a payment is turned towards the owner who pays: what is paid, how much, what was handed over, what comes back,
// and what to do on the phone. It is made of the desk's View alone (Of). The owner's screen draws it, the voice speaks it and a customer
// display shows its sum, so that all of them say the same.
//
// Nothing here draws or waits. A name is masked and there is no phone, because whoever stands in the queue sees and hears it too.
package facing

package terminal

import (
	"encoding/json"
	"regexp"
	"strconv"

	"shouqi/ledger/money"
)

// The topics of messages (ETopic), the type of a sale (ETransType) and how a transaction stands (ETransStatus), in the words of the interface.
const (
	TopicOrder = "ecrhub.pay.order"
	TopicQuery = "ecrhub.pay.query"
	TopicClose = "ecrhub.pay.close"

	Sale = "1"

	Preordered = "9"
	Underway   = "0" // made, and being paid
	Failed     = "1" // declined, given up at the terminal, or closed
	Completed  = "2"
	Cancelled  = "3" // was paid, and taken back at the terminal
)

// Success is the code of an answer that did what was asked. One model is seen to write it as 0.
const Success = "000"

// Text is a field that some terminals write as a string and others as a number.
type Text string

// UnmarshalJSON takes both.
func (t *Text) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		*t = Text(text)
		return nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err != nil {
		return err
	}
	*t = Text(number)
	return nil
}

// Message is a question to the terminal or its answer; the codes stand in answers alone.
type Message struct {
	Topic        string `json:"topic"`
	RequestID    string `json:"request_id"`
	AppID        string `json:"app_id"`
	Timestamp    Text   `json:"timestamp,omitempty"`
	Version      Text   `json:"version,omitempty"`
	Data         Data   `json:"biz_data"`
	ResponseCode Text   `json:"response_code,omitempty"`
	ResponseText string `json:"response_msg,omitempty"`
}

// Data is what a message is about. Amounts are yuan with a point, as 12.30; moments are 2026-11-29 10:24:00 by the terminal's clock.
// Nothing of the card is read.
type Data struct {
	Type      Text   `json:"trans_type,omitempty"`
	OrderNo   string `json:"merchant_order_no,omitempty"`
	Amount    Text   `json:"order_amount,omitempty"`
	Tip       Text   `json:"tip_amount,omitempty"`
	Cashback  Text   `json:"cashback_amount,omitempty"`
	Currency  string `json:"price_currency,omitempty"`
	Scenario  string `json:"pay_scenario,omitempty"`
	Subject   string `json:"description,omitempty"`
	ExpiresIn Text   `json:"expires,omitempty"` // seconds
	Status    Text   `json:"trans_status,omitempty"`
	TransNo   Text   `json:"trans_no,omitempty"`
	EndedAt   string `json:"trans_end_time,omitempty"`
	// Simulated is said by our own pretend terminal alone.
	Simulated bool `json:"simulated,omitempty"`
}

// UnmarshalJSON takes the empty string of an answer that is about nothing, which some terminals send in place of an object.
func (d *Data) UnmarshalJSON(raw []byte) error {
	if string(raw) == `""` {
		return nil
	}
	type plain Data
	return json.Unmarshal(raw, (*plain)(d))
}

// amountForm is an amount in yuan: 12, 12.3 or 12.30.
var amountForm = regexp.MustCompile(`^(\d{1,12})(?:\.(\d{1,2}))?$`)

// Amount writes fen as the interface does.
func Amount(fen money.Fen) Text {
	return Text(strconv.FormatInt(int64(fen/100), 10) + "." + strconv.FormatInt(int64(fen%100)+100, 10)[1:])
}

// Fen reads an amount; ok is false for anything else.
func (t Text) Fen() (fen money.Fen, ok bool) {
	parts := amountForm.FindStringSubmatch(string(t))
	if parts == nil {
		return 0, false
	}
	yuan, err := strconv.ParseInt(parts[1], 10, 64)
	cents, failed := strconv.ParseInt((parts[2] + "00")[:2], 10, 64)
	return money.Fen(yuan*100 + cents), err == nil && failed == nil
}

// isNothing reports whether an amount is left out or zero.
func (t Text) isNothing() bool {
	fen, ok := t.Fen()
	return t == "" || ok && fen == 0
}

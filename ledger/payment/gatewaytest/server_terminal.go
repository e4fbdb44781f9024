package gatewaytest

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/terminal"
)

// The codes of the pretend terminal's answers. That of an order it has not is its own: the interface publishes none.
const (
	TerminalAbsent  = "404"
	terminalRefused = "110"
)

// TerminalApp is what the pretend terminal expects a counter to be named by.
const TerminalApp = "wz0000000000000001"

// heartbeatEvery is how often a terminal says that it is there, and resendAfter how long it waits to be acknowledged.
const (
	heartbeatEvery = 2 * time.Second
	resendAfter    = 50 * time.Millisecond
)

// TerminalServer is a pretend bank-card terminal, as far as its line: the orders and the owner's card are the Bank's. It serves one line at a
// time or several, and keeps what it has been asked over all of them, as over its power being cut.
type TerminalServer struct {
	bank *Bank
	// AnswersLate lets a sale be answered once it is over, as terminals do; else it is answered at once with how it stands.
	AnswersLate bool
	// Keep, where set, is called after each question that may have changed something, before it is answered.
	Keep func() error
}

// NewTerminalServer returns a terminal over a bank.
func NewTerminalServer(bank *Bank) *TerminalServer { return &TerminalServer{bank: bank} }

// errCut ends a line as a fault says.
var errCut = errors.New("gatewaytest: the line is cut")

// wireTo is one line of the terminal: frames go out one at a time.
type wireTo struct {
	server *TerminalServer
	line   io.ReadWriteCloser

	mu     sync.Mutex
	lastID byte
	acked  map[byte]bool
	taken  byte // the ID of the message that came last
}

// Serve answers on a line until it ends, and closes it.
func (s *TerminalServer) Serve(line io.ReadWriteCloser) {
	w := &wireTo{server: s, line: line, acked: make(map[byte]bool)}
	done := make(chan struct{})
	defer func() {
		close(done)
		_ = line.Close() // it has ended
	}()
	go func() {
		ticks := time.NewTicker(heartbeatEvery)
		defer ticks.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticks.C:
				_ = w.send(terminal.Frame{}) // a line that has ended is noticed where it is read
			}
		}
	}()
	var decoder terminal.Decoder
	piece := make([]byte, 1024)
	for {
		n, err := line.Read(piece)
		for _, frame := range decoder.Feed(piece[:n]) {
			if w.take(frame) != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

func (w *wireTo) send(frame terminal.Frame) error { return w.write(frame.Bytes()) }

func (w *wireTo) write(raw []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := w.line.Write(raw)
	return err
}

// take does what a frame says; an error ends the line.
func (w *wireTo) take(frame terminal.Frame) error {
	switch {
	case frame.Kind == terminal.Handshake:
		w.mu.Lock()
		w.taken = 0
		w.mu.Unlock()
		return w.send(terminal.Frame{Kind: terminal.Shaken})
	case frame.Ack != 0:
		w.mu.Lock()
		w.acked[frame.Ack] = true
		w.mu.Unlock()
	}
	if frame.ID == 0 {
		return nil
	}
	var asked terminal.Message
	if json.Unmarshal(frame.Message, &asked) != nil {
		return nil
	}
	fault := Fine
	w.mu.Lock()
	isAgain := w.taken == frame.ID
	w.taken = frame.ID
	w.mu.Unlock()
	if !isAgain {
		fault = w.server.bank.Script.call(payment.Terminal, methodOf(asked.Topic))
	}
	switch fault {
	case Down:
		return errCut
	case HTML:
		return errors.Join(w.write([]byte("<html>"+strings.Repeat("\x55\xaa", 40))), errCut)
	}
	if err := w.send(terminal.Frame{Ack: frame.ID}); err != nil || isAgain {
		return err
	}
	return w.answer(asked, fault)
}

func methodOf(topic string) string {
	return map[string]string{terminal.TopicOrder: MethodCharge, terminal.TopicQuery: MethodQuery, terminal.TopicClose: MethodClose}[topic]
}

// answer does what a message asks and answers it as the fault says.
func (w *wireTo) answer(asked terminal.Message, fault Fault) error {
	answer := terminal.Message{Topic: asked.Topic, RequestID: asked.RequestID, AppID: asked.AppID, Version: "1.0", ResponseCode: terminalRefused,
		Timestamp: terminal.Text(w.server.bank.now().In(calendar.Zone).Format(time.DateTime)), Data: terminal.Data{Simulated: true}}
	if fault != Refused && asked.AppID == TerminalApp {
		w.server.do(asked, &answer)
	}
	if w.server.Keep != nil {
		if err := w.server.Keep(); err != nil {
			return err
		}
	}
	switch fault {
	case Lost:
		return errCut
	case Slow:
		return nil
	case OtherOrder:
		answer.Data.OrderNo += "X"
	case OtherSum:
		fen, _ := answer.Data.Amount.Fen()
		answer.Data.Amount = terminal.Amount(fen + 1)
	case Huge:
		answer.ResponseText = strings.Repeat("长", terminal.MessageMax)
	}
	if w.server.AnswersLate && asked.Topic == terminal.TopicOrder && answer.Data.Status == terminal.Underway {
		go w.answerLater(asked, answer)
		return nil
	}
	return w.say(answer, fault)
}

// answerLater answers a sale once it is over, where its line is still there.
func (w *wireTo) answerLater(asked, answer terminal.Message) {
	for answer.Data.Status == terminal.Underway {
		time.Sleep(lookAgain)
		order, err := w.server.bank.Find(payment.Terminal, asked.Data.OrderNo)
		if err != nil {
			return
		}
		answer.Data.Status, answer.Data.TransNo = terminalStatus(order), terminal.Text(order.ChannelNo)
	}
	_ = w.say(answer, Fine) // nobody may be there any more
}

// lookAgain is how often a terminal looks whether a sale is over.
const lookAgain = 50 * time.Millisecond

// say sends an answer, as the fault says.
func (w *wireTo) say(answer terminal.Message, fault Fault) error {
	raw, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	w.mu.Lock()
	if w.lastID++; w.lastID == 0 {
		w.lastID = 1
	}
	id := w.lastID
	delete(w.acked, id)
	w.mu.Unlock()
	frame := terminal.Frame{ID: id, Message: raw}.Bytes()
	if fault == Garbled {
		broken := append([]byte{0x00, 0x55, 0xAA, 0x00}, frame...)
		broken[len(broken)/2] ^= 0x10
		if err = w.write(broken); err != nil {
			return err
		}
	} else if err = w.write(frame); err != nil {
		return err
	}
	go w.resend(id, frame)
	return nil
}

// resend sends an answer again until it is acknowledged, three times at most.
func (w *wireTo) resend(id byte, frame []byte) {
	for range 3 {
		time.Sleep(resendAfter)
		w.mu.Lock()
		acked := w.acked[id]
		w.mu.Unlock()
		if acked || w.write(frame) != nil {
			return
		}
	}
}

// do does what a message asks of the bank.
func (s *TerminalServer) do(asked terminal.Message, answer *terminal.Message) {
	no := asked.Data.OrderNo
	var err error
	switch fen, ok := asked.Data.Amount.Fen(); {
	case asked.Topic == terminal.TopicOrder && (!ok || fen <= 0 || asked.Data.Type != terminal.Sale || no == "" || len(no) > 32):
		return
	case asked.Topic == terminal.TopicOrder:
		_, err = s.bank.Charge(payment.Terminal, no, fen, asked.Data.Subject, "")
	case asked.Topic == terminal.TopicClose:
		err = s.bank.Close(payment.Terminal, no)
	case asked.Topic != terminal.TopicQuery:
		return
	}
	order, absent := s.bank.Find(payment.Terminal, no)
	switch {
	case absent != nil:
		answer.ResponseCode = TerminalAbsent
		return
	case err == nil:
		answer.ResponseCode = terminal.Success
	}
	answer.Data = terminal.Data{Type: terminal.Sale, OrderNo: no, Amount: terminal.Amount(order.Fen), Currency: "CNY", Scenario: "SWIPE_CARD", Simulated: true,
		Status: terminalStatus(order), TransNo: terminal.Text(order.ChannelNo)}
	if order.PaidMS != 0 {
		answer.Data.EndedAt = time.UnixMilli(order.PaidMS).In(calendar.Zone).Format(time.DateTime)
	}
	answer.Data.ExpiresIn = terminal.Text(strconv.FormatInt(chargedForMS/1000, 10))
}

func terminalStatus(order Order) terminal.Text {
	switch {
	case order.State == paid:
		return terminal.Completed
	case order.State == reversed && order.PaidMS != 0:
		return terminal.Cancelled
	case order.State == closed || order.State == reversed || order.State == refused:
		return terminal.Failed
	}
	return terminal.Underway
}

package checkout

import (
	"errors"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"shouqi/ledger/billing"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// model holds the checkout to what must be true whatever is done at the desk, with a book that answers late, twice, in any
// order, or not at all.
type model struct {
	t        *rapid.T
	checkout *Checkout
	book     *book
	view     View
	open     []Question // asked and not answered
	said     []Answer   // answers that were given, to be given again
	typed    string     // what the amount field must show
	seen     []uint64   // the numbers of the Views that stood
}

// do does one thing and looks at what came of it.
func (m *model) do(input Input) {
	before := m.view
	m.view = m.checkout.Do(input)
	m.seen = append(m.seen, m.view.No)
	if m.view.No != before.No+1 {
		m.t.Fatalf("the Views are not numbered in a row: %d after %d", m.view.No, before.No)
	}
	for _, question := range m.view.Asks {
		if question.Kind == AskTake {
			m.mayAsk(before, input, question)
		}
		m.open = append(m.open, question)
	}
	m.holds()
}

// mayAsk holds the asking for money to the View that the person had seen.
func (m *model) mayAsk(before View, input Input, question Question) {
	seen := uint64(0)
	switch in := input.(type) {
	case Confirm:
		seen = in.Seen
	case Pass:
		seen = in.Seen
	case Submit:
		seen = in.Seen
	case Collect:
		seen = in.Seen
	case PayerCode:
		if seen = before.No; before.Step != Scanning {
			m.t.Fatalf("a payment code was charged in step %d", before.Step)
		}
	default:
		m.t.Fatalf("%T asked for money", input)
	}
	order := question.Taking.Order
	switch {
	case !before.MayTake:
		m.t.Fatalf("money was asked for where none may be taken: step %d", before.Step)
	case seen < before.Stood:
		m.t.Fatalf("a key begun at View %d took what stood since View %d", seen, before.Stood)
	case order.RequestID != before.Draft.RequestID || order.Room != before.Draft.Household.Room.ID:
		m.t.Fatalf("another draft was taken than the one that stood there")
	}
	var paid, due, cash money.Fen
	for _, part := range order.Bills {
		due += part.Fen
	}
	due += order.PrepayFen
	for _, tender := range order.Tenders {
		if paid += tender.Fen; tender.Kind == till.Cash {
			cash = tender.Fen
		}
	}
	switch {
	case before.Step != Unknown && due != before.Quote.DueFen:
		m.t.Fatalf("%s was asked for, %s stood there", due.Yuan(), before.Quote.DueFen.Yuan())
	case paid < due:
		m.t.Fatalf("%s pays %s", paid.Yuan(), due.Yuan())
	case cash > 0 && paid-cash >= due && !order.KeepChange:
		m.t.Fatalf("cash of %s is taken for nothing", cash.Yuan())
	}
}

// holds is what is true of every View.
func (m *model) holds() {
	v := m.view
	asking := 0
	for _, question := range m.open {
		if question.Kind == AskTake {
			asking++
		}
	}
	switch {
	case asking > 1:
		m.t.Fatal("the till is asked twice at once")
	case v.Paid != nil && v.Paid.Codes != nil && v.Paid.Codes[0].Number != v.Paid.Number():
		m.t.Fatalf("the code of %s stands beside %s", v.Paid.Codes[0].Number, v.Paid.Number())
	case (v.Step == Waiting) != (asking == 1):
		m.t.Fatalf("step %d while the till is asked %d times", v.Step, asking)
	case v.Step == Tendering && (v.Draft == nil || v.Search.Query != ""):
		m.t.Fatal("tendering without a household, or under a search")
	case v.Step == Choosing && v.Search.Query == "":
		m.t.Fatal("choosing among nothing")
	case v.Step == Collecting && (v.Draft == nil || v.Draft.AtChannel == nil || v.MayTake):
		m.t.Fatal("collecting without an order, or money may be taken beside it")
	case (v.Step == Idle || v.Step == Taken) && v.Draft != nil:
		m.t.Fatal("idle with a household open")
	case v.MayTake && v.Stop != Free:
		m.t.Fatal("money may be taken although something stops it")
	case v.Search.Row >= len(v.Search.Found.Hits):
		m.t.Fatal("a hit is chosen that is not there")
	}
	if v.Draft != nil && (v.Step == Tendering || v.Step == Choosing) && m.typed != "" && v.Draft.Typed != m.typed {
		m.t.Fatalf("%q was typed, %q is shown", m.typed, v.Draft.Typed)
	}
	for _, aside := range v.Aside {
		if v.Draft != nil && aside.Object == v.Draft.Household.Room.ID {
			m.t.Fatal("a household is open and put aside")
		}
	}
}

// edit does something to the draft; what is typed while a household opens is looked for only once it stands.
func (m *model) edit(input Input) {
	m.typed = ""
	m.do(input)
	if amount, ok := input.(Amount); ok && m.view.Step == Tendering && m.view.Draft != nil {
		m.typed = amount.Text
		m.holds()
	}
}

func (m *model) anySeen() uint64 {
	if len(m.seen) == 0 || rapid.Bool().Draw(m.t, "seen") {
		return m.view.No
	}
	return rapid.SampledFrom(m.seen).Draw(m.t, "seen then")
}

func (m *model) anyBill() string {
	return rapid.SampledFrom([]string{"r1-0", "r1-1", "r2-0"}).Draw(m.t, "bill")
}

// answer lets the book answer one open question: any of them, and perhaps not as it wished.
func (m *model) answer() {
	if len(m.open) == 0 {
		return
	}
	at := rapid.IntRange(0, len(m.open)-1).Draw(m.t, "question")
	question := m.open[at]
	m.open = append(m.open[:at:at], m.open[at+1:]...)
	answer := m.book.answer(question)
	if rapid.IntRange(0, 9).Draw(m.t, "lost") == 0 {
		answer = Answer{No: question.No, Err: store.Fail("store.io", errors.New("gone"))}
	}
	m.typed = ""
	m.said = append(m.said, answer)
	m.do(answer)
}

// sayAgain returns an answer a second time, which must change nothing.
func (m *model) sayAgain() {
	if len(m.said) == 0 {
		return
	}
	before := m.view
	m.do(rapid.SampledFrom(m.said).Draw(m.t, "answer"))
	before.No, before.Asks, before.Keyboard, before.AskLate = m.view.No, m.view.Asks, m.view.Keyboard, m.view.AskLate
	if before.Step != m.view.Step || before.Quote.DueFen != m.view.Quote.DueFen || before.Stood != m.view.Stood || len(m.view.Asks) > 0 {
		m.t.Fatal("an old answer changed something")
	}
}

// pack picks a package twice: the second time changes nothing, and neither asks for money.
func (m *model) pack(name string) {
	m.do(Package{Name: name})
	first := m.view
	m.do(Package{Name: name})
	if first.Draft == nil || m.view.Draft == nil {
		return
	}
	if !maps.Equal(first.Draft.Parts, m.view.Draft.Parts) || first.Quote.DueFen != m.view.Quote.DueFen || first.Stood != m.view.Stood || first.Step != m.view.Step {
		m.t.Fatalf("a package picked twice is not the package picked once: %v, then %v", first.Draft.Parts, m.view.Draft.Parts)
	}
}

// lock leaves the desk and comes back: whatever was being paid is there again, the household that was open before all others, unless
// its money is on the way.
func (m *model) lock() {
	m.typed = ""
	kept := m.checkout.Keep()
	m.do(Leave{})
	if m.view.Draft != nil && m.view.Step != Waiting || len(m.view.Aside) > 0 && m.view.Step != Waiting {
		m.t.Fatal("a locked desk shows what was being paid")
	}
	m.do(Resume{Kept: kept})
	if m.view.Step != Waiting && len(m.view.Aside) != len(kept.drafts) {
		m.t.Fatalf("%d payments were kept, %d came back", len(kept.drafts), len(m.view.Aside))
	}
}

// home presses Esc until the desk is idle; the book answers meanwhile.
func (m *model) home() {
	m.typed, m.book.tooEarly = "", false
	for range 12 {
		if m.view.Step == Idle && m.view.Search.Query == "" {
			return
		}
		if m.view.Step == Waiting {
			m.settle(AskTake)
			continue
		}
		m.do(Back{})
		m.settle(AskStop)
	}
	m.t.Fatalf("twelve Esc do not lead back: step %d", m.view.Step)
}

// settle lets the book answer the questions of a kind.
func (m *model) settle(kind Kind) {
	for i := 0; i < len(m.open); i++ {
		if question := m.open[i]; question.Kind == kind {
			m.open = append(m.open[:i:i], m.open[i+1:]...)
			m.do(m.book.answer(question))
			i = -1
		}
	}
}

// phone lets an owner pay an order, whatever became of it, and the follower say so; perhaps the channel closes it first.
func (m *model) phone() {
	if len(m.book.atChannel) == 0 {
		return
	}
	m.typed = ""
	order := &m.book.atChannel[rapid.IntRange(0, len(m.book.atChannel)-1).Draw(m.t, "order")]
	if rapid.IntRange(0, 3).Draw(m.t, "closes") == 0 && order.State.IsOpen() {
		order.State, order.Code = payment.IsClosed, ""
	} else {
		m.book.pays(order.Order.No)
	}
	m.do(OrderChanged{No: order.Order.No})
}

func TestWhateverIsDoneNoMoneyIsTakenThatNobodyAgreedTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &model{t: t, checkout: New(find), book: newBook()}
		m.book.packages = []billing.Package{{Name: "常缴", Items: []string{"物业费"}}, {Name: "停车", Items: []string{"车位费"}}}
		queries := rapid.SampledFrom([]string{"", "3", "321201", "1", "110602", "9", "110603"})
		amounts := rapid.SampledFrom([]string{"", "1", "200", "500", "1100", "99999", "98.37", "."})
		t.Repeat(map[string]func(*rapid.T){
			"query":  func(t *rapid.T) { m.typed = ""; m.do(Query{queries.Draw(t, "query")}) },
			"point":  func(t *rapid.T) { m.do(Point{rapid.IntRange(-2, 4).Draw(t, "row")}) },
			"submit": func(*rapid.T) { m.typed = ""; m.do(Submit{m.anySeen()}) },
			"open": func(t *rapid.T) {
				m.typed = ""
				m.do(Open{rapid.SampledFrom([]string{"r1", "r2", "r3", ""}).Draw(t, "room")})
			},
			"find":   func(*rapid.T) { m.do(Find{}) },
			"amount": func(t *rapid.T) { m.edit(Amount{amounts.Draw(t, "amount")}) },
			"slip":   func(t *rapid.T) { m.do(Reference{amounts.Draw(t, "slip")}) },
			"tick":   func(*rapid.T) { m.do(Tick{m.anyBill()}) },
			"all":    func(*rapid.T) { m.do(TickAll{}) },
			"none":   func(*rapid.T) { m.do(TickNone{}) },
			"part": func(t *rapid.T) {
				m.do(Part{Bill: m.anyBill(), Fen: money.Fen(rapid.IntRange(-5, 90000).Draw(t, "fen"))})
			},
			"package": func(t *rapid.T) {
				m.pack(rapid.SampledFrom([]string{"", "常缴", "停车"}).Draw(t, "package"))
			},
			"prepay": func(t *rapid.T) { m.do(Prepay{Fen: money.Fen(rapid.IntRange(0, 3).Draw(t, "fen") * 100_00)}) },
			"credit": func(*rapid.T) { m.do(UseCredit{}) },
			"keep":   func(*rapid.T) { m.do(KeepChange{}) },
			"with": func(t *rapid.T) {
				m.do(PayWith{Kind: rapid.SampledFrom([]till.TenderKind{till.Cash, till.Card}).Draw(t, "kind")})
			},
			"collect": func(t *rapid.T) {
				m.typed = ""
				m.do(Collect{Channel: rapid.SampledFrom(payment.Channels).Draw(t, "channel"), Seen: m.anySeen()})
			},
			"scan": func(*rapid.T) { m.typed = ""; m.do(Scan{m.anySeen()}) },
			"payer": func(t *rapid.T) {
				m.typed = ""
				m.do(PayerCode{rapid.SampledFrom([]string{"", "1201", weChatCode, alipayCode, "6212345678901234567"}).Draw(t, "payer code")})
			},
			"phone":   func(*rapid.T) { m.phone() },
			"early":   func(*rapid.T) { m.book.tooEarly = !m.book.tooEarly },
			"aside":   func(*rapid.T) { m.typed = ""; m.do(SetAside{}) },
			"show":    func(*rapid.T) { m.do(ShowAgain{}) },
			"reload":  func(*rapid.T) { m.do(Reload{TickNew: true}) },
			"confirm": func(*rapid.T) { m.typed = ""; m.do(Confirm{m.anySeen()}) },
			"pass":    func(*rapid.T) { m.typed = ""; m.do(Pass{m.anySeen()}) },
			"reprint": func(*rapid.T) { m.do(Reprint{m.anySeen()}) },
			"code":    func(*rapid.T) { m.do(ShowCode{m.anySeen()}) },
			"again":   func(*rapid.T) { m.typed = ""; m.do(Again{m.anySeen()}) },
			"back":    func(t *rapid.T) { m.typed = ""; m.do(Back{rapid.Bool().Draw(t, "in search")}) },
			"home":    func(*rapid.T) { m.home() },
			"leave":   func(*rapid.T) { m.typed = ""; m.do(Leave{}) },
			"lock":    func(*rapid.T) { m.lock() },
			"anew":    func(*rapid.T) { m.typed = ""; m.do(Restart{}) },
			"refresh": func(*rapid.T) { m.do(Refresh{}) },
			"paper":   func(*rapid.T) { m.do(PaperChanged{}) },
			"shift":   func(*rapid.T) { m.book.shift = !m.book.shift; m.do(Refresh{}) },
			"answer":  func(*rapid.T) { m.answer() },
			"answers": func(*rapid.T) {
				for len(m.open) > 0 {
					m.answer()
				}
			},
			"again said": func(*rapid.T) { m.sayAgain() },
		})
	})
}

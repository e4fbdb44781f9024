package report

import (
	"encoding/json"
	"fmt"

	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// conflictsMax is how many conflicts are listed at most, the newest first.
const conflictsMax = 1000

// Conflict is something that was done at one counter and did not fit what another had done before it, which the first had not heard of. Came says what the
// book made of it. Room is the code of the household or space where a person acts, "" for what is of none.
type Conflict struct {
	Deed
	Came ConflictCame `json:"came"`
	Room string       `json:"room"`
	// RecoverFen is what has to be got back, above 0, in fen, and 0 where nothing has.
	RecoverFen money.Fen `json:"recoverFen,omitempty"`
	// Of names the event, and Settled how somebody settled it, "" where it waits.
	Of      journal.Ref      `json:"of"`
	Settled till.ConflictWay `json:"settled,omitempty"`
}

// Name is what a person names the conflict by, the same at every counter: the end of its device's id, which is random, and the number of its event there.
func (c Conflict) Name() string {
	return fmt.Sprintf("%s-%d", c.Of.Device[max(0, len(c.Of.Device)-4):], c.Of.Seq)
}

// ConflictCame is what came of an event that did not fit.
type ConflictCame string

// What came of it: nothing, the money that came in was put by for the household, the money that went out has to be got back from it, or what was left of it was done, it was put
// aside because its counter was at its end, or of a person's entry it is what it took from them.
const (
	CameToNothing ConflictCame = "nothing"
	CameToCredit  ConflictCame = "credit"
	CameToRecover ConflictCame = "recover"
	CameToPart    ConflictCame = "part"
	CameToAside   ConflictCame = "aside"
	CameToLess    ConflictCame = "less"
)

// conflictKnown stands in a query for whether a conflict c is one that a person hears of. What only served another deed, and came after the end of its counter,
// is told by that one.
const conflictKnown = "(c.code <> '" + journal.CodeEnded + "' OR c.kind NOT IN (" + unheardKinds + ", 'staff.pin_accepted'))"

// Conflicts reads what did not fit, what waits for somebody first and of that the newest.
func Conflicts(tx *store.Tx, v *vault.Vault, say Say) (all []Conflict, err error) {
	teller := trailTeller{tx: tx, names: newNameBook(tx, v), say: say, counters: make(map[int64]string)}
	err = tx.Each(`SELECT e.device, e.seq, e.kind, e.at_ms, e.body, c.code, coalesce(p.total_fen, 0), d.id, coalesce(s.way, '') FROM conflicts c JOIN events e ON e.device = c.device AND e.seq = c.seq
		JOIN devices d ON d.no = c.device LEFT JOIN settled_conflicts s ON s.of_device = c.device AND s.of_seq = c.seq
		LEFT JOIN payments p ON p.device = c.device AND p.seq = c.seq WHERE `+conflictKnown+` ORDER BY s.way IS NOT NULL, e.id DESC LIMIT ?`, []any{conflictsMax}, func(scan func(dest ...any) error) error {
		var e trailEvent
		var body []byte
		var code string
		var fen int64
		one := Conflict{Came: CameToNothing}
		if err := scan(&e.deviceNo, &e.seq, &e.kind, &e.atMS, &body, &code, &fen, &one.Of.Device, &one.Settled); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &e.body); err != nil {
			return store.Fail(journal.CodeBody, err, e.kind, e.seq)
		}
		one.Of.Seq = e.seq
		switch {
		case code == journal.CodeEnded:
			one.Came = CameToAside
		case fen > 0:
			one.Came = CameToCredit
		case fen < 0:
			one.Came, one.RecoverFen = CameToRecover, money.Fen(-fen)
		case e.kind == "staff.recorded" && e.text("replaces.device") != "": // it changed a person; one of a new person under a code that is taken is nothing
			one.Came = CameToLess
		case e.kind == "bills.issued", e.kind == "run.issued":
			one.Came = CameToPart
		}
		if one.Deed, err = teller.tell(e); err == nil {
			one.Room, err = teller.roomOf(e)
		}
		all = append(all, one)
		return err
	})
	return all, err
}

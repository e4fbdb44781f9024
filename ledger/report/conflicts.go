package report

import (
	"encoding/json"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
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
}

// ConflictCame is what came of an event that did not fit.
type ConflictCame string

// What came of it: nothing, the money that came in was put by for the household, the money that went out has to be got back from it, or what was left of it was done, or it was put
// aside because its counter was at its end.
const (
	CameToNothing ConflictCame = "nothing"
	CameToCredit  ConflictCame = "credit"
	CameToRecover ConflictCame = "recover"
	CameToPart    ConflictCame = "part"
	CameToAside   ConflictCame = "aside"
)

// Conflicts reads what did not fit, the newest first.
func Conflicts(tx *store.Tx, v *vault.Vault, say Say) (all []Conflict, err error) {
	teller := trailTeller{tx: tx, names: newNameBook(tx, v), say: say, counters: make(map[int64]string)}
	err = tx.Each(`SELECT e.device, e.seq, e.kind, e.at_ms, e.body, c.code, coalesce(p.total_fen, 0) FROM conflicts c JOIN events e ON e.device = c.device AND e.seq = c.seq
		LEFT JOIN payments p ON p.device = c.device AND p.seq = c.seq ORDER BY e.id DESC LIMIT ?`, []any{conflictsMax}, func(scan func(dest ...any) error) error {
		var e trailEvent
		var body []byte
		var code string
		var fen int64
		if err := scan(&e.deviceNo, &e.seq, &e.kind, &e.atMS, &body, &code, &fen); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &e.body); err != nil {
			return store.Fail(journal.CodeBody, err, e.kind, e.seq)
		}
		one := Conflict{Came: CameToNothing}
		switch {
		case code == journal.CodeEnded:
			one.Came = CameToAside
		case fen > 0:
			one.Came = CameToCredit
		case fen < 0:
			one.Came = CameToRecover
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

package meter

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Meters records meters and readings. Each of its commands is a write of its own, but for those of In.
type Meters struct {
	db      *store.DB
	journal *journal.Journal
	staff   *staff.Staff
	within  *store.Tx
	// Billed says whether a bill was made from what a meter counted for a reading's period: such a reading is not taken
	// back, and another one for it comes too late for the bill. The room that bills puts its answer here; nil is a book
	// that bills nothing by meter.
	Billed func(tx *store.Tx, m Meter, r Reading) (bool, error)
}

// New makes the room over an open book.
func New(db *store.DB, j *journal.Journal, s *staff.Staff) *Meters {
	return &Meters{db: db, journal: j, staff: s}
}

// In returns the room for commands that are parts of one transaction, which another room of the ledger runs. Everybody else
// calls the room itself, whose commands each have a write of their own.
func (s *Meters) In(tx *store.Tx) *Meters {
	part := *s
	part.within = tx
	return &part
}

// Taking is a sheet with what a person decided about its odd rows: Keep takes the odd readings of these rows as they are,
// KeepAll those of all rows. LeaveOut says that everything else that is odd or refused stays unread; without it nothing at
// all is taken while a row is undecided.
type Taking struct {
	RequestID string
	Sheet     Sheet
	Keep      []int
	KeepAll   bool
	LeaveOut  bool
}

// Batch is what an import of readings did. Have counts the readings that were in the book already.
type Batch struct {
	ID        string        `json:"id"`
	FileHash  string        `json:"fileHash"`
	ForOn     calendar.Date `json:"forOn"`
	Taken     int           `json:"taken"`
	Installed int           `json:"installed"`
	Have      int           `json:"have"`
	LeftOut   int           `json:"leftOut"`
}

// Take takes a sheet in whole: every good reading and every odd one that was decided for, or nothing. The same request
// again gives the same batch. Errors: staff.may_not, meter.undecided with the numbers of odd and refused readings,
// meter.keep for a row with nothing odd in it, meter.file_taken when the file has been taken and says nothing new,
// meter.nothing for a sheet without a single good reading, and what Judge answers.
func (s *Meters) Take(ctx context.Context, by staff.Actor, taking Taking) (Batch, error) {
	return estate.DoToday(ctx, s.db, s.within, s.journal.Now, func(tx *store.Tx, today calendar.Date) (Batch, error) {
		return s.doTake(tx, by, taking, today)
	})
}

func (s *Meters) doTake(tx *store.Tx, by staff.Actor, taking Taking, today calendar.Date) (Batch, error) {
	if err := s.staff.Require(tx, by, staff.TakeReadings); err != nil {
		return Batch{}, err
	}
	request, err := journal.NewRequest(taking.RequestID, taking)
	if err != nil {
		return Batch{}, err
	}
	return journal.Once(tx, request, batchOf, func() (Batch, error) { return s.take(tx, request, by, taking, today) })
}

func (s *Meters) take(tx *store.Tx, request journal.Request, by staff.Actor, taking Taking, today calendar.Date) (Batch, error) {
	judged, err := s.judgeOn(tx, taking.Sheet, today)
	if err != nil {
		return Batch{}, err
	}
	chosen, batch, err := taking.choose(judged)
	if err != nil {
		return batch, err
	}
	if len(chosen) == 0 {
		return batch, nothing(tx, taking.Sheet.FileHash, batch.Have)
	}
	return batch, s.record(tx, request, by.ID(), chosen, &batch)
}

// choose returns the readings to take, and refuses what nobody decided.
func (t Taking) choose(judged []Judged) (chosen []Judged, batch Batch, err error) {
	odd, refused := 0, t.Sheet.Refused
	used := make(map[int]bool)
	for _, j := range judged {
		switch kept := t.KeepAll || slices.Contains(t.Keep, j.Line); {
		case j.State == Good, j.State == Odd && kept:
			used[j.Line] = used[j.Line] || j.State == Odd
			chosen = append(chosen, j)
		case j.State == Odd:
			odd++
		case j.State == Refused:
			refused++
		default:
			batch.Have++
		}
	}
	for _, line := range t.Keep {
		if !used[line] {
			return nil, batch, store.Refuse(CodeKeep, line)
		}
	}
	if odd+refused > 0 && !t.LeaveOut {
		return nil, batch, store.Refuse(CodeUndecided, odd, refused)
	}
	batch.FileHash, batch.ForOn, batch.LeftOut = t.Sheet.FileHash, t.Sheet.ForOn, odd+refused
	return chosen, batch, nil
}

// nothing says why there is nothing to take.
func nothing(tx *store.Tx, fileHash string, have int) error {
	taken := 0
	_, err := tx.Get("SELECT count(*) FROM reading_batches WHERE file_hash = ? AND file_hash <> ''", []any{fileHash}, &taken)
	if err != nil {
		return err
	}
	if taken > 0 || have > 0 {
		return store.Refuse(codeFileTaken)
	}
	return store.Refuse(codeNothing)
}

// record appends the new meters, the readings in parts, and the batch's own event.
func (s *Meters) record(tx *store.Tx, request journal.Request, by string, chosen []Judged, batch *Batch) error {
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("make the batch's id: %w", err)
	}
	batch.ID = id.String()
	var founded []meterV1
	readings := make([]readingV1, len(chosen))
	for i, j := range chosen {
		if j.New {
			founded = append(founded, meterV1{Object: j.Meter.Object, Kind: j.Kind, Number: j.Number, StartOn: j.Meter.StartOn,
				StartReading: j.Meter.StartReading, Terms: j.Terms.body()})
		}
		readings[i] = readingV1{Meter: j.Meter.ID, On: j.On, ForOn: j.ForOn, Value: *j.Value, Previous: j.Previous,
			PreviousOn: j.PreviousOn, Usage: j.Usage, RolledOver: j.RolledOver, Kept: j.State == Odd}
	}
	for part := range slices.Chunk(founded, installedMax) {
		if _, err := s.journal.Append(tx, kindInstalled, installedV1{Meters: part, By: by}); err != nil {
			return err
		}
	}
	parts, first := 0, int64(0)
	for part := range slices.Chunk(readings, recordedMax) {
		parts++
		e, err := s.journal.Append(tx, kindRecorded, recordedV1{Batch: batch.ID, Part: parts, Readings: part, By: by})
		if err != nil {
			return err
		}
		if parts == 1 {
			first = e.Seq
		}
	}
	batch.Taken, batch.Installed = len(readings), len(founded)
	_, err = s.journal.Append(tx, kindTaken, takenV1{Request: request, Batch: batch.ID, FileHash: batch.FileHash, ForOn: batch.ForOn,
		FirstSeq: first, Parts: parts, Count: len(readings), LeftOut: batch.LeftOut, By: by})
	return err
}

func (t Terms) body() termsV1 {
	return termsV1{Digits: t.Digits, DecimalDigits: t.DecimalDigits, Multiplier: t.Multiplier, LossPercent: t.LossPercent}
}

func batchOf(tx *store.Tx, deviceNo, seq int64) (Batch, error) {
	var b Batch
	found, err := tx.Get("SELECT batch, file_hash, for_on, readings, left_out FROM reading_batches WHERE device = ? AND seq = ?",
		[]any{deviceNo, seq}, &b.ID, &b.FileHash, &b.ForOn, &b.Taken, &b.LeftOut)
	if err == nil && !found {
		err = store.Refuse(codeNothing)
	}
	return b, err
}
